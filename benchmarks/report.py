"""Turns results into Markdown and puts it between markers in the documents.

The README's and the documents' figures come from ``results.json`` and from nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.corpora import REPOSITORY
from benchmarks.measures import MEASURES

RESULTS = Path(__file__).with_name("results.json")
LEDGER = Path(__file__).parent / "ledger" / "results.json"
COMPARE_COST = Path(__file__).with_name("compare_cost.json")
PAGES = (REPOSITORY / "README.md", REPOSITORY / "docs" / "benchmarks.md")
ABSENT = "not installed"
UNKNOWN = "–"

Results = Mapping[str, Any]


def blocks(results: Results) -> dict[str, str]:
    """Every generated block of Markdown by the name in its markers."""
    return {
        "measured": measured(results),
        "accuracy": accuracy(results),
        "calibration": calibration(results["calibration"]),
        "parts": parts(results["parts"]),
        "speed": speed(results["speed"]),
        "ledger": ledger(ledger_results()),
        "compare-cost": compare_cost(compare_cost_results()),
    }


def ledger(results: Results) -> str:
    """The tables of the ledger: what adding took, and how long searches take."""
    return "\n\n".join(part for part in (_adding(results.get("adding")), _searching(results.get("searching"))) if part)


def _adding(measured: Results | None) -> str:
    if not measured:
        return ""
    run = measured["run"]
    rows = [
        ["stories added", f"{run['stories']:,} of {run['words'] / run['stories']:.0f} words, {measured['workers']} processes"],
        ["stories in a second", f"**{run['stories'] / run['seconds']:.1f}** ({run['words'] / run['seconds']:,.0f} words)"],
        ["time with the ledger to time without, one process", f"{measured['kept_to_unkept']:.2f}"],
        [f"{measured['workers']} such commands at once into one ledger, to one alone", f"{measured['writers_at_once']:.2f}"],
        ["the same command again", f"{measured['again_seconds']:.1f} s"],
        ["peak memory of all processes", f"{run['peak_mb']:.0f} MB"],
        ["file", f"{run['file_mb']:.0f} MB, {1024 * run['file_mb'] / run['stories']:.1f} kB a story"],
    ]
    return table(["adding", "measured"], rows)


def _searching(measured: Results | None) -> str:
    if not measured:
        return ""
    others = measured.get("postgresql")
    rows = [
        [kind, *_milliseconds(latency), *(_milliseconds(others[kind]) if others else [ABSENT] * 3), f"{latency['hits']:.0f}"]
        for kind, latency in measured["sqlite"].items()
    ]
    peer = measured["peer"]
    rows.append(["*a word, by SQLite's own bm25 alone*", *_milliseconds(peer), *[UNKNOWN] * 3, f"{peer['hits']:.0f}"])
    head = [f"searching {measured['statements']:,} statements, ms"]
    head += ["SQLite p50", "p95", "p95, first time", "PostgreSQL p50", "p95", "p95, first time", "hits"]
    return table(head, rows)


def _milliseconds(latency: Results) -> list[str]:
    return [f"{1000 * latency['p50']:.0f}", f"**{1000 * latency['p95']:.0f}**", f"{1000 * latency['first']:.0f}"]


def publish_ledger(results: Results) -> None:
    """Write the ledger's results and its tables in the documents."""
    LEDGER.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    fill_pages({"ledger": ledger(results)})


def ledger_results() -> Results:
    """What ``python -m benchmarks.ledger --publish`` wrote last; it is measured by itself, because it takes an hour."""
    found: Results = json.loads(LEDGER.read_text("utf-8")) if LEDGER.exists() else {}
    return found


def compare_cost(results: Results) -> str:
    """What adding and comparing one more story takes, by the size of the ledger, beside the smallest one."""
    if not results:
        return ""
    first, *_ = results["costs"]
    rows = [
        [
            f"{cost['statements']:,}",
            f"{1000 * cost['put']:.0f}",
            f"{1000 * cost['compare']:.0f}",
            f"{1000 * cost['median']:.0f}",
            f"**{cost['median'] / first['median']:.2f}**",
            f"{1000 * cost['p95']:.0f}",
            f"{1000 * cost['processor']:.0f}",
        ]
        for cost in results["costs"]
    ]
    headings = ["kept, ms", "compared, ms", "both, ms", "to the smallest", "p95, ms", "of the processor, ms"]
    return table(["statements in the ledger", *headings], rows)


def compare_cost_results() -> Results:
    """What ``python -m benchmarks.compare_cost --publish`` wrote last; it is measured by itself."""
    found: Results = json.loads(COMPARE_COST.read_text("utf-8")) if COMPARE_COST.exists() else {}
    return found


