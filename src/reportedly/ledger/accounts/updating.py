"""What waits to be compared, brought up to date: stories linked to happenings, happenings judged.

Each step is a transaction of its own, so it may be killed at any moment and goes on where it stopped; and several may be at it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Engine, select

from reportedly.ledger import store
from reportedly.ledger.accounts.entering import FORM, TO_JUDGE, TO_LINK, enter, found_by
from reportedly.ledger.accounts.judging import judge
from reportedly.ledger.accounts.linking import link
from reportedly.ledger.actors.trees import batches
from reportedly.ledger.database import read_transaction, write_transaction
from reportedly.ledger.schema import story

ENTERED_AT_ONCE = 64
FARTHEST = 64  # stories that wait and are linked because they are of a happening that was asked for


@dataclass(slots=True)
class Updated:
    """What a run came to, in stories."""

    entered: int = 0  # what they are found by was made
    linked: int = 0
    judged: int = 0

    @property
    def total(self) -> int:
        return self.entered + self.linked + self.judged


Tell = Callable[[Updated], None]


def bring_up_to_date(engine: Engine, documents: Collection[int] | None, tell: Tell) -> Updated:
    """Compare what waits: all of it, or only the happenings of some documents."""
    done = Updated()
    _enter_all(engine, done, tell)
    if documents is None:
        while waiting := _waiting(engine, TO_LINK):
            done.linked += len(link(engine, waiting[0]))
            tell(done)
    else:
        _link_around(engine, documents, done, tell)
    while waiting := _waiting(engine, TO_JUDGE, documents):
        done.judged += len(judge(engine, waiting[0]))
        tell(done)
    return done


def _enter_all(engine: Engine, done: Updated, tell: Tell) -> None:
    """Make what stories are found by, where nobody or an older version has: each of them may be of the happening asked for.

    Reading holds no lock. What was changed meanwhile, or entered by somebody else, is looked at again.
    """
    from reportedly.compare import story_of
    from reportedly.compare.strands import Profile

    while waiting := _some_old(engine):
        with read_transaction(engine) as connection:
            readings = {document_id: store.reading_of(connection, document_id, linked=False) for document_id in waiting}
        found = {document_id: found_by(Profile(story_of(reading))) for document_id, reading in readings.items()}
        with write_transaction(engine) as connection:
            there = _revisions(connection, waiting)
            same = [document_id for document_id in waiting if there.get(document_id) == waiting[document_id]]
            for document_id in same:
                enter(connection, document_id, readings[document_id].document.published, found[document_id])
        done.entered += len(same)
        tell(done)


def _some_old(engine: Engine) -> dict[int, int]:
    """Stories that are to be entered, with their revisions."""
    asked = select(story.c.document_id, story.c.revision).where(_is_old()).limit(ENTERED_AT_ONCE)
    with read_transaction(engine) as connection:
        return {row.document_id: row.revision for row in connection.execute(asked)}


def _revisions(connection: Connection, documents: Collection[int]) -> dict[int, int]:
    asked = select(story.c.document_id, story.c.revision).where(story.c.document_id.in_(documents))
    return {row.document_id: row.revision for row in connection.execute(asked)}


def _is_old() -> ColumnElement[bool]:
    return story.c.form < FORM


def _link_around(engine: Engine, documents: Collection[int], done: Updated, tell: Tell) -> None:
    """Link some documents, then those that came into their happenings and wait themselves, and so on."""
    rest = FARTHEST
    while waiting := _waiting(engine, TO_LINK, documents, beyond=rest > 0):
        linked = link(engine, waiting[0])
        rest -= len(linked - set(documents))
        done.linked += len(linked)
        tell(done)


def _waiting(engine: Engine, state: int, documents: Collection[int] | None = None, beyond: bool = True) -> list[int]:
    """The first story that waits for something: of all, or of some documents and, ``beyond``, of their happenings."""
    asked = select(story.c.document_id).where(story.c.state == state).order_by(story.c.document_id).limit(1)
    with read_transaction(engine) as connection:
        if documents is None:
            return list(connection.execute(asked).scalars())
        for condition in _among(connection, documents, beyond):
            if found := list(connection.execute(asked.where(condition)).scalars()):
                return found
    return []


def _among(connection: Connection, documents: Iterable[int], beyond: bool) -> Iterable[ColumnElement[bool]]:
    for part in batches(documents):
        yield story.c.document_id.in_(part)
        if beyond:
            happenings = select(story.c.happening).where(story.c.document_id.in_(part), story.c.happening.is_not(None))
            yield story.c.happening.in_(list(connection.execute(happenings.distinct()).scalars()))
