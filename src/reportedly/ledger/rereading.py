"""Documents of the ledger read again, by a newer version of the software or another model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Unpack

from sqlalchemy import Engine

from reportedly.ledger import store
from reportedly.ledger.batches import keep_in_batches
from reportedly.ledger.database import read_transaction, write_transaction
from reportedly.ledger.workers import Job, Judge, Outcome, Reads, read_all
from reportedly.records import Document, Reading

if TYPE_CHECKING:
    from reportedly.read.known import Facts

LOOKED_UP_AT_ONCE = 50  # documents in memory


@dataclass(slots=True)
class Reread:
    """What a run came to, in documents."""

    read: int = 0
    current: int = 0  # read by this version already
    failed: int = 0

    @property
    def total(self) -> int:
        return self.read + self.current + self.failed


Told = Callable[[Reread], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """A document of the ledger, to be read again."""

    story: Document
    mark: str | None = None

    @property
    def name(self) -> str:
        return self.story.id

    def document(self, **facts: Unpack[Facts]) -> Document:
        return self.story


def reread(engine: Engine, workers: int, make_reader: Callable[[], Reads], again: bool, tell: Told) -> Reread:
    """Read what was not read by this version; ``again``: everything. Older readings are kept.

    Killed at any moment, the next run goes on where this one stopped.
    """
    done = Reread()
    newest = make_reader().produced_by
    stories = _stale(engine, None if again else newest, done)
    outcomes = read_all(stories, Job(make_reader, _nothing_known, {}), workers)
    keep_in_batches(outcomes, partial(_keep, engine, done, tell))
    return done


def _stale(engine: Engine, newest: Mapping[str, object] | None, done: Reread) -> Iterator[Kept]:
    """The documents that something else has read. No transaction is held open while they are being read."""
    last = 0
    while page := _page(engine, last):
        for document_id, produced_by, story in page:
            last = document_id
            if produced_by == newest:
                done.current += 1
            else:
                yield Kept(story)


def _page(engine: Engine, last: int) -> list[tuple[int, Mapping[str, object], Document]]:
    """Some documents after the last one, each with what has read it."""
    with read_transaction(engine) as connection:
        ids = islice(store.document_ids(connection, after=last), LOOKED_UP_AT_ONCE)
        return [(one, store.read_by(connection, one)[-1], store.document_of(connection, one)) for one in ids]


def _keep(engine: Engine, done: Reread, tell: Told, outcomes: list[Outcome]) -> None:
    with write_transaction(engine) as connection:
        for outcome in outcomes:
            if outcome.error:
                store.fail(connection, outcome.name, outcome.error)
                done.failed += 1
            elif outcome.reading:
                store.put_reading_again(connection, Reading.from_json(outcome.reading))
                store.forget_failure(connection, outcome.name)
                done.read += 1
    tell(done)


def _nothing_known() -> Judge:
    return _is_unknown


def _is_unknown(story: Document) -> bool:
    return False
