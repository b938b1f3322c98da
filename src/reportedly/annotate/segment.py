"""All that rules alone see in a text, in the order in which the steps need each other."""

from __future__ import annotations

from reportedly.annotate.layers import Layers
from reportedly.annotate.paragraphs import paragraphs_of
from reportedly.annotate.quotes import quotes_of
from reportedly.annotate.sentences import sentences_of
from reportedly.annotate.words import words_of


def layers_of(text: str) -> Layers:
    """Words, sentences, paragraphs and quotations of ``text``; any text will do, in time linear in its length."""
    paragraphs = paragraphs_of(text)
    return Layers(text, words_of(text), sentences_of(text, paragraphs), paragraphs, quotes_of(text, paragraphs))
