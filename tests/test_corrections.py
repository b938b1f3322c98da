from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.corrections import (
    KINDS,
    ActorAddress,
    Correction,
    EventAccepted,
    EventAdded,
    EventAddress,
    EventRejected,
    EventStatusChanged,
    EventTypeChanged,
    FormChanged,
    ParentChanged,
    SpeakerChanged,
    StatementAccepted,
    StatementAdded,
    StatementAddress,
    StatementRejected,
    WordsChanged,
    actor_address,
    address_of,
    corrected,
    event_address,
    from_dict,
    from_json,
    to_dict,
    to_json,
)
from reportedly.errors import RecordError
from reportedly.records import Actor, Evidence, Mention, Reading, Span, Statement
from tests.show.conftest import Teller
from tests.test_serialize import readings

STORY = "The Harbour Board said Ada had told Bo that the pier would close. The gulls stayed."


@pytest.fixture
def told() -> Reading:
    """A board's account of what Ada told Bo, and in that the closing of the pier."""
    story = Teller(STORY, {})
    board, ada, bo = story.actor("The Harbour Board", "organization"), story.actor("Ada"), story.actor("Bo")
    outer = story.says(board, "Ada had told Bo that the pier would close", source="The Harbour Board", cue="said")
    inner = story.says(ada, "that the pier would close", source="Ada", cue="told", parent=outer, addressee=bo)
    story.says(None, "the pier would close", cue="would", parent=inner)
    story.happens("close", "SANCTION", statement=inner, status="future", evidence=(Evidence("type", "model", None, 0.4),))
    return story.reading()


def span(words: str) -> Span:
    return Span(STORY.index(words), STORY.index(words) + len(words))


def apply(reading: Reading, *corrections: Correction) -> Reading:
    done = corrected(reading, corrections)
    assert done.unapplied == ()
    assert Reading.from_json(done.reading.to_json()) == done.reading  # a reading like any other
    return done.reading


def say(statement: Statement) -> tuple[str, ...]:
    return tuple(speaker.name if speaker else "?" for speaker in statement.chain)


def test_a_rejected_statement_leaves_its_children_and_events_to_its_parent(told: Reading) -> None:
    reading = apply(told, StatementRejected(told.document.id, address_of(told.statements[1])))
    assert [say(statement) for statement in reading.statements] == [("The Harbour Board",), ("The Harbour Board", "?")]
    assert reading.events[0].statement is reading.statements[0]
    assert reading.statements[1].confidence == told.statements[2].confidence


def test_a_corrected_statement_is_certain_and_its_children_point_at_it(told: Reading) -> None:
    bo = actor_address(told.actors[2])
    reading = apply(told, SpeakerChanged(told.document.id, address_of(told.statements[1]), bo))
    assert [say(statement)[-1] for statement in reading.statements] == ["The Harbour Board", "Bo", "?"]
    assert [statement.confidence for statement in reading.statements] == [0.9, 1.0, 0.9]
    assert reading.statements[2].parent is reading.statements[1]
    assert reading.events[0].according_to == (reading.actors[0], reading.actors[2])


def test_newly_marked_words_make_a_new_actor(told: Reading) -> None:
    gulls = ActorAddress("The gulls", "group", span("The gulls"))
    reading = apply(told, SpeakerChanged(told.document.id, address_of(told.statements[0]), gulls))
    assert reading.actors[:3] == told.actors
    assert reading.actors[3] == Actor("a4", "The gulls", "group", {}, (), (Mention(span("The gulls"), "name"),))


@pytest.mark.parametrize(
    "address",
    [ActorAddress("?", "other", None, "17"), ActorAddress("?", "other", span("Ada")), ActorAddress("Ada", "person"),
     ActorAddress("Ada", "person", span("The gulls"))],
)  # fmt: skip
def test_an_actor_is_found_by_number_words_or_name(told: Reading, address: ActorAddress) -> None:
    known = replace(told, actors=tuple(replace(a, links={"ledger": "17"} if a.name == "Ada" else {}) for a in told.actors))
    reading = apply(known, SpeakerChanged(told.document.id, address_of(told.statements[0]), address))
    speaker = reading.statements[0].speaker
    assert speaker is reading.actors[1]
    assert len(reading.actors) == 3
    words = [STORY[m.span.start : m.span.end] for m in speaker.mentions]
    assert words == (["Ada", "The gulls"] if address.span == span("The gulls") else ["Ada"])


def test_all_corrections_name_what_was_read(told: Reading) -> None:
    """Those behind a change of the content still name the statement by the content that it had."""
    document, address = told.document.id, address_of(told.statements[1])
    reading = apply(
        told,
        WordsChanged(document, address, "content", (span("the pier"),)),
        WordsChanged(document, address, "source", ()),
        FormChanged(document, address, "mixed", True),
        ParentChanged(document, address, None),
    )
    changed = reading.statements[1]
    assert (changed.text, changed.source, changed.form, changed.implied, changed.parent) == ("the pier", (), "mixed", True, None)


