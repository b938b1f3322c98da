"""A reading -> the rows it is found by.

The rows can be made anew from the reading at any time: when a person corrects it, when a newer model reads the story again, when
actors are joined or parted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from reportedly.annotate.times.intervals import interval
from reportedly.ledger import actors
from reportedly.ledger.schema import appearance, event, moment, participant, statement
from reportedly.ledger.stances import stances_of
from reportedly.matching.days import between, interval_of
from reportedly.matching.terms import AGES, MOST_YEARS, label, names_of, words_of
from reportedly.records import Actor, Event, Reading, Span, Spans, Statement, Time

Days = tuple[str, str]
SET_PARENT = update(statement).where(statement.c.id == bindparam("row")).values(parent=bindparam("around"))


def enter(connection: Connection, document_id: int, reading: Reading) -> None:
    """Make the rows of a document that has none."""
    appearances = _enter_appearances(connection, document_id, reading)
    actors.link(connection, document_id, reading, appearances)
    _enter_statements(connection, document_id, reading, appearances)


def withdraw(connection: Connection, document_id: int) -> None:
    """Take the rows of a document out, and what its actors contributed to those of the ledger."""
    actors.unlink(connection, document_id)
    for table in (event, statement, appearance):
        connection.execute(delete(table).where(table.c.document_id == document_id))


def trust_again(connection: Connection, document_id: int, reading: Reading) -> None:
    """Bring up to date how sure statements and events are, where nothing else of them has changed."""
    for table, records in ((statement, reading.statements), (event, reading.events)):
        for record in records:
            row = (table.c.document_id == document_id, table.c.local == record.id, table.c.confidence != record.confidence)
            connection.execute(update(table).where(*row).values(confidence=record.confidence))


def label_again(connection: Connection, document_id: int, reading: Reading) -> None:
    """Bring the labels of a document's statements up to date after its actors were joined or parted."""
    labels = _Labels(reading, _actor_ids(connection, document_id))
    rows = connection.execute(select(statement.c.id, statement.c.local).where(statement.c.document_id == document_id)).all()
    by_id = {said.id: said for said in reading.statements}
    for row_id, local in rows:
        connection.execute(update(statement).where(statement.c.id == row_id).values(terms=labels.terms(by_id[local])))


def _enter_appearances(connection: Connection, document_id: int, reading: Reading) -> dict[str, int]:
    """The row of each actor of the story by its id there."""
    if not reading.actors:
        return {}
    rows = [{"document_id": document_id, "local": actor.id, "name": actor.name, "kind": actor.kind} for actor in reading.actors]
    found = connection.execute(insert(appearance).returning(appearance.c.local, appearance.c.id), rows)
    return {row.local: row.id for row in found}


def _enter_statements(connection: Connection, document_id: int, reading: Reading, appearances: Mapping[str, int]) -> None:
    labels = _Labels(reading, _actor_ids(connection, document_id))
    statements: dict[str, int] = {}
    if reading.statements:
        rows = [_statement_row(said, document_id, appearances, labels.terms(said)) for said in reading.statements]
        found = connection.execute(insert(statement).returning(statement.c.local, statement.c.id), rows)
        statements = {row.local: row.id for row in found}
    nested = [{"row": statements[said.id], "around": statements[said.parent.id]} for said in reading.statements if said.parent]
    if nested:
        connection.execute(SET_PARENT, nested)
    moments = [
        {"statement_id": statements[said.id], "begin": begin, "end": end}
        for said in reading.statements
        for begin, end in labels.days(said)
    ]
    if moments:
        connection.execute(insert(moment), moments)
    _enter_events(connection, document_id, reading, appearances, statements)


def _enter_events(
    connection: Connection,
    document_id: int,
    reading: Reading,
    appearances: Mapping[str, int],
    statements: Mapping[str, int],
) -> None:
    if not reading.events:
        return
    rows = [_event_row(told, document_id, statements, reading) for told in reading.events]
    found = connection.execute(insert(event).returning(event.c.local, event.c.id), rows)
    events = {row.local: row.id for row in found}
    parts = [
        {"event_id": events[told.id], "part": part, "appearance_id": appearances[actor_id]}
        for told in reading.events
        for part, people in (("source", told.source), ("target", told.target))
        for actor_id in dict.fromkeys(actor.id for actor in people)
    ]
    if parts:
        connection.execute(insert(participant), parts)


def _statement_row(said: Statement, document_id: int, appearances: Mapping[str, int], terms: str) -> dict[str, object]:
    days = _days_of(said.said_on)
    return {
        "document_id": document_id,
        "local": said.id,
        "speaker": appearances[said.speaker.id] if said.speaker else None,
        "addressee": appearances[said.addressee.id] if said.addressee else None,
        "depth": said.depth,
        "chain": " › ".join(actor.name if actor else "unnamed" for actor in said.chain),
        "form": said.form,
        "implied": said.implied,
        "cue": _words(said.document.text, said.cue) or None,
        "content": said.text,
        "first": min((span.start for span in said.content), default=0),
        "last": max((span.end for span in said.content), default=0),
        "said_on": said.said_on,
        "said_from": days[0] if days else None,
        "said_to": days[1] if days else None,
        "confidence": said.confidence,
        "terms": terms,
    }


