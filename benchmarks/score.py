"""Scores readings with the gold sets' own scorers.

The scorers lie beside the gold and are loaded by path: the figures here are theirs, none is computed anew. What is added is
``judged_*``: which single statements the scorer's rules call right, as calibration needs them one by one.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.corpora import GoldSet, Story

Reading = Mapping[str, Any]  # JSON of schema reportedly/1, see docs/record.md
Readings = Mapping[str, Reading]  # by name of the story


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure between 0 and 1, with precision and recall behind it or the number of cases it is a share of."""

    value: float
    precision: float | None = None
    recall: float | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One predicted statement: how sure the system was, and whether it was right."""

    confidence: float
    right: bool


def score(gold: GoldSet, readings: Readings, shared: Path) -> dict[str, Figure]:
    """All figures of one gold set, each under ``"<set>: <what>"``."""
    found = _polnear(gold, readings, shared) if gold.scheme == "polnear" else _wire(gold, readings, shared)
    return {f"{gold.name}: {what}": figure for what, figure in found.items()}


def judged(gold: GoldSet, readings: Readings, shared: Path) -> list[Judged]:
    """Every predicted statement of one gold set, judged by the scorer's own matching."""
    return list(_judged_polnear(gold, readings, shared) if gold.scheme == "polnear" else _judged_wire(gold, readings, shared))


# --- wire: nested and implied statements, resolved speakers


def _wire(gold: GoldSet, readings: Readings, shared: Path) -> dict[str, Figure]:
    scorer = load_scorer(shared / "wire" / "score.py")
    tally = scorer.Tally()
    for story in gold.stories():
        scorer.score_story(_annotation(gold, story), readings.get(story.name, {}), story.text, tally)
    return {what: _figure(row) for what, row in scorer.report(tally).items()}


def _figure(row: tuple[float, ...]) -> Figure:
    """The scorer gives precision, recall and F1, or a share and the number of cases."""
    if len(row) == 3:
        return Figure(row[2], precision=row[0], recall=row[1])
    return Figure(row[0], of=int(row[1]))


def _judged_wire(gold: GoldSet, readings: Readings, shared: Path) -> Iterator[Judged]:
    """Right: a gold statement's content is matched and the speaker is the gold's."""
    scorer = load_scorer(shared / "wire" / "score.py")
    for story in gold.stories():
        annotation, reading = _annotation(gold, story), readings[story.name]
        gold_actors, actors = _by_id(annotation["actors"]), _by_id(reading["actors"])
        truths, guesses = annotation["statements"], reading["statements"]
        true_words = [scorer.words(s["content"], story.text) for s in truths]
        guessed_words = [scorer.words(s["content"], story.text) for s in guesses]
        overlap = {(i, j): scorer.iou(a, b) for i, a in enumerate(true_words) for j, b in enumerate(guessed_words) if a & b}
        truth_of = {j: i for i, j in scorer.pair(overlap, 0.5).items()}
        for j, guess in enumerate(guesses):
            truth = truths[truth_of[j]] if j in truth_of else None
            right = truth is not None and scorer.same_actor(
                actors.get(guess["speaker"]), gold_actors.get(truth["speaker"]), story.text
            )
            yield Judged(guess["confidence"], right)


def events_judged(gold: GoldSet, readings: Readings, shared: Path) -> list[Judged]:
    """Every predicted event of one gold set in the wire scheme; right: one of gold in trigger and type."""
    return [
        Judged(event["confidence"], right)
        for story in gold.stories()
        for event, right in zip(
            readings[story.name]["events"], judged_events(gold, story, readings[story.name], shared), strict=True
        )
    ]


