"""What the steps of annotation hand to each other.

``Layers`` are what rules alone see in the text: words, sentences, paragraphs, quotations. ``Draft`` is a statement on its way
to becoming a record: all spans, no actors yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportedly.records import Span, Spans, StatementForm


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch between quotation marks."""

    span: Span  # with its marks
    inner: Span  # without them
    depth: int  # 0 for a quotation of the story, 1 for one within it
    closed: bool  # False where the closing mark is missing (next paragraph opens anew, or the text ends)
    continues: int | None = None  # index of the quotation in the paragraph before that this one carries on


@dataclass(frozen=True, slots=True)
class Layers:
    """The text and its rule-made layers, each in text order."""

    text: str
    words: Spans  # runs of letters and digits, and single punctuation marks; no white space
    sentences: Spans  # cover all words; never cross a paragraph
    paragraphs: Spans  # without surrounding white space
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement whose people are still words."""

    content: Spans
    source: Spans = ()
    cue: Spans = ()
    form: StatementForm = "indirect"
    implied: bool = False
    parent: int | None = None  # index of the draft within whose content this one stands
    continues: int | None = None  # for implied drafts: index of the draft whose speaker goes on
    addressee: Span | None = None  # the words for whom it was said to
    venue: Span | None = None
    voices: tuple[tuple[int, float], ...] = ()  # offsets of words and how likely each is to name who speaks here
    anchor_score: float = 1.0  # the network's probability that a statement hangs here
    role_score: float = 1.0  # its mean probability of the words' roles
    confidence: float = 1.0  # calibrated, from the two


def without(drafts: Sequence[Draft], dropped: set[int]) -> list[Draft]:
    """The drafts that are left, their links to each other renumbered; children of a dropped draft rise to its parent."""
    if not dropped:
        return list(drafts)
    kept = [i for i in range(len(drafts)) if i not in dropped]
    number = {old: new for new, old in enumerate(kept)}

    def risen(i: int | None) -> int | None:
        while i is not None and i in dropped:
            i = drafts[i].parent
        return None if i is None else number[i]

    return [replace(drafts[i], parent=risen(drafts[i].parent), continues=risen(drafts[i].continues)) for i in kept]
