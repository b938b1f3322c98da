"""Statements as schema.org claims (https://schema.org/Claim), those in direct speech as quotations besides, ready to be reviewed.

A ``ClaimReview`` is somebody's verdict on a claim. reportedly knows who said what and has no opinion of whether it is true, so
it gives no review and no rating: a fact-checker puts the claim into a review as its ``itemReviewed``, and the verdict is his.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from reportedly.export import names
from reportedly.export.jsonld import Node, known, write_graph
from reportedly.export.sinks import Target
from reportedly.records import Actor, ActorKind, Document, Reading, Statement

_LINK = {"@type": "@id"}
CONTEXT = {
    "@vocab": "https://schema.org/",
    "url": _LINK,
    "sameAs": _LINK,
    "appearance": _LINK,
    "firstAppearance": _LINK,
    "isPartOf": _LINK,
    "author": _LINK,
    "publisher": _LINK,
    "spokenByCharacter": _LINK,
    "datePublished": {"@type": "Date"},
}
# Whoever speaks is a person or an organization; a state or a place that speaks is both a place and an organization.
TYPES: dict[ActorKind, str | list[str]] = {
    "person": "Person",
    "organization": "Organization",
    "group": "Organization",
    "country": ["Country", "GovernmentOrganization"],
    "place": ["Place", "Organization"],
}


def write(readings: Iterable[Reading], target: Target) -> None:
    """One JSON-LD document with the articles, actors and claims of all readings."""
    write_graph(CONTEXT, (node for reading in readings for node in nodes_of(reading)), target)


def nodes_of(reading: Reading) -> Iterator[Node]:
    """The article, whoever says something in it, and a claim for each statement."""
    document = reading.document
    yield _article(document)
    speakers = {statement.speaker.id for statement in reading.statements if statement.speaker}
    for actor in reading.actors:
        if actor.id in speakers and actor.kind in TYPES:
            yield _agent(document, actor)
    for statement in reading.statements:
        yield _claim(statement)


def _article(document: Document) -> Node:
    return {
        "@id": names.document_iri(document),
        "@type": "NewsArticle",
        **known(
            identifier=document.id,
            url=names.web_address(document.uri),
            headline=document.title,
            datePublished=_day(document.published),
            inLanguage=document.language or None,
            publisher=_by_name("Organization", document.publisher),
            author=_by_name("Person", document.author),
        ),
    }


def _by_name(kind: str, name: str | None) -> Node | None:
    return {"@type": kind, "name": name} if name else None


def _agent(document: Document, actor: Actor) -> Node:
    titles = list(dict.fromkeys(" ".join(role.title.split()) for role in actor.roles))
    return {
        "@id": names.actor_iri(document, actor),
        "@type": TYPES[actor.kind],
        **known(name=actor.name, sameAs=names.same_as(actor), jobTitle=titles if actor.kind == "person" else None),
    }


def _claim(statement: Statement) -> Node:
    """The one appearance known to this record is the first one known to it; who compares many will know better."""
    document, speaker = statement.document, statement.speaker
    is_quotation = statement.form == "direct"
    agent = names.actor_iri(document, speaker) if speaker and speaker.kind in TYPES else None
    story = names.document_iri(document)
    return {
        "@id": names.statement_iri(statement),
        "@type": ["Claim", "Quotation"] if is_quotation else "Claim",
        **known(
            text=statement.text,
            author=agent,
            creditText=speaker.name if speaker and not agent else None,
            spokenByCharacter=agent if is_quotation else None,
            datePublished=_day(statement.said_on),
            appearance=story,
            firstAppearance=story,
            isPartOf=names.statement_iri(statement.parent) if statement.parent else None,
            inLanguage=document.language or None,
        ),
    }


def _day(value: str | None) -> str | None:
    """The day of an ISO date or time; None for what is less precise: schema.org has no way to say "in autumn"."""
    match = _DAY.match(value or "")
    if not match:
        return None
    try:
        return date.fromisoformat(match[0]).isoformat()
    except ValueError:  # 2024-02-31
        return None


_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=$|T)", re.ASCII)
