"""Whether two accounts speak to the same point: where verdicts are looked for. It is never a verdict itself.

Features are weighed with weights fitted on the tuning half, so that "six inmates had been brought in" goes with "four prisoners
were hurt" and not with "two officers received injuries", which is as near in words.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from reportedly.compare.accounts import Account, same_voice
from reportedly.compare.cues import cues
from reportedly.compare.vectors import Vector, vector_of
from reportedly.compare.words import senses_of_english

NEIGHBOURS = 3  # whose mean nearness tells how much an account is near to anything at all


@dataclass(frozen=True, eq=False)
class Scene:
    """The accounts of one happening, seen together."""

    accounts: Sequence[Account]

    @cached_property
    def nearness(self) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        """[accounts, accounts] cosines."""
        return self._cosines([a.text for a in self.accounts])

    @cached_property
    def wordless(self) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        """[accounts, accounts] cosines of the texts without their figures and names."""
        return self._cosines([_without_figures(a) for a in self.accounts])

    @staticmethod
    def _cosines(texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        vectors: list[Vector] = [vector_of(text) for text in texts]
        matrix = np.stack(vectors)
        found: np.ndarray[tuple[int, int], np.dtype[np.float32]] = matrix @ matrix.T
        return found

    @cached_property
    def hub(self) -> list[float]:
        """How near each account is to its nearest ones of others."""
        found = []
        for i in range(len(self.accounts)):
            others = sorted((float(self.nearness[i, j]) for j in range(len(self.accounts)) if j != i), reverse=True)
            found.append(sum(others[:NEIGHBOURS]) / max(1, len(others[:NEIGHBOURS])))
        return found

    @cached_property
    def spread(self) -> Mapping[str, float]:
        """What each word tells among these accounts: what all speak of tells nothing."""
        counted = Counter(lemma for a in self.accounts for lemma in set(a.lemmas))
        senses = senses_of_english()
        return {w: max(0.05, senses.rarity(w)) * math.log((len(self.accounts) + 1) / n) for w, n in counted.items()}

    @cached_property
    def of_story(self) -> Mapping[str, NDArray[np.intp]]:
        """The numbers of each story's accounts."""
        found: dict[str, list[int]] = {}
        for number, account in enumerate(self.accounts):
            found.setdefault(account.story, []).append(number)
        return {story: np.array(numbers) for story, numbers in found.items()}

    @cached_property
    def best(self) -> NDArray[np.bool_]:
        """[accounts, accounts]: whether the second is, of its story's accounts, the one nearest to the first."""
        found = np.zeros((len(self.accounts), len(self.accounts)), dtype=np.bool_)
        for numbers in self.of_story.values():
            near = self.nearness[:, numbers]
            of_others = near.copy()
            of_others[numbers, np.arange(len(numbers))] = -np.inf  # an account is not nearest to itself
            found[:, numbers] = near >= of_others.max(axis=1, keepdims=True)
        return found

    @cached_property
    def features(self) -> dict[tuple[int, int], Mapping[str, float]]:
        """What was measured of two accounts so far."""
        return {}

    def rank(self, i: int, j: int) -> int:
        """How many accounts of i's story are nearer to j than i is."""
        others = self.of_story[self.accounts[i].story]
        return int((self.nearness[others[others != j], j] > self.nearness[i, j]).sum())

    def best_of_story(self, i: int, j: int) -> bool:
        """Whether j is, of its story's accounts, the one nearest to i."""
        return bool(self.best[i, j])


def features_of(scene: Scene, i: int, j: int) -> dict[str, float]:
    """What speaks for and against two accounts having one point."""
    if (i, j) not in scene.features:
        scene.features[i, j] = _seen_at_once(scene, i, j) | _word_by_word(scene.accounts[i], scene.accounts[j], scene.spread)
    return dict(scene.features[i, j])


def _seen_at_once(scene: Scene, i: int, j: int) -> dict[str, float]:
    a, b = scene.accounts[i], scene.accounts[j]
    same_story = a.story == b.story
    figures = [(f, g) for f in a.figures for g in b.figures if f.comparable(g)]
    specific = [(f, g) for f, g in figures if f.kind != "count" or (f.of and g.of)]
    near = float(scene.nearness[i, j])
    return {
        "near": near,
        "above others": 2 * near - scene.hub[i] - scene.hub[j],
        "wordless": float(scene.wordless[i, j]),
        "nearest both ways": float(scene.best_of_story(i, j) and scene.best_of_story(j, i)),
        "same story": float(same_story),
        "same voice in it": float(same_story and same_voice(a.speaker, b.speaker)),
        "reply": float(same_story and is_reply(scene.accounts, i, j)),
        "same figure": float(any(f.meets(g) and f.low > 1 for f, g in figures)),
        "like figures": float(any(not f.meets(g) for f, g in specific)),
        "names": min(2.0, len(a.names & b.names)),
        "short": float(min(len(a.lemmas), len(b.lemmas)) < 3),
    }


