"""Dates, times and zones as bylines, stamps and datelines print them, and as ISO 8601 writes them.

A ``Moment`` is as precise as what was printed: ``April 1`` has no year, ``March 2024`` no day. ``scan`` reads a run of such
items, in any order: ``29 Mar. 12:15 (UTC+3 MSK)``, ``12:15 GMT, 29 March 2024``. Nothing here depends on the day it is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale

# Languages whose months agencies print in datelines of otherwise English copy: "PARIS, 3 mai".
MONTH_LANGUAGES = ("en", "en_GB", "fr", "de", "es", "it", "pt")

# The press's abbreviations and a place that keeps that time: its offset on the day comes from the zone database, so that
# MSK is +4 in 2012. IST (India, Israel, Ireland) and CST (China, Chicago, Cuba) are missing because they could be anything.
ZONES = {
    "ET EST EDT": "America/New_York",
    "PT PST PDT": "America/Los_Angeles",
    "BST": "Europe/London",
    "WET WEST": "Europe/Lisbon",
    "CET CEST": "Europe/Paris",
    "EET EEST": "Europe/Athens",
    "MSK": "Europe/Moscow",
    "TRT": "Europe/Istanbul",
    "WAT": "Africa/Lagos",
    "CAT": "Africa/Harare",
    "SAST": "Africa/Johannesburg",
    "EAT": "Africa/Nairobi",
    "IRST": "Asia/Tehran",
    "UZT": "Asia/Tashkent",
    "PKT": "Asia/Karachi",
    "BdST BDST": "Asia/Dhaka",
    "WIB": "Asia/Jakarta",
    "HKT": "Asia/Hong_Kong",
    "SGT": "Asia/Singapore",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "AEST AEDT": "Australia/Sydney",
    "NZST NZDT": "Pacific/Auckland",
    "GMT UTC Z": "UTC",
}
_PLACE_OF = {name: place for names, place in ZONES.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as far as it was printed; ``zone`` is an abbreviation, or minutes east of Greenwich."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int = 0
    second: int = 0
    zone: str | int | None = None

    @property
    def iso(self) -> str | None:
        """ISO 8601, as precise as known; None without a year."""
        if self.year is None:
            return None
        if self.month is None:
            return f"{self.year:04}"
        if self.day is None:
            return f"{self.year:04}-{self.month:02}"
        day = date(self.year, self.month, self.day)
        if self.hour is None:
            return day.isoformat()
        moment = datetime(day.year, day.month, day.day, self.hour, self.minute, self.second)
        return moment.replace(tzinfo=self._offset(moment)).isoformat()

    def _offset(self, moment: datetime) -> timezone | None:
        if isinstance(self.zone, int):
            return timezone(timedelta(minutes=self.zone))
        if self.zone not in _PLACE_OF:
            return None
        offset = moment.replace(tzinfo=ZoneInfo(_PLACE_OF[self.zone])).utcoffset()
        return timezone(offset) if offset is not None else None

    def with_year_near(self, known: str | None) -> Moment:
        """The year of a date printed without one: that which brings it closest to ``known``, an ISO date.

        ``Dec. 31`` in a story published 2020-01-02 is of 2019.
        """
        if self.year is not None or self.month is None or not known:
            return self
        distance = self.month - int(known[5:7] or self.month)
        year = int(known[:4]) + (distance < -6) - (distance > 6)
        return replace(self, year=year) if _exists(year, self.month, self.day) else self

    def completed_by(self, other: Moment) -> Moment:
        """The year and the zone of another moment of the same story, where this one lacks them."""
        dated = self.with_year_near(other.iso)
        return dated if dated.zone is not None else replace(dated, zone=other.zone)

    @property
    def is_dated(self) -> bool:
        return self.year is not None or self.month is not None


NO_MOMENT = Moment()


class Scan(NamedTuple):
    """What ``scan`` read: when first published, when updated, and where it stopped. ``end`` is the start if it read nothing."""

    moment: Moment
    updated: Moment
    end: int
    labelled: bool  # "Published:", or a weekday: words that make a date the story's own

    @property
    def published(self) -> Moment:
        """``Published 4 Dec. at 07:12 – Updated 4 Dec. 2019``: the first time, in the year of the second."""
        return self.moment.completed_by(self.updated) if self.moment.is_dated else self.updated


def month_number(name: str) -> int | None:
    """``Sept.`` -> 9, ``mai`` -> 5; None for what is no month."""
    return _months().get(name.rstrip(".").lower())


@cache
def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in MONTH_LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in Locale.parse(language).months["format"][width].items():
                names.setdefault(name.rstrip(".").lower(), number)
    return names


STAMP_GAP = re.compile(r"(?:[\s,.;:|/()\[\]–—-]|\b(?:at|on|of)\b|T(?=\d\d:))*")
DATELINE_GAP = re.compile(r"(?:[\s,.(]|[–—-]+(?=\s)|\b(?:at|on)\b|T(?=\d\d:))*")

_LABEL = re.compile(
    r"(?:(?:first|last|originally) )?"
    r"(published|posted|updated?|modified|dated?|written|write|created|status|issued|filed)\b(?! by)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:r|rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b", re.IGNORECASE)
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d)"
_DAY = r"(?P<day>\d{1,2})"
_MONTH = r"(?P<month>[^\W\d_]{3,10})\b\.?"
_DATES = [
    # 2024-03-29, 2018/11/06
    re.compile(rf"{_YEAR}[-/.](?P<month>\d\d?)[-/.]{_DAY}(?!\d)"),
    # 29.03.2024, 29/03/2024
    re.compile(rf"{_DAY}(?P<mark>[./-])(?P<month>\d\d?)(?P=mark){_YEAR}"),
    # 29 March 2024, 19th November 2019, 17 November, 1er mai, 3 de mayo de 2020
    re.compile(rf"{_DAY}(?:st|nd|rd|th|er|º|\.)?(?: de| of)?[ -]?{_MONTH}(?:(?:,? de)?,?[ -]{_YEAR})?"),
    # Jan. 5, 2016; MAY 18; March 2nd, 1920
    re.compile(rf"{_MONTH} ?{_DAY}(?:st|nd|rd|th)?(?![\d:.]\d)\b(?:,? {_YEAR})?"),
    # March 2024
    re.compile(rf"{_MONTH},? {_YEAR}"),
]
# Another calendar's date beside ours: "Safar 14, 1445, Aug 30, 2023", "14 Aban 1397 (5 Nov. 2018)".
_OTHER_CALENDAR = re.compile(r"(?:[^\W\d_]{3,15} \d\d?|\d\d? [^\W\d_]{3,15}),? 1[34]\d\d(?!\d)")
_ZONE = (
    r"(?P<open>\()?(?:(?:UTC|GMT)? ?(?P<sign>[+−-])(?P<east>\d\d?)(?!\d\d\d):?(?P<minutes>\d\d)?(?: [A-Z][A-Za-z]{1,4})?"
    rf"|(?P<zone>{'|'.join(sorted(_PLACE_OF, key=len, reverse=True))}|[A-Z]{{2,4}}T|local time)\b)(?(open)\))"
)
_HALF = r"[ap]\.?m\b"
# 12:15, 12:15:30.250, 17h02, 7:14 am, 5 p.m.; 18.05 only where something says that it is a time
_TIME = re.compile(
    r"(?P<hour>\d\d?)"
    r"(?:[:h](?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    rf"|\.(?P<dotted>\d\d)(?= ?(?:(?i:{_HALF})|[A-Z]{{2,4}}\b|local time))"
    rf"|(?= ?(?i:{_HALF})))"
    rf"(?!\d)(?: ?(?i:(?P<half>{_HALF}))\.?)?(?: ?{_ZONE})?"
)


@dataclass(slots=True)
class _Reader:
    """The state of a scan: the moment at hand, and the two it can belong to."""

    moments: dict[str, Moment] = field(default_factory=lambda: {"published": Moment(), "updated": Moment()})
    current: str = "published"
    labelled: bool = False

    def step(self, text: str, position: int) -> int | None:
        """Reads the item at ``position`` and returns its end, or None where none is."""
        if label := _LABEL.match(text, position):
            self.current = "updated" if label[1].lower() in ("update", "updated", "modified") else "published"
            self.labelled = True
            return label.end()
        if weekday := _WEEKDAY.match(text, position):
            self.labelled = True
            return weekday.end()
        for found, moment in _items(text, position):
            self.moments[self.current] = _joined(self.moments[self.current], moment)
            return found.end()
        other = _OTHER_CALENDAR.match(text, position)
        return other.end() if other else None


def scan(text: str, start: int, gap: re.Pattern[str]) -> Scan:
    """Reads dates, times, zones, weekdays and labels from ``start`` on, ``gap`` lying between them, as far as there are any."""
    reader, end = _Reader(), start
    while True:
        following = gap.match(text, end)
        step = reader.step(text, following.end() if following else end)
        if step is None:
            break
        end = step
    opened = text.count("(", start, end) > text.count(")", start, end)
    if opened and text.startswith(")", end):
        end += 1
    return Scan(reader.moments["published"], reader.moments["updated"], end, reader.labelled)


def _items(text: str, position: int) -> Iterator[tuple[re.Match[str], Moment]]:
    for pattern in _DATES:
        if (found := pattern.match(text, position)) and (moment := _dated(found)):
            yield found, moment
    if (found := _TIME.match(text, position)) and (moment := _timed(found)):
        yield found, moment


def _joined(have: Moment, more: Moment) -> Moment:
    """The first of two dates or times counts; a later one fills what it leaves open: ``2024-03-29 29 Mar. 12:15``."""
    return replace(
        have,
        **{
            name: getattr(more, name)
            for names in (("year",), ("month", "day"), ("hour", "minute", "second"), ("zone",))
            for name in names
            if getattr(have, names[0]) is None
        },
    )


def _dated(found: re.Match[str]) -> Moment | None:
    parts = found.groupdict()
    year = int(parts["year"]) if parts["year"] else None
    day = int(parts["day"]) if parts.get("day") else None
    month = int(parts["month"]) if parts["month"].isdigit() else month_number(parts["month"])
    if parts.get("mark") in ("/", "-") and month and day and month != day:
        if month <= 12 and day <= 12:  # 03/04/2024 is March in New York and April in London
            return Moment(year)
        if month > 12:
            month, day = day, month
    return Moment(year, month, day) if month and _exists(year, month, day) else None


def _exists(year: int | None, month: int, day: int | None) -> bool:
    try:
        date(year or 2000, month, day if day is not None else 1)  # 2000, so that 29 February may be
    except ValueError:
        return False
    return True


def _timed(found: re.Match[str]) -> Moment | None:
    hour, minute = int(found["hour"]), int(found["minute"] or found["dotted"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    if hour > 23 or minute > 59:
        return None
    return Moment(hour=hour, minute=minute, second=min(59, int(found["second"] or 0)), zone=_zone(found))


def _zone(found: re.Match[str]) -> str | int | None:
    if found["sign"]:
        minutes = int(found["east"]) * 60 + int(found["minutes"] or 0)
        return min(minutes, 14 * 60) * (1 if found["sign"] == "+" else -1)
    zone: str | None = found["zone"]
    return zone
