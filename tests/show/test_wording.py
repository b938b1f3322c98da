from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.records import Actor, Reading
from reportedly.show import wording


def test_voices_are_numbered_by_their_first_words(river: Reading) -> None:
    voices = wording.voices(river).values()
    assert [(voice.number, voice.name, voice.statements) for voice in voices] == [
        (1, "Mara Lindqvist", 8),
        (2, "Tomas Okafor", 3),
        (3, "River Council", 1),
        (4, "Government of Estvale", 3),
        (0, "unnamed", 1),
        (5, "Ines Abara", 1),
    ]


def test_an_outline_puts_under_a_statement_what_is_reported_in_it_and_what_carries_it_on(river: Reading) -> None:
    lines = [f"{'.' * depth}{statement.id}" for depth, statement in wording.walk(wording.outline(river))]
    assert " ".join(lines) == "s1 s2 s3 s4 .s5 .s6 ..s7 .s8 .s9 s10 .s11 ..s12 s13 s14 s15 s16 s17"


def test_an_implied_statement_carries_on_nobody_elses_words(tell: Callable[..., object]) -> None:
    story = tell("He agreed. She disagreed. The dam holds.")
    he, she = story.actor("He"), story.actor("She")  # type: ignore[attr-defined]
    story.says(he, "agreed")  # type: ignore[attr-defined]
    story.says(she, "disagreed")  # type: ignore[attr-defined]
    story.says(he, "The dam holds.", implied=True)  # type: ignore[attr-defined]
    assert wording.carried_on(story.reading()) == {}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("date", "published", "words"),
    [
        ("2024-03-29", None, "29 March 2024"),
        ("2024-03-29", "2024-04-01T10:00:00Z", "29 March"),
        ("2023-12-31", "2024-01-01", "31 December 2023"),
        ("2024-10", "2024-11-02", "October 2024"),
        ("2021", "2021-05-01", "2021"),
        ("2021-FA", None, "autumn 2021"),
        ("some day", None, "some day"),
        ("2024-13-01", None, "2024-13-01"),
        (None, None, ""),
    ],
)
def test_day(date: str | None, published: str | None, words: str) -> None:
    assert wording.day(date, published) == words


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2024-03-29T12:15:00+03:00", "29 March 2024, 12:15 (+03:00)"),
        ("2024-03-29T12:15Z", "29 March 2024, 12:15 UTC"),
        ("2024-03-29", "29 March 2024"),
        (None, ""),
    ],
)
def test_moment(date: str | None, words: str) -> None:
    assert wording.moment(date) == words


@pytest.mark.parametrize(
    ("confidence", "words"), [(1.0, "99%"), (0.974, "97%"), (0.6, "60%"), (0.48, "unsure, 48%"), (0.0, "unsure, 0%")]
)
def test_sureness(river: Reading, confidence: float, words: str) -> None:
    assert wording.sureness(replace(river.statements[0], confidence=confidence)) == words


@pytest.mark.parametrize(
    ("actor", "name"),
    [
        (Actor("a1", "Sergey Lavrov", "person"), "Lavrov"),
        (Actor("a1", "Ministry of Foreign Affairs", "organization"), "Ministry of Foreign Affairs"),
        (Actor("a1", " ", "person"), " "),
        (None, "unnamed"),
    ],
)
def test_short_name(actor: Actor | None, name: str) -> None:
    assert wording.short_name(actor) == name


@pytest.mark.parametrize(
    ("number", "noun", "words"), [(1, "story", "1 story"), (2, "story", "2 stories"), (0, "statement", "0 statements")]
)
def test_count(number: int, noun: str, words: str) -> None:
    assert wording.count(number, noun) == words


@pytest.mark.parametrize(
    ("venue", "cue", "words"),
    [
        ("told a news conference", "told", "a news conference"),
        ("at a meeting", "told", "at a meeting"),
        ("told", "told", ""),
        ("news conference", "told a news", "conference"),
    ],
)
def test_a_venue_does_not_say_the_cue_again(tell: Callable[..., Any], venue: str, cue: str, words: str) -> None:
    story = tell("She told a news conference at a meeting that it rains.")
    assert wording.venue(story.says(None, "it rains", cue=cue, venue=venue)) == words


def test_an_excerpt_ends_between_words_and_shows_that_it_is_one(river: Reading) -> None:
    assert (
        wording.excerpt(river.statements[16], 60)
        == '"If the level falls another metre,"\N{NO-BREAK SPACE}… "we will be mending\N{NO-BREAK SPACE}…'
    )
    assert wording.excerpt(river.statements[7], 60) == "The figures never came."


@given(st.text(), st.integers(1, 40))
def test_an_excerpt_keeps_within_its_length(text: str, length: int) -> None:
    from reportedly.records import Document, Span, Statement

    document = Document("sha256:", text)
    statement = Statement("s1", "direct", False, None, (), (), (Span(0, len(text)),), None, None, None, None, 0.5, document)
    assert len(wording.excerpt(statement, length).removesuffix(wording.ELLIPSIS)) <= length


@given(st.text())
def test_visible_text_keeps_its_offsets_and_has_no_control_characters(text: str) -> None:
    shown = wording.unsteered(text)
    assert len(shown) == len(text)
    assert not any((ord(sign) < 0x20 and sign not in "\n\t") or 0x7F <= ord(sign) < 0xA0 for sign in shown)


def test_signs_for_what_cannot_be_shown() -> None:
    assert wording.unsteered("a\x00b\x1b[31m\x7f\x9b\u202e\ud83d\r") == "a␀b␛[31m␡���␍"
    assert wording.visible("\u202eabc") == "\u202eabc"
