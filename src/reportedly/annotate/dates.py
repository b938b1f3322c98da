"""Date expressions: where the text names a day, week, month, season or year, and which one it is.

``find_dates`` looks once through a story and yields unresolved expressions; ``DateExpression.value`` resolves one against the
day it is counted from. The two are apart because one story has several such days: "yesterday" in the reporter's own voice
counts from the story's date, "yesterday" within a statement from the day the statement was made.

Each rule is a pattern, its examples and a function from the matched words to a value in the manner of TIMEX3: ``2019-10-03``,
``2019-10``, ``2019``, ``2019-W40``, ``2019-W40-WE`` (a weekend), ``2019-FA`` (autumn). ``RULES`` is the whole algorithm.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from reportedly.records import Span

Words = Mapping[str, str]
"""The named parts of an expression that are there: ``{"day": "3", "month": "October"}``."""
Read = Callable[[Words, date], str]
Base = Literal["story", "reference"]
"""What an expression is counted from: the day of telling ("yesterday"), or a day told of before ("two days later")."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named way to say a date; each example is ``text -> value`` as counted from Wednesday, 16 October 2019."""

    name: str
    pattern: re.Pattern[str]
    read: Read
    base: Base
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateExpression:
    """Words that name a date, and the rule that found them."""

    span: Span
    rule: Rule
    words: Words

    def value(self, story: date | None, reference: date | None = None) -> str | None:
        """The date meant, or None where it hangs on a day that is not known or lies outside the calendar.

        ``story`` is the day of telling; ``reference`` a day told of before, in its absence the day of telling stands in.
        """
        base = (reference or story) if self.rule.base == "reference" else story
        if base is None:
            if "year" not in self.words:
                return None
            base = date.min  # not looked at: the words name their year
        try:
            return self.rule.read(self.words, base)
        except (ValueError, OverflowError):  # "February 30", "9,000 years ago"
            return None


RULES: list[Rule] = []

WEEKDAYS = {name: number for number, name in enumerate(calendar.day_name)}
MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
SHORT_MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name} | {"Sept": 9}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_COUNTED = "one two three four five six seven eight nine ten eleven twelve"
NUMBERS = {word: number for number, word in enumerate(_COUNTED.split(), 1)} | {"a": 1}
_ORDERED = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth
    twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first
"""
ORDINALS = {word: number for number, word in enumerate(_ORDERED.split(), 1)}


def _any_of(words: Mapping[str, object]) -> str:
    """Longest first, so that "twenty-first" is not read as "twenty"."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _names(words: Mapping[str, object]) -> str:
    """Proper names of the calendar as printed: "March" and "MARCH", but not "march"."""
    return "|".join(f"{name}|{name.upper()}" for name in sorted(words, key=len, reverse=True))


_SPACE = r"\s{1,3}"
_PIECES = {
    "weekday": rf"(?P<weekday>{_names(WEEKDAYS)})",
    "part": r"(?:(?i:_early|_late|_mid)?_?(?i:morning|afternoon|evening|night|midday|noon))",
    "month": rf"(?P<month>(?:{_names(MONTHS)})|(?:{_names(SHORT_MONTHS)})\b\.?)",
    "day": rf"(?P<day>(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?|(?i:{_any_of(ORDINALS)}))(?![0-9]|[.,][0-9]|[-'’]?[a-z])",
    "year": r"(?P<year>1[6-9][0-9]{2}|20[0-9]{2})(?![0-9]|[.,][0-9])",
    "season": rf"(?P<season>(?i:{_any_of(SEASONS)}))",
    "number": rf"(?P<number>[0-9]{{1,3}}|(?i:{_any_of(NUMBERS)}))",
    "unit": r"(?P<unit>(?i:day|week|month|year))s?",
    "rough": r"(?i:(?:the_)?(?:early|earlier|late|later|mid|beginning_of|end_of|middle_of)(?:_in|_of)?[-_]?)",
}


def rule(pattern: str, *examples: str, base: Base = "story") -> Callable[[Read], Read]:
    """Enter a rule under its function's name. In patterns ``{month}`` is a piece of ``_PIECES``, ``_`` white space."""
    for name, piece in _PIECES.items():
        pattern = pattern.replace("{" + name + "}", piece)
    compiled = re.compile(r"\b(?:" + pattern.replace("_", _SPACE) + r")(?!\w)")

    def enter(read: Read) -> Read:
        RULES.append(Rule(read.__name__, compiled, read, base, examples))
        return read

    return enter


