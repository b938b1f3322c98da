"""Weeks, weekends, months, quarters, seasons and whatever else is last, this or next."""

from __future__ import annotations

from datetime import timedelta

from reportedly.annotate.times.calendar import (
    SEASONS,
    month_near,
    month_number,
    month_of,
    moved,
    part_of_year,
    quarter_of,
    season_near,
    week_of,
    year_of,
)
from reportedly.annotate.times.numbers import ordinal_of
from reportedly.annotate.times.rule import Setting, Words, grain_of, rule


def unit_of(words: Words) -> str:
    """ "Centuries" -> "century" """
    unit = words["unit"].lower()
    return "century" if unit == "centur" else unit


@rule(
    r"(?:{rough})?{month}(?:\s?,)?(?:_of)?(?:_|-){year}{possessive}",
    "in October 2018 -> 2018-10",
    "early Feb. 2017 -> 2017-02",
    on="month",
)
def month_year(words: Words, setting: Setting) -> str:
    return f"{words['year']}-{month_number(words['month']):02}"


@rule(
    r"(?:{rough})?{month}(?=_?(?:to|through|until|till|and|or|-|–)_?(?:{rough})?(?-i:[A-Z][a-z]{2,8}\.?)_{year})",
    "from May to July 1988 -> 1988-05, 1988-07",
    on="month",
)
def month_of_same_year(words: Words, setting: Setting) -> str:
    """The year may stand at the end of a range only: "May to July 1988"."""
    return month_year(words, setting)


@rule(
    r"(?:{rough})?(?:this_(?:past_|coming_)?)?{month}(?!_[0-9]{1,2}(?!\d)|_(?:[A-Z]\.)){possessive}",
    "in September -> 2019-09",
    "back in December -> 2018-12",
    "will end in January -> 2020-01",
    "the March talks -> 2019-03",
    on="month",
    base="story",
)
def month(words: Words, setting: Setting) -> str:
    """This year's if it is that month now, else the last one; the next where the future is told."""
    number = month_number(words["month"])
    if setting.day is None:
        return f"XXXX-{number:02}"
    return month_of(month_near(setting.today, number, setting.direction))


@rule(
    r"(?:{rough})?last_{month}{possessive}|(?P<lastyear>{month}_(?:of_)?last_year)",
    "last November's vote -> 2018-11",
    "last October -> 2018-10",
    "June of last year -> 2018-06",
    on="month",
    base="story",
)
def last_month_named(words: Words, setting: Setting) -> str:
    number = month_number(words["month"])
    if setting.day is None:
        return f"XXXX-{number:02}"
    if "lastyear" in words:
        return f"{year_of(setting.today.year - 1)}-{number:02}"
    return month_of(month_near(setting.today.replace(day=1) - timedelta(days=1), number, "past"))


@rule(
    r"(?:{rough})?next_{month}{possessive}|(?P<nextyear>{month}_(?:of_)?next_year)",
    "next January -> 2020-01",
    "next November -> 2019-11",
    on="month",
    base="story",
)
def next_month_named(words: Words, setting: Setting) -> str:
    number = month_number(words["month"])
    if setting.day is None:
        return f"XXXX-{number:02}"
    if "nextyear" in words:
        return f"{year_of(setting.today.year + 1)}-{number:02}"
    return month_of(month_near((setting.today.replace(day=1) + timedelta(days=32)).replace(day=1), number, "future"))


@rule(
    r"(?:{rough})?(?:the_)?{season}(?:_of|\s?,)?_{year}{possessive}",
    "in the fall of 2021 -> 2021-FA",
    "winter 2016 -> 2016-WI",
    on="season",
)
def season_year(words: Words, setting: Setting) -> str:
    return f"{words['year']}-{SEASONS[words['season'].lower()]}"


@rule(
    r"(?:(?:in|over|since|by|until|during|throughout|through|for|of)_(?:the_)?|(?=this_|{rough}))"
    r"(?P<span>(?:{rough}|this_(?:past_|coming_)?)?{season}{possessive})(?!_(?:to|of|in|by|back|apart|short|behind|from|olympics|games)\b)",
    "since the summer -> 2019-SU",
    "this spring -> 2019-SP",
    on="season",
    base="story",
)
def season(words: Words, setting: Setting) -> str:
    code = SEASONS[words["season"].lower()]
    return f"XXXX-{code}" if setting.day is None else season_near(setting.today, code, setting.direction)


