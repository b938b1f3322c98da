"""Drafts, which have no speakers yet, under the scorers of the gold sets."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

from reportedly.annotate.layers import Draft


def scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_reading(drafts: list[Draft]) -> dict[str, object]:
    fields = ("form", "implied", "source", "cue", "content", "venue")
    statements = [{"id": str(i), "speaker": None} | {f: getattr(d, f) for f in fields} for i, d in enumerate(drafts)]
    for statement, d in zip(statements, drafts, strict=True):
        statement["parent"] = None if d.parent is None else str(d.parent)
    return {"actors": [], "statements": statements}


def polnear_scores(shared: Path, drafts: dict[str, list[Draft]], direct_only: bool = False) -> dict[str, dict[str, float]]:
    bench = scorer(shared / "bench/attribution_score.py")
    gold = bench.load_gold(shared / "data/polnear/dev")
    predictions = {
        name: [
            gold[name][0].attribution({"source": d.source, "cue": d.cue, "content": d.content}) for d in ds if d.parent is None
        ]
        for name, ds in drafts.items()
    }
    scores: dict[str, dict[str, float]] = bench.score(gold, predictions, direct_only=direct_only)["scores"]
    return scores


def wire_scores(folder: Path, shared: Path, drafts: dict[str, list[Draft]]) -> dict[str, tuple[float, ...]]:
    wire = scorer(shared / "wire/score.py")
    tally = wire.Tally()
    for path in sorted(p for p in folder.glob("*.json") if not p.name.endswith(".meta.json")):
        text = path.with_suffix(".txt").read_text("utf8")
        wire.score_story(json.loads(path.read_text("utf8")), as_reading(drafts.get(path.stem, [])), text, tally)
    rows: dict[str, tuple[float, ...]] = wire.report(tally)
    return rows
