"""What words of English mean alike or the contrary, by WordNet.

``lang/en/senses.json`` is drawn from WordNet 3.1 by ``training/senses.py``.

>>> senses = senses_of_english()
>>> senses.lemma("withdrew"), senses.alike("withdraw", "withdrawal") > 0, senses.opposed("open", "shut")
('withdraw', True, True)
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from reportedly.matching.terms import stem

SAME = 1.0
SYNONYM = 0.8  # share a meaning: purchase, buy
KIN = 0.7  # formed from the same word: withdraw, withdrawal
BROADER = 0.5  # one is a kind of the other: nurse, professional
COUNTED = 220_000  # words of the texts in which WordNet counted uses

ENDINGS = (
    ("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"),
    ("ing", ""), ("ing", "e"), ("er", ""), ("er", "e"), ("est", ""), ("est", "e"),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Senses:
    """Meanings of words, as numbers, and how they hang together."""

    senses: Mapping[str, frozenset[str]]
    broader: Mapping[str, frozenset[str]]
    opposite: Mapping[str, frozenset[str]]
    kin: Mapping[str, frozenset[str]]
    forms: Mapping[str, str]
    uses: Mapping[str, int]

    @lru_cache(maxsize=100_000)  # noqa: B019  (there is one English)
    def lemma(self, word: str) -> str:
        """The word as a dictionary has it: ``withdrew`` -> ``withdraw``; an unknown word's stem."""
        if word in self.forms:
            return self.forms[word]
        found = [word] if word in self.senses else []
        for ending, put in ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 2:
                base = word.removesuffix(ending) + put
                undoubled = base[:-1] if not put and len(base) > 3 and base[-1] == base[-2] else base
                found += [form for form in (base, undoubled) if form in self.senses]
        if not found:
            return stem(word)
        return max(found, key=lambda form: (self.uses.get(form, 0), -len(form)))

    @lru_cache(maxsize=1_000_000)  # noqa: B019
    def alike(self, one: str, other: str) -> float:
        """How nearly two lemmas mean the same, 0..1."""
        if one == other or stem(one) == stem(other):
            return SAME
        return self._alike(*sorted((one, other)))

    def _alike(self, one: str, other: str) -> float:
        mine, yours = self.senses.get(one, frozenset()), self.senses.get(other, frozenset())
        if not mine or not yours:
            return 0.0
        if mine & yours:
            return SYNONYM
        if self._next(mine, self.kin) & yours:
            return KIN
        above, over = self._next(mine, self.broader), self._next(yours, self.broader)
        return BROADER if above & yours or over & mine else 0.0

    @lru_cache(maxsize=1_000_000)  # noqa: B019
    def opposed(self, one: str, other: str) -> bool:
        """Whether two lemmas mean the contrary: ``open``, ``shut``; ``guilty``, ``innocent``."""
        return one != other and self._opposed(*sorted((one, other)))

    def _opposed(self, one: str, other: str) -> bool:
        mine, yours = self.senses.get(one, frozenset()), self.senses.get(other, frozenset())
        near = self._next(mine, self.opposite)
        return bool(near & yours) or bool(near & self._likes(yours)) or bool(self._next(yours, self.opposite) & self._likes(mine))

    def _likes(self, meanings: frozenset[str]) -> frozenset[str]:
        """The adjectives that these are like: shut -> closed."""
        return frozenset(above for m in meanings for above in self.broader.get(m, ()) if above in self.opposite)

    @staticmethod
    def _next(meanings: frozenset[str], links: Mapping[str, frozenset[str]]) -> frozenset[str]:
        return frozenset(target for meaning in meanings for target in links.get(meaning, ()))

    @lru_cache(maxsize=100_000)  # noqa: B019
    def rarity(self, lemma: str) -> float:
        """How much a word says, 0..1: ``say`` little, ``bassoon`` much."""
        return 1 - math.log(1 + self.uses.get(lemma, 0)) / math.log(COUNTED / 20)


@cache
def senses_of_english() -> Senses:
    """The one lexicon."""
    data = json.loads((files("reportedly.compare") / "lang" / "en" / "senses.json").read_text("utf8"))
    return Senses(
        senses=_sets(data["senses"]),
        broader=_sets(data["broader"]),
        opposite=_sets(data["opposite"]),
        kin=_sets(data["kin"]),
        forms=data["forms"],
        uses=data["uses"],
    )


def _sets(table: Mapping[str, str]) -> dict[str, frozenset[str]]:
    return {key: frozenset(values.split()) for key, values in table.items()}
