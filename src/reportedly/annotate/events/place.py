"""Where an event happens: the place that its sentence names after it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from reportedly.annotate.layers import Layers
from reportedly.records import Evidence, Span, Time

REACH = 120  # characters from a trigger
LOCATED = re.compile(
    r"\b(?:in|at|near|outside|off|around|inside|across) (?P<place>(?:(?:the|northern|southern|eastern|western|central) )*"
    r"[A-Z][\w'’.-]*(?:(?: (?:of|de|al|el))?[ -][A-Z][\w'’-]*)*)"
)


def place_of(layers: Layers, trigger: Span, times: Sequence[Time]) -> tuple[Span | None, Evidence]:
    """``talks in Vienna`` -> Vienna; a time ("in March") is none."""
    sentence = layers.sentences[bisect_right(layers.sentences, trigger.start, key=lambda s: s.start) - 1]
    named = (Span(*m.span("place")) for m in LOCATED.finditer(layers.text, trigger.end, min(sentence.end, trigger.end + REACH)))
    place = next((span for span in named if not _is_time(span, times)), None)
    return place, Evidence("place", "named after it" if place else "none", place)


def _is_time(span: Span, times: Sequence[Time]) -> bool:
    """Whether it touches a time expression; ``times`` are in text order and do not overlap."""
    at = bisect_right(times, span.end - 1, key=lambda time: time.span.start) - 1
    return at >= 0 and times[at].span.end > span.start
