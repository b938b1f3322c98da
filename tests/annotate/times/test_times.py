"""Whole stories, and properties that hold for any text."""

from __future__ import annotations

import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.annotate.layers import Layers
from reportedly.annotate.segment import layers_of
from reportedly.annotate.times import times_of
from reportedly.records import Document, Span, Time

DISPATCH = """SELBY HARBOUR, 12 March (Northern Wire) - The harbour council voted on Monday to close the old pier.

The pier, built in 1887 and widened in the early 1960s, has been shut since last October. "We gave it three years, and then \
another six months," council chair Ida Holm said late on Tuesday.

A report in the autumn of 2021 warned of rot; just a few days later a beam fell. Repairs will begin in May and last about two \
years. Ferries sail every Thursday at 8 a.m. and, at the moment, twice a day.

Third-quarter takings were 4.1 million crowns, up from 3.9 million a year earlier."""

READ = [
    ("12 March", "DATE", "2024-03-12"),
    ("Monday", "DATE", "2024-03-11"),
    ("1887", "DATE", "1887"),
    ("the early 1960s", "DATE", "196"),
    ("last October", "DATE", "2023-10"),
    ("three years", "DURATION", "P3Y"),
    ("another six months", "DURATION", "P6M"),
    ("late on Tuesday", "DATE", "2024-03-12"),
    ("the autumn of 2021", "DATE", "2021-FA"),
    ("just a few days later", "DATE", "FUTURE_REF"),
    ("May", "DATE", "2024-05"),
    ("about two years", "DURATION", "P2Y"),
    ("every Thursday", "SET", "XXXX-WXX-4"),
    ("8 a.m.", "TIME", "2024-03-12T08:00"),
    ("at the moment", "DATE", "PRESENT_REF"),
    ("twice a day", "SET", "P1D"),
    ("Third-quarter", "DATE", "2023-Q3"),
    ("a year earlier", "DATE", "2022-Q3"),
]


def read(text: str, published: str | None = "2024-03-12", told: tuple[tuple[Span, str | None], ...] = ()) -> tuple[Time, ...]:
    return times_of(Document("x", text, published=published), layers_of(text), told)


def values(text: str, published: str | None = "2024-03-12") -> list[str]:
    return [each.value for each in read(text, published)]


def test_a_dispatch() -> None:
    assert [(DISPATCH[slice(*each.span)], each.type, each.value) for each in read(DISPATCH)] == READ


def test_the_same_story_reads_the_same_again() -> None:
    assert read(DISPATCH) == read(DISPATCH)


def test_begin_and_end() -> None:
    found = {each.value: (each.begin, each.end) for each in read(DISPATCH)}
    assert found["2021-FA"] == ("2021-09-01", "2021-12-01")
    assert found["196"] == ("1960-01-01", "1970-01-01")
    assert found["2023-Q3"] == ("2023-07-01", "2023-10-01")
    assert found["2024-03-12T08:00"] == ("2024-03-12T08:00", "2024-03-12T08:01")
    assert found["P3Y"] == found["XXXX-WXX-4"] == found["PRESENT_REF"] == (None, None)


def test_a_stamp_keeps_its_zone() -> None:
    (stamp,) = read("29 Mar. 2024, 12:15 (UTC+3 MSK)")
    assert (stamp.type, stamp.value) == ("TIME", "2024-03-29T12:15+03:00")
    assert (stamp.begin, stamp.end) == ("2024-03-29T12:15+03:00", "2024-03-29T12:16+03:00")


def test_within_a_statement_times_count_from_the_day_it_was_made() -> None:
    text = "He said in October that he had paid two months earlier. She paid two months ago."
    said = Span(text.index("that"), text.index(" She"))
    assert [each.value for each in read(text, told=((said, "2021-10-05"),))] == ["2023-10", "2023-08", "2024-01"]
    text = "In an interview he said: we met yesterday."
    assert [each.value for each in read(text, told=((Span(24, len(text)), "2021-10-05"),))] == ["2021-10-04"]
    assert [each.value for each in read(text, told=((Span(24, len(text)), None),))] == ["2024-03-11"]


def test_the_innermost_statement_counts() -> None:
    text = "A said B had said that C left yesterday."
    outer, inner = Span(7, len(text)), Span(18, len(text))
    assert [each.value for each in read(text, told=((inner, "2020-02-02"), (outer, "2021-10-05")))] == ["2020-02-01"]
    assert [each.value for each in read(text, told=((outer, "2021-10-05"), (inner, "2020-02-02")))] == ["2020-02-01"]


def test_times_told_of_before() -> None:
    assert values("The mill burnt on 3 May 1994. The next day it rained; that year nobody paid.") == [
        "1994-05-03",
        "1994-05-04",
        "1994",
    ]
    assert values("Built in 1887, it was sold two years later.") == ["1887", "1889"]
    assert values("Ten years ago this week it began; a decade later it is over.") == ["2014", "2024-W11", "2024"]
    assert values("It opened in June 2020 and shut the following spring.") == ["2020-06", "2021-SP"]


def test_a_history_counts_on_from_its_own_dates() -> None:
    text = "On 1 September 1939 the war began. By 6 October it was over. On 10 May 1940 it moved west. In June 1941 east."
    text += " In December it stood."
    assert values(text) == ["1939-09-01", "1939-10-06", "1940-05-10", "1941-06", "1941-12"]


@pytest.mark.parametrize("published", [None, "2019", "soon", "2019-02-31", "9999-12-31", "0001-01-01T00:00:00Z"])
def test_any_publication_date_will_do(published: str | None) -> None:
    assert len(read(DISPATCH, published)) > len(READ) // 2


PIECES = [
    "Monday", "last", "the", "October", "3", "2019", "ago", "two", "weeks", "\n", "of", "\0", "🙂", "٣", "-", ",", "31st",
    "a", "year", "quarter", "earlier", "at", "8:30", "p.m.", "GMT", "every", "night", "1990s", "century", "19th", "now",
    "Easter", "fall", "B.C.", "half", "०१",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=5)).map(" ".join),
    st.none() | st.dates().map(str),
    st.none() | st.dates().map(str),
)
def test_any_text_gives_times_in_order(text: str, published: str | None, said: str | None) -> None:
    found = read(text, published, ((Span(0, len(text) // 2), said),))
    ends = [0, *(each.span.end for each in found)]
    assert all(before <= each.span.start < each.span.end <= len(text) for before, each in zip(ends, found, strict=False))
    assert found == read(text, published, ((Span(0, len(text) // 2), said),))
    for each in found:
        assert 0 <= each.confidence <= 1
        assert (each.begin is None) == (each.end is None)
        if each.begin and each.end:
            assert datetime.fromisoformat(each.begin) < datetime.fromisoformat(each.end)


HOSTILE = [
    "a", "1", " ", "the ", "Monday ", "in early ", "last late early ", "the end of ", "1990", "more than ", "8:30 ", "a year ",
    "Sunday Times ", "one hundred ", "May 3, ", "-", "12/", "every other ", "\0",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    layers = Layers(text, (), (Span(0, len(text)),), (Span(0, len(text)),), ())
    started = time.process_time()
    times_of(Document("x", text, published="2024-03-12"), layers, ())
    assert time.process_time() - started < 6  # a story of 60,000 characters; under one at home
