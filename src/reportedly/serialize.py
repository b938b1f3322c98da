"""Readings as JSON of schema ``reportedly/1``, and back without loss.

In memory records point at each other; in JSON they name each other by id, and spans are ``[start, end]``. Reading is strict about
what could mislead (a span outside the text, an id that nobody bears, a statement within itself) and lenient about what cannot:
fields that a later version added are skipped, and a field that may be null may be left out.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import cast, get_args

from reportedly.errors import RecordError
from reportedly.records import (
    SCHEMA,
    Actor,
    ActorKind,
    Document,
    Event,
    EventField,
    EventType,
    Evidence,
    Mention,
    MentionForm,
    Reading,
    Role,
    Span,
    Spans,
    Statement,
    StatementForm,
    Status,
    Time,
    TimeType,
)


def to_dict(reading: Reading) -> dict[str, object]:
    """The reading as plain JSON values: dicts, lists, strings, numbers, booleans and None."""
    return {
        "schema": SCHEMA,
        "document": _document_to_dict(reading.document),
        "actors": [_actor_to_dict(actor) for actor in reading.actors],
        "statements": [_statement_to_dict(statement) for statement in reading.statements],
        "times": [_time_to_dict(time) for time in reading.times],
        "events": [_event_to_dict(event) for event in reading.events],
        "produced_by": _plain(reading.produced_by),
    }


def to_json(reading: Reading, indent: int | None = None) -> str:
    """The reading as JSON text; on one line unless ``indent`` (in spaces) is given."""
    return json.dumps(to_dict(reading), ensure_ascii=False, allow_nan=False, indent=indent)


def from_json(data: str | bytes) -> Reading:
    """Read what ``to_json`` wrote.

    Raises RecordError, which names the place, where ``data`` is no reading of schema ``reportedly/1``.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:  # ValueError: no JSON, or bytes that are no UTF-8
        raise RecordError(f"This is no reading, because it is not JSON ({error}).") from error
    return from_dict(value)


def from_dict(value: object) -> Reading:
    """The reading that ``to_dict`` made these plain values of. Raises RecordError where they are none."""
    return _reading(_Node(value, "", 0))


# Writing


def _document_to_dict(document: Document) -> dict[str, object]:
    return {
        "id": document.id,
        "uri": document.uri,
        "title": document.title,
        "publisher": document.publisher,
        "author": document.author,
        "language": document.language,
        "published": document.published,
        "place": document.place,
        "text": document.text,
    }


def _actor_to_dict(actor: Actor) -> dict[str, object]:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "links": dict(actor.links),
        "roles": [{"title": role.title, "of": role.of, "span": list(role.span)} for role in actor.roles],
        "mentions": [{"span": list(mention.span), "form": mention.form} for mention in actor.mentions],
    }


def _statement_to_dict(statement: Statement) -> dict[str, object]:
    return {
        "id": statement.id,
        "form": statement.form,
        "implied": statement.implied,
        "speaker": statement.speaker.id if statement.speaker else None,
        "source": [list(span) for span in statement.source],
        "cue": [list(span) for span in statement.cue],
        "content": [list(span) for span in statement.content],
        "parent": statement.parent.id if statement.parent else None,
        "addressee": statement.addressee.id if statement.addressee else None,
        "venue": list(statement.venue) if statement.venue else None,
        "said_on": statement.said_on,
        "confidence": statement.confidence,
    }


def _time_to_dict(time: Time) -> dict[str, object]:
    return {
        "span": list(time.span),
        "type": time.type,
        "value": time.value,
        "begin": time.begin,
        "end": time.end,
        "rule": time.rule,
        "confidence": time.confidence,
    }


def _event_to_dict(event: Event) -> dict[str, object]:
    return {
        "id": event.id,
        "trigger": list(event.trigger),
        "type": event.type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "source": [actor.id for actor in event.source],
        "target": [actor.id for actor in event.target],
        "statement": event.statement.id if event.statement else None,
        "according_to": _according_to(event.statement),
        "status": event.status,
        "time": event.time,
        "place": list(event.place) if event.place else None,
        "confidence": event.confidence,
        "evidence": [_evidence_to_dict(evidence) for evidence in event.evidence],
    }


def _evidence_to_dict(evidence: Evidence) -> dict[str, object]:
    return {
        "field": evidence.field,
        "by": evidence.by,
        "span": list(evidence.span) if evidence.span else None,
        "confidence": evidence.confidence,
    }


def _according_to(statement: Statement | None) -> list[str | None]:
    """The ids of ``statement.chain``. A loop, because JSON may nest statements deeper than Python calls may go."""
    speakers: list[str | None] = []
    while statement:
        speakers.append(statement.speaker.id if statement.speaker else None)
        statement = statement.parent
    return speakers[::-1]


