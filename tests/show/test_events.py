from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.records import Document, Event, EventType, Reading, Span, Statement, Status, Time
from reportedly.show import events


def test_every_type_is_of_a_quad_class_and_every_status_has_a_sign() -> None:
    assert set(events.QUADS) == set(get_args(EventType))
    assert set(events.SIGNS) == set(get_args(Status))
    assert len(set(events.SIGNS.values())) == len(events.SIGNS)


def test_events_stand_with_the_statement_that_they_are_or_in_the_one_that_reports_them(river: Reading) -> None:
    placed = events.placement(river)
    acts = {statement: [event.type for event in some] for statement, some in placed.acts.items()}
    within = {statement: [event.type for event in some] for statement, some in placed.within.items()}
    assert acts == {"s2": ["ACCUSE"], "s5": ["AGREE"], "s13": ["REJECT"], "s16": ["AGREE"]}
    assert within == {
        "s1": ["AGREE"],
        "s2": ["REJECT"],
        "s3": ["CONSULT"],
        "s5": ["COOPERATE"],
        "s8": ["COOPERATE"],
        "s14": ["COOPERATE"],
        "s16": ["AID"],
    }
    assert placed.own == []


def test_an_event_of_another_authority_is_no_act(tell: Callable[..., Any]) -> None:
    """ "Ann said Bo accused her": that he accused her is what Ann says; were it told by the story, it would stand apart."""
    story = tell("Ann said Bo accused her.")
    said = story.says(story.actor("Ann"), "Bo accused her", cue="said")
    accused = story.says(story.actor("Bo"), "her", cue="accused", parent=said)
    story.happens("accused", "ACCUSE", statement=said)
    story.happens("accused", "ACCUSE", statement=accused)
    story.happens("accused", "ACCUSE")
    placed = events.placement(story.reading())
    assert {name: [event.id for event in some] for name, some in placed.acts.items()} == {"s2": ["e1"]}
    assert {name: [event.id for event in some] for name, some in placed.within.items()} == {"s2": ["e2"]}
    assert [event.id for event in placed.own] == ["e3"]


def test_times_stand_with_the_innermost_statement(river: Reading) -> None:
    placed = events.placement(river)
    assert {name: [time.value for time in some] for name, some in placed.times.items()} == {
        "s3": ["2023-WI"],
        "s4": ["2023-10"],
        "s16": ["2024"],
    }
    assert [time.value for time in placed.own_times] == ["2024-03-29", "1974"]


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        (["Norway"], ["Iceland"], "Norway → Iceland"),
        (["Norway", "Iceland"], ["Iceland", "Norway"], "Norway ↔ Iceland"),
        (["Norway", "Denmark"], ["Iceland"], "Norway, Denmark → Iceland"),
        (["Norway"], [], "Norway"),
        ([], ["Iceland"], "→ Iceland"),
        (["Norway"], ["Norway"], "Norway → Norway"),
        ([], [], ""),
    ],
)
def test_sides(tell: Callable[..., Any], source: list[str], target: list[str], words: str) -> None:
    story = tell("They met.")
    actors = {name: story.actor(name, "country") for name in [*source, *target]}
    event = story.happens("met", "CONSULT", *(actors[name] for name in source), target=tuple(actors[name] for name in target))
    assert events.sides(event) == words


@pytest.mark.parametrize(
    ("words", "value", "begin", "shown"),
    [
        ("last Friday", "2024-03-08", "2024-03-08", "last Friday = 8 March"),
        ("8 March", "2024-03-08", "2024-03-08", ""),
        ("two months", "P2M", None, ""),
        ("now", "PRESENT_REF", None, ""),
    ],
)
def test_only_what_has_to_be_worked_out_is_shown(
    tell: Callable[..., Any], words: str, value: str, begin: str | None, shown: str
) -> None:
    story = tell(f"It rained {words}.", published="2024-03-12")
    assert events.resolved(story.when(words, value, begin), story.document) == shown


def test_facts_of_an_event(river: Reading) -> None:
    aid = river.events[-1]
    assert events.facts(aid, river.document) == ["future", "2024", "the lower Tarn"]
    assert [events.kind(event) for event in river.events[:2]] == ["AGREE", "ACCUSE (disapprove)"]
    assert [events.authority(river.events[n]) for n in (1, 5, 10)] == [
        "the story itself",
        "Mara Lindqvist › Tomas Okafor",
        "unnamed",
    ]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_everything_is_placed_once_and_times_only_within_words_that_hold_them(data: st.DataObject) -> None:
    spans = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda pair: Span(min(pair), max(pair)))
    document = Document("sha256:", "x" * 12)
    statements: list[Statement] = []
    for number in range(data.draw(st.integers(0, 4))):
        content, cue = (tuple(data.draw(st.lists(spans, max_size=2))) for _ in range(2))
        parent = data.draw(st.sampled_from([None, *statements]))
        statements.append(
            Statement(f"s{number}", "direct", False, None, (), cue, content, parent, None, None, None, 0.5, document)
        )
    happened = [
        Event(f"e{n}", span, "AID", None, (), (), (), data.draw(st.sampled_from([None, *statements])), "denied", None, None, 0.5)
        for n, span in enumerate(data.draw(st.lists(spans, max_size=4)))
    ]
    times = [Time(span, "DATE", f"{n}", None, None, "", 0.5) for n, span in enumerate(data.draw(st.lists(spans, max_size=4)))]
    placed = events.placement(Reading(document, (), tuple(statements), tuple(times), tuple(happened)))
    assert sorted(event.id for some in [*placed.acts.values(), *placed.within.values(), placed.own] for event in some) == [
        event.id for event in happened
    ]
    assert sorted(time.value for some in [*placed.times.values(), placed.own_times] for time in some) == [t.value for t in times]
    by_id = {statement.id: statement for statement in statements}
    for name, some in placed.times.items():
        for time in some:
            assert any(start <= time.span.start and time.span.end <= end for start, end in by_id[name].content)
