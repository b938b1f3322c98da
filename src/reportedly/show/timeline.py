"""A small chart of a reading with two axes: down when a thing was said, across when it is said to have happened.

::

    29 March     ●━━━━━  ◆            each event in the colour of who says so, with the sign of its status;
    October 2023   ▷                  a bar over the whole time that it is said to lie in
               autumn   March
               2023

The days on which things were said make rows, in their order. Across, the gaps between times are compressed by their logarithm: a
story that goes from last week to fifty years ago shows both. Positions across are in percent of the chart's width, so that it
fits any screen; those down are in pixels. What has no date, or one that denotes no certain time, has no place here but is
counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from math import log1p

from reportedly.annotate.times.intervals import interval
from reportedly.records import Event, Reading
from reportedly.show import events, when

LEFT, RIGHT = 9.0, 91.0  # percent: where the first time begins and the last one ends
BESIDE = 7.0  # percent that a sign and its speaker's initials need on either side
LANE, HEADING, FOOT = 26, 24, 8  # pixels: of a lane of signs, of a row's heading, and below a row
MOST_LANES = 12  # in a row
TICKS = 30  # pixels below all rows for the names of times
LETTER, LETTER_ON_PHONE = 1.1, 2.1  # percent that a letter of a name takes
DAY = 86_400  # seconds

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Point:
    """An event in the chart."""

    number: int  # of the event, from 0
    event: Event
    x: float  # percent, the middle of its time
    begin: float  # percent
    end: float
    y: float  # pixels


@dataclass(frozen=True, slots=True)
class Row:
    """What was said on one day, or in one month ..."""

    said: str | None  # ISO date; None: it is not known when
    y: float  # its upper end
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """The name of a time on the axis across."""

    name: str  # "autumn 2021"
    x: float  # where the time is
    name_x: float  # where the middle of the name is: there, but so far from the edges that the name is within the chart
    narrow: bool  # whether a phone has room for it, too


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where everything stands."""

    rows: list[Row]
    points: list[Point]
    ticks: list[Tick]
    story: float | None  # where the day of the story is
    foot: float  # pixels: where the rows end and the axis is
    undated: int  # events that have no place in it
    crowded: int  # events that have one, but there is no room for them

    @property
    def height(self) -> float:
        return self.foot + TICKS


def timeline(reading: Reading) -> Timeline:
    """The chart of a reading, without rows where no event of it has a date."""
    published = (reading.document.published or "")[:10] or None
    times = {value: found for event in reading.events if (value := event.time) and (found := _interval(value))}
    dated = [(number, event) for number, event in enumerate(reading.events) if event.time in times]
    day = _interval(published) if published else None
    scale = _scale([*times.values(), *([day] if day else [])])
    rows: list[Row] = []
    points: list[Point] = []
    y = 0.0
    for said, group in _by_day_said(dated, published):
        lanes = _lanes([(scale[times[event.time or ""][0]], scale[times[event.time or ""][1]]) for _, event in group])
        for (number, event), lane in zip(group, lanes, strict=True):
            if lane is None:
                continue
            begin, end = (scale[moment] for moment in times[event.time or ""])
            points.append(Point(number, event, (begin + end) / 2, begin, end, y + HEADING + LANE * (lane + 0.5)))
        rows.append(Row(said, y, HEADING + LANE * (1 + max(lane for lane in lanes if lane is not None)) + FOOT))
        y += rows[-1].height
    return Timeline(
        rows=rows,
        points=points,
        ticks=_ticks(points, reading.document.published),
        story=(scale[day[0]] + scale[day[1]]) / 2 if day and points else None,
        foot=y,
        undated=len(reading.events) - len(dated),
        crowded=len(dated) - len(points),
    )


def _interval(value: str) -> Interval | None:
    """The interval of a TIMEX3 value in days, None where it denotes none; what has no zone is taken for Universal Time."""
    begin, end = interval(value)
    try:
        return (_days(begin), _days(end)) if begin and end else None
    except ValueError:  # a zone beyond a day, "T12:00+99:00"
        return None


def _days(moment: str) -> float:
    time = datetime.fromisoformat(moment)
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp() / DAY


def _scale(intervals: Iterable[Interval]) -> dict[float, float]:
    """For each beginning and end its place in percent; the wider the gap between two, the less of it each day gets."""
    first, *others = sorted({moment for interval in intervals for moment in interval}) or [0.0]
    places = {first: 0.0}
    for before, after in pairwise([first, *others]):
        places[after] = places[before] + log1p(after - before)
    whole = max(places.values()) or 1.0
    return {moment: LEFT + (RIGHT - LEFT) * place / whole for moment, place in places.items()}


def _by_day_said(dated: Sequence[tuple[int, Event]], published: str | None) -> list[tuple[str | None, list[tuple[int, Event]]]]:
    """The events by when they were said, the earliest first and those last of which it is not known.

    What the story itself tells it says on its own day.
    """
    groups: dict[str | None, list[tuple[int, Event]]] = {}
    for number, event in dated:
        groups.setdefault(event.statement.said_on if event.statement else published, []).append((number, event))
    begins = {said: (_interval(said) or (float("inf"),))[0] if said else float("inf") for said in groups}
    return sorted(groups.items(), key=lambda group: (begins[group[0]], group[0] is None, group[0] or ""))


def _lanes(extents: Sequence[Interval]) -> list[int | None]:
    """For each extent the uppermost lane in which it touches none before it; None where all lanes are taken."""
    lanes: list[int | None] = [None] * len(extents)
    free = [float("-inf")] * MOST_LANES  # where each lane is free from
    for number, (begin, end) in sorted(enumerate(extents), key=lambda extent: extent[1]):
        middle = (begin + end) / 2
        start = min(begin, middle - BESIDE)
        lane = next((lane for lane, place in enumerate(free) if place <= start), None)
        if lane is not None:
            free[lane] = max(end, middle + BESIDE)
        lanes[number] = lane
    return lanes


def _ticks(points: Iterable[Point], published: str | None) -> list[Tick]:
    """The names of the times, those with most events first, as far as there is room."""
    places = {when.in_words(point.event.time, published): point.x for point in points}
    counts = Counter(when.in_words(point.event.time, published) for point in points)
    wide: dict[str, Interval] = {}
    narrow: dict[str, Interval] = {}
    for name, _ in counts.most_common():
        for chosen, letter in ((wide, LETTER), (narrow, LETTER_ON_PHONE)):
            half = (len(name) + 1) * letter / 2
            middle = _within(places[name], half)
            if half < 50 and all(middle + half <= start or end <= middle - half for start, end in chosen.values()):
                chosen[name] = (middle - half, middle + half)
    shown = sorted({*wide, *narrow}, key=lambda name: places[name])
    return [Tick(name, places[name], sum((narrow if name in narrow else wide)[name]) / 2, name in narrow) for name in shown]


def _within(x: float, half: float) -> float:
    """The middle next to ``x`` of a name of twice ``half`` that does not stick out of the chart."""
    return min(max(x, half), 100 - half)


def sentence(event: Event, reading: Reading) -> str:
    """All of an event for who does not see the chart: "ACCUSE “accused”, Russia → Armenia, asserted; said on 29 March by ..."."""
    document = reading.document
    facts = [f"{events.kind(event)} “{events.trigger(event, document)}”", *events.facts(event, document)]
    said = when.in_words(event.statement.said_on, document.published) if event.statement else ""
    return f"{', '.join(facts)}; according to {events.authority(event)}" + (f", {said}" if said else "")