def _plain(value: object) -> object:
    """Mappings as dicts and sequences as lists, all the way down."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


# Reading


@dataclass(frozen=True, slots=True)
class _Node:
    """A JSON value and its place, such as ``statements[3].cue[0]``, so that each complaint can say where."""

    value: object
    place: str
    length: int  # of the document's text, in code points: no span ends behind it

    def error(self, wanted: str) -> RecordError:
        return RecordError(
            f"This is no reading of schema {SCHEMA!r}: {self.place or 'it'} should be {wanted}, but is {_excerpt(self.value)}."
        )

    def object(self) -> dict[str, object]:
        if not isinstance(self.value, dict):
            raise self.error("an object")
        return self.value

    def __getitem__(self, key: str) -> _Node:
        return _Node(self.object().get(key), f"{self.place}.{key}" if self.place else key, self.length)

    def items(self) -> list[_Node]:
        if not isinstance(self.value, list):
            raise self.error("a list")
        return [_Node(item, f"{self.place}[{index}]", self.length) for index, item in enumerate(self.value)]

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.error("a string")
        return self.value

    def text_or_null(self) -> str | None:
        return None if self.value is None else self.text()

    def one_of(self, choices: tuple[str, ...]) -> str:
        if self.value not in choices:
            raise self.error(f"one of {', '.join(choices)}")
        return self.text()

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.error("true or false")
        return self.value

    def share(self) -> float:
        """A number from 0 to 1; neither NaN nor true is one."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float) or not 0 <= self.value <= 1:
            raise self.error("a number from 0 to 1")
        return self.value

    def share_or_null(self) -> float | None:
        return None if self.value is None else self.share()

    def span(self) -> Span:
        match self.value:
            case [int(start), int(end)] if not self._has_flags() and 0 <= start <= end <= self.length:
                return Span(start, end)
        raise self.error(f"[start, end] within the {self.length} characters of the text")

    def _has_flags(self) -> bool:
        """Python takes true for the integer 1; JSON does not."""
        return any(isinstance(item.value, bool) for item in self.items())

    def span_or_null(self) -> Span | None:
        return None if self.value is None else self.span()

    def spans(self) -> Spans:
        return tuple(item.span() for item in self.items())

    def items_if_any(self) -> list[_Node]:
        return [] if self.value is None else self.items()

    def known(self, ids: Container[str], kind: str) -> str:
        if self.text() not in ids:
            raise self.error(f"the id of {kind} in this reading")
        return self.text()

    def known_or_null(self, ids: Container[str], kind: str) -> str | None:
        return None if self.value is None else self.known(ids, kind)


def _excerpt(value: object) -> str:
    """What a complaint shows of a value: short ones as they are, of others the beginning."""
    if value is None:
        return "missing or null"
    if isinstance(value, dict):
        return "an object"
    shown = json.dumps(value[:60] if isinstance(value, list | str) else value)
    return shown if len(shown) <= 80 else f"{shown[:80]}…"


def _reading(root: _Node) -> Reading:
    if root["schema"].value != SCHEMA:
        raise root["schema"].error(json.dumps(SCHEMA))
    document = _document(root["document"])
    root = _Node(root.value, "", len(document.text))
    actors = _actors(root["actors"])
    statements = _statements(root["statements"], actors, document)
    return Reading(
        document=document,
        actors=tuple(actors.values()),
        statements=tuple(statements.values()),
        times=tuple(_time(item) for item in root["times"].items()),
        events=tuple(_event(item, actors, statements) for item in _by_id(root["events"]).values()),
        produced_by=root["produced_by"].object(),
    )


def _document(node: _Node) -> Document:
    return Document(
        id=node["id"].text(),
        text=node["text"].text(),
        uri=node["uri"].text_or_null(),
        title=node["title"].text_or_null(),
        publisher=node["publisher"].text_or_null(),
        author=node["author"].text_or_null(),
        language=node["language"].text(),
        published=node["published"].text_or_null(),
        place=node["place"].text_or_null(),
    )


def _by_id(nodes: _Node) -> dict[str, _Node]:
    """The records by their ids, in their order; no two bear the same."""
    found: dict[str, _Node] = {}
    for node in nodes.items():
        name = node["id"].text()
        if name in found:
            raise node["id"].error("an id that nothing before it bears")
        found[name] = node
    return found


def _actors(nodes: _Node) -> dict[str, Actor]:
    by_id = _by_id(nodes)
    return {name: _actor(node, by_id) for name, node in by_id.items()}


