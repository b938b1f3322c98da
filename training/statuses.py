"""Learn what the words around an event say of its status (``lang/en/statuses.json``) from annotated stories in the wire scheme.

    python -m training.statuses --shared ../shared --stories RUN/stories [--folds 4]

``--stories`` are what ``training.markup`` makes of ``training/stories``. Triggers, types and statements are the annotated ones;
the network has no part in it. A multinomial logistic regression with a quadratic penalty. With ``--folds`` nothing is written:
each part of the stories is judged by what the others teach. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import importlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from reportedly.annotate.events import statuses
from reportedly.annotate.events.statuses import Surroundings, presented, told_by
from reportedly.annotate.events.weighing import Facts
from reportedly.annotate.layers import Draft
from reportedly.annotate.segment import layers_of
from reportedly.records import STATUSES, Span, Status

TARGET = Path(statuses.__file__).parent.parent / "lang/en/statuses.json"
STRENGTH = 0.6  # of the penalty, inverse
RAREST = 3  # a fact seen less often is not learned
LIGHTEST = 0.03  # a weight nearer to zero is none
UNHEARD = np.full(len(STATUSES), 1 / len(STATUSES), dtype=np.float32)  # what a network without an opinion hears


class Seen(NamedTuple):
    """An annotated event and what stands around it."""

    story: str
    facts: Facts
    status: Status


def seen_in(folder: Path) -> Iterator[Seen]:
    """The events of a folder of annotated stories."""
    for path in sorted(path for path in folder.glob("*.json") if not path.name.endswith(".meta.json")):
        gold = json.loads(path.read_text("utf8"))
        if gold["events"]:
            yield from _seen(path.stem, gold, path.with_suffix(".txt").read_text("utf8"))


def _seen(name: str, gold: dict[str, Any], text: str) -> Iterator[Seen]:
    layers = layers_of(text)
    around = Surroundings(layers)
    told = {
        s["id"]: told_by(layers, Draft(_spans(s["content"]), cue=_spans(s["cue"]), form=s["form"], implied=s["implied"]))
        for s in gold["statements"]
    }
    cues = [cue for s in gold["statements"] for cue in _spans(s["cue"])]
    for event in gold["events"]:
        trigger = Span(*event["trigger"])
        is_act = any(cue.start < trigger.end and trigger.start < cue.end for cue in cues)
        yield Seen(name, around.facts(trigger, event["type"], told.get(event["statement"]), is_act), event["status"])


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)


def learn(examples: Sequence[Seen]) -> dict[str, list[float]]:
    """The weight of every fact for each status."""
    counts = Counter(fact for example in examples for fact in example.facts)
    rows = [{fact: amount for fact, amount in e.facts.items() if counts[fact] >= RAREST} for e in examples]
    vectors = importlib.import_module("sklearn.feature_extraction").DictVectorizer()
    model = importlib.import_module("sklearn.linear_model").LogisticRegression(C=STRENGTH, max_iter=1000, fit_intercept=False)
    model.fit(vectors.fit_transform(rows), [STATUSES.index(example.status) for example in examples])
    weights = {
        name: [round(float(weight), 2) for weight in each]
        for name, each in zip(vectors.get_feature_names_out(), model.coef_.T, strict=True)
    }
    return {name: each for name, each in weights.items() if max(map(abs, each)) >= LIGHTEST}


def judge(examples: Sequence[Seen], weights: dict[str, list[float]]) -> int:
    """How many statuses the words alone get right."""
    return sum(STATUSES[int(presented(UNHEARD, e.facts, weights).argmax())] == e.status for e in examples)


def main() -> None:
    """Learn from the training stories and write the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--stories", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=TARGET)
    parser.add_argument("--folds", type=int, default=0)
    arguments = parser.parse_args()
    folders = [arguments.shared / "wire/train", arguments.shared / "wire/retold/train", arguments.stories]
    parts = {folder: list(seen_in(folder)) for folder in folders}
    everything = [example for part in parts.values() for example in part]
    if arguments.folds:
        fold = {name: i % arguments.folds for i, name in enumerate(sorted({e.story for e in everything}))}
        right = Counter[Path]()
        for number in range(arguments.folds):
            weights = learn([e for e in everything if fold[e.story] != number])
            for folder, part in parts.items():
                right[folder] += judge([e for e in part if fold[e.story] == number], weights)
    else:
        weights = learn(everything)
        lines = ",\n".join(
            f"{json.dumps(fact)}:{json.dumps(each, separators=(',', ':'))}" for fact, each in sorted(weights.items())
        )
        arguments.output.write_text(f"{{\n{lines}\n}}\n", encoding="utf8")
        right = Counter({folder: judge(part, weights) for folder, part in parts.items()})
    for folder, part in parts.items():
        print(folder, f"{right[folder] / len(part):.3f} of {len(part)}")


if __name__ == "__main__":
    main()
