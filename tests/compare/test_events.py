"""Which tellings of events are of one happening, on stories made by hand."""

from __future__ import annotations

import dataclasses
import json
from importlib.resources import files

import numpy as np
import pytest

from reportedly.compare import compare
from reportedly.compare.accounts import story_of
from reportedly.compare.events import FEATURES, Company, Telling, happenings, one_event, tellings_of, weights
from reportedly.compare.strands import Profile, Rarity
from reportedly.records import Event, Reading, Span
from tests.compare.stories import told

POLICE = "Police arrested the banker Ruben Castell in Orvik on Monday over the missing 40 million."
LAWYER = "The arrest of Ruben Castell in Orvik on Monday was unlawful, his lawyer complained."
OTHER = "Police arrested a shepherd near Tarsis in March for stealing a boat."


def with_events(reading: Reading, *triggers: str) -> Reading:
    """The reading with an event for each of these words."""
    text = reading.document.text
    events = []
    for n, word in enumerate(triggers, 1):
        start = text.index(word)
        events.append(
            Event(
                f"e{n}", Span(start, start + len(word)), "COERCE", None, (), (), (), None, "asserted", None, None, confidence=0.9
            )
        )
    return dataclasses.replace(reading, events=tuple(events))


def story(name: str, text: str, *triggers: str) -> Reading:
    return with_events(told(name, "2024-05-07T12:00:00+00:00", [text]), *triggers)


def tellings(*readings: Reading) -> list[Telling]:
    return [telling for reading in readings for telling in tellings_of(story_of(reading))]


def clusters(*readings: Reading) -> list[list[int]]:
    found = tellings(*readings)
    return one_event(found, Rarity.among(list(dict.fromkeys(t.profile for t in found))))


def test_a_verb_and_a_noun_tell_of_one_event_and_the_same_verb_of_another() -> None:
    found = clusters(story("a", POLICE, "arrested"), story("b", LAWYER, "arrest"), story("c", OTHER, "arrested"))
    assert found == [[0, 1], [2]]


def test_events_of_other_words_and_meaning_are_never_weighed() -> None:
    found = tellings(story("a", POLICE, "arrested", "missing"))
    assert list(Company(found, Rarity(20, {})).candidates()) == []


def test_a_telling_knows_its_words_and_who_takes_part() -> None:
    [telling] = tellings(story("b", LAWYER, "arrest"))
    assert telling.trigger_text == telling.head == "arrest"
    assert telling.near == {"ruben", "castell", "orvik"}
    assert telling.event is not None
    assert telling.event.id == "e1"


def test_order_does_not_matter() -> None:
    one, other = tellings(story("a", POLICE, "arrested"), story("b", LAWYER, "arrest"))
    rarity = Rarity.among([one.profile, other.profile])
    ahead = Company([one, other], rarity).features([(0, 1)])
    assert ahead == pytest.approx(Company([other, one], rarity).features([(0, 1)]))


def test_happenings_of_a_comparison_hold_every_event_once() -> None:
    comparison = compare([story("a", POLICE, "arrested"), story("b", LAWYER, "arrest", "complained")])
    found = happenings(comparison)
    told_of = [telling.event for happening in found for telling in happening]
    assert len(told_of) == len(set(map(id, told_of)))
    assert all(len(happening) >= 1 for happening in found)


def test_nothing_comes_of_nothing() -> None:
    assert one_event([], Rarity(20, {})) == []
    assert tellings_of(story_of(told("a", "2024-05-07", [POLICE]))) == []


def test_the_weights_fit_the_features() -> None:
    kept = json.loads((files("reportedly.compare") / "lang" / "en" / "happening_weights.json").read_text("utf8"))
    assert tuple(kept["features"]) == FEATURES
    assert weights().hidden.shape == (len(FEATURES), len(weights().out))
    sure = weights().sure(np.zeros((3, len(FEATURES))))
    assert sure.shape == (3,)
    assert ((sure >= 0) & (sure <= 1)).all()


def test_an_unread_trigger_can_be_told_too() -> None:
    profile = Profile(story_of(told("a", "2024-05-07", [POLICE])))
    start = POLICE.index("arrested")
    telling = Telling(profile, Span(start, start + 8), Span(0, len(POLICE)))
    assert telling.head == "arrest"
    assert telling.event is None
