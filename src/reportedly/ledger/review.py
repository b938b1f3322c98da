"""What people have still to look at, the least sure first, and what they say of it.

A verdict is kept as corrections (``corrections.py``): accepted, rejected, or put right. What was judged has confidence 1 or is
gone, so the queue needs no memory of its own. Two people who judge the same at once lose nothing: each verdict names the state
that its maker saw, and where another has changed it meanwhile, nothing is written and both are shown (``Conflict``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, Row, Select, func, select, tuple_

from reportedly.corrections import (
    CERTAIN,
    Correction,
    EventAccepted,
    EventAdded,
    EventAddress,
    EventRejected,
    EventStatusChanged,
    EventTypeChanged,
    StatementAdded,
    StatementAddress,
    StatementRejected,
    address_of,
    corrected,
    event_address,
)
from reportedly.errors import BadOption
from reportedly.ledger import actors, store
from reportedly.ledger.actors.learn import Lesson
from reportedly.ledger.actors.linking import RULES
from reportedly.ledger.actors.trees import roots_of
from reportedly.ledger.schema import actor, appearance, document, event, statement
from reportedly.ledger.store import Made
from reportedly.records import Actor, Event, Reading, Statement

Sort = Literal["statement", "event", "link"]
Address: TypeAlias = StatementAddress | EventAddress
Place = tuple[float, int]  # confidence and row: where a page of the queue ends
MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that nobody has judged yet, or anyone as it stands now."""

    reading: Reading  # the present one of its story
    statement: Statement
    address: StatementAddress  # by its words as they were read, which outlast every correction
    state: str  # another one as soon as anything of it is changed


@dataclass(frozen=True, slots=True)
class Happened:
    """An event, in the same way."""

    reading: Reading
    event: Event
    address: EventAddress
    state: str


@dataclass(frozen=True, slots=True)
class Linked:
    """Somebody in a story who is taken to be an actor whom the ledger knows from others."""

    reading: Reading
    somebody: Actor  # of the story
    place: str  # what he is remembered by in the document
    actor: int  # who he is taken to be
    name: str
    stories: int  # in which that one appears
    score: float
    reasons: tuple[str, ...]
    state: str


