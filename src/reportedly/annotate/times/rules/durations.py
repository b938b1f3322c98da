"""How long: "three years", "several days", "the past decade", "a 27-year contract"."""

from __future__ import annotations

import re

from reportedly.annotate.times.numbers import count_of, figure
from reportedly.annotate.times.rule import Setting, Words, rule
from reportedly.annotate.times.rules.periods import unit_of

_LETTERS = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "weekend": "WE", "month": "M", "quarter": "Q",
    "year": "Y", "decade": "DE", "century": "CE",
}  # fmt: skip
CLOCK_UNITS = frozenset({"second", "minute", "hour"})
_KIND = (
    r"(?:full|whole|entire|consecutive|straight|solid|long|short|calendar|business|working|trading|fiscal|financial|more"
    r"|additional|extra|successive|good|further|other|or_(?:so|more))"
)
_UNIT = r"(?P<unit>minute|hour|day|week|fortnight|weekend|month|quarter|year|decade|century)"
_WORD_BEFORE = r"(?:for|in|over|within|after|of|spent|took|takes?|lasted|lasts?|spend|wait|waited|during|through|by|than|since)"


def length_of(amount: str, unit: str) -> str:
    """ "2.5", "hour" -> PT2.5H; half a year or hour is told in months or minutes: P6M, PT30M."""
    if amount == "0.5" and unit in ("year", "hour", "minute", "decade", "century"):
        return {"year": "P6M", "hour": "PT30M", "minute": "PT30S", "decade": "P5Y", "century": "P50Y"}[unit]
    if unit == "fortnight":
        return f"P{figure(2 * float(amount))}W" if amount != "X" else "PXW"
    return f"P{'T' if unit in CLOCK_UNITS else ''}{amount}{_LETTERS[unit]}"


@rule(
    r"(?:the_)?{about}(?:{number}(?:_to_|_or_|-|–|-to-))?{count}(?:_|-)(?:"
    + _KIND
    + r"_)?{unit}(?:['’](?:s(?=_))?)?(?:_(?P<half>and_a_half))?(?!_of_age\b)",
    "for two months -> P2M",
    "three hours -> PT3H",
    "several days -> PXD",
    "some three years -> P3Y",
    "more than 18 months -> P18M",
    "two and a half years -> P2.5Y",
    "a 2 1/2-hour meeting -> PT2.5H",
    "a two-week strike -> P2W",
    "a couple of decades -> P2DE",
    "ten days' march -> P10D",
    on="unit",
    type="DURATION",
)
def length(words: Words, setting: Setting) -> str:
    return length_of(count_of(words["count"]) if "half" not in words else _and_a_half(count_of(words["count"])), unit_of(words))


def _and_a_half(amount: str) -> str:
    return amount if amount == "X" else figure(float(amount) + 0.5)


@rule(
    r"{about}(?:a|an|one)(?:_|-)(?:"
    + _KIND
    + r"_)?"
    + _UNIT
    + r"(?:['’]s?)?(?:_(?P<half>and_a_half))?(?:_or_(?:so|two|more|longer))?",
    "for a week -> P1W",
    "more than an hour -> PT1H",
    "a year and a half -> P1.5Y",
    on="unit",
    type="DURATION",
)
def one_unit(words: Words, setting: Setting) -> str:
    return length_of("1.5" if "half" in words else "1", unit_of(words))


@rule(
    r"{about}(?:half[-_](?:an?|the)[-_]|a_half[-_]|half[-_])(?P<unit>minute|hour|year|decade|century|day|month)",
    "half an hour -> PT30M",
    "half a year -> P6M",
    on="unit",
    type="DURATION",
)
def half_a_unit(words: Words, setting: Setting) -> str:
    return length_of("0.5", unit_of(words))


@rule(
    r"(?:{about})(?:a_quarter_of_an_hour|(?P<three>three[-_]quarters_of_an_hour))",
    "a quarter of an hour -> PT15M",
    on="unit",
    type="DURATION",
)
def quarter_hour(words: Words, setting: Setting) -> str:
    return "PT45M" if "three" in words else "PT15M"


@rule(
    r"(?:(?:the|its|his|her|their|our|these|those)_)?(?P<which>last(?!_(?:about|around|some|nearly|more|less|only|just|at|up))|past|previous|preceding|next|coming|first|final|following|latest|recent|remaining)_(?:{about})"
    r"(?:{count}[-_](?:"
    + _KIND
    + r"_)?)(?P<unit>second|minute|hour|day|week|month|quarter|year|decade|centur(?=y|ies))(?:ies|y|s)?(?:['’])?",
    "the past two years -> P2Y",
    "the next several weeks -> PXW",
    "the first nine months -> P9M",
    "the last five days -> P5D",
    on="unit",
    type="DURATION",
)
def window(words: Words, setting: Setting) -> str:
    return length_of(count_of(words["count"]), unit_of(words))


@rule(
    r"(?:over|in|during|within|for|of|through|throughout)?_?(?P<span>the_(?:past|last)_(?P<unit>minute|hour|day|week|month|year|decade|century))(?!_of\b)",
    "over the past year -> P1Y",
    "in the last decade -> P1DE",
    on="unit",
    type="DURATION",
)
def past_unit(words: Words, setting: Setting) -> str:
    return length_of("1", unit_of(words))


@rule(
    r"(?:the_)?{exact}(?:_|-)(?P<unit>second|minute|hour|day|week|month|year|decade|century)s?(?:_|-)old(?:s)?",
    "a 45-year-old driver -> P45Y",
    "the six-month-old strike -> P6M",
    on="unit",
    type="DURATION",
)
def age(words: Words, setting: Setting) -> str:
    return length_of(count_of(words["count"]), unit_of(words))


@rule(
    r"(?:(?:an?|the|its|his|her|their)_)?(?P<unit>hour|day|week|month|year|decade|century|decades|years|months|weeks|days|hours)[-_]?(?:long|old)(?!\w)",
    "a yearlong inquiry -> P1Y",
    "a decades-long quarrel -> PXDE",
    "the month-long siege -> P1M",
    on="unit",
    type="DURATION",
)
def as_long_as_a_unit(words: Words, setting: Setting) -> str:
    unit = words["unit"].lower()
    return length_of("X" if unit.endswith("s") else "1", unit.removesuffix("s"))


@rule(r"multi-?year", "a multiyear deal -> PXY", on="unit", type="DURATION")
def multiyear(words: Words, setting: Setting) -> str:
    return "PXY"


@rule(
    _WORD_BEFORE + r"_(?P<span>(?:the_|these_)?(?:many_)?"
    r"(?P<unit>minute|hour|day|week|month|year|decade|centurie)s)(?!_(?:ago|of_age)\b)",
    "for years -> PXY",
    "took months -> PXM",
    "over the years -> PXY",
    on="unit",
    type="DURATION",
)
def uncounted(words: Words, setting: Setting) -> str:
    return length_of("X", re.sub("ie$", "y", words["unit"].lower()))


@rule(
    r"(?:all|the_whole|the_entire|the_rest_of_the)_(?P<unit>day|week|weekend|month|year)",
    "all day -> P1D",
    on="unit",
    type="DURATION",
)
def all_day(words: Words, setting: Setting) -> str:
    return length_of("1", unit_of(words))
