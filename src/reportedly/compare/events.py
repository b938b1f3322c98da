"""Which events, told in several stories, are one happening: the arrest on Monday is the arrest, and not the one in March.

Every two tellings of an event are weighed by the words that name it, what stands around them, who and what figures are named
beside them, and how like their stories are; then what is alike is brought together. The weights are those of a network with one
small hidden layer (``lang/en/happening_weights.json``), fitted by ``training/happenings.py``.

>>> for happening in happenings(comparison):  # doctest: +SKIP
...     print([(telling.trigger_text, name_of(telling.document)) for telling in happening])
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from reportedly.annotate.segment import layers_of
from reportedly.compare.accounts import Story, lemmas_of
from reportedly.compare.linkage import brought_together
from reportedly.compare.records import Comparison
from reportedly.compare.strands import Profile, Rarity, likeness, weighed_cosine
from reportedly.compare.vectors import Vector, vector_of
from reportedly.compare.words import senses_of_english
from reportedly.matching.terms import names_of
from reportedly.records import Document, Event, Span

Table = NDArray[np.float64]

NEAR = 60  # characters beside a trigger in which its participants are looked for
BESIDE = 30  # characters beside a trigger whose words tell what is done to whom
DISTANT = 0.4  # cosine of two triggers of other words, below which they are not weighed
LEAST, MOST = -6.0, 6.0  # between which the likeness of two stories counts

FEATURES = (
    "same word", "a word shared", "like words", "trigger", "sentence", "words of the sentence", "names of the sentence",
    "same story", "same sentence", "story", "names of the story", "words of the story", "strand", "company", "names near",
    "figures shared", "other figures", "words beside", "told often in its story", "told often", "rarity",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Telling:
    """One event as one story tells it."""

    profile: Profile
    trigger: Span
    sentence: Span
    event: Event | None = None  # as it was read; None where only the trigger is known

    @property
    def document(self) -> Document:
        return self.profile.story.document

    @property
    def trigger_text(self) -> str:
        return self.document.text[self.trigger.start : self.trigger.end]

    @property
    def sentence_text(self) -> str:
        return self.document.text[self.sentence.start : self.sentence.end]

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """The words that name it, as a dictionary has them."""
        lemma = senses_of_english().lemma
        return frozenset(lemma(word) for word in names_of(self.trigger_text)) or frozenset("?")

    @cached_property
    def head(self) -> str:
        """The word among them that tells most: the longest known one."""
        known = senses_of_english().senses
        return max(sorted(self.lemmas), key=lambda lemma: (lemma in known, len(lemma)))

    @cached_property
    def vector(self) -> Vector:
        return vector_of(self.trigger_text)

    @cached_property
    def sense(self) -> Vector:
        return vector_of(self.sentence_text)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(lemmas_of(self.sentence_text))

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(names_of(self.sentence_text)) & self.profile.story.names

    @cached_property
    def near(self) -> frozenset[str]:
        """Names beside the trigger: who takes part."""
        return frozenset(names_of(self._beside(NEAR))) & self.profile.story.names

    @cached_property
    def beside(self) -> frozenset[str]:
        """Words beside the trigger but its own and names."""
        return frozenset(lemmas_of(self._beside(BESIDE))) - self.lemmas - self.profile.story.names

    @cached_property
    def figures(self) -> frozenset[str]:
        return frozenset(re.findall(r"\d[\d.,]*", self.sentence_text))

    def _beside(self, reach: int) -> str:
        low, high = max(self.sentence.start, self.trigger.start - reach), min(self.sentence.end, self.trigger.end + reach)
        return self.document.text[low:high]


@dataclass(frozen=True, eq=False)
class Company:
    """Tellings that are weighed against each other, with what can only be known of all of them."""

    tellings: Sequence[Telling]
    rarity: Rarity

    @cached_property
    def profiles(self) -> list[Profile]:
        return list(dict.fromkeys(telling.profile for telling in self.tellings))

    @cached_property
    def place(self) -> dict[Profile, int]:
        return {profile: n for n, profile in enumerate(self.profiles)}

    @cached_property
    def stories(self) -> Table:
        """[story, story, 5]: how like two stories are by sense, names, words and strand, and how like the company they keep."""
        table = np.zeros((len(self.profiles), len(self.profiles), 5))
        for i, one in enumerate(self.profiles):
            for j, other in enumerate(self.profiles[: i + 1]):
                strand = min(MOST, max(LEAST, likeness(one, other, self.rarity)))
                names, words = (
                    weighed_cosine(a, b, self.rarity) for a, b in ((one.names, other.names), (one.words, other.words))
                )
                table[i, j, :4] = table[j, i, :4] = float(one.sense @ other.sense), names, words, strand
        alike = table[:, :, :3].mean(axis=2)
        around = alike - alike.mean(axis=0)
        around /= np.linalg.norm(around, axis=1, keepdims=True) + 1e-9
        table[:, :, 4] = around @ around.T
        return table

    @cached_property
    def told(self) -> Counter[str]:
        return Counter(telling.head for telling in self.tellings)

    @cached_property
    def told_in(self) -> Counter[tuple[Profile, str]]:
        return Counter((telling.profile, telling.head) for telling in self.tellings)

    def candidates(self) -> Iterator[tuple[int, int]]:
        """Pairs that may be one event: of like words, or of triggers that mean something near."""
        if not self.tellings:
            return
        triggers = np.stack([telling.vector for telling in self.tellings])
        near = triggers @ triggers.T
        alike = senses_of_english().alike
        for i, one in enumerate(self.tellings):
            for j in range(i):
                other = self.tellings[j]
                if near[i, j] >= DISTANT or any(alike(u, v) for u in one.lemmas for v in other.lemmas):
                    yield j, i

    def features(self, pairs: Sequence[tuple[int, int]]) -> Table:
        """[pairs, FEATURES]."""
        return np.array([self._features(self.tellings[i], self.tellings[j]) for i, j in pairs]).reshape(-1, len(FEATURES))

    def _features(self, one: Telling, other: Telling) -> tuple[float, ...]:
        senses = senses_of_english()
        stories = self.stories[self.place[one.profile], self.place[other.profile]]
        return (
            one.head == other.head,
            bool(one.lemmas & other.lemmas),
            max(senses.alike(u, v) for u in one.lemmas for v in other.lemmas),
            float(one.vector @ other.vector),
            float(one.sense @ other.sense),
            self._shared(one.words, other.words),
            len(one.names & other.names) / (1 + min(len(one.names), len(other.names))),
            one.profile is other.profile,
            one.profile is other.profile and one.sentence == other.sentence,
            *stories,
            len(one.near & other.near) / (1 + len(one.near | other.near)),
            min(3, len(one.figures & other.figures)),
            bool(one.figures and other.figures and not one.figures & other.figures),
            self._shared(one.beside, other.beside),
            math.log1p(max(self.told_in[t.profile, t.head] for t in (one, other))),
            math.log(min(self.told[t.head] for t in (one, other))),
            min(senses.rarity(one.head), senses.rarity(other.head)),
        )

    def _shared(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The share of what some words tell that is told by both."""
        weight = sum(map(self.rarity.of, one)) + sum(map(self.rarity.of, other))
        return 2 * sum(map(self.rarity.of, one & other)) / weight if weight else 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """A network with one hidden layer, and from which mean probability on tellings are brought together."""

    mean: Table
    spread: Table
    hidden: Table  # [FEATURES, hidden]
    hidden_bias: Table
    out: Table
    out_bias: float
    enough: float

    def sure(self, features: Table) -> Table:
        """The probability that two tellings are of one event, for each row of features."""
        inner = np.maximum((features - self.mean) / self.spread @ self.hidden + self.hidden_bias, 0)
        found: Table = 1 / (1 + np.exp(-(inner @ self.out + self.out_bias)))
        return found


