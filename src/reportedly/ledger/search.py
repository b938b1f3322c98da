"""Statements found among all that the ledger holds, by words and by what is known of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, literal_column, select, text

from reportedly.ledger import actors
from reportedly.ledger.query import BEGINNING, END, Query, wanted_of
from reportedly.ledger.schema import appearance, document, event, moment, sighting, statement
from reportedly.matching.terms import Wanted, names_of, stem, words_in

RANKED = 300  # of more matches the last added are ranked: what a search costs does not grow with the ledger

# Okapi BM25 (Robertson and Zaragoza 2009) with its usual values. How rare a word is cannot matter here: all hits have all words.
SATURATION = 1.2
LENGTH = 0.75


@dataclass(frozen=True, slots=True)
class Told:
    """An event that a statement reports."""

    type: str
    status: str
    trigger: str
    time: str | None  # TIMEX3 value


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that was found, with what is needed to judge and to cite it."""

    statement: str  # its id in the reading
    document: str  # "sha256:..."
    words: str  # the exact words
    start: int  # where they begin and end in the document's text, in code points
    end: int
    chain: tuple[str, ...]  # who vouches for it, outermost first
    speaker: int | None  # the actor's number in the ledger
    form: str
    implied: bool
    said_on: str | None
    speaks_of: tuple[tuple[str, str], ...]  # days, each the first and the one after the last
    events: tuple[Told, ...]
    confidence: float
    title: str | None
    publisher: str | None
    published: str | None
    where: tuple[str, ...]  # the files or addresses where the document was found
    reprints: int  # other documents that print the same
    replaced: bool  # whether a later version of the story, or of the dispatch that it reprints, is there
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found."""

    hits: tuple[Hit, ...]
    more: bool  # whether there is a next page
    cut: bool  # whether there were so many matches that only the last added were ranked


def search(connection: Connection, query: Query, ranked: int = RANKED) -> Found:
    """The statements that a query asks for, best first; of more than ``ranked`` matches, those among the last added."""
    return page_of(connection, connection.execute(candidates(connection, query).limit(ranked)).all(), query, ranked)


def page_of(connection: Connection, rows: Sequence[Row[Any]], query: Query, ranked: int = RANKED) -> Found:
    """The page that a query wants of these candidates, of which there may be more if they are ``ranked``."""
    ordered = _ranked(rows, query)
    groups = [[row] for row in ordered] if query.reprints else grouped(ordered)
    page = groups[query.offset : query.offset + query.limit]
    hits = _hits(connection, page, _Scores(rows, query))
    return Found(hits, more=len(groups) > query.offset + query.limit, cut=len(rows) == ranked)


def hits_of(connection: Connection, groups: Sequence[Sequence[Row[Any]]], query: Query) -> tuple[Hit, ...]:
    """What is shown of groups of candidates."""
    return _hits(connection, groups, _Scores([row for group in groups for row in group], query))


def candidates(connection: Connection, query: Query, wanted: Wanted | None = None) -> Select[Any]:
    """The statements that match, last added first, with what ranks them. ``wanted`` are terms in place of the query's."""
    columns = (
        statement.c.id,
        statement.c.document_id,
        statement.c.chain,
        statement.c.terms,
        statement.c.said_from,
        statement.c.confidence,
        document.c.copy_of,
        document.c.dispatch,
    )
    found = select(*columns).select_from(statement).join(document, document.c.id == statement.c.document_id)
    found = found.where(*_conditions(query)).order_by(statement.c.id.desc())
    wanted = wanted or wanted_of(query, lambda who: _members(connection, who))
    return found if wanted is None else _with_terms(connection, found, wanted)


def _with_terms(connection: Connection, found: Select[Any], wanted: Wanted) -> Select[Any]:
    if connection.dialect.name == "postgresql":
        return found.where(text("statement.vector @@ CAST(:wanted AS tsquery)").bindparams(wanted=wanted.for_postgresql()))
    index = text("statement_terms")
    matches = text("statement_terms MATCH :wanted").bindparams(wanted=wanted.for_sqlite())
    same: ColumnElement[bool] = literal_column("statement_terms.rowid") == statement.c.id
    # By the index's own order: it gives the last added first without looking at the others.
    return found.join(index, same).where(matches).order_by(None).order_by(literal_column("statement_terms.rowid").desc())


def _conditions(query: Query) -> list[ColumnElement[bool]]:
    """What the index of terms cannot tell."""
    found: list[ColumnElement[bool]] = []
    first, last = query.said
    if (first, last) != (BEGINNING, END):
        found.append(and_(statement.c.said_to > first, statement.c.said_from < last))
    first, last = query.happened
    if (first, last) != (BEGINNING, END):
        found.append(exists().where(moment.c.statement_id == statement.c.id, moment.c.end > first, moment.c.begin < last))
    if query.confidence:
        found.append(statement.c.confidence >= query.confidence)
    if query.nested is False:
        found.append(statement.c.parent.is_(None))
    if query.implied is False:
        found.append(statement.c.implied.is_(False))
    if not query.replaced:
        found.append(document.c.replaced.is_(False))
    return found


