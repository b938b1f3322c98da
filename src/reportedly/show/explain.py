"""Why a reading says what it says: field by field the value, the model or rule it comes from, how sure that is, and the words.

>>> Reason("source", "Iceland", "model, 91%", "Iceland", Span(1079, 1086))
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportedly.records import Document, Event, EventField, Evidence, Reading, Span, Statement, Time
from reportedly.show import events, when, wording

MODEL, NOTHING = "model", "none"  # what evidence can be by, besides the names of rules


@dataclass(frozen=True, slots=True)
class Reason:
    """One field of a time, an event or a statement."""

    field: str
    value: str
    by: str = ""  # "model, 91%", or the name of a rule; "" where it follows from another field
    words: str = ""  # the story's words that it rests on
    span: Span | None = None  # where they stand


def of_event(event: Event, document: Document) -> list[Reason]:
    """The trigger, each field that there is evidence for, who vouches for it, and how sure the whole is."""
    return [
        _at("trigger", "", "", document, event.trigger),
        *_by_evidence(event, document),
        Reason("according to", events.authority(event)),
        Reason("confidence", wording.percent(event.confidence)),
    ]


def of_time(time: Time, document: Document) -> list[Reason]:
    """The value by its rule, and the interval it denotes."""
    words = when.time_in_words(time, document.published)
    value = f"{time.type} {time.value}" + (f" ({words})" if words != time.value else "")
    reasons = [_at("value", value, f"rule {time.rule}" if time.rule else "", document, time.span)]
    if time.begin and time.end:
        reasons.append(Reason("interval", f"from {time.begin} to before {time.end}"))
    return [*reasons, Reason("confidence", wording.percent(time.confidence))]


def of_statement(statement: Statement, reading: Reading) -> list[Reason]:
    """The model that found it, and the words that its source, cue and venue rest on."""
    document = reading.document
    reasons = [Reason("statement", statement.id, f"{_model(reading)}, {wording.percent(statement.confidence)}")]
    reasons += [_at("speaker", _speaker(statement), "", document, span) for span in statement.source]
    reasons += [_at("cue", "", "", document, span) for span in statement.cue]
    if statement.venue:
        reasons.append(_at("venue", "", "", document, statement.venue))
    if statement.said_on:
        reasons.append(Reason("said on", statement.said_on))
    if statement.parent:
        reasons.append(Reason("reported within", statement.parent.id))
    return reasons


def line(reason: Reason) -> list[str]:
    """A reason in pieces for people: ["source Iceland", "model, 91%", "“Iceland” [1079, 1086]"]."""
    words = f"“{reason.words}” [{reason.span.start}, {reason.span.end}]" if reason.span else ""
    if not reason.value:
        return [piece for piece in (f"{reason.field} {words}".rstrip(), reason.by) if piece]
    return [piece for piece in (f"{reason.field} {reason.value}", reason.by, words) if piece]


def _at(field: str, value: str, by: str, document: Document, span: Span) -> Reason:
    return Reason(field, value, by, wording.one_line(document, span), span)


def _by_evidence(event: Event, document: Document) -> Iterator[Reason]:
    """The evidence in its order, the value of each field once, and nothing for what nothing was found of."""
    values = _values(event, document)
    for evidence in event.evidence:
        if evidence.by != NOTHING:
            yield _of_evidence(evidence, values.pop(evidence.field, ""), document)


def _of_evidence(evidence: Evidence, value: str, document: Document) -> Reason:
    by = evidence.by if evidence.by == MODEL else f"rule {evidence.by}"
    if evidence.confidence is not None:
        by = f"{by}, {wording.percent(evidence.confidence)}"
    if evidence.span is None:
        return Reason(evidence.field, value, by)
    return _at(evidence.field, value, by, document, evidence.span)


def _values(event: Event, document: Document) -> dict[EventField, str]:
    words = when.in_words(event.time, document.published)
    return {
        "type": f"{event.type}, {events.QUADS[event.type]}",
        "mode": event.mode or "none",
        "contexts": ", ".join(event.contexts) or "none",
        "source": ", ".join(actor.name for actor in event.source) or "nobody named",
        "target": ", ".join(actor.name for actor in event.target) or "nobody named",
        "statement": event.statement.id if event.statement else events.OWN_VOICE,
        "status": event.status,
        "time": f"{event.time} ({words})" if event.time and words != event.time else event.time or "not known",
        "place": wording.one_line(document, event.place) if event.place else "not known",
    }


def _speaker(statement: Statement) -> str:
    return statement.speaker.name if statement.speaker else wording.UNNAMED


def _model(reading: Reading) -> str:
    """ "model 2024-03-a", the version that ``produced_by`` names; "model" where it names none."""
    models = reading.produced_by.get("models")
    version = models.get("attribution") if isinstance(models, dict) else None
    return f"model {version}" if version else "model"
