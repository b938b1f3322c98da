"""``tests/cases/sentences.txt`` holds the cases, one a line; rules and abbreviations are tested by their own examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportedly.annotate import abbreviations, sentences
from reportedly.annotate.paragraphs import paragraphs_of
from reportedly.annotate.sentences import RULES, decide, sentences_of

CASES = Path(__file__).parents[1] / "cases" / "sentences.txt"
LINES = [line for line in CASES.read_text("utf-8").splitlines() if not line.startswith("#")]
PHRASES = (
    *abbreviations.BEFORE_NAMES,
    *abbreviations.BEFORE_NUMBERS,
    *abbreviations.BEFORE_NAMES_OR_LAST,
    *abbreviations.TIMES_OF_DAY,
)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences_of(text, paragraphs_of(text))]


@pytest.mark.parametrize("line", LINES)
def test_bars_mark_the_sentences(line: str) -> None:
    marked = line.replace("\\n", "\n")
    assert split(marked.replace("|", "")) == [sentence.strip() for sentence in marked.split("|")]


@pytest.mark.parametrize("phrase", PHRASES)
def test_abbreviation_keeps_its_phrase_in_one_piece(phrase: str) -> None:
    assert split(f"They saw {phrase} there. It was late.") == [f"They saw {phrase} there.", "It was late."]


def test_every_rule_decides_some_case() -> None:
    deciding = set()
    for line in LINES:
        text = line.replace("\\n", "\n").replace("|", "")
        for start, end in paragraphs_of(text):
            deciding |= {
                decide(sentences._place(text, start, stop, end))[1] for stop in sentences.STOP.finditer(text, start, end)
            }
    assert {rule.__name__ for rule in RULES} <= deciding


def test_every_rule_shows_an_example() -> None:
    assert [rule.__name__ for rule in RULES if not re.search("``.+``", rule.__doc__ or "")] == []
