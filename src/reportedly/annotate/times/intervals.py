"""From a TIMEX3 value to the interval it denotes: ``2021-FA`` is ``[2021-09-01, 2021-12-01)``.

Days and longer are written as days, clock times as moments. A duration, a set, and whatever is only vaguely known denote none.
Spring is March to May, a night lasts until six; a fiscal year is taken for the
calendar's, since the story does not say when it begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from reportedly.annotate.times.calendar import SEASON_STARTS

Interval = tuple[str | None, str | None]
NONE: Interval = (None, None)
PART_HOURS = {
    "MO": (6, 12),
    "MI": (11, 14),
    "AF": (12, 18),
    "EV": (18, 24),
    "NI": (20, 30),
    "DT": (8, 18),
}  # hours after midnight


def interval(value: str) -> Interval:
    """First day or moment and end, exclusive; two ``None`` where the value denotes no interval or one outside the calendar."""
    for pattern, read in _FORMS:
        if found := pattern.fullmatch(value):
            try:
                return read(found)
            except (ValueError, OverflowError):
                return NONE
    return NONE


def first_day(value: str) -> date | None:
    """The first day of a value: 2019-Q3 -> 2019-07-01, 199 -> 1990-01-01; None where it names none (PXD, XXXX-10)."""
    begin, _ = interval(value)
    return date.fromisoformat(begin[:10]) if begin else None


def _days(begin: date, end: date) -> Interval:
    return begin.isoformat(), end.isoformat()


def _months(year: int, month: int, count: int) -> Interval:
    after = year * 12 + month - 1 + count
    return _days(date(year, month, 1), date(after // 12, after % 12 + 1, 1))


def _day(found: re.Match[str]) -> Interval:
    day = date.fromisoformat(found[1])
    return _days(day, day + timedelta(days=1))


def _part(found: re.Match[str]) -> Interval:
    start, end = PART_HOURS[found[2]]
    midnight = datetime.fromisoformat(found[1])
    return tuple((midnight + timedelta(hours=hour)).isoformat(timespec="minutes") for hour in (start, end))  # type: ignore[return-value]


def _clock(found: re.Match[str]) -> Interval:
    zone = (found["zone"] or "").replace("Z", "+00:00")
    hour, minute, second = int(found["hour"]), found["minute"], found["second"]
    step = timedelta(seconds=1) if second else timedelta(minutes=1) if minute else timedelta(hours=1)
    moment = datetime.fromisoformat(found["day"]) + timedelta(hours=hour, minutes=int(minute or 0), seconds=int(second or 0))
    precision = "seconds" if second else "minutes"
    return moment.isoformat(timespec=precision) + zone, (moment + step).isoformat(timespec=precision) + zone


def _week(found: re.Match[str]) -> Interval:
    monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    return _days(monday + timedelta(days=5 if found[3] else 0), monday + timedelta(days=7))


def _years(found: re.Match[str]) -> Interval:
    """A millennium, century, decade or year by how many of its figures are given."""
    scale: int = 10 ** (4 - len(found[1]))
    first = int(found[1]) * scale
    return _days(date(max(first, 1), 1, 1), date(first + scale, 1, 1))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Interval]], ...] = (
    (re.compile(r"(\d{4}-\d\d-\d\d)"), _day),
    (re.compile(r"(\d{4})-(\d\d)"), lambda found: _months(int(found[1]), int(found[2]), 1)),
    (re.compile(r"(?:FY)?(\d{4}|\d{3}|\d{2})"), _years),
    (re.compile(r"(\d{4})-W(\d\d)(-WE)?"), _week),
    (re.compile(r"(\d{4})-(SP|SU|FA|WI)"), lambda found: _months(int(found[1]), SEASON_STARTS[found[2]], 3)),
    (re.compile(r"(?:FY)?(\d{4})-Q([1-4])"), lambda found: _months(int(found[1]), 3 * int(found[2]) - 2, 3)),
    (re.compile(r"(?:FY)?(\d{4})-H([12])"), lambda found: _months(int(found[1]), 6 * int(found[2]) - 5, 6)),
    (re.compile(r"(\d{4}-\d\d-\d\d)T(MO|MI|AF|EV|NI|DT)"), _part),
    (
        re.compile(
            r"(?P<day>\d{4}-\d\d-\d\d)T(?P<hour>[01]\d|2[0-4])(?::(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?)?(?P<zone>Z|[+-]\d\d:\d\d)?"
        ),
        _clock,
    ),
)
