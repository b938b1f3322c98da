"""When an event happens: the time expression that the network points to, else the day of the statement it is made by."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from reportedly.annotate.events.drafts import EventDraft
from reportedly.records import Evidence, Time

SURE = 0.15  # mean probability of a time expression's words; the most likely one is taken
POINTS = ("DATE", "TIME")


def time_of(event: EventDraft, times: Sequence[Time], said_on: Sequence[str | None]) -> tuple[str | None, Evidence]:
    """The value as TIMEX3 writes days and longer ("2021-FA"), and why: "on Tuesday" -> 1997-04-15."""
    best, score = None, SURE
    heard: dict[int, list[float]] = defaultdict(list)  # by the number of the time expression
    for offset, probability in event.times:
        number = bisect_right(times, offset, key=lambda time: time.span.start) - 1
        if number >= 0 and offset < times[number].span.end:
            heard[number].append(probability)
    for number, probabilities in sorted(heard.items()):
        time, mean = times[number], sum(probabilities) / len(probabilities)
        if mean > score and time.type in POINTS and _is_point(time.value):
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
