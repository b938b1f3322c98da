"""``python -m benchmarks.compare_cost``: what adding a story and comparing it costs in ledgers of growing size.

    python -m benchmarks.compare_cost [--statements 1000 10000 100000 1000000] [--happenings 10] [--folder FOLDER] [--publish]

One ledger of made stories (``benchmarks/ledger/made.py``) grows to each size in turn. Into a copy of it the same happenings are
told, each in a few stories of one cast, and the last of each is timed: kept, linked among all that share its names, judged
against those before it. So at each size the same stories are added and compared. Each pays for the encoder itself, as in a
program that was just started; words that the lexicon has looked up stay looked up, at the first size as at the last.

What was in the ledger before counts as compared, each story a happening of its own, and the sense of its first lines is that of
one of ``SENSES`` others: comparing a million statements would take days, and what one more story costs does not depend on it.
``--publish`` writes compare_cost.json, the table in docs/benchmarks.md and the plot docs/compare-cost.svg.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import count, islice
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path

from sqlalchemy import Engine, func, select, update

from benchmarks import report
from benchmarks.corpora import REPOSITORY
from benchmarks.ledger.made import STATEMENTS, Maker, people, readings, vocabulary
from reportedly.compare import story_of
from reportedly.compare.strands import Profile
from reportedly.compare.vectors import Vector, vector_of
from reportedly.ledger import Ledger, store
from reportedly.ledger.accounts.entering import DONE, TO_LINK, Found, enter, found_by
from reportedly.ledger.database import open_database, read_transaction, write_transaction
from reportedly.ledger.schema import statement, story
from reportedly.records import Reading

PLOT = REPOSITORY / "docs" / "compare-cost.svg"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
BATCH = 64
AHEAD = 512
EARLIER = 4  # stories of a happening before the one that is timed
CAST = 4
KNOWN = 400  # people that a cast is taken from: those whom many other stories name too
WORDS = 60  # that a happening is told in
SENSES = 256  # made stories that are encoded; the others of the ledger mean what one of these does


@dataclass(frozen=True, slots=True)
class Cost:
    """What one more story costs, in seconds."""

    statements: int  # in the ledger before
    put: float  # keep it, with what it is found by: median
    compare: float  # find its happening and judge its accounts: median
    median: float  # of both together
    p95: float
    processor: float  # of both together, what the processor took of it: median; others at the machine do not count


@dataclass(frozen=True, slots=True)
class Taken:
    """What one story took."""

    put: float
    compare: float
    processor: float

    @property
    def both(self) -> float:
        return self.put + self.compare


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare_cost", description="Measure the cost of comparing.")
    parser.add_argument("--statements", type=int, nargs="+", default=SIZES, help="sizes of the ledger, the smallest first")
    parser.add_argument("--happenings", type=int, default=10, help="how many are told at each size")
    parser.add_argument("--folder", type=Path, help="where the ledgers are made; a temporary one if left out")
    parser.add_argument("--publish", action="store_true", help="write the results, the table and the plot")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        costs = []
        for cost in measure(Path(folder), sorted(options.statements), options.happenings):
            costs.append(cost)
            if options.publish:
                publish(costs, options.happenings)
    print(report.compare_cost(_results(costs, options.happenings)))
    return 0


def publish(costs: Sequence[Cost], happenings: int) -> None:
    """Write what was measured so far: a run that is stopped leaves the sizes that it came to."""
    results = _results(costs, happenings)
    report.COMPARE_COST.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    PLOT.write_text(plot(costs), encoding="utf-8")
    report.fill_pages({"compare-cost": report.compare_cost(results)})


def _results(costs: Sequence[Cost], happenings: int) -> report.Results:
    machine = f"{platform.machine()} with {os.cpu_count()} cores, Python {platform.python_version()}"
    return {"machine": machine, "happenings": happenings, "costs": [asdict(cost) for cost in costs]}


def measure(folder: Path, sizes: Sequence[int], happenings: int) -> Iterator[Cost]:
    """The cost at each size, in the order given."""
    growing, trial = folder / "growing.db", folder / "trial.db"
    Ledger.open(growing, create=True).close()
    told = [_told(random.Random(number), number) for number in islice(count(10_000_000, EARLIER + 1), happenings)]
    with get_context("spawn").Pool(1) as pool:
        made = _stories_made(pool)
        _copy(growing, trial)
        _tell(trial, told)  # loads the model, and looks up the words
        for size in sizes:
            statements = _fill(growing, made, size)
            _copy(growing, trial)
            taken = _tell(trial, told)
            cost = _cost(statements, taken)
            print(f"{time.strftime('%H:%M')} {cost}", file=sys.stderr, flush=True)
            yield cost
        pool.terminate()


def _cost(statements: int, taken: Sequence[Taken]) -> Cost:
    return Cost(
        statements,
        put=statistics.median(one.put for one in taken),
        compare=statistics.median(one.compare for one in taken),
        median=statistics.median(one.both for one in taken),
        p95=sorted(one.both for one in taken)[math.ceil(0.95 * len(taken)) - 1],
        processor=statistics.median(one.processor for one in taken),
    )


def _told(chance: random.Random, number: int) -> list[Reading]:
    """The stories of a happening: one cast, which speaks of one matter day after day."""
    cast, about = chance.sample(people()[:KNOWN], CAST), chance.sample(vocabulary(), WORDS)
    first = date(2014, 1, 1) + timedelta(days=chance.randrange(4000))
    stories = []
    for day in range(EARLIER + 1):
        said = [(chance.choice(cast), " ".join([*chance.sample(about, 10), "2024"])) for _ in range(STATEMENTS)]
        stories.append(Maker(number + day, said, (first + timedelta(days=day)).isoformat(), chance).reading())
    return stories


def _tell(where: Path, told: Sequence[Sequence[Reading]]) -> list[Taken]:
    """What the last story of each happening takes."""
    with Ledger.open(where) as ledger:
        return [_last_of(ledger, stories) for stories in told]


def _last_of(ledger: Ledger, stories: Sequence[Reading]) -> Taken:
    """What it takes to keep the last of some stories, and to compare it, when the others are there and compared."""
    for reading in stories[:-1]:
        ledger.put(reading)
        ledger.bring_up_to_date()
    vector_of.cache_clear()
    processor, start = time.process_time(), time.perf_counter()
    ledger.put(stories[-1])
    kept = time.perf_counter()
    ledger.bring_up_to_date()
    return Taken(kept - start, time.perf_counter() - kept, time.process_time() - processor)


# The ledger before


class Filler(Profile):
    """What a made story is about; its sense is that of another."""

    @cached_property
    def sense(self) -> Vector:
        return _senses()[int(self.story.document.id[-4:], 16) % SENSES]


@cache
def _senses() -> list[Vector]:
    return [Profile(story_of(reading)).sense for reading in readings(SENSES, seed=1)]


@cache
def _stories() -> Iterator[Reading]:
    return readings(10**9)


def _made(number: int) -> tuple[Reading, Found]:
    """The next made story, in a process of its own; which one it is does not matter."""
    reading = next(_stories())
    return reading, found_by(Filler(story_of(reading)))


def _stories_made(pool: Pool) -> Iterator[tuple[Reading, Found]]:
    """Made stories without end; some are made ahead while others are put into the ledger, and none while one is timed."""
    while True:
        yield from pool.imap(_made, range(AHEAD), chunksize=BATCH)


def _fill(where: Path, made: Iterator[tuple[Reading, Found]], statements: int) -> int:
    """Put stories into the ledger until it has so many statements, and say how many; all of it then counts as compared."""
    engine = open_database(where)
    missing = statements - _statements(engine)
    while missing > 0:
        with write_transaction(engine) as connection:
            for reading, found in islice(made, min(BATCH, 1 + missing // STATEMENTS)):
                document_id = store.put(connection, reading, store.Found(reading.document.id)).document_id
                enter(connection, document_id, reading.document.published, found)
                missing -= len(reading.statements)
            waiting = update(story).where(story.c.state == TO_LINK)
            connection.execute(waiting.values(state=DONE, happening=story.c.document_id))
    engine.dispose()
    return _statements(engine)


def _statements(engine: Engine) -> int:
    with read_transaction(engine) as connection:
        found: int = connection.execute(select(func.count(statement.c.id))).scalar_one()
    return found


def _copy(ledger: Path, to: Path) -> None:
    """The ledger's file as it is now, what stands in its journal with it."""
    with sqlite3.connect(ledger) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for journal in ("-wal", "-shm"):
        to.with_name(to.name + journal).unlink(missing_ok=True)
    shutil.copyfile(ledger, to)


