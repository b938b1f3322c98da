"""Paragraphs: blocks between blank lines, and within a block the lines that are paragraphs of their own.

A block of several lines is either one paragraph a line, as web copy is saved, or one text wrapped at some 70 columns, as
agencies send it. Each line break is judged alone: it is a wrap where the next line's first word would not have fitted.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from reportedly.records import Span, Spans

NARROWEST, WIDEST = 55, 100  # columns at which copy is wrapped; longer lines are paragraphs, in shorter blocks each line is one
ENDS = tuple(".!?:…\"'”’»“)]")


class Line(NamedTuple):
    """One line without its surrounding white space."""

    start: int
    text: str
    indent: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def paragraphs_of(text: str) -> Spans:
    """The paragraphs of ``text``, without surrounding white space; they hold all that is not white space."""
    return tuple(paragraph for block in _blocks(text) for paragraph in _paragraphs_of_block(block))


def _blocks(text: str) -> Iterator[list[Line]]:
    """Runs of lines that are not blank."""
    block: list[Line] = []
    start = 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            indent = len(raw) - len(raw.lstrip())
            block.append(Line(start + indent, stripped, indent))
        elif block:
            yield block
            block = []
        start += len(raw)
    if block:
        yield block


def _paragraphs_of_block(block: list[Line]) -> Iterator[Span]:
    width = max(line.indent + len(line.text) for line in block)
    margin = min(line.indent for line in block)
    start = block[0].start
    for line, following in pairwise(block):
        if not _is_wrapped(line, following, width, margin):
            yield Span(start, line.end)
            start = following.start
    yield Span(start, block[-1].end)


def _is_wrapped(line: Line, following: Line, width: int, margin: int) -> bool:
    """Whether ``following`` carries on the paragraph of ``line``.

    "The minister said on Monday that the talks / would go on." but not "The talks went on. /   The minister ..."
    """
    if width > WIDEST or following.indent > margin + 1:
        return False
    if following.text[0].islower():
        return True
    first_word = following.text.split(maxsplit=1)[0]
    fits = line.indent + len(line.text) + 1 + len(first_word) <= max(width, NARROWEST)
    return not fits or not (line.text.endswith(ENDS) or len(line.text) < NARROWEST)
