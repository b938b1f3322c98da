"""On what day each statement was made.

A statement may have been made on the day of the story, on a day its own sentence names, on the day of what was said before
it, or on no day we know: these are its *choices*, each put forward by one of ``PROPOSERS`` with the reasons that speak for or
against it. ``said.json`` holds the weight of every reason, learned from annotated stories (``training/said.py``); the date
whose choices weigh most is taken. Statements are settled in order, outermost first, since one may hang on another.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from reportedly.annotate.layers import Draft, Layers
from reportedly.annotate.tense import is_background, tense_of
from reportedly.annotate.times import TimeExpression, find_times
from reportedly.annotate.times.calendar import month_of, week_of
from reportedly.records import Document, Span

Value = str | None
Values = Sequence[Value]
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WORD = re.compile(r"['’]?\w[\w'’-]*|[;:]")
RELATIVE_PRONOUNS = frozenset({"who", "which", "whose", "whom", "that", "when", "where"})
REACH = 400  # characters of a sentence looked at on either side of a cue
NEAREST = 4  # date expressions looked at on either side of a cue
SENTENCES_BACK = 2  # a date may be set by the sentences before: "They met on Tuesday. The mood was good, he said."
STATEMENTS_BACK = 6  # or by the statements before
STAMPS = frozenset(  # rules of dates as stamps and datelines give them
    {"iso_day", "numbered_day", "slashed_day", "day_month", "month_day", "iso_stamp", "day_month_clock", "month_day_clock"}
)
CLOCK_TIMES = frozenset({"clock", "part_alone"})  # rules of times of a day that other words name
DATED = re.compile(r"[0-9]{4}(?:-(?:[0-9]{2}(?:-[0-9]{2})?|W[0-9]{2}|SP|SU|FA|WI))?")  # values a statement can have been made on
OPENING = 4  # sentences, stamps apart, within which a story says what it is about
OPENING_STATEMENTS = 2  # the headline's and the lead's
BESIDE = 8  # words at most between a cue and a date beside it
LEAD_DAYS = 7  # a lead tells of the last week
DEEPEST = 8  # levels of reports within reports; what stands deeper is taken for the reporter's own
SURE_UNKNOWN = 0.6  # how likely it must be that none can be known; at 0.5 every second date withheld in our own stories was known


class Choice(NamedTuple):
    """A date a statement may have been made on, and what speaks for and against it."""

    value: Value
    reasons: tuple[str, ...]


def said_on(document: Document, layers: Layers, drafts: Sequence[Draft]) -> tuple[Value, ...]:
    """For each draft the ISO date on which it was said, as exact as the text allows, or None.

    "2024-03-29", "2021-10", "2021", "1997-W15", "2021-FA". Deterministic; without ``document.published`` only dates that the text
    gives in full are known.
    """
    return settle(Scene(document, layers, drafts), weights())


def settle(scene: Scene, weight: Mapping[str, float]) -> tuple[Value, ...]:
    """The date of each statement of a scene, outermost first."""
    values: list[Value] = [None] * len(scene.drafts)
    for index in scene.order:
        values[index] = choose(choices_of(scene, index, values), weight)
    return tuple(values)


def choices_of(scene: Scene, index: int, values: Values) -> list[Choice]:
    """The dates that statement ``index`` may have been made on; ``values`` holds those of the statements settled before it.

    An implied statement has but one: it goes on with what another began.
    """
    begun = scene.begun_by[index]
    if begun is not None:
        return [Choice(values[begun], ("continued",))]
    return [choice for propose in PROPOSERS for choice in propose(scene, index, values)]


def choose(choices: Sequence[Choice], weight: Mapping[str, float]) -> Value:
    """The value whose choices together are most probable; of equals the one put forward first."""
    shares: dict[Value, float] = defaultdict(float)
    for choice in choices:
        shares[choice.value] += math.exp(sum(weight.get(reason, 0.0) for reason in choice.reasons))
    if shares.get(None, 0.0) > SURE_UNKNOWN * sum(shares.values()):
        return None
    return max((value for value in shares if value is not None), key=lambda value: shares[value], default=None)


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """Reason -> weight: above 0 speaks for a choice, below 0 against it."""
    learned: dict[str, float] = json.loads((files("reportedly.annotate") / "said.json").read_text("utf8"))
    return learned


class Scene:
    """One story as this step sees it: its statements, where they hang, and its dates."""

    def __init__(self, document: Document, layers: Layers, drafts: Sequence[Draft]) -> None:
        self.layers = layers
        self.drafts = drafts
        self.published = document.published[:10] if document.published else None
        self.story = _day(self.published)
        self.anchors = [next(iter(draft.cue or draft.source or draft.content), Span(0, 0)) for draft in drafts]
        depths = [self._depth(index) for index in range(len(drafts))]
        self.parents = [draft.parent if depth else None for draft, depth in zip(drafts, depths, strict=True)]
        self.order = sorted(range(len(drafts)), key=lambda index: (depths[index], self.anchors[index], index))
        self.siblings_before = self._siblings_before()
        self.nested_before = self._nested_before()
        self.begun_by = [self._begun_by(index) for index in range(len(drafts))]
        self.sentence_starts = [sentence.start for sentence in layers.sentences]
        self.paragraph_starts = [paragraph.start for paragraph in layers.paragraphs]
        self.dates = [
            each for each in find_times(layers.text, layers.sentences) if each.is_dated and each.rule.name not in CLOCK_TIMES
        ]
        self.date_starts = [each.span.start for each in self.dates]
        self.date_levels = _levels(self.dates, drafts)
        self.anchor_starts = sorted(anchor.start for draft, anchor in zip(drafts, self.anchors, strict=True) if draft.cue)
        self.manners: dict[int, list[str]] = {}
        self.lead = self._lead_told() or self._lead_named()

    def _depth(self, index: int) -> int:
        """0 for a statement the reporter reports, and for one whose chain of parents leads nowhere or in a circle."""
        for depth in range(DEEPEST):
            parent = self.drafts[index].parent
            if parent is None:
                return depth
            if not 0 <= parent < len(self.drafts):
                return 0
            index = parent
        return 0

    def _siblings_before(self) -> list[list[int]]:
        """Per statement those before it within the same parent, nearest first."""
        told: dict[int | None, list[int]] = defaultdict(list)
        before: list[list[int]] = [[] for _ in self.drafts]
        for index in self.order:
            within = told[self.parents[index]]
            before[index] = within[: -STATEMENTS_BACK - 1 : -1]
            within.append(index)
        return before

    def _nested_before(self) -> list[int | None]:
        """Per statement within another the one before it, in text order, that stands within yet another and is settled before."""
        found: list[int | None] = [None] * len(self.drafts)
        latest: dict[int, int] = {}
        rank = {index: place for place, index in enumerate(self.order)}
        for index in sorted(range(len(self.drafts)), key=lambda index: (self.anchors[index], index)):
            if self.parents[index] is None:
                continue
            candidates = [other for other in latest.values() if self.parents[other] != self.parents[index]]
            candidates = [other for other in candidates if rank[other] < rank[index]]
            found[index] = max(candidates, key=lambda other: self.anchors[other], default=None)
            latest[self._depth(index)] = index
        return found

    def _begun_by(self, index: int) -> int | None:
        """For an implied statement the one it goes on with, which must have been settled before it."""
        draft, begun = self.drafts[index], self.drafts[index].continues
        if not draft.implied or begun not in self.siblings_before[index]:
            return None
        return begun

    def _opening(self, sentences: int) -> int:
        """Where the first so many sentences end that are no mere stamp: the story's date and nobody who says anything."""
        told = [
            each
            for each in self.layers.sentences[: 2 * OPENING]
            if bisect_left(self.anchor_starts, each.start) < bisect_left(self.anchor_starts, each.end)
            or not any(map(self.is_stamp, self.dates_between(*each)))
        ]
        return max((sentence.end for sentence in told[:sentences]), default=0)

    def _lead_told(self) -> Value:
        """The day given beside the first cue that has one: "..., the defence secretary told a committee on Thursday"."""
        end = self._opening(OPENING)
        opening = (index for index, anchor in enumerate(self.anchors) if anchor.start < end)
        for index in sorted(opening, key=lambda index: self.anchors[index])[:OPENING_STATEMENTS]:
            for number in self.dates_between(*self.sentence_at(self.anchors[index].start)):
                told = self.date_levels[number] == self.parents[index] and self._is_beside(index, number)
                if told and (value := self._recent(number)):
                    return value
        return None

    def _is_beside(self, index: int, number: int) -> bool:
        """Whether a few plain words part a date from the cue of a statement."""
        anchor, named = self.anchors[index], self.dates[number].span
        start, end = sorted((anchor, named))[0].end, sorted((anchor, named))[1].start
        parted = any(start <= content.start < end for content in self.drafts[index].content)
        return not parted and "," not in self.layers.text[start:end] and len(self.words(start, end)) <= BESIDE

    def _lead_named(self) -> Value:
        """The first day that the first two sentences name in the reporter's voice."""
        numbers = self.dates_between(0, self._opening(2))
        return next((day for n in numbers if self.date_levels[n] is None and _day(day := self._recent(n))), None)

    def _recent(self, number: int) -> Value:
        """The day or week a date expression names, where it is of the last week and not only the story's stamp."""
        value = (
            None if self.dates[number].rule.base != "story" or self.is_stamp(number) else _date_of(self.dates[number], self.story)
        )
        if value is None or self.story is None or not self.is_past(value):
            return None
        first = date.fromisoformat(value + "-1") if re.search(r"-W\d", value) else _day(value)
        return value if first and self.story - first < timedelta(LEAD_DAYS) else None

    def is_stamp(self, number: int) -> bool:
        """Whether a date only repeats the story's own in full: "PARIS, 21 October 2016 --", "Posted Tue 23 Oct 2012"."""
        return self.dates[number].rule.name in STAMPS and _date_of(self.dates[number], self.story) == self.published

    def sentence_at(self, offset: int) -> Span:
        """The sentence at an offset, cut to ``REACH`` on either side."""
        number = bisect_right(self.sentence_starts, offset) - 1
        start, end = self.layers.sentences[number] if number >= 0 else (0, 0)
        return Span(max(start, offset - REACH), min(end, offset + REACH))

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph at an offset."""
        return bisect_right(self.paragraph_starts, offset) - 1

    def dates_between(self, start: int, end: int) -> range:
        """Numbers of the date expressions that start within ``[start, end)``."""
        return range(bisect_left(self.date_starts, start), bisect_left(self.date_starts, end))

    def value_of(self, number: int, values: Values, reference: Value = None) -> Value:
        """What a date expression means where it stands: within a statement it counts from the day that was made on."""
        level = self.date_levels[number]
        told = _day(values[level]) if level is not None and values else None
        return _date_of(replace(self.dates[number], direction="past"), told or self.story, reference)

    def is_past(self, value: str) -> bool:
        """Whether a statement in a story of this date can have been made then; a season is held to its year only."""
        if self.story is None:
            return True
        if "W" in value and not value.endswith("WI"):
            return value <= week_of(self.story)
        return value[:4] <= str(self.story)[:4] if value[5:].isalpha() else value <= str(self.story)[: len(value)]

    def words(self, start: int, end: int) -> list[str]:
        """Lower-case words and clause marks of a stretch of text."""
        return WORD.findall(self.layers.text[start:end].lower())


def _date_of(expression: TimeExpression, day: date | None, reference: Value = None) -> Value:
    """The day, week, month, season or year an expression names; None where it names none of these."""
    value = expression.value(day, (reference,) if reference else ())
    dated = DATED.match(value) if value else None
    return dated[0] if dated else None


def _levels(dates: Sequence[TimeExpression], drafts: Sequence[Draft]) -> list[int | None]:
    """Per date expression the innermost statement within whose content it stands; None in the reporter's own voice."""
    contents = sorted((span.start, -span.end, index) for index, draft in enumerate(drafts) for span in draft.content)
    levels: list[int | None] = []
    inside: list[tuple[int, int]] = []
    following = 0
    for each in dates:
        while following < len(contents) and contents[following][0] <= each.span.start:
            inside.append((-contents[following][1], contents[following][2]))
            following += 1
        while inside and inside[-1][0] <= each.span.start:
            inside.pop()
        levels.append(inside[-1][1] if inside else None)
    return levels


