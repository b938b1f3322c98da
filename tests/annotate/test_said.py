"""When a statement was made; the stories are invented."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.annotate.layers import Draft
from reportedly.annotate.said import said_on
from reportedly.annotate.segment import layers_of
from reportedly.records import Document, Span


def draft(text: str, source: str, cue: str, content: str, parent: int | None = None, continues: int | None = None) -> Draft:
    """A draft of the words as they stand in the text; a cue is looked for beside its source, the last of that name."""

    def found(words: str, near: int = 0) -> tuple[Span, ...]:
        starts = [match.start() for match in re.finditer(re.escape(words), text)] if words else []
        return tuple(Span(start, start + len(words)) for start in sorted(starts, key=lambda start: abs(start - near))[:1])

    place = text.rindex(source) if source else 0
    return Draft(found(content), found(source, place), found(cue, place), implied=not cue, parent=parent, continues=continues)


def dates(text: str, drafts: Sequence[Draft], published: str | None = "2019-10-16T12:00:00+02:00") -> tuple[str | None, ...]:
    return said_on(Document("x", text, published=published), layers_of(text), drafts)


LEAD = "The harbour will be dredged next year, Mayor Ida Holm said Wednesday.\n\n"


@pytest.mark.parametrize(
    ("sentence", "source", "cue", "content", "day"),
    [
        ("On Monday, Copperfield told its pilots to stay ashore.", "Copperfield", "told", "to stay ashore", "2019-10-14"),
        (
            "Port director Jan Roed said Tuesday that the cranes were safe.",
            "Jan Roed",
            "said",
            "that the cranes were safe",
            "2019-10-15",
        ),
        ("The union warned last week that it would strike.", "The union", "warned", "that it would strike", "2019-W41"),
        ('"It is late," the pilot said yesterday.', "the pilot", "said", '"It is late,"', "2019-10-15"),
        (
            "In September the ministry announced that the fund was empty.",
            "the ministry",
            "announced",
            "that the fund was empty",
            "2019-09",
        ),
        ("In 2012 the council promised to mend the pier.", "the council", "promised", "to mend the pier", "2012"),
        ("Roed said the silt would be moved on Friday.", "Roed", "said", "the silt would be moved on Friday", "2019-10-16"),
        ("Fishermen have long accused the port of greed.", "Fishermen", "accused", "the port of greed", None),
    ],
)
def test_second_statement(sentence: str, source: str, cue: str, content: str, day: str | None) -> None:
    text = LEAD + sentence
    opening = draft(text, "Mayor Ida Holm", "said", "The harbour will be dredged next year")
    assert dates(text, [opening, draft(text, source, cue, content)]) == ("2019-10-16", day)


def test_the_day_of_the_lead_goes_for_the_story() -> None:
    text = (
        "LARVIK, 16 October 2019 (Strand Press) - The ferry will not sail, its owner, Odd Krane, told the council on Monday.\n\n"
        '"The engine is cold," Krane said.\n\n'
    )
    drafts = [
        draft(text, "Odd Krane", "told", "The ferry will not sail"),
        draft(text, "Krane", "said", '"The engine is cold,"'),
    ]
    assert dates(text, drafts) == ("2019-10-14", "2019-10-14")


def test_implied_statements_have_the_day_of_what_they_continue() -> None:
    text = LEAD + "On Monday the pilots promised a meeting. It will be short. The hall is small."
    opening = draft(text, "Mayor Ida Holm", "said", "The harbour will be dredged next year")
    promise = draft(text, "the pilots", "promised", "a meeting")
    rest = [draft(text, "", "", words, continues=1) for words in ("It will be short", "The hall is small")]
    assert dates(text, [opening, promise, *rest]) == ("2019-10-16", "2019-10-14", "2019-10-14", "2019-10-14")


def test_a_nested_statement_counts_from_the_day_of_its_parent() -> None:
    text = LEAD + 'On Monday Roed said: "Yesterday the captain told me that the chart was wrong."'
    opening = draft(text, "Mayor Ida Holm", "said", "The harbour will be dredged next year")
    told = draft(text, "Roed", "said", '"Yesterday the captain told me that the chart was wrong."')
    within = draft(text, "the captain", "told", "that the chart was wrong", parent=1)
    assert dates(text, [opening, told, within]) == ("2019-10-16", "2019-10-14", "2019-10-13")


def test_without_a_story_date_only_full_dates_are_known() -> None:
    text = "On Tuesday the guild said it would pay. On 3 May 2018 the guild vowed never to pay."
    drafts = [
        draft(text, "the guild", "said", "it would pay"),
        draft(text, "the guild", "vowed", "never to pay"),
    ]
    assert dates(text, drafts, published=None) == (None, "2018-05-03")


@st.composite
def hostile(draw: st.DrawFn) -> tuple[str, list[Draft]]:
    pieces = st.sampled_from(
        ["On Monday ", "said ", "the day before ", "in 2018. ", '"', "\n\n", "\0", "🙂 ", "he ", "last week"]
    )
    text = "A " + "".join(draw(st.lists(pieces | st.text(max_size=4), max_size=25)))
    place = st.integers(0, len(text))
    span = st.builds(lambda a, b: Span(min(a, b), max(a, b)), place, place)
    spans = st.lists(span, max_size=2).map(tuple)
    count = draw(st.integers(0, 6))
    other = st.none() | st.integers(-2, count + 1)
    drafts = [
        Draft(draw(spans), draw(spans), draw(spans), implied=draw(st.booleans()), parent=draw(other), continues=draw(other))
        for _ in range(count)
    ]
    return text, drafts


@given(hostile(), st.sampled_from([None, "2019-10-16", "2019", "0001-01-01", "9999-12-31T23:00:00Z"]))
@settings(deadline=None)
def test_any_text_and_drafts_give_one_date_or_none_each(story: tuple[str, list[Draft]], published: str | None) -> None:
    text, drafts = story
    found = dates(text, drafts, published)
    assert len(found) == len(drafts)
    assert all(value is None or value[:4].isdigit() for value in found)
    assert found == dates(text, drafts, published)


def test_many_statements_in_one_line_take_linear_time() -> None:
    text = "On Monday he said no " * 1_500
    width = len("On Monday he said no ")
    drafts = [
        Draft((Span(i + 18, i + 20),), (Span(i + 10, i + 12),), (Span(i + 13, i + 17),)) for i in range(0, len(text), width)
    ]
    started = time.process_time()
    dates(text, drafts)
    assert time.process_time() - started < 8


def test_a_winter_in_the_lead_is_no_week() -> None:
    """Its value, 2017-WI, begins like that of a week."""
    text = "The harbour was dredged last winter, Mayor Ida Holm said."
    told = [draft(text, "Mayor Ida Holm", "said", "The harbour was dredged last winter")]
    assert dates(text, told, "2019-02-16") == ("2019-02-16",)
