"""Who does what an event names, and to whom: the words the network points to, given to actors."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.annotate.events.drafts import Candidate, EventDraft, Holders
from reportedly.annotate.layers import Draft
from reportedly.annotate.walk import Asked
from reportedly.records import EventField, Evidence

LEAST = 0.5  # of the threshold: an event rather has its likeliest participant than none

Answers = Sequence[tuple[str, ...]]
"""The actors meant by each expression asked for, in the order of ``asked``."""


def asked(events: Sequence[EventDraft], drafts: Sequence[Draft]) -> list[Asked]:
    """Every expression that may name a participant: those of each event's sources, then of its targets."""
    holders = Holders(drafts)
    return [(c.span, holders.innermost(c.span)) for event in events for c in (*event.sources, *event.targets)]


def participants(
    field: EventField, candidates: Sequence[Candidate], answers: Answers, threshold: float
) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """The actors whose best expression reaches the threshold, the likeliest first, with those expressions as evidence.

    Where none does, the likeliest one that comes half way: most events have somebody.
    """
    best: dict[str, Candidate] = {}
    for candidate, actors in zip(candidates, answers, strict=True):
        for actor in actors:
            if actor not in best or candidate.score > best[actor].score:
                best[actor] = candidate
    ranked = sorted(best, key=lambda actor: -best[actor].score)
    chosen = [actor for actor in ranked if best[actor].score >= threshold]
    if not chosen:
        chosen = [actor for actor in ranked[:1] if best[actor].score >= LEAST * threshold]
    evidence = tuple(Evidence(field, "model", best[actor].span, round(best[actor].score, 2)) for actor in chosen)
    return tuple(chosen), evidence
