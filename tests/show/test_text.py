from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reportedly.records import Document, Reading, Span, Statement
from reportedly.show.text import render

SGR = re.compile(r"\x1b\[[0-9;]*m")  # the only sequences that may reach a terminal: our own colours


def test_a_reading_in_a_terminal_of_80_columns(river: Reading) -> None:
    assert (
        render(river, 80)
        == """\
Marovia offers to reopen river talks
Northern Wire · VELDEN · 29 March 2024
────────────────────────────────────────────────────────────────────────────────

Mara Lindqvist  said · 29 March · mixed · 97%
│ Marovia is ready to reopen talks on the Tarn reservoir "within weeks"

Mara Lindqvist  accusing · 29 March · mixed · 91%
│ neighbouring Estvale of "walking away from its own signature"

Mara Lindqvist  told · to Evening Courier · in an interview · 29 March · direct
  98%
│ "We have kept the sluices open all winter. We asked for nothing in return.
│ "Now we ask for one thing: that they come back to the table,"

Mara Lindqvist  According to · 29 March · indirect · 93%
│ Estvale's prime minister, Tomas Okafor, promised at a meeting in October that
│ his engineers would share their measurements.
│
│ Lindqvist › Tomas Okafor  promised · at a meeting · October 2023 · indirect
│   84%
│ │ that his engineers would share their measurements
│
│ Mara Lindqvist · 29 March · implied, mixed · 71%
│ ┊ Okafor even said that "a river has no passport".
│ ┊
│ ┊ Lindqvist › Tomas Okafor  said · mixed · 80%
│ ┊ │ that "a river has no passport"
│
│ Mara Lindqvist · 29 March · implied, indirect · 62%
│ ┊ The figures never came.
│
│ Mara Lindqvist · 29 March · implied, indirect · unsure, 48%
│ ┊ Nor did anyone explain the delay.

Mara Lindqvist  recalled · 29 March · indirect · 95%
│ that the River Council had been told by Okafor that the dam was safe
│
│ Lindqvist › River Council  told · indirect · unsure, 55%
│ │ by Okafor that the dam was safe
│ │
│ │ Lindqvist › River Council › Tomas Okafor  told · to River Council · indirect
│ │   77%
│ │ │ that the dam was safe

Government of Estvale  rejected · 29 March · indirect · 88%
│ the account

Government of Estvale  said · 29 March · direct · 97%
│ "Every measurement was sent on time,"

Government of Estvale  adding · 29 March · mixed · 94%
│ that the minister "was perhaps looking in the wrong drawer"

unnamed  promised · indirect · 73%
│ compensation by the end of the year

Ines Abara  said · 29 March · direct · 96%
│ "If the level falls another metre," … "we will be mending nets on dry land."

────────────────────────────────────────────────────────────────────────────────
● Mara Lindqvist · person · Foreign Minister (Marovia) · 8 statements
● Tomas Okafor · person · prime minister (Estvale) · 3 statements
● River Council · organization · 1 statement
● Government of Estvale · organization · 3 statements
● Ines Abara · person · 1 statement
○ Marovia · country
○ Estvale · country
○ Evening Courier · organization
"""
    )


def test_colour_changes_nothing_but_colour(river: Reading) -> None:
    colored = render(river, 70, color=True)
    assert SGR.sub("", colored) == render(river, 70)
    assert "\x1b[1;36mMara Lindqvist" in colored
    assert "\x1b[1;35mTomas Okafor" in colored


def test_a_story_in_which_nobody_speaks(tell: Callable[..., Any]) -> None:
    assert render(tell("The dam holds.").reading()) == "Nobody is reported to say anything here.\n\n"


@pytest.mark.parametrize("width", [1, 24, 33, 57, 100])
def test_lines_keep_within_the_terminal(river: Reading, width: int) -> None:
    assert max(map(cell_len, render(river, width).splitlines())) <= max(width, 24)


def test_wide_characters_take_two_columns(tell: Callable[..., Any]) -> None:
    words = "水位が下がれば私たちは乾いた土地で網を繕うことになるでしょう" * 4
    story = tell(f"{words}と彼女は言った。")
    story.says(story.actor("井上", "person"), words)
    lines = [line for line in render(story.reading(), 40).splitlines() if line.startswith("│")]
    assert len(lines) > 3
    assert {cell_len(line) for line in lines[:-1]} == {40}
    assert "".join(line.removeprefix("│ ") for line in lines) == words


def test_however_deep_words_keep_their_room(tell: Callable[..., Any]) -> None:
    story = tell("one two three four five six seven eight nine ten")
    parent = None
    for _ in range(60):
        parent = story.says(None, story.text, parent=parent)
    assert max(map(len, render(story.reading(), 40).splitlines())) <= 40


def test_an_escape_sequence_in_a_story_does_not_reach_the_terminal(tell: Callable[..., Any]) -> None:
    words = "\x1b]0;owned\x07\x1b[2Jgone\x9b31m \u202eback"
    story = tell(words, title=f"T {words}", publisher=words, place=words)
    story.says(
        story.actor(words),
        words,
        cue=words,
        venue=words,
        said_on=words,
        addressee=story.actor(words, role=(words, story.actors[0])),
    )
    shown = SGR.sub("", render(story.reading(), 80, color=True))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)
    assert "␛[2Jgone" in shown


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1), st.integers(24, 90), st.booleans())
def test_any_words_are_shown_whole_and_harmless(words: str, width: int, color: bool) -> None:
    document = Document("sha256:", words)
    statement = Statement("s1", "direct", False, None, (), (), (Span(0, len(words)),), None, None, None, None, 0.5, document)
    shown = SGR.sub("", render(Reading(document, (), (statement,)), width, color))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", shown)