Case: TypeAlias = Said | Happened | Linked


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of what is unsure."""

    cases: tuple[Case, ...]
    after: Place | None  # where the next page begins; None: there is none
    left: int  # how many there are, this page among them; ``MOST_COUNTED`` stands for that many or more


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person says of a statement or an event that he saw in some state."""

    document: str  # digest
    about: Address
    seen: str
    changes: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict that was kept, or that somebody had given already."""

    corrections: tuple[int, ...]  # their numbers, by which it is taken back
    by: str  # who gave it first


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """What a person says of a link: that it is he, or that it is somebody else."""

    document: str  # digest
    place: str
    seen: str
    same: bool


@dataclass(frozen=True, slots=True)
class LinkConflict:
    """Nothing was kept: somebody else was faster."""

    by: str | None  # who decided, or "rules" where they see it otherwise now; None: nobody there is known by that name now
    actor: int | None  # who it is taken to be now


@dataclass(frozen=True, slots=True)
class Conflict:
    """Nothing was kept, for somebody else was faster: what he said, and how it stands now."""

    others: tuple[Made, ...]
    now: Said | Happened | None  # None: it is gone
    state: str  # what a verdict must have seen to be kept now


# The queue


def queue(
    connection: Connection, sort: Sort = "statement", *, below: float = CERTAIN, after: Place | None = None, limit: int = 10
) -> Queue:
    """The least sure statements, events or links of actors; not those of reprints and of versions that were corrected since."""
    asked, sure, row_id = _unsure(sort)
    asked = asked.where(sure < min(below, CERTAIN))
    left = connection.execute(select(func.count()).select_from(asked.limit(MOST_COUNTED).subquery())).scalar_one()
    if after is not None:
        asked = asked.where(tuple_(sure, row_id) > after)
    rows = connection.execute(asked.order_by(sure, row_id).limit(limit + 1)).all()
    shelf = _Shelf(connection)
    found = (_CASES[sort](shelf, row) for row in rows[:limit])
    more = (rows[limit - 1].sure, rows[limit - 1].id) if len(rows) > limit else None
    return Queue(tuple(case for case in found if case is not None), more, left)


def case_of(connection: Connection, digest: str, local: str) -> Said | Happened:
    """One statement ("s3") or event ("e2") of a document, however sure. Raises BadOption where there is none."""
    shelf = _Shelf(connection)
    found = shelf.said(store.row_of(connection, digest), local) or shelf.happened(store.row_of(connection, digest), local)
    if found is None:
        raise BadOption(f"The story {digest} has no statement or event {local} now; look at the story again.")
    return found


def _unsure(sort: Sort) -> tuple[Select[Any], Any, Any]:
    """What to ask for, and the columns that it is sorted by."""
    table = {"statement": statement, "event": event, "link": appearance}[sort]
    sure = table.c.score if sort == "link" else table.c.confidence
    more = [table.c.actor_id, table.c.reasons, table.c.traits] if sort == "link" else []
    asked: Select[Any] = select(table.c.id, sure.label("sure"), table.c.local, table.c.document_id, *more)
    # A join would tempt SQLite to begin with the documents, and sort a million statements.
    replaced = select(document.c.replaced).where(document.c.id == table.c.document_id, document.c.copy_of.is_(None))
    asked = asked.where(replaced.scalar_subquery().is_(False))
    return (asked.where(table.c.by == RULES) if sort == "link" else asked), sure, table.c.id


class _Shelf:
    """The stories of a page, each read once."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._stories: dict[int, tuple[Reading, Reading]] = {}

    def story(self, document_id: int) -> tuple[Reading, Reading]:
        """The present reading, and that which was read."""
        if document_id not in self._stories:
            now = store.reading_of(self.connection, document_id)
            was = store.as_read(self.connection, document_id) if "corrections" in now.produced_by else now
            self._stories[document_id] = (now, was)
        return self._stories[document_id]

    def said(self, document_id: int, local: str) -> Said | None:
        now, was = self.story(document_id)
        found = _by_id(now.statements, local)
        return Said(now, found, address_of(_by_id(was.statements, local) or found), state_of(found)) if found else None

    def happened(self, document_id: int, local: str) -> Happened | None:
        now, was = self.story(document_id)
        found = _by_id(now.events, local)
        return Happened(now, found, event_address(_by_id(was.events, local) or found), state_of(found)) if found else None

    def linked(self, row: Row[Any]) -> Linked | None:
        now, _ = self.story(row.document_id)
        somebody = _by_id(now.actors, row.local)
        if somebody is None:
            return None
        root = roots_of(self.connection, [row.actor_id])[row.actor_id]
        asked = select(actor.c.name, actor.c.appearances).where(actor.c.id == root)
        known = self.connection.execute(asked).one()
        place, reasons = Lesson.from_json(row.traits).place, tuple(json.loads(row.reasons))
        state = _state_of_link(row.actor_id, RULES)
        return Linked(now, somebody, place, root, known.name, known.appearances, row.sure, reasons, state)


def _state_of_link(actor_id: int, by: str) -> str:
    """Who somebody is taken to be, and by whom. Merges above that actor are another matter."""
    return f"{actor_id} {by}"


_CASES: dict[Sort, Callable[[_Shelf, Row[Any]], Case | None]] = {
    "statement": lambda shelf, row: shelf.said(row.document_id, row.local),
    "event": lambda shelf, row: shelf.happened(row.document_id, row.local),
    "link": lambda shelf, row: shelf.linked(row),
}


def _by_id(records: Sequence[Any], local: str) -> Any:
    return next((record for record in records if record.id == local), None)


def state_of(record: Statement | Event) -> str:
    """A digest of all that a person may judge. Identifiers in the ledger are left out: who is who is judged by itself."""
    if isinstance(record, Statement):
        parent = record.parent.content if record.parent else None
        told: tuple[object, ...] = (
            record.content, record.cue, record.source, record.form, record.implied, parent,
            _named([record.speaker]), _named([record.addressee]), record.confidence,
        )  # fmt: skip
    else:
        around = record.statement.content if record.statement else None
        told = (
            record.trigger, record.type, record.status, around, _named(record.source), _named(record.target), record.confidence
        )  # fmt: skip
    return hashlib.blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _named(people: Iterable[Actor | None]) -> list[tuple[str, str] | None]:
    return [(person.name, person.kind) if person else None for person in people]


# Judging


