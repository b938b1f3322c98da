from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from bioc import brat as bioc_brat
from hypothesis import given, settings

from reportedly.corrections import (
    ActorAddress,
    AddresseeChanged,
    Correction,
    EventAdded,
    EventAddress,
    EventRejected,
    EventStatusChanged,
    EventTypeChanged,
    FormChanged,
    ParentChanged,
    SpeakerChanged,
    StatementAdded,
    StatementAddress,
    StatementRejected,
    WordsChanged,
    actor_address,
    address_of,
    corrected,
    event_address,
)
from reportedly.errors import BadOption, UnreadableFile
from reportedly.export import FORMATS
from reportedly.export.brat import Standoff, fragments, standoff_of
from reportedly.export.brat_import import corrections_of, parse, read_brat
from reportedly.records import Actor, Reading, Span
from tests.test_serialize import readings


def brat_of(reading: Reading, folder: Path) -> tuple[Path, Any]:
    """The exported annotations: their file, and what bioc's reader of brat makes of them."""
    FORMATS["brat"].write([reading], folder)
    (path,) = folder.glob("*.ann")
    with path.with_suffix(".txt").open(encoding="utf-8", newline="") as text, path.open(encoding="utf-8", newline="\n") as ann:
        return path, bioc_brat.load(text, ann)


def check(document: Any, conf: str) -> None:
    """What brat's own server checks: words are those at the offsets, ids are known, types are configured."""
    kinds = set(re.findall(r"^([A-Za-z_]+)", conf, re.MULTILINE))
    ids = {annotation.id for annotation in (*document.entities, *document.events)}
    for entity in document.entities:
        spans = sorted((span.begin, span.end) for span in entity.locations)
        words = " ".join(document.text[start:end] for start, end in spans)
        assert re.sub(r"\s", " ", entity.text) == re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029\\s]", " ", words).rstrip()
        assert not any("\n" in document.text[start:end] or start >= end for start, end in spans)
        assert entity.type in kinds
    for event in document.events:
        assert {event.trigger_id, *event.arguments.values()} <= ids
        assert event.type in kinds
    for relation in document.relations:
        assert set(relation.arguments.values()) <= ids
        assert relation.type in kinds
    for attribute in document.attributes:
        assert attribute.refid in ids
        assert attribute.type in kinds


def test_brat_reads_what_is_exported(examples: list[Reading], river: Reading, tmp_path: Path) -> None:
    for number, reading in enumerate([*examples, river]):
        folder = tmp_path / str(number)
        path, document = brat_of(reading, folder)
        check(document, (folder / "annotation.conf").read_text("utf-8"))
        assert len(document.events) == len(reading.events)
        assert sum(entity.type == "Statement" for entity in document.entities) == len(reading.statements)
        assert f"sha256:{sha256(path.with_suffix('.txt').read_bytes()).hexdigest()}" == reading.document.id


def test_a_statement_is_drawn_like_this(tell: Callable[..., Any]) -> None:
    story = tell("“We\nwait,” Ada told Bo.\n“For now.”")
    ada, bo = story.actor("Ada"), story.actor("Bo")
    story.actors[0] = ada = Actor("a1", "Ada Lee", "person", {"ledger": "17", "wikidata": "Q7"}, (), ada.mentions)
    story.says(ada, "“We\nwait,”", "“For now.”", source="Ada", cue="told", form="direct", addressee=bo, said_on="2024")
    story.happens("told", "CONSULT", ada, bo, status="denied", mode="meet", contexts=("economic",))
    assert standoff_of(story.reading()).render().splitlines() == [
        "T1\tPerson 11 14\tAda",
        "T2\tPerson 20 22\tBo",
        "T3\tStatement 0 3;4 10;24 34\t“We wait,” “For now.”",
        "T4\tSource 11 14\tAda",
        "T5\tCue 15 19\ttold",
        "T6\tCONSULT 15 19\ttold",
        "E1\tCONSULT:T6 Source:T1 Source2:T2",
        "R1\tHas Arg1:T3 Arg2:T4",
        "R2\tHas Arg1:T3 Arg2:T5",
        "R3\tSpeaker Arg1:T3 Arg2:T1",
        "R4\tAddressee Arg1:T3 Arg2:T2",
        "A1\tForm T3 direct",
        "A2\tStatus E1 denied",
        "N1\tReference T1 ledger:17\tAda Lee",
        "N2\tReference T1 wikidata:Q7\tAda Lee",
        "#1\tAnnotatorNotes T3\ts1, confidence 0.90, said on 2024",
        "#2\tAnnotatorNotes E1\te1, confidence 0.90, mode meet, economic",
    ]


