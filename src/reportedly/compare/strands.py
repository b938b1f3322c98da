"""Which stories follow one happening: the same people and places, the same matter, near in time.

Two dock strikes share their words; what tells them apart is who and where. Two quarrels of one pair of neighbours share who, and
what tells them apart is what their first sentences name: a follow-up names what the first report was about, the next quarrel
names something of its own. So the names that a story begins with weigh most, more so when weeks lie between.
Stories are brought together from the surest pair on, by how like they are on average: a report of the last act, which shares
little with the first, comes in by those between, and one that is like a single story only stays out.
"""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reportedly.annotate.segment import layers_of
from reportedly.compare.accounts import Story, lemmas_of, story_of
from reportedly.compare.background import is_background
from reportedly.compare.linkage import brought_together
from reportedly.compare.outlines import Likened
from reportedly.compare.vectors import Vector, vector_of
from reportedly.compare.words import senses_of_english
from reportedly.matching.terms import names_of
from reportedly.records import Actor, Reading

NAME_KEYS = 16
KEYS = 24
TOP = 1200  # characters from which the sense of a story is taken
EARLY = 0.4  # of a story, in which what it is about is named
EARLY_WEIGHT = 2.0

LEAD = 160  # characters after which the first sentences have said what a story is about
SOON = 1.6  # weeks within which a follow-up need not say what it follows

# How much each likeness weighs; fitted by ``training/strands.py`` on the stories for tuning and those of look-alikes.
WEIGHTS = {"names": -1.7, "people": 0.67, "sense": 3.56, "focus": 2.53, "known": 1.55, "other place": -1.57, "late": -2.58}
BIAS = -0.93
UNLIKE = -2.0  # no pair speaks more against a strand than this: the first act and the last may share nothing
ENOUGH = -0.3  # mean likeness from which two strands are one; below it look-alikes come in, above it follow-ups stay out


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
    def focus(self) -> set[str]:
        """Names in the story's first sentences but people's: a person speaks of many things."""
        text, end = self.story.document.text, 0
        for sentence in layers_of(text).sentences:
            end = sentence.end
            if end > LEAD:
                break
        people = {word for actor in self.story.reading.actors if actor.kind == "person" for word in names_of(actor.name)}
        return {word for word in names_of(text[:end]) if word in self.story.names and word not in people}

    @cached_property
    def dateline(self) -> set[str]:
        """Words of the place that the story is dated from."""
        return set(names_of(self.story.document.place or ""))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """See ``keys_of``."""
        names = sorted(self.names, key=lambda name: (-self.names[name], name))[:NAME_KEYS]
        events = self.story.reading.events
        acts = (f"{event.type}:{name}" for event in events for actor in event.source for name in names_of(actor.name)[-1:])
        return tuple(dict.fromkeys([*(f"name:{name}" for name in names), *acts]))[:KEYS]

    @cached_property
    def day(self) -> datetime.date | None:
        published = self.story.document.published
        try:
            return datetime.date.fromisoformat((published or "")[:10])
        except ValueError:
            return None


def likeness(one: Likened, other: Likened, rarity: Rarity) -> float:
    """How sure it is that two stories follow one happening: above 0 more likely than not (log odds)."""
    features = features_of(one, other, rarity)
    return BIAS + sum(WEIGHTS[name] * value for name, value in features.items())


def features_of(one: Likened, other: Likened, rarity: Rarity) -> dict[str, float]:
    """What speaks for and against two stories following one happening."""
    earlier, later = (other, one) if one.day and other.day and other.day < one.day else (one, other)
    weeks = abs((earlier.day - later.day).days) / 7 if earlier.day and later.day else 2 * SOON
    return {
        "names": weighed_cosine(one.names, other.names, rarity),
        "people": min(2, len(one.people & other.people)),
        "sense": float(np.dot(one.sense, other.sense)),
        "focus": weighed_cosine(dict.fromkeys(one.focus, 1.0), dict.fromkeys(other.focus, 1.0), rarity),
        "known": _covered(later.focus, earlier.names, rarity),
        "other place": float(bool(one.dateline and other.dateline) and not one.dateline & other.dateline),
        "late": float(weeks > SOON),
    }


def _covered(words: Set[str], names: Mapping[str, float], rarity: Rarity) -> float:
    """The share of what some names tell that a story has told before; a half where they tell nothing."""
    total = sum(rarity.of(word) for word in words)
    return sum(rarity.of(word) for word in words if word in names) / total if total else 0.5


def keys_of(reading: Reading) -> tuple[str, ...]:
    """By what a story is looked for among many: names it is about, and what is done by whom, at most ``KEYS`` in all.

    ``("name:brannock", "name:whitcombe", "REQUEST:brannock")``. Stories of one happening share a name, so whoever shares none
    need not be compared; keys that very many stories have may be passed over.
    """
    return Profile(story_of(reading)).keys


def strands_of(profiles: Sequence[Likened], rarity: Rarity) -> list[list[int]]:
    """Numbers of the stories that belong together, each strand in the order given."""
    likely = {pair: likeness(profiles[pair[0]], profiles[pair[1]], rarity) for pair in _near(profiles)}
    found = [strand for linked in _linked(len(profiles), likely) for strand in _joined(linked, likely)]
    return sorted(sorted(strand) for strand in found)


def _linked(stories: int, likely: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Stories that a chain of likely pairs leads between: no strand is larger, and each can be looked at by itself."""
    parent = list(range(stories))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for (one, other), sure in likely.items():
        if sure >= ENOUGH:
            parent[root(other)] = root(one)
    found: dict[int, list[int]] = {}
    for i in range(stories):
        found.setdefault(root(i), []).append(i)
    return list(found.values())


def _joined(stories: Sequence[int], likely: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """The strands among linked stories."""

    def pair(i: int, j: int) -> float:
        return max(UNLIKE, likely.get((min(i, j), max(i, j)), UNLIKE))

    table = np.array([[pair(i, j) if i != j else 0.0 for j in stories] for i in stories])
    return [[stories[n] for n in strand] for strand in brought_together(table, ENOUGH)]


def _near(profiles: Sequence[Likened]) -> Iterator[tuple[int, int]]:
    """Pairs that share a name; stories without a name in common are never of one strand."""
    holding: dict[str, list[int]] = {}
    for number, profile in enumerate(profiles):
        seen: set[int] = set()
        for name in profile.names:
            seen.update(holding.get(name, ()))
            holding.setdefault(name, []).append(number)
        yield from ((other, number) for other in sorted(seen))


def weighed_cosine(one: Mapping[str, float], other: Mapping[str, float], rarity: Rarity) -> float:
    """How far the same words weigh much in both, 0..1."""
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
