"""Where the times of a text are: words that trigger rules, the rules that fit there, the longest reading of each place.

Few words of a story belong to times, so rules are not run over all of it: one pass looks each word up in ``TRIGGERS``, and
the rules that need such a word are matched only around it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from reportedly.annotate.times import calendar
from reportedly.annotate.times.calendar import Direction
from reportedly.annotate.times.direction import direction_of
from reportedly.annotate.times.holidays import TRIGGERS as HOLIDAY_TRIGGERS
from reportedly.annotate.times.rule import RULES, Rule, Setting, Words, span_of, words_of
from reportedly.records import Span, Spans

REACH = 60  # characters around a trigger word that an expression may take up on either side
TOKEN = re.compile(r"[^\W\d_]+|[0-9]+")

_KINDS: dict[str, str] = {
    "weekday": " ".join([*calendar.WEEKDAYS, *(name + "s" for name in calendar.WEEKDAYS), *calendar.SHORT_WEEKDAYS]),
    "month": " ".join([*calendar.MONTHS, *calendar.SHORT_MONTHS]),
    "season": " ".join([*calendar.SEASONS, "summers winters springs autumns falls"]),
    "unit": (
        "second seconds minute minutes hour hours day days week weeks fortnight fortnights weekend weekends month months quarter"
        " quarters year years decade decades century centuries millennium millennia quarterly"
        " yearend yearlong weeklong monthlong daylong hourlong multiyear"
    ),
    "part": " ".join([*calendar.PARTS, "eve noon midnight mornings evenings nights afternoons"]),
    "deictic": "today tonight yesterday tomorrow",
    "clock": "m am pm gmt utc est edt pst pdt o'clock oclock clock",
    "set": (
        "daily weekly monthly yearly annual annually quarterly hourly nightly biweekly bimonthly semiannual semiannually biennial"
        " fortnightly weekdays"
    ),
    "vague": (
        "now currently presently nowadays moment present current recently recent lately once past future soon shortly time times"
        " ago previously formerly long while someday"
    ),
    "fiscal": "fiscal financial half",
    "decade": "twenties thirties forties fifties sixties seventies eighties nineties",
    "era": "b c d bc ad bce ce",
}  # fmt: skip


@lru_cache(maxsize=1)
def triggers() -> dict[str, frozenset[str]]:
    """Lower-case word -> the kinds of rules that it calls for."""
    kinds: dict[str, set[str]] = {}
    for kind, words in _KINDS.items():
        for word in words.lower().split():
            kinds.setdefault(word, set()).add(kind)
    for word in HOLIDAY_TRIGGERS:
        kinds.setdefault(word, set()).add("holiday")
    return {word: frozenset(found) for word, found in kinds.items()}


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that name a time, the rule that found them, and whether their clause tells of the past or the future."""

    span: Span
    rule: Rule
    words: Words
    direction: Direction | None

    @property
    def is_dated(self) -> bool:
        """Whether it names a date or clock time of the calendar: no duration, no "every Tuesday", no "recently"."""
        return self.rule.type == "DATE" and self.rule.base != "vague"

    def value(self, day: date | None, told: Sequence[str] = ()) -> str | None:
        """The TIMEX3 value, or None for what lies outside the calendar.

        ``day`` is the day of telling, ``told`` the values of the times told of before, the nearest first.
        """
        return self.rule.value(self.words, Setting(day, tuple(told), self.direction))


@lru_cache(maxsize=2)  # the dates of speech and the times of one story both rest on them
def find_times(text: str, sentences: Spans) -> tuple[TimeExpression, ...]:
    """Every time expression, in text order; of overlapping ones the one that starts first and reaches furthest."""
    starts = [sentence.start for sentence in sentences]
    found: list[TimeExpression] = []
    for match in _longest(tuple(_matches(text))):
        number = bisect_right(starts, match.span.start) - 1
        sentence = sentences[number] if number >= 0 else match.span
        direction = direction_of(text, sentence, match.span) if match.rule.base == "story" else None
        found.append(TimeExpression(match.span, match.rule, match.words, direction))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Match:
    span: Span
    looked_at: int  # characters the pattern covers, the words around the expression included
    rule: Rule
    words: Words


def _longest(matches: Sequence[_Match]) -> Iterator[_Match]:
    """No two overlap: the first and longest of each place, of equals the one that looked at most."""
    ordered = sorted(matches, key=lambda match: (match.span.start, -match.span.end, -match.looked_at))
    no_times = deque(match.span for match in ordered if match.rule.type is None)
    end = 0
    for match in ordered:
        while no_times and no_times[0].end <= match.span.start:
            no_times.popleft()
        barred = bool(no_times) and no_times[0].start < match.span.end
        if match.rule.type is not None and not barred and match.span.start >= end:
            yield match
            end = match.span.end


def _matches(text: str) -> Iterator[_Match]:
    for start, end, kinds in _regions(text):
        for rule in _rules_for(kinds):
            for match in rule.pattern.finditer(text, start, end):
                yield _Match(span_of(match), match.end() - match.start(), rule, words_of(match))


@lru_cache(maxsize=4096)
def _rules_for(kinds: frozenset[str]) -> tuple[Rule, ...]:
    return tuple(rule for rule in all_rules() if rule.triggers & kinds)


def all_rules() -> Sequence[Rule]:
    """Every rule there is, in the order they are entered."""
    from reportedly.annotate.times import rules  # noqa: F401  (its modules enter the rules)

    return RULES


def _regions(text: str) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Stretches around trigger words, and the kinds of triggers in each; they do not overlap."""
    known = triggers()
    start, end, kinds = 0, -1, frozenset[str]()
    for token in TOKEN.finditer(text):
        word = token[0]
        found = _kinds_of_figures(text, token) if word[0].isdigit() else known.get(word.lower())
        if not found:
            continue
        if token.start() - REACH > end:
            if kinds:
                yield start, end, kinds
            start, kinds = max(0, token.start() - REACH, end), frozenset()
        end = min(len(text), token.end() + REACH)
        kinds |= found
    if kinds:
        yield start, end, kinds


def _kinds_of_figures(text: str, token: re.Match[str]) -> frozenset[str] | None:
    """ "1998" may be a year, "12" before ":" a clock time, before "th" a day, before "/" a date, "60" before "s" a decade."""
    after = text[token.end() : token.end() + 1]
    kinds = set()
    if len(token[0]) == 4:
        kinds.add("year")
    if after == ":":
        kinds.add("clock")
    if after and after in "-/." and text[token.end() + 1 : token.end() + 2].isdigit():
        kinds.add("figures")
    if after and after in "snrt’'" and len(token[0]) <= 2:
        kinds |= {"ordinal"} if after in "snrt" else set()
        kinds |= {"decade"} if after in "s’'" and len(token[0]) == 2 else set()
    if len(token[0]) == 2 and text[token.start() - 1 : token.start()] in ("'", "’", "‘"):
        kinds.add("year")
    return frozenset(kinds) or None