def _members(connection: Connection, who: str | int) -> set[int]:
    """The numbers of the actors that a name or a number stands for."""
    if isinstance(who, int):
        return actors.members(connection, who)
    return {member for profile in actors.find(connection, who) for member in actors.members(connection, profile.id)}


def documents_with(connection: Connection, query: Query) -> Select[Any]:
    """The numbers of the documents in which a statement is that a query asks for."""
    return candidates(connection, query).with_only_columns(statement.c.document_id).order_by(None)


# Ranking


class _Scores:
    """How well each candidate matches the words of a query."""

    def __init__(self, rows: Sequence[Row[Any]], query: Query) -> None:
        self._words = [f" {stem(name)} " for name in names_of(query.words or "")]
        self._together = re.sub(" +", " ", "".join(self._words))
        self._usual = max(1.0, sum(len(row.terms) for row in rows) / max(1, len(rows)))

    def __call__(self, row: Row[Any]) -> float:
        """0 without words; else how often and in how few words they stand, doubled where they follow each other."""
        if not self._words:
            return 0.0
        terms = f" {row.terms} "
        stretch = SATURATION * (1 - LENGTH + LENGTH * len(row.terms) / self._usual)
        often = sum(found / (found + stretch) for word in self._words if (found := terms.count(word)))
        together = len(self._words) > 1 and self._together in terms
        sure: float = row.confidence
        return (often / len(self._words)) * (2.0 if together else 1.0) * (0.5 + sure / 2)


def _ranked(rows: Sequence[Row[Any]], query: Query) -> list[Row[Any]]:
    """In the order asked for. Without words to rank by, what was said last comes first."""
    if query.sort == "added":
        return list(rows)
    if query.sort == "confidence":
        return sorted(rows, key=lambda row: -row.confidence)
    newest = sorted(rows, key=lambda row: row.said_from or "", reverse=True)
    if query.sort == "said" or not query.words:
        return newest
    return sorted(newest, key=_Scores(rows, query), reverse=True)


def grouped(rows: Iterable[Row[Any]]) -> list[list[Row[Any]]]:
    """The same words of the same speakers in reprints and versions of one dispatch, as one; the dispatch itself comes first."""
    groups: dict[tuple[int, str, str], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        groups[row.dispatch, row.chain, words_in(row.terms)].append(row)
    return [sorted(group, key=lambda row: (row.copy_of is not None, -row.document_id)) for group in groups.values()]


# What is shown of a hit


def _hits(connection: Connection, groups: Sequence[Sequence[Row[Any]]], score: _Scores) -> tuple[Hit, ...]:
    if not groups:
        return ()
    ids = [group[0].id for group in groups]
    whole = {row.id: row for row in connection.execute(_whole().where(statement.c.id.in_(ids)))}
    told = _many(connection, select(event).where(event.c.statement_id.in_(ids)).order_by(event.c.first), "statement_id")
    moments = _many(connection, select(moment).where(moment.c.statement_id.in_(ids)).order_by(moment.c.id), "statement_id")
    documents = {row.document_id for row in whole.values()}
    seen = _many(connection, select(sighting).where(sighting.c.document_id.in_(documents)).order_by(sighting.c.id), "document_id")
    return tuple(
        Hit(
            statement=row.local,
            document=row.digest,
            words=row.content,
            start=row.first,
            end=row.last,
            chain=tuple(row.chain.split(" › ")),
            speaker=row.actor_id,
            form=row.form,
            implied=row.implied,
            said_on=row.said_on,
            speaks_of=tuple((days.begin, days.end) for days in moments[row.id]),
            events=tuple(Told(one.type, one.status, one.trigger, one.time) for one in told[row.id]),
            confidence=row.confidence,
            title=row.title,
            publisher=row.publisher,
            published=row.published,
            where=tuple(one.name for one in seen[row.document_id]),
            reprints=len({one.document_id for one in group}) - 1,
            replaced=row.replaced or bool(row.original_replaced),
            score=score(group[0]),
        )
        for group in groups
        for row in (whole[group[0].id],)
    )


def _whole() -> Select[Any]:
    story = (document.c.digest, document.c.title, document.c.publisher, document.c.published, document.c.replaced)
    original = document.alias("original")
    return (
        select(statement, *story, original.c.replaced.label("original_replaced"), appearance.c.actor_id)
        .join(document, document.c.id == statement.c.document_id)
        .join(original, original.c.id == document.c.copy_of, isouter=True)
        .join(appearance, appearance.c.id == statement.c.speaker, isouter=True)
    )


def _many(connection: Connection, query: Select[Any], key: str) -> dict[int, list[Row[Any]]]:
    """The rows of a query by one of their columns."""
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query):
        found[getattr(row, key)].append(row)
    return found
