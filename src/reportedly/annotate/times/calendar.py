"""The calendar: which day, week, quarter ... is meant, and how TIMEX3 writes it. Rules say what is wanted, these compute it."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Literal

Direction = Literal["past", "future", "near"]
"""Whether the past or the future is told; "near": a history goes on from where it is, mostly onward."""

WEEKDAYS = {name: number for number, name in enumerate(calendar.day_name)}
SHORT_WEEKDAYS = {
    "Mon": 0, "Tue": 1, "Tues": 1, "Wed": 2, "Weds": 2, "Thu": 3, "Thur": 3, "Thurs": 3, "Fri": 4, "Sat": 5, "Sun": 6,
}  # fmt: skip
MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
SHORT_MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name} | {"Sept": 9}
SEASONS = {
    "spring": "SP",
    "springtime": "SP",
    "summer": "SU",
    "summertime": "SU",
    "autumn": "FA",
    "fall": "FA",
    "winter": "WI",
    "wintertime": "WI",
}
SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
PARTS = {
    "morning": "MO", "dawn": "MO", "daybreak": "MO", "sunrise": "MO", "midmorning": "MO", "mid-morning": "MO",
    "midday": "MI", "lunchtime": "MI", "afternoon": "AF", "midafternoon": "AF", "mid-afternoon": "AF",
    "evening": "EV", "dusk": "EV", "sunset": "EV", "nightfall": "EV", "night": "NI", "overnight": "NI", "nighttime": "NI",
}  # fmt: skip


def month_number(name: str) -> int:
    """ "Sept." -> 9"""
    plain = name.rstrip(".").capitalize()
    return MONTHS.get(plain) or SHORT_MONTHS[plain]


def weekday_number(name: str) -> int:
    """ "Tues." -> 1, Monday being 0"""
    plain = name.rstrip(".").capitalize()
    return WEEKDAYS[plain] if plain in WEEKDAYS else SHORT_WEEKDAYS[plain]


def year_of(year: int) -> str:
    """2019 -> "2019". Raises OverflowError outside the calendar."""
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(year)
    return f"{year:04}"


def month_of(day: date, months_on: int = 0) -> str:
    """2019-10-16 -> 2019-10; with ``months_on=-11`` 2018-11"""
    year, month = divmod(day.year * 12 + day.month - 1 + months_on, 12)
    return f"{year_of(year)}-{month + 1:02}"


def week_of(day: date) -> str:
    """2019-10-16 -> 2019-W42"""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def quarter_of(day: date, quarters_on: int = 0) -> str:
    """2019-10-16 -> 2019-Q4"""
    year, quarter = divmod(day.year * 4 + (day.month - 1) // 3 + quarters_on, 4)
    return f"{year_of(year)}-Q{quarter + 1}"


def decade_of(day: date, decades_on: int = 0) -> str:
    """2019-10-16 -> 201"""
    return year_of(day.year + 10 * decades_on)[:3]


def century_of(day: date, centuries_on: int = 0) -> str:
    """2019-10-16 -> 20"""
    return year_of(day.year + 100 * centuries_on)[:2]


def season_of(day: date, seasons_on: int = 0) -> str:
    """2019-10-16 -> 2019-FA; January belongs to the winter of the year before."""
    year, season = divmod(day.year * 4 + day.month // 3 - 1 + seasons_on, 4)
    return f"{year_of(year)}-{list(SEASON_STARTS)[season]}"


def moved(day: date, count: int, unit: str) -> str:
    """The unit that lies ``count`` units from the one the day is in: (2019-10-16, -1, "month") -> 2019-09."""
    match unit:
        case "day":
            return str(day + timedelta(days=count))
        case "fortnight":
            return week_of(day + timedelta(weeks=2 * count))
        case "week":
            return week_of(day + timedelta(weeks=count))
        case "weekend":
            return week_of(day + timedelta(weeks=count)) + "-WE"
        case "month":
            return month_of(day, count)
        case "quarter":
            return quarter_of(day, count)
        case "season":
            return season_of(day, count)
        case "year":
            return year_of(day.year + count)
        case "decade":
            return decade_of(day, count)
        case "century":
            return century_of(day, count)
    raise ValueError(unit)


def weekday_near(day: date, weekday: int, direction: Direction | None) -> date:
    """The weekday on the day itself, else the last one; the next one where the future is told."""
    if direction == "future":
        return day + timedelta(days=(weekday - day.weekday()) % 7)
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def month_near(day: date, month: int, direction: Direction | None) -> date:
    """The first of the month of that name: this year's if it is now, else the last; the next where the future is told."""
    if direction == "near":
        return day_near(day, month, 1, direction)
    if direction == "future":
        return date(day.year + (month < day.month), month, 1)
    return date(day.year - (month > day.month), month, 1)


def day_near(day: date, month: int, number: int, direction: Direction | None) -> date:
    """The nearest day of that name; one on the other side of the day than what is told of counts as four times as far,
    in a history, which goes on, one that lies behind as twice as far.
    """
    possible = [
        date(year, month, number)
        for year in (day.year - 1, day.year, day.year + 1)
        if date.min.year <= year <= date.max.year and number <= calendar.monthrange(year, month)[1]
    ]
    if not possible:
        raise ValueError(f"no {number} of month {month} near {day}")
    sign, times = {"past": (1, 4), "future": (-1, 4), "near": (-1, 2)}.get(direction or "", (0, 1))
    return min(possible, key=lambda found: abs((found - day).days) * (times if (found - day).days * sign > 0 else 1))


def season_near(day: date, season: str, direction: Direction | None) -> str:
    """The latest such season that has begun; the next to end where the future is told. A winter is of the year it begins in."""
    start = SEASON_STARTS[season]
    if direction == "near":
        return f"{year_of(day.year)}-{season}"
    if direction == "future":
        return f"{year_of(day.year + (start + 2 < day.month))}-{season}"
    return f"{year_of(day.year - (start > day.month))}-{season}"


def part_of_year(day: date, part: int, parts: int, direction: Direction | None) -> int:
    """The year of the latest such quarter (4 parts) or half (2) that has begun; of the next to end where the future is told."""
    now = (day.month - 1) * parts // 12 + 1
    if direction == "future":
        return day.year + (part < now)
    return day.year - (part > now)
