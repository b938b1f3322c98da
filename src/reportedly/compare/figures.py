"""Numbers with what they count, in one unit a kind: "two tonnes" and "2,000 kg" are one figure.

>>> [figure.shown for figure in figures_of("The load weighed two and a half tonnes, at least 12 bodies were found")]
['2500 kg', '>=12 body']
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files

from reportedly.annotate.lexicon import lexicon
from reportedly.annotate.times.numbers import ONES, TENS, any_of
from reportedly.compare.cues import cues
from reportedly.compare.words import senses_of_english
from reportedly.matching.terms import names_of
from reportedly.records import Span

SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12, "score": 20}
SCALES |= {name + "s": value for name, value in list(SCALES.items())} | {"bn": 1e9, "mln": 1e6, "m": 1e6, "k": 1e3, "tn": 1e12}
PARTS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "sixth": 1 / 6, "eighth": 0.125, "tenth": 0.1}
PARTS |= {name + "s": value for name, value in list(PARTS.items())} | {"halves": 0.5}

_DATA = json.loads((files("reportedly.compare") / "lang" / "en" / "units.json").read_text("utf8"))
# Unit -> (kind, factor to the kind's own unit). tests/compare holds the factors to those of Pint.
UNITS: dict[str, tuple[str, float]] = {
    unit: (kind, size) for kind, units in _DATA["units"].items() for unit, size in units.items()
}
CURRENCIES = frozenset(_DATA["currencies"].split())
HUNDREDTHS = frozenset(_DATA["hundredths"].split())
MONEY_SIGNS = "$€£¥₽"

DIGITS = r"[0-9]{1,3}(?:[,  ][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
WORD = rf"(?:{any_of([*TENS, *ONES, *SCALES])}|zero)"
NUMBER = re.compile(
    rf"(?<![\w.,])(?P<sign>[{re.escape(MONEY_SIGNS)}]\s?)?(?P<number>"
    rf"(?:{DIGITS})(?:[\s-]?(?:{any_of(SCALES)})\b)?"
    rf"|(?:half\sa|a\squarter\sof\sa|an?\shalf)\s(?:{any_of(SCALES)})\b"
    rf"|(?:an?\s(?=(?:{any_of(SCALES)})\b))?\b{WORD}\b(?:(?:[\s-]|\sand\s)\b{WORD}\b)*"
    rf"|an?\s(?:pair|couple)(?=\sof\b)|(?:an?\s)?(?:half)(?=\s(?:of|the|a)\b)"
    rf"|an?(?=\s(?:{any_of(UNITS)})\sand\sa\shalf\b)"
    rf"|\b(?:an?|one|two|three|four|five|seven|nine)[\s-](?:{any_of(PARTS)})(?=\s(?:of)\b)"
    rf")(?P<half>\sand\sa\s(?:half|quarter))?(?P<scale>\s(?:dozen|million|billion|thousand|hundred)\b)?(?P<percent>\s?%)?",
    re.IGNORECASE,
)
UNIT = re.compile(rf"[\s-]?(?P<unit>{any_of(UNITS)})(?:e?s)?\b(?P<half>\sand\sa\s(?:half|quarter))?", re.IGNORECASE)
NOUN = re.compile(r"\s(?:of\s(?:our|the|its|his|her|their|them|those|these)\s)?(?P<words>[\w'’-]+(?:\s[\w'’-]+){0,3})")
PER = re.compile(r"\s*(?:(?:for|on)\s(?:each|every|an?)|an?|per|each|every|to the)\s(?P<unit>\w+)", re.IGNORECASE)
CLOCK_AFTER = re.compile(r"\s?(?:o'clock|o’clock|[ap]\.?m\b|in the (?:morning|afternoon|evening)|at night)", re.IGNORECASE)
CLOCK_BEFORE = re.compile(r"\b(?:half past|past|quarter to|o'clock to)\s$", re.IGNORECASE)
COUNTED_BEFORE = re.compile(r"\bnumber of (?:(?:his|her|its|their|the|our)\s)?(?P<of>\w+)[^.]{0,40}$", re.IGNORECASE)
TOLL = re.compile(r"\btoll\b[^.]{0,30}$", re.IGNORECASE)
FATE = re.compile(
    r"\s(?:(?:are|were|is|was|had been|have been|more)\s)*"
    r"(?:dead|hurt|injured|killed|wounded|missing|arrested|died|alive|detained)\b"
)
YEAR = re.compile(r"(?:1[5-9]|20)[0-9]{2}")
BEFORE = 28  # characters before a number in which its modifier stands

ROUGHLY = 0.1  # how far from it "about" may be
CONVERTED = 0.03  # what rounding does when units change
STRETCH = 1.6  # "more than a million" is hardly two million


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a range, in one unit of its kind."""

    low: float
    high: float  # equal to low where the number is exact
    kind: str  # "kg", "m", "money", "%", ... or "count"
    of: str  # what is counted (a lemma), or the currency; "" where the text leaves it open
    per: str  # "year", "litre"; "" where it is no rate
    span: Span
    exact: bool = True  # neither "about" nor "more than"
    named: str = ""  # the unit as printed

    @property
    def shown(self) -> str:
        value = (
            f"{self.low:.12g}"
            if self.exact
            else (f">={self.low:.12g}" if math.isinf(self.high) else f"{self.low:.6g}-{self.high:.6g}")
        )
        return " ".join(
            filter(None, (value, self.of if self.kind == "count" else self.kind, f"per {self.per}" if self.per else ""))
        )

    def meets(self, other: Figure) -> bool:
        """Whether both can be true of one thing."""
        slack = CONVERTED if self.named != other.named else 0.0
        for one, two in ((self, other), (other, self)):
            if one.exact and two.exact and _rounded(one.low, two.low):
                return True
        high, over = min(self.high, self.low * STRETCH), min(other.high, other.low * STRETCH)
        high, over = max(high, self.low), max(over, other.low)
        return self.low <= over * (1 + slack) and other.low <= high * (1 + slack)

    def comparable(self, other: Figure) -> bool:
        """Whether they measure the same kind of thing: francs and francs, metres and miles, prisoners and inmates."""
        if self.kind != other.kind:
            return {self.kind, other.kind} == {"count", "money"} and self._as_price(other)
        if self.kind == "count" and self.of and other.of:
            return senses_of_english().alike(self.of, other.of) >= 0.5 or (_people(self.of) and _people(other.of))
        if self.kind == "money" and self.of and other.of and self.of != other.of:
            return False
        return not (self.per and other.per) or senses_of_english().alike(self.per, other.per) > 0

    def _as_price(self, other: Figure) -> bool:
        """ "6.10 a dose" beside "4.20 euros a dose", "24 million" beside "18 million dollars"."""
        bare = self if self.kind == "count" else other
        return not bare.of and (
            bool(self.per and other.per) or (min(self.low, other.low) >= 1000 and not self.per and not other.per)
        )


