"""Learn to whom pronouns and descriptions refer (``lang/en/antecedents.json``) from annotated stories in the wire scheme.

    python -m training.actors ../shared/wire/train ../shared/wire/retold/train MADE [--folds 5]

MADE is what ``training/markup.py`` makes of ``training/stories``. Every source that is a pronoun or a description is a choice
between the candidates that the resolver saw. Weights are fitted so that the right one has the highest sum: a softmax over the
candidates, with a quadratic penalty. As a choice changes what later ones see, the stories are walked again with the new weights
a few times, and what each walk saw is learned from together. With ``--folds`` nothing is written: each part of the stories is
judged by what the others teach.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from reportedly.annotate import antecedents
from reportedly.annotate.cast import Entity
from reportedly.annotate.continuation import link_continuations
from reportedly.annotate.layers import Draft, Layers
from reportedly.annotate.mentions import Mentions
from reportedly.annotate.segment import layers_of
from reportedly.annotate.venue import addressee_of
from reportedly.annotate.walk import Walk
from reportedly.records import Span

TARGET = Path(antecedents.__file__).parent / "lang/en/antecedents.json"
ROUNDS = 3
PENALTY = 8.0
RAREST = 3  # a fact seen less often is not learned
LIGHTEST = 0.02  # a weight nearer to zero is left out
TITLES = frozenset(
    [
        "the",
        "a",
        "an",
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
        "president",
        "prime",
        "minister",
        "foreign",
        "general",
        "king",
        "queen",
        "premier",
        "secretary",
    ]
)

Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Speaker:
    """Who speaks a statement by the annotation."""

    names: frozenset[tuple[str, ...]]
    surname: str | None  # of a person


@dataclass(frozen=True)
class Story:
    """A story's layers, its statements as drafts, and who speaks each."""

    layers: Layers
    drafts: list[Draft]
    speakers: list[Speaker | None]
    kinds: list[str]  # of their sources


@dataclass(frozen=True)
class Example:
    """One choice: the facts of each candidate, and which candidates are right."""

    candidates: list[frozenset[str]]
    right: list[bool]


# ---- what is annotated


def stories(folders: Sequence[Path]) -> Iterator[Story]:
    """Annotated stories, their statements in the order of the text."""
    for folder in folders:
        for path in sorted(path for path in folder.glob("*.json") if not path.name.endswith(".meta.json")):
            gold = json.loads(path.read_text("utf8"))
            actors = {actor["id"]: _speaker(actor) for actor in gold["actors"]}
            statements = sorted((s for s in gold["statements"] if s["content"]), key=lambda s: s["content"][0][0])
            drafts = link_continuations(drafts_of(statements))
            if len(drafts) == len(statements):
                layers = layers_of(path.with_suffix(".txt").read_text("utf8"))
                drafts = [replace(draft, addressee=addressee_of(layers, draft)) for draft in drafts]
                speakers = [actors.get(s["speaker"]) for s in statements]
                yield Story(layers, drafts, speakers, _kinds(layers, drafts))


def drafts_of(statements: Sequence[Mapping[str, Any]]) -> list[Draft]:
    """Annotated statements as the drafts that a perfect attribution model would hand on."""
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


def _kinds(layers: Layers, drafts: Sequence[Draft]) -> list[str]:
    mentions = Mentions(layers)
    phrases = [mentions.read(draft.source[0]) if draft.source else None for draft in drafts]
    return [p.form if p else "implied" if draft.implied else "no source" for p, draft in zip(phrases, drafts, strict=True)]


def _speaker(actor: Mapping[str, Any]) -> Speaker:
    name = _key(actor["name"])
    names = frozenset(key for key in (name, *map(_key, actor["aliases"])) if key)
    return Speaker(names, name[-1] if name and actor["kind"] == "person" else None)


def _key(name: str) -> tuple[str, ...]:
    words = re.findall(r"\w+", name.casefold().replace("'s ", " ").replace("’s ", " "))
    return tuple(word for word in words if word not in TITLES)


def _is(entity: Entity, speaker: Speaker) -> bool:
    """As the benchmark compares them: one name in common, or the last word of a person's."""
    names = {_key(" ".join(name)) for name in entity.names} | {_key(entity.name)}
    return bool(names & speaker.names) or any(name[-1:] == (speaker.surname,) for name in names)


