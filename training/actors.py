"""Learn the weights by which a pronoun's antecedent is chosen (``lang/en/antecedents.json``) from annotated stories.

    python training/actors.py ../shared/wire/train ../shared/wire/retold/train

Every statement whose source is a pronoun is a choice between the candidates that the resolver saw. Weights are fitted so that the
right one has the highest sum: a softmax over the candidates, with a quadratic penalty. As a choice changes what later pronouns
see, the stories are walked again with the new weights a few times, and what each walk saw is learned from together.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from reportedly.annotate import antecedents
from reportedly.annotate.layers import Draft, Layers
from reportedly.annotate.segment import layers_of
from reportedly.annotate.walk import Walk
from reportedly.records import Span

TARGET = Path(antecedents.__file__).parent / "lang/en/antecedents.json"
ROUNDS = 4


@dataclass(frozen=True)
class Story:
    """A story's layers, its drafts, and the names of who speaks each."""

    layers: Layers
    drafts: list[Draft]
    speakers: list[frozenset[str]]


@dataclass(frozen=True)
class Choice:
    """One pronoun: the facts of each candidate, and which candidates are right."""

    candidates: list[frozenset[str]]
    right: list[bool]


def stories(folders: Sequence[Path]) -> Iterator[Story]:
    """Annotated stories in the wire form, with statements as drafts."""
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            if path.name.endswith(".meta.json"):
                continue
            gold = json.loads(path.read_text("utf8"))
            named = {actor["id"]: _names(actor["name"], *actor["aliases"]) for actor in gold["actors"]}
            layers = layers_of(path.with_suffix(".txt").read_text("utf8"))
            speakers = [named.get(s["speaker"], frozenset()) for s in gold["statements"]]
            yield Story(layers, drafts_of(gold["statements"]), speakers)


def drafts_of(statements: Sequence[Mapping[str, Any]]) -> list[Draft]:
    """Gold statements as the drafts that a perfect attribution model would hand on."""
    index = {statement["id"]: i for i, statement in enumerate(statements)}

    def spans(statement: Mapping[str, Any], key: str) -> tuple[Span, ...]:
        return tuple(Span(*span) for span in statement[key])

    return [
        Draft(
            spans(statement, "content"),
            spans(statement, "source"),
            spans(statement, "cue"),
            form=statement["form"],
            implied=statement["implied"],
            parent=index.get(statement["parent"]),
        )
        for statement in statements
    ]


def _names(*names: str) -> frozenset[str]:
    found = {name.lower().removeprefix("the ").removeprefix("a ") for name in names}
    return frozenset(found | {name.split()[-1] for name in found if name.split()})


def choices(story: Story) -> Iterator[tuple[str, Choice]]:
    """The story's pronouns with more than one candidate, the right one among them, by class of pronoun."""
    walk = Walk(story.layers, story.drafts)
    for i, candidates in walk.choices.items():
        right = [bool(_names(entity.name, *map(" ".join, entity.names)) & story.speakers[i]) for entity in candidates]
        phrase = walk.mentions.read(story.drafts[i].source[0])
        if phrase and any(right) and not all(right):
            yield antecedents.class_of(phrase), Choice(list(candidates.values()), right)


def fit(found: Sequence[Choice], penalty: float = 0.1, steps: int = 200, rate: float = 0.5) -> dict[str, float]:
    """Weights of the facts under which the right candidates are likeliest."""
    vocabulary = {fact: i for i, fact in enumerate(sorted({fact for c in found for facts in c.candidates for fact in facts}))}
    matrices = []
    for choice in found:
        matrix = np.zeros((len(choice.candidates), len(vocabulary)))
        for row, facts in enumerate(choice.candidates):
            matrix[row, [vocabulary[fact] for fact in facts]] = 1
        matrices.append((matrix, np.array(choice.right)))
    weights = np.zeros(len(vocabulary))
    for _ in range(steps):
        gradient = -penalty * weights
        for matrix, right in matrices:
            score = np.exp(matrix @ weights - (matrix @ weights).max())
            given, wanted = score / score.sum(), score * right / (score * right).sum()
            gradient += matrix.T @ (wanted - given) / len(matrices) * 10
        weights += rate * gradient / 10
    return {fact: round(float(weights[i]), 3) for fact, i in vocabulary.items() if abs(weights[i]) >= 0.005}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, default=TARGET)
    arguments = parser.parse_args()
    known = list(stories(arguments.folders))
    found: dict[str, list[Choice]] = defaultdict(list)
    for round_ in range(ROUNDS):
        for story in known:
            for kind, choice in choices(story):
                found[kind].append(choice)
        learned = {kind: fit(found[kind]) for kind in sorted(found)}
        arguments.output.write_text(json.dumps(learned, indent=1) + "\n", encoding="utf8")
        antecedents.weights.cache_clear()
        for kind, cases in sorted(found.items()):
            hits = sum(_is_right(choice, learned[kind]) for choice in cases)
            print(f"round {round_}: {kind} {hits} of {len(cases)} right")


def _is_right(choice: Choice, weights: Mapping[str, float]) -> bool:
    scores = [sum(weights.get(fact, 0.0) for fact in facts) for facts in choice.candidates]
    return choice.right[int(np.argmax(scores))]


if __name__ == "__main__":
    main()
