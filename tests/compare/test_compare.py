"""Accounts of stories made by hand, one rule a test."""

from __future__ import annotations

import pytest

from reportedly.compare import Comparison, compare, compare_with, keys_of, live_disputes, promises, to_scored, witnesses
from reportedly.records import Reading
from tests.compare.stories import Line, told

HEAD = "Water is seeping from the Velmar dam in the valley of Dolnaya, the engineers of Velmar Hydro reported on Tuesday."


def dam(
    name: str, day: int, *lines: Line | str, publisher: str = "Northern Wire", ledger: dict[str, str] | None = None
) -> Reading:
    return told(name, f"2024-04-{day:02}T12:00:00+00:00", [HEAD, *lines], publisher, ledger)


CRACK = Line("Marek Olbrinsky", "There is a crack three metres long in the east wall")
NO_CRACK = Line("Bruno Laskov", "The east wall is free of any cracks")


def kinds(comparison: Comparison) -> set[tuple[str, str, str]]:
    """(kind, beginning of a's words, beginning of b's) without what is not sure."""
    return {(r.kind, r.a.text[:12], r.b.text[:12]) for r in comparison.relations if r.kind != "cannot_tell"}


def test_one_says_no_to_what_the_other_says() -> None:
    found = compare([dam("1", 2, CRACK), dam("2", 3, NO_CRACK)])
    [dispute] = [r for r in found.relations if r.kind == "disputes"]
    assert {dispute.a.text, dispute.b.text} == {CRACK.words, NO_CRACK.words}
    [reason] = dispute.reasons
    assert reason.rule == "says no"
    assert [dispute.a.document.text[start:end] for start, end in reason.first] == ["free"]


def test_the_same_speaker_later_takes_it_back() -> None:
    admitted = Line("Bruno Laskov", "The east wall does have a crack", around='"{}," {who} admitted.', cue="admitted")
    found = compare([dam("1", 2, NO_CRACK), dam("2", 3, admitted)])
    assert ("reverses", admitted.words[:12], NO_CRACK.words[:12]) in kinds(found)


def test_actors_of_the_ledger_are_told_apart_by_their_number() -> None:
    admitted = Line("Bruno Laskov", "The east wall does have a crack", around='"{}," {who} admitted.', cue="admitted")
    first = dam("1", 2, NO_CRACK, ledger={"Bruno Laskov": "17"})
    found = compare([first, dam("2", 3, admitted, ledger={"Bruno Laskov": "18"})])
    assert not any(r.kind == "reverses" for r in found.relations)


def test_a_denial_says_no_to_all_its_content() -> None:
    denied = Line("Bruno Laskov", "that there was a crack in the east wall", "{who} denied {}.", "denied", "indirect")
    found = compare([dam("1", 2, CRACK), dam("2", 3, denied)])
    assert any(r.kind == "disputes" and "that there was a crack" in r.a.text for r in found.relations)


def test_figures_that_cannot_both_be_true() -> None:
    four = Line("Anna Reinholt", "Four villagers were hurt when the water came")
    six = Line("Petra Onasko", "Six villagers were hurt when the water came")
    found = compare([dam("1", 2, four), dam("2", 3, six)])
    assert any(r.kind == "differs_in_number" for r in found.relations)
    assert not any(r.kind == "agrees" for r in found.relations)


def test_the_same_figure_in_other_units_agrees() -> None:
    one = Line("Anna Reinholt", "The level of the lake is a metre and a half lower than last week")
    other = Line("Petra Onasko", "The lake stands 150 centimetres lower")
    assert any(r.kind == "agrees" for r in compare([dam("1", 2, one), dam("2", 3, other)]).relations)


PLEDGE = Line(
    "Agnes Kolarova", "We will publish the report on the dam by the end of May", around='"{}," {who} promised.', cue="promised"
)


@pytest.mark.parametrize(
    ("later", "fate"),
    [
        ("The report on the dam was published this afternoon", "kept"),
        ("The report on the dam has not been published", "broken"),
        ("Whether the report on the dam is published depends on the board", "cannot tell"),
    ],
)
def test_what_became_of_a_promise(later: str, fate: str) -> None:
    found = compare([dam("1", 2, PLEDGE), dam("2", 20, Line("Rutger Meensma", later))])
    assert {p.account.text: p.fate for p in promises(found)}[PLEDGE.words] == fate


