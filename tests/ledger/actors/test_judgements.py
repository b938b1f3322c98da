"""What people decide: it binds the rules, survives a new reading, and can be taken back exactly."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select

from reportedly.errors import BadOption
from reportedly.ledger.actors import confirm, find, history, link, links_of, listing, members, merge, profile, split, undo, unlink
from reportedly.ledger.schema import actor, actor_fact, actor_name, appearance, judgement, placement
from reportedly.records import Reading
from tests.ledger.actors.conftest import in_memory
from tests.ledger.actors.stories import add, appear, story

MINISTER = "x | person | Marit Solheim; Solheim | foreign minister of NO | she"
SURNAME = "x | person | Solheim | foreign minister of NO | she"
SKIER = "x | person | Marit Solheim | swimmer of NO | she"
UNION = "x | organization | Tromsberg Harbour Union | |"


def state(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that judgements may change."""
    tables = (actor, actor_name, actor_fact, appearance, placement)
    return {table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in tables}


def actors_of(connection: Connection, document_id: int) -> dict[str, int]:
    """The number in the ledger of each actor of a document."""
    return {local: int(links["ledger"]) for local, links in links_of(connection, document_id).items()}


def read_again(connection: Connection, document_id: int, read: Reading) -> None:
    """As the store reads a document again."""
    unlink(connection, document_id)
    connection.execute(delete(appearance).where(appearance.c.document_id == document_id))
    link(connection, document_id, read, appear(connection, document_id, read))


def test_a_merge_makes_two_one_and_its_undo_two_again(connection: Connection) -> None:
    one, other = (add(connection, story(line, number=n)) for n, line in enumerate((MINISTER, SKIER)))
    first, second = actors_of(connection, one)["a1"], actors_of(connection, other)["a1"]
    before = state(connection)
    done = merge(connection, [first, second], "ann", "her sister's medal")
    assert done.documents == {other}
    assert actors_of(connection, other)["a1"] == first
    assert members(connection, second) == {first, second}
    assert profile(connection, second).appearances == 2
    assert [found.id for found in find(connection, "Solheim")] == [first]
    undo(connection, "ben")
    assert state(connection) == before


def test_after_a_merge_what_either_was_known_by_counts(connection: Connection) -> None:
    one, other = (add(connection, story(line, number=n)) for n, line in enumerate((MINISTER, SKIER)))
    merge(connection, [actors_of(connection, one)["a1"], actors_of(connection, other)["a1"]], "ann")
    third = add(connection, story(SKIER, number=3))
    assert actors_of(connection, third)["a1"] == actors_of(connection, one)["a1"]


def test_a_split_parts_some_appearances(connection: Connection) -> None:
    documents = [add(connection, story(MINISTER, UNION, number=n)) for n in range(3)]
    whole = actors_of(connection, documents[0])["a1"]
    before = state(connection)
    done = split(connection, whole, "ann", "an aunt", documents=[documents[1]])
    assert done.documents == {documents[1]}
    assert [actors_of(connection, d)["a1"] for d in documents] == [whole, done.actor, whole]
    assert profile(connection, whole).appearances == 2
    undo(connection, "ann", done.id)
    assert state(connection) == before


def test_a_split_by_name(connection: Connection) -> None:
    documents = [add(connection, story(line, number=n)) for n, line in enumerate((MINISTER, SURNAME, MINISTER))]
    done = split(connection, actors_of(connection, documents[0])["a1"], "ann", name="Solheim")
    assert done.documents == {documents[1]}


def test_who_was_placed_by_a_person_stays_when_the_document_is_read_again(connection: Connection) -> None:
    documents = [add(connection, story(MINISTER, number=n)) for n in range(3)]
    whole = actors_of(connection, documents[0])["a1"]
    made = split(connection, whole, "ann", documents=[documents[1]]).actor
    for _ in range(2):
        for number, document_id in enumerate(documents):
            read_again(connection, document_id, story(MINISTER, number=number))
    assert [actors_of(connection, d)["a1"] for d in documents] == [whole, made, whole]


