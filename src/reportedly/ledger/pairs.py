"""Who speaks about whom: speakers and those they speak of, with the number of statements.

A statement speaks of everybody who is named in it or takes part in an event of it. That is what ``Query.about`` finds, so the
number on a pair is the number of statements that a search by the one and about the other finds.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from reportedly.ledger.actors.trees import batches, roots_of
from reportedly.ledger.query import Query
from reportedly.ledger.schema import actor
from reportedly.ledger.search import candidates
from reportedly.matching.terms import label, words_in

LOOKED_AT = 1500  # matching statements that are counted; of more, those added last
SHOWN = 30  # actors

SPEAKER, ABOUT, TYPE, YEAR = (re.compile(rf" {label(kind, '')}(\S+)") for kind in ("speaker", "about", "type", "said"))


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
    said = _each_once(rows[:looked_at], query)
    roots = roots_of(connection, {number for one in said for number in (*one.speakers, *one.targets)})
    by_pair = _by_pair(said, roots)
    ordered = sorted(by_pair, key=lambda pair: (-len(by_pair[pair]), pair))
    chosen = _chosen(ordered, shown)
    found = tuple(_pair(pair, by_pair[pair]) for pair in ordered if pair[0] in chosen and pair[1] in chosen)
    parties = _parties(connection, chosen, said, roots)
    return Pairs(parties, found, len(said), len(ordered) - len(found), cut=len(rows) > looked_at)


class _Said:
    """What the labels of a statement tell of it: ``speaker:12 about:7 type:accuse said:2024``."""

    __slots__ = ("labels", "speakers", "targets")

    def __init__(self, labels: str) -> None:
        self.labels = labels
        self.speakers = [int(number) for number in SPEAKER.findall(labels)]
        self.targets = [int(number) for number in ABOUT.findall(labels)]


def _each_once(rows: Iterable[Row[Any]], query: Query) -> list[_Said]:
    """Without the same words of the same speakers in reprints and versions of one dispatch, unless they are asked for."""
    found: dict[object, _Said] = {}
    for number, row in enumerate(rows):
        words = words_in(row.terms)
        key = number if query.reprints else (row.dispatch, row.chain, words)
        if key not in found:
            found[key] = _Said(row.terms[len(words) :])
    return list(found.values())


def _by_pair(said: Iterable[_Said], roots: Mapping[int, int]) -> Mapping[tuple[int, int], list[_Said]]:
    """The statements of each pair. Nobody makes a pair with himself; actors that are gone make none."""
    found: dict[tuple[int, int], list[_Said]] = defaultdict(list)
    for one in said:
        targets = _roots(one.targets, roots)
        for speaker in _roots(one.speakers, roots):
            for target in targets:
                if speaker != target:
                    found[speaker, target].append(one)
    return found


def _pair(pair: tuple[int, int], said: Sequence[_Said]) -> Pair:
    labels = [one.labels for one in said]
    types = Counter(name.upper() for line in labels for name in TYPE.findall(line))
    years = Counter(year for line in labels for year in YEAR.findall(line))
    return Pair(
        *pair, len(said), tuple(sorted(types.items(), key=lambda item: (-item[1], item[0]))), tuple(sorted(years.items()))
    )


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
