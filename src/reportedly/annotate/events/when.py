"""When an event happens: the time expression that the network points to, else the day of the statement it is made by."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.annotate.events.drafts import EventDraft
from reportedly.records import Evidence, Time

SURE = 0.15  # mean probability of a time expression's words; the most likely one is taken
POINTS = ("DATE", "TIME")


def time_of(event: EventDraft, times: Sequence[Time], said_on: Sequence[str | None]) -> tuple[str | None, Evidence]:
    """The value as TIMEX3 writes days and longer ("2021-FA"), and why: "on Tuesday" -> 1997-04-15."""
    best, score = None, SURE
    for time in times:
        heard = [p for offset, p in event.times if time.span.start <= offset < time.span.end]
        if not heard or time.type not in POINTS or not _is_point(time.value):
            continue
        mean = sum(heard) / len(heard)
        if mean > score:
            best, score = time, mean
    if best is not None:
        return day_of(best.value), Evidence("time", "model", best.span, round(score, 2))
    if event.act is not None:
        return said_on[event.act], Evidence("time", "said_on")
    return None, Evidence("time", "none")


def day_of(value: str) -> str:
    """2021-04-01T12:00 -> 2021-04-01"""
    return value.partition("T")[0]


def _is_point(value: str) -> bool:
    return value[:1].isdigit()