@rule(
    r"(?:{rough})?(?P<which>last|next)_{season}{possessive}",
    "last autumn -> 2018-FA",
    "last spring -> 2019-SP",
    "next summer -> 2020-SU",
    on="season",
    base="story",
)
def last_or_next_season(words: Words, setting: Setting) -> str:
    code = SEASONS[words["season"].lower()]
    if setting.day is None:
        return f"XXXX-{code}"
    now = moved(setting.today, 0, "season")
    past = words["which"].lower() == "last"
    value = season_near(setting.today, code, "past" if past else "future")
    if value != now:
        return value
    return f"{year_of(int(now[:4]) + (-1 if past else 1))}-{code}"


@rule(
    r"(?:{rough})?(?:the_|this_(?:past_|coming_)?|(?:the_)?(?:last|past)_)weekend{possessive}",
    "over the weekend -> 2019-W41-WE",
    "last weekend -> 2019-W41-WE",
    "will rest this weekend -> 2019-W42-WE",
    on="unit",
    base="story",
    vague="XXXX-WXX-WE",
)
def weekend(words: Words, setting: Setting) -> str:
    """The one whose Saturday is the last on or before the day of telling; the next where the future is told."""
    if setting.direction == "future":
        return week_of(setting.today) + "-WE"
    return week_of(setting.today - timedelta(days=(setting.today.weekday() - 5) % 7)) + "-WE"


@rule(
    r"(?:{rough})?(?:last|this_past)_{period}{possessive}(?!_of_)",
    "last week -> 2019-W41",
    "early last month -> 2019-09",
    "late last year -> 2018",
    "last quarter -> 2019-Q3",
    on="unit",
    base="story",
    vague="PAST_REF",
)
def last_unit(words: Words, setting: Setting) -> str:
    return moved(setting.today, -1, unit_of(words))


@rule(
    r"(?:{rough})?(?:this|(?:the_)?current)_{period}{possessive}(?!_of_)",
    "earlier this month -> 2019-10",
    "this year -> 2019",
    "this week -> 2019-W42",
    "the current quarter -> 2019-Q4",
    on="unit",
    base="story",
    vague="PRESENT_REF",
)
def this_unit(words: Words, setting: Setting) -> str:
    unit = unit_of(words)
    return str(setting.today) if unit == "day" else moved(setting.today, 0, unit)


@rule(
    r"(?:{rough})?(?:next|(?:the_)?(?:coming|upcoming))_{period}{possessive}",
    "next month -> 2019-11",
    "next week's vote -> 2019-W43",
    "the coming year -> 2020",
    on="unit",
    base="story",
    vague="FUTURE_REF",
)
def next_unit(words: Words, setting: Setting) -> str:
    return moved(setting.today, 1, unit_of(words))


@rule(
    r"(?:the_)?week_(?:of|beginning|ended|ending|starting)(?=_{month}_[0-9])",
    "in the week ended May 3.5 -> P1W",
    on="unit",
    type="DURATION",
)
def week_ended(words: Words, setting: Setting) -> str:
    return "P1W"


@rule(
    r"(?:{rough})?(?:the_)?(?:(?:year|{year}|(?P<when>last|this|next)_year)['’]s_|(?:fiscal_)?{year}(?:['’]s)?_)?{quarterth}[-_]quarter(?:_(?:of|in)(?:_(?:fiscal|financial))?(?:_(?P<when>last|this|next|the_(?:current|previous))_year|_(?:the_)?{year})|_{year})?{possessive}",
    "in the third quarter -> 2019-Q3",
    "fourth-quarter profit -> 2019-Q4",
    "the first quarter of 2018 -> 2018-Q1",
    "the second quarter of last year -> 2018-Q2",
    "the last quarter -> 2019-Q3",
    "last year's fourth quarter -> 2018-Q4",
    "fiscal 2018's first quarter -> 2018-Q1",
    on="unit",
    base="story",
    vague="XXXX-QX",
)
def quarter(words: Words, setting: Setting) -> str:
    return _part_of_year(words, setting, 4, "Q")