def figures_of(text: str, times: tuple[Span, ...] = ()) -> tuple[Figure, ...]:
    """The figures of a passage in text order; ``times`` are spans of dates and clock times in it, whose numbers are none."""
    found = [f for f in _plain(text) if not any(f.span.start < end and start < f.span.end for start, end in times)]
    return tuple(_rates(text, found))


def _plain(text: str) -> Iterator[Figure]:
    for match in NUMBER.finditer(text):
        figure = _figure(text, match)
        if figure is not None:
            yield figure


def _figure(text: str, match: re.Match[str]) -> Figure | None:
    words = match["number"].lower()
    if YEAR.fullmatch(words) and not match["sign"] and not UNIT.match(text, match.end()):
        return None
    if CLOCK_AFTER.match(text, match.end()) or CLOCK_BEFORE.search(text[: match.start()]):
        return None
    if words in ("one", "score", "m", "k") or (words == "half" and not match["half"]):
        return None
    value = value_of(words + (match["scale"] or ""))
    if value is None or re.match(r"(?:st|nd|rd|th)\b", text[match.end() :]):
        return None
    if text[max(0, match.start() - 2) : match.start()] == ", " and re.match(r"[,.]", text[match.end() :]) and value < 110:
        return None  # "Mabel Orr, 81."
    value += {"half": 0.5, "quarter": 0.25}.get((match["half"] or "").split(" ")[-1], 0) * (_scale(match["scale"]))
    return _measured(text, match, value)


def _measured(text: str, match: re.Match[str], value: float) -> Figure:
    end = match.end()
    kind, of, named = "count", "", ""
    unit = UNIT.match(text, end)
    noun = NOUN.match(text, end)
    word = _noun(noun["words"]) if noun else ""
    currency = _currency(noun["words"]) if noun else ""
    if match["percent"]:
        kind, named = "%", "%"
    elif match["sign"]:
        kind, of = "money", {"$": "dollar", "€": "euro", "£": "pound"}.get(match["sign"].strip(), match["sign"].strip())
    elif currency:
        kind, of = "money", currency
        if currency in HUNDREDTHS:
            value, of, named = value / 100, "", currency
        end = text.index(noun["words"].split()[0], end) + len(noun["words"].split()[0]) if noun else end
    elif unit and not (unit["unit"].lower() == "m" and value < 1):
        kind, factor = UNITS[unit["unit"].lower()]
        named = unit["unit"].lower()
        value = (value + {"half": 0.5, "quarter": 0.25}.get((unit["half"] or "").split(" ")[-1], 0)) * factor
        end = unit.end()
    else:
        of = word or _counted_elsewhere(text, match)
    found = PER.match(text, end)
    per = found["unit"].lower() if found else ""
    if UNITS.get(per, ("", 0.0))[0] == "s":  # 50,000 a month is 600,000 a year
        value, per = value * UNITS["year"][1] / UNITS[per][1], "year"
    figure = Figure(value, value, kind, of, per, Span(match.start(), end), named=named)
    return _about(text, figure)


