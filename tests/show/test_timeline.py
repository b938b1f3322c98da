from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.records import Document, Event, Reading, Span, Statement
from reportedly.show.timeline import FOOT, HEADING, LANE, MOST_LANES, TICKS, Timeline, sentence, timeline


def chart(tell: Callable[..., Any], *events: tuple[str | None, str | None], published: str | None = "2024-03-12") -> Timeline:
    """The timeline of events given as (said on, happened); "story" stands for the story's own voice."""
    story = tell("They met again.", published=published)
    for said, happened in events:
        statement = None if said == "story" else story.says(None, "They met again", said_on=said)
        story.happens("met", "CONSULT", statement=statement, time=happened)
    return timeline(story.reading())


def test_rows_are_the_days_of_saying_the_unknown_last(tell: Callable[..., Any]) -> None:
    seen = chart(
        tell,
        (None, "2023"),
        ("story", "2023"),
        ("2024-01", "2023"),
        ("2024-03-12", "2023"),
        ("2021-FA", "2021"),
        ("soon", "2021"),
    )
    assert [row.said for row in seen.rows] == ["2021-FA", "2024-01", "2024-03-12", "soon", None]
    assert [point.number for point in seen.points] == [4, 2, 1, 3, 5, 0]


def test_what_is_said_later_stands_lower_and_what_happened_later_further_right(tell: Callable[..., Any]) -> None:
    seen = chart(tell, ("2024-03-12", "2023-10"), ("2024-03-11", "2024-01"), ("2024-03-10", "2024-12"))
    by_number = sorted(seen.points, key=lambda point: point.number)
    assert by_number[0].y > by_number[1].y > by_number[2].y
    assert by_number[0].x < by_number[1].x < by_number[2].x


def test_an_autumn_lies_within_its_year(tell: Callable[..., Any]) -> None:
    year, autumn = chart(tell, ("2024-03-12", "2021"), ("2024-03-12", "2021-FA")).points
    assert year.begin < autumn.begin < autumn.x < autumn.end < year.end


@pytest.mark.parametrize("value", ["1997-W16", "199", "2024-Q1", "2024-03-12T12:15+03:00", "2024-03-12TMO", "2021-FA", "2014"])
def test_every_value_that_denotes_an_interval_has_a_place(tell: Callable[..., Any], value: str) -> None:
    assert chart(tell, ("2024-03-12", value)).undated == 0


@pytest.mark.parametrize("value", [None, "P2M", "PRESENT_REF", "nonsense", "2024-03-12T12:15+99:00", "2024-02-31"])
def test_what_has_no_certain_time_is_counted(tell: Callable[..., Any], value: str | None) -> None:
    seen = chart(tell, ("2024-03-12", value), ("2024-03-12", "2024"))
    assert (len(seen.points), seen.undated) == (1, 1)


def test_without_dates_there_is_nothing_to_draw(tell: Callable[..., Any]) -> None:
    seen = chart(tell, ("2024-03-12", None))
    assert (seen.rows, seen.points, seen.ticks, seen.story, seen.undated) == ([], [], [], None, 1)


def test_the_day_of_the_story_is_shown_where_it_is_known(tell: Callable[..., Any]) -> None:
    seen = chart(tell, ("2024-03-12", "2024-03-12"), published="2024-03-12T08:00:00+01:00")
    assert seen.story == seen.points[0].x
    assert chart(tell, ("2024-03-12", "2024"), published=None).story is None


def test_marks_that_would_touch_get_lanes_of_their_own(tell: Callable[..., Any]) -> None:
    seen = chart(tell, *[("2024-03-12", "2024-03-12")] * 3, ("2024-03-12", "1990"))
    assert len({point.y for point in seen.points}) == 3
    assert seen.rows[0].height == HEADING + 3 * LANE + FOOT
    assert seen.height == seen.rows[0].height + TICKS


def test_what_there_is_no_room_for_is_counted(tell: Callable[..., Any]) -> None:
    seen = chart(tell, *[("2024-03-12", "2024-03-12")] * (MOST_LANES + 3), ("2024-03-12", "1990"))
    assert (len(seen.points), seen.crowded) == (MOST_LANES + 1, 3)
    assert seen.foot == HEADING + MOST_LANES * LANE + FOOT


def test_the_times_with_most_events_are_named(tell: Callable[..., Any]) -> None:
    seen = chart(
        tell, ("2024-03-12", "2024-03-11"), ("2024-03-12", "2024-03-12"), ("2024-03-12", "2024-03-12"), ("2024-03-12", "1990")
    )
    assert [(tick.name, tick.narrow) for tick in seen.ticks] == [("1990", True), ("12 March", True)]


def test_an_event_in_a_sentence(river: Reading) -> None:
    assert sentence(river.events[5], river) == (
        "COOPERATE “share”, → Marovia, future; according to Mara Lindqvist › Tomas Okafor, October 2023"
    )
    assert sentence(river.events[1], river) == (
        "ACCUSE (disapprove) “accusing”, Mara Lindqvist → Estvale, asserted, 29 March; according to the story itself"
    )


VALUES = st.none() | st.sampled_from(
    ["2021", "2021-FA", "199", "19", "2024-03-12", "2024-03-11", "2024-03-12T08:00Z", "1997-W16", "0001", "9998", "P1D", "?"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(VALUES, VALUES), max_size=12), VALUES)
def test_whatever_happened_it_is_drawn_within_the_chart_and_nothing_covers_anything(
    pairs: list[tuple[str | None, str | None]], published: str | None
) -> None:
    document = Document("sha256:", "They met.", published=published)
    statements = [
        Statement(f"s{n}", "direct", False, None, (), (), (), None, None, None, said, 0.5, document)
        for n, (said, _) in enumerate(pairs)
    ]
    events = [
        Event(f"e{n}", Span(5, 8), "CONSULT", None, (), (), (), statements[n], "asserted", happened, None, 0.5)
        for n, (_, happened) in enumerate(pairs)
    ]
    seen = timeline(Reading(document, (), tuple(statements), (), tuple(events)))
    assert len(seen.points) + seen.undated + seen.crowded == len(events)
    for point in seen.points:
        assert 0 <= point.begin <= point.x <= point.end <= 100
        assert 0 < point.y < seen.foot
    for one in seen.points:
        others = [other for other in seen.points if other.number != one.number and other.y == one.y]
        assert all(other.end <= one.begin or one.end <= other.begin for other in others)
    for tick in seen.ticks:
        assert 0 <= tick.name_x <= 100
