"""``python -m benchmarks.compare_cost``: what adding a story and comparing it costs in ledgers of growing size.

    python -m benchmarks.compare_cost [--statements 1000 10000 100000 1000000] [--happenings 10] [--sqlite FILE] [--publish]

One ledger of made stories (``benchmarks/ledger/made.py``) grows to each size in turn. There some happenings are told, each in a
few stories of one cast, and the last of them is timed: kept, linked among all that share its names, judged against those before
it. What was in the ledger before counts as compared, each story a happening of its own: comparing a million statements would take
days, and what one more story costs does not depend on it. ``--publish`` writes compare_cost.json, the table in docs/benchmarks.md
and the plot docs/compare-cost.svg.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path

from sqlalchemy import func, select, update

from benchmarks import report
from benchmarks.corpora import REPOSITORY
from benchmarks.ledger.made import STATEMENTS, Maker, people, readings, vocabulary
from reportedly.ledger import Ledger, store
from reportedly.ledger.accounts.entering import DONE, TO_LINK
from reportedly.ledger.database import open_database, read_transaction, write_transaction
from reportedly.ledger.schema import statement, story
from reportedly.records import Reading

PLOT = REPOSITORY / "docs" / "compare-cost.svg"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
BATCH = 64
EARLIER = 4  # stories of a happening before the one that is timed
CAST = 4
KNOWN = 400  # people that a cast is taken from: those whom many other stories name too
WORDS = 60  # that a happening is told in


@dataclass(frozen=True, slots=True)
class Cost:
    """What one more story costs: medians, in seconds."""

    statements: int  # in the ledger before
    put: float  # keep it, with what it is found by
    compare: float  # find its happening and judge its accounts
    slowest: float  # of all that were added and compared

    @property
    def both(self) -> float:
        return self.put + self.compare


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare_cost", description="Measure the cost of comparing.")
    parser.add_argument("--statements", type=int, nargs="+", default=SIZES, help="sizes of the ledger, the smallest first")
    parser.add_argument("--happenings", type=int, default=10, help="how many are told at each size")
    parser.add_argument("--sqlite", help="the ledger to use, a new file; a temporary one if left out")
    parser.add_argument("--publish", action="store_true", help="write the results, the table and the plot")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        costs = list(measure(options.sqlite or str(Path(folder) / "growing.db"), sorted(options.statements), options.happenings))
    results = {
        "machine": f"{platform.machine()} with {os.cpu_count()} cores, Python {platform.python_version()}",
        "happenings": options.happenings,
        "costs": [asdict(cost) for cost in costs],
    }
    print(report.compare_cost(results))
    if options.publish:
        report.COMPARE_COST.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        PLOT.write_text(plot(costs), encoding="utf-8")
        report.fill_pages({"compare-cost": report.compare_cost(results)})
    return 0


def measure(where: str, sizes: Sequence[int], happenings: int) -> Iterator[Cost]:
    """The cost at each size, in the order given."""
    made = readings(max(sizes) + 1_000)  # more than are taken
    told = (_told(random.Random(number), number) for number in count(1_000_000, EARLIER + 1))
    with Ledger.open(where, create=True) as ledger:
        _last_of(ledger, next(told))  # loads the models and the words, which a running program has loaded
        for size in sizes:
            _fill(where, made, size)
            statements = ledger.counts().statements
            taken = [_last_of(ledger, one) for one in islice(told, happenings)]
            put, compare = (statistics.median(times) for times in zip(*taken, strict=True))
            cost = Cost(statements, put, compare, max(map(sum, taken)))
            print(f"{statements:,} statements: kept in {put:.2f} s, compared in {compare:.2f} s", file=sys.stderr, flush=True)
            yield cost


def _told(chance: random.Random, number: int) -> list[Reading]:
    """The stories of a happening: one cast, which speaks of one matter day after day."""
    cast, about = chance.sample(people()[:KNOWN], CAST), chance.sample(vocabulary(), WORDS)
    first = date(2014, 1, 1) + timedelta(days=chance.randrange(4000))
    stories = []
    for day in range(EARLIER + 1):
        said = [(chance.choice(cast), " ".join([*chance.sample(about, 10), "2024"])) for _ in range(STATEMENTS)]
        stories.append(Maker(number + day, said, (first + timedelta(days=day)).isoformat(), chance).reading())
    return stories


def _last_of(ledger: Ledger, stories: Sequence[Reading]) -> tuple[float, float]:
    """Seconds to keep the last of some stories, and to compare it, when the others are there and compared."""
    for reading in stories[:-1]:
        ledger.happening(ledger.put(reading).document_id)
    start = time.perf_counter()
    number = ledger.put(stories[-1]).document_id
    kept = time.perf_counter()
    ledger.happening(number)
    return kept - start, time.perf_counter() - kept


def _fill(where: str, made: Iterator[Reading], statements: int) -> None:
    """Put stories into the ledger until it has so many statements; all of it then counts as compared."""
    engine = open_database(where)
    with read_transaction(engine) as connection:
        missing = statements - connection.execute(select(func.count(statement.c.id))).scalar_one()
    while missing > 0:
        with write_transaction(engine) as connection:
            for reading in islice(made, min(BATCH, 1 + missing // STATEMENTS)):
                store.put(connection, reading, store.Found(reading.document.id))
                missing -= len(reading.statements)
            waiting = update(story).where(story.c.state == TO_LINK)
            connection.execute(waiting.values(state=DONE, happening=story.c.document_id))
    engine.dispose()


def plot(costs: Sequence[Cost]) -> str:
    """The growth as a picture: seconds of one more story over the number of statements, which grows tenfold at each step."""
    import pygal
    from pygal.style import Style

    style = Style(background="#ffffff", plot_background="#ffffff", colors=("#1f49d0", "#8c3200"), font_family="sans-serif")
    chart = pygal.XY(
        style=style,
        js=[],
        width=720,
        height=400,
        title="Adding and comparing one more story",
        x_title="statements in the ledger",
        y_title="seconds",
        range=(0, 1.2 * max(cost.both for cost in costs)),
        logarithmic=False,
        x_labels=[index for index, _ in enumerate(costs)],
        x_value_formatter=lambda index: f"{costs[round(index)].statements:,}",
        y_value_formatter=lambda seconds: f"{seconds:.1f}",
        legend_at_bottom=True,
        no_prefix=True,
    )
    chart.add("kept and compared", [(index, cost.both) for index, cost in enumerate(costs)])
    chart.add("kept", [(index, cost.put) for index, cost in enumerate(costs)])
    drawn: str = chart.render(is_unicode=True)
    return drawn


if __name__ == "__main__":
    raise SystemExit(main())
