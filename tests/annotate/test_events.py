"""From the network's answers to events, on an invented story and invented answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from reportedly.annotate.events.drafts import Candidate, EventDraft, Holders, event_drafts
from reportedly.annotate.events.participants import asked, participants
from reportedly.annotate.events.place import place_of
from reportedly.annotate.events.when import time_of
from reportedly.annotate.layers import Draft
from reportedly.annotate.network import ACTOR, RECIPIENT, TIME, TRIGGER, Happening
from reportedly.annotate.segment import layers_of
from reportedly.records import EVENT_TYPES, STATUSES, EventType, Span, Status, Time

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


def test_of_expressions_alike_the_nearest_is_asked_about() -> None:
    (event,) = drafts(happening("denied", "REJECT", roles={ACTOR: {"Sudland": 0.7}, RECIPIENT: {"Brel": 0.3, "it": 0.1}}))
    assert [c.span for c in event.sources] == [span("Sudland", 1)]
    assert event.sources[0].anywhere == pytest.approx(0.7)
    assert [TEXT[slice(*c.span)] for c in event.targets] == ["Brel"]


def test_function_words_name_nobody() -> None:
    (event,) = drafts(happening("denied", "REJECT", roles={ACTOR: {"on": 0.7, "Sudland": 0.8, "in": 0.9}}))
    assert [TEXT[slice(*c.span)] for c in event.sources] == ["Sudland"]


def test_the_innermost_content_holds_the_trigger() -> None:
    outer = Draft((Span(10, 80),), cue=(span("said"),))
    inner = Draft((span("strong pressure on Sudland"),), parent=0)
    holders = Holders([outer, inner])
    assert holders.innermost(span("pressure")) == 1
    assert holders.innermost(span("mounted")) == 0
    assert holders.innermost(span("denied")) is None


def test_participants_are_asked_where_they_stand() -> None:
    told = [Draft((Span(10, 80),), cue=(span("said"),))]
    found = drafts(happening("pressure", "REQUEST", roles={ACTOR: {"Norland": 0.9}, RECIPIENT: {"Brel": 0.4}}), told=told)
    assert asked(found, told) == [(span("Norland"), 0), (span("Brel"), None)]


def event_of(kind: EventType, sources: Mapping[str, float], targets: Mapping[str, float]) -> EventDraft:
    (event,) = drafts(happening("pressure", kind))

    def candidates(scores: Mapping[str, float]) -> tuple[Candidate, ...]:
        return tuple(Candidate(span(words), score, score) for words, score in scores.items())

    return replace(event, sources=candidates(sources), targets=candidates(targets))


def sides(
    event: EventDraft, answers: Sequence[tuple[str, ...]], speaker: str | None = None, mode: str | None = None
) -> tuple[list[str], list[str]]:
    source, target = participants(event, answers, 0.5, speaker, mode)
    return list(source), list(target)


def test_participants_reach_the_threshold() -> None:
    event = event_of("REQUEST", {"Norland": 0.7, "Brel": 0.4}, {"Sudland": 0.8})
    assert sides(event, [("a1",), ("a2",), ("a3",)]) == (["a1"], ["a3"])


def test_the_likeliest_is_taken_where_nobody_reaches_it() -> None:
    event = event_of("REQUEST", {"Norland": 0.3, "Brel": 0.2}, {"Sudland": 0.05})
    assert sides(event, [("a1",), ("a2",), ("a3",)]) == (["a1"], [])


def test_a_second_participant_must_be_about_as_likely() -> None:
    event = event_of("REQUEST", {"Norland": 0.95, "Brel": 0.6}, {})
    assert sides(event, [("a1",), ("a2",)]) == (["a1"], [])
    event = event_of("REQUEST", {"Norland": 0.95, "Brel": 0.9}, {})
    assert sides(event, [("a1",), ("a2",)]) == (["a1", "a2"], [])


def test_joint_words_name_several() -> None:
    assert sides(event_of("REQUEST", {"Norland": 0.9}, {}), [("a1", "a2")]) == (["a1", "a2"], [])


def test_nobody_does_it_to_himself_but_in_mutual_events() -> None:
    scores = {"Norland": 0.9, "Sudland": 0.6}, {"Norland": 0.6, "Sudland": 0.9}
    answers = [("a1",), ("a2",), ("a1",), ("a2",)]
    assert sides(event_of("REQUEST", *scores), answers) == (["a1"], ["a2"])
    assert sides(event_of("CONSULT", *scores), answers) == (["a1", "a2"], ["a1", "a2"])


def test_who_meets_meets_each_other_but_a_guest_visits_a_host() -> None:
    event = event_of("CONSULT", {"Norland": 0.9}, {"Sudland": 0.9})
    assert sides(event, [("a1",), ("a2",)]) == (["a1", "a2"], ["a1", "a2"])
    assert sides(event, [("a1",), ("a2",)], mode="visit") == (["a1"], ["a2"])


def test_each_of_those_who_speak_together_acts() -> None:
    event = replace(event_of("REQUEST", {}, {}), speaker=span("Brel"))
    assert sides(event, [("a1", "a2")], speaker="a9") == (["a1", "a2"], [])
    assert sides(event, [("a1",)], speaker="a9") == (["a9"], [])


def test_an_act_of_speech_is_its_speakers() -> None:
    event = event_of("REQUEST", {"Norland": 0.9}, {"Brel": 0.9, "Sudland": 0.8})
    assert sides(event, [("a1",), ("a9",), ("a3",)], speaker="a9") == (["a9"], ["a3"])


MAY = Time(span("May 2021"), "DATE", "2021-05", "2021-05-01", "2021-06-01", "month_year", 0.9)


def test_an_event_has_the_time_that_the_network_points_to() -> None:
    (event,) = drafts(happening("pressure", "REQUEST", roles={TIME: {"May": 0.8, "2021": 0.6}}))
    value, why = time_of(event, [MAY], [])
    assert value == "2021-05"
    assert why.span == MAY.span
    assert why.by == "model"


def test_a_clock_time_is_cut_to_its_day() -> None:
    (event,) = drafts(happening("pressure", "REQUEST", roles={TIME: {"May": 0.8, "2021": 0.6}}))
    assert time_of(event, [replace(MAY, type="TIME", value="2021-05-03T12:00")], [])[0] == "2021-05-03"


def test_a_statement_that_is_an_act_happens_when_it_is_made() -> None:
    told = [Draft((span("it"),), cue=(span("denied"),))]
    (act,) = drafts(happening("denied", "REJECT"), told=told)
    assert time_of(act, [MAY], ["2021-06-02"])[0] == "2021-06-02"
    (other,) = drafts(happening("denied", "REJECT"))
    assert time_of(other, [MAY], [])[0] is None


def test_the_place_named_after_the_trigger_which_is_no_time() -> None:
    place, _ = place_of(LAYERS, span("pressure"), [MAY])
    assert place is not None
    assert TEXT[slice(*place)] == "Vesterby"
    assert place_of(LAYERS, span("denied"), [MAY])[0] is None
