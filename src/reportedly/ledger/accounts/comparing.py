"""What is asked of a ledger's comparisons: everything that waits and matters for the answer is compared first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Connection, Engine, func, select

from reportedly.errors import BadOption
from reportedly.ledger import store
from reportedly.ledger.accounts import kept
from reportedly.ledger.accounts.updating import Tell, Updated, bring_up_to_date
from reportedly.ledger.accounts.views import Compared, Happening, Sequel, Verdict
from reportedly.ledger.database import read_transaction
from reportedly.ledger.query import Query
from reportedly.ledger.schema import document, story
from reportedly.ledger.search import documents_with
from reportedly.records import Document, Reading, Span, Spans

LOOKED_AT = 200  # stories whose happenings a query asks for; of more, those added last
NAMED = re.compile(r"(?P<digest>(?:sha256:)?[0-9a-f]{6,64})(?:#(?P<entry>[es]\d+)|:(?P<start>\d+)-(?P<end>\d+))?$")


def silent(done: Updated) -> None:
    """Tells nobody how far the comparing is."""


def compare(engine: Engine, query: Query | None, limit: int | None, offset: int, tell: Tell) -> Compared:
    """The happenings that more than one voice tells of, the last told of first; those of a query, or all."""
    documents = _up_to_date(engine, query, tell)
    found: list[Happening] = []
    wanted = None if limit is None else limit + 1
    with read_transaction(engine) as connection:
        for number in _happenings(connection, documents):
            one = kept.happening_of(connection, number)
            if one is not None and len(one.accounts) > 1:
                offset -= 1
                if offset < 0:
                    found.append(one)
            if wanted is not None and len(found) == wanted:
                break
    more = limit is not None and len(found) > limit
    return Compared(tuple(found[:limit]), more)


def happening(engine: Engine, named: int | str, tell: Tell) -> Happening:
    """The happening of a story by its number or digest; of what stands in a story, "0751aa065a#e3", only what is told of that.

    Raises BadOption where there is no such story, or nothing like that stands in it, or it tells of nothing.
    """
    with read_transaction(engine) as connection:
        document_id = _document(connection, named)
        about = None if isinstance(named, int) else _named(store.reading_of(connection, document_id), named)
    bring_up_to_date(engine, [document_id], tell)
    with read_transaction(engine) as connection:
        number = connection.execute(select(story.c.happening).where(story.c.document_id == document_id)).scalar()
        found = kept.happening_of(connection, number, about) if number is not None else None
    if found is None:
        raise BadOption(f"Nobody tells anything in {named!r} that could be compared.")
    return found


def _named(reading: Reading, named: str) -> tuple[Document, Spans] | None:
    """The story and the words that an event, a statement or a place in it is named by; None for the whole story."""
    match = NAMED.match(named)
    if match is None or (match["entry"] is None and match["start"] is None):
        return None
    if match["start"] is not None:
        return reading.document, (Span(int(match["start"]), int(match["end"])),)
    words: dict[str, Spans] = {event.id: (event.trigger,) for event in reading.events}
    words |= {statement.id: statement.content for statement in reading.statements}
    if match["entry"] not in words:
        kind, last = ("event", len(reading.events)) if match["entry"][0] == "e" else ("statement", len(reading.statements))
        raise BadOption(f"There is no {kind} {match['entry']} in {match['digest']}, which has {last} of them.")
    return reading.document, words[match["entry"]]


def disputes(engine: Engine, query: Query | None, limit: int, offset: int, tell: Tell) -> tuple[Verdict, ...]:
    """What is disputed still, the newest first."""
    documents = _up_to_date(engine, query, tell)
    with read_transaction(engine) as connection:
        return tuple(kept.disputes_of(connection, documents, limit, offset))


def sequels(engine: Engine, query: Query | None, limit: int, offset: int, tell: Tell) -> tuple[Sequel, ...]:
    """Promises and demands, the newest first, with what became of them."""
    documents = _up_to_date(engine, query, tell)
    with read_transaction(engine) as connection:
        return tuple(kept.sequels_of(connection, documents, limit, offset))


def _up_to_date(engine: Engine, query: Query | None, tell: Tell) -> Sequence[int] | None:
    """The documents that a query asks for, compared; None where it is all."""
    documents = None
    if query is not None:
        with read_transaction(engine) as connection:
            asked = documents_with(connection, query).distinct().subquery()
            newest = select(asked.c.document_id).order_by(asked.c.document_id.desc()).limit(LOOKED_AT)
            documents = list(connection.execute(newest).scalars())
    bring_up_to_date(engine, documents, tell)
    return documents


def _happenings(connection: Connection, documents: Sequence[int] | None) -> list[int]:
    """The numbers of happenings, the last told of first."""
    asked = select(story.c.happening).where(story.c.happening.is_not(None)).group_by(story.c.happening)
    if documents is not None:
        of_them = select(story.c.happening).where(story.c.document_id.in_(documents))
        asked = asked.where(story.c.happening.in_(of_them))
    return list(connection.execute(asked.order_by(func.max(story.c.day).desc(), story.c.happening.desc())).scalars())


def _document(connection: Connection, named: int | str) -> int:
    if isinstance(named, int):
        if connection.execute(select(document.c.id).where(document.c.id == named)).first() is None:
            raise BadOption(f"There is no happening {named}; reportedly compare --all shows those there are.")
        return named
    match = NAMED.match(named)
    if match is None:
        raise BadOption(f"{named!r} names no story, statement or event; the lists show their names, such as 0751aa065a#e3.")
    return store.row_of(connection, match["digest"])
