"""What an event is about: PLOVER's contexts of it, by the words around its trigger and those of the whole story.

``lang/en/contexts.json`` has a list of words for each of the 37 contexts. A context is the likelier the nearer words of its list
stand to the trigger, the more of them the story has, and the more usual it is with this type and mode of event. How much each of
these weighs is learned from annotated stories by ``training/contexts.py`` (``lang/en/context_weights.json``).
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import exp, log1p
from typing import NamedTuple

from reportedly.annotate.vocabulary import PlainWords, Vocabulary
from reportedly.records import EventType, Span

REACH = 24  # words of the sentence looked at on either side of a trigger
FADES = 6.0  # words away at which a word counts 1/e of one beside the trigger
LIKELY = 0.3  # a context less likely is left out, but for the likeliest
POSSIBLE = 0.15  # the likeliest is left out below this
MOST = 3
TRIGGER, NEAR, STORY = "words: trigger", "words: near", "words: story"


class Context(NamedTuple):
    """A context, how likely it is, and the nearest words that speak of it, where some stand near the trigger."""

    name: str
    confidence: float
    span: Span | None


class Near(NamedTuple):
    """The nearest words that speak of a context."""

    closeness: float  # 0 to 1; 1 within the trigger
    span: Span


class Topics:
    """What the words of one story speak of. ``weights`` stand in for those that are shipped."""

    def __init__(self, words: PlainWords, weights: Mapping[str, float] | None = None) -> None:
        self._words = words
        self._weights = _shipped_weights() if weights is None else weights
        self._found = vocabulary().find(words.texts)
        self._starts = [found.start for found in self._found]
        self._before: dict[tuple[EventType, str | None], dict[str, float]] = {}
        counts = dict.fromkeys(vocabulary().names, 0)
        for found in self._found:
            counts[found.name] += 1
        self.story = {name: log1p(count) for name, count in counts.items()}
        """For each context, how many of the story's words speak of it, as a logarithm: 0 for none."""

    def contexts_of(self, event_type: EventType, mode: str | None, trigger: Span) -> tuple[Context, ...]:
        """The contexts of an event, the likeliest first; 0 to 3 of them.

        "two diplomats were expelled" -> diplomatic; "two diplomats were expelled for spying" -> diplomatic, intelligence
        """
        near = self.near(trigger)
        scores = self._scores(event_type, mode).copy()
        for name, (closeness, _) in near.items():
            scores[name] += self._weights[TRIGGER] if closeness == 1 else self._weights[NEAR] * closeness
        best = sorted(scores, key=scores.__getitem__, reverse=True)[:MOST]
        chosen = [
            Context(name, round(1 / (1 + exp(-scores[name])), 3), near[name].span if name in near else None) for name in best
        ]
        return tuple(c for i, c in enumerate(chosen) if c.confidence >= (LIKELY if i else POSSIBLE))

    def _scores(self, event_type: EventType, mode: str | None) -> dict[str, float]:
        """For each context, what the whole story and the kind of event say of it."""
        kind = event_type, mode
        if kind not in self._before:
            weigh = self._weights.get
            self._before[kind] = {
                name: weigh("any", 0.0) + weigh(STORY, 0.0) * amount + sum(weigh(r, 0.0) for r in usual_reasons(*kind, name))
                for name, amount in self.story.items()
            }
        return self._before[kind]

    def near(self, trigger: Span) -> dict[str, Near]:
        """For each context that words near the trigger speak of, the nearest of them."""
        inside, around = self._words.within(trigger), self._words.around(trigger, REACH)
        nearest: dict[str, Near] = {}
        for start, end, name in self._found[bisect_left(self._starts, around.start) : bisect_left(self._starts, around.stop)]:
            away = max(start - inside.stop + 1, inside.start - end + 1, 0)
            closeness = exp(-away / FADES)
            if name not in nearest or closeness > nearest[name].closeness:
                nearest[name] = Near(closeness, Span(self._words.starts[start], self._words.ends[end - 1]))
        return nearest


@cache
def vocabulary() -> Vocabulary:
    """The lists of words, by context."""
    lists = json.loads((files("reportedly.annotate") / "lang" / "en" / "contexts.json").read_text("utf8"))
    return Vocabulary({name: entry["words"] for name, entry in lists.items()})


def usual_reasons(event_type: EventType, mode: str | None, name: str) -> tuple[str, ...]:
    """The names of the weights that say how usual a context is: ``legal``, ``COERCE: legal``, ``COERCE arrest: legal``."""
    reasons = (name, f"{event_type}: {name}")
    return (*reasons, f"{event_type} {mode}: {name}") if mode else reasons


@cache
def _shipped_weights() -> Mapping[str, float]:
    found: dict[str, float] = json.loads(
        (files("reportedly.annotate") / "lang" / "en" / "context_weights.json").read_text("utf8")
    )
    return found
