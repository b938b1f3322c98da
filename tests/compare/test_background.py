"""Passages that only recall something else, on stories made by hand."""

from __future__ import annotations

import dataclasses

import pytest

from reportedly.compare.accounts import story_of
from reportedly.compare.background import is_background
from reportedly.records import Span, Time
from tests.compare.stories import told

LEAD = "The court in Puerto Nieve found the governor Ramon Ibarra not guilty of bribery on Wednesday."


@pytest.mark.parametrize(
    ("passage", "background"),
    [
        ("In November a court in Santa Clara acquitted the mayor of taking a car.", True),
        ("In November the same court acquitted Ibarra of forging a passport.", False),
        ("In November the court heard the driver for two days.", False),
    ],
)
def test_a_passage_that_names_only_what_is_elsewhere_is_background_sooner(passage: str, background: bool) -> None:
    reading = told("a", "2023-12-06T08:00:00+00:00", [LEAD, passage])
    start = reading.document.text.index("November")
    november = Time(Span(start, start + 8), "DATE", "2023-11", "2023-11-01", "2023-12-01", "month", 0.9)
    story = story_of(dataclasses.replace(reading, times=(november,)))
    [account] = [a for a in story.accounts if a.span.start > len(LEAD)]
    assert is_background(account) is background
