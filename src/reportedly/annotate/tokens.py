"""The words of a story as names are made of them: with their hyphens, without a possessive ending, and what stands between."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

from reportedly.annotate.layers import Layers
from reportedly.records import Span

# U.S. and J.P.; 5,000-strong; O'Neill, el-Khatib, AT&T, Evans/McDonough; accents may stand apart from their letter.
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d{1,3}(?:,\d{3})+(?!\d)(?:-\w+)*|[\w\u0300-\u036f]+(?:[-'’&/][\w\u0300-\u036f]+)*")
POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$", re.IGNORECASE)
GAP = 80  # characters between two words that still matter; hostile text has gaps of megabytes


class Token(NamedTuple):
    """One word."""

    start: int
    end: int  # of the word alone
    word: str
    lower: str
    gap: str  # the characters since the token before
    possessive: bool
    initial: bool  # first of its sentence or quotation: its capital says nothing
    capital: bool


@lru_cache(maxsize=65536)
def _read(word: str) -> tuple[str, str, bool]:
    """A word without possessive ending, in lower case, and whether it has a capital."""
    bare = POSSESSIVE.sub("", word)
    lower = bare.lower()
    return bare, lower.replace("’", "'"), bare != lower and bare != "I"


class Tokens(list[Token]):
    """All tokens of a text in order; made in time linear in its length."""

    def __init__(self, layers: Layers) -> None:
        self.text = layers.text
        self.sentences = layers.sentences
        begins = {sentence.start for sentence in layers.sentences}
        begins.update(quote.inner.start for quote in layers.quotes)
        last = 0
        for match in WORD.finditer(layers.text):
            start, end = match.span()
            bare, lower, capital = _read(match.group())
            possessive = len(bare) < end - start or (lower.endswith("s") and self.text[end : end + 1] in ("'", "’"))
            gap = self.text[max(last, start - GAP) : start]
            initial = start in begins or "\n" in gap or not self
            self.append(Token(start, start + len(bare), bare, lower, gap, possessive, initial, capital))
            last = end
        self._starts = [token.start for token in self]

    def within(self, span: Span) -> range:
        """Indices of the tokens that begin within the span."""
        return range(bisect_left(self._starts, span.start), bisect_left(self._starts, span.end))

    def around(self, span: Span) -> Token | None:
        """The hyphenated word that the span is a part of: Norwegian-backed of Norwegian."""
        i = bisect_right(self._starts, span.start) - 1
        token = self[i] if i >= 0 else None
        if token is None or "-" not in token.word or not token.start <= span.start < span.end <= token.end:
            return None
        return token if span.end - span.start < token.end - token.start else None

    def span(self, at: range) -> Span:
        """From the first to the last of these tokens, which are not none."""
        return Span(self[at[0]].start, self[at[-1]].end)

    def words(self, at: range) -> str:
        """These tokens as printed."""
        return self.text[self[at[0]].start : self[at[-1]].end] if at else ""