@rule(
    r"(?:{rough})?(?:the_)?(?P<ordinal>first|second|1st|2nd)[-_]half(?:_of(?:_(?:fiscal|financial))?(?:_(?P<when>last|this|next)_year|_the_year|_(?:the_)?{year})|_{year}|(?=_(?:profit|loss|result|earning|revenue|net|sale)))",
    "the first half of 2018 -> 2018-H1",
    "first-half profit -> 2019-H1",
    on="fiscal",
    base="story",
    vague="XXXX-HX",
)
def half(words: Words, setting: Setting) -> str:
    return _part_of_year(words, setting, 2, "H")


def _part_of_year(words: Words, setting: Setting, parts: int, letter: str) -> str:
    name = words["ordinal"].lower()
    if name == "last":
        return quarter_of(setting.today, -1)
    part = parts if name == "final" else ordinal_of(name)
    if "year" in words:
        return f"{words['year']}-{letter}{part}"
    if setting.day is None:
        return f"XXXX-{letter}{part}"
    when = words.get("when", "").lower()
    if when:
        step = {"last": -1, "the previous": -1, "next": 1}.get(when, 0)
        return f"{year_of(setting.today.year + step)}-{letter}{part}"
    return f"{year_of(part_of_year(setting.today, part, parts, setting.direction))}-{letter}{part}"


@rule(
    r"(?:in|for|during|of|over|throughout|since|within)_(?P<span>(?:{rough})?the_(?:full_|entire_|whole_)?(?P<unit>quarter|year|month|week|decade|century))(?!_(?:of|before|after|earlier|ago|when|that|in_which|to|ahead|old)\b|-)",
    "sales for the quarter -> 2019-Q4",
    "at the start of the year -> 2019",
    on="unit",
    base="story",
    vague="XXXX",
)
def the_unit(words: Words, setting: Setting) -> str:
    """The one told of just before, if it is of that kind, else the one now."""
    unit = unit_of(words)
    near = setting.told[:1] if unit != "quarter" else setting.told
    return next((value for value in near if grain_of(value) == unit), None) or moved(setting.today, 0, unit)


@rule(
    r"(?:the_|its_)?(?:latest|most_recent|just-ended)_(?P<unit>week|month|quarter|year)",
    "the latest month -> 2019-09",
    "the latest quarter -> 2019-Q3",
    on="unit",
    base="story",
    vague="PAST_REF",
)
def latest_unit(words: Words, setting: Setting) -> str:
    """The one told of, else the last that is over."""
    unit = unit_of(words)
    return next((value for value in setting.told if grain_of(value) == unit), None) or moved(setting.today, -1, unit)


@rule(
    r"(?:the_)?(?P<unit>year|month|quarter)(?:-|_)?end",
    "by year-end -> 2019",
    on="unit",
    base="story",
    vague="XXXX",
)
def unit_end(words: Words, setting: Setting) -> str:
    return the_unit(words, setting)


@rule(
    r"(?:{rough})?(?:that|the_same)_{period}{possessive}(?!_that\b)",
    "that year -> 2019",
    "the same day -> 2019-09-30",
    "later that month -> 2019-09",
    on="unit",
    base="reference",
    vague="XXXX-XX-XX",
)
def that_unit(words: Words, setting: Setting) -> str:
    unit = unit_of(words)
    return moved(setting.point(unit), 0, unit)


@rule(
    r"(?:{rough})?the_(?P<which>following|next|ensuing|subsequent|previous|preceding|prior)_(?:{period}|{season}){possessive}",
    "the next day -> 2019-10-01",
    "the following year -> 2020",
    "the previous month -> 2019-08",
    "the following spring -> 2020-SP",
    on="unit season",
    base="reference",
)
def neighbouring_unit(words: Words, setting: Setting) -> str:
    step = -1 if words["which"].lower() in ("previous", "preceding", "prior") else 1
    if "season" in words:
        code = SEASONS[words["season"].lower()]
        start = setting.point("year") + timedelta(days=step)
        return season_near(start, code, "future" if step > 0 else "past")
    unit = unit_of(words)
    return moved(setting.point(unit), step, unit)
