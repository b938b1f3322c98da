"""From the network's probabilities to a confidence that means what it says.

Of the statements given 0.9, nine in ten should be right (content found and right speaker); of the events, nine in ten should be
events of that type. The network's own probability is too sure of some things, so a logistic curve over a few features of the
draft, fitted on dev stories, brings it to scale (Platt 1999). The weights are kept with the model (attribution.json);
benchmarks/ measures how well it holds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from reportedly.annotate.events.drafts import EventDraft
from reportedly.annotate.layers import Draft

EVENT_FEATURES = ("bias", "event", "type", "status", "participants")
FEATURES = ("bias", "statement", "words", "implied", "nested", "unnamed", "quoted")


def features_of(draft: Draft) -> dict[str, float]:
    """What the curve looks at, each near the range -3..3."""
    return {
        "bias": 1.0,
        "statement": _logit(draft.anchor_score),
        "words": _logit(draft.role_score),
        "implied": float(draft.implied),
        "nested": float(draft.parent is not None),
        "unnamed": float(not draft.source and not draft.implied),
        "quoted": float(draft.form != "indirect"),
    }


def _logit(p: float) -> float:
    p = min(max(p, 0.02), 0.98)
    return math.log(p / (1 - p))


def event_features_of(draft: EventDraft) -> dict[str, float]:
    """What the curve for events looks at, each near the range -3..3."""
    return {
        "bias": 1.0,
        "event": _logit(draft.score),
        "type": _logit(draft.type_score),
        "status": _logit(draft.status_score),
        "participants": max((near for candidate in draft.candidates for near in candidate.heard[2:]), default=0.0),
    }


def confidence_of(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """A probability, rounded to two places and never 0 or 1: ``confidence_of(features_of(draft), weights)`` -> 0.87."""
    z = sum(weights[name] * value for name, value in features.items())
    return min(max(round(1 / (1 + math.exp(-z)), 2), 0.01), 0.99)
