"""``python -m benchmarks.ledger``: adding, searching and writing at once, measured.

    python -m benchmarks.ledger --stories 10000 --statements 1000000 [--postgresql URL] [--publish]

Everything lies in a temporary folder, or in the ledger that ``--sqlite`` names, which is made if it is not there.
``--postgresql`` names an empty database, or one that holds a copy of that ledger already. ``--publish`` writes results.json and
the table in docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.ledger.adding import add, add_at_once, read_alone, write_stories
from benchmarks.ledger.filling import copy, fill
from benchmarks.ledger.latency import peer_latency, search_latency
from reportedly.ledger import Ledger

READ_ALONE = 300  # stories that are also read without a ledger


def main() -> int:
    options = _options()
    results: dict[str, Any] = json.loads(report.LEDGER.read_text("utf-8")) if report.LEDGER.exists() else {}
    results["machine"] = f"{platform.machine()} with {os.cpu_count()} cores, Python {platform.python_version()}"
    with tempfile.TemporaryDirectory() as folder:
        if options.stories:
            results["adding"] = _adding(Path(folder), options.stories)
        if options.statements:
            results["searching"] = _searching(Path(folder), options)
    print(report.ledger(results))
    if options.publish:
        report.publish_ledger(results)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description="Measure the ledger.")
    parser.add_argument("--stories", type=int, default=0, help="to add by the command line; 0: do not measure adding")
    parser.add_argument("--statements", type=int, default=0, help="to search among; 0: do not measure searching")
    parser.add_argument("--sqlite", help="the ledger to search; filled first if it is not there")
    parser.add_argument("--postgresql", help="the database to search as well; filled first if it is empty")
    parser.add_argument("--publish", action="store_true", help="write the results and the table in the documents")
    return parser.parse_args()


def _adding(folder: Path, stories: int) -> dict[str, Any]:
    words = write_stories(folder / "news", stories)
    alone = write_stories(folder / "some", READ_ALONE, seed=99, whole=False)
    workers = os.cpu_count() or 1
    run = add(folder / "news", folder / "adding.db", words, workers)
    some = add(folder / "some", folder / "some.db", alone, 1)
    unkept = read_alone(folder / "some", alone)
    again = add(folder / "news", folder / "adding.db", words, workers)
    for number in range(workers):
        write_stories(folder / "at once" / str(number), READ_ALONE, seed=number, whole=False)
    at_once = add_at_once(sorted((folder / "at once").iterdir()), folder / "at_once.db")
    return {
        "workers": workers,
        "run": asdict(run),
        "again_seconds": again.seconds,
        "some_peak_mb": some.peak_mb,
        "kept_to_unkept": some.seconds / unkept.seconds,
        "writers_at_once": at_once / some.seconds,
    }


def _searching(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    where = options.sqlite or str(folder / "large.db")
    results: dict[str, Any] = {}
    if not Path(where).exists():
        results["put_per_second"] = fill(where, options.statements)
    with Ledger.open(where) as ledger:
        results["statements"] = ledger.counts().statements
    results["file_mb"] = Path(where).stat().st_size / 2**20
    results["sqlite"] = {kind: asdict(latency) for kind, latency in search_latency(where).items()}
    results["peer"] = asdict(peer_latency(where))
    if options.postgresql:
        with Ledger.open(options.postgresql, create=True) as ledger:
            empty = not ledger.counts().documents
        if empty:
            copy(where, options.postgresql)
        results["postgresql"] = {kind: asdict(latency) for kind, latency in search_latency(options.postgresql).items()}
    return results


if __name__ == "__main__":
    raise SystemExit(main())
