"""Accounts compared in the ledger: the same in both databases, however the stories came in, and people have the last word."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

import reportedly.compare
from reportedly.compare import compare, to_scored
from reportedly.corrections import StatementAddress, StatementRejected
from reportedly.errors import BadOption
from reportedly.ledger import Compared, Happening, Ledger, Query, Verdict, store
from reportedly.ledger.accounts import entering, judging, linking, updating
from reportedly.ledger.accounts.naming import Spot, name_of_relation
from reportedly.ledger.database import read_transaction, write_transaction
from reportedly.ledger.schema import story, story_key, story_word
from reportedly.records import Reading
from tests.compare.stories import Line, told

HEAD = "Water is seeping from the Velmar dam in the valley of Dolnaya, the engineers of Velmar Hydro reported on Tuesday."
OTHER = "Dockers in Port Ellery walked off the quay at Ansgar Basin on Monday, and the union of Ellery is to meet on Friday."
CRACK = Line("Marek Olbrinsky", "There is a crack three metres long in the east wall")
NO_CRACK = Line("Bruno Laskov", "The east wall is free of any cracks")
ADMITTED = Line("Bruno Laskov", "The east wall does have a crack", around='"{}," {who} admitted.', cue="admitted")
FOUR = Line("Anna Reinholt", "Four villagers were hurt when the water came")
SIX = Line("Petra Onasko", "Six villagers were hurt when the water came")
PROMISE = Line("Lena Tobar", "We will open the sluices of the dam by Sunday")
DONE = Line("Rolf Amsel", "The sluices of the dam were opened on Saturday")
STRIKE = Line("Hanne Orlik", "The dockers will go back to the quay when the port pays")


def tale(name: str, day: int, *lines: Line | str, head: str = HEAD, publisher: str = "Northern Wire") -> Reading:
    return told(name, f"2024-04-{day:02}T12:00:00+00:00", [head, *lines], publisher)


STORIES = (
    tale("crack", 2, CRACK, FOUR),
    tale("none", 3, NO_CRACK, SIX, publisher="Dolnaya Post"),
    tale("promise", 4, PROMISE),
    tale("admitted", 6, ADMITTED, DONE, publisher="Valley Mail"),
    tale("strike", 4, STRIKE, head=OTHER),
)


def put(ledger: Ledger, readings: Iterable[Reading]) -> None:
    for reading in readings:
        ledger.put(reading)


def make_one(ledger: Ledger, name: str) -> None:
    """Join the actors of this name: that alone is too little for the rules to take them for one."""
    numbers = [actor.id for actor in ledger.actors() if actor.name == name]
    if len(numbers) > 1:
        ledger.merge(numbers, "editor")


def found_in(compared: Compared) -> set[tuple[str, ...]]:
    """The verdicts by kind, stories and places, without those that tell nothing."""
    return {(one.relation, one.a.id, one.b.id) for happening in compared.happenings for one in happening.verdicts if one.tells}


def scored(found: dict[str, object]) -> set[str]:
    """Relations in the scorer's form, as a set."""
    relations = found["relations"]
    assert isinstance(relations, list)
    return {json.dumps(one, sort_keys=True) for one in relations}


def only(happenings: Iterable[Happening]) -> Happening:
    (one,) = (happening for happening in happenings if len(happening.stories) > 1)
    return one


def the(ledger: Ledger, kind: str) -> Verdict:
    """The one verdict of a kind."""
    (verdict,) = (
        one for happening in ledger.compare(limit=None).happenings for one in happening.verdicts if one.relation == kind
    )
    return verdict


def test_what_is_kept_is_what_comparing_finds(ledger: Ledger) -> None:
    put(ledger, STORIES)
    make_one(ledger, "Bruno Laskov")
    whole = compare(ledger.readings())
    kept = ledger.compare(limit=None)
    places = {
        (one.relation, *((side.story, side.start, side.end) for side in (one.a, one.b)))
        for happening in kept.happenings
        for one in happening.verdicts
        if one.tells and not one.answer
    }
    wanted = {
        (one["relation"], *((one[side]["story"], one[side]["start"], one[side]["end"]) for side in ("a", "b")))
        for one in map(json.loads, scored(to_scored(whole)))
    }
    assert wanted == {one for one in places if one[0] != "cannot_tell"} | {one for one in wanted if one[0] == "cannot_tell"}
    assert {one[0] for one in places} >= {"disputes", "reverses", "differs_in_number"}


