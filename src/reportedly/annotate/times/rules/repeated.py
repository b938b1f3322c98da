"""What recurs: "daily", "every Tuesday", "twice a week", "on Sundays"."""

from __future__ import annotations

from reportedly.annotate.times.calendar import PARTS, SEASONS, month_number, weekday_number
from reportedly.annotate.times.numbers import count_of
from reportedly.annotate.times.rule import Setting, Words, rule
from reportedly.annotate.times.rules.durations import length_of
from reportedly.annotate.times.rules.parts import day_with_part
from reportedly.annotate.times.rules.periods import unit_of

_ADVERBS = {
    "hourly": "PT1H", "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "biweekly": "P2W", "fortnightly": "P2W",
    "monthly": "P1M", "bimonthly": "P2M", "quarterly": "P1Q", "semiannual": "P6M", "semiannually": "P6M", "semi-annual": "P6M",
    "annual": "P1Y", "annually": "P1Y", "yearly": "P1Y", "biennial": "P2Y",
}  # fmt: skip

_AMOUNTS = (
    "percent|per_cent|cent|million|billion|trillion|thousand|hundred|dozen|once|twice|times|(?:one|two|three|four|five|six|seven"
    "|eight|nine|ten|twenty|thirty|forty|fifty)|[a-z]{3,12}s"
)


@rule(
    rf"(?:{{about}}|twice[-_]|once[-_]|bi-|semi-)?(?P<how>{'|'.join(_ADVERBS)})",
    "a daily flight -> P1D",
    "the annual meeting -> P1Y",
    "paid monthly -> P1M",
    on="set",
    type="SET",
)
def adverb(words: Words, setting: Setting) -> str:
    return _ADVERBS[words["how"].lower()]


@rule(
    r"(?:(?:nearly|almost|about)_)?(?:every|each|(?:once|twice|[a-z0-9]+_times)_(?:every|each|an?|per))(?:_single)?(?:_(?P<nth>other|second|third|fourth)|_(?P<every>{number}|few|several|couple_of))?_{unit}",
    "every day -> P1D",
    "each year -> P1Y",
    "every four years -> P4Y",
    "every other week -> P2W",
    "twice a month -> P1M",
    on="unit",
    type="SET",
)
def every_unit(words: Words, setting: Setting) -> str:
    if "every" in words:
        amount = count_of(words["every"])
    elif "nth" in words:
        amount = {"other": "2", "second": "2", "third": "3", "fourth": "4"}[words["nth"].lower()]
    else:
        amount = "1"
    return length_of(amount, unit_of(words))


@rule(
    r"(?:[0-9][0-9.,]*%?|(?:"
    + _AMOUNTS
    + r"))_(?P<span>(?:an?|per|each)_(?P<unit>second|minute|hour|day|week|month|quarter|year))"
    r"(?!_(?:ago|earlier|later|before|after|old|long)\b|-)",
    "40,000 barrels a day -> P1D",
    "a rate of 15 a year -> P1Y",
    on="unit",
    type="SET",
)
def per_unit(words: Words, setting: Setting) -> str:
    return length_of("1", unit_of(words))


@rule(r"per_(?P<unit>hour|day|week|month|quarter|year)|per_annum", "a ton per year -> P1Y", on="unit", type="SET")
def per(words: Words, setting: Setting) -> str:
    return length_of("1", unit_of(words)) if "unit" in words else "P1Y"


@rule(
    r"(?:every|each)_(?:other_)?(?:{weekday}|{month}|{season}|{part})",
    "every Tuesday -> XXXX-WXX-2",
    "every October -> XXXX-10",
    "each summer -> XXXX-SU",
    "every morning -> XXXX-XX-XXTMO",
    on="weekday month season part",
    type="SET",
)
def every_named(words: Words, setting: Setting) -> str:
    if "weekday" in words:
        return f"XXXX-WXX-{weekday_number(words['weekday']) + 1}"
    if "month" in words:
        return f"XXXX-{month_number(words['month']):02}"
    if "season" in words:
        return f"XXXX-{SEASONS[words['season'].lower()]}"
    return f"XXXX-XX-XXT{PARTS[words['part'].lower()]}"


@rule(
    r"(?P<weekday>(?-i:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday))(?:s|_(?P<part>morning|afternoon|evening|night)s)",
    "on Sundays -> XXXX-WXX-7",
    "Friday nights -> XXXX-WXX-5TNI",
    on="weekday",
    type="SET",
)
def on_weekdays(words: Words, setting: Setting) -> str:
    return day_with_part(f"XXXX-WXX-{weekday_number(words['weekday']) + 1}", words)


@rule(r"(?:on_|at_)?(?P<span>weekends)|weekdays", "at weekends -> XXXX-WXX-WE", on="unit set", type="SET")
def weekends(words: Words, setting: Setting) -> str:
    return "XXXX-WXX-WE" if "span" in words else "XXXX-WXX"
