"""Each rule's examples are its tests; the rest is what rules must not take for a date, and hostile text."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.annotate.dates import RULES, find_dates

STORY, REFERENCE = date(2019, 10, 16), date(2019, 9, 30)
EXAMPLES = [(rule.name, *example.split(" -> ")) for rule in RULES for example in rule.examples]


@pytest.mark.parametrize(("name", "text", "value"), EXAMPLES, ids=[text for _, text, _ in EXAMPLES])
def test_rule_reads_its_example(name: str, text: str, value: str) -> None:
    found = find_dates(text)
    assert [(each.rule.name, each.value(STORY, REFERENCE)) for each in found] == [(name, value)]


def test_every_rule_has_an_example() -> None:
    assert [rule.name for rule in RULES if not rule.examples] == []


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the ministry.",
        "It may cost 2,018 crowns, or 1,999.50.",
        "He fell in the second round.",
        "The 1970s were kinder to the harbour.",
        "We sat down by the spring.",
        "Bus No. 2019-10 left.",
    ],
)
def test_no_date(text: str) -> None:
    assert [text[slice(*each.span)] for each in find_dates(text)] == []


@pytest.mark.parametrize("text", ["February 30", "9 October 2019 years", "999 years ago", "on the 31st"])
def test_dates_outside_the_calendar_are_none_or_iso(text: str) -> None:
    for each in find_dates(text):
        value = each.value(date(1, 2, 1))
        assert value is None or value[:4].isdigit()


def test_relative_dates_need_a_day_to_count_from() -> None:
    assert [each.value(None) for each in find_dates("On Tuesday, in 2018, last month, 3 May 2017, Oct 3, the day before.")] == [
        None,
        "2018",
        None,
        "2017-05-03",
        None,
        None,
    ]


def test_without_a_reference_the_story_stands_in() -> None:
    assert [each.value(STORY) for each in find_dates("the day before")] == ["2019-10-15"]


PIECES = ["Monday", "last", "the", "October", "3", "2019", "ago", "two", "weeks", "\n", "of", "\0", "🙂", "٣", "-", ",", "31st"]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5)).map(" ".join), st.dates(), st.none() | st.dates())
def test_any_text_gives_spans_in_order_and_the_same_values_again(text: str, story: date, reference: date | None) -> None:
    found = find_dates(text)
    ends = [0, *(each.span.end for each in found)]
    assert all(before <= each.span.start < each.span.end <= len(text) for before, each in zip(ends, found, strict=False))
    values = [each.value(story, reference) for each in found]
    assert values == [each.value(story, reference) for each in find_dates(text)]


@pytest.mark.parametrize("piece", ["a", "1", " ", "the ", "Monday ", "in early ", "last late early ", "the end of "])
def test_hostile_text_takes_linear_time(piece: str) -> None:
    started = time.process_time()
    find_dates(piece * (300_000 // len(piece)))
    assert time.process_time() - started < 3
