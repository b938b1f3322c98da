"""Marks over a text -> a well-formed sequence of openings, words and closings, however the marks lie over each other.

::

    text    the dam was safe, she recalled
    marks   [a the dam [b was safe] ]                     within each other: nested
            [a the dam [b was] ][b safe]                  across each other: b is closed with a, and opened again behind it
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from reportedly.records import Span

Kind = Literal["dateline", "said", "source", "cue", "venue", "time", "event"]
KINDS: tuple[Kind, ...] = get_args(Kind)  # of two with the same span the latter stands within


class Mark(NamedTuple):
    """What is to be shown of a stretch of text."""

    span: Span
    kind: Kind
    number: int = -1  # index of the time, the event or else the statement that the stretch belongs to; -1 for none

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Outer marks before inner ones."""
        return self.span.start, -self.span.end, KINDS.index(self.kind), self.number


@dataclass(frozen=True, slots=True)
class Open:
    mark: Mark


@dataclass(frozen=True, slots=True)
class Close:
    mark: Mark


Piece = Open | Close | Span  # a Span is words


def weave(block: Span, marks: Iterable[Mark]) -> Iterator[Piece]:
    """The words of ``block`` and the marks, which lie within it and are not empty, as nested elements in text order."""
    waiting = sorted(marks, key=lambda mark: mark.order, reverse=True)
    stack: list[Mark] = []
    position = block.start
    while waiting or stack:
        point = min([mark.span.end for mark in stack] + [mark.span.start for mark in waiting[-1:]])
        if point > position:
            yield Span(position, point)
            position = point
        yield from _close(stack, point)
        while waiting and waiting[-1].span.start == point:
            stack.append(waiting.pop())
            yield Open(stack[-1])
    if position < block.end:
        yield Span(position, block.end)


def _close(stack: list[Mark], point: int) -> Iterator[Piece]:
    """Close the marks that end at ``point`` and open those again that had to be closed with them."""
    lowest = next((depth for depth, mark in enumerate(stack) if mark.span.end == point), len(stack))
    above = stack[lowest:]
    del stack[lowest:]
    for mark in reversed(above):
        yield Close(mark)
    for mark in above:
        if mark.span.end > point:
            stack.append(mark)
            yield Open(mark)
