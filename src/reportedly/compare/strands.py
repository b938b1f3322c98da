"""Which stories follow one happening: the same people and places, the same matter, near in time.

Two dock strikes share their words; what tells them apart is who and where. So names weigh most, by how much each story is about
them and how few other stories are, then the words and the sense of the text as a whole. A story joins a strand by the
nearest of its stories, so that a report of the last act, which shares nothing with the first, comes in by those between.
"""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reportedly.compare.accounts import Story, lemmas_of, story_of
from reportedly.compare.background import is_background
from reportedly.compare.vectors import Vector, vector_of
from reportedly.compare.words import senses_of_english
from reportedly.ledger.terms import names_of
from reportedly.records import Actor, Reading

NAME_KEYS = 16
KEYS = 24
TOP = 1200  # characters from which the sense of a story is taken
EARLY = 0.4  # of a story, in which what it is about is named
EARLY_WEIGHT = 2.0

# How much each likeness weighs; fitted on the tuning half, names more than that alone would.
WEIGHTS = {"names": 5.0, "people": 1.7, "words": 1.0, "sense": 4.0, "weeks": -0.05}
BIAS = -2.85


@dataclass(frozen=True, slots=True)
class Rarity:
    """In how many of the stories each word stands."""

    stories: int
    holding: Mapping[str, int]

    def of(self, word: str) -> float:
        """What a word tells, at least 0: one that stands in all stories tells nothing."""
        return math.log((self.stories + 1) / max(1, self.holding.get(word, 1)))

    @classmethod
    def among(cls, profiles: Sequence[Profile]) -> Rarity:
        return cls(max(20, len(profiles)), Counter(word for p in profiles for word in {*p.names, *p.words}))


@dataclass(frozen=True, eq=False)
class Profile:
    """What one story is about."""

    story: Story

    @cached_property
    def kept(self) -> list[str]:
        """The story's sentences that do not tell of something long ago or elsewhere."""
        text = self.story.document.text
        dropped = [a.sentence for a in self.story.accounts if is_background(a)]
        cut, at = [], 0
        for start, end in dropped:
            cut.append(text[at:start])
            at = max(at, end)
        return [*cut, text[at:]]

    @cached_property
    def names(self) -> dict[str, float]:
        """Names with how much the story is about them; agencies' marks and the paper's own name are none."""
        found: Counter[str] = Counter()
        length, done = len(self.story.document.text), 0
        marks = _marks(self.story)
        for part in self.kept:
            for match in re.finditer(r"\S+", part):
                for word in names_of(match[0]):
                    if word in self.story.names and word not in marks:
                        found[word] += EARLY_WEIGHT if done + match.start() < EARLY * length else 1.0  # type: ignore[assignment]
            done += len(part)
        return {word: 1 + math.log(count) for word, count in found.items()}

    @cached_property
    def words(self) -> dict[str, float]:
        counted = Counter(lemma for part in self.kept for lemma in lemmas_of(part) if lemma not in self.names)
        senses = senses_of_english()
        return {word: (1 + math.log(count)) * max(0.1, senses.rarity(word)) for word, count in counted.items()}

    @cached_property
    def sense(self) -> Vector:
        return vector_of(" ".join(self.kept)[:TOP])

    @cached_property
    def people(self) -> set[str]:
        """Last names of the people in it."""
        found = [names_of(actor.name) for actor in self.story.reading.actors if _is_person(actor)]
        return {words[-1] for words in found if words and words[-1] in self.names}

    @cached_property
    def day(self) -> datetime.date | None:
        published = self.story.document.published
        try:
            return datetime.date.fromisoformat((published or "")[:10])
        except ValueError:
            return None


def likeness(one: Profile, other: Profile, rarity: Rarity) -> float:
    """How sure it is that two stories follow one happening: above 0 more likely than not (log odds)."""
    features = features_of(one, other, rarity)
    return BIAS + sum(WEIGHTS[name] * value for name, value in features.items())


def features_of(one: Profile, other: Profile, rarity: Rarity) -> dict[str, float]:
    shared = one.people & other.people
    return {
        "names": _cosine(one.names, other.names, rarity),
        "people": min(2, len(shared)),
        "words": _cosine(one.words, other.words, rarity),
        "sense": float(np.dot(one.sense, other.sense)),
        "weeks": min(26.0, abs((one.day - other.day).days) / 7) if one.day and other.day else 4.0,
    }


def keys_of(reading: Reading) -> tuple[str, ...]:
    """By what a story is looked for among many: names it is about, and what is done by whom, at most ``KEYS`` in all.

    ``("name:brannock", "name:whitcombe", "REQUEST:brannock")``. Stories of one happening share a name, so whoever shares none
    need not be compared; keys that very many stories have may be passed over.
    """
    profile = Profile(story_of(reading))
    names = sorted(profile.names, key=lambda name: (-profile.names[name], name))[:NAME_KEYS]
    acts = (f"{event.type}:{name}" for event in reading.events for actor in event.source for name in names_of(actor.name)[-1:])
    return tuple(dict.fromkeys([*(f"name:{name}" for name in names), *acts]))[:KEYS]


def strands_of(profiles: Sequence[Profile], rarity: Rarity) -> list[list[int]]:
    """Numbers of the stories that belong together, each strand in the order given."""
    parent = list(range(len(profiles)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for one, other in _near(profiles):
        if root(one) != root(other) and likeness(profiles[one], profiles[other], rarity) > 0:
            parent[root(other)] = root(one)
    found: dict[int, list[int]] = {}
    for i in range(len(profiles)):
        found.setdefault(root(i), []).append(i)
    return list(found.values())


def _near(profiles: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    """Pairs that share a name; stories without a name in common are never of one strand."""
    holding: dict[str, list[int]] = {}
    for number, profile in enumerate(profiles):
        seen: set[int] = set()
        for name in profile.names:
            seen.update(holding.get(name, ()))
            holding.setdefault(name, []).append(number)
        yield from ((other, number) for other in sorted(seen))


def _cosine(one: Mapping[str, float], other: Mapping[str, float], rarity: Rarity) -> float:
    mine = {word: weight * rarity.of(word) for word, weight in one.items()}
    yours = {word: weight * rarity.of(word) for word, weight in other.items()}
    dot = sum(weight * yours[word] for word, weight in mine.items() if word in yours)
    length = math.sqrt(sum(w * w for w in mine.values()) * sum(w * w for w in yours.values()))
    return dot / length if length else 0.0


def _marks(story: Story) -> set[str]:
    """What names the agency or the paper: "(NPA)", "/TTB/", and its name in full."""
    head = story.document.text[:300]
    marks = {word for match in re.finditer(r"[(/]([^()/]{2,40})[)/]", head) for word in names_of(match[1])}
    publisher = story.document.publisher or ""
    if publisher:
        text = story.document.text.replace(publisher, " ")
        marks |= {word for word in names_of(publisher) if word not in names_of(text)}
    return marks


def _is_person(actor: Actor) -> bool:
    return actor.kind == "person" and any(mention.form == "name" for mention in actor.mentions)