def test_reading_everything_again_changes_nothing(connection: Connection) -> None:
    stories = [story(MINISTER, UNION, number=0), story(SURNAME, UNION, number=1), story(SKIER, number=2)]
    documents = [add(connection, read) for read in stories]
    before = [actors_of(connection, d) for d in documents]
    for document_id, read in zip(documents, stories, strict=True):
        read_again(connection, document_id, read)
    assert [actors_of(connection, d) for d in documents] == before


def test_a_merge_holds_when_the_only_document_of_one_is_read_again(connection: Connection) -> None:
    one, other = (add(connection, story(line, number=n)) for n, line in enumerate((MINISTER, SKIER)))
    first = actors_of(connection, one)["a1"]
    merge(connection, [first, actors_of(connection, other)["a1"]], "ann")
    read_again(connection, other, story(SKIER, number=1))
    assert actors_of(connection, other)["a1"] == first


def test_nothing_is_left_of_a_document_taken_out_for_good(connection: Connection) -> None:
    add(connection, story(MINISTER, number=0))
    before = state(connection)
    gone = add(connection, story(UNION, SKIER, number=1))
    unlink(connection, gone, for_good=True)
    connection.execute(delete(appearance).where(appearance.c.document_id == gone))
    assert state(connection) == before


def test_what_a_person_confirms_is_no_longer_the_rules_opinion(connection: Connection) -> None:
    first, second = (add(connection, story(MINISTER, number=n)) for n in range(2))
    asked = select(appearance).where(appearance.c.document_id == second, appearance.c.local == "a1")
    before = connection.execute(asked).one()
    place = json.loads(before.traits)["place"]
    done = confirm(connection, second, place, "ann")
    assert (done.actor, done.documents) == (actors_of(connection, first)["a1"], frozenset())
    read_again(connection, second, story(MINISTER, number=1))
    now = connection.execute(asked).one()
    assert (now.score, now.by, json.loads(now.reasons)) == (1.0, "ann", ["placed by ann"])
    with pytest.raises(BadOption, match="by the rules"):
        confirm(connection, second, place, "ben")
    undo(connection, "ben", done.id)
    after = connection.execute(asked).one()
    assert after[1:] == before[1:]
    assert (after.by, connection.execute(select(placement.c.by).where(placement.c.key == place)).scalars().all()) == (
        "rules",
        ["rules", "rules"],
    )


def test_a_confirmation_stands_in_the_way_of_splits_alone(connection: Connection) -> None:
    one, other = (add(connection, story(line, number=n)) for n, line in enumerate((MINISTER, SKIER)))
    merged = merge(connection, [actors_of(connection, one)["a1"], actors_of(connection, other)["a1"]], "ann")
    confirmed = confirm(connection, other, "marit solheim", "ann")
    undo(connection, "ann", merged.id)
    assert history(connection)[1].undone_by is None
    undo(connection, "ann", confirmed.id)


def test_a_later_judgement_is_taken_back_first(connection: Connection) -> None:
    documents = [add(connection, story(MINISTER, number=n)) for n in range(2)]
    other = add(connection, story(SKIER, number=2))
    first = split(connection, actors_of(connection, documents[0])["a1"], "ann", documents=documents[:1])
    merge(connection, [first.actor, actors_of(connection, other)["a1"]], "ann")
    with pytest.raises(BadOption, match="take that back first"):
        undo(connection, "ann", first.id)


@pytest.mark.parametrize(
    ("ids", "message"), [([1], "two actors"), ([1, 1], "two actors"), ([1, 999_999], "no actor 999999"), ([], "two actors")]
)
def test_a_merge_that_is_none(connection: Connection, ids: list[int], message: str) -> None:
    add(connection, story(MINISTER))
    (known,) = (found.id for found in listing(connection, kind="person"))
    with pytest.raises(BadOption, match=message):
        merge(connection, [known if i == 1 else i for i in ids], "ann")


