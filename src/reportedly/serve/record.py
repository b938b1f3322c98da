"""The record of a reading, schema ``reportedly/1``, as the API describes it (docs/record.md says what each field means)."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from reportedly.records import ActorKind, EventType, MentionForm, StatementForm, Status, TimeType

Offsets = Annotated[list[int], Field(min_length=2, max_length=2, description="[start, end) in code points of the text")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow")  # a later version of the schema may say more


class DocumentRecord(_Part):
    id: str
    text: str
    uri: str | None
    title: str | None
    publisher: str | None
    author: str | None
    language: str
    published: str | None
    place: str | None


class RoleRecord(_Part):
    title: str
    of: str | None
    span: Offsets


class MentionRecord(_Part):
    span: Offsets
    form: MentionForm


class ActorRecord(_Part):
    id: str
    name: str
    kind: ActorKind
    links: dict[str, str]
    roles: list[RoleRecord]
    mentions: list[MentionRecord]


class StatementRecord(_Part):
    id: str
    form: StatementForm
    implied: bool
    speaker: str | None
    source: list[Offsets]
    cue: list[Offsets]
    content: list[Offsets]
    parent: str | None
    addressee: str | None
    venue: Offsets | None
    said_on: str | None
    confidence: float


class TimeRecord(_Part):
    span: Offsets
    type: TimeType
    value: str
    begin: str | None
    end: str | None
    rule: str
    confidence: float


class EvidenceRecord(_Part):
    field: str
    by: str
    span: Offsets | None = None
    confidence: float | None = None


class EventRecord(_Part):
    id: str
    trigger: Offsets
    type: EventType
    mode: str | None
    contexts: list[str]
    source: list[str]
    target: list[str]
    statement: str | None
    according_to: list[str | None]
    status: Status
    time: str | None
    place: Offsets | None
    confidence: float
    evidence: list[EvidenceRecord]


class Record(BaseModel):
    """A reading."""

    model_config = ConfigDict(extra="allow")

    version: str = Field(validation_alias="schema", serialization_alias="schema")
    document: DocumentRecord
    actors: list[ActorRecord]
    statements: list[StatementRecord]
    times: list[TimeRecord]
    events: list[EventRecord]
    produced_by: dict[str, object]
