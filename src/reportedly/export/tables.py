"""Readings as tables that point at each other: documents, actors, statements, times, events.

Together they hold all that the readings hold. Names of columns and the forms of their values are those of the record. Only ids
are longer: "s4" names a statement within its story, ``sha256:b4d4…#s4`` in all of a table. What is there twice, for the
convenience of whoever reads one table alone, is marked *derived*.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, overload

from reportedly.records import Reading, Spans
from reportedly.serialize import to_dict

CellType = Literal[
    "string", "integer", "number", "boolean", "span", "spans", "strings", "roles", "mentions", "evidence", "object"
]
Row: TypeAlias = dict[str, Any]  # the values of a row by column, as plain JSON values


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: CellType
    meaning: str


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Says that ``column`` of a row, unless it is empty, names a row of ``table`` by its key."""

    column: str
    table: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table; ``rows`` gives those of a reading and its plain JSON values. Its first column is its key."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[Reading, Any], Iterator[Row]]
    foreign: tuple[ForeignKey, ...] = ()

    @property
    def key(self) -> str:
        return self.columns[0].name


def rows_of(reading: Reading) -> Mapping[str, list[Row]]:
    """The rows of one reading by table, each row with a value for every column and no other."""
    plain = to_dict(reading)
    return {table.name: [_sound(row) for row in table.rows(reading, plain)] for table in TABLES}


def _documents(reading: Reading, plain: Any) -> Iterator[Row]:
    document = dict(plain["document"])
    yield {"document_id": document.pop("id"), **document, "produced_by": plain["produced_by"]}


def _actors(reading: Reading, plain: Any) -> Iterator[Row]:
    for actor, values in zip(reading.actors, plain["actors"], strict=True):
        links = actor.links
        yield {
            "actor_id": key(reading, values.pop("id")),
            "document_id": reading.document.id,
            "ledger_id": links.get("ledger"),
            "wikidata": links.get("wikidata"),
            "iso3166": links.get("iso3166"),
            **values,
            "roles": [role | {"of": key(reading, role["of"])} for role in values["roles"]],
        }


def _statements(reading: Reading, plain: Any) -> Iterator[Row]:
    for statement, values in zip(reading.statements, plain["statements"], strict=True):
        yield {
            "statement_id": key(reading, values.pop("id")),
            "document_id": reading.document.id,
            "speaker_id": key(reading, values.pop("speaker")),
            "parent_id": key(reading, values.pop("parent")),
            "addressee_id": key(reading, values.pop("addressee")),
            "speaker": statement.speaker.name if statement.speaker else None,
            "according_to": [key(reading, speaker.id if speaker else None) for speaker in statement.chain],
            "depth": statement.depth,
            "words": _words(reading, statement.content),
            **values,
        }


def _times(reading: Reading, plain: Any) -> Iterator[Row]:
    for number, (time, values) in enumerate(zip(reading.times, plain["times"], strict=True), 1):
        yield {
            "time_id": key(reading, f"t{number}"),
            "document_id": reading.document.id,
            "words": _words(reading, (time.span,)),
            **values,
        }


def _events(reading: Reading, plain: Any) -> Iterator[Row]:
    for event, values in zip(reading.events, plain["events"], strict=True):
        yield {
            "event_id": key(reading, values.pop("id")),
            "document_id": reading.document.id,
            "statement_id": key(reading, values.pop("statement")),
            "words": _words(reading, (event.trigger,)),
            **values,
            **{name: [key(reading, actor) for actor in values[name]] for name in ("source", "target", "according_to")},
        }


@overload
def key(reading: Reading, local: str) -> str: ...
@overload
def key(reading: Reading, local: str | None) -> str | None: ...
def key(reading: Reading, local: str | None) -> str | None:
    """The id that a record bears in the tables: of "s4" ``sha256:b4d4…#s4``; None of None."""
    return None if local is None else f"{reading.document.id}#{local}"


def _words(reading: Reading, spans: Spans) -> str:
    """The words as the story prints them; those of several spans are joined by " ... "."""
    return " ... ".join(reading.document.text[start:end] for start, end in spans)


def _sound(value: Any) -> Any:
    """The same with "�" for each half of a character, which no table can hold."""
    if isinstance(value, str):
        return value if value.isascii() else _HALVES.sub("\ufffd", value)
    if isinstance(value, list):
        return [_sound(item) for item in value]
    if isinstance(value, dict):
        return {_sound(key): _sound(item) for key, item in value.items()}
    return value


_HALVES = re.compile("[\ud800-\udfff]")