def _event_row(told: Event, document_id: int, statements: Mapping[str, int], reading: Reading) -> dict[str, object]:
    days = _days_of_event(told)
    text = reading.document.text
    return {
        "document_id": document_id,
        "local": told.id,
        "statement_id": statements[told.statement.id] if told.statement else None,
        "type": told.type,
        "mode": told.mode,
        "contexts": " ".join(told.contexts),
        "status": told.status,
        "time": told.time,
        "begin": days[0] if days else None,
        "end": days[1] if days else None,
        "place": text[slice(*told.place)] if told.place else None,
        "trigger": text[slice(*told.trigger)],
        "first": told.trigger.start,
        "last": told.trigger.end,
        "confidence": told.confidence,
    }


def _actor_ids(connection: Connection, document_id: int) -> dict[str, int]:
    """The ledger's actor of each actor of the story, where it has one."""
    rows = connection.execute(
        select(appearance.c.local, appearance.c.actor_id).where(
            appearance.c.document_id == document_id, appearance.c.actor_id.is_not(None)
        )
    )
    return {row.local: row.actor_id for row in rows}


class _Labels:
    """What each statement of a reading is labelled with."""

    def __init__(self, reading: Reading, actor_ids: Mapping[str, int]) -> None:
        self._actor_ids = actor_ids
        self._publisher = reading.document.publisher
        self._actors = reading.actors
        self._events: dict[str, list[Event]] = defaultdict(list)
        for told in reading.events:
            for said in _tellers(told, reading.statements):
                self._events[said.id].append(told)
        self._times: dict[str, list[Time]] = defaultdict(list)
        for time in reading.times:
            if within := _innermost(time.span, reading.statements):
                self._times[within.id].append(time)

    def terms(self, said: Statement) -> str:
        """The words of the statement, then its labels."""
        return " ".join((*words_of(said.text), *dict.fromkeys(self._labels(said))))

    def days(self, said: Statement) -> list[Days]:
        """The days that a statement speaks of: by its expressions of time, and by its events."""
        told = (days for event in self._events[said.id] if (days := _days_of_event(event)))
        meant = (days for time in self._times[said.id] if (days := between(time.begin, time.end)))
        return list(dict.fromkeys((*meant, *told)))

    def _labels(self, said: Statement) -> Iterator[str]:
        yield label("form", said.form)
        if said.implied:
            yield label("is", "implied")
        if said.parent:
            yield label("is", "nested")
        if said.speaker:
            yield from self._of_speaker(said.speaker)
        for actor in self._subjects(said):
            yield label("about", self._actor_ids[actor.id])
        for told in self._events[said.id]:
            yield label("type", told.type)
            yield label("status", told.status)
            yield label("event", f"{told.type} {told.status}")
        yield from (label("stance", stance) for stance in stances_of(said, self._events[said.id]))
        if said.said_on:
            yield label("said", said.said_on[:4])
        for begin, end in self.days(said):
            yield from (label("of", year) for year in _years(begin, end))
        if self._publisher:
            yield label("publisher", self._publisher)

    def _of_speaker(self, speaker: Actor) -> Iterator[str]:
        """Who speaks, as the ledger knows him; if it does not, by each word of his name."""
        if speaker.id in self._actor_ids:
            yield label("speaker", self._actor_ids[speaker.id])
        else:
            yield from (label("named", word) for word in names_of(speaker.name))

    def _subjects(self, said: Statement) -> Iterable[Actor]:
        """Whom a statement is about: who is mentioned in its words or takes part in its events."""
        partners = {actor.id for told in self._events[said.id] for actor in (*told.source, *told.target)}
        return (
            actor
            for actor in self._actors
            if actor.id in self._actor_ids
            and (actor.id in partners or any(_within(mention.span, said.content) for mention in actor.mentions))
        )


def _tellers(told: Event, statements: Sequence[Statement]) -> Iterator[Statement]:
    """The statement that reports an event, and the one that is the event: who "rejected" a claim is found by REJECT."""
    for said in statements:
        if told.statement is said or any(start <= told.trigger.start < end for start, end in said.cue):
            yield said


def _innermost(span: Span, statements: Sequence[Statement]) -> Statement | None:
    """The statement in whose words a span stands; of nested ones the innermost."""
    around = [said for said in statements if _within(span, said.content)]
    return max(around, key=lambda said: said.depth, default=None)


def _within(span: Span, spans: Spans) -> bool:
    return any(start <= span.start and span.end <= end for start, end in spans)


def _days_of_event(told: Event) -> Days | None:
    return _days_of(told.time)


def _days_of(value: str | None) -> Days | None:
    """The days that a date or a TIMEX3 value denotes: of ``2024-03``, ``2024-W16``, ``2021-FA``."""
    return interval_of(value) or (between(*interval(value)) if value else None)


def _years(begin: str, end: str) -> Sequence[int | str]:
    """The years of an interval whose end is exclusive; of many, "in the last century", one label for all."""
    first, last = int(begin[:4]), int(end[:4])
    if end[4:] == "-01-01":
        last -= 1
    return range(first, last + 1) if last - first < MOST_YEARS else [AGES]


def _words(text: str, spans: Spans) -> str:
    return " ".join(text[start:end] for start, end in spans)