@pytest.mark.parametrize("order", list(permutations(range(3)))[::2], ids=str)
def test_the_order_in_which_stories_come_and_are_compared_does_not_matter(ledger: Ledger, order: tuple[int, ...]) -> None:
    put(ledger, [STORIES[1], STORIES[0], STORIES[3]])
    at_once = found_in(ledger.compare(limit=None))
    with Ledger.open(ledger.name) as again, write_transaction(again._engine) as connection:
        for number in order:
            store.enter_again(connection, number + 1)
    ledger.compare(Query(words="crack"))
    assert found_in(ledger.compare(limit=None)) == at_once


def test_one_by_one_is_as_all_at_once(ledger: Ledger) -> None:
    for reading in STORIES:
        ledger.put(reading)
        ledger.compare(limit=None)
    make_one(ledger, "Bruno Laskov")
    happening = only(ledger.compare(limit=None).happenings)
    assert [one.name for one in happening.stories] == ["crack", "none", "promise", "admitted"]
    assert {"disputes", "reverses"} <= {one.relation for one in happening.verdicts}


def test_stories_of_other_happenings_stay_apart(ledger: Ledger) -> None:
    put(ledger, STORIES)
    assert ledger.happening(5).number == 5
    assert {ledger.happening(number).number for number in (1, 2, 3, 4)} == {1}


def test_a_happening_is_found_by_any_of_its_stories(ledger: Ledger) -> None:
    put(ledger, STORIES)
    digest = STORIES[3].document.id
    assert ledger.happening(digest) == ledger.happening(digest.removeprefix("sha256:")[:10]) == ledger.happening(4)
    with pytest.raises(BadOption, match="no happening 99"):
        ledger.happening(99)
    with pytest.raises(BadOption, match="names no story"):
        ledger.happening("the dam")


def test_of_a_statement_only_what_is_told_of_it_is_compared(ledger: Ledger) -> None:
    put(ledger, STORIES)
    whole = ledger.happening(1)
    claim = next(account for account in whole.accounts if account.words == CRACK.words)
    for named in (f"{claim.document}#{claim.statement}", claim.id):
        narrow = ledger.happening(named)
        assert set(narrow.verdicts) == set(whole.of(claim.id))
        assert {account.id for account in narrow.accounts} == {claim.id} | {
            side.id for verdict in narrow.verdicts for side in (verdict.a, verdict.b)
        }
        assert {story.document for story in narrow.stories} == {account.document for account in narrow.accounts}
        assert 1 < len(narrow.accounts) < len(whole.accounts)
        assert set(narrow.disputes) == {one.id for one in narrow.verdicts} & set(whole.disputes)


def test_what_does_not_stand_in_a_story_is_named_in_vain(ledger: Ledger) -> None:
    put(ledger, STORIES)
    digest = STORIES[0].document.id
    with pytest.raises(BadOption, match=r"no statement s99 in .*, which has \d+ of them"):
        ledger.happening(f"{digest}#s99")
    with pytest.raises(BadOption, match="no event e99"):
        ledger.happening(f"{digest}#e99")
    with pytest.raises(BadOption, match="Nobody tells anything in"):
        ledger.happening(f"{digest}:9000-9001")


def test_a_query_compares_only_what_it_asks_for(ledger: Ledger) -> None:
    put(ledger, STORIES)
    assert only(ledger.compare(Query(words="villagers")).happenings).number == 1
    with read_transaction(ledger._engine) as connection:
        done = connection.execute(select(story.c.document_id).where(story.c.state == entering.DONE)).scalars().all()
    assert sorted(done) == [1, 2, 3, 4]
    assert ledger.compare(Query(words="bassoon")) == Compared(())


