"""Two statements may share words only where one is reported within the other.

Each anchor is answered apart, so two may claim the same words: “You won?” she said. ... “They love us,” Ida said, of which the
second claims both quotations. The words go to the anchor that is surer of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter

from reportedly.annotate.layers import Draft, Layers
from reportedly.annotate.network import CONTENT, Anchor
from reportedly.records import Span, Spans

Claim = tuple[Anchor, Draft]


def untangled(claims: Sequence[Claim], layers: Layers) -> list[Draft]:
    """The drafts with words that two of them claim left to the surer one; one that is left nothing is dropped.

    A draft whose cue stands within the other's content is reported there and keeps its words. ``claims`` are in the order of
    their first content word.
    """
    drafts: list[Draft | None] = [draft for _, draft in claims]
    for i, (anchor, _) in enumerate(claims):
        for j in range(i + 1, len(claims)):
            one, other = drafts[i], drafts[j]
            if one is None:
                break
            if other is None:
                continue
            if claims[j][1].content[0].start >= one.content[-1].end:
                break
            shared = common(one.content, other.content)
            if not shared or _reported_within(one, other) or _reported_within(other, one):
                continue
            loser = i if _sure(anchor, shared, layers) < _sure(claims[j][0], shared, layers) else j
            drafts[loser] = _without(one if loser == i else other, shared)
    return [draft for draft in drafts if draft]


def _reported_within(inner: Draft, outer: Draft) -> bool:
    """The inner one's cue, or all of what is implied, is among the outer one's words."""
    mark = inner.cue or inner.source or inner.content
    return sum(e - s for s, e in common(mark, outer.content)) * 2 > sum(e - s for s, e in mark)


def _sure(anchor: Anchor, spans: Spans, layers: Layers) -> float:
    """The mean probability that the anchor gives the words in ``spans`` to be its content."""
    total = count = 0.0
    for start, end in spans:
        first = bisect_left(layers.words, start, key=itemgetter(0)) - anchor.offset
        last = bisect_left(layers.words, end, key=itemgetter(0)) - anchor.offset
        total += float(anchor.roles[max(first, 0) : max(last, 0), CONTENT].sum())
        count += last - first
    return total / count if count else 0.0


def common(some: Spans, others: Spans) -> Spans:
    """What both cover: (0, 9) and (5, 12) -> (5, 9)."""
    both = (Span(max(s, t), min(e, f)) for s, e in some for t, f in others)
    return tuple(span for span in both if span.start < span.end)


def _without(draft: Draft, taken: Spans) -> Draft | None:
    """The draft less some of its words; None where nothing is left. Scraps of three characters are nothing."""
    left = list(draft.content)
    for start, end in taken:
        left = [part for s, e in left for part in (Span(s, min(e, start)), Span(max(s, end), e)) if part.start < part.end]
    kept = tuple(span for span in left if span.end - span.start > 3)
    return replace(draft, content=kept) if kept else None