# ---- what is learned


def examples(story: Story, walk: Walk) -> Iterator[tuple[str, Example]]:
    """The choices between several with a right one among them, by their class."""
    for choice in walk.choices:
        speaker = story.speakers[choice.draft]
        right = [speaker is not None and entity is not None and _is(entity, speaker) for entity in choice.candidates]
        if not any(right) and None in choice.candidates:
            right = [entity is None for entity in choice.candidates]  # somebody new
        if any(right) and not all(right):
            yield choice.kind, Example(list(choice.candidates.values()), right)


def fit(found: Sequence[Example], rounds: int = 200) -> dict[str, float]:
    """Weights of the facts under which the right candidates are likeliest."""
    counts = Counter(fact for example in found for facts in example.candidates for fact in facts)
    column = {fact: number for number, fact in enumerate(sorted(fact for fact, n in counts.items() if n >= RAREST))}
    rows = [facts for example in found for facts in example.candidates]
    cells = np.array([(row, column[fact]) for row, facts in enumerate(rows) for fact in facts if fact in column])
    group = np.repeat(np.arange(len(found)), [len(example.candidates) for example in found])
    right = np.array([flag for example in found for flag in example.right], dtype=float)
    weights, first, second = (np.zeros(len(column)) for _ in range(3))
    for step in range(1, rounds + 1):  # Adam
        score = np.bincount(cells[:, 0], weights[cells[:, 1]], len(group))
        score = np.exp(score - np.maximum.reduceat(score, np.flatnonzero(np.diff(group, prepend=-1)))[group])
        share = score / np.bincount(group, score)[group]
        wanted = score * right / np.maximum(np.bincount(group, score * right), 1e-300)[group]
        gradient = np.bincount(cells[:, 1], (wanted - share)[cells[:, 0]], len(column)) - PENALTY * weights
        first, second = 0.9 * first + 0.1 * gradient, 0.99 * second + 0.01 * gradient**2
        weights += 0.1 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return {fact: round(float(weights[i]), 3) for fact, i in column.items() if abs(weights[i]) >= LIGHTEST}


def train(known: Sequence[Story], start: Weights) -> Weights:
    """Walk and learn, in rounds."""
    found: dict[str, list[Example]] = defaultdict(list)
    weights = start
    for _ in range(ROUNDS):
        for story in known:
            for kind, example in examples(story, Walk(story.layers, story.drafts, weights=weights)):
                found[kind].append(example)
        weights = {kind: fit(found[kind]) for kind in sorted(found)}
    return weights


# ---- how well


def judge(known: Sequence[Story], weights: Weights) -> Counter[tuple[str, bool]]:
    """How many statements of each kind of source get the right speaker."""
    counts: Counter[tuple[str, bool]] = Counter()
    for story in known:
        walk = Walk(story.layers, story.drafts, weights=weights)
        for kind, speaker, entity in zip(story.kinds, story.speakers, walk.speakers, strict=True):
            right = entity is None if speaker is None else entity is not None and _is(entity, speaker)
            counts[kind, right] += 1
            counts["all", right] += 1
    return counts


def report(counts: Counter[tuple[str, bool]]) -> str:
    """One line."""
    kinds = sorted({kind for kind, _ in counts})
    return "  ".join(
        f"{k} {counts[k, True] / (counts[k, True] + counts[k, False]):.3f} of {counts[k, True] + counts[k, False]}" for k in kinds
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, default=TARGET)
    parser.add_argument("--folds", type=int, default=0)
    arguments = parser.parse_args()
    parts = [list(stories([folder])) for folder in arguments.folders]
    if arguments.folds:
        totals = [Counter[tuple[str, bool]]() for _ in parts]
        for fold in range(arguments.folds):
            weights = train([s for part in parts for i, s in enumerate(part) if i % arguments.folds != fold], {})
            for total, part in zip(totals, parts, strict=True):
                total.update(judge(part[fold :: arguments.folds], weights))
        for folder, total in zip(arguments.folders, totals, strict=True):
            print(folder, report(total))
        return
    learned = train([story for part in parts for story in part], {})
    arguments.output.write_text(json.dumps(learned, indent=1) + "\n", encoding="utf8")
    for folder, part in zip(arguments.folders, parts, strict=True):
        print(folder, report(judge(part, learned)))


if __name__ == "__main__":
    main()
