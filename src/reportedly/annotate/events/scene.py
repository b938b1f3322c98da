"""A story as events are looked at in it: its words, sentences, statements, times and people, each found by place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property

from reportedly.annotate.events.drafts import EventDraft, expressions
from reportedly.annotate.layers import Layers
from reportedly.records import Actor, Document, Span, Statement, Time


class Scene:
    """One story with all that has been read of it but its events."""

    def __init__(
        self, document: Document, layers: Layers, found: Sequence[EventDraft], statements: Sequence[Statement],
        times: Sequence[Time], actors: Mapping[str, Actor], answers: Sequence[tuple[str, ...]],
    ) -> None:  # fmt: skip
        """``answers`` are the ids of the actors meant by each of ``expressions(found)``."""
        self.published = document.published[:10] if document.published else None
        self.statements = statements
        self.times = times
        self.actors = actors
        self.meant = dict(zip(expressions(found), answers, strict=True))
        self.words = [layers.text[start:end].lower() for start, end in layers.words]
        self.triggers = [self._number(event.trigger.start, layers) for event in found]
        self._starts = [word.start for word in layers.words]
        self._sentences = [self._number(sentence.start, layers) for sentence in layers.sentences]

    @staticmethod
    def _number(offset: int, layers: Layers) -> int:
        return bisect_left(layers.words, offset, key=lambda word: word.start)

    def at(self, span: Span) -> range:
        """Numbers of the words that begin within a span; of the word it is a part of, where none does."""
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end)
        return range(first, last) if first < last else range(max(first - 1, 0), max(first, 1))

    def sentence(self, word: int) -> int:
        """The number of a word's sentence."""
        return bisect_right(self._sentences, word) - 1

    def opens(self, sentence: int) -> int:
        """The number of a sentence's first word."""
        return self._sentences[sentence]

    def another_trigger(self, between: range) -> bool:
        """Whether an event is named between two places."""
        at = bisect_left(self.triggers, between.start)
        return at < len(self.triggers) and self.triggers[at] < between.stop

    @cached_property
    def places(self) -> Mapping[str, list[int]]:
        """Numbers of the words at which each actor is named or pointed at, in text order."""
        return {a: sorted(self.at(m.span).start for m in actor.mentions) for a, actor in self.actors.items()}

    @cached_property
    def renown(self) -> Mapping[str, int]:
        """How often each actor is named or described."""
        return {a: sum(m.form != "pronoun" for m in actor.mentions) for a, actor in self.actors.items()}

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """0 for the actor named most often."""
        return {a: rank for rank, a in enumerate(sorted(self.renown, key=lambda a: -self.renown[a]))}