def judge(connection: Connection, verdict: Verdict, who: str) -> Judged | Conflict:
    """Keep a verdict, if what it speaks of is still in the state that its maker saw.

    The transaction must be alone in writing. A verdict over something that another has rejected, given in the knowledge of that,
    takes the rejection back. Raises BadOption where it cannot be kept at all.
    """
    document_id = store.row_of(connection, verdict.document)
    there = _standing(connection, document_id)
    concerning = [made for made in there if about_of(made.what) == verdict.about]
    if same := _given_already(concerning, verdict.changes):
        return same
    now = present(connection, document_id, verdict.about)
    state = now.state if now else _gone(concerning)
    if state != verdict.seen:
        return Conflict(tuple(_history(connection, document_id, verdict)), now, state)
    rejections = [made.id for made in concerning if isinstance(made.what, StatementRejected | EventRejected)]
    taken_back = [] if now else rejections
    for number in taken_back:
        store.take_back(connection, number, who)
    kept = [made.what for made in there if made.id not in taken_back]
    _check(store.as_read(connection, document_id), kept, verdict.changes)
    return Judged(tuple(store.correct(connection, document_id, verdict.changes, who)), who)


def _standing(connection: Connection, document_id: int) -> list[Made]:
    """The corrections of a document that hold."""
    return [made for made in store.made_of(connection, document_id) if made.undone is None]


def _given_already(concerning: Sequence[Made], changes: Sequence[Correction]) -> Judged | None:
    """The same verdict given by somebody else, or by the same person in another window."""
    found = [next((made for made in concerning if made.what == change), None) for change in changes]
    same = [made for made in found if made is not None]
    last = concerning[-1].what if concerning else None
    if not same or len(same) < len(changes) or last not in changes:
        return None
    return Judged(tuple(made.id for made in same), same[0].who)


def present(connection: Connection, document_id: int, about: Address) -> Said | Happened | None:
    """What the address names, as it stands now."""
    shelf = _Shelf(connection)
    now, was = shelf.story(document_id)
    for reading in (was, now):
        if isinstance(about, StatementAddress):
            names = [said.id for said in reading.statements if address_of(said) == about]
        else:
            names = [told.id for told in reading.events if event_address(told) == about]
        if len(names) > 1:
            raise BadOption(
                "Several statements or events of this story have the very same words, so nobody can name one of them."
            )
        if names:
            look = shelf.said if isinstance(about, StatementAddress) else shelf.happened
            return look(document_id, names[0])
    return None


def was(connection: Connection, document_id: int, about: Address) -> Said | Happened | None:
    """What the address names as it was read, before any correction; what was rejected since, too."""
    read = store.as_read(connection, document_id)
    if isinstance(about, StatementAddress):
        return next((Said(read, said, about, state_of(said)) for said in read.statements if address_of(said) == about), None)
    return next((Happened(read, told, about, state_of(told)) for told in read.events if event_address(told) == about), None)


def _gone(concerning: Sequence[Made]) -> str:
    """The state of what was rejected."""
    return f"gone {' '.join(str(made.id) for made in concerning)}"


def _history(connection: Connection, document_id: int, verdict: Verdict) -> list[Made]:
    """What was ever said of it, the last first."""
    return [made for made in reversed(store.made_of(connection, document_id)) if about_of(made.what) == verdict.about]


def about_of(what: Correction) -> Address | None:
    """What a correction speaks of; None for one that adds."""
    if isinstance(what, StatementAdded | EventAdded):
        return None
    if isinstance(what, EventAccepted | EventRejected | EventTypeChanged | EventStatusChanged):
        return what.event
    return what.statement


def _check(was: Reading, before: Sequence[Correction], changes: Sequence[Correction]) -> None:
    """Raises BadOption where a change would find nothing, or is impossible: it must not be thanked for and forgotten."""
    missed = [change for change in corrected(was, [*before, *changes]).unapplied if change in changes]
    if missed:
        what = type(missed[0]).__name__
        raise BadOption(
            f"This cannot be done ({what}): another statement or event has the very same words, somebody is named whom the story"
            " does not name, or the words are not in the story; look at the story again."
        )


def judge_link(connection: Connection, verdict: LinkVerdict, who: str) -> actors.Done | LinkConflict:
    """Keep what a person says of a link, if it is still the one that he saw. Raises BadOption where it cannot be kept."""
    document_id = store.row_of(connection, verdict.document)
    row = actors.appearance_at(connection, document_id, verdict.place)
    if row is None or _state_of_link(row.actor_id, row.by) != verdict.seen:
        return LinkConflict(row.by if row else None, row.actor_id if row else None)
    if verdict.same:
        return actors.confirm(connection, document_id, verdict.place, who)
    done = actors.split(connection, row.actor_id, who, appearances=[row.id])
    store.label_again(connection, done.documents)
    return done


def take_back(connection: Connection, numbers: Sequence[int], who: str) -> None:
    """Undo the corrections of one verdict together. Raises BadOption where any of them was taken back already."""
    for number in numbers:
        store.take_back(connection, number, who)
