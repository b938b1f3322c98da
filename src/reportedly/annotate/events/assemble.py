"""Event drafts -> events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportedly.annotate.confidence import confidence_of, event_features_of
from reportedly.annotate.contexts import Topics
from reportedly.annotate.events.drafts import EventDraft
from reportedly.annotate.events.participants import expressions, participants
from reportedly.annotate.events.place import place_of
from reportedly.annotate.events.when import time_of
from reportedly.annotate.layers import Layers
from reportedly.annotate.modes import mode_of
from reportedly.annotate.network import Network
from reportedly.annotate.vocabulary import PlainWords
from reportedly.records import Actor, Event, EventField, Evidence, Span, Statement, Time


def events_of(
    layers: Layers, found: Sequence[EventDraft], statements: Sequence[Statement], times: Sequence[Time],
    answers: Sequence[tuple[str, ...]], actors: Mapping[str, Actor], network: Network,
) -> tuple[Event, ...]:  # fmt: skip
    """The events of a story. ``answers`` are those to ``participants.asked``."""
    threshold = network.thresholds.participant
    said_on = [statement.said_on for statement in statements]
    if not found:
        return ()
    words = PlainWords.of(layers)
    topics = Topics(words)
    events: list[Event] = []
    at = 0
    for i, draft in enumerate(found, 1):
        end = at + len(expressions(draft))
        mode = mode_of(draft.type, words, draft.trigger)
        act = statements[draft.act] if draft.act is not None else None
        speaker = act.speaker.id if act and act.speaker else None
        sources, targets = participants(draft, answers[at:end], threshold, speaker, mode.name)
        at = end
        time, why_time = time_of(draft, times, said_on)
        place, why_place = place_of(layers, draft.trigger, times)
        contexts = topics.contexts_of(draft.type, mode.name, draft.trigger)
        statement = None if draft.statement is None else statements[draft.statement]
        evidence = (
            Evidence("type", "model", draft.trigger, round(draft.type_score, 2)),
            *(_named("source", why, "speaker of the act" if speaker else "model") for why in sources.values()),
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
    return Evidence(field, by, span, round(score, 2) if by == "model" else None)