def test_disputes_are_those_that_nobody_gave_up(ledger: Ledger) -> None:
    put(ledger, STORIES[:2])
    (dispute,) = ledger.disputes()
    assert {dispute.a.words, dispute.b.words} == {CRACK.words, NO_CRACK.words}
    assert [[mark.words for mark in ground.first] for ground in dispute.reasons] == [["free"]]
    put(ledger, [STORIES[3]])
    make_one(ledger, "Bruno Laskov")
    assert ledger.disputes() == ()
    assert the(ledger, "reverses").a.words == ADMITTED.words


def test_what_became_of_a_promise(ledger: Ledger) -> None:
    put(ledger, STORIES)
    (sequel,) = (one for one in ledger.promises() if one.account.words == PROMISE.words)
    assert (sequel.kind, sequel.fate) == ("promises", "kept")
    assert [one.a.words for one in sequel.told if one.relation == "fulfils"] == [DONE.words]
    assert sequel in ledger.happening(1).sequels
    assert [one.account.words for one in ledger.promises(Query(words="sluices"))] == [PROMISE.words]


# People's word


def test_a_verdict_overruled_is_gone_from_every_view_and_comes_back(ledger: Ledger) -> None:
    put(ledger, STORIES[:2])
    (dispute,) = ledger.disputes()
    decided = ledger.overrule(dispute.id[:6], "none", "editor", "two walls")
    assert (decided.act, decided.verdict, decided.relation, decided.because) == ("verdict", "none", dispute.id, "two walls")
    assert ledger.disputes() == ()
    assert not any(one.relation == "disputes" for one in ledger.happening(1).verdicts)
    ledger.withdraw(None, "chief")
    assert ledger.disputes() == (dispute,)
    (taken_back,) = ledger.overrulings()
    assert (taken_back.undone_by, taken_back.undone is not None) == ("chief", True)


def test_another_verdict_takes_its_place(ledger: Ledger) -> None:
    put(ledger, STORIES[:2])
    (dispute,) = ledger.disputes()
    decided = ledger.overrule(dispute.id, "agrees", "editor")
    verdict = next(one for one in ledger.happening(1).verdicts if one.overruled)
    assert (verdict.id, verdict.relation, verdict.confidence, verdict.overruled) == (dispute.id, "agrees", 1.0, decided)
    assert {verdict.a.id, verdict.b.id} == {dispute.a.id, dispute.b.id}
    with pytest.raises(BadOption, match="is agrees already"):
        ledger.overrule(dispute.id, "agrees", "editor")
    ledger.overrule(dispute.id, "disputes", "editor")
    assert [one.id for one in ledger.disputes()] == [dispute.id]


def test_it_outlasts_new_readings_corrections_and_new_stories(ledger: Ledger) -> None:
    put(ledger, STORIES[:2])
    (dispute,) = ledger.disputes()
    ledger.overrule(dispute.id, "none", "editor")
    with write_transaction(ledger._engine) as connection:
        for reading in STORIES[:2]:
            store.put_reading_again(connection, reading)
    assert ledger.disputes() == ()
    put(ledger, [STORIES[2]])
    assert ledger.disputes() == ()
    ledger.withdraw(None, "editor")
    assert [one.id for one in ledger.disputes()] == [dispute.id]


def test_a_story_can_be_taken_out_of_a_happening(ledger: Ledger) -> None:
    put(ledger, STORIES[:3])
    ledger.compare(limit=None)
    digest = STORIES[1].document.id
    assert ledger.part(digest, "editor").about[0] == digest
    assert [len(one.stories) for one in ledger.compare(limit=None).happenings] == [2, 1]
    assert ledger.disputes() == ()
    assert ledger.happening(digest).number == 2
    with pytest.raises(BadOption, match="alone in its happening"):
        ledger.part(digest, "editor")
    put(ledger, [STORIES[3]])
    assert ledger.happening(digest).number == 2
    ledger.withdraw(None, "editor")
    assert ledger.happening(digest).number == 1


