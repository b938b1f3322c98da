"""What the times of a story count from, in text order: the day of telling, and the times told of before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from reportedly.annotate.times.find import TimeExpression
from reportedly.annotate.times.intervals import first_day
from reportedly.annotate.times.rule import grain_of
from reportedly.records import Span

REMEMBERED = 6  # times told of before that a later one may count from
HISTORY = 3  # dates with their year given from which a text can be called history
HISTORY_SHARE = 0.7  # of them years away from the day of telling
GIVEN_YEAR = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?:T.*)?")


def values_of(
    expressions: Sequence[TimeExpression], story: date | None, told: Sequence[tuple[Span, str | None]]
) -> list[str | None]:  # fmt: skip
    """The value of each expression, counted from the story's day, or within a statement from the day it was made."""
    history = is_history(expressions, story)
    days = _days_within(told)
    values: list[str | None] = []
    before: list[str] = []
    for expression in expressions:
        if history and before:
            expression = replace(expression, direction="near")
            day = _day_told(before[0])
        else:
            day = _day_at(expression.span.start, days) or story
        value = expression.value(day, before)
        values.append(value)
        if value and grain_of(value) and expression.rule.type == "DATE" and value[:10] not in before[:1]:
            before = [value[:10], *before[: REMEMBERED - 1]]
    return values


def is_history(expressions: Sequence[TimeExpression], story: date | None) -> bool:
    """Whether a text tells of times long before its own: a day without its year is then of the year told of before."""
    given = [value for each in expressions if "year" in each.words and (value := each.value(None)) and GIVEN_YEAR.match(value)]
    if len(given) < HISTORY:
        return False
    far = [value for value in given if story is None or abs(int(value[:4]) - story.year) > 1]
    return len(far) >= HISTORY_SHARE * len(given)


def _day_told(value: str) -> date | None:
    """A day to count from: the first of a month, the middle of a year, since the months of that year are all as near."""
    first = first_day(value)
    return date(first.year, 7, 1) if first and grain_of(value) == "year" else first


def _days_within(told: Sequence[tuple[Span, str | None]]) -> list[tuple[Span, date]]:
    """Spans of statements of which the day is known, the innermost first."""
    known = [(span, day) for span, value in told if value and grain_of(value) in ("day", "time") and (day := first_day(value))]
    return sorted(known, key=lambda item: (item[0].end - item[0].start, item[0]))


def _day_at(offset: int, days: Sequence[tuple[Span, date]]) -> date | None:
    return next((day for span, day in days if span.start <= offset < span.end), None)
