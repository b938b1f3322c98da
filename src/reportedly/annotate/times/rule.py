"""What a rule is: a named way to write a time, with its examples; and what a rule may know when it reads one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, TypeVar

from reportedly.annotate.times import calendar
from reportedly.annotate.times.calendar import Direction
from reportedly.annotate.times.intervals import first_day
from reportedly.annotate.times.numbers import EXACT, ORDINALS, VAGUE, any_of
from reportedly.records import Span, TimeType

Words = Mapping[str, str]
"""The named parts of an expression that are there: ``{"day": "3", "month": "October"}``."""
Base = Literal["given", "story", "reference", "vague"]
"""What an expression counts from: nothing ("1998"), the day of telling ("yesterday"), a time told of before ("two days later").
A vague one names no date at all ("recently")."""


class UnanchoredError(Exception):
    """An expression counts from a day that is not known."""


GRAINS = ("time", "day", "week", "month", "quarter", "season", "year", "decade", "century")
_GRAIN_FORMS = (
    ("time", re.compile(r"\d{4}-\d\d-\d\dT.*")),
    ("day", re.compile(r"\d{4}-\d\d-\d\d")),
    ("week", re.compile(r"\d{4}-W\d\d(-WE)?")),
    ("month", re.compile(r"\d{4}-\d\d")),
    ("quarter", re.compile(r"\d{4}-[QH]\d")),
    ("season", re.compile(r"\d{4}-(SP|SU|FA|WI)")),
    ("year", re.compile(r"(FY)?\d{4}")),
    ("decade", re.compile(r"\d{3}")),
    ("century", re.compile(r"\d{2}")),
)


def grain_of(value: str) -> str | None:
    """How exact a value is: 2019-10 -> month; None for one that no other time can be counted from (PXD, PAST_REF)."""
    return next((grain for grain, form in _GRAIN_FORMS if form.fullmatch(value)), None)


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is read against."""

    day: date | None  # the day of telling; None where it is not known
    told: tuple[str, ...] = ()  # values of the times told of before, the nearest first
    direction: Direction | None = None  # whether its clause tells of the past or the future, where it shows

    @property
    def today(self) -> date:
        """The day of telling. Raises UnanchoredError where it is not known."""
        if self.day is None:
            raise UnanchoredError
        return self.day

    def reference(self, unit: str) -> str:
        """The nearest value told of before that is at least as exact as the unit; else the day of telling."""
        exact = GRAINS[: GRAINS.index(unit) + 1]
        return next((value for value in self.told if grain_of(value) in exact), None) or str(self.today)

    def point(self, unit: str) -> date:
        """The first day of ``reference``."""
        value = self.reference(unit)
        return first_day(value) or self.today


Read = Callable[[Words, Setting], str | None]
Reader = TypeVar("Reader", bound=Read)


