"""Text and layers -> the numbers the attribution network sees.

The network reads word pieces (all-MiniLM-L6-v2's uncased vocabulary) with four features added to each, because an uncased
vocabulary loses letter case and a text encoder knows neither paragraphs nor which side of a quotation mark it is on. It
answers for *words*: each word of ``Layers.words`` stands for its first piece.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from reportedly.annotate.layers import Layers

Ints = NDArray[np.int64]

CASES = 5  # none, lower, Title, UPPER, digit
QUOTE_STATES = 5  # outside, inside, inside a quotation within a quotation, a mark, inside an unclosed one
STARTS = 3  # none, sentence, paragraph
LARGEST_WINDOW = 510  # pieces; the encoder knows 512 positions, two of which are [CLS] and [SEP]
LAST_REACHES_BACK = 224  # pieces
CLS, SEP = 101, 102


@dataclass(frozen=True, slots=True)
class Encoded:
    """One story in numbers. ``pieces`` has one entry a word piece, the others one a word."""

    pieces: Ints  # [pieces] vocabulary ids
    word_of_piece: Ints  # [pieces] the word a piece belongs to, non-decreasing
    first_piece: Ints  # [words]
    case: Ints  # [words] < CASES
    quote: Ints  # [words] < QUOTE_STATES
    start: Ints  # [words] < STARTS
    sentence: Ints  # [words] number of the sentence
    paragraph: Ints  # [words] number of the paragraph

    def __len__(self) -> int:
        return len(self.first_piece)


@dataclass(frozen=True, slots=True)
class Window:
    """Words ``[start, end)`` read together; answers are taken for anchors in ``[core_start, core_end)`` only."""

    start: int
    end: int
    core_start: int
    core_end: int


def encode(layers: Layers, tokenizer: Tokenizer) -> Encoded:
    """The story as the network sees it. Words that leave no piece (control characters) share their neighbour's."""
    encoding = tokenizer.encode(layers.text, add_special_tokens=False)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    starts = np.array([w.start for w in layers.words], dtype=np.int64)
    pieces = np.array(encoding.ids, dtype=np.int64)
    if not len(pieces) or not len(starts):
        empty = np.zeros(0, dtype=np.int64)
        return Encoded(*(empty,) * 8)
    word_of_piece = np.clip(np.searchsorted(starts, offsets[:, 0], side="right") - 1, 0, None)
    first_piece = np.clip(np.searchsorted(word_of_piece, np.arange(len(starts))), 0, len(pieces) - 1)
    return Encoded(
        pieces=pieces,
        word_of_piece=word_of_piece,
        first_piece=first_piece,
        case=np.array([_case(layers.text[s:e]) for s, e in layers.words], dtype=np.int64),
        quote=_quote_states(layers, starts),
        start=_starts(layers, starts),
        sentence=_numbers(starts, [s.start for s in layers.sentences]),
        paragraph=_numbers(starts, [p.start for p in layers.paragraphs]),
    )


def _case(word: str) -> int:
    """1 "said", 2 "Lavrov", 3 "CSTO", 4 "2021", 0 "," ."""
    if word.islower():
        return 1
    if word.isupper() and len(word) > 1:
        return 3
    if word[0].isupper():
        return 2
    return 4 if word[0].isdigit() else 0


def _quote_states(layers: Layers, starts: Ints) -> Ints:
    states = np.zeros(len(starts), dtype=np.int64)
    for quote in layers.quotes:  # in text order, so inner quotations overwrite outer ones
        first, last = np.searchsorted(starts, [quote.inner.start, quote.inner.end])
        states[first:last] = 2 if quote.depth else 1 if quote.closed else 4
        for mark in (quote.span.start, quote.inner.end):
            at = np.searchsorted(starts, mark)
            if at < len(starts) and quote.span.start <= starts[at] < quote.span.end and starts[at] == mark:
                states[at] = 3
    return states


def _starts(layers: Layers, starts: Ints) -> Ints:
    flags = np.zeros(len(starts), dtype=np.int64)
    for value, spans in ((1, layers.sentences), (2, layers.paragraphs)):
        at = np.searchsorted(starts, np.array([s.start for s in spans], dtype=np.int64))
        flags[at[at < len(flags)]] = value
    return flags


def _numbers(starts: Ints, of: list[int]) -> Ints:
    return np.clip(np.searchsorted(np.array(of, dtype=np.int64), starts, side="right") - 1, 0, None)


def windows(encoded: Encoded, before: int = 96, after: int = 48) -> Iterator[Window]:
    """Cut a story into windows of at most LARGEST_WINDOW pieces that start and end with sentences where they can.

    A story that fits is one window. Longer ones are cut so that each core has about ``before`` pieces of context on its left
    and ``after`` on its right.
    """
    count, piece_at = len(encoded), encoded.first_piece
    total = len(encoded.pieces)
    if not count:
        return
    borders = [0, *(np.flatnonzero(np.diff(encoded.sentence)) + 1).tolist(), count]
    core_start = 0
    while core_start < count:
        start = core_start and _border_after(borders, int(np.searchsorted(piece_at, piece_at[core_start] - before)), core_start)
        limit = int(piece_at[start]) + LARGEST_WINDOW
        if total <= limit:  # the last one may be short, and reaches back further: quotations are often longer than ``before``
            back = max(total - LARGEST_WINDOW, int(piece_at[core_start]) - LAST_REACHES_BACK)
            start = min(start, _border_after(borders, int(np.searchsorted(piece_at, back)), core_start))
            yield Window(start, count, core_start, count)
            return
        end = int(np.searchsorted(piece_at, limit, side="right")) - 1  # all pieces of words before `end` fit
        wanted = int(np.searchsorted(piece_at, limit - after, side="right")) - 1
        core_end = _border_before(borders, wanted, core_start)
        yield Window(start, max(end, core_end), core_start, core_end)
        core_start = core_end


def _border_after(borders: list[int], wanted: int, at_most: int) -> int:
    """The first sentence border at or after ``wanted``, if it comes before ``at_most``; else ``wanted`` itself."""
    found = borders[min(bisect_right(borders, wanted - 1), len(borders) - 1)]
    return found if found <= at_most else wanted


def _border_before(borders: list[int], wanted: int, more_than: int) -> int:
    """The last sentence border at or before ``wanted`` that is beyond ``more_than``; else ``wanted``, one word at least."""
    found = borders[bisect_right(borders, wanted) - 1]
    return found if found > more_than else max(wanted, more_than + 1)


def inputs_of(encoded: Encoded, window: Window) -> dict[str, Ints]:
    """What the network is fed for one window; names and shapes are those of the exported graph (see docs/model-card.md)."""
    words = slice(window.start, window.end)
    first, last = int(encoded.first_piece[window.start]), _end_piece(encoded, window.end)
    last = max(first + 1, min(last, first + LARGEST_WINDOW))
    owner = encoded.word_of_piece[first:last]
    return {
        "pieces": np.concatenate(([CLS], encoded.pieces[first:last], [SEP])),
        "case": _framed(encoded.case[owner]),
        "quote": _framed(encoded.quote[owner]),
        "start": _framed(encoded.start[owner]),
        "first_piece": np.clip(encoded.first_piece[words] - first, 0, last - first - 1) + 1,
        "sentence": encoded.sentence[words],
        "paragraph": encoded.paragraph[words],
    }


def _framed(values: Ints) -> Ints:
    """Room for [CLS] and [SEP]."""
    return np.concatenate(([0], values, [0]))


def _end_piece(encoded: Encoded, word: int) -> int:
    return int(encoded.first_piece[word]) if word < len(encoded) else len(encoded.pieces)