def judged_events(gold: GoldSet, story: Story, reading: Reading, shared: Path) -> list[bool]:
    """For each event of a reading, in its order, whether the scorer pairs it with one of gold and the types agree."""
    scorer = load_scorer(shared / "wire" / "score.py")
    truths, guesses = _annotation(gold, story)["events"], reading["events"]
    overlap = {
        (i, j): 1 + (truth["type"] == guess["type"])
        for i, truth in enumerate(truths)
        for j, guess in enumerate(guesses)
        if scorer.words([truth["trigger"]], story.text) & scorer.words([guess["trigger"]], story.text)
    }
    right = {j for i, j in scorer.pair(overlap, 1).items() if truths[i]["type"] == guesses[j]["type"]}
    return [j in right for j in range(len(guesses))]


def _annotation(gold: GoldSet, story: Story) -> Reading:
    annotation: Reading = json.loads((gold.folder / f"{story.name}.json").read_text("utf-8"))
    return annotation


def _by_id(actors: list[Reading]) -> dict[str | None, Reading]:
    return {actor["id"]: actor for actor in actors}


# --- PolNeAR: flat attributions, sources as spans


def _polnear(gold: GoldSet, readings: Readings, shared: Path) -> dict[str, Figure]:
    scorer = load_scorer(shared / "bench" / "attribution_score.py")
    truths, guesses = _polnear_pair(scorer, gold, readings)
    found = {}
    for suffix, direct_only in (("", False), (", direct only", True)):
        for metric, row in scorer.score(truths, guesses, direct_only=direct_only)["scores"].items():
            found[metric + suffix] = Figure(row["f1"], precision=row["p"], recall=row["r"])
    return found


def _judged_polnear(gold: GoldSet, readings: Readings, shared: Path) -> Iterator[Judged]:
    """Right: matched by the scorer in content and in source, against the first annotator."""
    scorer = load_scorer(shared / "bench" / "attribution_score.py")
    truths, guesses = _polnear_pair(scorer, gold, readings)
    for name, (text, annotators) in truths.items():
        known = scorer.keep(annotators[0])
        confidences = [s["confidence"] for s in _outermost(readings[name])]
        matched = set(_matched(scorer, text, known, guesses[name]))
        yield from (Judged(confidence, i in matched) for i, confidence in enumerate(confidences))


def _matched(scorer: ModuleType, text: Any, truths: list[Any], guesses: list[Any]) -> Iterator[int]:
    """The guesses that the scorer's greedy matching by content, best overlap first, pairs with a truth of the same source."""
    pairs = []
    for i, truth in enumerate(truths):
        for j, guess in enumerate(guesses):
            overlap = scorer.iou(truth.content, guess.content) if guess.content else 0.0
            if overlap >= scorer.IOU_THRESHOLD and scorer.sources_meet(truth.source, guess.source, text.tokens):
                pairs.append((-overlap, i, j))
    used: set[int] = set()
    taken: set[int] = set()
    for _, i, j in sorted(pairs):
        if i not in used and j not in taken:
            used.add(i)
            taken.add(j)
            yield j


def _polnear_pair(scorer: ModuleType, gold: GoldSet, readings: Readings) -> tuple[Any, Any]:
    """Gold and predictions as the scorer loads them; it takes predictions as a file of JSON lines only."""
    truths = scorer.load_gold(gold.folder)
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "predictions.jsonl"
        lines.write_text("".join(json.dumps(_attributions(n, r)) + "\n" for n, r in readings.items()), encoding="utf-8")
        return truths, scorer.load_predictions(lines, truths)


def _attributions(name: str, reading: Reading) -> dict[str, object]:
    roles = ("source", "cue", "content")
    return {"doc": name, "attributions": [{role: s[role] for role in roles} for s in _outermost(reading)]}


def _outermost(reading: Reading) -> list[Reading]:
    """PolNeAR has no nesting: what is reported within a statement belongs to that statement's content there."""
    return [s for s in reading["statements"] if s["parent"] is None]


def load_scorer(path: Path) -> ModuleType:
    """The module in a file that lies beside the gold. Raises ImportError where it is no Python."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # where dataclasses look their module up
    spec.loader.exec_module(module)
    return module
