"""Lists of words under a name, and where a story has them.

A list is a string of entries: ``army`` is that word, ``soldier*`` any that begins so, ``peace_talks`` words in a row, whatever
marks stand between them (``peace-talks``). Looking up a word takes the same time however long the lists are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from reportedly.annotate.layers import Layers
from reportedly.records import Span

LONGEST_WORD = 40  # letters looked at; what is longer is no word of a list


class PlainWords(NamedTuple):
    """A story's words in lower case without its punctuation, and where each stands."""

    texts: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[int, ...]  # the number of each word's sentence

    @classmethod
    def of(cls, layers: Layers) -> PlainWords:
        """``The cease-fire held.`` -> the, cease, fire, held"""
        words = [span for span in layers.words if layers.text[span.start].isalnum()]
        starts = [sentence.start for sentence in layers.sentences]
        return cls(
            tuple(layers.text[start:end].lower() for start, end in words),
            tuple(span.start for span in words),
            tuple(span.end for span in words),
            tuple(bisect_right(starts, span.start) for span in words),
        )

    def within(self, span: Span) -> range:
        """Numbers of the words that the span overlaps."""
        return range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end))

    def around(self, span: Span, reach: int) -> range:
        """Numbers of the words of the span and of those up to ``reach`` words before and after it in the same sentences."""
        inside = self.within(span)
        if not inside:
            return inside
        first = bisect_left(self.sentences, self.sentences[inside.start], 0, inside.start)
        last = bisect_right(self.sentences, self.sentences[inside.stop - 1], inside.stop)
        return range(max(first, inside.start - reach), min(last, inside.stop + reach))


class Found(NamedTuple):
    """Words ``[start, end)`` of a sequence are an entry of the list of this name."""

    start: int
    end: int
    name: str


class _Entry(NamedTuple):
    rest: tuple[str, ...]  # the patterns of the words after the first
    name: str


class Vocabulary:
    """Named lists of words, ready to look up."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self.names = tuple(lists)
        self._words: dict[str, list[_Entry]] = defaultdict(list)
        self._stems: dict[str, list[_Entry]] = defaultdict(list)
        for name, entries in lists.items():
            for entry in entries.split():
                first, *rest = entry.split("_")
                place = self._stems if first.endswith("*") else self._words
                place[first.removesuffix("*")].append(_Entry(tuple(rest), name))
        self._entries = lru_cache(maxsize=65536)(self._look_up)

    def find(self, words: Sequence[str], where: range | None = None) -> list[Found]:
        """The entries that begin at the words numbered ``where`` (all without it), in their order."""
        found = []
        for i in range(len(words)) if where is None else where:
            for rest, name in self._entries(words[i]):
                end = i + 1 + len(rest)
                if not rest or (end <= len(words) and all(map(_matches, words[i + 1 : end], rest))):
                    found.append(Found(i, end, name))
        return found

    def _look_up(self, word: str) -> tuple[_Entry, ...]:
        """The entries whose first word this can be."""
        found = list(self._words.get(word, ()))
        for end in range(2, min(len(word), LONGEST_WORD) + 1):
            found += self._stems.get(word[:end], ())
        return tuple(found)


def _matches(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern
