"""Holidays that news stories date by, and the day each falls on.

A fixed list: the ones known by one name across the English-speaking world and the United States' federal holidays. Movable
feasts hang on Easter (``dateutil.easter``) or on the nth weekday of a month.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter

Day = Callable[[int], date]


def _on(month: int, day: int) -> Day:
    return lambda year: date(year, month, day)


def _nth(month: int, weekday: int, number: int) -> Day:
    """The ``number``-th weekday of a month, Monday being 0; the last for -1."""

    def day(year: int) -> date:
        if number > 0:
            first = date(year, month, 1)
            return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)

    return day


def _easter(days: int) -> Day:
    return lambda year: easter(year) + timedelta(days=days)


HOLIDAYS: dict[str, Day] = {
    "new year's day": _on(1, 1),
    "new year's eve": _on(12, 31),
    "new year's": _on(1, 1),
    "martin luther king day": _nth(1, 0, 3),
    "martin luther king jr. day": _nth(1, 0, 3),
    "groundhog day": _on(2, 2),
    "valentine's day": _on(2, 14),
    "presidents day": _nth(2, 0, 3),
    "presidents' day": _nth(2, 0, 3),
    "st. patrick's day": _on(3, 17),
    "april fools' day": _on(4, 1),
    "april fool's day": _on(4, 1),
    "shrove tuesday": _easter(-47),
    "ash wednesday": _easter(-46),
    "palm sunday": _easter(-7),
    "maundy thursday": _easter(-3),
    "good friday": _easter(-2),
    "easter sunday": _easter(0),
    "easter monday": _easter(1),
    "easter": _easter(0),
    "ascension day": _easter(39),
    "pentecost": _easter(49),
    "whit monday": _easter(50),
    "earth day": _on(4, 22),
    "may day": _on(5, 1),
    "mother's day": _nth(5, 6, 2),
    "memorial day": _nth(5, 0, -1),
    "flag day": _on(6, 14),
    "father's day": _nth(6, 6, 3),
    "juneteenth": _on(6, 19),
    "independence day": _on(7, 4),
    "fourth of july": _on(7, 4),
    "bastille day": _on(7, 14),
    "labor day": _nth(9, 0, 1),
    "columbus day": _nth(10, 0, 2),
    "halloween": _on(10, 31),
    "all saints' day": _on(11, 1),
    "all souls' day": _on(11, 2),
    "guy fawkes night": _on(11, 5),
    "veterans day": _on(11, 11),
    "armistice day": _on(11, 11),
    "remembrance day": _on(11, 11),
    "thanksgiving day": _nth(11, 3, 4),
    "thanksgiving": _nth(11, 3, 4),
    "christmas eve": _on(12, 24),
    "christmas day": _on(12, 25),
    "christmas": _on(12, 25),
    "boxing day": _on(12, 26),
}
TRIGGERS = frozenset(re.split(r"\W", name)[0] for name in HOLIDAYS)
PATTERN = "|".join(re.escape(name).replace("'", "['’]?").replace(r"\ ", "_") for name in sorted(HOLIDAYS, key=len, reverse=True))


def holiday(name: str, year: int) -> date:
    """ "New Year’s Eve", 2018 -> 2018-12-31"""
    plain = re.sub(r"\s+", " ", name.lower().replace("’", "'"))
    found = HOLIDAYS.get(plain) or next(
        day for known, day in HOLIDAYS.items() if known.replace("'", "") == plain.replace("'", "")
    )
    return found(year)


def is_fixed(name: str) -> bool:
    """Whether the holiday falls on the same day of every year."""
    return len({holiday(name, year).strftime("%m-%d") for year in (2001, 2002, 2003)}) == 1