def _day(value: Value) -> date | None:
    """The day a value names; None where it is less exact or no day of the calendar."""
    try:
        return date.fromisoformat(value) if value and DAY.fullmatch(value) else None
    except ValueError:
        return None


# -- how a statement is told: reasons that hold for all its choices


def manner_of(scene: Scene, index: int) -> list[str]:
    """What the wording and the place of a statement say about its date, whatever the choice; worked out once."""
    if index not in scene.manners:
        scene.manners[index] = _manner(scene, index)
    return scene.manners[index]


def _manner(scene: Scene, index: int) -> list[str]:
    draft, anchor = scene.drafts[index], scene.anchors[index]
    sentence = scene.sentence_at(anchor.start)
    before, cue = scene.words(sentence.start, anchor.start), scene.words(*anchor) if draft.cue else []
    after = scene.words(anchor.end, sentence.end)[:2]
    source = [word for span in draft.source for word in scene.words(*span)]
    paragraph = scene.paragraph_at(anchor.start)
    tense = tense_of(before, cue)
    depth = "nested" if scene.parents[index] is not None else "outer"
    found = [
        f"tense {tense}",
        f"depth {depth}",
        f"tense {tense} {depth}",
        f"background {is_background(before, after)} {depth}",
        f"form {draft.form}",
        f"paragraph {min(paragraph, 2)}",
        f"source {'none' if not source else 'pronoun' if len(source) == 1 and len(source[0]) < 5 else 'words'}",
        *(f"cue {word}" for word in cue[:2]),
        *(f"before {word}" for word in before[-2:]),
        *(f"after {word}" for word in after),
        *(f"source {word}" for word in source[-1:]),
    ]
    if sentence.start >= scene.layers.paragraphs[paragraph].start + 1:
        found.append("not first in paragraph")
    within = scene.parents[index]
    return found if within is None else found + _frame(scene, index, within)


