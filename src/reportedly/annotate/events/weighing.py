"""Choices are weighed: each has facts that speak for or against it, every fact a weight, learned from annotated stories.

The weights are in ``lang/en/events.json``; ``training/events.py`` learns them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

Facts = Mapping[str, float]  # how strongly each holds; 1 for what simply does
Fact = tuple[str, float]
Weights = Mapping[str, float]

LEAST = 0.003  # a probability nearer to 0 or 1 says no more


class Learned(NamedTuple):
    """The weights of facts, by what is chosen."""

    sides: Mapping[str, Sequence[float]]  # that somebody is source alone, target alone, both
    counts: Weights  # how many stand on which side
    time: Weights


@cache
def learned() -> Learned:
    """The weights that are shipped."""
    return Learned(**json.loads((files("reportedly.annotate") / "lang" / "en" / "events.json").read_text("utf8")))


def weigh(facts: Facts, weights: Weights) -> float:
    """The sum of what speaks for a choice."""
    return sum(weights.get(fact, 0.0) * amount for fact, amount in facts.items())


def logit(probability: float) -> float:
    """A probability as facts have it: 0 for an even chance, about -3 to 3."""
    p = min(max(probability, LEAST), 1 - LEAST)
    return math.log(p / (1 - p)) / 2


def all_of(*facts: Iterable[Fact]) -> Facts:
    """Facts of several kinds together."""
    return {name: amount for some in facts for name, amount in some}


def holds(*names: str) -> list[Fact]:
    """Facts that simply hold."""
    return [(name, 1.0) for name in names]
