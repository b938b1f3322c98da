"""The nouns: what a reading of one story is made of.

All records are immutable. They refer to each other as objects (``statement.speaker.name``); in JSON they refer to each other by
id (see ``serialize.py``). Spans are half-open ``[start, end)`` offsets in Unicode code points of ``Document.text``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

SCHEMA = "reportedly/1"

ActorKind = Literal["person", "organization", "country", "place", "group", "other"]
MentionForm = Literal["name", "nominal", "pronoun"]
StatementForm = Literal["direct", "indirect", "mixed"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
    "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Status = Literal["asserted", "denied", "future", "demanded", "hypothetical"]
EventField = Literal["type", "mode", "contexts", "source", "target", "statement", "status", "time", "place"]


EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
STATUSES: tuple[Status, ...] = get_args(Status)


class Span(NamedTuple):
    """Offsets ``[start, end)`` in code points of the document's text, end exclusive."""

    start: int
    end: int


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One story: its text, untouched, and what is known of it."""

    id: str  # "sha256:" and the hex digest of the text's UTF-8 bytes
    text: str
    uri: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    language: str = "en"  # ISO 639-1
    published: str | None = None  # ISO 8601, as precise as known
    place: str | None = None  # dateline place, as printed


@dataclass(frozen=True, slots=True)
class Role:
    """A title an actor bears in the story: "Foreign Minister" of Russia."""

    title: str
    of: str | None  # id of the actor it is held in or of
    span: Span


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where the story names or points at an actor."""

    span: Span
    form: MentionForm


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who speaks, is told or is spoken for."""

    id: str
    name: str  # the fullest form in the story, or the canonical name of a state or organisation
    kind: ActorKind
    links: Mapping[str, str] = field(default_factory=dict)  # identifiers in outside registers: iso3166, wikidata, lei ...
    roles: tuple[Role, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what: one act of speech, writing or publicly shown stance."""

    id: str
    form: StatementForm
    implied: bool  # reported without a source or cue of its own
    speaker: Actor | None  # None where the story leaves the speaker unnamed
    source: Spans
    cue: Spans
    content: Spans
    parent: Statement | None  # the statement this one is reported within
    addressee: Actor | None
    venue: Span | None
    said_on: str | None  # ISO date as precise as known
    confidence: float  # 0..1, calibrated
    document: Document = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        """The words of the content as the story prints them; several spans are joined by `` ... ``."""
        return " ... ".join(self.document.text[start:end] for start, end in self.content)

    @property
    def lineage(self) -> tuple[Statement, ...]:
        """The statements this one is reported within, from the outermost to itself."""
        found: list[Statement] = [self]
        while (parent := found[-1].parent) is not None:
            found.append(parent)
        return tuple(reversed(found))

    @property
    def chain(self) -> tuple[Actor | None, ...]:
        """Who vouches for this, from the outermost speaker to this one's own."""
        return tuple(statement.speaker for statement in self.lineage)

    @property
    def depth(self) -> int:
        """0 for a statement the reporter reports, 1 for one reported within it, and so on."""
        return len(self.lineage) - 1


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression and what it denotes, in the manner of TimeML's TIMEX3 (ISO 24617-1)."""

    span: Span
    type: TimeType
    value: str  # TIMEX3 value: "2021-FA", "P2M", "PRESENT_REF", "2024-03-29T12:15+03:00"
    begin: str | None  # first day or moment of the interval it denotes, ISO 8601; None where it denotes none (a duration, a set)
    end: str | None  # the interval's end, exclusive
    rule: str  # the named rule that read it
    confidence: float  # 0..1


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why one field of an event says what it says."""

    field: EventField
    by: str  # "model", or the name of the rule
    span: Span | None = None  # the words it rests on
    confidence: float | None = None  # the model's, 0..1; None for a rule


@dataclass(frozen=True, slots=True)
class Event:
    """What a statement, or the story's own voice, presents as happened, coming, wanted, possible or denied (PLOVER)."""

    id: str
    trigger: Span
    type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    source: tuple[Actor, ...]
    target: tuple[Actor, ...]
    statement: Statement | None  # the innermost that reports it; None: the story's own voice
    status: Status  # as the holder of the statement presents it
    time: str | None  # TIMEX3 value as precise as known
    place: Span | None
    confidence: float  # 0..1, calibrated
    evidence: tuple[Evidence, ...] = ()

    @property
    def according_to(self) -> tuple[Actor | None, ...]:
        """Who vouches for it, from the outermost speaker to the innermost; () for the story's own voice, None: an unnamed one."""
        return self.statement.chain if self.statement else ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of one story."""

    document: Document
    actors: tuple[Actor, ...]
    statements: tuple[Statement, ...]  # in the order of their first word
    times: tuple[Time, ...] = ()  # in text order
    events: tuple[Event, ...] = ()  # in text order of their triggers
    produced_by: Mapping[str, object] = field(default_factory=dict)

    def children(self, parent: Statement | None) -> Iterator[Statement]:
        """The statements reported directly within ``parent``; for None, those of the story itself."""
        wanted = parent.id if parent else None
        return (s for s in self.statements if (s.parent.id if s.parent else None) == wanted)

    def to_dict(self) -> dict[str, object]:
        """The reading as plain JSON values in the form of schema ``reportedly/1``."""
        from reportedly import serialize

        return serialize.to_dict(self)

    def to_json(self, indent: int | None = None) -> str:
        """The reading as JSON of schema ``reportedly/1``; ``Reading.from_json`` reads it back without loss."""
        from reportedly import serialize

        return serialize.to_json(self, indent)

    @classmethod
    def from_json(cls, data: str | bytes) -> Reading:
        """Read what ``to_json`` wrote. Raises RecordError where it is no reading of schema ``reportedly/1``."""
        from reportedly import serialize

        return serialize.from_json(data)
