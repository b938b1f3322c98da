"""Learn how much each reason weighs for the date of a statement: ``python -m training.said FOLDER ... [--output FILE]``.

Folders hold annotated stories in the wire scheme. A log-linear model over the choices of each statement, fitted by full-batch
gradient ascent with an L2 penalty; a choice is right where its date is the annotated one, or, if none is, begins with it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from reportedly.annotate.layers import Draft, Layers
from reportedly.annotate.said import Choice, Scene, Value, choices_of, settle
from reportedly.annotate.segment import layers_of
from reportedly.records import Document, Span

WEIGHTS = Path(__file__).parents[1] / "src/reportedly/annotate/said.json"
PENALTY = 2.0
RAREST = 4  # a reason seen less often is not learned
LIGHTEST = 0.05  # a weight nearer to zero is left out


class Story(NamedTuple):
    """An annotated story, its statements as drafts and the day each was made."""

    document: Document
    layers: Layers
    drafts: list[Draft]
    said: list[Value]


def read_stories(folders: Iterable[Path]) -> Iterator[Story]:
    """Annotated stories of the folders, by name."""
    for folder in folders:
        for path in sorted(each for each in folder.glob("*.json") if not each.name.endswith(".meta.json")):
            yield _story(json.loads(path.read_text("utf8")), path)


def _story(gold: dict[str, object], path: Path) -> Story:
    text = path.with_suffix(".txt").read_text("utf8")
    meta = json.loads(path.with_suffix(".meta.json").read_text("utf8"))
    published = gold.get("published") or meta.get("published")
    document = Document(path.stem, text, published=published)  # type: ignore[arg-type]
    statements: list[dict[str, object]] = gold["statements"]  # type: ignore[assignment]
    return Story(document, layers_of(text), drafts_of(statements), [s["said_on"] for s in statements])  # type: ignore[misc]


def drafts_of(statements: Sequence[dict[str, object]]) -> list[Draft]:
    """Annotated statements as the network would draft them if it were never wrong."""
    number = {s["id"]: index for index, s in enumerate(statements)}
    drafts: list[Draft] = []
    for index, s in enumerate(statements):
        content, source, cue = (tuple(Span(*span) for span in s[role]) for role in ("content", "source", "cue"))  # type: ignore[attr-defined]
        before = (i for i in range(index - 1, -1, -1) if statements[i]["parent"] is None)
        drafts.append(
            Draft(
                content,
                source,
                cue,
                s["form"],  # type: ignore[arg-type]
                bool(s["implied"]),
                number.get(s["parent"]),
                next(before, None) if s["implied"] else None,
            )
        )
    return drafts


class Example(NamedTuple):
    """One statement: its choices and which of them are right."""

    choices: list[Choice]
    right: list[bool]


def examples_of(story: Story, settled: Sequence[Value]) -> Iterator[Example]:
    """The statements that have a right choice, when those before have been settled so."""
    scene = Scene(story.document, story.layers, story.drafts)
    for index, gold in enumerate(story.said):
        choices = choices_of(scene, index, settled)
        right = [choice.value == gold for choice in choices]
        if not any(right) and gold:
            right = [(choice.value or "").startswith(gold) for choice in choices]
        if any(right):
            yield Example(choices, right)


def train(stories: Sequence[Story]) -> dict[str, float]:
    """Learn twice: from the annotated days, then also from what the first model settles, so that one slip costs little."""
    true = [example for story in stories for example in examples_of(story, story.said)]
    first = learn(true)
    own = [example for story in stories for example in examples_of(story, settle(Scene(*story[:3]), first))]
    return learn([*true, *own], penalty=2 * PENALTY)


def learn(examples: Sequence[Example], penalty: float = PENALTY, rounds: int = 300) -> dict[str, float]:
    """The weight of every reason that occurs often enough."""
    counts = Counter(reason for example in examples for choice in example.choices for reason in set(choice.reasons))
    column = {reason: number for number, reason in enumerate(sorted(r for r, n in counts.items() if n >= RAREST))}
    cells = [
        (row, column[reason])
        for row, choice in enumerate(choice for example in examples for choice in example.choices)
        for reason in choice.reasons
        if reason in column
    ]
    rows, columns = np.array(cells).T
    group = np.repeat(np.arange(len(examples)), [len(example.choices) for example in examples])
    right = np.array([flag for example in examples for flag in example.right], dtype=float)
    weights, first, second = (np.zeros(len(column)) for _ in range(3))
    for step in range(1, rounds + 1):  # Adam
        score = np.exp(np.bincount(rows, weights[columns], len(group)))
        share = score / np.bincount(group, score)[group]
        wanted = score * right / np.bincount(group, score * right)[group]
        gradient = np.bincount(columns, (wanted - share)[rows], len(column)) - penalty * weights
        first, second = 0.9 * first + 0.1 * gradient, 0.99 * second + 0.01 * gradient**2
        weights += 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return {reason: round(float(weights[number]), 3) for reason, number in column.items() if abs(weights[number]) >= LIGHTEST}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    learned = train(list(read_stories(options.folders)))
    options.output.write_text(json.dumps(learned, indent=0, sort_keys=True, ensure_ascii=False) + "\n", "utf8")
    print(f"{len(learned)} reasons weighed, written to {options.output}")


if __name__ == "__main__":
    main()
