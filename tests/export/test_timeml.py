from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reportedly.export.timeml import render, tags_of
from reportedly.records import Document, Event, Reading, Span, Time

DTD = etree.DTD(str(Path(__file__).with_name("timeml.dtd")))
SCORER = Path(__file__).resolve().parents[3] / "shared" / "bench" / "timex_score.py"


def parsed(timeml: str) -> Any:
    """The document, which must be valid."""
    root = etree.fromstring(timeml.encode(), etree.XMLParser(huge_tree=True))
    DTD.assertValid(root)
    return root


def words(root: Any, path: str, *names: str) -> list[tuple[str, ...]]:
    """The words of the elements at ``path``, and their attributes of these names."""
    return [(element.text or "", *(element.get(name, "") for name in names)) for element in root.iterfind(path)]


def test_times_and_events_of_a_story(river: Reading) -> None:
    root = parsed(render(river))
    assert words(root, "DCT/TIMEX3", "tid", "type", "value", "functionInDocument") == [
        ("2024-03-29", "t0", "DATE", "2024-03-29", "CREATION_TIME")
    ]
    assert root.findtext("TITLE") == "Marovia offers to reopen river talks"
    assert words(root, "TEXT/TIMEX3", "tid", "value", "temporalFunction") == [
        ("Friday", "t1", "2024-03-29", "true"),
        ("all winter", "t2", "2023-WI", "true"),
        ("October", "t3", "2023-10", "true"),
        ("1974", "t4", "1974", "false"),
        ("the end of the year", "t5", "2024", "true"),
    ]
    assert words(root, "TEXT/EVENT", "eid", "class") == [
        ("reopen talks", "e1", "I_ACTION"),
        ("accusing", "e2", "REPORTING"),
        ("walking away", "e3", "I_ACTION"),
        ("come back to the table", "e4", "OCCURRENCE"),
        ("promised", "e5", "REPORTING"),
        ("share", "e6", "OCCURRENCE"),
        ("came", "e7", "OCCURRENCE"),
        ("rejected", "e8", "REPORTING"),
        ("sent", "e9", "OCCURRENCE"),
        ("promised", "e10", "REPORTING"),
        ("compensation", "e11", "OCCURRENCE"),
    ]


def test_instances_tell_polarity_and_modality(river: Reading) -> None:
    instances = parsed(render(river)).findall("MAKEINSTANCE")
    told = {instance.get("eventID"): (instance.get("polarity"), instance.get("modality")) for instance in instances}
    assert told["e2"] == ("POS", None)
    assert told["e7"] == ("NEG", None)
    assert (told["e1"], told["e4"]) == (("POS", "future"), ("POS", "demanded"))
    assert [instance.getparent().index(instance) > 3 for instance in instances] == [True] * 11


def test_an_event_is_linked_to_the_nearest_time_of_its_value(tell: Callable[..., Any]) -> None:
    story = tell("In March they met, and in March, too, they parted; today they quarrel.", published="2024-05-02")
    for after in ("", "met"):
        story.when("March", "2024-03", after=after)
    story.happens("met", "CONSULT", time="2024-03")
    story.happens("parted", "RETREAT", time="2024-03")
    story.happens("quarrel", "ACCUSE", time="2024-05-02")
    story.happens("they", "PROTEST", after="today", time="1999")
    links = parsed(render(story.reading())).findall("TLINK")
    assert [(link.get("eventInstanceID"), link.get("relatedToTime")) for link in links] == [
        ("ei1", "t1"),
        ("ei2", "t2"),
        ("ei4", "t0"),
    ]


