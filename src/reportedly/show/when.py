"""TIMEX3 values for people: "2021-FA" is "autumn 2021", "P2M" is "2 months". A value of no known form is shown as it is."""

from __future__ import annotations

import re
from collections.abc import Callable

from reportedly.records import Time
from reportedly.show import wording

REFERENCES = {"PRESENT_REF": "now", "PAST_REF": "in the past", "FUTURE_REF": "in the future"}
UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day", "E": "weekend", "Q": "quarter", "DE": "decade"}
CLOCK_UNITS = {"H": "hour", "M": "minute", "S": "second"}
PARTS_OF_DAY = {"MO": "morning", "MI": "midday", "AF": "afternoon", "EV": "evening", "NI": "night", "DT": "daytime"}
ORDINALS = ("first", "second", "third", "fourth")


def in_words(value: str | None, published: str | None = None) -> str:
    """A TIMEX3 value for people; of dates in the year that the story was ``published`` without the year. None is ""."""
    if value in REFERENCES:
        return REFERENCES[value]
    for form, words in _FORMS:
        if match := form.fullmatch(value or ""):
            return words(match, published)
    return wording.day(value, published)


def time_in_words(time: Time, published: str | None = None) -> str:
    """What a time expression denotes, for people; a set that comes round is "every 2 weeks"."""
    words = in_words(time.value, published)
    if time.type == "SET" and time.value.startswith("P") and words != time.value:
        return f"every {words.removeprefix('1 ')}"
    return words


def _week(match: re.Match[str], published: str | None) -> str:
    """ "1997-W16" is "week 16 of 1997", "1997-W16-WE" "the weekend of week 16 of 1997"."""
    week = f"week {int(match['week'])} of {match['year']}"
    return f"the weekend of {week}" if match["end"] else week


def _part_of_year(match: re.Match[str], published: str | None) -> str:
    """ "2024-Q1" is "first quarter of 2024", "FY2024-H2" "second half of fiscal 2024"."""
    part = "half" if match["part"] == "H" else "quarter"
    return f"{ORDINALS[int(match['number']) - 1]} {part} of {'fiscal ' if match['fiscal'] else ''}{match['year']}"


def _fiscal_year(match: re.Match[str], published: str | None) -> str:
    """ "FY2024" is "fiscal 2024"."""
    return f"fiscal {match['year']}"


def _decade(match: re.Match[str], published: str | None) -> str:
    """ "199" and "199X" are "the 1990s"."""
    return f"the {match['decade']}0s"


def _century(match: re.Match[str], published: str | None) -> str:
    """ "19" and "19XX", the years that begin so, are "the 1900s"."""
    return f"the {match['century']}00s"


def _part_of_day(match: re.Match[str], published: str | None) -> str:
    """ "2024-03-29TMO" is "29 March 2024, morning"."""
    return f"{wording.day(match['day'], published)}, {PARTS_OF_DAY[match['part']]}"


def _clock(match: re.Match[str], published: str | None) -> str:
    """ "2024-03-29T12:15" is "29 March 2024, 12:15"."""
    return wording.moment(match[0])


def _duration(match: re.Match[str], published: str | None) -> str:
    """ "P1Y6M" is "1 year, 6 months", "PT24H" "24 hours", "PXD" "days"."""
    days, _, clock = match[0][1:].partition("T")
    parts = [(number, UNITS[unit]) for number, unit in _AMOUNT.findall(days)]
    parts += [(number, CLOCK_UNITS[unit]) for number, unit in _AMOUNT.findall(clock)]
    return ", ".join(_amount(number, noun) for number, noun in parts)


def _amount(number: str, noun: str) -> str:
    many = f"{noun}s"
    if "X" in number:
        return many
    return f"{number} {noun if number == '1' else many}"


_AMOUNT = re.compile(r"(\d+(?:\.\d+)?|X+)(DE|[YMWDEQHS])")
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str | None], str]], ...] = (
    (re.compile(r"(?P<year>\d{4})-W(?P<week>\d\d)(?P<end>-WE)?"), _week),
    (re.compile(r"FY(?P<year>\d{4})"), _fiscal_year),
    (re.compile(r"(?P<fiscal>FY)?(?P<year>\d{4})-(?P<part>Q(?=[1-4])|H(?=[12]))(?P<number>\d)"), _part_of_year),
    (re.compile(r"(?P<decade>\d{3})X?"), _decade),
    (re.compile(r"(?P<century>\d\d)(?:XX)?"), _century),
    (re.compile(rf"(?P<day>\d{{4}}-\d\d-\d\d)T(?P<part>{'|'.join(PARTS_OF_DAY)})"), _part_of_day),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?"), _clock),
    (re.compile(r"P(?=.)(?:(?:\d+(?:\.\d+)?|X+)(?:DE|[YMWDEQ]))*(?:T(?:(?:\d+(?:\.\d+)?|X+)[HMS])+)?"), _duration),
)
