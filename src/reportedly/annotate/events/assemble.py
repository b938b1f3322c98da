"""Event drafts -> events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportedly.annotate.confidence import confidence_of, event_features_of
from reportedly.annotate.contexts import Topics
from reportedly.annotate.events.drafts import EventDraft
from reportedly.annotate.events.parties import participants, tellers
from reportedly.annotate.events.place import place_of
from reportedly.annotate.events.scene import Scene
from reportedly.annotate.events.when import time_of
from reportedly.annotate.layers import Layers
from reportedly.annotate.modes import mode_of
from reportedly.annotate.network import Network
from reportedly.annotate.vocabulary import PlainWords
from reportedly.records import Actor, Document, Event, EventField, Evidence, Span, Statement, Time


def events_of(
    document: Document, layers: Layers, found: Sequence[EventDraft], statements: Sequence[Statement], times: Sequence[Time],
    answers: Sequence[tuple[str, ...]], actors: Mapping[str, Actor], network: Network,
) -> tuple[Event, ...]:  # fmt: skip
    """The events of a story. ``answers`` are those to ``parties.asked``."""
    if not found:
        return ()
    scene = Scene(document, layers, found, statements, times, actors, answers)
    words = PlainWords.of(layers)
    topics = Topics(words)
    events: list[Event] = []
    for i, draft in enumerate(found, 1):
        mode = mode_of(draft.type, words, draft.trigger)
        speakers = tellers(scene, draft).speakers
        sources, targets = participants(scene, draft)
        time, why_time = time_of(scene, draft)
        place, why_place = place_of(layers, draft.trigger, times)
        contexts = topics.contexts_of(draft.type, mode.name, draft.trigger)
        statement = None if draft.statement is None else statements[draft.statement]
        evidence = (
            Evidence("type", "model", draft.trigger, round(draft.type_score, 2)),
            *(_named("source", why, "speaker of the act" if a in speakers else "model") for a, why in sources.items()),
            *(_named("target", why, "model") for why in targets.values()),
            Evidence("status", "model", draft.trigger, round(draft.status_score, 2)),
            Evidence("statement", "innermost content around the trigger" if statement else "within no statement"),
            why_time, why_place, Evidence("mode", mode.rule, mode.span),
            *(Evidence("contexts", "model", context.span, context.confidence) for context in contexts),
        )  # fmt: skip
        events.append(
            Event(
                id=f"e{i}", trigger=draft.trigger, type=draft.type, mode=mode.name, contexts=tuple(c.name for c in contexts),
                source=tuple(actors[a] for a in sources), target=tuple(actors[a] for a in targets),
                statement=statement, status=draft.status, time=time, place=place,
                confidence=confidence_of(event_features_of(draft), network.event_calibration), evidence=evidence,
            )
        )  # fmt: skip
    return tuple(events)


def _named(field: EventField, why: tuple[float, Span | None], by: str) -> Evidence:
    score, span = why
    return Evidence(field, by, span, round(score, 2))
