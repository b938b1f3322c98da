"""Happenings -> events whose people are still words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportedly.annotate.events.phrases import Candidate, Phrases
from reportedly.annotate.events.plainly import plainly
from reportedly.annotate.events.statuses import Surroundings, presented, told_by
from reportedly.annotate.layers import Draft, Layers
from reportedly.annotate.network import TRIGGER, Happening
from reportedly.records import EVENT_TYPES, STATUSES, EventType, Span, Status

SURE_TRIGGER = 0.5  # a word with this probability belongs to the trigger
TRIGGER_REACH = 4  # words between the word an event hangs on and others of its trigger: "mounted | strong | pressure"


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event whose participants are still words."""

    trigger: Span
    type: EventType
    status: Status
    statement: int | None  # index of the draft of the innermost statement whose content holds the trigger
    act: int | None  # index of the draft of the statement that is this event: the trigger is its cue
    speaker: Span | None  # the words for who makes that statement
    candidates: tuple[Candidate, ...]
    score: float  # the network's probability that an event is named here
    type_score: float  # its probability of this type, if it is one
    status_score: float
    happening: Happening = field(repr=False, compare=False)  # all that the network hears of it


def event_drafts(layers: Layers, happenings: Sequence[Happening], drafts: Sequence[Draft], threshold: float) -> list[EventDraft]:
    """The events of a story in the order of their triggers; of two that share a word the likelier one is kept."""
    taken: set[int] = set()
    found: list[EventDraft] = []
    likely = sorted((h for h in happenings if h.score >= threshold), key=lambda h: (-h.score, h.word))
    if not likely:
        return []
    holders = Holders(drafts)
    phrases = Phrases(layers, [*(cue for d in drafts for cue in d.cue), *(layers.words[h.word] for h in likely)])
    around = Surroundings(layers)
    for happening in likely:
        words = _trigger(layers, happening)
        if taken & set(range(*words)):
            continue
        taken |= set(range(*words))
        trigger = _span(layers, *words)
        found.append(_draft(layers, trigger, happening, phrases, drafts, holders, around))
    return sorted(found, key=lambda e: e.trigger)


def expressions(events: Sequence[EventDraft]) -> list[Span]:
    """Every expression that may name a participant, once each, in text order."""
    spans = {candidate.span for event in events for candidate in event.candidates}
    return sorted(spans | {event.speaker for event in events if event.speaker})


def _draft(
    layers: Layers, trigger: Span, happening: Happening, phrases: Phrases, drafts: Sequence[Draft], holders: Holders,
    around: Surroundings,
) -> EventDraft:  # fmt: skip
    act, statement = _act(trigger, drafts), holders.innermost(trigger)
    kind = int(happening.types.argmax())
    told = None if statement is None else told_by(layers, drafts[statement])
    statuses = presented(happening.statuses, around.facts(trigger, EVENT_TYPES[kind], told, act is not None))
    status = int(statuses.argmax())
    return EventDraft(
        trigger=trigger,
        type=EVENT_TYPES[kind],
        status=plainly(before(layers, trigger), STATUSES[status]),
        statement=statement,
        act=act,
        speaker=next(iter(drafts[act].source), None) if act is not None else None,
        candidates=phrases.candidates(happening),
        score=happening.score,
        type_score=float(happening.types[kind] / happening.score),
        status_score=float(statuses[status]),
        happening=happening,
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


def _span(layers: Layers, first: int, last: int) -> Span:
    return Span(layers.words[first].start, layers.words[last - 1].end)


def before(layers: Layers, trigger: Span) -> str:
    """The trigger's sentence up to it."""
    at = bisect_right(layers.sentences, trigger.start, key=lambda sentence: sentence.start) - 1
    return layers.text[layers.sentences[at].start if at >= 0 else 0 : trigger.start]


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