@dataclass(frozen=True, slots=True)
class Rule:
    """A named way to write a time; each example is ``text -> value`` as counted from Wednesday, 16 October 2019,
    told of before: 30 September 2019. Where the rule reads but part of the text, the values of all times are given in order."""

    name: str
    form: str
    read: Read
    type: TimeType | None  # None: words that are no time, so that no other rule takes them for one
    base: Base
    triggers: frozenset[str]  # kinds of words (``find.TRIGGERS``) one of which the pattern needs
    vague: str  # the value where the day it counts from is not known
    examples: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when first looked for. A group ``span`` marks the words of the expression; without one all that match are."""
        return _compiled(self.form)

    def value(self, words: Words, setting: Setting) -> str | None:
        """The TIMEX3 value; None for what lies outside the calendar: "February 30", "9,000 years ago"."""
        try:
            return self.read(words, setting)
        except UnanchoredError:
            return self.vague
        except (ValueError, OverflowError):
            return None


@cache
def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{numbered(expand(form))})(?!\w)", re.IGNORECASE)


def numbered(pattern: str) -> str:
    """The same piece may stand in several branches, the same group name not: the second ``year`` becomes ``year_2``."""
    seen: Counter[str] = Counter()

    def renamed(found: re.Match[str]) -> str:
        seen[found[1]] += 1
        return found[0] if seen[found[1]] == 1 else f"(?P<{found[1]}_{seen[found[1]]}>"

    return re.sub(r"\(\?P<([a-z0-9]+)>", renamed, pattern)


def words_of(match: re.Match[str]) -> Words:
    """The named groups that matched, by the names that pieces give them."""
    return {name.partition("_")[0]: value for name, value in match.groupdict().items() if value}


def span_of(match: re.Match[str]) -> Span:
    """The words of the expression: those in a group ``span``, else all."""
    groups = (name for name, value in match.groupdict().items() if value and name.partition("_")[0] == "span")
    return Span(*match.span(next(groups, 0)))


RULES: list[Rule] = []

_SPACE = r"(?:\s{1,3})"


def _names(words: Mapping[str, object]) -> str:
    """Proper names of the calendar as printed: "March" and "MARCH", but not "march"."""
    return "|".join(f"{name}|{name.upper()}" for name in sorted(words, key=len, reverse=True))


PIECES = {
    "weekday": rf"(?P<weekday>(?-i:{_names(calendar.WEEKDAYS)}|(?:{any_of(calendar.SHORT_WEEKDAYS)})\.))",
    "shortday": rf"(?P<weekday>(?-i:{_names(calendar.WEEKDAYS)}|(?:{_names(calendar.SHORT_WEEKDAYS)})\b\.?))",
    "month": rf"(?P<month>(?-i:(?:{_names(calendar.MONTHS)})|(?:{_names(calendar.SHORT_MONTHS)})\b\.?))",
    "day": rf"(?P<day>(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?|(?:{any_of(ORDINALS)}))(?![0-9]|[.,:][0-9]|[-'’]?(?-i:[a-z]))",
    "year": r"(?P<year>1[0-9]{3}|20[0-9]{2})(?![0-9]|[.,][0-9])",
    "season": rf"(?P<season>{any_of(calendar.SEASONS)})",
    "part": rf"(?P<part>{any_of(calendar.PARTS)})",
    "count": rf"(?P<count>{EXACT}|{VAGUE})",
    "number": EXACT,
    "exact": rf"(?P<count>{EXACT})",
    "ordinal": rf"(?P<ordinal>{any_of(ORDINALS)}|[0-9]{{1,2}}(?:st|nd|rd|th))",
    "quarterth": r"(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th|final|last)",
    "unit": r"(?P<unit>second|minute|hour|day|week|fortnight|weekend|month|quarter|year|decade|centur(?=y|ies))(?:ies|y|s)?",
    "period": r"(?P<unit>day|week|weekend|month|quarter|year|decade|century)",
    "possessive": r"(?:['’]s?)?",
    "about": (
        r"(?:(?:(?:more|less|fewer|longer|greater|no_more|no_less|other|better)_than|at_(?:least|most)|up_to"
        r"|as_(?:long|much|many|little|few)_as|about|around|nearly|almost|roughly|approximately|some|just_(?:over|under|about)"
        r"|just|only|well_over|another|a_further|an_additional|a_mere|an_estimated|exactly|barely|virtually|an_average_of)_){0,2}"
    ),
    "rough": (
        r"(?:(?:(?:as|so)_)?(?:the_)?(?:very_)?(?:"
        r"(?:early|earlier|late|later|mid|middle)(?:_(?:of|in|on|as))?(?:-|_)"
        r"|(?:beginning|start|end|close|first_part|latter_half|latter_part|turn|height|rest|remainder|bulk)_of_"
        r")(?:the_)?)"
    ),
    "clock": (
        r"(?P<hour>[01]?[0-9]|2[0-3])"
        r"(?:(?::(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9]))?(?![0-9:])|[.](?P<dotted>[0-5][0-9])(?=\s?[ap]\.?m))"
        r"(?:\s?(?P<half>[ap])\.?m\b\.?)?|\s?(?P<short>[ap])\.?m\b\.?)"
    ),
    "clock24": r"(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9])(?:\.[0-9]+)?)?(?![0-9:])",
    "zone": (
        r"(?:\s?\(?(?P<zone>(?-i:UTC|GMT|Z)(?:\s?[+−-]\s?[0-9]{1,2}(?::?[0-9]{2})?)?"
        r"|(?-i:[ECMP][SD]?T|BST|CET|CEST|EET|EEST|MSK|IST|JST|HKT|AEST|AEDT)\b|[+−-][0-9]{2}:?[0-9]{2}\b)"
        r"(?:\s(?-i:[A-Z]{3,4}))?\)?|\s(?:local|eastern|central|pacific|mountain|moscow)(?:_(?:standard|daylight))?_time)?"
    ),
}


def expand(pattern: str) -> str:
    """Write out the pieces: ``{month}`` is a piece of ``PIECES``, ``_`` white space."""
    for name, piece in PIECES.items():
        pattern = pattern.replace("{" + name + "}", piece)
    return pattern.replace("_", _SPACE)


def rule(
    pattern: str, *examples: str, on: str, type: TimeType | None = "DATE", base: Base = "given", vague: str = "XXXX-XX-XX"
) -> Callable[[Reader], Reader]:  # fmt: skip
    """Enter a rule under its function's name; letter case counts only where a piece says so.

    ``on`` names the kinds of trigger words, one of which must be near for the pattern to be looked for at all.
    """

    def enter(read: Reader) -> Reader:
        RULES.append(Rule(read.__name__, pattern, read, type, base, frozenset(on.split()), vague, examples))
        return read

    return enter