def test_two_happenings_can_be_said_to_be_one(ledger: Ledger) -> None:
    put(ledger, STORIES)
    ledger.compare(limit=None)
    ledger.join(5, 3, "editor")
    assert len(ledger.happening(5).stories) == len(STORIES)
    assert ledger.happening(5).number == 1
    with pytest.raises(BadOption, match="one already"):
        ledger.join(1, 5, "editor")
    ledger.withdraw(None, "editor")
    assert ledger.happening(5).number == 5


def test_what_cannot_be_decided_is_refused(ledger: Ledger) -> None:
    put(ledger, STORIES[:2])
    (dispute,) = ledger.disputes()
    for wrong, what, who in (
        ("123456", "none", "editor"),
        ("", "none", "editor"),
        (dispute.id, "perhaps", "editor"),
        (dispute.id, "none", " "),
        (dispute.id, "none", "e" * 81),
    ):
        with pytest.raises(BadOption):
            ledger.overrule(wrong, what, who)  # type: ignore[arg-type]
    with pytest.raises(BadOption, match="no decision to take back"):
        ledger.withdraw(None, "editor")
    with pytest.raises(BadOption, match="no decision 7"):
        ledger.withdraw(7, "editor")
    assert ledger.overrulings() == []


# Stale, and interrupted


def test_actors_that_are_joined_are_compared_anew(ledger: Ledger) -> None:
    somebody = Line("Teo Varga", ADMITTED.words, around=ADMITTED.around, cue=ADMITTED.cue)
    put(ledger, [STORIES[1], tale("varga", 6, somebody)])
    kinds = {one.relation for one in ledger.happening(1).verdicts}
    assert "reverses" not in kinds
    numbers = [ledger.actor(name).id for name in ("Bruno Laskov", "Teo Varga")]
    done = ledger.merge(numbers, "editor")
    assert "reverses" in {one.relation for one in ledger.happening(1).verdicts}
    ledger.undo("editor", done.id)
    assert {one.relation for one in ledger.happening(1).verdicts} == kinds


def test_a_corrected_story_is_compared_anew(ledger: Ledger) -> None:
    put(ledger, STORIES[:2])
    (dispute,) = ledger.disputes()
    denial = STORIES[1].statements[0]
    ledger.correct(
        STORIES[1].document.id,
        [StatementRejected(STORIES[1].document.id, StatementAddress(denial.content, denial.cue))],
        "editor",
    )
    assert dispute not in ledger.disputes()
    assert "Bruno Laskov" not in {account.name for account in ledger.happening(1).accounts}


def test_a_run_that_is_stopped_goes_on(ledger: Ledger) -> None:
    put(ledger, STORIES)

    def stop(done: object) -> None:
        raise KeyboardInterrupt

    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            ledger.bring_up_to_date(stop)
    with Ledger.open(ledger.name) as again:
        stopped = found_in(again.compare(limit=None))
    with write_transaction(ledger._engine) as connection:
        for number in range(1, len(STORIES) + 1):
            store.enter_again(connection, number)
    assert found_in(ledger.compare(limit=None)) == stopped
    assert ledger.bring_up_to_date().total == 0


def test_what_changes_while_it_is_judged_is_judged_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    put(ledger, STORIES[:2])
    judged = reportedly.compare.compare_happening
    meddled: list[int] = []

    def meddling(readings: Iterable[Reading], concerned: Collection[str]) -> object:
        if not meddled:
            meddled.append(1)
            with write_transaction(ledger._engine) as connection:
                store.enter_again(connection, 1)
        return judged(readings, concerned)

    monkeypatch.setattr(reportedly.compare, "compare_happening", meddling)
    assert len(ledger.disputes()) == 0  # what was asked for waits again
    assert len(ledger.disputes()) == 1