def _frame(scene: Scene, index: int, within: int) -> list[str]:
    """How the statement within which another is reported hands it on: "media reported that" relays the news of the day."""
    outer = scene.drafts[within]
    said = sum(span.end - span.start for span in outer.content)
    taken = sum(span.end - span.start for span in scene.drafts[index].content)
    found = [f"relays {'all' if 2 * taken > said else 'part'}", f"frame form {outer.form}"]
    found += [f"frame cue {word}" for span in outer.cue[:1] for word in scene.words(*span)[:1]]
    found += [f"frame source {word}" for span in outer.source[-1:] for word in scene.words(*span)[-1:]]
    return found


# -- the proposers; each yields choices with reasons of its own


def unknown(scene: Scene, index: int, values: Values) -> Iterator[Choice]:
    """No day: "has long said"."""
    yield Choice(None, _told("unknown", scene, index))


def day_of_story(scene: Scene, index: int, values: Values) -> Iterator[Choice]:
    """The day the story is about: the one its lead names, else its date."""
    day = scene.lead or scene.published
    if day:
        yield Choice(day, _told("story", scene, index))


def published(scene: Scene, index: int, values: Values) -> Iterator[Choice]:
    """The story's date, where its lead names another: "the ministry declined to comment" on yesterday's vote."""
    day = scene.lead
    if scene.published and day and day != scene.published:
        yield Choice(scene.published, ("published", *_tense("published", scene, index)))