# -- the calendar: a rule says which day it means, these say how it is written


def week_of(day: date) -> str:
    """2019-10-16 -> 2019-W42"""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def month_of(day: date, months_on: int = 0) -> str:
    """2019-10-16 -> 2019-10; with ``months_on=-11`` 2018-11"""
    year, month = divmod(day.year * 12 + day.month - 1 + months_on, 12)
    return f"{_calendar_year(year)}-{month + 1:02}"


def _calendar_year(year: int) -> str:
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(year)
    return f"{year:04}"


def _month_number(words: Words) -> int:
    name = words["month"].rstrip(".").capitalize()
    return MONTHS.get(name) or SHORT_MONTHS[name]


def _number(words: Words) -> int:
    return NUMBERS.get(words["number"].lower()) or int(words["number"])


def _day_number(words: Words) -> int:
    return ORDINALS.get(words["day"].lower()) or int(words["day"].rstrip("stndrh"))


def _last_month_named(month: int, base: date) -> date:
    """The latest first of that month on or before the base: a month without its year is told of the past."""
    return date(base.year - (month > base.month), month, 1)


def _nearest(month: int, day: int, base: date) -> date:
    """A day without its year is the nearest of that name: "on May 1" in late April is ahead, "on April 7" is past."""
    possible = [
        date(year, month, day)
        for year in (base.year - 1, base.year, base.year + 1)
        if date.min.year <= year <= date.max.year and day <= calendar.monthrange(year, month)[1]
    ]
    return min(possible, key=lambda found: abs(found - base))


def _shifted(base: date, count: int, unit: str) -> str:
    """The date ``count`` units on, as exact as the unit: days give a day, weeks a week. A year on or back keeps its month."""
    if unit == "day":
        return str(base + timedelta(days=count))
    if unit == "week":
        return week_of(base + timedelta(weeks=count))
    if unit == "month" or abs(count) == 1:
        return month_of(base, count if unit == "month" else 12 * count)
    return _calendar_year(base.year + count)


def _season(name: str, base: date, years_back: int = 0) -> str:
    """The latest such season that has begun by the base; winter counts as that of the year it begins in."""
    season = SEASONS[name.lower()]
    return f"{_calendar_year(base.year - (SEASON_STARTS[season] > base.month) - years_back)}-{season}"


# -- the rules, the most telling first: of two that match at the same place and length the earlier counts


@rule(r"(?P<year>[0-9]{4})-(?P<number>[01][0-9])-(?P<day>[0-3][0-9])(?![0-9-])", "2019-10-03 -> 2019-10-03")
def iso_day(words: Words, base: date) -> str:
    return str(date(int(words["year"]), int(words["number"]), int(words["day"])))


@rule(r"(?P<day>[0-3]?[0-9])\.(?P<number>[01]?[0-9])\.{year}", "03.10.2019 -> 2019-10-03", "7.6.2018 -> 2018-06-07")
def numbered_day(words: Words, base: date) -> str:
    """With full stops the day comes first everywhere; with slashes nobody knows."""
    return str(date(int(words["year"]), int(words["number"]), int(words["day"])))


@rule(
    r"(?:{weekday},?_)?{day}(?:_of)?(?:_|-){month}(?:,?(?:_|-){year})?",
    "3 October 2019 -> 2019-10-03",
    "Tuesday 18 November 2008 -> 2008-11-18",
    "the twenty-ninth of September -> 2019-09-29",
    "3 Oct. -> 2019-10-03",
)
def day_month(words: Words, base: date) -> str:
    if "year" in words:
        return str(date(int(words["year"]), _month_number(words), _day_number(words)))
    return str(_nearest(_month_number(words), _day_number(words), base))


@rule(
    r"(?:{weekday},?_)?{month}_(?:the_)?{day}(?:,?_{year})?",
    "Oct 3 -> 2019-10-03",
    "October 3rd, 2018 -> 2018-10-03",
    "a note of Nov. 19, 2012 -> 2012-11-19",
    "Monday, Sept. 30 -> 2019-09-30",
    "January 2 -> 2020-01-02",
)
def month_day(words: Words, base: date) -> str:
    return day_month(words, base)


@rule(r"{rough}?{month},?(?:_of)?_{year}", "in October 2018 -> 2018-10", "early Feb. 2017 -> 2017-02")
def month_year(words: Words, base: date) -> str:
    return f"{words['year']}-{_month_number(words):02}"