def accuracy(results: Results) -> str:
    """The table of the measures: ours beside textacy in the same run, the best peer, people, and what we want at least."""
    rivals: Mapping[str, Any] | None = results["textacy"]
    rows = []
    for measure in MEASURES:
        ours = results["accuracy"].get(measure.key, {"value": None})["value"]
        theirs = rivals.get(measure.key, {"value": 0.0})["value"] if rivals else None
        rows.append(
            [
                measure.label,
                f"**{number(ours)}**",
                number(theirs) if rivals else ABSENT,
                number(measure.peer),
                number(measure.human),
                wanted(ours, measure.target),
            ]
        )
    return table(["measure", "reportedly", "textacy", "best peer", "human", "wanted"], rows)


def wanted(ours: float | None, target: float | None) -> str:
    """``0.85``, with a remark where it is not reached."""
    if target is None:
        return UNKNOWN
    return f"{target:.2f}" if ours is not None and ours >= target else f"{target:.2f} (not yet)"


def calibration(sets: Mapping[str, Any]) -> str:
    """A reliability curve per gold set, side by side, and the expected calibration error under them."""
    names = list(sets)
    bins = range(len(sets[names[0]]["curve"]))
    rows = [[_bin_label(sets[names[0]]["curve"][i]), *(_bin_cell(sets[name]["curve"][i]) for name in names)] for i in bins]
    rows.append(["expected calibration error", *(f"**{number(sets[name]['error'])}**" for name in names)])
    return table(["confidence", *names], rows)


def _bin_label(one: Mapping[str, Any]) -> str:
    return f"{one['low']:.1f} to {one['high']:.1f}"


def _bin_cell(one: Mapping[str, Any]) -> str:
    """``0.87 of 41``: the share that was right, of how many."""
    return f"{one['accuracy']:.2f} of {one['count']}" if one["count"] else UNKNOWN


def parts(rows: Sequence[Mapping[str, Any]]) -> str:
    """What is measured alone, beside something simple on the same cases and the best published figure."""
    head = ["measure", "reportedly", "95 %", "something simple", "best published", "wanted"]
    return table(head, [_part(row) for row in rows])


def _part(row: Mapping[str, Any]) -> list[str]:
    value, target = row["value"], row["wanted"]
    between = f"{row['low']:.2f} to {row['high']:.2f}" if row["low"] is not None else UNKNOWN
    aim = wanted(value, target)
    if row["at_most"] and target is not None:
        aim = f"at most {target:.2f}" + ("" if value is not None and value <= target else " (not yet)")
    return [row["label"], f"**{number(value)}**", between, number(row["simple"]), number(row["published"]), aim]


def speed(figures: Mapping[str, Any]) -> str:
    """Speed and size."""
    rival = figures["textacy_words_per_second"]
    rows = [
        [
            "words per second, one core, text in, JSON out",
            f"{figures['words_per_second']:,.0f}",
            f"{rival:,.0f}" if rival else ABSENT,
        ],
        ["times as fast as textacy, same run", f"{figures['ratio']:.2f}" if rival else UNKNOWN, "1"],
        [
            "loading, processor seconds",
            f"{figures['load_seconds']:.1f}",
            f"{figures['textacy_load_seconds']:.1f}" if rival else ABSENT,
        ],
        ["`reportedly read` on one story, first run, seconds", f"{figures['first_seconds']:.1f}", UNKNOWN],
        ["the same, later runs", f"{figures['later_seconds']:.1f}", UNKNOWN],
        ["its peak memory, MB", f"{figures['peak_mb']:.0f}", UNKNOWN],
    ]
    return table(["measure", "reportedly", "textacy"], rows)


def measured(results: Results) -> str:
    """What was measured, in one sentence."""
    sets = "; ".join(f"{name}: {g['stories']} stories, {g['words']:,} words" for name, g in results["gold"].items())
    return f"Measured with version {results['version']} on {results['machine']}. {sets}."


def number(value: float | None) -> str:
    """Three decimals, or a dash for what is not known."""
    return UNKNOWN if value is None else f"{value:.3f}"


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """A Markdown table."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])


def with_blocks(page: str, generated: Mapping[str, str]) -> str:
    """The page with each ``<!-- begin NAME -->`` ... ``<!-- end NAME -->`` filled anew; blocks it does not have are left out."""
    for name, text in generated.items():
        begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->"
        head, found, rest = page.partition(begin)
        if found:
            _, closed, tail = rest.partition(end)
            if not closed:
                raise ValueError(f"The block {name} is not closed; add {end} behind it.")
            page = f"{head}{begin}{text}\n{end}{tail}"
    return page


def publish(results: Results) -> None:
    """Write ``results.json`` and fill the pages from it."""
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    fill_pages(blocks(results))


def fill_pages(generated: Mapping[str, str]) -> None:
    for page in PAGES:
        page.write_text(with_blocks(page.read_text("utf-8"), generated), encoding="utf-8")