def month_of_story(scene: Scene, index: int, values: Values) -> Iterator[Choice]:
    """An undated interview or report is given the month."""
    if scene.story:
        yield Choice(month_of(scene.story), _told("month", scene, index))


def parent(scene: Scene, index: int, values: Values) -> Iterator[Choice]:
    """A report within a report, of the same day: "he said he promised to look into it"."""
    within = scene.parents[index]
    if within is not None and values[within]:
        yield Choice(values[within], _told("parent", scene, index))


def carried(scene: Scene, index: int, values: Values) -> Iterator[Choice]:
    """The day of a statement before: "He promised on Monday to resign. 'I am tired,' he said."."""
    here = scene.anchors[index].start
    seen: set[Value] = set()
    for steps, other in enumerate(scene.siblings_before[index], 1):
        if values[other] in seen or values[other] is None:
            continue
        seen.add(values[other])
        there = scene.anchors[other].end
        paragraphs = scene.paragraph_at(here) - scene.paragraph_at(there)
        reasons = ["carried", f"carried steps {min(steps, 4)}", f"carried paragraphs {min(paragraphs, 3)}"]
        reasons.append(f"carried {_exactness(values[other])}")
        if values[other] in (scene.published, scene.lead):
            reasons.append("carried story's day")
        reasons.append(f"carried {'same' if _same_source(scene, index, other) else 'other'} source {min(steps, 2)}")
        reasons += _tense("carried", scene, index)
        yield Choice(values[other], tuple(reasons))


def _same_source(scene: Scene, index: int, other: int) -> bool:
    """Whether one goes on speaking: a pronoun, or the same last word, "Mr. Holm" after "Mayor Ida Holm"."""
    here, there = ([word for span in scene.drafts[each].source for word in scene.words(*span)] for each in (index, other))
    return bool(here) and (here[-1] in {"he", "she", "it", "they", "i", "we"} or here[-1:] == there[-1:])


def same_scene(scene: Scene, index: int, values: Values) -> Iterator[Choice]:
    """The day of the report within a report just before, told by another: "'I asked him,' she said. He replied that ..."."""
    before = scene.nested_before[index]
    if before is not None and values[before]:
        gap = scene.paragraph_at(scene.anchors[index].start) - scene.paragraph_at(scene.anchors[before].end)
        settled = "story's day" if values[before] in (scene.published, scene.lead) else "other day"
        yield Choice(
            values[before], ("scene", f"scene paragraphs {min(gap, 3)}", f"scene {settled}", *_tense("scene", scene, index))
        )