@rule(
    r"(?i:in|since|during|of|by|until|from|through|before|this|past|the|throughout|for|back_(?:in|as))_{rough}?(?:{month})(?!\.?_?[0-9])",
    "in September -> 2019-09",
    "back in December -> 2018-12",
    "as far back as August -> 2019-08",
    "the March talks -> 2019-03",
)
def month(words: Words, base: date) -> str:
    return month_of(_last_month_named(_month_number(words), base))


@rule(r"(?i:last)_{month}", "last November's vote -> 2018-11", "last October -> 2018-10")
def last_month_named(words: Words, base: date) -> str:
    return month_of(_last_month_named(_month_number(words), base.replace(day=1) - timedelta(days=1)))


@rule(
    r"(?i:(?:in|of|during|since|by)_)?(?i:the_)?{rough}?{season}(?:_of|,)?_{year}",
    "in the fall of 2021 -> 2021-FA",
    "winter 2016 -> 2016-WI",
)
def season_year(words: Words, base: date) -> str:
    return f"{words['year']}-{SEASONS[words['season'].lower()]}"


@rule(
    r"(?i:(?:in|during|since|over|throughout)_(?:the_)?|this_(?:past_)?){rough}?{season}",
    "since the summer -> 2019-SU",
    "this spring -> 2019-SP",
)
def season(words: Words, base: date) -> str:
    return _season(words["season"], base)


@rule(r"(?i:last)_{season}", "last autumn -> 2018-FA", "last spring -> 2019-SP")
def last_season(words: Words, base: date) -> str:
    return _season(words["season"], base, years_back=_season(words["season"], base) == _season_now(base))


@rule(
    r"(?i:in|since|by|until|from|during|of|for|early|late|mid|year|back_in|the|its|his|her|their|a)[_-]{rough}?{year}"
    r"(?!_(?i:men|women|people|troops|soldiers|tons|tonnes|km|kilomet(?:er|re)s|miles|dollars|euros))",
    "in 2018 -> 2018",
    "the 1992 murder -> 1992",
)
def year(words: Words, base: date) -> str:
    return words["year"]


@rule(r"(?<=\(){year}(?=\))", "(1993) -> 1993")
def year_in_brackets(words: Words, base: date) -> str:
    return words["year"]


@rule(
    r"(?:(?i:late|early|earlier|later)_(?:(?i:on)_)?)?{weekday}(?:['’]s)?{part}?",
    "on Tuesday -> 2019-10-15",
    "Wednesday -> 2019-10-16",
    "late Thursday night -> 2019-10-10",
)
def weekday(words: Words, base: date) -> str:
    """The one before the base, or on it."""
    return str(base - timedelta(days=(base.weekday() - WEEKDAYS[words["weekday"].capitalize()]) % 7))


@rule(r"(?i:last)_{weekday}{part}?", "last Wednesday -> 2019-10-09", "last Friday -> 2019-10-11")
def last_weekday(words: Words, base: date) -> str:
    return weekday(words, base - timedelta(days=1))


@rule(r"(?i:next)_{weekday}{part}?", "next Wednesday -> 2019-10-23")
def next_weekday(words: Words, base: date) -> str:
    return weekday(words, base + timedelta(days=7))


@rule(
    r"(?i:(?:earlier|later|late|early)_)?(?i:today|tonight|this_(?:morning|afternoon|evening)|earlier_in_the_day)",
    "today -> 2019-10-16",
)
def today(words: Words, base: date) -> str:
    return str(base)


@rule(
    r"(?i:(?:late|early)_)?(?i:yesterday|last_(?:night|evening)){part}?",
    "last night -> 2019-10-15",
    "yesterday morning -> 2019-10-15",
)
def yesterday(words: Words, base: date) -> str:
    return str(base - timedelta(days=1))


@rule(r"(?i:tomorrow){part}?", "tomorrow -> 2019-10-17")
def tomorrow(words: Words, base: date) -> str:
    return str(base + timedelta(days=1))


@rule(
    r"(?i:(?:over|at|on|during|this|last|past)_(?:the_)?(?:(?:last|past)_)?weekend)",
    "over the weekend -> 2019-W41-WE",
    "last weekend -> 2019-W41-WE",
)
def weekend(words: Words, base: date) -> str:
    """The one whose Saturday is the last on or before the base."""
    return week_of(base - timedelta(days=(base.weekday() - 5) % 7)) + "-WE"


