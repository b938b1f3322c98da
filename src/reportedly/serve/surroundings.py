"""The words around something that is to be judged, and which of them are what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from reportedly.records import Span, Spans

Part: TypeAlias = Literal["content", "source", "cue", "trigger", "name"]
PARTS: tuple[Part, ...] = ("content", "source", "cue", "trigger", "name")
ASIDE = 400  # characters that are shown before and behind at most, where the paragraph is as long


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are parts of the same things."""

    text: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Part of a story. ``first`` is the place of its first character in the story, in code points."""

    first: int
    pieces: tuple[Piece, ...]
    begins: bool  # whether the story begins here
    ends: bool

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def surroundings(text: str, marked: Mapping[Part, Spans]) -> Surroundings:
    """The paragraphs in which the marked words stand, those of the content first of all; whole words, none changed.

    >>> around = surroundings("One.\\nAda said no.\\nTwo.", {"content": (Span(14, 16),), "cue": (Span(9, 13),)})
    >>> around.first, [(piece.text, piece.parts) for piece in around.pieces]
    (5, [('Ada ', ()), ('said', ('cue',)), (' ', ()), ('no', ('content',)), ('.', ())])
    """
    spans = [span for part in PARTS for span in marked.get(part, ()) if span.start < span.end]
    middle = [span for span in spans if span in marked.get("content", ())] or spans or [Span(0, 0)]
    lead, tail = min(middle).start, max(span.end for span in middle)
    near = [span for span in spans if lead - ASIDE <= span.start and span.end <= tail + ASIDE]
    lead, tail = min([lead, *(span.start for span in near)]), max([tail, *(span.end for span in near)])
    first, last = _begin(text, lead), _end(text, tail)
    cuts = sorted({first, last, *(place for span in spans for place in span if first < place < last)})
    pieces = (
        Piece(text[a:b], tuple(part for part in PARTS if any(span.start <= a and b <= span.end for span in marked.get(part, ()))))
        for a, b in pairwise(cuts)
    )
    return Surroundings(first, tuple(pieces), first == 0, last == len(text))


def _begin(text: str, place: int) -> int:
    """Where the paragraph begins, or the word that is not too far before."""
    line = text.rfind("\n", 0, place) + 1
    if place - line <= ASIDE:
        return line
    return text.find(" ", place - ASIDE, place) + 1 or place - ASIDE


def _end(text: str, place: int) -> int:
    line = text.find("\n", place)
    line = len(text) if line < 0 else line
    if line - place <= ASIDE:
        return line
    space = text.rfind(" ", place, place + ASIDE)
    return place + ASIDE if space < 0 else space
