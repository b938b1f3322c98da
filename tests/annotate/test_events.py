"""From the network's answers to events, on an invented story and invented answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from reportedly.annotate.events.drafts import EventDraft, Holders, event_drafts, expressions
from reportedly.annotate.events.parties import (
    Tellers,
    arrange,
    arrangements,
    asked,
    bidders,
    participants,
    tellers,
)
from reportedly.annotate.events.phrases import after_cut
from reportedly.annotate.events.place import place_of
from reportedly.annotate.events.scene import Scene
from reportedly.annotate.events.weighing import Learned
from reportedly.annotate.events.when import choices_of, grain_of, time_of
from reportedly.annotate.layers import Draft
from reportedly.annotate.network import ACTOR, NEAR_ACTOR, NEAR_RECIPIENT, RECIPIENT, TIME, TRIGGER, Happening
from reportedly.annotate.segment import layers_of
from reportedly.records import EVENT_TYPES, STATUSES, Actor, Document, EventType, Mention, Span, Statement, Status, Time

TEXT = "Brel said Norland had mounted strong pressure on Sudland in Vesterby in May 2021. Sudland denied it."
LAYERS = layers_of(TEXT)
WORDS = [TEXT[s:e] for s, e in LAYERS.words]


def span(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def happening(
    word: str,
    kind: EventType,
    score: float = 0.9,
    status: Status = "asserted",
    roles: Mapping[int, Mapping[str, float]] | None = None,
) -> Happening:
    types = np.zeros(len(EVENT_TYPES), dtype=np.float32)
    types[EVENT_TYPES.index(kind)] = score
    statuses = np.zeros(len(STATUSES), dtype=np.float32)
    statuses[STATUSES.index(status)] = 0.8
    by_word = np.zeros((len(WORDS), 6), dtype=np.float32)
    for role, words in (roles or {}).items():
        for i, printed in enumerate(WORDS):
            by_word[i, role] = words.get(printed, 0.0)
    return Happening(WORDS.index(word), types, statuses, 0, by_word)


def drafts(*found: Happening, told: Sequence[Draft] = (), threshold: float = 0.5) -> list[EventDraft]:
    return event_drafts(LAYERS, found, told, threshold)


def test_a_trigger_takes_sure_words_near_it_along() -> None:
    (event,) = drafts(happening("pressure", "REQUEST", roles={TRIGGER: {"mounted": 0.8, "pressure": 0.9}}))
    assert TEXT[slice(*event.trigger)] == "mounted strong pressure"
    assert (event.type, event.status) == ("REQUEST", "asserted")
    assert event.score == pytest.approx(0.9)
    assert event.type_score == pytest.approx(1.0)


def test_of_two_events_on_one_word_the_likelier_is_kept() -> None:
    roles = {TRIGGER: {"mounted": 0.8, "strong": 0.8, "pressure": 0.9}}
    found = drafts(happening("mounted", "MOBILIZE", 0.6, roles=roles), happening("pressure", "REQUEST", 0.7, roles=roles))
    assert [event.type for event in found] == ["REQUEST"]


def test_an_unlikely_event_is_none() -> None:
    assert drafts(happening("denied", "REJECT", 0.4)) == []


def heard(event: EventDraft) -> dict[str, tuple[float, ...]]:
    return {TEXT[slice(*c.span)]: tuple(round(p, 2) for p in c.heard) for c in event.candidates}


def test_of_phrases_alike_the_nearest_is_asked_about() -> None:
    (event,) = drafts(happening("denied", "REJECT", roles={ACTOR: {"Sudland": 0.7}, RECIPIENT: {"Brel": 0.3}}))
    assert heard(event) == {"Sudland": (0.7, 0, 0, 0), "Brel": (0, 0.3, 0, 0)}
    assert event.candidates[0].span == span("Sudland", 1)


def test_near_is_in_the_sentence_of_the_trigger() -> None:
    near = {NEAR_ACTOR: {"Sudland": 0.7, "Brel": 0.6}}
    (denied,) = drafts(happening("denied", "REJECT", roles=near))
    assert heard(denied) == {"Sudland": (0, 0, 0.7, 0)}
    (pressure,) = drafts(happening("pressure", "REQUEST", roles=near))
    assert heard(pressure) == {"Sudland": (0, 0, 0.7, 0), "Brel": (0, 0, 0.6, 0)}


def test_words_that_the_network_hears_together_are_a_phrase() -> None:
    (event,) = drafts(happening("denied", "REJECT", roles={NEAR_RECIPIENT: {"it": 0.6}, NEAR_ACTOR: {"Sudland": 0.9}}))
    assert [c.together for c in event.candidates] == [True, True]
    (event,) = drafts(happening("pressure", "REQUEST", roles={NEAR_ACTOR: {"in": 0.9, "Vesterby": 0.9, "mounted": 0.5}}))
    assert [TEXT[slice(*c.span)] for c in event.candidates if c.together] == ["Vesterby", "mounted"]


@pytest.mark.parametrize(
    ("phrase", "cuts", "rest"),
    [
        ("Sund arrested four guards", ["arrested"], "four guards"),
        ("four guards", [], "four guards"),
        ("four guards", ["arrested"], "four guards"),
        ("urged soldiers arrested guards", ["urged", "arrested"], "guards"),
        ("guards arrested", ["arrested"], None),
    ],
)
def test_a_phrase_is_cut_at_cues_and_triggers(phrase: str, cuts: list[str], rest: str | None) -> None:
    text = f"Then they {phrase} arrested"
    start = text.index(phrase)
    places = sorted(Span(at, at + len(cut)) for cut in cuts for at in [text.index(cut)])
    found = after_cut(Span(start, start + len(phrase)), places)
    assert (found and text[slice(*found)]) == rest


def test_the_innermost_content_holds_the_trigger() -> None:
    outer = Draft((Span(10, 80),), cue=(span("said"),))
    inner = Draft((span("strong pressure on Sudland"),), parent=0)
    holders = Holders([outer, inner])
    assert holders.innermost(span("pressure")) == 1
    assert holders.innermost(span("mounted")) == 0
    assert holders.innermost(span("denied")) is None


def test_participants_are_asked_once_where_they_stand() -> None:
    told = [Draft((Span(10, 80),), cue=(span("said"),))]
    roles = {ACTOR: {"Norland": 0.9}, RECIPIENT: {"Brel": 0.4}}
    found = drafts(happening("pressure", "REQUEST", roles=roles), happening("denied", "REJECT", roles=roles), told=told)
    assert asked(found, told) == [(span("Brel"), None), (span("Norland"), 0)]


ACTORS = {name: Actor(name, name, "country", mentions=(Mention(span(name), "name"),)) for name in ("Brel", "Norland", "Sudland")}
DOCUMENT = Document(id="", text=TEXT, published="2021-06-03")
MAY = Time(span("May 2021"), "DATE", "2021-05", "2021-05-01", "2021-06-01", "month_year", 0.9)
SAID = Statement(
    id="s1",
    form="indirect",
    implied=False,
    speaker=ACTORS["Brel"],
    source=(span("Brel"),),
    cue=(span("said"),),
    content=(Span(10, 80),),
    parent=None,
    addressee=None,
    venue=None,
    said_on="2021-06-02",
    confidence=1.0,
    document=DOCUMENT,
)


def scene(
    found: Sequence[EventDraft],
    statements: Sequence[Statement] = (),
    times: Sequence[Time] = (),
    meant: Mapping[str, str] | None = None,
) -> Scene:
    """``meant``: other names than its own of an actor that words mean."""
    printed = [TEXT[slice(*words)] for words in expressions(found)]
    answers = [tuple((meant or {}).get(words, words).split(" and ")) for words in printed]
    return Scene(DOCUMENT, LAYERS, found, statements, times, ACTORS, answers)


def sides(
    event: EventDraft, statements: Sequence[Statement] = (), meant: Mapping[str, str] | None = None
) -> tuple[set[str], set[str]]:
    source, target = participants(scene([event], statements, meant=meant), event)
    return set(source), set(target)


def told_of(kind: EventType, sources: Mapping[str, float], targets: Mapping[str, float]) -> EventDraft:
    roles = {ACTOR: sources, NEAR_ACTOR: sources, RECIPIENT: targets, NEAR_RECIPIENT: targets}
    (event,) = drafts(happening("pressure", kind, roles=roles))
    return event


def test_one_does_it_and_one_suffers_it() -> None:
    event = told_of("REQUEST", {"Norland": 0.97, "Brel": 0.1, "Sudland": 0.05}, {"Sudland": 0.95, "Norland": 0.05})
    assert sides(event) == ({"Norland"}, {"Sudland"})


def test_who_meets_meets_each_other() -> None:
    both = {"Norland": 0.97, "Sudland": 0.97, "Brel": 0.02}
    assert sides(told_of("CONSULT", both, both)) == ({"Norland", "Sudland"}, {"Norland", "Sudland"})


def test_nobody_takes_part_whom_nothing_points_to() -> None:
    assert sides(told_of("REQUEST", {}, {})) == (set(), set())


NOBODY = Tellers(frozenset(), None, None, None)


def test_words_that_mean_two_name_both() -> None:
    event = told_of("REQUEST", {"Norland": 0.97}, {"Sudland": 0.9})
    assert {b.actor.id for b in bidders(scene([event], meant={"Norland": "Norland and Brel"}), event, NOBODY)} == set(ACTORS)


def test_an_act_of_speech_is_its_speakers() -> None:
    told = [Draft(SAID.content, SAID.source, SAID.cue)]
    (event,) = drafts(
        happening("said", "ACCUSE", roles={RECIPIENT: {"Norland": 0.9}, NEAR_RECIPIENT: {"Norland": 0.9}}), told=told
    )
    assert sides(event, [SAID]) == ({"Brel"}, {"Norland"})
    assert tellers(scene([event], [SAID], meant={"Brel": "Brel and Sudland"}), event).speakers == {"Brel", "Sudland"}


def test_around_an_event_its_holder_speaks() -> None:
    told = [Draft(SAID.content, SAID.source, SAID.cue)]
    (event,) = drafts(happening("pressure", "REQUEST"), told=told)
    assert tellers(scene([event], [SAID]), event) == Tellers(frozenset(), None, "Brel", None)


def test_the_heaviest_arrangement_counts_who_stands_where() -> None:
    for_each = np.array([[3.0, -9, -9], [2.0, -9, -9], [-9, 2.0, -9]], dtype=np.float32)
    free = np.zeros(len(arrangements().counts), dtype=np.float32)
    assert arrange(for_each, free, [True] * 3)[0] == [1, 1, 2]
    one_source = np.array([-9.0 * (sources > 1) for sources, _, _ in arrangements().counts], dtype=np.float32)
    chosen, shares = arrange(for_each, one_source, [True] * 3)
    assert chosen == [1, 0, 2]
    assert 1 > shares[0, 0] > shares[1, 0] > 0.2 > shares[2, 0]
    assert shares.shape == (3, 2)


def test_only_many_do_something_to_themselves() -> None:
    ministers = np.array([[-9, -9, 3.0], [0.5, -9, -9]], dtype=np.float32)
    free = np.zeros(len(arrangements().counts), dtype=np.float32)
    free[[sources > 0 and both > 0 for sources, _, both in arrangements().counts]] = -9
    assert arrange(ministers, free, [True, False])[0] == [3, 0]
    assert arrange(ministers, free, [False, False])[0] == [0, 1]


def test_nobody_is_arranged_where_nobody_bids() -> None:
    chosen, shares = arrange(np.zeros((0, 3), dtype=np.float32), np.zeros(len(arrangements().counts), dtype=np.float32), [])
    assert chosen == []
    assert shares.shape == (0, 2)


def when(event: EventDraft, times: Sequence[Time] = (MAY,), statements: Sequence[Statement] = ()) -> tuple[str | None, str]:
    value, why = time_of(scene([event], statements, times), event)
    return value, why.by


def test_an_event_has_the_time_that_the_network_hears() -> None:
    (event,) = drafts(happening("pressure", "REQUEST", roles={TIME: {"May": 0.9, "2021": 0.9}}))
    assert when(event) == ("2021-05", "model")


def test_a_clock_time_is_cut_to_its_day() -> None:
    (event,) = drafts(happening("pressure", "REQUEST", roles={TIME: {"May": 0.9, "2021": 0.9}}))
    assert when(event, [replace(MAY, type="TIME", value="2021-05-03T12:00")]) == ("2021-05-03", "model")


def test_a_statement_that_is_an_act_happens_when_it_is_made() -> None:
    told = [Draft(SAID.content, SAID.source, SAID.cue)]
    (act,) = drafts(happening("said", "ACCUSE"), told=told)
    assert when(act, [], [SAID]) == ("2021-06-02", "said_on")


def test_where_no_day_is_known_there_is_no_time() -> None:
    (event,) = drafts(happening("denied", "REJECT"))
    assert time_of(Scene(replace(DOCUMENT, published=None), LAYERS, [event], [], [], {}, []), event)[0] is None


def test_ways_to_the_same_day_count_together() -> None:
    told = [Draft(SAID.content, SAID.source, SAID.cue)]
    (act,) = drafts(happening("said", "ACCUSE"), told=told)
    days = [choice.value for choice in choices_of(scene([act], [replace(SAID, said_on="2021-06-03")]), act)]
    assert days == ["2021-06-03", "2021-06-03", None]  # said_on and published
    weights = Learned({}, {}, {"none": 1.2})  # e to the 1.2 is over 3: more than 0.65 of all
    assert time_of(scene([act], [SAID]), act, weights)[0] is not None
    assert time_of(scene([act], [replace(SAID, said_on=None)]), act, weights)[0] is None


@pytest.mark.parametrize(
    ("value", "grain"), [("2021-04-01", "day"), ("2021-W04", "week"), ("2021-FA", "other"), ("2021", "year")]
)
def test_the_grain_of_a_time(value: str, grain: str) -> None:
    assert grain_of(value) == grain


def test_the_place_named_after_the_trigger_which_is_no_time() -> None:
    place, _ = place_of(LAYERS, span("pressure"), [MAY])
    assert place is not None
    assert TEXT[slice(*place)] == "Vesterby"
    assert place_of(LAYERS, span("denied"), [MAY])[0] is None