_DOCUMENT = Column("document_id", "string", "the story, by the digest of its text")
_OF_DOCUMENT = ForeignKey("document_id", "documents")
_CONFIDENCE = Column("confidence", "number", "from 0 to 1, calibrated: of those at 0.9, nine in ten are right")
_CHAIN = Column("according_to", "strings", "actor ids of who vouches for it, outermost first, null for an unnamed one; derived")

TABLES: tuple[Table, ...] = (
    Table(
        "documents",
        (
            _DOCUMENT,
            Column("uri", "string", "where it came from"),
            Column("title", "string", "its headline"),
            Column("publisher", "string", "who published it"),
            Column("author", "string", "who wrote it"),
            Column("language", "string", "ISO 639-1"),
            Column("published", "string", "ISO 8601, as precise as known"),
            Column("place", "string", "of the dateline, as printed"),
            Column("text", "string", "the story; all offsets count in it, in code points"),
            Column("produced_by", "object", "version and models of the software that read it"),
        ),
        _documents,
    ),
    Table(
        "actors",
        (
            Column("actor_id", "string", "names the actor: the story and the id within its record"),
            _DOCUMENT,
            Column("ledger_id", "string", "names the actor in all documents of the ledger; derived"),
            Column("name", "string", "the fullest form in the story, or a canonical one"),
            Column("kind", "string", "person, organization, country, place, group or other"),
            Column("wikidata", "string", "Wikidata's identifier; derived"),
            Column("iso3166", "string", "a country's code; derived"),
            Column("links", "object", "identifiers in all outside registers"),
            Column("roles", "roles", "titles borne in the story: title, of (an actor id), span"),
            Column("mentions", "mentions", "where the story names the actor: span, form (name, nominal, pronoun)"),
        ),
        _actors,
        (_OF_DOCUMENT,),
    ),
    Table(
        "statements",
        (
            Column("statement_id", "string", "names the statement: the story and the id within its record"),
            _DOCUMENT,
            Column("speaker_id", "string", "the actor who says it; empty where the story leaves the speaker unnamed"),
            Column("speaker", "string", "the name of the speaker; derived"),
            Column("words", "string", "what was said, as the story prints it; derived"),
            Column("form", "string", "direct, indirect or mixed"),
            Column("implied", "boolean", "reported without a source or cue of its own"),
            Column("source", "spans", "the words that name the speaker here"),
            Column("cue", "spans", "the words that signal the statement"),
            Column("content", "spans", "the words of what was said"),
            Column("parent_id", "string", "the statement this one is reported within"),
            Column("depth", "integer", "0 for what the reporter reports, 1 for what is reported within it ...; derived"),
            _CHAIN,
            Column("addressee_id", "string", "the actor who was told"),
            Column("venue", "span", "the words that say where or how"),
            Column("said_on", "string", "ISO date, as precise as known"),
            _CONFIDENCE,
        ),
        _statements,
        (
            _OF_DOCUMENT,
            ForeignKey("speaker_id", "actors"),
            ForeignKey("addressee_id", "actors"),
            ForeignKey("parent_id", "statements"),
        ),
    ),
    Table(
        "times",
        (
            Column("time_id", "string", "names the time expression: the story and the id within its record"),
            _DOCUMENT,
            Column("words", "string", "as the story prints them; derived"),
            Column("span", "span", "where they stand"),
            Column("type", "string", "TIMEX3: DATE, TIME, DURATION or SET"),
            Column("value", "string", "TIMEX3 value"),
            Column("begin", "string", "first day or moment of the interval it denotes"),
            Column("end", "string", "the interval's end, not part of it"),
            Column("rule", "string", "the named rule that read it"),
            _CONFIDENCE,
        ),
        _times,
        (_OF_DOCUMENT,),
    ),
    Table(
        "events",
        (
            Column("event_id", "string", "names the event: the story and the id within its record"),
            _DOCUMENT,
            Column("words", "string", "those that name it, as the story prints them; derived"),
            Column("trigger", "span", "where they stand"),
            Column("type", "string", "PLOVER's"),
            Column("mode", "string", "how"),
            Column("contexts", "strings", "what it is about"),
            Column("source", "strings", "actor ids of who does it"),
            Column("target", "strings", "actor ids of to whom"),
            Column("statement_id", "string", "the innermost statement that reports it; empty for the story's own voice"),
            _CHAIN,
            Column("status", "string", "asserted, denied, future, demanded or hypothetical"),
            Column("time", "string", "when, a TIMEX3 value"),
            Column("place", "span", "the words that say where"),
            _CONFIDENCE,
            Column("evidence", "evidence", "why, field by field: field, by, span, confidence"),
        ),
        _events,
        (_OF_DOCUMENT, ForeignKey("statement_id", "statements")),
    ),
)