@rule(
    r"{rough}?(?i:last|past)_{unit}(?:['’]s)?", "last week -> 2019-W41", "early last month -> 2019-09", "late last year -> 2018"
)
def last_unit(words: Words, base: date) -> str:
    return _unit(words, base, -1)


@rule(r"{rough}?(?i:this)_{unit}(?:['’]s)?", "earlier this month -> 2019-10", "this year -> 2019", "this week -> 2019-W42")
def this_unit(words: Words, base: date) -> str:
    return _unit(words, base, 0)


@rule(r"(?i:next)_{unit}", "next month -> 2019-11")
def next_unit(words: Words, base: date) -> str:
    return _unit(words, base, 1)


@rule(
    r"{number}_{unit}_(?i:ago)",
    "two days ago -> 2019-10-14",
    "a year ago -> 2018-10",
    "six years ago -> 2013",
    "3 weeks ago -> 2019-W39",
)
def ago(words: Words, base: date) -> str:
    return _shifted(base, -_number(words), words["unit"].lower())


@rule(
    r"(?i:the_(?:day|night|evening)_before(?!_(?:yesterday|the|a)\b)|the_(?:previous|preceding)_(?:day|night|evening))",
    "the day before -> 2019-09-29",
    base="reference",
)
def day_before(words: Words, base: date) -> str:
    return str(base - timedelta(days=1))


@rule(r"(?i:(?:on_)?the_eve_of)", "on the eve of the vote -> 2019-09-29", base="reference")
def eve(words: Words, base: date) -> str:
    return str(base - timedelta(days=1))


@rule(
    r"(?i:the_(?:next|following)_(?:day|morning|evening|night)|the_day_after(?!_(?:tomorrow|the|a)\b))",
    "the next morning -> 2019-10-01",
    base="reference",
)
def day_after(words: Words, base: date) -> str:
    return str(base + timedelta(days=1))


@rule(r"(?i:the_same|that)_(?i:day|morning|afternoon|evening|night)", "that evening -> 2019-09-30", base="reference")
def same_day(words: Words, base: date) -> str:
    return str(base)


@rule(
    r"{number}_{unit}_(?i:earlier|before|previously)",
    "two days earlier -> 2019-09-28",
    "a month before -> 2019-08",
    base="reference",
)
def earlier(words: Words, base: date) -> str:
    return _shifted(base, -_number(words), words["unit"].lower())


@rule(r"{number}_{unit}_(?i:later|after|on)", "three days later -> 2019-10-03", base="reference")
def later(words: Words, base: date) -> str:
    return _shifted(base, _number(words), words["unit"].lower())


@rule(r"(?i:on_the)_(?P<day>[0-9]{1,2}(?:st|nd|rd|th))", "on the 10th -> 2019-10-10", "on the 22nd -> 2019-09-22")
def day_of_month(words: Words, base: date) -> str:
    """The last such day on or before the base."""
    day = _day_number(words)
    start = base if day <= base.day else base.replace(day=1) - timedelta(days=1)
    return str(start.replace(day=day))


def _season_now(base: date) -> str:
    """The season the base lies in: 2019-10-16 -> 2019-FA"""
    started = max((start for start in SEASON_STARTS.values() if start <= base.month), default=12)
    season = next(name for name, start in SEASON_STARTS.items() if start == started)
    return f"{_calendar_year(base.year - (base.month < 3))}-{season}"


def _unit(words: Words, base: date, count: int) -> str:
    """ "last week", "this month", "next year": the calendar's own, not one of seven or thirty days."""
    unit = words["unit"].lower()
    return _calendar_year(base.year + count) if unit == "year" else _shifted(base, count, unit)


def find_dates(text: str) -> tuple[DateExpression, ...]:
    """Every date expression of the text, in text order; of overlapping ones the one that starts first and reaches furthest."""
    found = sorted(_matches(text), key=lambda expression: (expression.span.start, -expression.span.end))
    kept: list[DateExpression] = []
    for expression in found:
        if not kept or expression.span.start >= kept[-1].span.end:
            kept.append(expression)
    return tuple(kept)


def _matches(text: str) -> Iterator[DateExpression]:
    for each in RULES:
        for match in each.pattern.finditer(text):
            words = {name: value for name, value in match.groupdict().items() if value}
            yield DateExpression(Span(*match.span()), each, words)
