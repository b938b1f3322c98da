"""The ledger as its users hold it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, Unpack

from sqlalchemy import Column, ColumnElement, Connection, Engine, func, select

from reportedly import pipeline
from reportedly.corrections import Correction
from reportedly.errors import BadOption
from reportedly.ledger import actors, review, saved, store, trail, uploads
from reportedly.ledger.accounts import comparing, entering, overruling
from reportedly.ledger.accounts.updating import Tell, Updated, bring_up_to_date
from reportedly.ledger.accounts.views import Compared, Happening, Overruling, Sequel, Verdict
from reportedly.ledger.actors import Done, Imported, Judgement, Profile, Summary
from reportedly.ledger.adding import Added, add
from reportedly.ledger.akin import akin
from reportedly.ledger.database import name_of, open_database, read_transaction, write_transaction
from reportedly.ledger.facets import Facets, explore, facets
from reportedly.ledger.happenings import Weighed, compared
from reportedly.ledger.pairs import SHOWN, Pairs, pairs
from reportedly.ledger.plane import Plane, plane
from reportedly.ledger.portrait import Appearance, Portrait, appearances, portrait, the_actor
from reportedly.ledger.query import Query
from reportedly.ledger.rereading import Reread, reread
from reportedly.ledger.saved import Saved
from reportedly.ledger.schema import actor, document, event, failure, statement
from reportedly.ledger.search import Found, Hit, search
from reportedly.ledger.store import Made
from reportedly.ledger.timeline import Point, timeline
from reportedly.ledger.trail import Deed
from reportedly.ledger.uploads import Handed, Upload
from reportedly.ledger.voices import Voice, voice
from reportedly.ledger.workers import Reads
from reportedly.records import ActorKind, Reading

if TYPE_CHECKING:
    from reportedly.compare import RelationKind
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

    @property
    def engine(self) -> Engine:
        """The database, for what works beside the ledger."""
        return self._engine

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

    def correct(self, document_id: str, changes: Iterable[Correction], who: str) -> list[int]:
        """Keep a person's corrections of the document with this digest; their numbers. They outlast every new reading."""
        with write_transaction(self._engine) as connection:
            return store.correct(connection, store.row_of(connection, document_id), changes, who)

    def take_back(self, correction: int, who: str | None = None) -> None:
        """Undo a correction. Raises BadOption where there is none of this number, or it was taken back already."""
        with write_transaction(self._engine) as connection:
            store.take_back(connection, correction, who)

    def corrections(self, limit: int = 50, offset: int = 0) -> list[Made]:
        """People's corrections, the last first."""
        with read_transaction(self._engine) as connection:
            return store.made_corrections(connection, limit, offset)

    def failures(self) -> list[Failure]:
        """The stories that could not be read, by name."""
        columns = (failure.c.name, failure.c.kind, failure.c.reason, failure.c.at, failure.c.times)
        with read_transaction(self._engine) as connection:
            return [Failure(*row) for row in connection.execute(select(*columns).order_by(failure.c.name))]

    # Find

    def search(self, query: Query) -> Found:
        with read_transaction(self._engine) as connection:
            return search(connection, query)

    def facets(self, query: Query) -> Facets:
        """What is known of the statements that a query asks for, counted, to narrow the search by."""
        with read_transaction(self._engine) as connection:
            return facets(connection, query)

    def explore(self, query: Query) -> tuple[Found, Facets]:
        """What ``search`` finds and the ``facets`` of it, at the cost of looking once."""
        with read_transaction(self._engine) as connection:
            return explore(connection, query)

    def akin(self, document_id: str, statement: str, most: int = 6) -> tuple[Hit, ...]:
        """What other stories say of the same as a statement ("s3") of the document with this digest, the nearest first."""
        with read_transaction(self._engine) as connection:
            return akin(connection, store.row_of(connection, document_id), statement, most)

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

    def plane(self, query: Query) -> Plane:
        """What matching statements speak of, against when they were made: dots for a chart of two axes."""
        with read_transaction(self._engine) as connection:
            return plane(connection, query)

    def pairs(self, query: Query, shown: int = SHOWN) -> Pairs:
        """Who speaks about whom in matching statements, as far as there is room for ``shown`` actors."""
        with read_transaction(self._engine) as connection:
            return pairs(connection, query, shown)

    def reading(self, document_id: str) -> Reading:
        """The present reading of the document with this digest, corrections applied. Raises BadOption where there is none."""
        with read_transaction(self._engine) as connection:
            return store.reading_of(connection, store.row_of(connection, document_id))

    def texts(self, document_ids: Iterable[str]) -> dict[str, str]:
        """The texts of documents by their whole digests."""
        with read_transaction(self._engine) as connection:
            return store.texts_of(connection, document_ids)

    def reading_if_any(self, document_id: str) -> Reading | None:
        """The present reading of the document with this whole digest; None where the ledger does not hold it."""
        try:
            return self.reading(document_id)
        except BadOption:
            return None

    def sightings(self, document_id: str) -> list[tuple[str, str]]:
        """Where a document was found, by address or name, and when."""
        with read_transaction(self._engine) as connection:
            return store.sightings_of(connection, store.row_of(connection, document_id))

    def read_by(self, document_id: str) -> list[Mapping[str, object]]:
        """What produced each reading of a document, the oldest first: software and model versions."""
        with read_transaction(self._engine) as connection:
            return store.read_by(connection, store.row_of(connection, document_id))

    def readings(self, query: Query | None = None) -> Iterator[Reading]:
        """The readings of all documents, or of those with a statement that a query asks for, in the order they were added."""
        with read_transaction(self._engine) as connection:
            for document_id in store.document_ids(connection, query):
                yield store.reading_of(connection, document_id)

    # Review

    def queue(
        self, sort: review.Sort = "statement", *, below: float = 1.0, after: review.Place | None = None, limit: int = 10
    ) -> review.Queue:
        """The least sure statements, events or links of actors that nobody has judged yet."""
        with read_transaction(self._engine) as connection:
            return review.queue(connection, sort, below=below, after=after, limit=limit)

    def case(self, document_id: str, local: str) -> review.Said | review.Happened:
        """One statement ("s3") or event ("e2") of the document with this digest, to be judged. Raises BadOption."""
        with read_transaction(self._engine) as connection:
            return review.case_of(connection, document_id, local)

    def present(self, document_id: str, about: review.Address) -> review.Said | review.Happened | None:
        """What is named by its words as they were read, as it stands now, or as it was if it was rejected; None: there is none.

        Raises BadOption where several have the same words.
        """
        with read_transaction(self._engine) as connection:
            row = store.row_of(connection, document_id)
            return review.present(connection, row, about) or review.was(connection, row, about)

    def judge(self, verdict: review.Verdict, who: str) -> review.Judged | review.Conflict:
        """Keep what a person says of a statement or an event, unless somebody has changed it since he saw it."""
        with write_transaction(self._engine) as connection:
            return review.judge(connection, verdict, who)

    def judge_link(self, verdict: review.LinkVerdict, who: str) -> Done | review.LinkConflict:
        """Keep whether somebody in a story is the actor he is taken to be, unless that has been decided since."""
        with write_transaction(self._engine) as connection:
            return review.judge_link(connection, verdict, who)

    def take_back_together(self, corrections: Sequence[int], who: str) -> None:
        """Undo the corrections of one verdict, all or none. Raises BadOption."""
        with write_transaction(self._engine) as connection:
            review.take_back(connection, corrections, who)

    # Weigh

    def compare(
        self, query: Query | None = None, *, limit: int | None = 20, offset: int = 0, tell: Tell = comparing.silent
    ) -> Compared:
        """The happenings that stories with such statements tell of, or all: the accounts, and what they are to each other.

        The last told of come first; ``limit=None`` gives all. What waits to be compared is compared first, ``tell`` is called
        after each step; without a query that is every new story of the ledger. Raises ModelError where the model is missing.
        """
        return comparing.compare(self._engine, query, limit, offset, tell)

    def happening(self, of: int | str, *, tell: Tell = comparing.silent) -> Happening:
        """The happening of a story by its number or digest; by an event or statement, "0751aa065a#e3", only what is told of that.

        The number of any of its stories stands for a happening. Raises BadOption where there is none.
        """
        return comparing.happening(self._engine, of, tell)

    def promises(
        self, query: Query | None = None, *, limit: int = 50, offset: int = 0, tell: Tell = comparing.silent
    ) -> tuple[Sequel, ...]:
        """Promises and demands, the newest first, with what later accounts say became of them."""
        return comparing.sequels(self._engine, query, limit, offset, tell)

    def disputes(
        self, query: Query | None = None, *, limit: int = 50, offset: int = 0, tell: Tell = comparing.silent
    ) -> tuple[Verdict, ...]:
        """What is disputed and neither side has given up, the newest first."""
        return comparing.disputes(self._engine, query, limit, offset, tell)

    def overrule(self, verdict: str, instead: RelationKind | Literal["none"], who: str, because: str | None = None) -> Overruling:
        """Say what two accounts are to each other instead of the verdict with this id, or one that begins so; "none": nothing.

        It holds however often the stories are read and compared again. Raises BadOption where there is no such verdict.
        """
        with write_transaction(self._engine) as connection:
            return overruling.decision(connection, overruling.overrule(connection, verdict, instead, who, because))

    def compared(self, document_id: str, local: str, limit: int = 12) -> list[Weighed]:
        """What accounts of other stories were found to be to this statement's, as far as they were compared."""
        with read_transaction(self._engine) as connection:
            return compared(connection, store.row_of(connection, document_id), local, limit)

    def set_aside(self, account: str, who: str, because: str | None = None) -> tuple[Overruling, ...]:
        """Say that an account, by its id ("0751aa065a:136-199"), is nothing to any other: each verdict on it is overruled."""
        with write_transaction(self._engine) as connection:
            numbers = overruling.set_aside(connection, account, who, because)
            return tuple(overruling.decision(connection, number) for number in numbers)

    def part(self, document_id: str, who: str, because: str | None = None) -> Overruling:
        """Say that the story with this digest is not of the happening that the rules put it in."""
        with write_transaction(self._engine) as connection:
            number = overruling.part(connection, store.row_of(connection, document_id), who, because)
            return overruling.decision(connection, number)

    def join(self, one: int, other: int, who: str, because: str | None = None) -> Overruling:
        """Say that two happenings, by their numbers, are one."""
        with write_transaction(self._engine) as connection:
            return overruling.decision(connection, overruling.join(connection, one, other, who, because))

    def withdraw(self, decision: int | None, who: str) -> Overruling:
        """Take a decision about accounts back, the last one if none is named; what the rules found holds again."""
        with write_transaction(self._engine) as connection:
            return overruling.decision(connection, overruling.take_back(connection, decision, who))

    def overrulings(self, limit: int = 50, offset: int = 0, *, of: int | None = None) -> list[Overruling]:
        """What people decided about accounts, the last first; ``of``: about the happening of this number."""
        with read_transaction(self._engine) as connection:
            if of is None:
                return overruling.history(connection, limit, offset)
            return overruling.history_of(connection, of, limit + offset)[offset:]

    def bring_up_to_date(self, tell: Tell = comparing.silent) -> Updated:
        """Compare all stories that wait for it. It may be stopped at any moment and goes on there the next time."""
        return bring_up_to_date(self._engine, None, tell)

    # Uploads

    def hand_in(self, name: str, spool: str, who: str, facts: Mapping[str, str], address: str | None = None) -> int:
        """Stories that wait in a spool, or at a web address, to be read by whatever process claims them; the upload's number."""
        with write_transaction(self._engine) as connection:
            return uploads.hand_in(connection, name, spool, who, facts, address)

    def uploads(self, limit: int = 20, offset: int = 0) -> list[Upload]:
        """What was handed in, the last first."""
        with read_transaction(self._engine) as connection:
            return uploads.listing(connection, limit, offset)

    def upload(self, number: int) -> Upload:
        """One upload. Raises BadOption where there is none of this number."""
        with read_transaction(self._engine) as connection:
            return uploads.one(connection, number)

    def open_spools(self) -> set[str]:
        """The spools that hold what is not read yet."""
        with read_transaction(self._engine) as connection:
            return uploads.open_spools(connection)

    def handed_in(self, number: int, limit: int = 500, offset: int = 0) -> list[Handed]:
        """What became of the stories of an upload, the failures first."""
        with read_transaction(self._engine) as connection:
            return uploads.stories(connection, number, limit, offset)

    # Who is who

    def actors(self, kind: ActorKind | None = None, limit: int = 50, offset: int = 0) -> list[Summary]:
        """The actors of all stories, those met most often first."""
        with read_transaction(self._engine) as connection:
            return actors.listing(connection, kind, limit, offset)

    def actor(self, who: str | int) -> Profile:
        """What is known of the one actor that a name or number stands for. Raises BadOption where that is none or several."""
        with read_transaction(self._engine) as connection:
            return the_actor(connection, who)

    def namesakes(self, name: str, kind: ActorKind | None = None) -> list[Profile]:
        """The actors who bear a name, the best fit first."""
        with read_transaction(self._engine) as connection:
            return actors.find(connection, name, kind)

    def voice(self, actor_id: int) -> Voice:
        """When an actor spoke, and who reports it: other speakers, and publishers."""
        with read_transaction(self._engine) as connection:
            return voice(connection, actor_id)

    def appearances(self, actor_id: int, limit: int = 50, offset: int = 0) -> list[Appearance]:
        """Where an actor appears, the last added first, and why it is taken to be the same."""
        with read_transaction(self._engine) as connection:
            return appearances(connection, actor_id, limit, offset)

    def merge(self, ids: Sequence[int], who: str, why: str | None = None) -> Done:
        """Say that several actors are one; the first stands for all."""
        with write_transaction(self._engine) as connection:
            done = actors.merge(connection, ids, who, why)
            entering.judge_again(connection, done.documents)
            return done

    def split(
        self, actor_id: int, who: str, why: str | None = None, *, documents: Iterable[str] = (), name: str | None = None
    ) -> Done:
        """Say that an actor's appearances in some documents (by digest), or under a name, are somebody else's."""
        with write_transaction(self._engine) as connection:
            rows = [store.row_of(connection, digest) for digest in documents]
            done = actors.split(connection, actor_id, who, why, documents=rows, name=name)
            store.label_again(connection, done.documents)
            entering.judge_again(connection, done.documents)
            return done

    def undo(self, who: str, judgement: int | None = None, why: str | None = None) -> Done:
        """Take a judgement about actors back, the last one if none is named."""
        with write_transaction(self._engine) as connection:
            done = actors.undo(connection, who, judgement, why)
            store.label_again(connection, done.documents)
            entering.judge_again(connection, done.documents)
            return done

    def history(self, limit: int = 50, offset: int = 0, *, of: int | None = None) -> list[Judgement]:
        """What people decided about actors, the last first; ``of``: about the actor of this number."""
        with read_transaction(self._engine) as connection:
            return actors.history(connection, of, limit, offset)

    def registers(self) -> list[tuple[str, int]]:
        """The registers that actors are known by, with the number of their entries."""
        with read_transaction(self._engine) as connection:
            return actors.registers(connection)

    def import_register(self, path: str | Path, name: str) -> Imported:
        """Read a register (FollowTheMoney or OpenSanctions JSON lines, or CSV) in place of what it held under this name."""
        with write_transaction(self._engine) as connection:
            return actors.import_register(connection, path, name)

    def retire(self, register: str) -> int:
        """Take a register out, and the identifiers it gave; the number of its entries."""
        with write_transaction(self._engine) as connection:
            return actors.retire(connection, register)

    # The workbench

    def note(self, who: str, act: str, what: Mapping[str, object]) -> None:
        """Add to the trail of who did what."""
        with write_transaction(self._engine) as connection:
            trail.note(connection, who, act, what)

    def trail(self, who: str | None = None, before: int | None = None, limit: int = 100) -> list[Deed]:
        """What was done, the last first: by everybody or by one; ``before``: earlier than the deed of this number."""
        with read_transaction(self._engine) as connection:
            return trail.trail(connection, who, before, limit)

    def save_search(self, who: str, name: str, asked: str) -> None:
        """Keep a search, the parameters of its address, under a name of a person's own. Raises BadOption."""
        with write_transaction(self._engine) as connection:
            saved.save(connection, who, name, asked)

    def saved_searches(self, who: str) -> list[Saved]:
        """A person's searches, by name."""
        with read_transaction(self._engine) as connection:
            return saved.saved(connection, who)

    def forget_search(self, who: str, number: int) -> None:
        """Take a person's search away. Raises BadOption where he has none of this number."""
        with write_transaction(self._engine) as connection:
            saved.forget(connection, who, number)

    # How much there is

    def counts(self) -> Counts:
        with read_transaction(self._engine) as connection:
            return Counts(
                documents=_count(connection, document.c.id),
                reprints=_count(connection, document.c.copy_of),
                statements=_count(connection, statement.c.id),
                events=_count(connection, event.c.id),
                actors=_count(connection, actor.c.id, actor.c.merged_into.is_(None), actor.c.appearances > 0),
                failures=_count(connection, failure.c.id),
            )


def _count(connection: Connection, column: Column[int], *where: ColumnElement[bool]) -> int:
    """The rows in which the column is not null."""
    found: int = connection.execute(select(func.count(column)).where(*where)).scalar_one()
    return found
