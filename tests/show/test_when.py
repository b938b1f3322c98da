from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.records import Span, Time
from reportedly.show.when import in_words, time_in_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        ("2021", "2021"),
        ("2021-10", "October 2021"),
        ("2021-FA", "autumn 2021"),
        ("2024-03-08", "8 March"),
        ("2021-03-08", "8 March 2021"),
        ("2024-03-29T12:15+03:00", "29 March 2024, 12:15 (+03:00)"),
        ("2023-12-31TNI", "31 December 2023, night"),
        ("1997-W16", "week 16 of 1997"),
        ("1997-W16-WE", "the weekend of week 16 of 1997"),
        ("2024-Q1", "first quarter of 2024"),
        ("2024-H2", "second half of 2024"),
        ("FY2024", "fiscal 2024"),
        ("FY2024-H1", "first half of fiscal 2024"),
        ("2024-H3", "2024-H3"),
        ("199", "the 1990s"),
        ("199X", "the 1990s"),
        ("19", "the 1900s"),
        ("PRESENT_REF", "now"),
        ("P2M", "2 months"),
        ("P1Y6M", "1 year, 6 months"),
        ("PT24H", "24 hours"),
        ("P2DT30M", "2 days, 30 minutes"),
        ("PXD", "days"),
        ("P3DE", "3 decades"),
        ("P2CE", "P2CE"),
        ("P0.5Y", "0.5 years"),
        ("P", "P"),
        ("PT", "PT"),
        ("XXXX-WXX-1", "XXXX-WXX-1"),
        ("<script>", "<script>"),
    ],
)
def test_values_in_words(value: str | None, words: str) -> None:
    assert in_words(value, "2024-03-12") == words


@pytest.mark.parametrize(("value", "words"), [("P1D", "every day"), ("P2W", "every 2 weeks"), ("XXXX-WXX-1", "XXXX-WXX-1")])
def test_sets_come_round(value: str, words: str) -> None:
    assert time_in_words(Time(Span(0, 1), "SET", value, None, None, "set", 0.9)) == words


@given(st.text())
def test_any_value_has_words(value: str) -> None:
    assert in_words(value) or not value