def test_a_split_that_is_none(connection: Connection) -> None:
    document_id = add(connection, story(MINISTER))
    known = actors_of(connection, document_id)["a1"]
    with pytest.raises(BadOption, match="all there is"):
        split(connection, known, "ann", documents=[document_id])
    with pytest.raises(BadOption, match="no such appearance"):
        split(connection, known, "ann", name="Somebody Else")


def test_what_cannot_be_taken_back(connection: Connection) -> None:
    with pytest.raises(BadOption, match="no judgement"):
        undo(connection, "ann")
    one, other = (add(connection, story(line, number=n)) for n, line in enumerate((MINISTER, SKIER)))
    done = merge(connection, [actors_of(connection, one)["a1"], actors_of(connection, other)["a1"]], "ann")
    undone = undo(connection, "ann")
    with pytest.raises(BadOption, match="taken back already"):
        undo(connection, "ann", done.id)
    with pytest.raises(BadOption, match="no judgement"):
        undo(connection, "ann", undone.id)


def test_the_history_tells_who_and_why(connection: Connection) -> None:
    one, other = (add(connection, story(line, number=n)) for n, line in enumerate((MINISTER, SKIER)))
    first, second = actors_of(connection, one)["a1"], actors_of(connection, other)["a1"]
    merge(connection, [first, second], "ann", "one person")
    undo(connection, "ben", why="two persons")
    taken_back, made = history(connection)
    assert (made.act, made.actors, made.who, made.why, made.undone_by) == (
        "merge",
        (first, second),
        "ann",
        "one person",
        taken_back.id,
    )
    assert (taken_back.act, taken_back.who, taken_back.why) == ("undo", "ben", "two persons")
    assert history(connection, second) == [taken_back, made]
    assert history(connection, 999) == []


def test_rules_are_no_person(connection: Connection) -> None:
    documents = [add(connection, story(MINISTER, number=n)) for n in range(2)]
    with pytest.raises(BadOption, match="who decides"):
        split(connection, actors_of(connection, documents[0])["a1"], "rules", documents=documents[:1])


LINES = [
    MINISTER,
    SURNAME,
    SKIER,
    UNION,
    "x | person | Marit Anne Solheim | mayor of NO | she",
    "x | person | Ivan Petrov | judge of BG | he",
]
ACTS = st.lists(st.tuples(st.sampled_from(["merge", "split", "undo"]), st.integers(0, 30), st.integers(0, 30)), max_size=8)


@settings(max_examples=15, deadline=None)
@given(ACTS)
def test_any_judgements_taken_back_leave_no_trace(acts: list[tuple[str, int, int]]) -> None:
    with in_memory().connect() as connection:
        documents = [add(connection, story(LINES[n % 6], LINES[(n * n + 1) % 6], number=n)) for n in range(9)]
        before = state(connection)
        for act, one, other in acts:
            ids = list(connection.execute(select(actor.c.id).order_by(actor.c.id)).scalars())
            try:
                if act == "merge":
                    merge(connection, [ids[one % len(ids)], ids[other % len(ids)]], "ann")
                elif act == "split":
                    split(connection, ids[one % len(ids)], "ann", documents=[documents[other % 9]])
                else:
                    undo(connection, "ann")
            except BadOption:
                pass
            _check_numbers(connection)
        while connection.execute(
            select(judgement.c.id).where(judgement.c.undone_by.is_(None), judgement.c.act != "undo")
        ).first():
            undo(connection, "ann")
        assert state(connection) == before


def _check_numbers(connection: Connection) -> None:
    """The number of appearances of every actor is that of its own and of its members'."""
    own: dict[int, int] = {}
    for (actor_id,) in connection.execute(select(appearance.c.actor_id).where(appearance.c.actor_id.is_not(None))):
        own[actor_id] = own.get(actor_id, 0) + 1
    for found in listing(connection, limit=1000):
        assert found.appearances == sum(own.get(member, 0) for member in members(connection, found.id))
