"""Choose the thresholds of an exported network and fit its confidence, on the dev stories.

    python -m training.calibrate --model src/reportedly/models

Rewrites attribution.json beside the network. The confidence is a logistic curve over the features of
``reportedly.annotate.confidence``; besides the curve that is kept, one is fitted on each half of the stories and judged on the
other, and the expected calibration error printed is of those.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibration import expected_calibration_error, reliability
from benchmarks.corpora import GoldSet, gold_sets, shared_folder
from benchmarks.score import Judged, Readings, judged
from reportedly.annotate.attribution import drafts_of
from reportedly.annotate.confidence import FEATURES, features_of
from reportedly.annotate.continuation import link_continuations
from reportedly.annotate.layers import Draft, Layers
from reportedly.annotate.network import Anchor, Network, Thresholds
from reportedly.annotate.segment import layers_of
from reportedly.pipeline import Reader
from reportedly.read.files import read_text
from training.scores import polnear_scores, wire_scores

LOWEST = 0.15
GRID = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55)
Floats = NDArray[np.float64]


def choose_thresholds(network: Network, gold: list[GoldSet], shared: Path) -> Thresholds:
    """The thresholds with the best mean of the figures that count, one kind after the other."""

    def heard(g: GoldSet) -> dict[str, tuple[Layers, tuple[Anchor, ...]]]:
        return {s.name: (layers := layers_of(s.text), network.findings(layers, LOWEST).anchors) for s in g.stories()}

    found = {g.name: heard(g) for g in gold}
    folders = {g.name: g.folder for g in gold}

    def value(t: Thresholds) -> float:
        drafts = {
            name: {story: link_continuations(drafts_of(layers, anchors, t)) for story, (layers, anchors) in stories.items()}
            for name, stories in found.items()
        }
        polnear = polnear_scores(shared, drafts["polnear dev"])["content+source"]["f1"]
        rows = [wire_scores(folders[name], shared, drafts[name]) for name in ("wire dev", "retold dev")]
        wire = sum(r["statements: found"][2] + 0.5 * r["nested: found"][2] for r in rows)
        return 2 * polnear + wire + 0.5 * rows[1]["implied: found"][2]

    best = Thresholds()
    for name in ("statement", "nested", "implied"):
        best = max((replace(best, **{name: t}) for t in GRID), key=value)
        print(name, best, round(value(best), 4), flush=True)
    return best


def labelled(reader: Reader, gold: GoldSet, shared: Path) -> list[tuple[Draft, str, bool]]:
    """Every draft the reader makes of a set, the story it is from and whether the scorers call it right."""
    drafts: dict[str, list[Draft]] = {}
    readings: dict[str, Any] = {}
    numbers = itertools.count()
    order: list[tuple[Draft, str]] = []
    for story in gold.stories():
        document = read_text(story.text, **story.known)
        layers = layers_of(document.text)
        drafts[story.name] = reader.drafts(document, layers, reader.network.findings(layers).anchors)
        reading = reader.read(document).to_dict()
        for statement, draft in zip(reading["statements"], drafts[story.name], strict=True):  # type: ignore[call-overload]
            statement["confidence"] = next(numbers)  # the judge hands the confidence on, by which we know the statement again
            order.append((draft, story.name))
        readings[story.name] = reading
    marks: Readings = readings
    return [(*order[int(j.confidence)], j.right) for j in judged(gold, marks, shared)]


def fit(drafts: list[Draft], right: list[bool], pull: float = 2.0) -> dict[str, float]:
    """Logistic regression by Newton's method; ``pull`` draws the weights gently towards 0, the bias excepted."""
    x = np.array([[features_of(d)[f] for f in FEATURES] for d in drafts])
    y = np.array(right, dtype=float)
    w = np.zeros(len(FEATURES))
    penalty = np.array([0.0] + [pull] * (len(FEATURES) - 1))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (y - p) - penalty * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty + 1e-6)
        w = w + np.linalg.solve(hessian, gradient)
    return dict(zip(FEATURES, np.round(w, 4).tolist(), strict=True))


def confidence(weights: dict[str, float], draft: Draft) -> float:
    z = sum(weights[name] * value for name, value in features_of(draft).items())
    return float(1 / (1 + np.exp(-z)))


def crossed_error(cases: list[tuple[Draft, str, bool]]) -> float:
    """Expected calibration error where every statement is judged by a curve fitted on other stories."""
    stories = sorted({story for _, story, _ in cases})
    half = {story: i % 2 for i, story in enumerate(stories)}
    curves = {}
    for side in (0, 1):
        others = [c for c in cases if half[c[1]] != side]
        curves[side] = fit([d for d, _, _ in others], [r for _, _, r in others])
    return expected_calibration_error(reliability([Judged(confidence(curves[half[s]], d), r) for d, s, r in cases]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    args = parser.parse_args()
    shared = shared_folder()
    gold = gold_sets(shared)
    reader = Reader(args.model)
    thresholds = choose_thresholds(reader.network, gold, shared)
    path = args.model / "attribution.json"
    settings = json.loads(path.read_text("utf8")) if path.exists() else {}
    settings["version"] = "attribution-" + hashlib.sha256((args.model / "attribution.onnx").read_bytes()).hexdigest()[:12]
    settings["thresholds"] = {name: getattr(thresholds, name) for name in ("statement", "nested", "implied", "extra")}
    settings.setdefault("calibration", dict.fromkeys(FEATURES, 0.0))
    path.write_text(json.dumps(settings, indent=1) + "\n", "utf8")
    reader = Reader(args.model)
    by_set: dict[str, list[tuple[Draft, str, bool]]] = defaultdict(list)
    for g in gold:
        by_set[g.name] = labelled(reader, g, shared)
    cases = [case for g in gold for case in by_set[g.name]]
    print({name: round(crossed_error(c), 4) for name, c in by_set.items()}, "together", round(crossed_error(cases), 4))
    settings["calibration"] = fit([d for d, _, _ in cases], [r for _, _, r in cases])
    path.write_text(json.dumps(settings, indent=1) + "\n", "utf8")
    print(settings)


if __name__ == "__main__":
    main()
