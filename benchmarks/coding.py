"""How well modes and contexts are coded where type and trigger are known.

The gold is our own annotated stories (``training/stories``), cut in two halves by the digests of their names. Modes: the lists of
words were looked over on the first half alone. Contexts: the weights are learned on each half and measured on the other; those
that are shipped are learned on both.

    python -m benchmarks.coding          print the figures; needs scikit-learn (dependency group ``peers``)
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from benchmarks.corpora import REPOSITORY
from benchmarks.report import number, table
from reportedly.annotate.contexts import Topics
from reportedly.annotate.modes import has_modes, mode_of
from reportedly.records import EventType
from training.contexts import Coded, learn, read_coded

STORIES = REPOSITORY / "training" / "stories"
Names = Collection[str]
Answer = TypeVar("Answer", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure beside that of a guesser who knows the type alone and takes what is commonest with it."""

    what: str
    events: int
    ours: float
    commonest: float


def half_of(story: str) -> int:
    """0 or 1, by the digest of the story's name."""
    return hashlib.sha256(story.encode()).digest()[-1] % 2


def mode_row(what: str, examples: Sequence[Coded], others: Sequence[Coded]) -> Row:
    """Accuracy over events of types that have modes; no mode is an answer. The commonest are counted on ``others``."""
    asked = [e for e in examples if has_modes(e.type)]
    commonest = _commonest((e.type, e.mode) for e in others)
    right = sum(mode_of(e.type, e.words, e.trigger).name == e.mode for e in asked)
    return Row(what, len(asked), right / len(asked), sum(commonest.get(e.type) == e.mode for e in asked) / len(asked))


def context_row(what: str, examples: Sequence[Coded], others: Sequence[Coded]) -> Row:
    """Micro F1 over events, weights learned from ``others``."""
    topics = _topics(examples, learn(others))
    ours = [
        [c.name for c in topics[e.story].contexts_of(e.type, mode_of(e.type, e.words, e.trigger).name, e.trigger)]
        for e in examples
    ]
    commonest = _commonest((e.type, e.contexts) for e in others)
    gold = [e.contexts for e in examples]
    return Row(what, len(examples), micro_f1(gold, ours), micro_f1(gold, [commonest.get(e.type, ()) for e in examples]))


def _topics(examples: Sequence[Coded], weights: Mapping[str, float]) -> dict[str, Topics]:
    """By story."""
    return {name: Topics(words, weights) for name, words in {e.story: e.words for e in examples}.items()}


def micro_f1(gold: Sequence[Names], guesses: Sequence[Names]) -> float:
    """Of {a, b} and {c} guessed as {a} and {c}: three named, two guessed, two right, 2 * 2 / (3 + 2) = 0.8."""
    right = sum(len(set(truth) & set(guess)) for truth, guess in zip(gold, guesses, strict=True))
    named = sum(map(len, gold)) + sum(map(len, guesses))
    return 2 * right / named if named else 0.0


def _commonest(pairs: Iterable[tuple[EventType, Answer]]) -> Mapping[EventType, Answer]:
    counts: dict[EventType, Counter[Answer]] = defaultdict(Counter)
    for key, value in pairs:
        counts[key][value] += 1
    return {key: count.most_common(1)[0][0] for key, count in counts.items()}


def halves() -> tuple[list[Coded], list[Coded]]:
    """The events of our own stories: the half that was looked over, the other."""
    found: tuple[list[Coded], list[Coded]] = ([], [])
    for example in read_coded(STORIES):
        found[half_of(example.story)].append(example)
    return found


def rows() -> list[Row]:
    """All figures."""
    first, second = halves()
    return [
        mode_row("mode, accuracy, half looked over", first, second),
        mode_row("mode, accuracy, untouched half", second, first),
        context_row("contexts, micro F1, first half, learned on the second", first, second),
        context_row("contexts, micro F1, second half, learned on the first", second, first),
    ]


def main() -> None:
    """Print the table."""
    print(
        table(
            ["measure", "events", "reportedly", "commonest with the type"],
            [[row.what, str(row.events), f"**{number(row.ours)}**", number(row.commonest)] for row in rows()],
        )
    )


if __name__ == "__main__":
    main()