def test_what_changes_before_it_is_linked_is_left_to_be_entered(ledger: Ledger) -> None:
    put(ledger, STORIES[:2])
    with write_transaction(ledger._engine) as connection:
        store.enter_again(connection, 1)
    assert not linking.link(ledger._engine, 1)
    assert not linking.link(ledger._engine, 4_711)
    assert len(ledger.disputes()) == 1


def test_a_reader_sees_one_state_though_others_write(ledger: Ledger) -> None:
    put(ledger, STORIES[:2])
    asked = select(story.c.revision).where(story.c.document_id == 1)
    with read_transaction(ledger._engine) as reading:
        before = reading.execute(asked).scalar_one()
        with write_transaction(ledger._engine) as connection:
            store.enter_again(connection, 1)
        assert reading.execute(asked).scalar_one() == before


def test_a_ledger_of_an_older_form_is_compared_too(ledger: Ledger) -> None:
    put(ledger, STORIES)
    new = found_in(ledger.compare(limit=None))
    with write_transaction(ledger._engine) as connection:
        connection.execute(delete(story_key))
        connection.execute(delete(story_word))
        connection.execute(update(story).values(state=0, form=0, happening=None, words=None))
    assert found_in(ledger.compare(limit=None)) == new


# What it costs


def enter_all(ledger: Ledger) -> None:
    """Make what stories are found by, and compare none."""
    updating.bring_up_to_date(ledger._engine, [], lambda _: None)


def test_candidates_are_few_and_the_nearest_in_time(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "PER_KEY", 4)
    monkeypatch.setattr(linking, "CANDIDATES", 3)
    put(ledger, [tale(f"day-{day}", day, f"It is day {day}.") for day in range(1, 21)])
    enter_all(ledger)
    with read_transaction(ledger._engine) as connection:
        (place,) = linking.places_of(connection, [10]).values()
        near = linking.candidates(connection, place)
    assert len(near) == 3
    assert set(near) <= {8, 9, 11, 12}


def test_of_a_large_happening_only_the_nearest_stories_are_judged_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "JUDGED", 3)
    seen: list[int] = []
    judged = reportedly.compare.compare_happening

    def counting(readings: Iterable[Reading], concerned: Collection[str]) -> object:
        taken = list(readings)
        seen.append(len(taken))
        return judged(taken, concerned)

    monkeypatch.setattr(reportedly.compare, "compare_happening", counting)
    put(ledger, [tale(f"day-{day}", day, CRACK if day % 2 else NO_CRACK, publisher=f"Paper {day}") for day in range(1, 8)])
    ledger.compare(limit=None)
    assert max(seen) == 3
    assert len(ledger.happening(1).stories) == 7
    seen.clear()
    put(ledger, [tale("day-8", 8, NO_CRACK, publisher="Paper 8")])
    assert any("day-8" in (one.a.story, one.b.story) for one in ledger.happening(8).verdicts)
    assert seen == [3]


def test_counts_of_words_are_taken_back_with_their_story(ledger: Ledger) -> None:
    def counts() -> dict[str, int]:
        with read_transaction(ledger._engine) as connection:
            rows = connection.execute(select(story_word).where(story_word.c.stories != 0))
            return {row.word: row.stories for row in rows}

    put(ledger, STORIES[:2])
    assert counts() == {}
    enter_all(ledger)
    before = counts()
    assert before[""] == 2
    with write_transaction(ledger._engine) as connection:
        store.enter_again(connection, 1)
    assert counts()[""] == 1
    enter_all(ledger)
    assert counts() == before


spots = st.builds(Spot, st.sampled_from(["sha256:aa", "sha256:bb"]), st.integers(0, 9), st.integers(10, 19))


@given(spots, spots, st.sampled_from(["agrees", "disputes", "repeats", "differs_in_date"]))
def test_a_relation_has_one_name_from_either_side(one: Spot, other: Spot, kind: str) -> None:
    assert name_of_relation(one, other, kind) == name_of_relation(other, one, kind)
    assert name_of_relation(one, other, "agrees") == name_of_relation(one, other, "disputes")
    assert name_of_relation(one, other, "agrees") != name_of_relation(one, other, "repeats")