def _actor(node: _Node, ids: Container[str]) -> Actor:
    return Actor(
        id=node["id"].text(),
        name=node["name"].text(),
        kind=cast(ActorKind, node["kind"].one_of(get_args(ActorKind))),
        links={key: node["links"][key].text() for key in node["links"].object()},
        roles=tuple(
            Role(role["title"].text(), role["of"].known_or_null(ids, "an actor"), role["span"].span())
            for role in node["roles"].items()
        ),
        mentions=tuple(
            Mention(mention["span"].span(), cast(MentionForm, mention["form"].one_of(get_args(MentionForm))))
            for mention in node["mentions"].items()
        ),
    )


def _statements(nodes: _Node, actors: Mapping[str, Actor], document: Document) -> dict[str, Statement]:
    """The statements in their order, each made after the one it stands in, wherever that is in the list."""
    by_id = _by_id(nodes)
    made: dict[str, Statement] = {}
    for name in by_id:
        for due in reversed(list(_unmade_line(name, by_id, made))):
            parent = by_id[due]["parent"].text_or_null()
            made[due] = _statement(by_id[due], actors, made[parent] if parent is not None else None, document)
    return {name: made[name] for name in by_id}


def _unmade_line(name: str, by_id: Mapping[str, _Node], made: Mapping[str, Statement]) -> Iterator[str]:
    """The statement, its parent, that one's parent ... up to the first that is made already."""
    seen: set[str] = set()
    due: str | None = name
    while due is not None and due not in made:
        seen.add(due)
        yield due
        node = by_id[due]["parent"]
        due = node.known_or_null(by_id, "a statement")
        if due in seen:
            raise node.error("a statement that does not itself stand within this one")


def _statement(node: _Node, actors: Mapping[str, Actor], parent: Statement | None, document: Document) -> Statement:
    return Statement(
        id=node["id"].text(),
        form=cast(StatementForm, node["form"].one_of(get_args(StatementForm))),
        implied=node["implied"].flag(),
        speaker=_actor_named(node["speaker"], actors),
        source=node["source"].spans(),
        cue=node["cue"].spans(),
        content=node["content"].spans(),
        parent=parent,
        addressee=_actor_named(node["addressee"], actors),
        venue=node["venue"].span_or_null(),
        said_on=node["said_on"].text_or_null(),
        confidence=node["confidence"].share(),
        document=document,
    )


def _actor_named(node: _Node, actors: Mapping[str, Actor]) -> Actor | None:
    name = node.known_or_null(actors, "an actor")
    return None if name is None else actors[name]


def _time(node: _Node) -> Time:
    return Time(
        span=node["span"].span(),
        type=cast(TimeType, node["type"].one_of(get_args(TimeType))),
        value=node["value"].text(),
        begin=node["begin"].text_or_null(),
        end=node["end"].text_or_null(),
        rule=node["rule"].text_or_null() or "",
        confidence=node["confidence"].share(),
    )


def _event(node: _Node, actors: Mapping[str, Actor], statements: Mapping[str, Statement]) -> Event:
    statement = node["statement"].known_or_null(statements, "a statement")
    event = Event(
        id=node["id"].text(),
        trigger=node["trigger"].span(),
        type=cast(EventType, node["type"].one_of(get_args(EventType))),
        mode=node["mode"].text_or_null(),
        contexts=tuple(context.text() for context in node["contexts"].items()),
        source=_actors_named(node["source"], actors),
        target=_actors_named(node["target"], actors),
        statement=None if statement is None else statements[statement],
        status=cast(Status, node["status"].one_of(get_args(Status))),
        time=node["time"].text_or_null(),
        place=node["place"].span_or_null(),
        confidence=node["confidence"].share(),
        evidence=tuple(_evidence(item) for item in node["evidence"].items_if_any()),
    )
    _check_according_to(node["according_to"], event.statement, actors)
    return event


def _actors_named(nodes: _Node, actors: Mapping[str, Actor]) -> tuple[Actor, ...]:
    return tuple(actors[node.known(actors, "an actor")] for node in nodes.items())


def _evidence(node: _Node) -> Evidence:
    return Evidence(
        field=cast(EventField, node["field"].one_of(get_args(EventField))),
        by=node["by"].text(),
        span=node["span"].span_or_null(),
        confidence=node["confidence"].share_or_null(),
    )


def _check_according_to(node: _Node, statement: Statement | None, actors: Container[str]) -> None:
    """Who vouches for an event follows from its statement; what is written of it must not say something else."""
    written = [speaker.known_or_null(actors, "an actor") for speaker in node.items()]
    if written != _according_to(statement):
        raise node.error("the speakers of the event's statement, from the outermost to the innermost")
