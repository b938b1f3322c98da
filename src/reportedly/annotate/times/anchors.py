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
    values: list[str | None] = []
    before: list[str] = []
    for expression, day_told in zip(expressions, _days_told(expressions, told), strict=True):
        day = day_told or story
        if history and before:
            expression = replace(expression, direction="near")
            day = _day_told_of(before[0])
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


def _day_told_of(value: str) -> date | None:
    """A day to count from: the first of a month, the middle of a year, since the months of that year are all as near."""
    first = first_day(value)
    return date(first.year, 7, 1) if first and grain_of(value) == "year" else first


def _days_told(expressions: Sequence[TimeExpression], told: Sequence[tuple[Span, str | None]]) -> list[date | None]:
    """For each expression the day of the innermost statement around it of which the day is known."""
    known = sorted((span, day) for span, value in told if value and grain_of(value) == "day" and (day := first_day(value)))
    days: list[date | None] = []
    around: list[tuple[Span, date]] = []
    following = 0
    for expression in expressions:
        start = expression.span.start
        while following < len(known) and known[following][0].start <= start:
            around.append(known[following])
            following += 1
        around = [(span, day) for span, day in around if start < span.end]
        days.append(min(around, key=lambda item: item[0].end - item[0].start)[1] if around else None)
    return days
