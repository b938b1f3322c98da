"""The times of a story: every expression that names one, as TIMEX3 type and value, and the interval it denotes.

::

    find.py       where: trigger words, the rules they call for, the longest reading of each place
    rules/        what: named rules, each a pattern, its examples and a few lines of reading
    direction.py  whether a clause tells of the past or the future
    anchors.py    what each counts from: the story's day, a statement's, a time told of before
    intervals.py  from the value to begin and end
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reportedly.annotate.layers import Layers
from reportedly.annotate.times.anchors import values_of
from reportedly.annotate.times.find import TimeExpression, find_times
from reportedly.annotate.times.intervals import interval
from reportedly.annotate.times.rule import Base
from reportedly.records import Document, Span, Time, TimeType

__all__ = ["TimeExpression", "find_times", "times_of"]

CONFIDENCE: dict[Base, float] = {"given": 0.95, "story": 0.85, "reference": 0.7, "vague": 0.9}


def times_of(document: Document, layers: Layers, told: Sequence[tuple[Span, str | None]]) -> tuple[Time, ...]:
    """The times of a story, in text order, none overlapping.

    ``told`` are the content spans of its statements, each with the ISO date it was said on, None where that is not known: within
    such a span relative times count from that day, within several from that of the shortest. Without ``document.published``
    relative times are as exact as their words: "on Tuesday" is XXXX-WXX-2, "yesterday" PAST_REF.
    """
    expressions = find_times(layers.text, layers.sentences)
    values = values_of(expressions, _day(document.published), told)
    return tuple(_time(each, value) for each, value in zip(expressions, values, strict=True) if value)


def _time(expression: TimeExpression, value: str) -> Time:
    kind = expression.rule.type
    if kind is None:
        raise ValueError(f"{expression.rule.name} reads no time")
    if kind == "DATE" and "T" in value and "_" not in value:
        kind = "TIME"
    begin, end = interval(value) if kind in ("DATE", "TIME") else (None, None)
    return Time(expression.span, kind, value, begin, end, expression.rule.name, _confidence(expression, value, kind))


def _confidence(expression: TimeExpression, value: str, kind: TimeType) -> float:
    return CONFIDENCE["given" if "year" in expression.words else expression.rule.base]


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None
