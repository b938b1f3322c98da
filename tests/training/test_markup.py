"""The inline markup of annotated stories and its conversion to the wire form, on an invented story."""

from typing import Any

import pytest

from training.markup import MarkupError, convert

STORY = """# published: 2024-03-29
# licence: ours

{S1:Foreign Minister Ana Brel} {Q1:said} {C1:that {S2:Oslo} had {Q2:promised} {C2:"patience"} in May}. {C3*:The talks go on}.

{C4:"We shall wait,"} {S4:she} {Q4:added}, {V5:{Q5:telling} reporters} {C5:to do the same}.
---
* on=2024-03-29
2 on=2023-05
4 speaker="Ana Brel"
5 speaker="Ana Brel" addressee="reporters"
@ "Ana Brel" person: the minister
@ "Norway" country: Oslo
@ "reporters" group
"""


def _read(story: str) -> tuple[dict[str, dict[str, Any]], dict[str, Any], str]:
    record, text = convert("story", story)
    return {statement["id"]: statement for statement in record["statements"]}, record, text


def _words(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_the_plain_text_is_the_story_without_braces() -> None:
    _, record, text = _read(STORY)
    assert text.startswith('Foreign Minister Ana Brel said that Oslo had promised "patience" in May. The talks go on.\n\n"We')
    assert "{" not in text
    assert (record["doc"], record["published"], record["events"]) == ("story", "2024-03-29", None)


EVENTS = (
    STORY.replace("{Q2:promised}", "{Q2:{E1:promised}}").replace("{C3*:The talks", "{C3*:The {E2:talks}")
    + """\
e1 AGREE source="Oslo" target="Ana Brel | reporters" time=2023-05 place="May"
e2 CONSULT status=future mode=multilateral contexts=diplomatic,peacekeeping statement=none
"""
)


def test_events_stand_in_the_statement_that_reports_them() -> None:
    _, record, text = _read(EVENTS)
    promised, talks = record["events"]
    names = {actor["id"]: actor["name"] for actor in record["actors"]}
    assert text[slice(*promised["trigger"])] == "promised"
    assert (promised["type"], promised["status"], promised["statement"]) == ("AGREE", "asserted", "s1")
    assert [[names[a] for a in promised[role]] for role in ("source", "target")] == [["Norway"], ["Ana Brel", "reporters"]]
    assert (promised["time"], text[slice(*promised["place"])]) == ("2023-05", "May")
    assert (talks["status"], talks["statement"], talks["mode"]) == ("future", None, "multilateral")
    assert talks["contexts"] == ["diplomatic", "peacekeeping"]


def test_a_story_may_say_that_it_has_no_events() -> None:
    _, record, _ = _read(STORY.replace("# licence: ours", "# licence: ours\n# events: none"))
    assert record["events"] == []


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("e1 AGREE", "e1 AGREES", "no such type"),
        ("e1 AGREE", "e3 AGREE", "without a mark or a note"),
        ('source="Oslo"', 'source="Bergen"', "source of event 1"),
        ('place="May"', 'place="June"', "does not print"),
        ("statement=none", "statement=7", "no statement 7"),
        ("status=future", "state=future", "no such note"),
        ("e2 CONSULT", "e1 CONSULT", "two notes"),
    ],
)
def test_broken_events_are_named(right: str, wrong: str, complaint: str) -> None:
    assert right in EVENTS
    with pytest.raises(MarkupError, match=complaint):
        convert("story", EVENTS.replace(right, wrong, 1))


def test_spans_are_the_marked_words() -> None:
    found, _, text = _read(STORY)
    assert _words(text, found["s1"]["source"]) == ["Foreign Minister Ana Brel"]
    assert _words(text, found["s1"]["content"]) == ['that Oslo had promised "patience" in May']
    assert text[slice(*found["s5"]["venue"])] == "telling reporters"


def test_a_statement_within_another_has_it_as_parent() -> None:
    found, _, _ = _read(STORY)
    assert [found[n]["parent"] for n in ("s1", "s2", "s3", "s4")] == [None, "s1", None, None]


def test_form_is_counted_from_quotation_marks() -> None:
    found, _, _ = _read(STORY)
    assert [found[n]["form"] for n in ("s1", "s2", "s3", "s4")] == ["mixed", "direct", "indirect", "direct"]


def test_speakers_dates_and_addressees() -> None:
    found, record, _ = _read(STORY)
    names = {actor["id"]: actor["name"] for actor in record["actors"]}
    assert [names[found[n]["speaker"]] for n in ("s1", "s2", "s3", "s4")] == ["Ana Brel", "Norway", "Ana Brel", "Ana Brel"]
    assert [found[n]["said_on"] for n in ("s1", "s2", "s3")] == ["2024-03-29", "2023-05", "2024-03-29"]
    assert names[found["s5"]["addressee"]] == "reporters"
    assert (found["s3"]["implied"], found["s3"]["source"], found["s3"]["cue"]) == (True, [], [])


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("{C3*:The talks go on}", "{C3*:The talks go on", "never closed"),
        ("{C3*:The talks go on}", "The talks go on}", "closes nothing"),
        ("{C3*:The talks go on}", "{The talks go on}", "stray brace"),
        ("{C3*:The talks go on}", "{C3*: }The talks go on", "empty span"),
        ('{C4:"We shall wait,"}', '"We shall wait,"', "statement 4 has no content"),
        ('4 speaker="Ana Brel"', '4 speaker="Anna Brell"', "no actor"),
        ('4 speaker="Ana Brel"', "", "whom does 'she' mean"),
        ("2 on=2023-05", "9 on=2023-05", "not marked"),
        ("\n---\n", "\n", "no line ---"),
    ],
)
def test_broken_markup_is_named(right: str, wrong: str, complaint: str) -> None:
    assert right in STORY
    with pytest.raises(MarkupError, match=complaint):
        convert("story", STORY.replace(right, wrong, 1))
