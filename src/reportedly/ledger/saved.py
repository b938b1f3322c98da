"""Searches that people keep under a name, each for himself."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from reportedly.errors import BadOption
from reportedly.ledger import store
from reportedly.ledger.schema import saved_search

LONGEST = 200  # characters of a name
MOST = 100  # searches of one person


@dataclass(frozen=True, slots=True)
class Saved:
    """A search under a name."""

    id: int
    name: str
    asked: str  # the parameters of its address: "words=quota&stance=denies"
    at: str


def save(connection: Connection, who: str, name: str, asked: str) -> None:
    """Keep a search; in place of the one that the person had under this name. Raises BadOption for a name that will not do."""
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST or "\0" in plain + asked:
        raise BadOption(f"Name the search in 1 to {LONGEST} characters.")
    own = saved_search.c.who == who
    values = {"asked": asked, "at": store.now()}
    if connection.execute(update(saved_search).where(own, saved_search.c.name == plain).values(values)).rowcount:
        return
    if connection.execute(select(func.count()).select_from(saved_search).where(own)).scalar_one() >= MOST:
        raise BadOption(f"More than {MOST} searches are not kept; take one away first.")
    connection.execute(insert(saved_search).values(who=who, name=plain, **values))


def saved(connection: Connection, who: str) -> list[Saved]:
    """A person's searches, by name."""
    rows = connection.execute(select(saved_search).where(saved_search.c.who == who).order_by(saved_search.c.name))
    return [Saved(row.id, row.name, row.asked, row.at) for row in rows]


def forget(connection: Connection, who: str, number: int) -> None:
    """Take a search of one's own away. Raises BadOption where there is none of this number."""
    gone = connection.execute(delete(saved_search).where(saved_search.c.who == who, saved_search.c.id == number))
    if not gone.rowcount:
        raise BadOption(f"You have no saved search {number}; load the page again.")