def plot(costs: Sequence[Cost]) -> str:
    """The growth as a picture: seconds of one more story over the number of statements, which grows tenfold at each step."""
    import pygal
    from pygal.style import Style

    colors = ("#1f49d0", "#8c3200", "#5a5a5a")
    style = Style(background="#ffffff", plot_background="#ffffff", colors=colors, font_family="sans-serif")
    chart = pygal.XY(
        style=style,
        js=[],
        width=720,
        height=400,
        title="Adding and comparing one more story",
        x_title="statements in the ledger",
        y_title="seconds",
        range=(0, 1.2 * max(cost.p95 for cost in costs)),
        logarithmic=False,
        x_labels=[index for index, _ in enumerate(costs)],
        x_value_formatter=lambda index: f"{costs[round(index)].statements:,}",
        y_value_formatter=lambda seconds: f"{seconds:.1f}",
        legend_at_bottom=True,
        no_prefix=True,
    )
    chart.add("kept and compared, median", [(index, cost.median) for index, cost in enumerate(costs)])
    chart.add("nineteen in twenty", [(index, cost.p95) for index, cost in enumerate(costs)])
    chart.add("twice the median of the smallest", [(index, 2 * costs[0].median) for index, _ in enumerate(costs)])
    drawn: str = chart.render(is_unicode=True)
    return drawn


if __name__ == "__main__":
    raise SystemExit(main())