def test_what_is_accepted_is_certain_and_as_it_was(told: Reading) -> None:
    document = told.document.id
    reading = apply(
        told,
        StatementAccepted(document, address_of(told.statements[1])),
        EventAccepted(document, event_address(told.events[0])),
    )
    assert [statement.confidence for statement in reading.statements] == [0.9, 1.0, 0.9]
    assert replace(reading.statements[1], confidence=0.9) == told.statements[1]
    assert reading.events[0].confidence == 1.0
    assert replace(reading.events[0], confidence=told.events[0].confidence, statement=None) == replace(
        told.events[0], statement=None
    )


def test_what_was_corrected_may_be_named_by_its_new_words(told: Reading) -> None:
    """A second reviewer sees what the first has made of it."""
    document, address = told.document.id, address_of(told.statements[1])
    new = StatementAddress((span("the pier"),), address.cue)
    reading = apply(
        told, WordsChanged(document, address, "content", new.content), FormChanged(document, new, "mixed", address.cue == ())
    )
    assert (reading.statements[1].text, reading.statements[1].form) == ("the pier", "mixed")


def test_a_model_that_has_learned_is_still_put_right_in_the_rest(told: Reading) -> None:
    document, address = told.document.id, address_of(told.statements[1])
    corrections: list[Correction] = [
        WordsChanged(document, address, "content", (span("the pier would"),)),
        SpeakerChanged(document, address, actor_address(told.actors[2])),
    ]
    learned = replace(
        told, statements=tuple(replace(s, content=(span("the pier would"),)) if s.id == "s2" else s for s in told.statements)
    )
    assert say(apply(learned, *corrections).statements[1])[-1] == "Bo"


def test_an_added_statement_stands_in_its_place(told: Reading) -> None:
    document = told.document.id
    new = StatementAdded(
        document,
        (span("The gulls stayed"),),
        "indirect",
        True,
        actor_address(told.actors[1]),
        parent=address_of(told.statements[0]),
    )
    within = StatementAdded(document, (span("gulls stayed"),), "indirect", parent=StatementAddress((span("The gulls stayed"),)))
    reading = apply(told, new, within)
    assert [(s.id, say(s), s.confidence) for s in reading.statements[3:]] == [
        ("s4", ("The Harbour Board", "Ada"), 1.0),
        ("s5", ("The Harbour Board", "Ada", "?"), 1.0),
    ]
    first = apply(told, StatementAdded(document, (span("The"),), "direct"))
    assert [statement.id for statement in first.statements] == ["s4", "s1", "s2", "s3"]


def test_events_are_corrected_with_evidence(told: Reading) -> None:
    document, address = told.document.id, event_address(told.events[0])
    ada = actor_address(told.actors[1])
    reading = apply(
        told,
        EventTypeChanged(document, address, "RETREAT"),
        EventStatusChanged(document, address, "denied"),
        EventAdded(document, span("told"), "CONSULT", "asserted", (ada,), (), address_of(told.statements[0])),
    )
    added, changed = reading.events
    assert (changed.type, changed.status, changed.confidence) == ("RETREAT", "denied", 1.0)
    assert changed.evidence == (Evidence("type", "correction"), Evidence("status", "correction"))
    assert (added.id, added.source, added.according_to) == ("e2", (reading.actors[1],), (reading.actors[0],))
    assert apply(told, EventRejected(document, address)).events == ()


def test_the_reading_tells_what_was_corrected(told: Reading) -> None:
    first = FormChanged(told.document.id, address_of(told.statements[0]), "mixed", False)
    second = EventStatusChanged(told.document.id, event_address(told.events[0]), "denied")
    once = apply(told, first)
    twice = apply(once, second)
    assert twice.produced_by == {**told.produced_by, "corrections": [to_dict(first), to_dict(second)]}


def test_without_corrections_nothing_changes(told: Reading) -> None:
    assert corrected(told, []).reading == told


D = "sha256:" + "0" * 64
GONE = StatementAddress((Span(0, 3),))


@pytest.mark.parametrize(
    "make",
    [
        lambda r, s, e: StatementRejected(D, s),
        lambda r, s, e: StatementRejected(r.document.id, GONE),
        lambda r, s, e: EventRejected(r.document.id, EventAddress(e.trigger, "AID")),
        lambda r, s, e: WordsChanged(r.document.id, s, "content", ()),
        lambda r, s, e: WordsChanged(r.document.id, s, "cue", (Span(0, 999),)),
        lambda r, s, e: WordsChanged(r.document.id, s, "cue", (Span(3, 3),)),
        lambda r, s, e: SpeakerChanged(r.document.id, s, ActorAddress("Nobody", "person")),
        lambda r, s, e: SpeakerChanged(r.document.id, s, ActorAddress("Ada", "person", Span(0, 999))),
        lambda r, s, e: ParentChanged(r.document.id, s, s),
        lambda r, s, e: ParentChanged(r.document.id, s, address_of(r.statements[2])),
        lambda r, s, e: ParentChanged(r.document.id, s, GONE),
        lambda r, s, e: StatementAdded(r.document.id, (), "direct"),
        lambda r, s, e: StatementAdded(r.document.id, (Span(0, 3),), "direct", parent=GONE),
        lambda r, s, e: EventAdded(r.document.id, Span(0, 999), "AID", "denied"),
        lambda r, s, e: EventAdded(r.document.id, Span(0, 3), "AID", "denied", statement=GONE),
    ],
)  # fmt: skip
def test_what_finds_nothing_or_is_impossible_is_given_back(told: Reading, make: Callable[..., Correction]) -> None:
    correction = make(told, address_of(told.statements[1]), told.events[0])
    assert corrected(told, [correction]) == (told, (correction,))


