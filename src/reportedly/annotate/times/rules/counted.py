"""Times counted from another: "two weeks ago" from the day of telling, "a year earlier" from a time told of before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from reportedly.annotate.times.calendar import month_of, moved, quarter_of, year_of
from reportedly.annotate.times.intervals import first_day
from reportedly.annotate.times.numbers import count_of
from reportedly.annotate.times.rule import Setting, Words, grain_of, rule
from reportedly.annotate.times.rules.periods import unit_of

_UNIT_COUNT = r"{about}(?:(?P<one>an?)|{count})[-_](?:(?:full|whole|short|long|calendar|business|trading)_)?{unit}"


def _amount(words: Words) -> str:
    return "1" if "one" in words else count_of(words["count"])


def _counted(words: Words, setting: Setting, sign: int) -> str | None:
    """``None`` is no answer: "several years" on either side of today are no date that can be written."""
    amount, unit = _amount(words), unit_of(words)
    if amount == "X":
        return "PAST_REF" if sign < 0 else "FUTURE_REF"
    if unit in ("second", "minute", "hour"):
        return str(setting.today)
    if unit == "decade":
        return year_of(setting.today.year + sign * round(10 * float(amount)))
    if unit == "century":
        return year_of(setting.today.year + sign * round(100 * float(amount)))[:2]
    if "." in amount:
        months = {"year": 12, "month": 1}.get(unit)
        return month_of(setting.today, sign * round(float(amount) * months)) if months else None
    return moved(setting.today, sign * int(amount), unit)


@rule(
    rf"{_UNIT_COUNT}_(?:or_(?:so|more)_)?(?:ago|back(?=[.,;]))(?:_today)?",
    "two days ago -> 2019-10-14",
    "a year ago -> 2018",
    "six years ago -> 2013",
    "3 weeks ago -> 2019-W39",
    "several years ago -> PAST_REF",
    "two and a half years ago -> 2017-04",
    on="unit",
    base="story",
    vague="PAST_REF",
)
def ago(words: Words, setting: Setting) -> str | None:
    if setting.told and unit_of(words) == "year" and _amount(words) == "1" and grain_of(setting.told[0]) == "quarter":
        return _year_on(setting.told[0], -1)
    return _counted(words, setting, -1)


def _year_on(value: str, years: int) -> str:
    """2019-Q3, -1 -> 2018-Q3"""
    return f"{year_of(int(value[:4]) + years)}{value[4:]}"


@rule(
    r"(?:(?:many|long)_)?(?P<unit>day|week|month|year|decade|centur(?=ies))(?:ie)?s_ago",
    "years ago -> PAST_REF",
    on="unit",
    base="vague",
)
def long_ago(words: Words, setting: Setting) -> str:
    return "PAST_REF"


@rule(
    r"half_an?_(?P<unit>century|decade|year)_ago",
    "half a century ago -> 1969",
    on="unit",
    base="story",
    vague="PAST_REF",
)
def half_ago(words: Words, setting: Setting) -> str:
    if words["unit"].lower() == "year":
        return month_of(setting.today, -6)
    return year_of(setting.today.year - (50 if words["unit"].lower() == "century" else 5))


@rule(
    rf"(?:in_)?{_UNIT_COUNT}(?:['’]s?)?_(?:from_(?:now|today)|hence|down_the_road|(?:time)(?=[.,;]))",
    "two weeks from now -> 2019-W44",
    "in six months' time. -> 2020-04",
    on="unit",
    base="story",
    vague="FUTURE_REF",
)
def hence(words: Words, setting: Setting) -> str | None:
    return _counted(words, setting, 1)


def _shifted(words: Words, setting: Setting, sign: int) -> str | None:
    """Counted from a time told of before; a quarter or month a year earlier stays a quarter or month."""
    amount, unit = _amount(words), unit_of(words)
    if amount == "X":
        return "PAST_REF" if sign < 0 else "FUTURE_REF"
    reference = setting.reference({"decade": "year", "century": "year", "year": "year", "month": "month"}.get(unit, "day"))
    if unit == "year" and amount.isdigit() and grain_of(reference) in ("quarter", "season"):
        return _year_on(reference, sign * int(amount))
    if unit in ("second", "minute", "hour"):
        return reference[:10]
    start = first_day(reference)
    return _counted(words, Setting(start, setting.told, setting.direction), sign) if start else None


@rule(
    rf"{_UNIT_COUNT}_(?:earlier|previously|before(?=\s?[.,;)]|$))",
    "two days earlier -> 2019-09-28",
    "a month before. -> 2019-08",
    "a year earlier -> 2018",
    on="unit",
    base="reference",
    vague="PAST_REF",
)
def earlier(words: Words, setting: Setting) -> str | None:
    return _shifted(words, setting, -1)


@rule(
    rf"{_UNIT_COUNT}_(?:later|on(?=\s?[,;])|after(?=\s?[.,;)]|$)|afterwards?|thereafter)",
    "three days later -> 2019-10-03",
    "a year later -> 2020",
    on="unit",
    base="reference",
    vague="FUTURE_REF",
)
def later(words: Words, setting: Setting) -> str | None:
    """What lies later than a past time is past, too: "ten years ago this week ...; a decade later" is later than the first."""
    values = [_shifted(words, replace(setting, told=setting.told[skipped:]), 1) for skipped in range(len(setting.told) or 1)]
    if setting.direction == "near" or (setting.told and _is_ahead(setting.told[0], setting)):
        return values[0]
    return next((value for value in values if not _is_ahead(value, setting)), values[0])


def _is_ahead(value: str | None, setting: Setting) -> bool:
    first = first_day(value) if value else None
    return bool(first and setting.day and first > setting.day)


@rule(
    r"(?:(?:only|just)_)?(?P<unit>minute|hour|day|week|month|year|decade)s_(?P<side>later|earlier|afterwards)",
    "Weeks later -> FUTURE_REF",
    "months earlier -> PAST_REF",
    on="unit",
    base="vague",
)
def uncounted_shift(words: Words, setting: Setting) -> str:
    return "PAST_REF" if words["side"].lower() == "earlier" else "FUTURE_REF"


@rule(
    r"the_(?:day|night|evening)_before(?!_(?:yesterday|the|a|an|he|she|it|they|we|his|her|its|their)\b)",
    "the day before -> 2019-09-29",
    on="unit part",
    base="reference",
)
def day_before(words: Words, setting: Setting) -> str:
    return moved(setting.point("day"), -1, "day")


@rule(
    r"the_day_after(?!_(?:tomorrow|the|a|an|he|she|it|they|we|his|her|its|their)\b)",
    "the day after -> 2019-10-01",
    on="unit",
    base="reference",
)
def day_after(words: Words, setting: Setting) -> str:
    return moved(setting.point("day"), 1, "day")


@rule(
    r"(?P<which>the_(?:day|week|month|year)_(?:before|after)|a_(?:day|week|month|year)_(?:before|after))(?=\s?[.,;)]|$)",
    "the week before. -> 2019-W39",
    "the year after. -> 2020",
    on="unit",
    base="reference",
)
def unit_beside(words: Words, setting: Setting) -> str:
    _, unit, side = re.split(r"\s+", words["which"].lower())
    return moved(setting.point(unit), -1 if side == "before" else 1, unit)


@rule(
    r"(?:the_)?(?:comparable_|same_|corresponding_)?(?:year[-_](?:ago|earlier)|(?:prior|previous)[-_]year(?=_(?:period|quarter)))(?:_(?P<unit>quarter|period|month|week|figure|level|result|profit|loss|time)(?:['’]?s)?)?",
    "the year-earlier period -> 2018",
    "from the year-ago quarter -> 2018-Q4",
    on="unit",
    base="reference",
    vague="PAST_REF",
)
def year_earlier_period(words: Words, setting: Setting) -> str:
    """The same quarter or month one year before; the year where neither is told of."""
    reference = next((value for value in setting.told if grain_of(value) in ("month", "quarter", "season", "year")), None)
    if words.get("unit", "").lower() == "quarter" and grain_of(reference or "") != "quarter":
        return _year_on(quarter_of(setting.today), -1)
    return _year_on(reference or setting.reference("year")[:4], -1)


@rule(
    r"(?:the_)?(?:same|comparable|corresponding|like|similar)_(?P<unit>quarter|period|month|week|time|day|point)_(?:of_)?(?:(?:the_)?(?:last|previous|prior)_year|a_year_(?:ago|earlier|before))",
    "the same period last year -> 2018",
    on="unit vague",
    base="reference",
    vague="PAST_REF",
)
def same_period_last_year(words: Words, setting: Setting) -> str:
    return year_earlier_period(words, setting)


@rule(
    r"(?:(?:in|of|from|for)_)?a_year_(?:ago|earlier)_(?P<unit>quarter|period)",
    "in a year ago quarter -> 2018-Q4",
    on="unit",
    base="reference",
    vague="PAST_REF",
)
def a_year_earlier_period(words: Words, setting: Setting) -> str:
    return year_earlier_period(words, setting)


@rule(
    r"the_eve_of(?=_(?:the|a|his|her|its|their)_)",
    "on the eve of the vote -> 2019-09-29",
    on="part",
    base="reference",
)
def eve(words: Words, setting: Setting) -> str:
    return str(setting.point("day") - timedelta(days=1))
