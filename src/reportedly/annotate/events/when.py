"""When an event happens.

It may be any time told in its sentence or one beside it, the day of the statement that it is or that tells of it, the day that
the lead is about, the day of the story, or no time the story gives. What speaks for each is weighed (see ``weighing``); of
several ways to the same day each counts.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportedly.annotate.events.drafts import EventDraft
from reportedly.annotate.events.scene import Scene
from reportedly.annotate.events.weighing import Fact, Facts, Learned, all_of, holds, learned, logit, weigh
from reportedly.annotate.network import TIME
from reportedly.records import Evidence, Span, Time

SURE_UNKNOWN = 0.65  # how likely it must be that the story gives none
BEFORE, AFTER = 2, 1  # sentences before and after the trigger's whose times are looked at
MOST = 8  # times looked at on either side of the trigger
LEAD = 2  # sentences that say what day the story is about
POINTS = ("DATE", "TIME")
GRAINS = {"day": r"\d{4}-\d\d-\d\d", "week": r"\d{4}-W\d\d", "month": r"\d{4}-\d\d", "year": r"\d{4}"}
MARKS = frozenset(",;:")
CLAUSE = frozenset({"that", "who", "which", "when", "after", "before", "where", "said"})
PERFECT = frozenset({"have", "has", "had"})


class When(NamedTuple):
    """A time that an event may have, None where none is known, with what speaks for and against it."""

    value: str | None
    facts: Facts
    by: str  # what it is: "model" for words of the story, else the name of the day
    span: Span | None = None


def time_of(scene: Scene, event: EventDraft, weights: Learned | None = None) -> tuple[str | None, Evidence]:
    """The value as TIMEX3 writes days and longer ("2021-FA"), and why: "on Tuesday" -> 1997-04-15.

    ``weights`` stand in for those that are shipped.
    """
    by = (weights or learned()).time
    shares: dict[str | None, float] = defaultdict(float)
    choices = [(when, math.exp(weigh(when.facts, by))) for when in choices_of(scene, event)]
    for when, share in choices:
        shares[when.value] += share
    total = sum(shares.values())
    known = [value for value in shares if value is not None]
    if not known or shares[None] > SURE_UNKNOWN * total:
        return None, Evidence("time", "none")
    value = max(known, key=lambda value: shares[value])
    best, _ = max((each for each in choices if each[0].value == value), key=lambda each: each[1])
    return value, Evidence("time", best.by, best.span, round(shares[value] / total, 2))


def choices_of(scene: Scene, event: EventDraft) -> list[When]:
    """The times an event may have, the one that is none last."""
    near = times_near(scene, event)
    heard = [_heard(scene, event, time) for time in near]
    most = max(heard, default=0.0)
    here = [time for time in near if _sentences_off(scene, event, time) == 0]
    days = {
        "said_on": _said_on(scene, event.act),
        "told_on": _said_on(scene, event.statement),
        "lead": lead_day(scene),
        "published": scene.published,
    }
    choices = []
    for time, p in zip(near, heard, strict=True):
        value = day_of(time.value)
        facts = all_of(_words_facts(scene, event, time, here, p, most), _value_facts(scene, event, value, days))
        choices.append(When(value, facts, "model", time.span))
    for name, day in days.items():
        if day:
            facts = all_of(_day_facts(event, name, bool(here), most), _value_facts(scene, event, day, days))
            choices.append(When(day, facts, name))
    return [*choices, When(None, all_of(_none_facts(scene, event, bool(here), most, days["said_on"])), "none")]


def times_near(scene: Scene, event: EventDraft) -> list[Time]:
    """The points in time told in the trigger's sentence and those beside it, in text order."""
    here = scene.sentence(scene.at(event.trigger).start)
    nearest = bisect_left(scene.times, event.trigger.start, key=lambda time: time.span.start)

    def is_near(time: Time) -> bool:
        return -BEFORE <= scene.sentence(scene.at(time.span).start) - here <= AFTER

    points = (t for t in scene.times[max(nearest - MOST, 0) : nearest + MOST] if t.type in POINTS and t.value[:1].isdigit())
    return [time for time in points if is_near(time)]


def lead_day(scene: Scene) -> str | None:
    """The first day that the lead names, not after the story's own."""
    for time in scene.times:
        if scene.sentence(scene.at(time.span).start) >= LEAD:
            return None
        day = day_of(time.value)
        if time.type in POINTS and grain_of(day) == "day" and scene.published and day <= scene.published:
            return day
    return None


def day_of(value: str) -> str:
    """2021-04-01T12:00 -> 2021-04-01"""
    return value.partition("T")[0]


def grain_of(value: str) -> str:
    """How exact a value is: 2021-04 -> month, 2021-FA -> other."""
    return next((grain for grain, form in GRAINS.items() if re.fullmatch(form, value)), "other")


def _said_on(scene: Scene, statement: int | None) -> str | None:
    return None if statement is None else scene.statements[statement].said_on


