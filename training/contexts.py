"""Learn how much each reason weighs for an event's contexts (``lang/en/context_weights.json``) from annotated stories.

    python -m training.contexts training/stories

A logistic regression over pairs of an event and one of the 37 contexts, with a quadratic penalty: is it about that, or not? Types
and triggers are the annotated ones, modes are those that the rules choose, as in a reading. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import importlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from reportedly.annotate.contexts import NEAR, STORY, TRIGGER, Topics, usual_reasons
from reportedly.annotate.modes import mode_of
from reportedly.annotate.segment import layers_of
from reportedly.annotate.vocabulary import PlainWords
from reportedly.records import EventType, Span
from training.markup import convert

WEIGHTS = Path(__file__).parents[1] / "src/reportedly/annotate/lang/en/context_weights.json"
STRENGTH = 0.2  # of the penalty, inverse
LIGHTEST = 0.05  # a weight nearer to zero is left out


class Coded(NamedTuple):
    """An annotated event in its story."""

    story: str  # its name
    words: PlainWords
    topics: Topics
    type: EventType
    trigger: Span
    mode: str | None
    contexts: frozenset[str]


def read_coded(folder: Path) -> list[Coded]:
    """The events of marked-up stories. A story none of whose events has a context was annotated before there were contexts."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        record, text = convert(path.stem, path.read_text("utf-8"))
        events = record["events"] or []
        if any(event["contexts"] for event in events):
            words = PlainWords.of(layers_of(text))
            topics = Topics(words)
            found += [
                Coded(path.stem, words, topics, e["type"], Span(*e["trigger"]), e["mode"], frozenset(e["contexts"]))
                for e in events
            ]
    return found


def learn(examples: Sequence[Coded]) -> dict[str, float]:
    """The weight of every reason."""
    rows, right = zip(*(pair for example in examples for pair in _pairs(example)), strict=True)
    vectors = importlib.import_module("sklearn.feature_extraction").DictVectorizer()
    model = importlib.import_module("sklearn.linear_model").LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(vectors.fit_transform(rows), right)
    weights = {
        name: round(float(weight), 3) for name, weight in zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
    }
    return {"any": round(float(model.intercept_[0]), 3)} | {
        name: weight for name, weight in weights.items() if abs(weight) >= LIGHTEST or name in (NEAR, STORY, TRIGGER)
    }


def _pairs(example: Coded) -> Iterator[tuple[dict[str, float], bool]]:
    """For each context, the reasons that speak for it here and whether it is annotated."""
    mode = mode_of(example.type, example.words, example.trigger).name
    near = example.topics.near(example.trigger)
    for name, amount in example.topics.story.items():
        reasons = dict.fromkeys(usual_reasons(example.type, mode, name), 1.0) | {STORY: amount}
        if name in near:
            closeness = near[name].closeness
            reasons |= {TRIGGER: 1.0} if closeness == 1 else {NEAR: closeness}
        yield reasons, name in example.contexts


def main() -> None:
    """Learn from a folder of marked-up stories and write the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("stories", type=Path)
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    examples = read_coded(options.stories)
    learned = learn(examples)
    options.output.write_text(json.dumps(learned, indent=0, sort_keys=True) + "\n", "utf-8")
    print(f"{len(learned)} reasons weighed over {len(examples)} events, written to {options.output}")


if __name__ == "__main__":
    main()
