from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.records import Actor, Document, Event, Reading, Span
from reportedly.show.spreadsheet import COLUMNS, header, render


def rows(reading: Reading) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(header() + render(reading), newline="")))


def test_a_row_tells_all_of_an_event(river: Reading) -> None:
    row = next(row for row in rows(river) if row["trigger"] == "share")
    assert row == {
        "date": "",
        "said_on": "2023-10",
        "published": "2024-03-29",
        "source": "",
        "source_country": "",
        "target": "Marovia",
        "target_country": "",
        "type": "COOPERATE",
        "quad_class": "material cooperation",
        "mode": "",
        "contexts": "",
        "status": "future",
        "according_to": "Mara Lindqvist > Tomas Okafor",
        "trigger": "share",
        "quote": "According to the minister, Estvale's prime minister, Tomas Okafor, promised at a meeting in October that his"
        " engineers would share their measurements.",
        "place": "",
        "document_id": river.document.id,
        "document_uri": "",
        "document_title": "Marovia offers to reopen river talks",
        "start": "582",
        "end": "587",
        "quote_start": "457",
        "quote_end": "607",
        "confidence": "0.900",
    }


def test_each_event_is_a_row_in_text_order(river: Reading) -> None:
    assert [row["type"] for row in rows(river)] == [event.type for event in river.events]
    assert all(river.document.text[int(row["start"]) : int(row["end"])] == row["trigger"] for row in rows(river))
    assert all(row["trigger"] in row["quote"] for row in rows(river))


def test_joint_sources_share_a_cell(river: Reading) -> None:
    assert [row["source"] for row in rows(river) if row["type"] == "CONSULT"] == ["Marovia; Estvale"]


def test_an_unnamed_speaker_is_named_so_and_the_story_has_no_name(river: Reading) -> None:
    assert [(row["according_to"], row["said_on"]) for row in rows(river)[-2:]] == [("", ""), ("unnamed", "")]


def test_countries_are_those_of_states_and_of_who_speaks_for_them(tell: Callable[..., Any]) -> None:
    story = tell("Norway's minister met Ada and Iceland.")
    norway, iceland = Actor("a1", "Norway", "country", {"iso3166": "NO"}), Actor("a2", "Iceland", "country", {"iso3166": "IS"})
    story.actors += [norway, iceland]
    minister, ada = story.actor("Solvang", role=("minister", norway)), story.actor("Ada")
    story.happens("met", "CONSULT", minister, target=(ada, iceland))
    (row,) = rows(story.reading())
    assert (row["source_country"], row["target_country"]) == ("NO", "; IS")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＠"])
def test_no_cell_is_a_formula(tell: Callable[..., Any], start: str) -> None:
    story = tell(f'{start}HYPERLINK("x") he met\tthem.', title=f" \t{start}1+1", published=f"{start}2024")
    story.happens("met", "CONSULT", story.actor(f"{start}cmd"), place=start)
    (row,) = rows(story.reading())
    assert (row["document_title"], row["source"], row["place"]) == (f"'{start}1+1", f"'{start}cmd", f"'{start}")
    assert row["quote"] == f'\'{start}HYPERLINK("x") he met them.'


def test_a_cell_is_one_line_without_control_characters(tell: Callable[..., Any]) -> None:
    story = tell("They\nmet\x00 \x1b[2Jagain, and\u2028again.")
    story.happens("met\x00 \x1b[2Jagain", "CONSULT")
    table = render(story.reading())
    assert "They met␀ ␛[2Jagain, and again." in table
    assert table.count("\n") == 1


def test_a_trigger_over_two_sentences_has_both_as_its_quote(tell: Callable[..., Any]) -> None:
    story = tell("They came. They met. They left.")
    story.happens("came. They met", "CONSULT")
    assert rows(story.reading())[0]["quote"] == "They came. They met."


def test_a_story_without_events_has_no_rows(tell: Callable[..., Any]) -> None:
    assert render(tell("The dam holds.").reading()) == ""
    assert header().strip().split(",") == list(COLUMNS)


@settings(max_examples=100, deadline=None)
@given(st.text(), st.data())
def test_any_text_gives_rows_that_are_read_back(text: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    event = Event("e1", Span(*ends), "AID", text, (text,), (), (), None, "asserted", text, None, 0.5)
    reading = Reading(replace(Document("sha256:", text), title=text, uri=text), (), (), (), (event,))
    (row,) = rows(reading)
    assert set(row) == set(COLUMNS)
    assert not any(cell.startswith(("=", "+", "-", "@")) or re.search("[\x00-\x1f\x7f-\x9f]", cell) for cell in row.values())