def test_what_was_rejected_cannot_be_changed_after(told: Reading) -> None:
    address = address_of(told.statements[1])
    change = FormChanged(told.document.id, address, "mixed", False)
    done = corrected(told, [StatementRejected(told.document.id, address), change])
    assert done.unapplied == (change,)


def test_of_statements_with_the_same_content_the_cue_tells() -> None:
    story = Teller("Ada said and Bo said that gulls fly.", {})
    for name in ("Ada", "Bo"):
        story.says(story.actor(name), "that gulls fly", source=name, cue="said", after="" if name == "Ada" else "Ada said and")
    reading = story.reading()
    done = apply(reading, SpeakerChanged(reading.document.id, address_of(reading.statements[1]), None))
    assert [say(statement) for statement in done.statements] == [("Ada",), ("?",)]


# As JSON

SPANS = st.tuples(st.integers(0, 90), st.integers(0, 90)).map(lambda ends: Span(min(ends), max(ends)))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)


def corrections_for(reading: Reading | None = None) -> st.SearchStrategy[Correction]:
    """Any correction; of a reading, also such as find something in it."""
    statements = [address_of(statement) for statement in reading.statements] if reading else []
    events = [event_address(event) for event in reading.events] if reading else []
    actors = [actor_address(actor) for actor in reading.actors] if reading else []
    many = st.lists(SPANS, max_size=2).map(tuple)
    built = {
        StatementAddress: st.builds(StatementAddress, many, many),
        EventAddress: st.builds(EventAddress, SPANS),
        ActorAddress: st.builds(ActorAddress, TEXT, span=st.none() | SPANS, ledger=st.none() | TEXT),
    }
    known: list[tuple[type, list[Any]]] = [(StatementAddress, statements), (EventAddress, events), (ActorAddress, actors)]
    for kind, there in known:
        st.register_type_strategy(kind, built[kind] | st.sampled_from(there) if there else built[kind])
    st.register_type_strategy(Span, SPANS)
    document = st.just(reading.document.id) if reading else TEXT
    return st.one_of([st.builds(kind, document=document) for kind in get_args(Correction)])


@settings(max_examples=200)
@given(corrections_for())
def test_any_correction_survives_json(correction: Correction) -> None:
    assert from_json(to_json(correction)) == correction
    assert from_dict(to_dict(correction)) == correction


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_corrections_of_any_reading_give_a_reading(data: st.DataObject) -> None:
    reading = data.draw(readings())
    wanted = data.draw(st.lists(corrections_for(reading), max_size=6))
    done = corrected(reading, wanted)
    assert Reading.from_json(done.reading.to_json()) == done.reading
    listed = done.reading.produced_by.get("corrections", [])
    assert isinstance(listed, list)
    assert len(listed) + len(done.unapplied) == len(wanted)


def test_the_form_is_the_one_written_down() -> None:
    correction = SpeakerChanged(D, StatementAddress((Span(1, 2),)), ActorAddress("Ada", "person", None, "17"))
    assert json.loads(to_json(correction)) == {
        "kind": "SpeakerChanged",
        "document": D,
        "statement": {"content": [[1, 2]], "cue": []},
        "speaker": {"name": "Ada", "kind": "person", "span": None, "ledger": "17"},
    }
    assert set(KINDS) == {kind.__name__ for kind in get_args(Correction)}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"kind": "Nonsense"}, "kind should be one of StatementAccepted, "),
        ({"kind": []}, "kind should be one of"),
        ({"document": 3}, "document should be a string"),
        ({"statement": None}, "statement should be an object"),
        ({"statement": {"content": [[2, 1]], "cue": []}}, r"statement.content\[0\] should be \[start, end\]"),
        ({"statement": {"content": [[True, 1]], "cue": []}}, r"statement.content\[0\] should be \[start, end\]"),
        ({"statement": {"content": 3, "cue": []}}, "statement.content should be a list"),
        ({"form": "loud"}, "form should be one of direct, indirect, mixed"),
        ({"form": []}, "form should be one of direct, indirect, mixed"),
        ({"implied": 1}, "implied should be true or false"),
    ],
)
def test_damage_is_named(change: dict[str, Any], complaint: str) -> None:
    good = to_dict(FormChanged(D, GONE, "direct", False))
    with pytest.raises(RecordError, match=f"This is no correction: {complaint}"):
        from_dict(good | change)


@pytest.mark.parametrize("data", ["", "[]", "null", b"\xff", "[" * 100_000])
def test_what_is_no_correction_is_refused(data: str | bytes) -> None:
    with pytest.raises(RecordError, match="This is no correction"):
        from_json(data)
