"""Years, decades and centuries."""

from __future__ import annotations

import re

from reportedly.annotate.times.calendar import year_of
from reportedly.annotate.times.numbers import any_of, ordinal_of
from reportedly.annotate.times.rule import Setting, Words, rule

_DECADES = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8, "nineties": 9,
}  # fmt: skip
_LEADS_IN = (
    r"in|since|by|until|till|from|to|during|of|for|before|after|between|and|through|around|circa|about|early|late|mid|year|back_in"
    r"|the|its|his|her|their|a|an|our|this|that"
)
_COUNTED = (
    r"men|women|people|troops|soldiers|tons|tonnes|km|kilomet(?:er|re)s|miles|dollars|euros|feet|met(?:er|re)s|years|days|hours"
    r"|police|more|prisoners|passengers|workers|pages|jobs|words|votes|points|shares|calories|degrees|acres|hectares|percent|per_cent|million|billion|horsepower|volts|pounds"
)


@rule(
    rf"(?:(?:{_LEADS_IN})(?:-|_)|(?<=\())(?P<span>(?:{{rough}})?(?:the_year_)?{{year}}{{possessive}})(?!(?:-|_)(?:{_COUNTED})(?!\w))",
    "in 2018 -> 2018",
    "the 1992 murder -> 1992",
    "since early 1987 -> 1987",
    "in about 1620 -> 1620",
    on="year",
)
def year(words: Words, setting: Setting) -> str:
    return words["year"]


@rule(
    r"(?P<year>1[6-9][0-9]{2}|20[0-9]{2})(?![0-9]|[.,][0-9]){possessive}"
    rf"(?!(?:-|_)(?:{_COUNTED}|(?!(?:is|was|has|as|its|this|his|does|us)\b)(?-i:[a-z]+s)|(?-i:[a-z]+_[a-z]+s))(?!\w))",
    "The Games, Athens 2004 -> 2004",
    on="year",
)
def bare_year(words: Words, setting: Setting) -> str:
    """Four figures that nothing leads up to, and that count nothing: no "2000 soldiers", no "1500 more people"."""
    return words["year"]


@rule(
    r"(?:(?:in|since|of|by|until|from|class_of|late|early|and|to)_)(?P<span>['’‘](?P<short>[0-9]{2}))(?![0-9]|s\b)",
    "back in '89 -> 1989",
    on="year",
)
def short_year(words: Words, setting: Setting) -> str:
    return _full_year(int(words["short"]), setting)


def _full_year(short: int, setting: Setting) -> str:
    """Two figures: of this century where that is no more than ten years ahead, else of the last."""
    now = setting.day.year if setting.day else 2000
    return year_of(2000 + short if 2000 + short <= now + 10 and now >= 2000 else 1900 + short)


@rule(
    r"(?:{rough})?(?:the_)?(?P<decade>1[0-9]{2}0|20[0-9]0)['’]?s",
    "in the 1970s -> 197",
    "the early 1980s -> 198",
    "mid-1990s -> 199",
    on="year",
)
def decade(words: Words, setting: Setting) -> str:
    """The 1900s are read as the first ten years, since news stories write "20th century" for the hundred."""
    return words["decade"][:3]


@rule(
    rf"(?:{{rough}})?(?:the_)?(?:['’‘]?(?P<short>[2-9]0)['’]?s|(?P<spelt>{any_of(_DECADES)}))(?!_(?:degrees|and_(?:her|his)))",
    "the '60s -> 196",
    "the late seventies -> 197",
    on="decade",
)
def short_decade(words: Words, setting: Setting) -> str | None:
    tens = _DECADES[words["spelt"].lower()] if "spelt" in words else int(words["short"][0])
    return f"19{tens}"


@rule(
    r"(?:{rough})?(?:the_)?{ordinal}(?:_|-)(?P<unit>century)(?P<era>_(?:BC|BCE|B\.C\.))?{possessive}",
    "the 19th century -> 18",
    "early twentieth-century art -> 19",
    "the 5th century BC -> BC04",
    on="unit",
)
def century(words: Words, setting: Setting) -> str:
    number = ordinal_of(words["ordinal"]) - 1
    return f"BC{number:02}" if "era" in words else f"{number:02}"


@rule(
    r"(?P<number>[0-9]{1,4})_?(?P<era>B\.?C\.?(?:E\.?)?)|A\.?D\.?_?(?P<after>[0-9]{1,4})",
    "in 44 BC -> BC0044",
    "A.D. 70 -> 0070",
    on="era",
)
def year_of_era(words: Words, setting: Setting) -> str | None:
    if "era" in words:
        return f"BC{int(words['number']):04}" if re.match(r"B\.?C", words["era"]) else None
    return f"{int(words['after']):04}"
