"""Readings survive JSON, and damaged JSON is refused with its place."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import RecordError
from reportedly.records import (
    Actor,
    Document,
    Event,
    EventField,
    EventType,
    Evidence,
    Mention,
    Reading,
    Role,
    Span,
    Statement,
    Status,
    Time,
    TimeType,
)

TEXT = "“The bridge is safe,” Mayor Ana Lopes said. The engineer, she said, had told her it would hold."


def reading() -> Reading:
    """Two statements, the second within no other; a third within the second. A time, and an event within the third statement."""
    document = Document(id="sha256:0", text=TEXT, published="2024-03", place="LISBON")
    roles = (Role("Mayor", None, Span(22, 27)),)
    mayor = Actor("a1", "Ana Lopes", "person", {"wikidata": "Q1"}, roles, (Mention(Span(28, 37), "name"),))
    engineer = Actor("a2", "The engineer", "person", {}, (Role("engineer", "a1", Span(48, 56)),), ())
    first = Statement(
        id="s1",
        form="direct",
        implied=False,
        speaker=mayor,
        source=(Span(22, 37),),
        cue=(Span(38, 42),),
        content=(Span(0, 21),),
        parent=None,
        addressee=None,
        venue=None,
        said_on=None,
        confidence=0.9,
        document=document,
    )
    whole = (Span(44, 56), Span(67, 95))
    second = replace(first, id="s2", form="indirect", source=(), cue=(), content=whole, said_on="2024-03", confidence=1)
    within = replace(second, id="s3", implied=True, speaker=engineer, parent=second, addressee=mayor)
    third = replace(within, content=(Span(80, 94),), venue=Span(0, 1), said_on=None, confidence=0.0)
    produced_by = {"version": "0", "models": {"attribution": "x"}}
    time = Time(Span(79, 94), "DATE", "FUTURE_REF", None, None, "reference", 0.8)
    evidence = (Evidence("type", "model", Span(71, 75), 0.75), Evidence("source", "speaker of the cue"))
    event = Event(
        id="e1",
        trigger=Span(71, 75),
        type="CONSULT",
        mode="visit",
        contexts=("diplomatic", "economic"),
        source=(engineer, mayor),
        target=(mayor,),
        statement=third,
        status="denied",
        time="2021-FA",
        place=Span(3, 9),
        confidence=0.7,
        evidence=evidence,
    )
    return Reading(document, (mayor, engineer), (first, second, third), (time,), (event,), produced_by)


def as_dict() -> Any:
    return json.loads(reading().to_json())


def changed(path: str, value: object) -> str:
    """The reading as JSON with the value at ``path`` (``statements.0.cue``) replaced."""
    data = as_dict()
    *way, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    place = data
    for key in way:
        place = place[key]
    place[last] = value
    return json.dumps(data)


def test_comes_back_as_it_was() -> None:
    assert Reading.from_json(reading().to_json()) == reading()


def test_statements_point_at_the_same_objects() -> None:
    again = Reading.from_json(reading().to_json())
    assert again.statements[2].parent is again.statements[1]
    assert again.statements[2].addressee is again.actors[0]
    assert again.statements[0].document is again.document


def test_form_is_the_one_written_down() -> None:
    statement = as_dict()["statements"][2]
    assert statement == {
        "id": "s3",
        "form": "indirect",
        "implied": True,
        "speaker": "a2",
        "source": [],
        "cue": [],
        "content": [[80, 94]],
        "parent": "s2",
        "addressee": "a1",
        "venue": [0, 1],
        "said_on": None,
        "confidence": 0.0,
    }
    assert list(as_dict()) == ["schema", "document", "actors", "statements", "times", "events", "produced_by"]


def test_indent_changes_nothing_but_the_looks() -> None:
    assert reading().to_json(indent=2).count("\n") > 50
    assert Reading.from_json(reading().to_json(indent=2)) == reading()


def test_bytes_are_read_too() -> None:
    assert Reading.from_json(reading().to_json().encode()) == reading()


def test_a_child_may_stand_before_its_parent() -> None:
    data = as_dict()
    data["statements"].reverse()
    again = Reading.from_json(json.dumps(data))
    assert [statement.id for statement in again.statements] == ["s3", "s2", "s1"]
    assert again.statements[0].parent is again.statements[1]


def test_what_a_later_version_added_is_skipped() -> None:
    data = as_dict()
    data["mood"] = data["statements"][0]["mood"] = "good"
    assert Reading.from_json(json.dumps(data)) == reading()


def test_what_may_be_null_may_be_left_out() -> None:
    data = as_dict()
    del data["document"]["title"], data["statements"][0]["parent"], data["statements"][0]["venue"]
    assert Reading.from_json(json.dumps(data)) == reading()


def test_times_and_events_are_written_like_this() -> None:
    assert as_dict()["times"] == [
        {
            "span": [79, 94],
            "type": "DATE",
            "value": "FUTURE_REF",
            "begin": None,
            "end": None,
            "rule": "reference",
            "confidence": 0.8,
        }
    ]
    assert as_dict()["events"] == [
        {
            "id": "e1",
            "trigger": [71, 75],
            "type": "CONSULT",
            "mode": "visit",
            "contexts": ["diplomatic", "economic"],
            "source": ["a2", "a1"],
            "target": ["a1"],
            "statement": "s3",
            "according_to": ["a1", "a2"],
            "status": "denied",
            "time": "2021-FA",
            "place": [3, 9],
            "confidence": 0.7,
            "evidence": [
                {"field": "type", "by": "model", "span": [71, 75], "confidence": 0.75},
                {"field": "source", "by": "speaker of the cue", "span": None, "confidence": None},
            ],
        }
    ]


def test_an_event_points_at_the_same_objects() -> None:
    again = Reading.from_json(reading().to_json())
    assert again.events[0].statement is again.statements[2]
    assert again.events[0].source == (again.actors[1], again.actors[0])
    assert again.events[0].according_to == again.actors


def test_an_event_in_the_story_s_own_voice_is_according_to_nobody() -> None:
    data = as_dict()
    data["events"][0] |= {"statement": None, "according_to": []}
    again = Reading.from_json(json.dumps(data))
    assert again.events[0].according_to == ()
    assert json.loads(again.to_json()) == data


def test_rule_and_evidence_may_be_left_out() -> None:
    data = as_dict()
    del data["times"][0]["rule"], data["events"][0]["evidence"]
    again = Reading.from_json(json.dumps(data))
    assert again.times[0].rule == ""
    assert again.events[0].evidence == ()


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("schema", "reportedly/2", "schema should be"),
        ("document", [], "document should be an object"),
        ("document.text", None, "document.text should be a string, but is missing or null"),
        ("document.published", 2024, "document.published should be a string, but is 2024"),
        ("actors", {}, "actors should be a list, but is an object"),
        ("actors.1.id", "a1", r"actors\[1\].id should be an id that nothing before it bears"),
        ("actors.0.kind", "robot", r"actors\[0\].kind should be one of person"),
        ("actors.0.kind", [], r"actors\[0\].kind should be one of person"),
        ("actors.0.links.wikidata", 7, r"actors\[0\].links.wikidata should be a string"),
        ("actors.0.mentions.0.form", "nickname", r"actors\[0\].mentions\[0\].form should be one of name"),
        ("actors.1.roles.0.of", "a9", r"actors\[1\].roles\[0\].of should be the id of an actor"),
        ("statements.0.speaker", "a9", r'statements\[0\].speaker should be the id of an actor in this reading, but is "a9"'),
        ("statements.0.parent", "s9", r"statements\[0\].parent should be the id of a statement"),
        ("statements.1.parent", "s3", r"should be a statement that does not itself stand within this one"),
        ("statements.1.parent", "s2", r"should be a statement that does not itself stand within this one"),
        ("statements.0.content.0", [0, 96], r"statements\[0\].content\[0\] should be \[start, end\] within the 95 characters"),
        ("statements.0.content.0", [-1, 3], r"within the 95"),
        ("statements.0.content.0", [3, 1], r"within the 95"),
        ("statements.0.content.0", [False, True], r"within the 95"),
        ("statements.0.content.0", [0.0, 3.0], r"within the 95"),
        ("statements.0.venue", "here", r"statements\[0\].venue should be \[start, end\]"),
        ("statements.0.implied", 0, r"statements\[0\].implied should be true or false"),
        ("statements.0.form", None, r"statements\[0\].form should be one of direct, indirect, mixed"),
        ("statements.0.confidence", 1.5, r"statements\[0\].confidence should be a number from 0 to 1, but is 1.5"),
        ("statements.0.confidence", float("nan"), r"from 0 to 1, but is NaN"),
        ("statements.0.confidence", True, r"from 0 to 1, but is true"),
        ("times", [{"span": [0, 999]}], r"times\[0\].span"),
        ("times", [3], r"times\[0\] should be an object"),
        ("times.0.type", "EPOCH", r"times\[0\].type should be one of DATE, TIME, DURATION, SET"),
        ("times.0.value", None, r"times\[0\].value should be a string"),
        ("times.0.begin", 2021, r"times\[0\].begin should be a string"),
        ("times.0.confidence", 2, r"times\[0\].confidence should be a number from 0 to 1"),
        ("times.0.rule", 2, r"times\[0\].rule should be a string"),
        ("events.0.trigger", [90, 96], r"events\[0\].trigger should be \[start, end\]"),
        ("events.0.type", "attack", r"events\[0\].type should be one of AGREE, CONSULT"),
        ("events.0.mode", 1, r"events\[0\].mode should be a string"),
        ("events.0.contexts", None, r"events\[0\].contexts should be a list"),
        ("events.0.contexts", [None], r"events\[0\].contexts\[0\] should be a string"),
        ("events.0.statement", "s9", r"events\[0\].statement should be the id of a statement"),
        ("events.0.source", ["x"], r"events\[0\].source\[0\] should be the id of an actor"),
        ("events.0.target", [None], r"events\[0\].target\[0\] should be a string"),
        ("events.0.status", "claimed", r"events\[0\].status should be one of asserted, denied"),
        ("events.0.time", 2021, r"events\[0\].time should be a string"),
        ("events.0.place", [1], r"events\[0\].place should be \[start, end\]"),
        ("events.0.confidence", None, r"events\[0\].confidence should be a number"),
        ("events.0.according_to", ["a9"], r"events\[0\].according_to\[0\] should be the id of an actor"),
        ("events.0.according_to", ["a2", "a1"], r"events\[0\].according_to should be the speakers of the event's statement"),
        ("events.0.according_to", [], r"events\[0\].according_to should be the speakers of the event's statement"),
        ("events.0.statement", None, r"events\[0\].according_to should be the speakers of the event's statement"),
        ("events.0.evidence.0.field", "trigger", r"events\[0\].evidence\[0\].field should be one of type, mode"),
        ("events.0.evidence.0.by", None, r"events\[0\].evidence\[0\].by should be a string"),
        ("events.0.evidence.0.span", [0, 96], r"events\[0\].evidence\[0\].span should be \[start, end\]"),
        ("events.0.evidence.0.confidence", -1, r"events\[0\].evidence\[0\].confidence should be a number from 0 to 1"),
        ("produced_by", "me", "produced_by should be an object"),
    ],
)
def test_damage_is_named(path: str, value: object, named: str) -> None:
    with pytest.raises(RecordError, match=named):
        Reading.from_json(changed(path, value))


@pytest.mark.parametrize("data", ["", "{", "nonsense", b"\xff\xfe\xfa", "[" * 100_000, "1" * 10_000, "null", "[]", "3"])
def test_what_is_no_reading_is_refused(data: str | bytes) -> None:
    with pytest.raises(RecordError, match="This is no reading"):
        Reading.from_json(data)


def test_complaints_stay_short() -> None:
    with pytest.raises(RecordError) as caught:
        Reading.from_json(changed("statements.0.form", "x" * 100_000))
    assert len(str(caught.value)) < 300


def test_a_long_chain_of_statements_comes_back() -> None:
    data = as_dict()
    one = data["statements"][1]
    data["statements"] = [one | {"id": f"s{n}", "parent": f"s{n + 1}" if n < 4999 else None} for n in range(5000)]
    data["events"][0] |= {"statement": "s0", "according_to": ["a1"] * 5000}
    again = Reading.from_json(json.dumps(data))
    assert again.statements[0].parent is again.statements[1]
    assert json.loads(again.to_json()) == data


def test_survives_a_file(tmp_path: Path) -> None:
    """A reading written to disk as UTF-8 is the same after reading it."""
    path = tmp_path / "story.json"
    path.write_text(reading().to_json(), encoding="utf-8")
    assert Reading.from_json(path.read_bytes()) == reading()


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
    maybe = st.none() | WORDS
    document = draw(st.builds(Document, WORDS, st.just(text), maybe, maybe, maybe, maybe, WORDS, maybe, maybe))
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda ends: Span(min(ends), max(ends)))
    many = st.lists(spans, max_size=3).map(tuple)
    ids = draw(st.lists(WORDS, unique=True, max_size=4))
    roles = st.lists(st.builds(Role, WORDS, st.sampled_from([*ids, None]), spans), max_size=2).map(tuple)
    mentions = st.lists(st.builds(Mention, spans, st.sampled_from(["name", "nominal", "pronoun"])), max_size=2).map(tuple)
    kinds = st.sampled_from(["person", "organization", "country", "place", "group", "other"])
    links = st.dictionaries(WORDS, WORDS, max_size=2)
    actors = tuple(draw(st.builds(Actor, st.just(name), WORDS, kinds, links, roles, mentions)) for name in ids)
    somebody = st.sampled_from([*actors, None])
    statements: list[Statement] = []
    for name in draw(st.lists(WORDS, unique=True, max_size=5)):
        statement = st.builds(
            Statement,
            id=st.just(name),
            form=st.sampled_from(["direct", "indirect", "mixed"]),
            implied=st.booleans(),
            speaker=somebody,
            source=many,
            cue=many,
            content=many,
            parent=st.sampled_from([*statements, None]),
            addressee=somebody,
            venue=st.none() | spans,
            said_on=maybe,
            confidence=st.floats(0, 1),
            document=st.just(document),
        )
        statements.append(draw(statement))
    order = draw(st.permutations(statements))
    times = st.builds(
        Time,
        span=spans,
        type=st.sampled_from(get_args(TimeType)),
        value=WORDS,
        begin=maybe,
        end=maybe,
        rule=WORDS,
        confidence=st.floats(0, 1),
    )
    sides = st.lists(st.sampled_from(actors), max_size=3).map(tuple) if actors else st.just(())
    evidence = st.builds(
        Evidence,
        field=st.sampled_from(get_args(EventField)),
        by=WORDS,
        span=st.none() | spans,
        confidence=st.none() | st.floats(0, 1),
    )
    events = [
        draw(
            st.builds(
                Event,
                id=st.just(name),
                trigger=spans,
                type=st.sampled_from(get_args(EventType)),
                mode=maybe,
                contexts=st.lists(WORDS, max_size=2).map(tuple),
                source=sides,
                target=sides,
                statement=st.sampled_from([*statements, None]),
                status=st.sampled_from(get_args(Status)),
                time=maybe,
                place=st.none() | spans,
                confidence=st.floats(0, 1),
                evidence=st.lists(evidence, max_size=3).map(tuple),
            )
        )
        for name in draw(st.lists(WORDS, unique=True, max_size=3))
    ]
    return Reading(
        document=document,
        actors=actors,
        statements=tuple(order),
        times=tuple(draw(st.lists(times, max_size=3))),
        events=tuple(events),
        produced_by=draw(st.dictionaries(WORDS, WORDS | links, max_size=2)),
    )


@given(readings())
def test_any_reading_comes_back_without_loss(given_reading: Reading) -> None:
    again = Reading.from_json(given_reading.to_json())
    assert again == given_reading
    assert [(s.parent, s.document) for s in again.statements] == [(s.parent, s.document) for s in given_reading.statements]
    assert [event.according_to for event in again.events] == [event.according_to for event in given_reading.events]


LEAVES = st.none() | st.booleans() | st.floats() | WORDS


@given(st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(WORDS, inner)))
def test_any_json_gives_a_reading_or_a_record_error(value: object) -> None:
    with pytest.raises(RecordError):
        Reading.from_json(json.dumps(value))
