"""``python -m benchmarks``: measure everything, print the tables.

    python -m benchmarks                 measure accuracy, calibration and speed; print
    python -m benchmarks --publish       the same, and write results.json and the tables in README.md and docs/benchmarks.md
    python -m benchmarks --gate          accuracy and calibration only, held against floors.json; exit code 1 below a floor
    python -m benchmarks --set-floors    accuracy and calibration only; raise the floors to what was measured

Exit code 2 where the gold sets are absent.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

import reportedly
from benchmarks import gate, parts, report, speed
from benchmarks.calibration import expected_calibration_error, reliability
from benchmarks.corpora import REPOSITORY, GoldMissingError, GoldSet, gold_sets, shared_folder
from benchmarks.measures import MEASURES
from benchmarks.rivals import Read, load_reportedly, load_textacy, textacy_is_installed
from benchmarks.score import Readings, events_judged, judged, score

EXAMPLE = REPOSITORY / "examples" / "story.txt"


def main() -> int:
    """Run what the options ask for; returns the exit code."""
    options = _options()
    try:
        shared = shared_folder()
    except GoldMissingError as missing:
        print(missing, file=sys.stderr)
        return 2
    gold = gold_sets(shared)
    if options.gate or options.set_floors:
        return _floors(gold, shared, options)
    results = _everything(gold, shared)
    print("\n\n".join(report.blocks(results).values()))
    if options.publish:
        report.publish(results)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure reportedly on the gold sets.")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--publish", action="store_true", help="write results.json and the tables in the documents")
    what.add_argument("--gate", action="store_true", help="hold accuracy and calibration against floors.json")
    what.add_argument("--set-floors", action="store_true", help="raise the floors to what is measured now")
    parser.add_argument("--lower", action="store_true", help="with --set-floors: lower floors, too")
    return parser.parse_args()


def _everything(gold: list[GoldSet], shared: Path) -> dict[str, Any]:
    # Before any model is loaded here: the system counts a parent's memory at the start of its child as the child's.
    footprint = speed.footprint(speed.story_command(EXAMPLE))
    readings = _read_all(gold, load_reportedly())
    return {
        "version": reportedly.__version__,
        "machine": f"{platform.machine()} with {os.cpu_count()} cores, Python {platform.python_version()}",
        "gold": {g.name: {"stories": len(g.stories()), "words": sum(s.words for s in g.stories())} for g in gold},
        "accuracy": _accuracy(gold, readings, shared),
        "textacy": _accuracy(gold, _read_all(gold, load_textacy()), shared) if textacy_is_installed() else None,
        "calibration": _calibration(gold, readings, shared),
        "parts": [asdict(part) for part in parts.parts(shared)],
        "speed": _speed([s for g in gold if g.scheme == "wire" for s in g.stories()], footprint),
    }


def _read_all(gold: list[GoldSet], read: Read) -> dict[str, Readings]:
    """By the name of the gold set."""
    return {g.name: {story.name: read(story) for story in g.stories()} for g in gold}


def _accuracy(gold: list[GoldSet], readings: Mapping[str, Readings], shared: Path) -> dict[str, Any]:
    return {key: asdict(figure) for g in gold for key, figure in score(g, readings[g.name], shared).items()}


def _calibration(gold: list[GoldSet], readings: Mapping[str, Readings], shared: Path) -> dict[str, Any]:
    cases = {g.name: judged(g, readings[g.name], shared) for g in gold}
    cases |= {f"{g.name}, events": events_judged(g, readings[g.name], shared) for g in gold if g.scheme == "wire"}
    curves = {name: reliability(each) for name, each in cases.items()}
    return {
        name: {"error": expected_calibration_error(curve), "curve": [asdict(b) for b in curve]} for name, curve in curves.items()
    }


def _speed(stories: list[Any], footprint: speed.Footprint) -> dict[str, float | None]:
    laps = speed.race(["reportedly", "textacy"] if textacy_is_installed() else ["reportedly"], stories)
    ours, theirs = laps["reportedly"], laps.get("textacy", [])
    return {
        "words_per_second": median(lap.words_per_second for lap in ours),
        "textacy_words_per_second": median(lap.words_per_second for lap in theirs) if theirs else None,
        "ratio": speed.ratio(ours, theirs) if theirs else None,
        "load_seconds": median(lap.load_seconds for lap in ours),
        "textacy_load_seconds": median(lap.load_seconds for lap in theirs) if theirs else None,
        "first_seconds": footprint.first_seconds,
        "later_seconds": footprint.seconds,
        "peak_mb": footprint.peak_mb,
    }


def _floors(gold: list[GoldSet], shared: Path, options: argparse.Namespace) -> int:
    readings = _read_all(gold, load_reportedly())
    accuracy = _accuracy(gold, readings, shared)
    figures = {m.key: accuracy[m.key]["value"] for m in MEASURES}
    errors = {f"{name}: calibration error": c["error"] for name, c in _calibration(gold, readings, shared).items()}
    alone, at_most = parts.figures(parts.parts(shared))
    figures, errors = {**figures, **alone}, {**errors, **at_most}
    digests = {g.name: g.digest() for g in gold}
    floors = gate.Floors.load()
    for key, value in {**figures, **errors}.items():
        print(f"{key:55} {value:.3f}")
    if options.set_floors:
        gate.renewed(floors, digests, figures, errors, lower=options.lower).save()
        return 0
    found = gate.complaints(floors, digests, figures, errors)
    print("\n".join(found) or f"All {len(floors.at_least) + len(floors.at_most)} floors and ceilings hold.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
