"""Many stories -> the ledger: skip what is unchanged, read what is new on all cores, keep it in batches.

A batch is one transaction, so a run that is killed at any moment leaves whole stories only, and the next one goes on behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

from reportedly import pipeline
from reportedly.errors import InputError, ReportedlyError
from reportedly.ledger import store
from reportedly.ledger.batches import keep_in_batches
from reportedly.ledger.database import open_database, read_transaction, write_transaction
from reportedly.ledger.workers import Job, Judge, Outcome, Reads, read_all
from reportedly.records import Document, Reading

if TYPE_CHECKING:
    from reportedly.read.items import Item, Trouble
    from reportedly.read.known import Facts

LOOKED_UP_AT_ONCE = 64  # items whose marks are compared by one query; those of archives carry their bytes


@dataclass(slots=True)
class Added:
    """What a run came to, in stories."""

    new: int = 0
    again: int = 0  # the same text, found elsewhere or under another mark
    copy: int = 0  # reprints
    version: int = 0  # corrected reissues
    unchanged: int = 0  # not read again, nothing there has changed
    failed: int = 0

    @property
    def kept(self) -> int:
        return self.new + self.copy + self.version

    @property
    def total(self) -> int:
        return self.kept + self.again + self.unchanged + self.failed


Told = Callable[[Added], None]


def add(
    engine: Engine,
    items: Iterable[Item | Trouble],
    facts: Facts | None = None,
    workers: int = 1,
    make_reader: Callable[[], Reads] = pipeline.load,
    tell: Told = lambda added: None,
) -> Added:
    """Read the items that are not in the ledger yet, and keep them; ``tell`` is called after each batch.

    ``workers`` processes read; 1 stands for this one. ``make_reader`` must be importable by them.
    """
    added = Added()
    job = Job(make_reader, partial(_judge, engine), facts or {})
    if workers > 1:
        job = Job(make_reader, partial(_judge_of, engine.url.render_as_string(hide_password=False)), facts or {})
    keep_in_batches(read_all(_news(engine, items, added, tell), job, workers), partial(_keep, engine, added, tell))
    return added


def _news(engine: Engine, items: Iterable[Item | Trouble], added: Added, tell: Told) -> Iterator[Item]:
    """The items worth reading. Those that nothing has changed in are counted, those that cannot be opened listed."""
    from reportedly.read.items import Trouble

    rest = iter(items)
    while some := list(islice(rest, LOOKED_UP_AT_ONCE)):
        marks = {item.name: item.mark for item in some if not isinstance(item, Trouble)}
        with read_transaction(engine) as connection:
            unchanged = store.known_marks(connection, marks)
        for item in some:
            if isinstance(item, Trouble):
                _list_failure(engine, item.name, item.error, added)
            elif item.name in unchanged:
                added.unchanged += 1
            else:
                yield item
        tell(added)


def _keep(engine: Engine, added: Added, tell: Told, outcomes: list[Outcome]) -> None:
    """Keep what came of some stories, all in one transaction."""
    with write_transaction(engine) as connection:
        kinds = [_keep_one(connection, outcome) for outcome in outcomes]
    for kind in kinds:
        setattr(added, kind, getattr(added, kind) + 1)
    tell(added)


def _keep_one(connection: Connection, outcome: Outcome) -> str:
    """The count in ``Added`` that the story belongs to. One that cannot be kept is listed and leaves nothing behind."""
    try:
        with connection.begin_nested():
            return _kept(connection, outcome)
    except InputError as error:
        store.fail(connection, outcome.name, error)
        return "failed"


def _kept(connection: Connection, outcome: Outcome) -> str:
    found = store.Found(outcome.name, outcome.mark)
    if outcome.error:
        store.fail(connection, outcome.name, outcome.error)
        return "failed"
    if outcome.reading is not None:
        return store.put(connection, Reading.from_json(outcome.reading), found).kind
    if outcome.document is None or store.see_again(connection, outcome.document, found) is None:
        raise InputError(f"{outcome.name} was taken out of the ledger while it was added; add it again.")
    return "again"


def _list_failure(engine: Engine, name: str, error: ReportedlyError, added: Added) -> None:
    with write_transaction(engine) as connection:
        store.fail(connection, name, error)
    added.failed += 1


def _judge(engine: Engine) -> Judge:
    """Tells whether a story is in the ledger already."""
    return partial(_is_known, engine)


def _judge_of(where: str) -> Judge:
    """The same in another process, which opens the ledger for itself."""
    return partial(_is_known, open_database(where))


def _is_known(engine: Engine, story: Document) -> bool:
    with read_transaction(engine) as connection:
        return store.is_known(connection, story)
