"""Statements and events as W3C Web Annotations (https://www.w3.org/TR/annotation-model/), one collection for all readings.

An annotation's targets are the words: of a statement its content, of an event its trigger. Each has a position, counted in code
points as the W3C counts, and a quotation with the words around it, which finds the place again in other copies of the story.
Its bodies are a sentence for people, who says it, and the record for programs, in terms of our own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from reportedly.export import names
from reportedly.export.jsonld import Node, known, write_list
from reportedly.export.sinks import Target, json_bytes, opened
from reportedly.records import Actor, Document, Event, Reading, Span, Spans, Statement

STANDARD = "http://www.w3.org/ns/anno.jsonld"  # every annotation must name this context
CONTEXT = [
    STANDARD,
    {
        "reportedly": names.TERMS,
        "sameAs": {"@id": "schema:sameAs", "@type": "@id"},
        "url": {"@id": "schema:url", "@type": "@id"},
        "said": "reportedly:said",
        "saidOn": "reportedly:saidOn",
        "form": "reportedly:form",
        "implied": "reportedly:implied",
        "accordingTo": {"@id": "reportedly:accordingTo", "@type": "@id", "@container": "@list"},
        "within": {"@id": "reportedly:within", "@type": "@id"},
        "addressee": {"@id": "reportedly:addressee", "@type": "@id"},
        "eventType": "reportedly:eventType",
        "mode": "reportedly:mode",
        "contexts": {"@id": "reportedly:contexts", "@container": "@set"},
        "status": "reportedly:status",
        "time": "reportedly:time",
        "doneBy": {"@id": "reportedly:doneBy", "@type": "@id"},
        "doneTo": {"@id": "reportedly:doneTo", "@type": "@id"},
        "confidence": "reportedly:confidence",
    },
]
AROUND = 32  # characters of prefix and suffix, as annotation clients keep
UNNAMED = "reportedly:unnamed"  # a speaker whom the story does not name, in a chain


def write(readings: Iterable[Reading], target: Target) -> None:
    """An AnnotationCollection with all annotations on its one page. Its identifier is the digest of that page's items."""
    digest = hashlib.sha256()

    def items() -> Iterator[Node]:
        for reading in readings:
            for annotation in annotations_of(reading):
                digest.update(json_bytes(annotation))
                yield annotation

    with opened(target) as out:
        out.write(b'{"@context":' + json_bytes(CONTEXT) + b',"type":"AnnotationCollection","label":"Who said what",')
        out.write(b'"first":{"type":"AnnotationPage","startIndex":0,"items":')
        total = write_list(items(), out)
        name = names.term_iri("annotations", digest.hexdigest())
        out.write(b',"id":' + json_bytes(f"{name}:1") + b',"partOf":' + json_bytes(name) + b"}")
        out.write(b',"last":' + json_bytes(f"{name}:1") + b',"id":' + json_bytes(name) + b',"total":%d}\n' % total)


def annotations_of(reading: Reading) -> Iterator[Node]:
    """An annotation for each statement and each event that has words."""
    for statement in reading.statements:
        if targets := _targets(reading.document, statement.content):
            yield _of_statement(statement, targets)
    for event in reading.events:
        if targets := _targets(reading.document, (event.trigger,)):
            yield _of_event(event, reading, targets)


def _of_statement(statement: Statement, targets: list[Node]) -> Node:
    document, speaker = statement.document, statement.speaker
    record = known(
        id=names.statement_iri(statement),
        type="reportedly:Statement",
        form=statement.form,
        implied=statement.implied,
        saidOn=statement.said_on,
        accordingTo=_chain(document, statement.chain),
        within=names.statement_iri(statement.parent) if statement.parent else None,
        addressee=names.actor_iri(document, statement.addressee) if statement.addressee else None,
        confidence=statement.confidence,
    )
    told = f"{speaker.name if speaker else 'Somebody unnamed'}, {'implied ' if statement.implied else ''}{statement.form} speech"
    if statement.parent:
        told += f", as told by {' as told by '.join(_name(actor) for actor in reversed(statement.chain[:-1]))}"
    return _annotation(record, f"{told}, {statement.said_on}" if statement.said_on else told, document, speaker, targets)


def _of_event(event: Event, reading: Reading, targets: list[Node]) -> Node:
    document = reading.document
    record = known(
        id=names.event_iri(document, event),
        type="reportedly:Event",
        eventType=event.type,
        mode=event.mode,
        contexts=list(event.contexts),
        status=event.status,
        time=event.time,
        doneBy=[names.actor_iri(document, actor) for actor in event.source],
        doneTo=[names.actor_iri(document, actor) for actor in event.target],
        accordingTo=_chain(document, event.according_to),
        within=names.statement_iri(event.statement) if event.statement else None,
        confidence=event.confidence,
    )
    speaker = event.according_to[-1] if event.according_to else None
    voice = _name(speaker) if event.according_to else "the story itself"
    return _annotation(record, f"{event.type}, {event.status}, according to {voice}", document, speaker, targets)


def _annotation(record: Node, told: str, document: Document, speaker: Actor | None, targets: list[Node]) -> Node:
    bodies: list[Node] = [
        {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en", "value": told}
    ]
    if speaker:
        bodies.append({"type": "SpecificResource", "purpose": "identifying", "source": _agent(document, speaker)})
    return {
        "id": f"{record['id']}:annotation",
        "type": "Annotation",
        "motivation": "identifying",
        "body": [*bodies, record],
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _agent(document: Document, actor: Actor) -> Node:
    kinds = {"person": "Person", "organization": "Organization", "country": "Organization", "group": "Organization"}
    return known(
        id=names.actor_iri(document, actor),
        type=kinds.get(actor.kind),
        name=actor.name,
        sameAs=names.same_as(actor),
    )


def _chain(document: Document, chain: Iterable[Actor | None]) -> list[str]:
    return [names.actor_iri(document, actor) if actor else UNNAMED for actor in chain]


def _name(actor: Actor | None) -> str:
    return actor.name if actor else "somebody unnamed"


def _targets(document: Document, spans: Spans) -> list[Node]:
    return [_target(document, span) for span in spans if span.start < span.end]


def _target(document: Document, span: Span) -> Node:
    text = document.text
    source = known(
        id=names.document_iri(document),
        type="Text",
        format="text/plain",
        language=document.language or None,
        url=names.resource(document.uri),
    )
    quotation = known(
        type="TextQuoteSelector",
        exact=text[span.start : span.end],
        prefix=text[max(0, span.start - AROUND) : span.start],
        suffix=text[span.end : span.end + AROUND],
    )
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    return {"type": "SpecificResource", "source": source, "selector": [position, quotation]}
