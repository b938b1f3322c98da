"""What the network heard: which of the story's people speaks a statement.

For every statement the network also says of each word around it how likely it belongs to a name or description of its speaker,
for "he said" as for a report that goes on without a source. Somebody is heard in a statement as loudly as in the best of the
places where the story mentions him.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from reportedly.annotate.cast import Entity
from reportedly.annotate.layers import Draft, Layers
from reportedly.records import Span


class Voices:
    """Who is heard in each draft, among those whose mentions have been noted so far."""

    def __init__(self, layers: Layers, drafts: Sequence[Draft]) -> None:
        self._heard = [dict(draft.voices) for draft in drafts]
        self._starts = [word.start for word in layers.words]
        self._mentions: dict[int, list[tuple[Entity, list[int]]]] = defaultdict(list)  # by each of their words

    def note(self, entity: Entity, span: Span) -> None:
        """The story mentions ``entity`` at ``span``."""
        words = self._starts[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]
        for word in words:
            self._mentions[word].append((entity, words))

    def loudness(self, draft: int, but: Span) -> dict[Entity, float]:
        """How loudly, 0..1, each is heard in a draft; mentions that touch the span ``but``, its own source, do not count."""
        heard = self._heard[draft]
        found: dict[Entity, float] = {}
        for word in heard:
            for entity, words in self._mentions.get(word, ()):
                if words[-1] < but.start or words[0] >= max(but.end, but.start + 1):
                    mean = sum(heard.get(w, 0.0) for w in words) / len(words)
                    found[entity] = max(mean, found.get(entity, 0.0))
        return found