def _sentences_off(scene: Scene, event: EventDraft, time: Time) -> int:
    return scene.sentence(scene.at(time.span).start) - scene.sentence(scene.at(event.trigger).start)


def _heard(scene: Scene, event: EventDraft, time: Time) -> float:
    """The network's mean probability that these words tell when; 0 outside its window."""
    at, happening = scene.at(time.span), event.happening
    first, last = at.start - happening.offset, at.stop - happening.offset
    return float(happening.roles[first:last, TIME].mean()) if first >= 0 and last <= len(happening.roles) else 0.0


def _manner(event: EventDraft) -> str:
    return "act" if event.act is not None else "told" if event.statement is not None else "plain"


# ---- what speaks for each


def _words_facts(scene: Scene, event: EventDraft, time: Time, here: Sequence[Time], heard: float, most: float) -> Iterator[Fact]:
    """What speaks for words that tell a time: what the network hears of them, and where they stand."""
    off, manner = _sentences_off(scene, event, time), _manner(event)
    yield from holds("words", f"sentence {off}", f"sentence {off} of {manner}")
    yield from (("heard", logit(heard)), (f"heard of {manner}", logit(heard)), ("heard plainly", heard))
    if 0 < heard == most:
        yield from holds("best heard")
    if off == 0:
        yield from _place_facts(scene, event, time, here)


def _place_facts(scene: Scene, event: EventDraft, time: Time, here: Sequence[Time]) -> Iterator[Fact]:
    """What stands between words of the trigger's sentence and the trigger."""
    trigger, at = scene.at(event.trigger), scene.at(time.span)
    side = "after" if at.start >= trigger.stop else "before"
    between = range(trigger.stop, at.start) if side == "after" else range(at.stop, trigger.start)
    yield from holds(side)
    yield f"{side}, how far", math.log1p(len(between))
    nearer = sum(_distance(other, event) < _distance(time, event) for other in here)
    yield from holds(f"number {nearer} by distance" if nearer < 2 else "far down by distance")
    if side == "after":
        yield from holds(f"after, {'close' if len(between) < 3 else 'near' if len(between) < 8 else 'far'}")
    words = scene.words[between.start : between.stop]
    if not MARKS.isdisjoint(words):
        yield from holds(f"{side}, across a mark")
    if not CLAUSE.isdisjoint(words):
        yield from holds(f"{side}, across a clause")
    if at.start:
        yield from holds(f"after the word {scene.words[at.start - 1]}")
    if scene.another_trigger(between):
        yield from holds("another event between")
    for name, statement in (("content", event.statement), ("own content", event.act)):
        if statement is not None:
            inside = any(start <= time.span.start < end for start, end in scene.statements[statement].content)
            yield from holds(f"in the {name}" if inside else f"outside the {name}")


def _distance(time: Time, event: EventDraft) -> int:
    return max(time.span.start - event.trigger.end, event.trigger.start - time.span.end)


def _value_facts(scene: Scene, event: EventDraft, value: str, days: dict[str, str | None]) -> Iterator[Fact]:
    """What speaks for a value: how exact it is, whether it lies before or after the story, which days it is."""
    grain = grain_of(value)
    yield from holds(f"a {grain}")
    if scene.published and grain in ("day", "month", "year"):
        story = scene.published[: len(value)]
        side = "after" if value > story else "before" if value < story else "at"
        yield from holds(f"{side} the story", f"{side} the story, {event.status}")
    if value == days["said_on"]:
        yield from holds("is said_on")
    for name in ("told_on", "lead"):
        if value == days[name]:
            yield from holds(f"is {name} of {_manner(event)}")


def _day_facts(event: EventDraft, name: str, times_here: bool, most: float) -> Iterator[Fact]:
    """What speaks for a day that no words near the trigger tell."""
    yield from holds(name, f"{name} of {_manner(event)}", f"{name}, {event.status}", f"{name} {event.type}")
    yield from holds(f"{name}, {'times' if times_here else 'no times'} here")
    yield f"{name}, heard", most


def _none_facts(scene: Scene, event: EventDraft, times_here: bool, most: float, said_on: str | None) -> Iterator[Fact]:
    """What speaks for no time at all."""
    manner = _manner(event)
    yield from holds("none", f"none of {manner}", f"none, {event.status}", f"none of {manner}, {event.status}")
    yield from holds(f"none {event.type}", f"none, {'times' if times_here else 'no times'} here")
    yield "none, heard", most
    if said_on:
        yield from holds("none, but said_on")
    trigger = scene.at(event.trigger)
    if not PERFECT.isdisjoint(scene.words[max(trigger.start - 3, 0) : trigger.start]):
        yield from holds("none, perfect")
    ending = re.search(r"(?:ed|ing|s)$", scene.words[trigger.stop - 1])
    yield from holds(f"none, ends in {ending.group() if ending else '-'}")
