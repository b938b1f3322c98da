from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reportedly.records import Document, Evidence, Reading, Span, Statement
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
│ ▷ AGREE  reopen talks · Marovia → Estvale · future

Mara Lindqvist  accusing · 29 March · mixed · 91%
● ACCUSE (disapprove)  Mara Lindqvist → Estvale · asserted · 29 March
│ neighbouring Estvale of "walking away from its own signature"
│ ● REJECT  walking away · Estvale → Marovia · asserted · unsure, 52%

Mara Lindqvist  told · to Evening Courier · in an interview · 29 March · direct
  98%
│ "We have kept the sluices open all winter. We asked for nothing in return.
│ "Now we ask for one thing: that they come back to the table,"
│ ◆ CONSULT  come back to the table · Marovia ↔ Estvale · demanded
│ all winter = winter 2023

Mara Lindqvist  According to · 29 March · indirect · 93%
│ Estvale's prime minister, Tomas Okafor, promised at a meeting in October that
│ his engineers would share their measurements.
│ October = October 2023
│
│ Lindqvist › Tomas Okafor  promised · at a meeting · October 2023 · indirect
│   84%
│ ● AGREE  Tomas Okafor · asserted · October 2023
│ │ that his engineers would share their measurements
│ │ ▷ COOPERATE  share · → Marovia · future
│
│ Mara Lindqvist · 29 March · implied, mixed · 71%
│ ┊ Okafor even said that "a river has no passport".
│ ┊
│ ┊ Lindqvist › Tomas Okafor  said · mixed · 80%
│ ┊ │ that "a river has no passport"
│
│ Mara Lindqvist · 29 March · implied, indirect · 62%
│ ┊ The figures never came.
│ ┊ ✕ COOPERATE  came · Estvale → Marovia · denied
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
● REJECT  Government of Estvale → Mara Lindqvist · asserted · 29 March
│ the account

Government of Estvale  said · 29 March · direct · 97%
│ "Every measurement was sent on time,"
│ ● COOPERATE  sent · asserted

Government of Estvale  adding · 29 March · mixed · 94%
│ that the minister "was perhaps looking in the wrong drawer"

unnamed  promised · indirect · 73%
● AGREE  asserted
│ compensation by the end of the year
│ ▷ AID  compensation · future · 2024 · the lower Tarn
│ the end of the year = 2024

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


def test_what_is_in_the_story_s_own_voice_stands_apart(tell: Callable[..., Any]) -> None:
    story = tell("Marovia and Estvale met on Friday. Ann said they quarrelled.", published="2024-03-29")
    marovia, estvale = story.actor("Marovia", "country"), story.actor("Estvale", "country")
    story.says(story.actor("Ann"), "they quarrelled", cue="said")
    story.when("Friday", "2024-03-22", "2024-03-22", "2024-03-23", rule="weekday")
    story.happens("met", "CONSULT", marovia, estvale, target=(estvale, marovia), mode="visit", time="2024-03-22", confidence=0.5)
    own = """\
In the story's own voice
● CONSULT (visit)  met · Marovia ↔ Estvale · asserted · 22 March · unsure, 50%
"""
    assert f"│ they quarrelled\n\n{own}\n───" in render(story.reading(), 80)
    explained = render(story.reading(), 80, explained=True)
    assert (
        """\
● CONSULT (visit)  met · Marovia ↔ Estvale · asserted · 22 March · unsure, 50%
    trigger “met” [20, 23]
    according to the story itself
    confidence 50%
Friday = 22 March
    value DATE 2024-03-22 (22 March) · rule weekday · “Friday” [27, 33]
    interval from 2024-03-22 to before 2024-03-23
    confidence 90%
"""
        in explained
    )


def test_reasons_stand_under_what_they_are_for(river: Reading) -> None:
    explained = render(river, 80, explained=True)
    assert (
        """\
Mara Lindqvist  accusing · 29 March · mixed · 91%
    statement s2 · model, 91%
    speaker Mara Lindqvist · “Foreign Minister Mara Lindqvist” [145, 176]
    cue “accusing” [193, 201]
    said on 2024-03-29
● ACCUSE (disapprove)  Mara Lindqvist → Estvale · asserted · 29 March
    trigger “accusing” [193, 201]
    type ACCUSE, verbal conflict · model, 91% · “accusing” [193, 201]
    target Estvale · rule object of the cue · “neighbouring Estvale” [202, 222]
    according to the story itself
    confidence 90%
│ neighbouring Estvale of "walking away from its own signature"
│ ● REJECT  walking away · Estvale → Marovia · asserted · unsure, 52%
│     trigger “walking away” [227, 239]
│     according to Mara Lindqvist
│     confidence 52%
"""
        in explained
    )
    assert set(render(river, 80).splitlines()) - set(explained.splitlines()) == set()


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
    story.when(words, words, words, rule=words)
    evidence = (Evidence("type", words, Span(0, 5)),)
    story.happens(words, "AID", story.actors[0], mode=words, contexts=(words,), time=words, place=words, evidence=evidence)
    shown = SGR.sub("", render(story.reading(), 80, color=True, explained=True))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)
    assert "␛[2Jgone" in shown


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1), st.integers(24, 90), st.booleans())
def test_any_words_are_shown_whole_and_harmless(words: str, width: int, color: bool) -> None:
    document = Document("sha256:", words)
    statement = Statement("s1", "direct", False, None, (), (), (Span(0, len(words)),), None, None, None, None, 0.5, document)
    shown = SGR.sub("", render(Reading(document, (), (statement,)), width, color))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", shown)
