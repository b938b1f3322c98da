"""The kinds of corrections, and the addresses by which they name what they correct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from reportedly.records import (
    Actor,
    ActorKind,
    Event,
    EventType,
    Span,
    Spans,
    Statement,
    StatementForm,
    Status,
)


@dataclass(frozen=True, slots=True)
class StatementAddress:
    """A statement by its words; the cue tells apart those of the same content."""

    content: Spans
    cue: Spans = ()


@dataclass(frozen=True, slots=True)
class EventAddress:
    """An event by its words and type."""

    trigger: Span
    type: EventType


@dataclass(frozen=True, slots=True)
class ActorAddress:
    """An actor by the ledger's number, else by words that name it in the story, else by name and kind; new if there is none."""

    name: str
    kind: ActorKind
    span: Span | None = None  # words that name the actor
    ledger: str | None = None


@dataclass(frozen=True, slots=True)
class StatementAccepted:
    """The statement is as it was read."""

    document: str
    statement: StatementAddress


@dataclass(frozen=True, slots=True)
class StatementRejected:
    """There is no such statement. What was reported within it, is reported where it was."""

    document: str
    statement: StatementAddress


@dataclass(frozen=True, slots=True)
class StatementAdded:
    """A statement that was not read."""

    document: str
    content: Spans
    form: StatementForm
    implied: bool = False
    speaker: ActorAddress | None = None
    source: Spans = ()
    cue: Spans = ()
    parent: StatementAddress | None = None
    addressee: ActorAddress | None = None


@dataclass(frozen=True, slots=True)
class WordsChanged:
    """The source, cue or content of a statement are these words."""

    document: str
    statement: StatementAddress
    part: Literal["source", "cue", "content"]
    spans: Spans


@dataclass(frozen=True, slots=True)
class SpeakerChanged:
    """Somebody else said it; None: the story does not name who."""

    document: str
    statement: StatementAddress
    speaker: ActorAddress | None


@dataclass(frozen=True, slots=True)
class AddresseeChanged:
    """Somebody else was told; None: the story does not name who."""

    document: str
    statement: StatementAddress
    addressee: ActorAddress | None


@dataclass(frozen=True, slots=True)
class ParentChanged:
    """It is reported within another statement; None: by the story itself."""

    document: str
    statement: StatementAddress
    parent: StatementAddress | None


@dataclass(frozen=True, slots=True)
class FormChanged:
    """It is in this form of speech, implied or not."""

    document: str
    statement: StatementAddress
    form: StatementForm
    implied: bool


@dataclass(frozen=True, slots=True)
class EventAccepted:
    """The event is as it was read."""

    document: str
    event: EventAddress


@dataclass(frozen=True, slots=True)
class EventRejected:
    """There is no such event."""

    document: str
    event: EventAddress


@dataclass(frozen=True, slots=True)
class EventAdded:
    """An event that was not read."""

    document: str
    trigger: Span
    type: EventType
    status: Status
    source: tuple[ActorAddress, ...] = ()
    target: tuple[ActorAddress, ...] = ()
    statement: StatementAddress | None = None


@dataclass(frozen=True, slots=True)
class EventTypeChanged:
    """It is an event of another type."""

    document: str
    event: EventAddress
    type: EventType


@dataclass(frozen=True, slots=True)
class EventStatusChanged:
    """It is presented otherwise."""

    document: str
    event: EventAddress
    status: Status


Correction: TypeAlias = (
    StatementAccepted | StatementRejected | StatementAdded | WordsChanged | SpeakerChanged | AddresseeChanged | ParentChanged
    | FormChanged | EventAccepted | EventRejected | EventAdded | EventTypeChanged | EventStatusChanged
)  # fmt: skip
KINDS: Mapping[str, type[Correction]] = {kind.__name__: kind for kind in get_args(Correction)}


def address_of(statement: Statement) -> StatementAddress:
    return StatementAddress(statement.content, statement.cue)


def event_address(event: Event) -> EventAddress:
    return EventAddress(event.trigger, event.type)


def actor_address(actor: Actor, span: Span | None = None) -> ActorAddress:
    """The actor's address, with the words that name him: those given, else his first name in the story."""
    named = [mention.span for mention in actor.mentions if mention.form == "name"]
    return ActorAddress(actor.name, actor.kind, span or (named[0] if named else None), actor.links.get("ledger"))
