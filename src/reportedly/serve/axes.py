"""The timeline's two axes: which stretch of time each shows at first, what is written along it, and where a dot is drawn.

Days are numbers, those of ``datetime.date.toordinal``; places are from 0 to 1, across from the left and up from the foot.
"""

from __future__ import annotations

import calendar
import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import cos, sin, sqrt

from reportedly.ledger.plane import Dot

SHARE = (
    0.03  # of the dots on either side that the first view may leave out, so that one of 1905 does not press all others together
)
PAD = 0.05  # of the view, free on either side
SHORTEST = 14  # days of a view
STEPS = (  # days from one mark of an axis to the next, and how its day is named
    (1, "day"), (7, "day"), (30, "month"), (91, "month"), (183, "month"),
    *((365.25 * years, "year") for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)  # fmt: skip
MONTHS = {30: 1, 91: 3, 183: 6}
GOLDEN = 2.399963  # radians; a sunflower's seeds turn by this angle and none lies on another
APART = 3.4  # in units of the picture, how far dots of one place are from each other


@dataclass(frozen=True, slots=True)
class Axis:
    """A stretch of days, the end exclusive."""

    first: int
    last: int

    def place(self, day: float) -> float:
        """Where a day is: 0 at the first, 1 at the end; beyond them for others."""
        return (day - self.first) / (self.last - self.first)

    @property
    def first_day(self) -> str:
        return _iso(self.first)

    @property
    def last_day(self) -> str:
        return _iso(self.last)

    def ticks(self, most: int) -> tuple[Tick, ...]:
        """At most so many days, evenly spread, with their names."""
        length = self.last - self.first
        step, kind = next((step for step in STEPS if length / step[0] <= most), STEPS[-1])
        days = takewhile(lambda day: day < self.last, _days(self.first, step, kind))
        return tuple(Tick(_name(day, kind), self.place(day)) for day in days)


@dataclass(frozen=True, slots=True)
class Tick:
    """A day that is written along an axis."""

    name: str
    at: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A dot in the picture, in its units; ``begin`` and ``end`` are the ends of a bar over the whole time it may lie in."""

    dot: Dot
    x: float
    y: float
    begin: float
    end: float


def across(dots: Sequence[Dot]) -> Axis:
    """The days on which most of it is said to happen."""
    return _view(middle(dot.begin, dot.end) for dot in dots)


def upward(dots: Sequence[Dot]) -> Axis:
    """The days on which it was said."""
    return _view(middle(dot.said_from, dot.said_to) for dot in dots)


def middle(begin: str, end: str) -> float:
    """The middle of an interval whose end is exclusive."""
    return (_ordinal(begin) + _ordinal(end)) / 2


def drawn(dots: Iterable[Dot], happened: Axis, said: Axis, wide: float, high: float) -> Iterator[Drawn]:
    """Where the dots within a picture stand. Those of one time, said on one day, lie like a sunflower's seeds."""
    seen: Counter[tuple[float, float]] = Counter()
    for dot in dots:
        x, y = happened.place(middle(dot.begin, dot.end)), 1 - said.place(middle(dot.said_from, dot.said_to))
        number = seen[x, y]
        seen[x, y] += 1
        if 0 <= x <= 1 and 0 <= y <= 1:
            away, turn = APART * sqrt(number), GOLDEN * number
            begin, end = (min(max(happened.place(_ordinal(day)), 0.0), 1.0) * wide for day in (dot.begin, dot.end))
            yield Drawn(dot, x * wide + away * cos(turn), y * high + away * sin(turn), begin, end)


def _view(days: Iterable[float]) -> Axis:
    ordered = sorted(days)
    if not ordered:
        today = datetime.date.today().toordinal()
        return Axis(today - SHORTEST, today)
    out = int(len(ordered) * SHARE)
    low, high = ordered[out], ordered[-1 - out]
    if ordered[-1] - ordered[0] <= 1.5 * (high - low):  # nothing is far off
        low, high = ordered[0], ordered[-1]
    pad = max(SHORTEST - (high - low), 2 * PAD * (high - low)) / 2
    most = datetime.date.max.toordinal()
    return Axis(max(1, int(low - pad)), min(most, int(high + pad) + 1))


def _days(first: int, step: float, kind: str) -> Iterator[int]:
    """The days of an axis's marks: each, or the first of a week, a month or a year."""
    begin = datetime.date.fromordinal(first)
    if kind == "day":
        start = first if step == 1 else first + (7 - begin.weekday()) % 7
        yield from range(start, datetime.date.max.toordinal(), int(step))
        return
    months = MONTHS.get(int(step), 12 * round(step / 365.25))
    month = (begin.year * 12 + begin.month - 1 + (begin.day > 1) + months - 1) // months * months
    while month // 12 <= datetime.MAXYEAR:
        if month >= 12:
            yield datetime.date(month // 12, month % 12 + 1, 1).toordinal()
        month += months


def _name(day: int, kind: str) -> str:
    """ "12 Mar 2024", "Mar 2024" or "2024"."""
    date = datetime.date.fromordinal(day)
    parts = {"day": [str(date.day), calendar.month_abbr[date.month]], "month": [calendar.month_abbr[date.month]], "year": []}
    return " ".join([*parts[kind], str(date.year)])


def _ordinal(day: str) -> int:
    return datetime.date.fromisoformat(day).toordinal()


def _iso(day: int) -> str:
    return datetime.date.fromordinal(day).isoformat()
