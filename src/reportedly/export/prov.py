"""Readings as provenance in the W3C's PROV-O (https://www.w3.org/TR/prov-o/): what rests on whose word, and on whose reading.

::

    words of the story --wasDerivedFrom--> the minister's account --wasDerivedFrom--> the premier's promise
            |                                    |                                       |
      wasGeneratedBy                      wasAttributedTo                         wasAttributedTo
            v                                    v                                       v
       the reading --used--> the story       the minister                           the premier

A statement is an entity of its own, apart from the words by which a story tells of it. Words in quotation marks are quoted from
it (``wasQuotedFrom``), others derived (``wasDerivedFrom``). The words of what is reported within another statement are derived
from that one, which is derived from the inner one, their primary source. What a story tells in its own voice is derived from
the story alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportedly.export import names
from reportedly.export.jsonld import Node, known, write_graph
from reportedly.export.sinks import Target
from reportedly.records import Actor, Document, Event, Reading, Statement

_LINK = {"@type": "@id"}
CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "reportedly": names.TERMS,
    "id": "@id",
    "type": "@type",
    **{
        name: {"@id": f"prov:{name}", **_LINK}
        for name in (
            "used", "wasAssociatedWith", "actedOnBehalfOf", "wasGeneratedBy", "wasAttributedTo", "wasDerivedFrom",
            "wasQuotedFrom", "hadPrimarySource",
        )
    },
    "value": "prov:value",
    "label": "rdfs:label",
    "title": "dcterms:title",
    "date": "dcterms:date",
    "language": "dcterms:language",
    "sameAs": {"@id": "schema:sameAs", **_LINK},
    "within": {"@id": "reportedly:within", **_LINK},
    "addressee": {"@id": "reportedly:addressee", **_LINK},
    "doneBy": {"@id": "reportedly:doneBy", **_LINK},
    "doneTo": {"@id": "reportedly:doneTo", **_LINK},
    **{
        name: f"reportedly:{name}"
        for name in ("kind", "form", "implied", "eventType", "mode", "contexts", "status", "time", "confidence", "version")
    },
}  # fmt: skip
AGENTS: Mapping[str, list[str]] = {
    "person": ["prov:Agent", "prov:Person"],
    "organization": ["prov:Agent", "prov:Organization"],
}


def write(readings: Iterable[Reading], target: Target) -> None:
    """One JSON-LD document with the provenance of all readings."""
    write_graph(CONTEXT, (node for reading in readings for node in nodes_of(reading)), target)


def nodes_of(reading: Reading) -> Iterator[Node]:
    """Everything that one reading tells: the story, who and what read it, its actors, statements, their words, and events."""
    document = reading.document
    yield from _story(document)
    yield from _act_of_reading(reading)
    for actor in reading.actors:
        yield _agent(document, actor)
    told = _told_within(reading.statements)
    for statement in reading.statements:
        yield _statement(statement, told.get(statement.id, []))
        yield from _words(statement, reading)
    for event in reading.events:
        yield _event(event, reading)


def _story(document: Document) -> Iterator[Node]:
    """The text; the copy it was taken from, where it has an address; who published and who wrote it."""
    publisher = names.term_iri("publisher", document.publisher) if document.publisher else None
    author = names.term_iri("author", document.author) if document.author else None
    copy = names.resource(document.uri)
    yield known(
        id=names.document_iri(document),
        type="prov:Entity",
        title=document.title,
        date=document.published,
        language=document.language or None,
        wasDerivedFrom=copy,
        wasAttributedTo=[agent for agent in (publisher, author) if agent],
    )
    if copy:
        yield {"id": copy, "type": "prov:Entity"}
    if publisher:
        yield {"id": publisher, "type": ["prov:Agent", "prov:Organization"], "label": document.publisher}
    if author:
        yield {"id": author, "type": "prov:Agent", "label": document.author}


def _act_of_reading(reading: Reading) -> Iterator[Node]:
    """The activity, the software it is associated with, and the models that act for the software."""
    version = str(reading.produced_by.get("version", "unknown"))
    software = names.term_iri("software", version)
    models = reading.produced_by.get("models")
    by_name = {str(name): str(model) for name, model in models.items()} if isinstance(models, Mapping) else {}
    agents = [names.term_iri("model", name, model) for name, model in by_name.items()]
    yield known(
        id=_reading_iri(reading),
        type="prov:Activity",
        used=names.document_iri(reading.document),
        wasAssociatedWith=[software, *agents],
    )
    yield {"id": software, "type": ["prov:Agent", "prov:SoftwareAgent"], "label": "reportedly", "version": version}
    for agent, (name, model) in zip(agents, by_name.items(), strict=True):
        yield {
            "id": agent,
            "type": ["prov:Agent", "prov:SoftwareAgent"],
            "label": name,
            "version": model,
            "actedOnBehalfOf": software,
        }


def _reading_iri(reading: Reading) -> str:
    return names.term_iri("reading", names.digest_of(reading.document), str(reading.produced_by.get("version", "unknown")))


def _agent(document: Document, actor: Actor) -> Node:
    return known(
        id=names.actor_iri(document, actor),
        type=AGENTS.get(actor.kind, "prov:Agent"),
        label=actor.name,
        kind=actor.kind,
        sameAs=names.same_as(actor),
    )


def _told_within(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    """The statements reported directly within another, by the id of that one."""
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.parent:
            found.setdefault(statement.parent.id, []).append(statement)
    return found


def _statement(statement: Statement, told: Sequence[Statement]) -> Node:
    """What somebody said, whoever tells of it. An account of what another said is derived from that."""
    return known(
        id=names.statement_iri(statement),
        type=["prov:Entity", "reportedly:Statement"],
        date=statement.said_on,
        form=statement.form,
        implied=statement.implied,
        confidence=statement.confidence,
        wasAttributedTo=names.actor_iri(statement.document, statement.speaker) if statement.speaker else None,
        addressee=names.actor_iri(statement.document, statement.addressee) if statement.addressee else None,
        within=names.statement_iri(statement.parent) if statement.parent else None,
        wasQuotedFrom=[names.statement_iri(child) for child in told if child.form == "direct"],
        wasDerivedFrom=[names.statement_iri(child) for child in told if child.form != "direct"],
    )


def _words(statement: Statement, reading: Reading) -> Iterator[Node]:
    """The words by which the story tells of a statement; of one within another, by what that one's speaker tells."""
    document, own = statement.document, names.statement_iri(statement)
    story = names.document_iri(document)
    for span in statement.content:
        words: Node = {
            "id": names.words_iri(document, span),
            "type": ["prov:Entity", "reportedly:Words"],
            "value": document.text[span.start : span.end],
            "wasGeneratedBy": _reading_iri(reading),
        }
        if statement.parent:
            yield words | {"wasDerivedFrom": [story, names.statement_iri(statement.parent)], "hadPrimarySource": own}
        elif statement.form == "direct":
            yield words | {"wasDerivedFrom": story, "wasQuotedFrom": own}
        else:
            yield words | {"wasDerivedFrom": [story, own]}


def _event(event: Event, reading: Reading) -> Node:
    """What is told to have happened, or not to; an entity and no activity, for it may never have been."""
    document = reading.document
    source = names.statement_iri(event.statement) if event.statement else names.document_iri(document)
    return known(
        id=names.event_iri(document, event),
        type=["prov:Entity", "reportedly:Event"],
        value=document.text[event.trigger.start : event.trigger.end],
        eventType=event.type,
        mode=event.mode,
        contexts=list(event.contexts),
        status=event.status,
        time=event.time,
        doneBy=[names.actor_iri(document, actor) for actor in event.source],
        doneTo=[names.actor_iri(document, actor) for actor in event.target],
        confidence=event.confidence,
        wasGeneratedBy=_reading_iri(reading),
        wasDerivedFrom=source,
    )
