"""What is known of the statements that a search finds, counted, so that it can be narrowed.

What a statement is found by are its terms, and what is known of it stands among them as labels (``terms.py``): ``speaker:12``,
``status:denied``. So the terms of the matches are all that has to be looked at. Of more than ``COUNTED`` matches those added last
are counted, and the answer says so: what it costs does not grow with the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from reportedly.ledger.actors.trees import roots_of
from reportedly.ledger.query import Query
from reportedly.ledger.schema import actor, document
from reportedly.ledger.search import RANKED, Found, candidates, grouped, page_of

COUNTED = 500  # statements
MOST = 12  # values of a facet
LABELS = ("type", "status", "stance", "form")


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that narrows the search to ``count`` statements."""

    value: str  # as the query has it
    name: str  # for people
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The values of the statements that match, each facet's most frequent first, years in their order."""

    statements: int  # that were counted, the same words in several reprints once
    cut: bool  # whether there are more, which were added earlier
    speaker: tuple[Choice, ...]
    about: tuple[Choice, ...]
    type: tuple[Choice, ...]
    status: tuple[Choice, ...]
    stance: tuple[Choice, ...]
    form: tuple[Choice, ...]
    publisher: tuple[Choice, ...]
    year: tuple[Choice, ...]  # in which it was said


def facets(connection: Connection, query: Query, counted: int = COUNTED) -> Facets:
    """The facets of the statements that a query asks for, whatever page of them it wants."""
    return _facets_of(connection, _rows(connection, query, counted), query, counted)


def explore(connection: Connection, query: Query, counted: int = COUNTED) -> tuple[Found, Facets]:
    """What ``search`` finds, and its facets, at the cost of looking once."""
    rows = _rows(connection, query, counted)
    return page_of(connection, rows[:RANKED], query), _facets_of(connection, rows, query, counted)


def _rows(connection: Connection, query: Query, counted: int) -> Sequence[Row[Any]]:
    return connection.execute(candidates(connection, query).add_columns(document.c.publisher).limit(counted)).all()


def _facets_of(connection: Connection, rows: Sequence[Row[Any]], query: Query, counted: int) -> Facets:
    kept = rows if query.reprints else [group[0] for group in grouped(rows)]
    counts = _count(row.terms for row in kept)
    return Facets(
        statements=len(kept),
        cut=len(rows) == counted,
        speaker=_actors(connection, counts["speaker"]),
        about=_actors(connection, counts["about"]),
        publisher=_most(Counter(row.publisher for row in kept if row.publisher)),
        year=tuple(Choice(year, year, count) for year, count in sorted(counts["said"].items())),
        type=_most(counts["type"]),
        status=_most(counts["status"]),
        stance=_most(counts["stance"]),
        form=_most(counts["form"]),
    )


def _count(lines: Iterable[str]) -> dict[str, Counter[str]]:
    """The labels of each kind; a statement has each of them once."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("speaker", "about", "said", *LABELS)}
    for line in lines:
        for kind, value in _labels(line):
            if kind in counts:
                counts[kind][value] += 1
    counts["type"] = Counter({value.upper(): count for value, count in counts["type"].items()})
    return counts


def _labels(line: str) -> Iterator[tuple[str, str]]:
    """The labels among the terms of a statement: they stand behind the words, and have a colon."""
    for term in reversed(line.split(" ")):
        kind, colon, value = term.partition(":")
        if not colon:
            return
        yield kind, value


def _most(counts: Counter[str]) -> tuple[Choice, ...]:
    most = sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:MOST]
    return tuple(Choice(value, value, count) for value, count in most)


def _actors(connection: Connection, counts: Counter[str]) -> tuple[Choice, ...]:
    """Actors by the number of who stands for them."""
    each = {int(number): count for number, count in counts.most_common(MOST * 4) if number.isdecimal()}
    roots = roots_of(connection, each)
    whole: Counter[int] = Counter()
    for number, count in each.items():
        whole[roots.get(number, number)] += count
    most = sorted(whole.items(), key=lambda row: (-row[1], row[0]))[:MOST]
    rows = connection.execute(select(actor.c.id, actor.c.name).where(actor.c.id.in_([number for number, _ in most])))
    names = {row.id: row.name for row in rows}
    return tuple(Choice(str(number), names[number], count) for number, count in most if number in names)
