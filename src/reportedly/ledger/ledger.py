"""The ledger as its users hold it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from sqlalchemy import Column, Connection, Engine, func, select

from reportedly import pipeline
from reportedly.corrections import Correction
from reportedly.ledger import actors, store
from reportedly.ledger.adding import Added, add
from reportedly.ledger.database import name_of, open_database, read_transaction, write_transaction
from reportedly.ledger.portrait import Portrait, portrait
from reportedly.ledger.query import Query
from reportedly.ledger.rereading import Reread, reread
from reportedly.ledger.schema import document, event, failure, statement
from reportedly.ledger.search import Found, search
from reportedly.ledger.timeline import Point, timeline
from reportedly.ledger.workers import Reads
from reportedly.records import Reading

if TYPE_CHECKING:
    from reportedly.read.items import Columns
    from reportedly.read.known import Facts

DEFAULT = "reportedly.db"


@dataclass(frozen=True, slots=True)
class Failure:
    """A story that could not be read, and why."""

    name: str
    kind: str  # the error's name
    reason: str
    at: str
    times: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a ledger holds."""

    documents: int
    reprints: int
    statements: int
    events: int
    actors: int
    failures: int


class Ledger:
    """Readings of many stories, kept in SQLite or PostgreSQL.

    >>> with Ledger.open("news.db", create=True) as ledger:  # doctest: +SKIP
    ...     ledger.add(["news/"])
    ...     for hit in ledger.search(Query(words="ceasefire", speaker="Lavrov")).hits:
    ...         print(" > ".join(hit.chain), hit.words)

    Several threads and processes may use one ledger at once. What they see is whole stories.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self.name = name

    @classmethod
    def open(cls, where: str | Path = DEFAULT, create: bool = False) -> Self:
        """The ledger at a path or at ``postgresql://...``; with ``create`` made if there is none.

        Raises LedgerError where there is none, it cannot be reached, or it is something else.
        """
        return cls(open_database(where, create), name_of(where))

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # Keep

    def add(
        self,
        paths: Iterable[str | Path],
        *,
        columns: Columns | None = None,
        workers: int = 1,
        make_reader: Callable[[], Reads] = pipeline.load,
        tell: Callable[[Added], None] = lambda added: None,
        **facts: Unpack[Facts],
    ) -> Added:
        """Read stories and keep them: files, folders, globs, archives, tables, WARC, feeds, web addresses.

        What is in the ledger already is not read again. What cannot be read is listed (``failures``) and costs only itself.
        ``workers`` processes read; as they import the program that started them, a script needs its ``if __name__ ==
        "__main__"`` for more than one. ``facts`` (published, publisher ...) hold for all stories.
        """
        from reportedly.read.items import Columns, items_of

        items = items_of([os.fspath(path) for path in paths], columns or Columns())
        return add(self._engine, items, facts, workers, make_reader, tell)

    def put(self, read: Reading, name: str | None = None) -> store.Kept:
        """Keep a reading made elsewhere. ``name`` says where the story was found; its address or digest if left out."""
        with write_transaction(self._engine) as connection:
            return store.put(connection, read, store.Found(name or read.document.uri or read.document.id))

    def reread(
        self,
        *,
        workers: int = 1,
        make_reader: Callable[[], Reads] = pipeline.load,
        again: bool = False,
        tell: Callable[[Reread], None] = lambda done: None,
    ) -> Reread:
        """Read again what another version of the software or model has read; ``again``: everything.

        Old readings are kept, and people's corrections hold on.
        """
        return reread(self._engine, workers, make_reader, again, tell)

    def correct(self, document_id: str, what: Correction, who: str) -> int:
        """Keep a person's correction of the document with this digest; its number."""
        with write_transaction(self._engine) as connection:
            return store.correct(connection, store.row_of(connection, document_id), what, who)

    def failures(self) -> list[Failure]:
        """The stories that could not be read, by name."""
        columns = (failure.c.name, failure.c.kind, failure.c.reason, failure.c.at, failure.c.times)
        with read_transaction(self._engine) as connection:
            return [Failure(*row) for row in connection.execute(select(*columns).order_by(failure.c.name))]

    # Find

    def search(self, query: Query) -> Found:
        with read_transaction(self._engine) as connection:
            return search(connection, query)

    def speaker(self, who: str | int, base: Query | None = None) -> Portrait:
        """What one actor says, of whom, denies, demands and promises, and what others say of him.

        Raises BadOption where nobody or more than one bears the name.
        """
        with read_transaction(self._engine) as connection:
            return portrait(connection, who, base or Query(limit=5))

    def timeline(self, query: Query) -> list[Point]:
        """What matching statements speak of, in the order it is said to have happened."""
        with read_transaction(self._engine) as connection:
            return timeline(connection, query)

    def reading(self, document_id: str) -> Reading:
        """The present reading of the document with this digest, corrections applied. Raises BadOption where there is none."""
        with read_transaction(self._engine) as connection:
            return store.reading_of(connection, store.row_of(connection, document_id))

    def read_by(self, document_id: str) -> list[Mapping[str, object]]:
        """What produced each reading of a document, the oldest first: software and model versions."""
        with read_transaction(self._engine) as connection:
            return store.read_by(connection, store.row_of(connection, document_id))

    def readings(self, query: Query | None = None) -> Iterator[Reading]:
        """The readings of all documents, or of those with a statement that a query asks for, in the order they were added."""
        with read_transaction(self._engine) as connection:
            for document_id in store.document_ids(connection, query):
                yield store.reading_of(connection, document_id)

    def counts(self) -> Counts:
        with read_transaction(self._engine) as connection:
            return Counts(
                documents=_count(connection, document.c.id),
                reprints=_count(connection, document.c.copy_of),
                statements=_count(connection, statement.c.id),
                events=_count(connection, event.c.id),
                actors=actors.count(connection),
                failures=_count(connection, failure.c.id),
            )


def _count(connection: Connection, column: Column[int]) -> int:
    """The rows in which the column is not null."""
    found: int = connection.execute(select(func.count(column))).scalar_one()
    return found
