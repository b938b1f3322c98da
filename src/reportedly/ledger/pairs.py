"""Who speaks about whom: speakers and those they speak of, with the number of statements.

A statement speaks of everybody who is named in it or takes part in an event of it. That is what ``Query.about`` finds, so the
number on a pair is the number of statements that a search by the one and about the other finds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from reportedly.ledger.actors.trees import batches, roots_of
from reportedly.ledger.query import Query
from reportedly.ledger.schema import actor
from reportedly.ledger.search import candidates
from reportedly.ledger.terms import label, words_in

LOOKED_AT = 5000  # matching statements that are counted; of more, those added last
SHOWN = 30  # actors

SPEAKER, ABOUT, TYPE, SAID = (label(kind, "") for kind in ("speaker", "about", "type", "said"))


@dataclass(frozen=True, slots=True)
class Party:
    """An actor who speaks or is spoken of, and in how many of the statements that were counted."""

    actor: int
    name: str
    kind: str
    says: int
    spoken_of: int  # by others


@dataclass(frozen=True, slots=True)
class Pair:
    """One actor who speaks of another."""

    speaker: int
    target: int
    statements: int
    types: tuple[tuple[str, int], ...]  # of the events in them, the most frequent first
    years: tuple[tuple[str, int], ...]  # in which they were made, in order


@dataclass(frozen=True, slots=True)
class Pairs:
    """The strongest pairs, those with most statements first, and the actors in them."""

    parties: tuple[Party, ...]
    pairs: tuple[Pair, ...]
    statements: int  # how many were counted
    left_out: int  # pairs whose actors are not shown
    cut: bool  # whether more match


def pairs(connection: Connection, query: Query, shown: int = SHOWN, looked_at: int = LOOKED_AT) -> Pairs:
    """Who speaks about whom in the statements that a query asks for, as far as ``shown`` actors have room."""
    rows = connection.execute(candidates(connection, query).limit(looked_at + 1)).all()
    said = [_Said(row.terms) for row in _each_once(rows[:looked_at], query)]
    roots = roots_of(connection, {number for one in said for number in (*one.speakers, *one.targets)})
    tallies = _tallied(said, roots)
    ordered = sorted(tallies.items(), key=lambda item: (-item[1].statements, item[0]))
    chosen = _chosen((pair for pair, _ in ordered), shown)
    found = tuple(
        Pair(speaker, target, tally.statements, tuple(tally.types.most_common()), tuple(sorted(tally.years.items())))
        for (speaker, target), tally in ordered
        if speaker in chosen and target in chosen
    )
    return Pairs(
        _parties(connection, chosen, said, roots), found, len(said), len(ordered) - len(found), cut=len(rows) > looked_at
    )


class _Said:
    """What the terms of a statement tell of it: ``... speaker:12 about:7 type:accuse said:2024``."""

    def __init__(self, terms: str) -> None:
        self.speakers: list[int] = []
        self.targets: list[int] = []
        self.types: list[str] = []
        self.years: list[str] = []
        for term in terms[len(words_in(terms)) :].split():
            if term.startswith(ABOUT):
                self.targets.append(int(term[len(ABOUT) :]))
            elif term.startswith(SPEAKER):
                self.speakers.append(int(term[len(SPEAKER) :]))
            elif term.startswith(TYPE):
                self.types.append(term[len(TYPE) :].upper())
            elif term.startswith(SAID):
                self.years.append(term[len(SAID) :])


class _Tally:
    def __init__(self) -> None:
        self.statements = 0
        self.types: Counter[str] = Counter()
        self.years: Counter[str] = Counter()


def _each_once(rows: Iterable[Row[Any]], query: Query) -> Iterable[Row[Any]]:
    """Without the same words of the same speakers in reprints and versions of one dispatch, unless they are asked for."""
    if query.reprints:
        return rows
    return {(row.dispatch, row.chain, words_in(row.terms)): row for row in rows}.values()


def _tallied(said: Iterable[_Said], roots: Mapping[int, int]) -> dict[tuple[int, int], _Tally]:
    """The statements of each pair. Nobody makes a pair with himself; actors that are gone make none."""
    found: dict[tuple[int, int], _Tally] = defaultdict(_Tally)
    for one in said:
        speakers, targets = _roots(one.speakers, roots), _roots(one.targets, roots)
        for pair in ((speaker, target) for speaker in speakers for target in targets if speaker != target):
            found[pair].statements += 1
            found[pair].types.update(one.types)
            found[pair].years.update(one.years)
    return found


def _roots(numbers: Iterable[int], roots: Mapping[int, int]) -> set[int]:
    return {roots[number] for number in numbers if number in roots}


def _chosen(strongest: Iterable[tuple[int, int]], shown: int) -> set[int]:
    """The actors of the strongest pairs, as many as there is room for."""
    found: set[int] = set()
    for pair in strongest:
        if len(found.union(pair)) <= shown:
            found.update(pair)
        if len(found) == shown:
            break
    return found


def _parties(connection: Connection, chosen: set[int], said: Iterable[_Said], roots: Mapping[int, int]) -> tuple[Party, ...]:
    """The chosen, those met most often first."""
    says: Counter[int] = Counter()
    spoken_of: Counter[int] = Counter()
    for one in said:
        speakers = _roots(one.speakers, roots) & chosen
        says.update(speakers)
        spoken_of.update((_roots(one.targets, roots) & chosen) - speakers)
    found = [
        Party(row.id, row.name, row.kind, says[row.id], spoken_of[row.id])
        for part in batches(chosen)
        for row in connection.execute(select(actor.c.id, actor.c.name, actor.c.kind).where(actor.c.id.in_(part)))
    ]
    return tuple(sorted(found, key=lambda party: (-party.says - party.spoken_of, party.name, party.actor)))