def test_words_are_cut_at_the_ends_of_lines() -> None:
    assert fragments("ab\n\ncd \n \nef", [Span(1, 12)]) == (Span(1, 2), Span(4, 7), Span(10, 12))
    assert fragments("abc", [Span(0, 2), Span(1, 3), Span(1, 1)]) == (Span(0, 3),)


@settings(max_examples=60, deadline=None)
@given(readings())
def test_any_reading_is_read_back_without_corrections(reading: Reading) -> None:
    ann = standoff_of(reading).render()
    assert corrections_of(reading, parse(ann, reading.document.text)) == []


def test_the_examples_are_read_back_without_corrections(examples: list[Reading], river: Reading, tmp_path: Path) -> None:
    stories = [*examples, river]
    FORMATS["brat"].write(stories, tmp_path)
    found = list(read_brat(tmp_path, {reading.document.id: reading for reading in stories}.get))
    assert [(each.problem, each.corrections) for each in found] == [(None, ())] * len(stories)
    assert {each.document for each in found} == {reading.document.id for reading in stories}


# Corrections


def all_changes(reading: Reading) -> Iterator[Correction]:
    """One of each kind for each statement and event of the reading."""
    document, text = reading.document.id, reading.document.text
    last = reading.actors[-1]
    at_dam = text.index("The dam")
    new = ActorAddress("Villagers", "group", Span(text.index("Villagers"), text.index("Villagers") + 9))
    for statement in reading.statements:
        address = address_of(statement)
        yield StatementRejected(document, address)
        yield WordsChanged(document, address, "content", (Span(statement.content[0].start, statement.content[-1].end + 3),))
        yield WordsChanged(document, address, "source", (Span(at_dam, at_dam + 7),))
        yield WordsChanged(document, address, "cue", ())
        yield SpeakerChanged(document, address, actor_address(last))
        yield SpeakerChanged(document, address, new)
        yield SpeakerChanged(document, address, None)
        yield AddresseeChanged(document, address, actor_address(last))
        yield ParentChanged(document, address, address_of(reading.statements[-1]))
        yield ParentChanged(document, address, None)
        yield FormChanged(document, address, "mixed", not statement.implied)
    speaker = actor_address(reading.actors[2])
    whole = (Span(at_dam, at_dam + 20),)
    yield StatementAdded(document, whole, "indirect", True, new)
    yield StatementAdded(document, whole, "direct", False, speaker, (Span(0, 7),), (Span(8, 14),), None, actor_address(last))
    yield StatementAdded(document, whole, "indirect", parent=address_of(reading.statements[0]))
    for event in reading.events:
        yield EventRejected(document, event_address(event))
        yield EventTypeChanged(document, event_address(event), "PROTEST")
        yield EventStatusChanged(document, event_address(event), "hypothetical")
    yield EventAdded(document, Span(at_dam, at_dam + 7), "AID", "future", (speaker,), (new,), address_of(reading.statements[0]))


def facts(standoff: Standoff) -> set[tuple[object, ...]]:
    """All that brat can say of the statements and events, without ids."""
    words = {marked.id: (marked.type, marked.spans) for marked in standoff.marked}
    events = {event.id: (event.type, words[event.trigger]) for event in standoff.events}
    everything: dict[str, object] = {**words, **events}
    people = {name: actor.id for name, actor in standoff.actors.items()}
    told: set[tuple[object, ...]] = {("statement", spans) for kind, spans in words.values() if kind == "Statement"}
    told |= {("event", *event) for event in events.values()}
    told |= {(a.type, everything[a.of], a.value) for a in standoff.attributes}
    told |= {(r.type, everything[r.first], people.get(r.second, everything[r.second])) for r in standoff.relations}
    return told


def test_what_is_corrected_in_brat_comes_back(river: Reading) -> None:
    """Each change is made in the annotations, read from them, and made in the reading: both then say the same."""
    for change in all_changes(river):
        edited, unapplied = corrected(river, [change])
        annotations = standoff_of(edited)
        found = corrections_of(river, parse(annotations.render(), river.document.text))
        again = corrected(river, found)
        assert (unapplied, again.unapplied) in [((), ()), ((change,), ())]
        assert facts(standoff_of(again.reading)) == facts(annotations), change


