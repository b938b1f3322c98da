"""What the network heard: which words of the story name the one who speaks a statement.

For every statement the network also says of each word around it how likely it belongs to a name or description of its speaker,
for "he said" as for a report that goes on without a source. An actor is heard in a statement as loudly as in the best of his
mentions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from reportedly.annotate.layers import Draft, Layers
from reportedly.records import Span


class Voices:
    """How loudly spans of the story are heard in each draft."""

    def __init__(self, layers: Layers, drafts: Sequence[Draft]) -> None:
        self._heard = [dict(draft.voices) for draft in drafts]
        self._starts = [word.start for word in layers.words]

    def loudness(self, draft: int, spans: Iterable[Span]) -> float:
        """0..1: of the spans the one that the network is surest of, by the mean over its words."""
        heard = self._heard[draft]
        return max((self._mean(heard, span) for span in spans), default=0.0) if heard else 0.0

    def _mean(self, heard: dict[int, float], span: Span) -> float:
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        words = self._starts[first:last]
        return sum(heard.get(word, 0.0) for word in words) / len(words) if words else 0.0
