"""Happenings -> events whose people are still words."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reportedly.annotate.layers import Draft, Layers
from reportedly.annotate.network import ACTOR, NEAR_ACTOR, NEAR_RECIPIENT, RECIPIENT, TIME, TRIGGER, Floats, Happening
from reportedly.records import EVENT_TYPES, STATUSES, EventType, Span, Status

SURE_TRIGGER = 0.5  # a word with this probability belongs to the trigger
TRIGGER_REACH = 4  # words between the word an event hangs on and others of its trigger: "mounted | strong | pressure"
POSSIBLE = 0.2  # a word with less probability of naming a participant is not looked at
ARTICLES = frozenset({"the", "a", "an"})
FUNCTION_WORDS = frozenset(
    ["of", "in", "at", "on", "to", "by", "for", "from", "with", "against", "between", "and", "or", "than", "as"]
)
MOST_ASKED = 8  # expressions looked up for each role of an event


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may name a participant."""

    span: Span
    anywhere: float  # the network's mean probability that they name the participant
    near: float  # that they do, and stand in the trigger's sentence


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event whose participants are still words."""

    trigger: Span
    type: EventType
    status: Status
    statement: int | None  # index of the draft of the innermost statement whose content holds the trigger
    act: int | None  # index of the draft of the statement that is this event: the trigger is its cue
    speaker: Span | None  # the words for who makes that statement
    sources: tuple[Candidate, ...]
    targets: tuple[Candidate, ...]
    times: tuple[tuple[int, float], ...]  # offsets of words and how likely each tells when
    score: float  # the network's probability that an event is named here
    type_score: float  # its probability of this type, if it is one
    status_score: float


def event_drafts(layers: Layers, happenings: Sequence[Happening], drafts: Sequence[Draft], threshold: float) -> list[EventDraft]:
    """The events of a story in the order of their triggers; of two that share a word the likelier one is kept."""
    taken: set[int] = set()
    found: list[EventDraft] = []
    holders = Holders(drafts)
    for happening in sorted(happenings, key=lambda h: (-h.score, h.word)):
        words = _trigger(layers, happening)
        if happening.score < threshold or taken & set(range(*words)):
            continue
        taken |= set(range(*words))
        found.append(_draft(layers, happening, _span(layers, *words), drafts, holders))
    return sorted(found, key=lambda e: e.trigger)


def _draft(layers: Layers, happening: Happening, trigger: Span, drafts: Sequence[Draft], holders: Holders) -> EventDraft:
    act = _act(trigger, drafts)
    kind, status = int(happening.types.argmax()), int(happening.statuses.argmax())
    return EventDraft(
        trigger=trigger,
        type=EVENT_TYPES[kind],
        status=STATUSES[status],
        statement=holders.innermost(trigger),
        act=act,
        speaker=next(iter(drafts[act].source), None) if act is not None else None,
        sources=_candidates(layers, happening, ACTOR, NEAR_ACTOR),
        targets=_candidates(layers, happening, RECIPIENT, NEAR_RECIPIENT),
        times=_times(layers, happening),
        score=happening.score,
        type_score=float(happening.types[kind] / happening.score),
        status_score=float(happening.statuses[status]),
    )


def _act(trigger: Span, drafts: Sequence[Draft]) -> int | None:
    """The statement whose cue the trigger is: in "Oslo rejected the offer", "rejected"."""
    acts = (i for i, d in enumerate(drafts) if any(cue.start < trigger.end and trigger.start < cue.end for cue in d.cue))
    return next(acts, None)


def _trigger(layers: Layers, happening: Happening) -> tuple[int, int]:
    """Words ``[first, last)``: the word it hangs on, and sure words of the trigger close by in its sentence."""
    at = happening.word
    sure = happening.roles[:, TRIGGER] > SURE_TRIGGER

    def grown(step: int) -> int:
        edge = at
        for i in range(1, TRIGGER_REACH):
            local = at + step * i - happening.offset
            if not 0 <= local < len(sure) or not layers.text[layers.words[at + step * i].start].isalnum():
                break
            if sure[local]:
                edge = at + step * i
        return edge

    return grown(-1), grown(1) + 1


def _candidates(layers: Layers, happening: Happening, anywhere: int, near: int) -> tuple[Candidate, ...]:
    """The likeliest expressions for a role, the nearest of those that are alike: "Oslo" ten times is asked about once."""
    roles = happening.roles
    found: dict[str, list[Candidate]] = defaultdict(list)
    for first, last in _runs(np.maximum(roles[:, anywhere], roles[:, near])):
        first, last = _named(layers, first + happening.offset, last + happening.offset)
        if first == last:
            continue
        span = _span(layers, first, last)
        scores = (roles[first - happening.offset : last - happening.offset, role].mean() for role in (anywhere, near))
        found[layers.text[span.start : span.end].casefold()].append(Candidate(span, *map(float, scores)))
    trigger = layers.words[happening.word].start
    alike = [
        Candidate(
            min((c.span for c in each), key=lambda span: abs(span.start - trigger)),
            max(c.anywhere for c in each),
            max(c.near for c in each),
        )
        for each in found.values()
    ]
    return tuple(sorted(alike, key=lambda c: -max(c.anywhere, c.near))[:MOST_ASKED])


def _named(layers: Layers, first: int, last: int) -> tuple[int, int]:
    """Words ``[first, last)`` without function words and marks at their ends: "of Port Workers" -> Port Workers."""

    def is_loose(word: int, loose: frozenset[str]) -> bool:
        text = layers.text[slice(*layers.words[word])].lower()
        return text in loose or not text[0].isalnum()

    while first < last and is_loose(first, FUNCTION_WORDS):
        first += 1
    while first < last and is_loose(last - 1, FUNCTION_WORDS | ARTICLES):
        last -= 1
    return first, last


def _runs(probability: Floats) -> Iterator[tuple[int, int]]:
    """Runs of possible words ``[first, last)``."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (probability > POSSIBLE).astype(np.int8), [0]))))
    yield from ((int(first), int(last)) for first, last in edges.reshape(-1, 2))


def _times(layers: Layers, happening: Happening) -> tuple[tuple[int, float], ...]:
    likely = np.flatnonzero(happening.roles[:, TIME] > POSSIBLE / 2)
    return tuple((layers.words[int(i) + happening.offset].start, float(happening.roles[i, TIME])) for i in likely)


def _span(layers: Layers, first: int, last: int) -> Span:
    return Span(layers.words[first].start, layers.words[last - 1].end)


class Holders:
    """Which statement holds a place: the smallest content around it."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        sizes = [sum(end - start for start, end in draft.content) for draft in drafts]
        self._contents = sorted((span, sizes[i], i) for i, draft in enumerate(drafts) for span in draft.content)
        self._starts = [span.start for span, _, _ in self._contents]
        self._reach: list[int] = []  # how far any content up to here goes
        for span, _, _ in self._contents:
            self._reach.append(max(span.end, self._reach[-1] if self._reach else 0))

    def innermost(self, place: Span) -> int | None:
        """Index of the draft, None in the story's own voice."""
        best: tuple[int, int] | None = None
        at = bisect_right(self._starts, place.start) - 1
        while at >= 0 and self._reach[at] > place.start:
            span, size, i = self._contents[at]
            if span.end >= place.end and (best is None or size < best[0]):
                best = size, i
            at -= 1
        return best[1] if best else None