@cache
def weights() -> Weights:
    """The fitted network."""
    data = json.loads((files("reportedly.compare") / "lang" / "en" / "happening_weights.json").read_text("utf8"))
    tables = {name: np.array(data[name]) for name in ("mean", "spread", "hidden", "hidden_bias", "out")}
    return Weights(**tables, out_bias=data["out_bias"], enough=data["enough"])


def one_event(tellings: Sequence[Telling], rarity: Rarity) -> list[list[int]]:
    """Numbers of the tellings that are of one event; all are weighed against all, so let them be of like stories."""
    company = Company(tellings, rarity)
    pairs = list(company.candidates())
    table = np.zeros((len(tellings), len(tellings)))
    if pairs:
        rows, columns = np.array(pairs).T
        table[rows, columns] = table[columns, rows] = weights().sure(company.features(pairs))
    return [sorted(cluster) for cluster in brought_together(table, weights().enough)]


def tellings_of(story: Story, profile: Profile | None = None) -> list[Telling]:
    """The events that a story tells of."""
    profile = profile or Profile(story)
    sentences = layers_of(story.document.text).sentences
    found = []
    for event in story.reading.events:
        around = next((s for s in sentences if s.start <= event.trigger.start < s.end), event.trigger)
        found.append(Telling(profile, event.trigger, Span(around.start, max(around.end, event.trigger.end)), event))
    return found


def happenings(comparison: Comparison, rarity: Rarity | None = None) -> tuple[tuple[Telling, ...], ...]:
    """The events of the compared stories, each with all its tellings in order of time; one told only once is there too.

    Raises ModelError where the encoder is missing.
    """
    profiles = {story.document.id: Profile(story) for story in comparison.stories}
    known = rarity or Rarity.among(list(profiles.values()))
    found: list[tuple[Telling, ...]] = []
    for group in comparison.groups:
        tellings = [t for document in group.stories for t in tellings_of(profiles[document.id].story, profiles[document.id])]
        found.extend(tuple(tellings[n] for n in cluster) for cluster in one_event(tellings, known))
    return tuple(found)
