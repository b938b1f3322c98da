"""Figures for jobs that give each case one class: accuracy, macro F1 and how far it may be off, the majority's share."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

SAMPLES = 1000
SEED = 20240401


class Interval(NamedTuple):
    """Nineteen times in twenty the figure lies within."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """How well guesses agree with gold, one class a case."""

    cases: int
    accuracy: float
    macro_f1: float  # the mean F1 of the classes that gold has
    interval: Interval  # of macro_f1
    f1: Mapping[str, float]  # by class, the most frequent first


def class_figures(gold: Sequence[str], guesses: Sequence[str], groups: Sequence[str] = ()) -> ClassFigures:
    """All figures at once. ``groups`` names what each case comes from, where cases of one group are alike: the story.

    Raises ValueError where the three differ in length or are empty.
    """
    if not gold or len(gold) != len(guesses) or (groups and len(groups) != len(gold)):
        raise ValueError(f"{len(guesses)} guesses for {len(gold)} cases")
    pairs = list(zip(gold, guesses, strict=True))
    right = sum(truth == guess for truth, guess in pairs)
    interval = _bootstrap(pairs, groups or [str(i) for i in range(len(pairs))])
    return ClassFigures(len(pairs), right / len(pairs), _macro_f1(Counter(pairs)), interval, f1_by_class(pairs))


def majority(gold: Sequence[str]) -> list[str]:
    """The guesses of one who knows nothing but which class is the most frequent."""
    [(commonest, _)] = Counter(gold).most_common(1)
    return [commonest] * len(gold)


def f1_by_class(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """F1 of each class that gold has: of (gold, guess) pairs a/a, a/b, b/b both a and b have 2 / (2 + 1)."""
    return _f1(Counter(pairs))


def _f1(confusion: Mapping[tuple[str, str], int]) -> dict[str, float]:
    truths: Counter[str] = Counter()
    guesses: Counter[str] = Counter()
    for (truth, guess), count in confusion.items():
        truths[truth] += count
        guesses[guess] += count
    return {c: 2 * confusion.get((c, c), 0) / (n + guesses[c]) for c, n in truths.most_common()}


def _macro_f1(confusion: Mapping[tuple[str, str], int]) -> float:
    scores = _f1(confusion)
    return sum(scores.values()) / len(scores)


def _bootstrap(pairs: Sequence[tuple[str, str]], groups: Sequence[str]) -> Interval:
    """Macro F1 over as many groups drawn with replacement, a thousand times: from the 2.5th to the 97.5th in a hundred."""
    members: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for pair, group in zip(pairs, groups, strict=True):
        members[group][pair] += 1
    draw = random.Random(SEED)
    counts = list(members.values())
    found = sorted(_macro_f1(_sum(draw.choices(counts, k=len(counts)))) for _ in range(SAMPLES))
    return Interval(found[int(0.025 * SAMPLES)], found[int(0.975 * SAMPLES) - 1])


def _sum(counts: Iterable[Counter[tuple[str, str]]]) -> Counter[tuple[str, str]]:
    total: Counter[tuple[str, str]] = Counter()
    for count in counts:
        total.update(count)
    return total
