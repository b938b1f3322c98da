"""What English words say about whom they name: a person or a body of people, one or many, a woman or a man.

``lang/en/nouns.json`` and ``lang/en/first_names.json`` are drawn from WordNet and the US census by ``training/lexicon.py``;
``lang/en/reference.json`` lists the closed classes of words (articles, pronouns, honorifics ...) by hand.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

BROAD = 5  # kinds of people that a noun must cover to say little of whom it means

Gender = Literal["female", "male"]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Word classes, all in lower case."""

    person: frozenset[str]  # minister
    body: frozenset[str]  # ministry
    nouns: frozenset[str]  # both of these
    female: frozenset[str]  # nouns and first names of women
    male: frozenset[str]
    first_names: frozenset[str]
    ordinary: frozenset[str]  # words of every kind that are no names by themselves
    broader: Mapping[str, frozenset[str]]  # ambassador -> diplomat, official
    broad: frozenset[str]  # what many kinds of people are: diplomat, official, leader
    closed: Mapping[str, frozenset[str]]  # the classes of reference.json, by name

    def __getitem__(self, name: str) -> frozenset[str]:
        """One closed class: ``lexicon["honorific"]``."""
        return self.closed[name]

    @lru_cache(maxsize=65536)  # noqa: B019  (there is one lexicon)
    def singular(self, noun: str) -> str:
        """The noun in the singular where that is a noun we know: ``ministries`` -> ``ministry``, ``firemen`` -> ``fireman``."""
        if not noun.endswith(("s", "men", "people")) or noun.endswith("ss"):
            return noun
        for ending, single in (("ies", "y"), ("men", "man"), ("people", "person"), ("es", ""), ("s", "")):
            if noun.endswith(ending) and (found := noun.removesuffix(ending) + single) in self.nouns:
                return found
        return noun

    @lru_cache(maxsize=65536)  # noqa: B019
    def kind_of(self, noun: str) -> Literal["person", "body"] | None:
        """What a noun names, in either number: ``envoys`` -> person."""
        for form in (noun, self.singular(noun), noun.rpartition("-")[2]):
            if form in self.person:
                return "person"
            if form in self.body:
                return "body"
        return None

    def is_plural(self, noun: str) -> bool:
        """``ministers``, ``people``; not ``press``, ``police``."""
        return noun in self.closed["plural"] or self.singular(noun) != noun

    @lru_cache(maxsize=65536)  # noqa: B019
    def is_ordinary(self, word: str) -> bool:
        """A word of the language in some form, which a capital makes no name of: ``Reports``, ``Foreign``; not ``Rafiqul``."""
        stems = (word.removesuffix(ending) for ending in ("", "s", "es", "d", "ed", "ing", "ly"))
        return any(stem in self.ordinary or stem.removeprefix("un") in self.ordinary for stem in stems)

    def gender_of(self, word: str) -> Gender | None:
        """By the noun's meaning or ending (``spokeswoman``) or by who bears the first name."""
        if word in self.female or word.endswith("woman"):
            return "female"
        return "male" if word in self.male else None


@cache
def lexicon() -> Lexicon:
    """The English lexicon."""
    folder = files("reportedly.annotate") / "lang" / "en"
    nouns = json.loads((folder / "nouns.json").read_text("utf8"))
    names = json.loads((folder / "first_names.json").read_text("utf8"))
    reference = json.loads((folder / "reference.json").read_text("utf8"))
    closed = {name: frozenset(entry["words"].split()) for name, entry in reference.items()}
    female, male = frozenset(names["female"].split()), frozenset(names["male"].split())
    person = frozenset(nouns["person"].split()) | closed["person"]
    body = frozenset(nouns["body"].split()) | closed["body"]
    above = Counter(word for words in nouns["broader"].values() for word in words.split())
    return Lexicon(
        person=person,
        body=body,
        nouns=person | body,
        female=(female | frozenset(nouns["female"].split()) | closed["female"]) - closed["male"],
        male=(male | frozenset(nouns["male"].split()) | closed["male"]) - closed["female"],
        first_names=female | male,
        ordinary=frozenset((folder / "ordinary.txt").read_text("utf8").split()),
        broader={noun: frozenset(above.split()) for noun, above in nouns["broader"].items()},
        broad=frozenset(word for word, count in above.items() if count >= BROAD),
        closed=closed,
    )