def _counted_elsewhere(text: str, match: re.Match[str]) -> str:
    """ "the number of her soldiers hurt was three", "the toll stands at fifteen", "twelve are dead"."""
    if counted := COUNTED_BEFORE.search(text[: match.start()]):
        return _noun(counted["of"])
    return "person" if TOLL.search(text[: match.start()]) or FATE.match(text, match.end()) else ""


def _about(text: str, figure: Figure) -> Figure:
    """With the words before the number: "at least", "some"."""
    before = text[max(0, figure.span.start - BEFORE) : figure.span.start].lower().rstrip()
    for name in ("less", "more", "about"):
        if any(before[end:].strip() == "" for _, end in cues().each(name, before)):
            if name == "more":
                return replace(figure, high=math.inf, exact=False)
            if name == "less":
                return replace(figure, low=figure.low / STRETCH, exact=False)
            return replace(figure, low=figure.low * (1 - ROUGHLY), high=figure.high * (1 + ROUGHLY), exact=False)
    return figure


def _rates(text: str, figures: list[Figure]) -> Iterator[Figure]:
    """ "Ten doses for 42 euros", "80 cents on every ten litres": the price of one."""
    at = 0
    while at < len(figures):
        one = figures[at]
        two = figures[at + 1] if at + 1 < len(figures) else None
        between = text[one.span.end : two.span.start].lower().split() if two else []
        if (
            two
            and between
            and len(between) <= 3
            and between[-1] in ("for", "every", "per")
            and (one.kind == "money") != (two.kind == "money")
        ):
            money, goods = (one, two) if one.kind == "money" else (two, one)
            share = goods.low
            of = goods.of or goods.named
            yield replace(money, low=money.low / share, high=money.high / share, per=of, span=Span(one.span.start, two.span.end))
            at += 2
        else:
            yield one
            at += 1


def value_of(words: str) -> float | None:
    """ "twelve hundred" -> 1200, "four hundred and thirty" -> 430, "1.3 million" -> 1300000, "half a million" -> 500000."""
    total = part = 0.0
    seen = False
    factor = 1.0
    for word in re.findall(r"[0-9][0-9., ]*[0-9]|[0-9]|[a-z]+", words.lower()):
        if word[0].isdigit():
            part, seen = float(re.sub(r"[, ]", "", word)), True
        elif word in PARTS:
            factor, seen = factor * PARTS[word], True
        elif word in ("pair", "couple"):
            part, seen = 2, True
        elif word in ONES or word in TENS or word == "zero":
            part, seen = part + (ONES.get(word) or TENS.get(word) or 0), True
        elif word in SCALES:
            seen = True
            if SCALES[word] >= 1000:
                total, part = (total + (part or 1)) * SCALES[word], 0
            else:
                part = (part or 1) * SCALES[word]
    value = total + part
    if factor != 1:
        value = (value or 1) * factor
    elif seen and not value and "zero" not in words and "0" not in words:
        value = 1
    if not seen:
        return 1.0 if words.strip() in ("a", "an") else None
    return value


def _scale(word: str | None) -> float:
    return SCALES.get((word or "").strip().lower(), 1)


def _noun(words: str) -> str:
    """What is counted: the noun right after the number, past adjectives that are no nouns: "guard posts", "crane operators"."""
    senses = senses_of_english()
    for word in names_of(words)[:3]:
        if cues().has("empty", word) or word.endswith("ly"):
            return ""
        lemma = senses.lemma(word)
        if (single := lexicon().singular(word)) != word:
            return single
        if word != lemma or word in ("people", "staff", "police", "personnel", "men", "women", "children"):
            return lemma
    return ""


def _currency(words: str) -> str:
    first = senses_of_english().lemma(names_of(words)[0]) if names_of(words) else ""
    return first if first in CURRENCIES or first in HUNDREDTHS else ""


def _people(lemma: str) -> bool:
    return lemma in ("people", "person", "man", "woman", "child") or lexicon().kind_of(lemma) == "person"


def _rounded(fine: float, coarse: float) -> bool:
    """Whether the coarse number is the fine one, rounded: 45,217 and 45,000; not 45 and 46, nor 24 and 20."""
    if not coarse or fine == coarse:
        return fine == coarse
    step = 10.0 ** (len(f"{coarse:.0f}") - len(f"{coarse:.0f}".rstrip("0").rstrip(".") or "0")) if coarse >= 100 else 0
    return bool(step) and coarse / step >= 10 and abs(fine - coarse) <= step / 2
