"""Choose the thresholds of an exported network and fit its confidences, on the dev stories.

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
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibration import expected_calibration_error, reliability
from benchmarks.corpora import GoldSet, gold_sets, shared_folder
from benchmarks.score import Judged, Readings, judged, judged_events, score
from reportedly.annotate.attribution import drafts_of
from reportedly.annotate.confidence import EVENT_FEATURES, FEATURES, confidence_of, event_features_of, features_of
from reportedly.annotate.continuation import link_continuations
from reportedly.annotate.events.drafts import event_drafts
from reportedly.annotate.layers import Draft, Layers
from reportedly.annotate.network import Findings, Network, Thresholds
from reportedly.annotate.segment import layers_of
from reportedly.pipeline import Reader
from reportedly.read.files import read_text
from training.scores import polnear_scores, wire_scores

LOWEST = 0.15
GRID = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55)
EVENT_GRID = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
ABOUT = 0.03  # of the sum of two F1 figures
FOUND = "events: found and typed"
Floats = NDArray[np.float64]
Features = dict[str, float]
Case = tuple[Features, str, bool]  # what a curve looks at, the story, whether it was right


class Rehearsed(Network):
    """A network that has heard the stories before and may be asked again under other thresholds."""

    def __init__(self, network: Network, stories: Iterable[Layers]) -> None:
        super().__init__(network.folder)
        self._heard = {layers.text: network.findings(layers, LOWEST, LOWEST) for layers in stories}

    def findings(self, layers: Layers, anchor: float | None = None, event: float | None = None) -> Findings:
        return self._heard[layers.text]


def choose_thresholds(network: Rehearsed, gold: list[GoldSet], shared: Path) -> Thresholds:
    """The thresholds with the best mean of the figures that count, one kind after the other."""
    layers = {g.name: {s.name: layers_of(s.text) for s in g.stories()} for g in gold}
    folders = {g.name: g.folder for g in gold}

    def value(t: Thresholds) -> float:
        drafts = {
            name: {
                story: link_continuations(drafts_of(words, network.findings(words).anchors, t))
                for story, words in stories.items()
            }
            for name, stories in layers.items()
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


def choose_event_threshold(reader: Reader, best: Thresholds, gold: list[GoldSet], shared: Path) -> Thresholds:
    """The highest threshold under which about as many events as can be are right in type.

    The highest, since what is no news has false alarms that the dev stories do not show.
    """

    def value(t: Thresholds) -> float:
        reader.network.thresholds = t
        return sum(score(g, read(reader, g), shared)[f"{g.name}: {FOUND}"].value for g in gold if g.scheme == "wire")

    values = {t: value(replace(best, event=t)) for t in EVENT_GRID}
    chosen = max(t for t in values if values[t] > max(values.values()) - ABOUT)
    print("event", chosen, round(values[chosen], 4), flush=True)
    return replace(best, event=chosen)


def read(reader: Reader, gold: GoldSet) -> Readings:
    return {s.name: reader.read(read_text(s.text, **s.known)).to_dict() for s in gold.stories()}


def event_cases(reader: Reader, gold: GoldSet, shared: Path) -> list[Case]:
    """Every event the reader finds in a set: right if it matches one of gold of its type."""
    cases: list[Case] = []
    readings = read(reader, gold)
    for story in gold.stories():
        layers = layers_of(story.text)
        found = reader.network.findings(layers)
        drafts = reader.drafts(read_text(story.text, **story.known), layers, found.anchors)
        events = event_drafts(layers, found.happenings, drafts, reader.network.thresholds.event)
        right = judged_events(gold, story, readings[story.name], shared)
        cases += [(event_features_of(event), story.name, is_right) for event, is_right in zip(events, right, strict=True)]
    return cases


def statement_cases(reader: Reader, gold: GoldSet, shared: Path) -> list[Case]:
    """Every draft the reader makes of a set: right if the scorers say so."""
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
    told = [(*order[int(j.confidence)], j.right) for j in judged(gold, marks, shared)]
    return [(features_of(draft), story, right) for draft, story, right in told]


def fit(features: list[Features], right: list[bool], pull: float = 2.0) -> dict[str, float]:
    """Logistic regression by Newton's method; ``pull`` draws the weights gently towards 0, the bias excepted."""
    names = list(features[0])
    x = np.array([[f[name] for name in names] for f in features])
    y = np.array(right, dtype=float)
    w = np.zeros(len(names))
    penalty = np.array([0.0] + [pull] * (len(names) - 1))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (y - p) - penalty * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty + 1e-6)
        w = w + np.linalg.solve(hessian, gradient)
    return dict(zip(names, np.round(w, 4).tolist(), strict=True))


def crossed_error(cases: list[Case]) -> float:
    """Expected calibration error where everything is judged by a curve fitted on other stories."""
    stories = sorted({story for _, story, _ in cases})
    half = {story: i % 2 for i, story in enumerate(stories)}
    curves = {}
    for side in (0, 1):
        others = [c for c in cases if half[c[1]] != side]
        curves[side] = fit([f for f, _, _ in others], [r for _, _, r in others])
    return expected_calibration_error(reliability([Judged(confidence_of(f, curves[half[s]]), r) for f, s, r in cases]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    args = parser.parse_args()
    shared = shared_folder()
    gold = gold_sets(shared)
    reader = Reader(args.model)
    network = Rehearsed(reader.network, (layers_of(s.text) for g in gold for s in g.stories()))
    reader.network = network
    path = args.model / "attribution.json"
    settings = json.loads(path.read_text("utf8")) if path.exists() else {}
    settings.setdefault("calibration", dict.fromkeys(FEATURES, 0.0))
    settings.setdefault("event_calibration", dict.fromkeys(EVENT_FEATURES, 0.0))
    network.settings = settings
    thresholds = choose_event_threshold(reader, choose_thresholds(network, gold, shared), gold, shared)
    network.thresholds = thresholds
    settings["version"] = "attribution-" + hashlib.sha256((args.model / "attribution.onnx").read_bytes()).hexdigest()[:12]
    settings["thresholds"] = asdict(thresholds)
    for key, cases_of in (("calibration", statement_cases), ("event_calibration", event_cases)):
        sets = [g for g in gold if g.scheme == "wire" or key == "calibration"]
        by_set = {g.name: cases_of(reader, g, shared) for g in sets}
        cases = [case for found in by_set.values() for case in found]
        print(key, {name: round(crossed_error(c), 4) for name, c in by_set.items()}, "together", round(crossed_error(cases), 4))
        settings[key] = fit([f for f, _, _ in cases], [r for _, _, r in cases])
    path.write_text(json.dumps(settings, indent=1) + "\n", "utf8")
    print(settings)


if __name__ == "__main__":
    main()