def test_many_corrections_at_once_come_back(river: Reading) -> None:
    changes = [change for number, change in enumerate(all_changes(river)) if number % 7 == 3]
    edited, _ = corrected(river, changes)
    found = corrections_of(river, parse(standoff_of(edited).render(), river.document.text))
    again = corrected(river, found)
    assert again.unapplied == ()
    assert facts(standoff_of(again.reading)) == facts(standoff_of(edited))


def edited(reading: Reading, *edits: tuple[str, str]) -> list[Correction]:
    """The corrections of an ``.ann`` file in which each first text was replaced by the second."""
    ann = standoff_of(reading).render()
    for old, new in edits:
        assert re.search(old, ann, re.MULTILINE), old
        ann = re.sub(old, new, ann, count=1, flags=re.MULTILINE)
    return corrections_of(reading, parse(ann, reading.document.text))


@pytest.fixture
def ada(tell: Callable[..., Any]) -> Reading:
    story = tell("Ada said Bo promised rain. The fog thinned.")
    first, second = story.actor("Ada"), story.actor("Bo")
    outer = story.says(first, "Bo promised rain", source="Ada", cue="said")
    story.says(second, "rain", source="Bo", cue="promised", parent=outer)
    story.happens("promised", "AGREE", second, statement=outer)
    reading: Reading = story.reading()
    return reading


OUTER, INNER = StatementAddress((Span(9, 25),), (Span(4, 8),)), StatementAddress((Span(21, 25),), (Span(12, 20),))
ADA, BO = ActorAddress("Ada", "person", Span(0, 3)), ActorAddress("Bo", "person", Span(9, 11))


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([(r"^T6\tStatement.*\n", ""), (r"^\w+\t\w+ (Arg1:)?T6.*\n", "")], StatementRejected("", INNER)),
        ([("T6\tStatement 21 25\train", "T6\tStatement 12 25\tpromised rain")],
         WordsChanged("", INNER, "content", (Span(12, 25),))),
        ([("T5\tCue 4 8\tsaid", "T5\tCue 0 8\tAda said")], WordsChanged("", OUTER, "cue", (Span(0, 8),))),
        ([(r"^R2\tHas.*\n", "")], WordsChanged("", OUTER, "cue", ())),
        ([("Speaker Arg1:T6 Arg2:T2", "Speaker Arg1:T6 Arg2:T1")], SpeakerChanged("", INNER, ADA)),
        ([("Speaker Arg1:T6 Arg2:T2", "Speaker Arg1:T6 Arg2:T20"), (r"\A", "T20\tGroup 27 34\tThe fog\n")],
         SpeakerChanged("", INNER, ActorAddress("The fog", "group", Span(27, 34)))),
        ([("Speaker Arg1:T6 Arg2:T2", "Speaker Arg1:T6 Arg2:T20"), (r"\A", "T20\tPerson 27 34\tThe fog\n*\tEquiv T20 T1\n")],
         SpeakerChanged("", INNER, ActorAddress("Ada", "person", Span(27, 34)))),
        ([(r"^R\d+\tSpeaker Arg1:T6.*\n", "")], SpeakerChanged("", INNER, None)),
        ([(r"\Z", "R20\tAddressee Arg1:T3 Arg2:T2\n")], AddresseeChanged("", OUTER, BO)),
        ([(r"^R\d+\tWithin.*\n", "")], ParentChanged("", INNER, None)),
        ([("Form T3 indirect", "Form T3 mixed")], FormChanged("", OUTER, "mixed", False)),
        ([(r"\Z", "A20\tImplied T3\n")], FormChanged("", OUTER, "indirect", True)),
        ([(r"\Z", "T20\tStatement 27 42\tThe fog thinned\nA20\tForm T20 mixed\n")],
         StatementAdded("", (Span(27, 42),), "mixed")),
        ([("^E1\t.*\n", "")], EventRejected("", EventAddress(Span(12, 20), "AGREE"))),
        ([("^E1\tAGREE", "E1\tTHREATEN"), ("^(T9\t)AGREE", r"\1THREATEN")],
         EventTypeChanged("", EventAddress(Span(12, 20), "AGREE"), "THREATEN")),
        ([("Status E1 asserted", "Status E1 denied")], EventStatusChanged("", EventAddress(Span(12, 20), "AGREE"), "denied")),
        ([(r"\Z", "T20\tRETREAT 35 42\tthinned\nE20\tRETREAT:T20 Source:T1 Source2:T2\nA20\tStatus E20 denied\n")],
         EventAdded("", Span(35, 42), "RETREAT", "denied", (ADA, BO))),
    ],
)  # fmt: skip
def test_an_edit_is_one_correction(ada: Reading, edits: list[tuple[str, str]], expected: Correction) -> None:
    found = edited(ada, *edits)
    assert [(type(each), {**_fields(each), "document": ""}) for each in found] == [(type(expected), _fields(expected))]
    assert corrected(ada, found).unapplied == ()


