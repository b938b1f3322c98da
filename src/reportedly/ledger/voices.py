"""How many statements an actor made in each year or month, and who reports them.

Both are counted over at most ``COUNTED`` of his statements, those added last, so that nobody who speaks much makes a page wait.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from reportedly.ledger.actors.trees import roots_of
from reportedly.ledger.query import Query
from reportedly.ledger.schema import actor, appearance, document, statement
from reportedly.ledger.search import candidates

COUNTED = 500  # statements
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


@dataclass(frozen=True, slots=True)
class Voice:
    """An actor's statements over time, and who reports them."""

    periods: tuple[Period, ...]  # in their order; what is dated by year alone is in no month
    quoters: tuple[Quoter, ...]  # those who do so most often first
    cut: bool  # whether there are statements that were added earlier and are not counted


def voice(connection: Connection, actor_id: int) -> Voice:
    """When an actor spoke, and who says so."""
    outer = statement.alias("outer_statement")
    teller = appearance.alias("teller")
    found = (
        candidates(connection, Query(speaker=actor_id))
        .join(outer, outer.c.id == statement.c.parent, isouter=True)
        .join(teller, teller.c.id == outer.c.speaker, isouter=True)
        .add_columns(document.c.publisher, statement.c.parent, statement.c.said_on)
        .add_columns(teller.c.actor_id.label("teller"), teller.c.name.label("teller_name"))
        .limit(COUNTED)
    )
    rows = connection.execute(found).all()
    return Voice(_periods(rows), _quoters(connection, rows), len(rows) == COUNTED)


def _periods(rows: Sequence[Row[Any]]) -> tuple[Period, ...]:
    days = [(row.said_from, row.said_on) for row in rows if row.said_from]
    by_year = Counter(first[:4] for first, _ in days)
    by_month = Counter(first[:7] for first, said in days if len(said) > 4)
    counts = by_month if by_month and len(by_year) <= FEW_YEARS else by_year
    return tuple(Period(period, count) for period, count in sorted(counts.items()))


def _quoters(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[Quoter, ...]:
    roots = roots_of(connection, {row.teller for row in rows if row.teller is not None})
    counts: Counter[tuple[str, int | None]] = Counter()
    for row in rows:
        if row.parent is None:
            counts[row.publisher or "", None] += 1
        elif row.teller is not None:
            counts["", roots[row.teller]] += 1
        else:
            counts[row.teller_name or "", None] += 1
    most = [(who, count) for who, count in counts.most_common(MOST + 1) if who != ("", None)][:MOST]
    numbers = [number for (_, number), _ in most if number is not None]
    names = {row.id: row.name for row in connection.execute(select(actor.c.id, actor.c.name).where(actor.c.id.in_(numbers)))}
    return tuple(Quoter(name if number is None else names[number], number, count) for (name, number), count in most)