def test_a_promise_of_which_nothing_is_heard_is_open() -> None:
    found = compare([dam("1", 2, PLEDGE), dam("2", 3, Line("Jan Tolsma", "Nine goats have drowned in the fields"))])
    assert [p.fate for p in promises(found)] == ["open"]


def test_a_demand_asserts_nothing() -> None:
    demand = Line(
        "Owen Steiner", "The east wall must be free of cracks", around="{}, {who} demanded.", cue="demanded", form="indirect"
    )
    found = compare([dam("1", 2, CRACK), dam("2", 3, demand)])
    assert not any(r.kind != "repeats" and demand.words in (r.a.text, r.b.text) for r in found.relations)


LONG = (
    CRACK,
    Line("Zofia Hadekova", "Four hundred and thirty people from the village below were taken to a sports hall overnight"),
    Line("Marek Olbrinsky", "The reservoir ought to be emptied by the army before the rain comes back"),
)


def test_a_reprint_repeats_and_is_no_witness() -> None:
    found = compare([dam("1", 2, *LONG), dam("2", 3, *LONG, publisher="Valley Observer")])
    assert [(later.uri, earlier.uri) for later, earlier in found.reprints] == [("file:///stories/2.txt", "file:///stories/1.txt")]
    [group] = found.groups
    copies = [a for a in group.accounts if a.document.uri == "file:///stories/2.txt"]
    assert all(found.origin(copy).document.uri == "file:///stories/1.txt" for copy in copies if copy.statement)
    assert [w.speaker.name for w in witnesses(group, found) if w.speaker] == ["Marek Olbrinsky", "Zofia Hadekova"]


def test_a_paper_that_names_its_source_repeats() -> None:
    quoted = Line(
        "Marek Olbrinsky",
        "a crack in the east wall was three metres long",
        "{who} told Northern Wire that {}.",
        "told",
        "indirect",
    )
    found = compare([dam("1", 2, CRACK), dam("2", 3, quoted, publisher="Valley Observer")])
    assert ("repeats", quoted.words[:12], CRACK.words[:12]) in kinds(found)


def test_another_place_and_other_people_are_another_happening() -> None:
    other = told(
        "2", "2024-04-20T12:00:00+00:00",
        ["A leak has been found in a sluice at Kessenburg in Lusovia.", Line("Pavla Mirosova", "The wall has no crack")],
        "Lusovian Mail",
    )  # fmt: skip
    found = compare([dam("1", 2, CRACK), other])
    assert len(found.groups) == 2
    assert not found.relations


def test_a_dispute_ends_when_one_side_gives_it_up() -> None:
    admitted = Line("Bruno Laskov", "The east wall does have a crack", around='"{}," {who} admitted.', cue="admitted")
    stories = [dam("1", 2, CRACK), dam("2", 3, NO_CRACK)]
    assert live_disputes(compare(stories))
    assert not live_disputes(compare([*stories, dam("3", 5, admitted)]))


def test_a_new_story_alone_finds_what_all_together_find() -> None:
    stories = [dam("1", 2, CRACK), dam("2", 3, NO_CRACK)]
    assert kinds(compare_with(stories[:1], stories[1])) == kinds(compare(stories))
    assert set(keys_of(stories[0])) & set(keys_of(stories[1]))
    assert len(keys_of(stories[0])) <= 24


def test_nothing_comes_of_nothing() -> None:
    assert compare([]).groups == ()
    assert to_scored(compare([told("1", "2024-04-01", ["."])])) == {"groups": [], "relations": [], "reprints": []}


def test_scored_form_counts_in_the_text() -> None:
    scored = to_scored(compare([dam("1", 2, CRACK), dam("2", 3, NO_CRACK)]))
    spans = [(s["story"], s["start"], s["end"]) for group in scored["groups"] for s in group]  # type: ignore[attr-defined]
    texts = {"1": dam("1", 2, CRACK).document.text, "2": dam("2", 3, NO_CRACK).document.text}
    assert {texts[story][start:end] for story, start, end in spans} == {CRACK.words, NO_CRACK.words}