def _word_by_word(a: Account, b: Account, tells: Mapping[str, float]) -> dict[str, float]:
    """What takes long: every word of one is held against every word of the other."""
    return {"words": overlap(a.lemmas, b.lemmas, tells), "opposite words": float(bool(opposites(a, b)))}


WORD_BY_WORD = ("words", "opposite words")  # each 0..1


def at_most(scene: Scene, i: int, j: int) -> float:
    """How probable it can be at most that two accounts speak to the same point, whatever their words; quick to tell."""
    table = weights()
    best = {name: float(table[name] > 0) for name in WORD_BY_WORD}
    return on_one_point(_seen_at_once(scene, i, j) | best)


def on_one_point(features: Mapping[str, float]) -> float:
    """The probability that two accounts speak to the same point."""
    table = weights()
    return 1 / (1 + math.exp(-(table["bias"] + sum(table[name] * value for name, value in features.items()))))


@cache
def weights() -> Mapping[str, float]:
    """What each feature weighs, and the bias."""
    found: dict[str, float] = json.loads((files("reportedly.compare") / "lang" / "en" / "point_weights.json").read_text("utf8"))
    return found


def overlap(one: Sequence[str], other: Sequence[str], tells: Mapping[str, float]) -> float:
    """The share of what the words of two passages tell that both tell, in the same words or in words of like meaning."""
    mine, yours = set(one), set(other)
    total = sum(tells[w] for w in mine) + sum(tells[w] for w in yours)
    return (_told(mine, yours, tells) + _told(yours, mine, tells)) / total if total else 0.0


def _told(mine: set[str], yours: set[str], tells: Mapping[str, float]) -> float:
    alike = senses_of_english().alike
    return sum(tells[word] * max((alike(word, other) for other in yours), default=0.0) for word in mine)


def opposites(one: Account, other: Account) -> list[tuple[str, str]]:
    """Words of contrary meaning, one of each: ``open``, ``shut``; words that stand in both are none."""
    opposed = senses_of_english().opposed
    mine, yours = one.forms, other.forms
    return [(w, v) for w in mine - yours for v in yours - mine if opposed(w, v)]


def answered_by(accounts: Sequence[Account], n: int) -> tuple[list[Account], str]:
    """What an account may answer: those of the speaker just before it in its story; and the words in which the story says so.

    "X said A and B. Y disagreed. C, she said.": C may answer A or B, and "Y disagreed" and "she said" are the words.
    """
    answer = accounts[n]
    before = [a for a in accounts[:n] if a.story == answer.story and a.statement is not None]
    while before and (same_voice(before[-1].speaker, answer.speaker) or before[-1].statement is answer.statement):
        before.pop()
    if not before or answer.statement is None:
        return [], ""
    last = before[-1]
    block = [a for a in before[-BLOCK:] if a.speaker is last.speaker]
    said = accounts[n - 1] if accounts[n - 1].story == answer.story else last  # what the answering speaker said before this
    start = said.sentence.end if said.sentence.end <= answer.span.start else said.span.end
    text = answer.document.text
    return block, text[start : answer.span.start] + " ... " + text[answer.span.end : answer.sentence.end]


BLOCK = 4  # accounts of one speaker that an answer may be to
FAR = 320  # characters of the words between, beyond which it is no answer


def is_reply(accounts: Sequence[Account], i: int, j: int) -> bool:
    """Whether a story sets account ``j`` against ``i``, the words of the speaker before."""
    if accounts[i].story != accounts[j].story:
        return False
    block, around = answered_by(accounts, j)
    if accounts[i] not in block or len(around) > FAR:
        return False
    return accounts[j].negated or cues().has("denial", around) or cues().has("contrast", around)


def _without_figures(account: Account) -> str:
    text = account.text
    for figure in sorted(account.figures, key=lambda f: -f.span.start):
        text = text[: figure.span.start] + "some" + text[figure.span.end :]
    return re.sub(r"\s+", " ", text)
