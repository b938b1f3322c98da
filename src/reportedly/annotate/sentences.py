"""Sentences of English news: a list of named rules, asked in turn at every full stop, question and exclamation mark.

``RULES`` is the algorithm. The first rule that has an opinion decides; where none has, the sentence ends. Closing quotation
marks and brackets stay with the sentence they end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from reportedly.annotate.abbreviations import (
    BEFORE_DIGITS,
    BEFORE_NAMES,
    OFTEN_LAST,
    REPORTING,
    STARTERS,
    TIME_OF_DAY,
    TIME_WORDS,
)
from reportedly.records import Span, Spans

# The look-behind keeps "......" linear: a run of stops is tried once, at its first.
STOP = re.compile(
    r"(?<![.!?…])(?P<mark>[.!?…]++(?:\s\.(?=\s))*+)(?P<closing>[\"'”’»«“)\]]*+(?:[ \u00a0\u202f]»(?=\s))?)(?P<space>\s++)(?=\S)"
)
LAST_WORD = re.compile(r"[\w.'’&-]*\Z")
NEXT_WORD = re.compile(r"[\"'“‘„«»(\[-]*([\w’'.-]*)")
SPEAKER_SAYS = re.compile(rf"(?:[A-Z][\w.’'-]* ){{1,5}}(?:{'|'.join(sorted(REPORTING))})\b")
REACH = 40  # characters looked at on either side


class Place(NamedTuple):
    """A place where a sentence may end: ``before`` + ``mark`` + ``closing`` + white space + ``after``."""

    before: str
    word: str  # the run of letters and full stops right before the mark, "U.S" in "U.S."
    mark: str
    closing: str
    after: str
    next_word: str  # without an opening quotation mark


Rule = Callable[[Place], bool | None]


def lower_case_after(place: Place) -> bool | None:
    """``"Why?" he asked.`` and ``approx. ten`` go on."""
    return False if place.next_word[:1].islower() or place.after[0] in ",;:" else None


def speaker_after_question(place: Place) -> bool | None:
    """``"Will they come?" Mr. Orlov asked.`` goes on; so does ``"Go!" the crowd`` by the rule above."""
    if place.closing and place.mark[-1] in "!?" and SPEAKER_SAYS.match(place.after):
        return False
    return None


def not_a_full_stop(place: Place) -> bool | None:
    """``Will they come? Nobody knows.`` ends."""
    return True if place.mark != "." else None


def closed_quotation(place: Place) -> bool | None:
    """``"We will stay in the U.S." Orlov left.`` ends."""
    return True if place.closing else None


def title_before_name(place: Place) -> bool | None:
    """``Gov. Marta Lind`` and ``Mr. Orlov`` go on."""
    return False if place.word.lower() in BEFORE_NAMES else None


def abbreviation_before_number(place: Place) -> bool | None:
    """``Jan. 6`` and ``No. 10`` go on; ``No. They left.`` and ``last Jan. The`` end."""
    if place.word.lower() in BEFORE_DIGITS:
        return not place.next_word[:1].isdigit()
    return None


def time_of_day(place: Place) -> bool | None:
    """``at 10 a.m. Monday`` and ``a.m. EST`` go on; ``at 10 a.m. Police came.`` ends."""
    if place.word.lower() in TIME_OF_DAY:
        following = place.next_word.rstrip(".")
        return not (following.lower() in TIME_WORDS or (following.isupper() and len(following) > 1))
    return None


def initial(place: Place) -> bool | None:
    """``J. Orlov`` and ``John F. Kennedy`` go on; ``plan B. The`` ends."""
    if len(place.word) == 1 and place.word.isupper():
        return place.next_word.lower() in STARTERS
    return None


def dotted_or_company(place: Place) -> bool | None:
    """``U.S. President`` and ``Inc. Chairman`` go on; ``in the U.S. The`` ends."""
    if "." in place.word[1:] or place.word.lower() in OFTEN_LAST:
        return place.next_word.lower() in STARTERS or place.after[0] in "\"“„«‘"
    return None


def number_of_a_list(place: Place) -> bool | None:
    """``1. Talks resume`` at the head of a paragraph goes on."""
    return False if place.before == place.word and place.word.isdigit() and len(place.word) < 3 else None


RULES: tuple[Rule, ...] = (
    lower_case_after,
    speaker_after_question,
    not_a_full_stop,
    closed_quotation,
    title_before_name,
    abbreviation_before_number,
    time_of_day,
    initial,
    dotted_or_company,
    number_of_a_list,
)


def sentences_of(text: str, paragraphs: Spans) -> Spans:
    """The sentences of ``text`` in order, without surrounding white space; none crosses a paragraph."""
    return tuple(sentence for paragraph in paragraphs for sentence in _sentences_of_paragraph(text, paragraph))


def _sentences_of_paragraph(text: str, paragraph: Span) -> Iterator[Span]:
    start, end = paragraph
    for stop in STOP.finditer(text, start, end):
        if ends_sentence(_place(text, paragraph.start, stop, end)):
            yield Span(start, stop.start("space"))
            start = stop.end()
    yield Span(start, end)


def ends_sentence(place: Place) -> bool:
    """What the first rule with an opinion says; True where none has one."""
    for rule in RULES:
        decision = rule(place)
        if decision is not None:
            return decision
    return True


def _place(text: str, begin: int, stop: re.Match[str], end: int) -> Place:
    before = text[max(begin, stop.start() - REACH) : stop.start()]
    after = text[stop.end() : min(end, stop.end() + 2 * REACH)]
    word = LAST_WORD.search(before)
    next_word = NEXT_WORD.match(after)
    return Place(
        before,
        word[0] if word else "",
        stop["mark"],
        stop["closing"],
        after,
        next_word[1] if next_word else "",
    )
