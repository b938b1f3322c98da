"""Who does what an event names, and to whom: the words the network points to, given to actors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from reportedly.annotate.events.drafts import Candidate, EventDraft, Holders
from reportedly.annotate.layers import Draft
from reportedly.annotate.walk import Asked
from reportedly.records import EventType, Span

NEAR = 0.7  # how much the names in the trigger's sentence weigh beside those elsewhere
MUTUAL: frozenset[EventType] = frozenset({"CONSULT", "COOPERATE", "AGREE", "SUPPORT", "RETREAT", "ASSAULT"})
ONE_SIDED = ("visit", "phone")  # modes of CONSULT with a guest and a host, a caller and a called
BOTH = 0.8  # of the threshold: what each party of a mutual event must reach on both sides
ALIKE = 0.9  # of the likeliest participant: what a second one must reach
LEAST = 0.2  # of the threshold: what the likeliest participant must reach, for most events have one

Side = dict[str, tuple[float, Span | None]]
"""Actor: how likely, and the words it rests on."""
UNLIKELY: tuple[float, Span | None] = (0.0, None)

Answers = Sequence[tuple[str, ...]]
"""The actors meant by each expression asked for, in the order of ``asked``."""


def asked(events: Sequence[EventDraft], drafts: Sequence[Draft]) -> list[Asked]:
    """Every expression that may name a participant: for each event those of its sources, of its targets, and its speaker's."""
    holders = Holders(drafts)
    spans = (span for event in events for span in expressions(event))
    return [(span, holders.innermost(span)) for span in spans]


def expressions(event: EventDraft) -> tuple[Span, ...]:
    """What is asked about for one event, in order."""
    return (*(c.span for c in (*event.sources, *event.targets)), *((event.speaker,) if event.speaker else ()))


def participants(
    event: EventDraft, answers: Answers, threshold: float, speaker: str | None, mode: str | None
) -> tuple[Side, Side]:
    """Who does it and to whom, the likeliest first, each with the expression it rests on.

    ``answers`` are those to ``expressions(event)``. An act of speech is done by its ``speaker``, or by each of several who speak
    together. Where the parties do it to each other, as at talks, everybody stands on both sides; else nobody does.
    """
    first, second = len(event.sources), len(event.sources) + len(event.targets)
    sources, targets = _scores(event.sources, answers[:first]), _scores(event.targets, answers[first:second])
    if speaker is not None:
        together = answers[second] if event.speaker and len(answers[second]) > 1 else (speaker,)
        others = {actor: why for actor, why in targets.items() if actor not in together}
        return dict.fromkeys(together, (1.0, event.speaker)), _chosen(others, threshold)
    if parties := _parties(event, sources, targets, threshold):
        return parties, parties
    likelier = {actor for actor in targets if targets[actor][0] > sources.get(actor, UNLIKELY)[0]}
    givers = _chosen({actor: why for actor, why in sources.items() if actor not in likelier}, threshold)
    takers = _chosen({actor: why for actor, why in targets.items() if actor in likelier}, threshold)
    if event.type == "CONSULT" and mode not in ONE_SIDED and givers and takers:
        return givers | takers, givers | takers
    return givers, takers


def _parties(event: EventDraft, sources: Side, targets: Side, threshold: float) -> Side:
    """Both sides of a mutual event: two or more who are about as likely to do it as to have it done to them."""
    if event.type not in MUTUAL:
        return {}
    both = {a: (min(s[0], targets[a][0]), s[1] or targets[a][1]) for a, s in sources.items() if a in targets}
    sure = {a: s for a, s in both.items() if s[0] >= BOTH * threshold}
    return dict(sorted(sure.items(), key=lambda item: -item[1][0])) if len(sure) > 1 else {}


def _chosen(scores: Side, threshold: float) -> Side:
    """The likeliest and those about as likely; nobody where even he stays far below the threshold."""
    ranked = sorted(scores.items(), key=lambda item: -item[1][0])
    best = ranked[0][1][0] if ranked else 0.0
    if best < LEAST * threshold:
        return {}
    return dict(ranked[:1] + [item for item in ranked[1:] if item[1][0] >= max(threshold, ALIKE * best)])


def _scores(candidates: Sequence[Candidate], answers: Answers) -> Side:
    """How likely each actor is, by the best of the words for him near the trigger and the best of those anywhere."""
    scores: Side = {}
    for actor, named in _by_actor(candidates, answers).items():
        nearest = max(named, key=lambda c: c.near)
        scores[actor] = NEAR * nearest.near + (1 - NEAR) * max(c.anywhere for c in named), nearest.span
    return scores


def _by_actor(candidates: Sequence[Candidate], answers: Answers) -> dict[str, list[Candidate]]:
    named: dict[str, list[Candidate]] = defaultdict(list)
    for candidate, actors in zip(candidates, answers, strict=True):
        for actor in actors:
            named[actor].append(candidate)
    return named
