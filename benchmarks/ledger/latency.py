"""How long a search takes over a full ledger, by kinds of questions, beside what the database's own ranking takes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles

from sqlalchemy import text

from benchmarks.ledger.made import people, vocabulary
from reportedly.ledger import Ledger, Query
from reportedly.ledger.database import open_database, read_transaction
from reportedly.matching.terms import stem
from reportedly.records import EVENT_TYPES, STATUSES

ASKED = 60  # questions of each kind
COMMON = (20, 600)  # ranks of the words people search for: neither "the" nor a word that hardly occurs
KNOWN = (0, 400)  # ranks of the people they ask about


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds that answers to one kind of question took."""

    p50: float
    p95: float
    first: float  # the 95th percentile when each was asked for the first time and much of the file still lay on the disk
    hits: float  # on average; a question without an answer is quickly answered


def word(chance: random.Random) -> str:
    return vocabulary()[chance.randint(*COMMON)]


def name(chance: random.Random) -> str:
    return people()[chance.randint(*KNOWN)].name


KINDS: Mapping[str, Callable[[random.Random], Query]] = {
    "a word": lambda c: Query(words=word(c)),
    "two words": lambda c: Query(words=f"{word(c)} {word(c)}"),
    "a phrase": lambda c: Query(words=f'"{word(c)} {word(c)}"'),
    "a speaker": lambda c: Query(speaker=name(c)),
    "a speaker and a word": lambda c: Query(speaker=name(c), words=word(c)),
    "about somebody": lambda c: Query(about=name(c)),
    "a type and a status": lambda c: Query(type=c.choice(EVENT_TYPES), status=c.choice(STATUSES)),
    "a speaker denies": lambda c: Query(speaker=name(c), stance="denies"),
    "a word, said in two months": lambda c: Query(words=word(c), said_after="2019-03", said_before="2019-05"),
    "a word, of a year": lambda c: Query(words=word(c), happened_after="2021", happened_before="2022"),
    "a speaker, of a year": lambda c: Query(speaker=name(c), happened_after="2021", happened_before="2022"),
    "a word, surely": lambda c: Query(words=word(c), confidence=0.9),
}


def search_latency(where: str, asked: int = ASKED) -> dict[str, Latency]:
    """The latency of each kind of question, each asked so often with other words and names."""
    chance = random.Random(3)
    with Ledger.open(where) as ledger:
        for _ in range(5):
            ledger.search(Query(words=word(chance)))  # the first also opens files
        return {kind: _latency([ask(chance) for _ in range(asked)], ledger) for kind, ask in KINDS.items()}


def _latency(queries: list[Query], ledger: Ledger) -> Latency:
    first = [_timed(query, ledger) for query in queries]
    again = [_timed(query, ledger) for query in queries]
    seconds = [taken for taken, _ in again]
    return Latency(median(seconds), _p95(seconds), _p95([taken for taken, _ in first]), sum(h for _, h in again) / len(queries))


def _timed(query: Query, ledger: Ledger) -> tuple[float, int]:
    """Seconds, and how many hits."""
    start = time.perf_counter()
    hits = len(ledger.search(query).hits)
    return time.perf_counter() - start, hits


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]


def peer_latency(where: str, asked: int = ASKED) -> Latency:
    """Single words ranked by SQLite's own bm25 over the same index: what a search costs without us."""
    chance = random.Random(3)
    engine = open_database(where)
    words = [stem(word(chance)) for _ in range(asked)]
    asks = text("SELECT rowid FROM statement_terms WHERE statement_terms MATCH :word ORDER BY bm25(statement_terms) LIMIT 20")
    with read_transaction(engine) as connection:
        passes = []
        for _ in range(2):
            seconds, hits = [], 0
            for one in words:
                start = time.perf_counter()
                hits += len(connection.execute(asks, {"word": f'"{one}"'}).all())
                seconds.append(time.perf_counter() - start)
            passes.append(seconds)
    return Latency(median(passes[1]), _p95(passes[1]), _p95(passes[0]), hits / asked)
