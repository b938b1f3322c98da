"""Words for somebody, of which some name who takes part in an event: the network says how likely each does.

The network judges single words. Whom they mean only whole phrases tell, "four border guards" and not "guards": so its
probabilities are gathered by phrase. What it hears together without a phrase being known there is one, too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reportedly.annotate.layers import Layers
from reportedly.annotate.mentions import Mentions
from reportedly.annotate.network import ACTOR, NEAR_ACTOR, NEAR_RECIPIENT, RECIPIENT, Floats, Happening
from reportedly.records import Span, Spans

COLUMNS = [ACTOR, RECIPIENT, NEAR_ACTOR, NEAR_RECIPIENT]
ROLES = ("source", "target", "near source", "near target")  # near: and stands in the trigger's sentence
POSSIBLE, POSSIBLE_HERE = 0.1, 0.03  # a phrase less likely is not looked at: elsewhere, in the trigger's sentence
TOGETHER = 0.2  # words in a row with this probability are heard together
MOST = 20  # phrases looked at for an event
ARTICLES = frozenset({"the", "a", "an"})
FUNCTION_WORDS = frozenset(
    ["of", "in", "at", "on", "to", "by", "for", "from", "with", "against", "between", "and", "or", "than", "as"]
)
PRONOUNS = frozenset("he she it they i we you him her them us me his its their my our your who".split())  # noqa: SIM905
NO_NOUNS = frozenset({"does"})  # no deer in the news
Words = tuple[int, int]  # numbers of the first word and of the one after the last


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that may name a participant, and the network's highest probability among its words for each role."""

    span: Span
    heard: tuple[float, ...]  # by ``ROLES``
    together: bool = False  # whether the network hears exactly these words together


class Phrases:
    """The names with their titles, nouns for people and bodies, and pronouns of a story."""

    def __init__(self, layers: Layers, cuts: Sequence[Span]) -> None:
        """At ``cuts``, the words of cues and triggers, a phrase is cut: ``Sund | arrested | four guards`` are two."""
        self._layers = layers
        self._starts = np.array([word.start for word in layers.words])
        self._sentences = np.searchsorted(self._starts, [sentence.start for sentence in layers.sentences])
        self.spans = _phrases(layers, sorted(cuts))
        self._known = frozenset(self.spans)
        self._texts = [layers.text[slice(*span)].casefold() for span in self.spans]
        starts = np.array([span.start for span in self.spans], dtype=int)
        ends = np.array([span.end for span in self.spans], dtype=int)
        self._first = np.minimum(np.searchsorted(self._starts, starts), max(len(self._starts) - 1, 0))
        self._last = np.maximum(np.searchsorted(self._starts, ends), self._first + 1)
        self._sentence = np.searchsorted(self._sentences, self._first, side="right")

    def candidates(self, happening: Happening) -> tuple[Candidate, ...]:
        """The likeliest phrases, the likeliest first; of those that are alike the nearest: "Oslo" ten times is one."""
        scores, here = self._scores(happening), self._sentence == self._sentence_of(happening.word)
        likely = np.flatnonzero(scores.max(axis=1) > np.where(here, POSSIBLE_HERE, POSSIBLE))
        together = dict(self._together(happening))
        alike: dict[str, list[tuple[Span, bool, Floats]]] = defaultdict(list)
        for i in likely.tolist():
            alike[self._texts[i]].append((self.spans[i], bool(here[i]), scores[i]))
        for span, score in together.items():
            if span not in self._known:
                alike[self._layers.text[slice(*span)].casefold()].append((span, True, score))
        trigger = int(self._starts[happening.word])
        found = []
        for each in alike.values():
            span, _, _ = min(each, key=lambda phrase: (not phrase[1], abs(phrase[0].start - trigger)))
            heard = np.max([score for _, _, score in each], axis=0).tolist()
            found.append(Candidate(span, tuple(heard), span in together))
        return tuple(sorted(found, key=lambda candidate: -max(candidate.heard))[:MOST])

    def _sentence_of(self, word: int) -> int:
        return int(np.searchsorted(self._sentences, word, side="right"))

    def _scores(self, happening: Happening) -> Floats:
        """[phrases, 4]: the highest probability among the words of each; 0 for those outside the window."""
        roles = happening.roles[:, COLUMNS]
        scores = np.zeros((len(self.spans), len(COLUMNS)), dtype=np.float32)
        seen = np.flatnonzero((self._first >= happening.offset) & (self._last <= happening.offset + len(roles)))
        if len(seen):
            first, last = self._first[seen] - happening.offset, self._last[seen] - happening.offset
            edges = np.stack([first, last], axis=1).ravel()
            padded = np.concatenate([roles, np.zeros((1, len(COLUMNS)), dtype=np.float32)])
            scores[seen] = np.maximum.reduceat(padded, edges)[::2]
        scores[self._sentence != self._sentence_of(happening.word), 2:] = 0
        return scores

    def _together(self, happening: Happening) -> Iterator[tuple[Span, Floats]]:
        """Words in a row of the trigger's sentence that the network takes for a participant, and how likely they are."""
        roles, offset = happening.roles, happening.offset
        for first, last in _runs(roles[:, [NEAR_ACTOR, NEAR_RECIPIENT]].max(axis=1)):
            first, last = self._trimmed(first + offset, last + offset)
            inside = self._sentence_of(first) == self._sentence_of(happening.word) and not first <= happening.word < last
            if first < last and inside:
                span = Span(self._layers.words[first].start, self._layers.words[last - 1].end)
                yield span, roles[first - offset : last - offset, COLUMNS].max(axis=0)

    def _trimmed(self, first: int, last: int) -> Words:
        """Words without function words and marks at their ends: "of Port Workers" -> Port Workers."""

        def is_loose(word: int, loose: frozenset[str]) -> bool:
            text = self._layers.text[slice(*self._layers.words[word])].lower()
            return text in loose or not text[0].isalnum()

        while first < last and is_loose(first, FUNCTION_WORDS):
            first += 1
        while first < last and is_loose(last - 1, FUNCTION_WORDS | ARTICLES):
            last -= 1
        return first, last


def _phrases(layers: Layers, cuts: Spans | Sequence[Span]) -> list[Span]:
    """All phrases in text order; a possessive pronoun within one is none of its own."""
    mentions = Mentions(layers)
    tokens = mentions.tokens
    nouns = [phrase.span for phrase in mentions.nouns() if tokens[tokens.within(phrase.span)[-1]].lower not in NO_NOUNS]
    named = sorted({span for whole in (*nouns, *(name.full for name in mentions.names)) if (span := after_cut(whole, cuts))})
    pronouns = (Span(t.start, t.end) for t in tokens if t.lower in PRONOUNS and t.word != "US")
    return sorted({*named, *(span for span in pronouns if not _is_within(span, named))})


def _is_within(span: Span, others: Sequence[Span]) -> bool:
    at = bisect_right(others, Span(span.start, span.end))
    return any(other.end >= span.end for other in others[max(at - 3, 0) : at])


def after_cut(span: Span, cuts: Sequence[Span]) -> Span | None:
    """What follows the last cut within the span: ``Sund | arrested | four guards`` -> four guards."""
    start = span.start
    for cut in cuts[max(bisect_right(cuts, span) - 2, 0) :]:
        if cut.start >= span.end:
            break
        if cut.end > start:
            start = cut.end + 1
    return Span(start, span.end) if start < span.end else None


def _runs(probability: Floats) -> Iterator[Words]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (probability > TOGETHER).astype(np.int8), [0]))))
    yield from ((int(first), int(last)) for first, last in edges.reshape(-1, 2))