@pytest.mark.parametrize(
    ("time", "events", "tagged"),
    [
        ("two-day", ["two-day strike"], "TIMEX3 two-day, EVENT  strike"),
        ("day strike", ["two-day strike"], "EVENT two-, TIMEX3 day strike"),
        ("two-day strike", ["strike"], "TIMEX3 two-day strike"),
        ("ended", ["strike", "two-day strike"], "EVENT two-day strike, TIMEX3 ended"),
        ("ended", ["two-day", "day strike"], "EVENT two-day strike, TIMEX3 ended"),
        ("day", ["two-day strike"], "TIMEX3 day, EVENT  strike"),
    ],
)
def test_no_tag_stands_within_or_across_another(tell: Callable[..., Any], time: str, events: list[str], tagged: str) -> None:
    story = tell("The two-day strike ended.")
    story.when(time, "P2D", type="DURATION")
    for words in events:
        story.happens(words, "PROTEST")
    text = parsed(render(story.reading())).find("TEXT")
    shown = ", ".join(f"{element.tag} {element.text}" for element in text)
    assert shown == tagged


def test_events_that_share_words_are_instances_of_one(tell: Callable[..., Any]) -> None:
    story = tell("The two-day strike ended.")
    story.happens("strike ended", "RETREAT")
    story.happens("strike", "PROTEST")
    root = parsed(render(story.reading()))
    assert [instance.get("eventID") for instance in root.findall("MAKEINSTANCE")] == ["e1", "e1"]


def test_a_story_of_unknown_day_has_no_creation_time(tell: Callable[..., Any]) -> None:
    assert [part.tag for part in parsed(render(tell("The dam holds.").reading()))] == ["DOCID", "TEXT"]


def test_a_stamp_with_a_clock_is_a_time(tell: Callable[..., Any]) -> None:
    root = parsed(render(tell("The dam holds.", published="2024-03-29T12:15:00+03:00").reading()))
    assert words(root, "DCT/TIMEX3", "type") == [("2024-03-29T12:15:00+03:00", "TIME")]


def test_what_xml_cannot_hold_is_shown_as_signs(tell: Callable[..., Any]) -> None:
    story = tell('a\x00<b>\r\n]]>&amp;"\x1b\ud83d\uffff\x85', title="\x00", published="\x00")
    root = parsed(render(story.reading()))
    assert root.findtext("TEXT") == 'a␀<b>\r\n]]>&amp;"␛��\x85'
    assert root.findtext("TITLE") == "␀"


@pytest.mark.skipif(not SCORER.exists(), reason="needs the TIMEX3 scorer beside the repository")
def test_the_scorer_of_times_reads_it(river: Reading, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("timex_score", SCORER)
    assert spec
    assert spec.loader
    scorer = importlib.util.module_from_spec(spec)
    sys.modules["timex_score"] = scorer
    spec.loader.exec_module(scorer)
    file = tmp_path / "river.tml"
    file.write_text(render(river), encoding="utf-8")
    read = scorer.read_tml(file)
    assert (read.text, read.dct) == (river.document.text, "2024-03-29")
    assert [(time.start, time.end, time.type, time.value) for time in read.times] == [
        (*time.span, time.type, time.value) for time in river.times
    ]


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Any text XML can hold, with times and events anywhere in it and across each other."""
    text = draw(st.text(st.sampled_from('ab ."“<&>\n\r\tא水🙂'), max_size=40))
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda pair: Span(min(pair), max(pair)))
    times = [Time(span, "DATE", "2021", None, None, "", 0.5) for span in draw(st.lists(places, max_size=4))]
    spans = draw(st.lists(places, max_size=5))
    events = [Event(f"e{n}", span, "AID", None, (), (), (), None, "asserted", "2021", None, 0.5) for n, span in enumerate(spans)]
    return Reading(Document("sha256:", text), (), (), tuple(times), tuple(events))


@settings(max_examples=150, deadline=None)
@given(readings())
def test_without_its_tags_the_text_is_the_story(reading: Reading) -> None:
    root = parsed(render(reading))
    assert "".join(root.find("TEXT").itertext()) == reading.document.text
    for name, spans in (("TIMEX3", [time.span for time in reading.times]), ("EVENT", [e.trigger for e in reading.events])):
        covered = {place for span in spans for place in range(*span)}
        tags = [tag for tag in tags_of(reading) if bool(tag.time) == (name == "TIMEX3")]
        assert {place for tag in tags for place in range(*tag.span)} <= covered
        assert [reading.document.text[slice(*tag.span)] for tag in tags] == [e.text for e in root.iterfind(f"TEXT/{name}")]
