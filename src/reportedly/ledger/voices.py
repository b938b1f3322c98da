"""How many statements an actor made in each year or month, and who reports them.

Both are counted over at most ``COUNTED`` of his statements, those added last, so that nobody who speaks much makes a page wait.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection, select

from reportedly.ledger.actors.trees import roots_of
from reportedly.ledger.query import Query
from reportedly.ledger.schema import actor, appearance, document, statement
from reportedly.ledger.search import candidates

COUNTED = 2000  # statements
MOST = 12  # quoters


FEW_YEARS = 3  # of so few the months are told apart


@dataclass(frozen=True, slots=True)
class Period:
    """A year or, where there are few years, a month."""

    period: str  # "2024" or "2024-03"
    statements: int


@dataclass(frozen=True, slots=True)
class Quoter:
    """Somebody within whose statement the actor is reported to speak, or a publisher in whose own voice he is."""

    name: str
    actor: int | None  # his number; None for a publisher
    statements: int


def periods(connection: Connection, actor_id: int) -> list[Period]:
    """The years or months in which an actor spoke, in their order. What is dated by year alone is in no month."""
    found = candidates(connection, Query(speaker=actor_id)).add_columns(statement.c.said_on).limit(COUNTED)
    days = [(row.said_from, row.said_on) for row in connection.execute(found) if row.said_from]
    by_year = Counter(first[:4] for first, _ in days)
    if len(by_year) > FEW_YEARS:
        return [Period(year, count) for year, count in sorted(by_year.items())]
    by_month = Counter(first[:7] for first, said in days if len(said) > 4)
    return [Period(month, count) for month, count in sorted((by_month or by_year).items())]


def quoters(connection: Connection, actor_id: int) -> list[Quoter]:
    """Who reports what an actor says, those who do so most often first."""
    outer = statement.alias("outer_statement")
    teller = appearance.alias("teller")
    found = (
        candidates(connection, Query(speaker=actor_id))
        .join(outer, outer.c.id == statement.c.parent, isouter=True)
        .join(teller, teller.c.id == outer.c.speaker, isouter=True)
        .add_columns(
            document.c.publisher, statement.c.parent, teller.c.actor_id.label("teller"), teller.c.name.label("teller_name")
        )
        .limit(COUNTED)
    )
    rows = connection.execute(found).all()
    roots = roots_of(connection, {row.teller for row in rows if row.teller is not None})
    counts: Counter[tuple[str, int | None]] = Counter()
    for row in rows:
        if row.parent is None:
            counts[row.publisher or "", None] += 1
        elif row.teller is not None:
            counts["", roots[row.teller]] += 1
        elif row.teller_name:
            counts[row.teller_name, None] += 1
    most = counts.most_common(MOST)
    numbers = [number for (_, number), _ in most if number is not None]
    names = {row.id: row.name for row in connection.execute(select(actor.c.id, actor.c.name).where(actor.c.id.in_(numbers)))}
    return [
        Quoter(names[number] if number is not None else name, number, count)
        for (name, number), count in most
        if name or number is not None
    ]
