"""Fiscal years and their quarters; a company's year is given by its number, since stories do not say when it begins."""

from __future__ import annotations

from reportedly.annotate.times.calendar import part_of_year, year_of
from reportedly.annotate.times.numbers import ordinal_of
from reportedly.annotate.times.rule import Setting, Words, rule


@rule(
    r"(?:{rough})?(?:the_)?(?:fiscal|financial)(?:[-_]years?)?(?:_ended|_ending)?_{year}{possessive}",
    "in fiscal 1990 -> 1990",
    "the fiscal year 2018 -> 2018",
    on="fiscal",
)
def fiscal_year(words: Words, setting: Setting) -> str:
    return words["year"]


@rule(
    r"(?:{rough})?(?:(?P<which>this|last|next|the_(?:current|previous|next|past|coming))_)(?:fiscal|financial)_year{possessive}",
    "the current fiscal year -> 2019",
    "last fiscal year -> 2018",
    on="fiscal",
    base="story",
    vague="XXXX",
)
def relative_fiscal_year(words: Words, setting: Setting) -> str:
    which = words["which"].lower().split()[-1]
    return year_of(setting.today.year + {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}.get(which, 0))


@rule(
    r"(?:the_)?(?:fiscal|financial)_year(?=_(?:ended|ending|that_ended|to|beginning|starting)\b)",
    "for the fiscal year that ended -> P1Y",
    on="fiscal",
    type="DURATION",
)
def fiscal_year_ended(words: Words, setting: Setting) -> str:
    return "P1Y"


@rule(
    r"(?:{rough})?(?:the_|its_|their_|our_)?(?:fiscal_{quarterth}|(?P<ordinal>first|second|third|fourth)_fiscal)[-_]quarter(?:_of_(?:fiscal_)?{year})?{possessive}",
    "the fiscal third quarter -> 2019-Q3",
    "its second fiscal quarter of 2018 -> 2018-Q2",
    on="fiscal",
    base="story",
    vague="XXXX-QX",
)
def fiscal_quarter(words: Words, setting: Setting) -> str:
    name = words["ordinal"].lower()
    part = 4 if name in ("final", "last") else ordinal_of(name)
    year = int(words["year"]) if "year" in words else part_of_year(setting.today, part, 4, setting.direction)
    return f"{year_of(year)}-Q{part}"
