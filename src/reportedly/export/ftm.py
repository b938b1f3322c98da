"""Readings as FollowTheMoney entities (https://followthemoney.tech), a line each, as OpenAleph and OpenSanctions take them.

======================  ============================================================================================
a story                 ``Article``, with its text
an actor                ``Person``, ``Organization``, ``PublicBody`` for a state, ``LegalEntity`` for groups and others
an actor in a story     ``Mention``, with the names used there
a statement             ``Event`` that the speaker organizes and the addressee is involved in: an act of speech, with its day
an asserted event       ``Event`` with those who take part
any other event         ``Note`` on those who take part
======================  ============================================================================================

FollowTheMoney cannot say that something did *not* happen, or may: an ``Event`` is taken for a fact. What is denied, announced,
demanded or supposed is therefore a ``Note``, and who vouches for an event stands in its summary. An actor known to the ledger has
one identifier in all stories and comes once for each; FollowTheMoney merges entities of one identifier (``ftm aggregate``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from reportedly.export import names
from reportedly.export.jsonld import Node
from reportedly.export.sinks import Target, json_bytes, opened
from reportedly.records import Actor, ActorKind, Document, Event, Mention, Reading, Statement

SCHEMATA: Mapping[ActorKind, str] = {
    "person": "Person",
    "organization": "Organization",
    "country": "PublicBody",
    "place": "LegalEntity",
    "group": "LegalEntity",
    "other": "LegalEntity",
}
LANGUAGES = {"en": "eng", "ru": "rus"}  # FollowTheMoney names languages by three letters
UNNAMED = "somebody unnamed"


def write(readings: Iterable[Reading], target: Target) -> None:
    """A line of JSON for each entity."""
    with opened(target) as out:
        for reading in readings:
            for entity in entities_of(reading):
                out.write(json_bytes(entity) + b"\n")


def entities_of(reading: Reading) -> Iterator[Node]:
    """All entities of one reading; each names only entities of the same reading."""
    document = reading.document
    yield _article(document)
    for actor in reading.actors:
        yield _actor(actor, reading)
        if mentioned := _mention(actor, document):
            yield mentioned
    for statement in reading.statements:
        yield _statement(statement)
    for event in reading.events:
        yield _event(event, reading)


def _entity(name: str, schema: str, /, **properties: str | Iterable[str | None] | None) -> Node:
    """An entity with the values that are known, each once, without the space around them and without control characters."""
    listed = {key: [values] if isinstance(values, str | None) else values for key, values in properties.items()}
    clean = {key: list(dict.fromkeys(value for value in map(_clean, values) if value)) for key, values in listed.items()}
    return {"id": name, "schema": schema, "properties": {key: values for key, values in clean.items() if values}}


def _clean(value: str | None) -> str:
    """Nothing where nothing would be seen: a soft hyphen alone, or two quote marks, is no value to FollowTheMoney."""
    text = _UNPRINTABLE.sub("", value or "").strip()
    return text if _SEEN.search(text) else ""


def _article(document: Document) -> Node:
    return _entity(
        _id(document),
        "Article",
        title=_line(document.title),
        author=_line(document.author),
        publisher=_line(document.publisher),
        publishedAt=_date(document.published),
        language=LANGUAGES.get(document.language),
        sourceUrl=names.web_address(document.uri),
        mimeType="text/plain",
        bodyText=document.text,
    )


def _actor(actor: Actor, reading: Reading) -> Node:
    code = names.country(actor)
    properties: dict[str, Any] = {
        "name": _line(actor.name) or "?",
        "country": code.lower() if code else None,
        "wikidataId": actor.links.get("wikidata") if _QID.fullmatch(actor.links.get("wikidata", "")) else None,
        "leiCode": actor.links.get("lei") if _LEI.fullmatch(actor.links.get("lei", "")) else None,
        "proof": _id(reading.document),
    }
    if actor.kind == "person":
        properties["position"] = [_line(role.title) for role in actor.roles]
    return _entity(_actor_id(reading.document, actor), SCHEMATA[actor.kind], **properties)


def _mention(actor: Actor, document: Document) -> Node | None:
    """The names by which the story calls the actor; None where it has none for him, as of a state behind its capital."""
    entity = _entity(
        f"{_actor_id(document, actor)}-mention-{names.digest_of(document)}",
        "Mention",
        document=_id(document),
        resolved=_actor_id(document, actor),
        name=[_line(_words(document, mention)) for mention in actor.mentions if mention.form == "name"],
        detectedSchema=SCHEMATA[actor.kind],
    )
    return entity if "name" in entity["properties"] else None


def _words(document: Document, mention: Mention) -> str:
    return document.text[mention.span.start : mention.span.end]


def _statement(statement: Statement) -> Node:
    document, speaker = statement.document, statement.speaker
    chain = [actor.name if actor else UNNAMED for actor in statement.chain]
    return _entity(
        _id(document, "statement", statement.id),
        "Event",
        name=_line(f"Statement by {chain[-1]}"),
        summary=_line(f"According to {' > '.join(chain)}"),
        description=statement.text,
        date=_date(statement.said_on),
        location=_line(document.text[statement.venue.start : statement.venue.end]) if statement.venue else None,
        organizer=_actor_id(document, speaker) if speaker else None,
        involved=_actor_id(document, statement.addressee) if statement.addressee else None,
        keywords=["statement", statement.form, "implied" if statement.implied else None],
        recordId=statement.id,
        publisher=_line(document.publisher),
        sourceUrl=names.web_address(document.uri),
        proof=_id(document),
    )


def _event(event: Event, reading: Reading) -> Node:
    document = reading.document
    chain = [actor.name if actor else UNNAMED for actor in event.according_to] or ["the story itself"]
    trigger = document.text[event.trigger.start : event.trigger.end]
    doing, done_to = ([_actor_id(document, actor) for actor in side] for side in (event.source, event.target))
    common: dict[str, Any] = {
        "name": _line(f"{event.type}: {trigger}"),
        "summary": _line(f"{event.status.capitalize()}, according to {' > '.join(chain)}"),
        "keywords": ["event", event.type, event.mode, event.status, *event.contexts],
        "publisher": _line(document.publisher),
        "sourceUrl": names.web_address(document.uri),
        "proof": _id(document),
    }
    if event.status != "asserted":
        return _entity(_id(document, "event", event.id), "Note", entity=[*doing, *done_to], **common)
    return _entity(
        _id(document, "event", event.id),
        "Event",
        date=_date(event.time),
        location=_line(document.text[event.place.start : event.place.end]) if event.place else None,
        organizer=doing,
        involved=[*doing, *done_to],
        recordId=event.id,
        **common,
    )


def _id(document: Document, *parts: str) -> str:
    return _name(names.digest_of(document), *parts)


def _actor_id(document: Document, actor: Actor) -> str:
    if ledger := actor.links.get("ledger"):
        return _name("actor", ledger)
    return _id(document, "actor", actor.id)


def _name(*parts: str) -> str:
    """An identifier of the signs that FollowTheMoney allows: ``reportedly-actor-17``."""
    return "-".join(["reportedly", *map(_part, parts)])


@lru_cache(maxsize=256)  # the same story is named many times in a row
def _part(text: str) -> str:
    return _OTHER_SIGN.sub(lambda sign: f".{ord(sign[0]):x}x", text) or "x"


def _line(text: str | None) -> str:
    return " ".join(_clean(_UNPRINTABLE.sub(" ", text or "")).split())


def _date(value: str | None) -> str | None:
    """As much of an ISO date or TIMEX3 value as is a date to FollowTheMoney: "2021-FA" is "2021"."""
    match = _DATE.match(value or "")
    if not match or match["year"] == "0000":
        return None
    year, month, day = match["year"], match["month"], match["day"]
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:  # 2024-02-31
        return year
    return "-".join(part for part in (year, month, day) if part)


_DATE = re.compile(r"(?P<year>\d{4})(?!\d)(?:-(?P<month>\d\d)(?!\d)(?:-(?P<day>\d\d)(?!\d))?)?", re.ASCII)
_QID = re.compile("Q[1-9][0-9]*")
_LEI = re.compile("[0-9A-Z]{18}[0-9]{2}")
_OTHER_SIGN = re.compile("[^0-9A-Za-z]")
_SEEN = re.compile("[^\\s\"'\xad\u0a00\u200b-\u200d\u2060-\u2064\ufeff]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
