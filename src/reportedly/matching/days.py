"""Dates as precise as known, as intervals of days that a database can compare."""

from __future__ import annotations

import datetime
import re

ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?$", re.DOTALL)


def interval_of(value: str | None) -> tuple[str, str] | None:
    """First day and day after the last: ``2021-10`` -> ``("2021-10-01", "2021-11-01")``; None for what is no ISO date."""
    match = ISO.match(value or "")
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        begin = datetime.date(year or 0, month or 1, day or 1)
        end = _day_after(begin, whole_year=month is None, whole_month=day is None)
    except (ValueError, OverflowError):  # no such day, or the end of the calendar
        return None
    return begin.isoformat(), end.isoformat()


def between(begin: str | None, end: str | None) -> tuple[str, str] | None:
    """The days of an interval whose ends may be moments: an evening of the 29th ends with the 29th.

    ``between("2024-03-29T18:00", "2024-03-30T00:00")`` -> ``("2024-03-29", "2024-03-30")``
    """
    first, last = interval_of(begin), interval_of(end)
    if not first or not last or not begin or not end:
        return None
    until = last[1] if "T" in end and not re.search(r"T00:00", end) else last[0]
    return (first[0], until) if first[0] < until else first


def last_day(end: str) -> str:
    """The last day of an interval by its end, which is exclusive: ``2024-03-30`` -> ``2024-03-29``."""
    return (datetime.date.fromisoformat(end) - datetime.timedelta(days=1)).isoformat()


def _day_after(begin: datetime.date, whole_year: bool, whole_month: bool) -> datetime.date:
    if whole_year:
        return begin.replace(year=begin.year + 1)
    if whole_month:
        return (begin.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    return begin + datetime.timedelta(days=1)
