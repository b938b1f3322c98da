"""What holds for the layers of any text, however hostile."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.annotate.segment import layers_of
from reportedly.records import Span, Spans

MARKS = [*"\"“”„‟'‘’‚‛`«»‹›＂", "''", "``"]
WORDS = ["word", "s", "in", "Mr", "U.S.", "Jan.", "6", "'90s", "Orlov said", "a.m.", ".", "...", "?", ",", "(", ")", "—"]
ODDITIES = [" ", "\n", "\n\n", "\r\n", "\u00a0", "\u200f", "\x00", "\x1c", "\u2028", "\u0301", "👍", "אבג"]
PIECES = st.sampled_from([*MARKS, *WORDS, *ODDITIES])
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join))


def is_ordered(spans: Spans) -> bool:
    return all(before.end <= after.start for before, after in pairwise(spans)) and all(start < end for start, end in spans)


def is_within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start <= inner.end <= outer.end


@given(TEXTS)
def test_words_sentences_and_paragraphs_are_ordered_and_hold_each_other(text: str) -> None:
    layers = layers_of(text)
    assert is_ordered(layers.words)
    assert is_ordered(layers.sentences)
    assert is_ordered(layers.paragraphs)
    assert all(any(is_within(word, sentence) for sentence in layers.sentences) for word in layers.words)
    assert all(any(is_within(sentence, paragraph) for paragraph in layers.paragraphs) for sentence in layers.sentences)
    assert not any(character.isspace() for start, end in layers.words for character in text[start:end])


@given(TEXTS)
def test_nothing_but_white_space_lies_outside_sentences(text: str) -> None:
    layers = layers_of(text)
    edges = [0, *(edge for span in layers.sentences for edge in span), len(text)]
    assert not any(text[start:end].strip() for start, end in zip(edges[::2], edges[1::2], strict=True))
    assert all(text[start:end] == text[start:end].strip() for start, end in layers.sentences)


@given(TEXTS)
def test_quotations_lie_in_paragraphs_and_in_each_other(text: str) -> None:
    layers = layers_of(text)
    around: list[Span] = []
    for quote in layers.quotes:
        assert is_within(quote.span, Span(0, len(text)))
        assert is_within(quote.inner, quote.span)
        assert text[slice(*quote.inner)].strip()
        assert any(is_within(quote.span, paragraph) for paragraph in layers.paragraphs)
        while around and around[-1].end <= quote.span.start:
            around.pop()
        assert all(is_within(quote.span, outer) for outer in around)
        assert quote.depth == len(around)
        around.append(quote.span)


@given(TEXTS)
def test_a_continued_quotation_is_an_open_one_of_the_paragraph_before(text: str) -> None:
    layers = layers_of(text)
    starts = [paragraph.start for paragraph in layers.paragraphs]
    for quote in layers.quotes:
        if quote.continues is not None:
            before = layers.quotes[quote.continues]
            paragraph = sum(start <= quote.span.start for start in starts)
            assert not before.closed
            assert sum(start <= before.span.start for start in starts) == paragraph - 1


@pytest.mark.parametrize("unit", ['"', "' ", '" ', "“a ", "'a ", '«"', ". ", '."', "a", '\n"a', " ", "\x00", "Mr. ", "a\n"])
def test_much_of_anything_is_read(unit: str) -> None:
    layers = layers_of(unit * 20_000)
    assert is_ordered(layers.words)