def _fields(correction: Correction) -> dict[str, object]:
    return {name: getattr(correction, name) for name in correction.__dataclass_fields__}


def test_a_new_statement_may_stand_within_another_new_one(ada: Reading) -> None:
    found = edited(
        ada, (r"\Z", "T20\tStatement 31 42\tfog thinned\nT21\tStatement 27 42\tThe fog thinned\nR20\tWithin Arg1:T20 Arg2:T21\n")
    )
    reading, unapplied = corrected(ada, found)
    assert unapplied == ()
    assert [(s.text, s.parent.text if s.parent else None) for s in reading.statements[2:]] == [
        ("The fog thinned", None),
        ("fog thinned", "The fog thinned"),
    ]


def test_ids_that_were_given_anew_do_not_mislead(ada: Reading) -> None:
    """An id that now marks other words is a new annotation, and words marked as before are the old one."""
    renamed = re.sub(r"\bT6\b", "T77", standoff_of(ada).render())
    assert corrections_of(ada, parse(renamed, ada.document.text)) == []
    found = edited(ada, ("T6\tStatement 21 25\train", "T6\tStatement 35 42\tthinned"))
    assert [type(each) for each in found] == [StatementRejected, StatementAdded, ParentChanged]


def test_what_brat_writes_besides_is_passed_over(ada: Reading) -> None:
    more = "#9\tAnnotatorNotes T1\tsure?\nN9\tReference T1 Wikidata:Q1\tAda\n\nT30\tUnheard_of 0 3\tAda\nE30\tUNHEARD:T30 \r\n"
    assert edited(ada, (r"\Z", more)) == []


@pytest.mark.parametrize(
    "line",
    [
        "T9",
        "T9\tStatement 0\tx",
        "T9\tStatement 5 3\tx",
        "T9\tStatement 0 999\tx",
        "E1 AGREE",
        "R1\tHas T1",
        "A1\tForm",
        "*\tEquiv",
        "junk",
    ],
)
def test_a_line_that_is_no_annotation_is_named(line: str) -> None:
    with pytest.raises(UnreadableFile, match="Line 2 is no annotation of brat"):
        parse(f"\n{line}\n", "some words")


def test_files_that_cannot_be_compared_stop_no_other(ada: Reading, river: Reading, tmp_path: Path) -> None:
    FORMATS["brat"].write([ada, river], tmp_path)
    known = {ada.document.id: ada, river.document.id: river}.get
    (tmp_path / "a.ann").write_text("T1\tStatement 0 1\tx\n")
    (tmp_path / "b.ann").write_text("")
    (tmp_path / "b.txt").write_text("Another story.")
    (tmp_path / "c.ann").write_bytes(b"\xff")
    (tmp_path / "c.txt").write_text("Another.")
    (tmp_path / "d.ann").write_text("junk")
    (tmp_path / "d.txt").write_text(ada.document.text)
    found = list(read_brat(tmp_path, known))
    problems = [each.problem for each in found if each.problem]
    assert len(found) == 6
    assert [problem.split(": ", 1)[-1] for problem in problems] == [
        "a.txt cannot be read: No such file or directory.",
        f"{tmp_path / 'b.txt'} is the text of no story that is known here; it must be as it was exported.",
        "c.ann is not in UTF-8, as brat writes it.",
        "Line 1 is no annotation of brat: 'junk'.",
    ]
    assert [each.problem for each in read_brat(sorted(tmp_path.glob("story-*.ann")), known)] == [None]


def test_a_stream_is_no_folder(ada: Reading) -> None:
    import io

    with pytest.raises(BadOption, match="does not fit into one stream"):
        FORMATS["brat"].write([ada], io.BytesIO())
