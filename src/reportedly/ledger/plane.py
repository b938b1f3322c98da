"""Statements on two axes: across when it is said to have happened, down when it was said.

::

    said
    2024   ·      ●──  ◇        a dot for each time that a statement speaks of; what happens in it gives the dot its status
    2023      ●
              2021   2024  happened

For a chart of thousands: a dot holds only what is drawn and named, and links to the rest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from reportedly.ledger.actors.trees import batches
from reportedly.ledger.query import Query
from reportedly.ledger.schema import appearance, document, event, moment, statement
from reportedly.ledger.search import candidates

LOOKED_AT = 1500  # matching statements whose times are shown; of more, those added last
EXCERPT = 120  # characters of the words that go with a dot


@dataclass(frozen=True, slots=True)
class Dot:
    """A time that a statement speaks of, and when the statement was made. Ends are exclusive."""

    begin: str  # the first day it speaks of
    end: str
    said_from: str  # the first day on which it may have been said
    said_to: str
    document: str  # digest
    statement: str  # its id in the reading
    words: str  # the first ``EXCERPT`` characters
    chain: tuple[str, ...]
    speaker: int | None  # the actor's number
    status: str | None  # of the event that is said to lie there; None: only a date
    type: str | None

    @property
    def name(self) -> str:
        """Who speaks."""
        return self.chain[-1]


@dataclass(frozen=True, slots=True)
class Plane:
    """All dots of some statements, the last said first."""

    dots: tuple[Dot, ...]
    speakers: tuple[tuple[str, int], ...]  # their names with the number of their dots, the most frequent first
    statements: int  # how many were looked at
    undated: int  # of which have no place: it is not known when they were made, or they speak of no time
    cut: bool  # whether more match


def plane(connection: Connection, query: Query, looked_at: int = LOOKED_AT) -> Plane:
    """The dots of the statements that a query asks for, within the days that it asks for."""
    rows = connection.execute(_shown(connection, query).limit(looked_at + 1)).all()
    kept = _each_once(rows[:looked_at], query)
    told = _told(connection, [row.id for row in kept if row.said_from])
    first, last = query.happened
    dots = [_dot(row, *time) for row in kept for time in told.get(row.id, ()) if time[1] > first and time[0] < last]
    dots.sort(key=lambda dot: (dot.said_from, dot.said_to, dot.begin, dot.end), reverse=True)
    placed = {(dot.document, dot.statement) for dot in dots}
    speakers = Counter(dot.name for dot in dots)
    return Plane(tuple(dots), tuple(speakers.most_common()), len(kept), len(kept) - len(placed), cut=len(rows) > looked_at)


Told = tuple[str, str, str | None, str | None]  # begin, end, status, type


def _shown(connection: Connection, query: Query) -> Any:
    said = statement.c
    columns = (said.id, said.local, said.chain, said.said_from, said.said_to, said.document_id)
    words = func.substr(said.content, 1, EXCERPT).label("words")
    found = candidates(connection, query).with_only_columns(
        *columns, words, document.c.digest, document.c.dispatch, appearance.c.actor_id
    )
    return found.join(appearance, appearance.c.id == said.speaker, isouter=True)


def _each_once(rows: Iterable[Row[Any]], query: Query) -> list[Row[Any]]:
    """Without the same words of the same speakers in reprints and versions of one dispatch, unless they are asked for."""
    if query.reprints:
        return list(rows)
    return list({(row.dispatch, row.chain, row.words, row.said_from): row for row in rows}.values())


def _told(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[Told]]:
    """The times that each statement speaks of: those of its events, and those at which it tells of none."""
    found: dict[int, list[Told]] = defaultdict(list)
    for part in batches(ids):
        events = select(event.c.statement_id, event.c.begin, event.c.end, event.c.status, event.c.type)
        for row in connection.execute(events.where(event.c.statement_id.in_(part), event.c.begin.is_not(None))):
            found[row.statement_id].append((row.begin, row.end, row.status, row.type))
        times = select(moment.c.statement_id, moment.c.begin, moment.c.end).where(moment.c.statement_id.in_(part))
        for time in connection.execute(times):
            if (time.begin, time.end) not in _days(found[time.statement_id]):
                found[time.statement_id].append((time.begin, time.end, None, None))
    return {key: list(dict.fromkeys(times)) for key, times in found.items()}


def _days(told: Iterable[Told]) -> Iterator[tuple[str, str]]:
    return ((begin, end) for begin, end, _, _ in told)


def _dot(row: Row[Any], begin: str, end: str, status: str | None, kind: str | None) -> Dot:
    chain = tuple(row.chain.split(" › "))
    said = (row.said_from, row.said_to)
    return Dot(begin, end, *said, row.digest, row.local, row.words, chain, row.actor_id, status, kind)