def own_date(scene: Scene, index: int, values: Values) -> Iterator[Choice]:
    """A day named in the statement's own sentence, told by the same voice: "said on Tuesday", "on Oct 3 it warned"."""
    anchor = scene.anchors[index]
    sentence = scene.sentence_at(anchor.start)
    first_after = bisect_left(scene.date_starts, anchor.start)
    for number in scene.dates_between(sentence.start, sentence.end):
        if abs(number - first_after) <= NEAREST and scene.date_levels[number] == scene.parents[index]:
            reasons = _place_of_date(scene, index, number, sentence)
            yield from _named("own", scene, index, number, values, reasons)


def date_before(scene: Scene, index: int, values: Values) -> Iterator[Choice]:
    """A day named in the sentences before: "They met on Tuesday. The mood was good, he said."."""
    here = scene.sentence_at(scene.anchors[index].start).start
    for back in range(1, SENTENCES_BACK + 1):
        number = bisect_left(scene.sentence_starts, here) - back
        if number < 0:
            return
        sentence = scene.layers.sentences[number]
        paragraphs = scene.paragraph_at(here) - scene.paragraph_at(sentence.start)
        for found in scene.dates_between(sentence.start, min(sentence.end, sentence.start + REACH)):
            voice = "same voice" if scene.date_levels[found] == scene.parents[index] else "other voice"
            yield from _named(
                "before", scene, index, found, values, [f"{voice} {back}", f"{voice} paragraphs {min(paragraphs, 2)}"]
            )


PROPOSERS: tuple[Callable[[Scene, int, Values], Iterator[Choice]], ...] = (
    day_of_story,
    published,
    month_of_story,
    own_date,
    date_before,
    parent,
    carried,
    same_scene,
    unknown,
)


def _told(kind: str, scene: Scene, index: int) -> tuple[str, ...]:
    return (kind, *(f"{kind} {reason}" for reason in manner_of(scene, index)))


def _exactness(value: Value) -> str:
    return "none" if value is None else "week" if "W" in value else {10: "day", 7: "month", 4: "year"}.get(len(value), "other")


def _named(kind: str, scene: Scene, index: int, number: int, values: Values, reasons: Sequence[str]) -> Iterator[Choice]:
    """The choices a date expression gives: one that leans on another day is read both ways."""
    for reference in _references(scene, number, values):
        value = scene.value_of(number, values, reference)
        if value is None or not scene.is_past(value) or scene.is_stamp(number):
            continue
        rule = scene.dates[number].rule.name
        general = (kind, f"{kind} rule {rule}", f"{kind} {_exactness(value)}", f"{kind} reference {reference is not None}")
        yield Choice(value, (*general, *(f"{kind} {reason}" for reason in reasons), *_tense(kind, scene, index)))


def _tense(kind: str, scene: Scene, index: int) -> Iterator[str]:
    return (f"{kind} {reason}" for reason in manner_of(scene, index) if reason.startswith(("tense", "depth", "source none")))


def _references(scene: Scene, number: int, values: Values) -> list[Value]:
    if scene.dates[number].rule.base != "reference" or number == 0:
        return [None]
    named = scene.value_of(number - 1, values)
    return [None, named] if named else [None]


def _place_of_date(scene: Scene, index: int, number: int, sentence: Span) -> list[str]:
    """Where a date stands to the cue of a statement: before or after, how far, what lies between."""
    date_span, anchor, draft = scene.dates[number].span, scene.anchors[index], scene.drafts[index]
    follows = date_span.start >= anchor.start
    start, end = (anchor.end, date_span.start) if follows else (date_span.end, anchor.start)
    between = scene.words(start, end)
    side = "after" if follows else "ahead"
    text = scene.layers.text[max(start, 0) : max(end, 0)]
    found = [f"{side} {min(len(between), 8)}", f"{side} commas {min(text.count(','), 3)}"]
    if ";" in between:
        found.append(f"{side} semicolon")
    if RELATIVE_PRONOUNS.intersection(between):
        found.append(f"{side} relative clause")
    if bisect_left(scene.anchor_starts, end) - bisect_right(scene.anchor_starts, start) > 0:
        found.append(f"{side} another cue between")
    if any(start <= content.start and content.end <= end for content in draft.content):
        found.append(f"{side} content between")
    if any(source.start <= date_span.start < source.end for source in draft.source):
        found.append("in source")
    if not scene.words(sentence.start, date_span.start)[1:]:
        found.append("opens sentence")
    found += [f"preposition {word}" for word in scene.words(max(date_span.start - 20, sentence.start), date_span.start)[-1:]]
    return found
