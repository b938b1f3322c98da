"""What other stories say of the same as a statement: they speak of the same actors in the same words.

This only tells where to look. Whether two statements agree or contradict each other is for ``compare``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from reportedly.ledger.query import Query
from reportedly.ledger.schema import document, statement
from reportedly.ledger.search import Hit, candidates, grouped, hits_of
from reportedly.matching.terms import All, Either, Term, Wanted, words_in

LOOKED_AT = 300  # statements, those added last
WORDS = 8  # of the statement, the longest, of which another must have one to be looked at
COMMON = 0.34  # least share of words in common, weighed by their length: of "quota of 208,000 tonnes" more than "quota"


def akin(connection: Connection, document_id: int, local: str, most: int = 6) -> tuple[Hit, ...]:
    """The statements of other dispatches that speak of the same as this one, the nearest first."""
    row = connection.execute(
        select(statement.c.terms, document.c.dispatch)
        .join(document, document.c.id == statement.c.document_id)
        .where(statement.c.document_id == document_id, statement.c.local == local)
    ).one_or_none()
    wanted = None if row is None else _wanted(row.terms)
    if row is None or wanted is None:
        return ()
    found = candidates(connection, Query(), wanted).where(document.c.dispatch != row.dispatch).limit(LOOKED_AT)
    near = _nearest(connection.execute(found).all(), row.terms)
    return hits_of(connection, grouped(near)[:most], Query())


def _wanted(terms: str) -> Wanted | None:
    """One of its telling words and, if it speaks of somebody, one of those."""
    words = sorted(_telling(words_in(terms)), key=lambda word: (-len(word), word))[:WORDS]
    if not words:
        return None
    subjects = [term for term in terms.split(" ") if term.startswith("about:")]
    either = Either([Term(word) for word in words])
    return All((Either([Term(subject) for subject in subjects]), either)) if subjects else either


def _telling(words: str) -> set[str]:
    """Words of four letters and more, and figures."""
    return {word for word in words.split(" ") if len(word) > 3 or word.isdecimal()}


def _nearest(rows: Sequence[Row[Any]], terms: str) -> list[Row[Any]]:
    mine = _telling(words_in(terms))
    scores: Counter[int] = Counter()
    for row in rows:
        scores[row.id] = round(1000 * _common(mine, _telling(words_in(row.terms))))
    return sorted((row for row in rows if scores[row.id] >= 1000 * COMMON), key=lambda row: -scores[row.id])


def _common(mine: set[str], other: set[str]) -> float:
    """The share of the shorter one's words that the other has too, 0..1; two of them at least."""
    both = mine & other
    if len(both) < 2:
        return 0.0
    return sum(map(len, both)) / max(1, min(sum(map(len, mine)), sum(map(len, other))))
