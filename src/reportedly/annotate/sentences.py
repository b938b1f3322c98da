"""Sentences of English news: named rules, asked in turn at every full stop, question mark, exclamation mark and ellipsis.

``RULES`` is the algorithm. The first rule that has an opinion decides; where none has, the sentence ends. Closing quotation
marks and brackets stay with the sentence they end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from reportedly.annotate.abbreviations import (
    BEFORE_NAMES,
    BEFORE_NAMES_OR_LAST,
    BEFORE_NUMBERS,
    REPORTING,
    STARTERS,
    TIME_WORDS,
    TIMES_OF_DAY,
    abbreviations,
)
from reportedly.records import Span, Spans

# The look-behind keeps "......" linear: a run of stops is tried once, at its first.
STOP = re.compile(
    r"(?<![.!?…])(?P<mark>[.!?…]++(?:\s[.…]++(?=\s))*+)"  # also ". . ."
    r"(?P<closing>[\"'”’»«“)\]]*+(?:[ \u00a0\u202f]»(?=\s))?)"  # also "va. »"
    r"(?P<space>\s++)(?=\S)"
)
LAST_WORD = re.compile(r"[\w.'’&-]*\Z")
NEXT_WORD = re.compile(r"[\"'“‘„«»(\[-]*([\w’'.-]*)")
DOTTED = re.compile(r"(?:[^\W\d]\.)+[^\W\d]")
CAMEL = re.compile(r"[a-z]+[A-Z]")
SPEAKER_SAYS = re.compile(rf"(?:[A-Z][\w.’'-]* ){{1,5}}(?:{'|'.join(sorted(REPORTING))})\b")
OPENING_MARKS = frozenset('"“„«‘')
REACH_BACK, REACH_ON = 40, 80  # characters looked at on either side

TITLES = abbreviations(BEFORE_NAMES)
COUNTED = abbreviations(BEFORE_NUMBERS)
COMPANIES = abbreviations(BEFORE_NAMES_OR_LAST)
HOURS = abbreviations(TIMES_OF_DAY)


class Place(NamedTuple):
    """A place where a sentence may end: ``before``, ``mark``, ``closing``, white space, ``after``."""

    before: str  # at most REACH_BACK characters, none of another sentence
    word: str  # in lower case, the run of letters and full stops right before the mark: "u.s" in "U.S."
    mark: str  # the stops
    closing: str  # closing quotation marks and brackets
    after: str  # at most REACH_ON characters
    next_word: str  # without a quotation mark before it


Rule = Callable[[Place], bool | None]


def lower_case_follows(place: Place) -> bool | None:
    """``"Why?" he asked.`` and ``approx. ten`` go on, but ``They left. iPhone sales`` ends."""
    goes_on = place.after[0] in ",;:" or (place.next_word[:1].islower() and not CAMEL.match(place.next_word))
    return False if goes_on else None


def speaker_follows_question(place: Place) -> bool | None:
    """``"Will they come?" Mr. Orlov asked.`` goes on."""
    asked = place.closing and place.mark[-1] in "!?"
    return False if asked and SPEAKER_SAYS.match(place.after) else None


def more_than_a_full_stop(place: Place) -> bool | None:
    """``Will they come? Nobody knows.`` and ``"We will stay in the U.S." Orlov left.`` end."""
    return True if place.mark != "." or place.closing else None


def title(place: Place) -> bool | None:
    """``Gov. Marta Lind`` goes on."""
    return False if place.word in TITLES else None


def initial(place: Place) -> bool | None:
    """``J. Orlov`` and ``John F. Kennedy`` go on; ``plan B. The`` ends."""
    if len(place.word) == 1 and place.before[-1].isupper():
        return place.next_word.lower() in STARTERS
    return None


def before_number(place: Place) -> bool | None:
    """``Jan. 6`` and ``No. 10`` go on; ``No. They left.`` ends."""
    return not place.next_word[:1].isdigit() if place.word in COUNTED else None


def hour(place: Place) -> bool | None:
    """``at 10 a.m. Monday`` and ``10 a.m. EST`` go on; ``at 10 a.m. Police came.`` ends."""
    if place.word not in HOURS:
        return None
    following = place.next_word.rstrip(".")
    return not (following.lower() in TIME_WORDS or (following.isupper() and len(following) > 1))


def letters_or_company(place: Place) -> bool | None:
    """``U.S. President`` and ``Inc. Chairman`` go on; ``in the U.S. The`` and ``the U.S. "We`` end."""
    if place.word in COMPANIES or DOTTED.fullmatch(place.word):
        return place.next_word.lower() in STARTERS or place.after[0] in OPENING_MARKS
    return None


def number_of_a_list(place: Place) -> bool | None:
    """``1. Talks resume`` at the head of a paragraph goes on."""
    return False if place.before == place.word and place.word.isdigit() and len(place.word) < 3 else None


RULES: tuple[Rule, ...] = (
    lower_case_follows,
    speaker_follows_question,
    more_than_a_full_stop,
    title,
    initial,
    before_number,
    hour,
    letters_or_company,
    number_of_a_list,
)


def sentences_of(text: str, paragraphs: Spans) -> Spans:
    """The sentences of ``text`` in order, without surrounding white space; none crosses a paragraph. Linear."""
    return tuple(sentence for paragraph in paragraphs for sentence in _sentences_of_paragraph(text, paragraph))


def decide(place: Place) -> tuple[bool, str | None]:
    """Whether a sentence ends at ``place``, and the name of the rule that says so, None where no rule has an opinion."""
    for rule in RULES:
        decision = rule(place)
        if decision is not None:
            return decision, rule.__name__
    return True, None


def _sentences_of_paragraph(text: str, paragraph: Span) -> Iterator[Span]:
    start, end = paragraph
    for stop in STOP.finditer(text, start, end):
        ends, _ = decide(_place(text, start, stop, end))
        if ends:
            yield Span(start, stop.start("space"))
            start = stop.end()
    yield Span(start, end)


def _place(text: str, start: int, stop: re.Match[str], end: int) -> Place:
    before = text[max(start, stop.start() - REACH_BACK) : stop.start()]
    after = text[stop.end() : min(end, stop.end() + REACH_ON)]
    word, next_word = LAST_WORD.search(before), NEXT_WORD.match(after)
    return Place(
        before,
        word[0].lower() if word else "",
        stop["mark"],
        stop["closing"],
        after,
        next_word[1] if next_word else "",
    )
