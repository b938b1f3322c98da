"""Statements on two axes: when it happened, when it was said."""

from __future__ import annotations

from dataclasses import replace

from reportedly.ledger import Ledger, Query
from reportedly.ledger.database import read_transaction
from reportedly.ledger.plane import EXCERPT, Plane, plane
from tests.ledger.stories import reading_of

STORY = """\
Anna Lind: The sluices were opened [CONCEDE asserted] in 2021.
Bo Ek: I never agreed [AGREE denied] to any opening in 2019 or 2023.
Bo Ek: They will strike.
"""


def plane_of(ledger: Ledger, query: Query, **how: int) -> Plane:
    with read_transaction(ledger._engine) as connection:
        return plane(connection, query, **how)


def put_story(ledger: Ledger) -> None:
    """The first event happens in March 2021, which the statement's own words tell as 2021; the second at no known time."""
    read = reading_of(STORY, published="2024-03-12", publisher="Northern Wire")
    first, *others = read.events
    ledger.put(replace(read, events=(replace(first, time="2021-03"), *others)), "wire.txt")


def test_each_time_that_a_statement_speaks_of_is_a_dot(ledger: Ledger) -> None:
    put_story(ledger)
    found = plane_of(ledger, Query())
    assert {(dot.name, dot.begin, dot.end, dot.status, dot.type) for dot in found.dots} == {
        ("Anna Lind", "2021-03-01", "2021-04-01", "asserted", "CONCEDE"),
        ("Anna Lind", "2021-01-01", "2022-01-01", None, None),
        ("Bo Ek", "2019-01-01", "2020-01-01", None, None),
        ("Bo Ek", "2023-01-01", "2024-01-01", None, None),
    }
    assert {(dot.said_from, dot.said_to) for dot in found.dots} == {("2024-03-12", "2024-03-13")}
    assert sorted(found.speakers) == [("Anna Lind", 2), ("Bo Ek", 2)]


def test_what_has_no_place_is_counted(ledger: Ledger) -> None:
    put_story(ledger)
    ledger.put(reading_of("Cy Dahl: It burned in 2020."), "undated.txt")
    found = plane_of(ledger, Query())
    assert (found.statements, found.undated) == (4, 2)  # no time is spoken of; it is not known when it was said


def test_only_times_within_the_days_asked_for_are_shown(ledger: Ledger) -> None:
    put_story(ledger)
    found = plane_of(ledger, Query(happened_after="2022", happened_before="2024"))
    assert [(dot.name, dot.begin) for dot in found.dots] == [("Bo Ek", "2023-01-01")]


def test_reprints_are_one_dot_unless_asked_for(ledger: Ledger) -> None:
    put_story(ledger)
    text = STORY + "\n" + "This paper adds a line of its own, which nobody says."
    ledger.put(reading_of(text.strip(), published="2024-03-12", publisher="Ellery Post"), "copy.txt")
    once, each = (plane_of(ledger, Query(reprints=reprints)).dots for reprints in (False, True))
    assert {(dot.name, dot.words) for dot in once} == {(dot.name, dot.words) for dot in each}
    assert len(each) > len(once)


def test_of_many_statements_those_added_last_are_looked_at(ledger: Ledger) -> None:
    put_story(ledger)
    found = plane_of(ledger, Query(), looked_at=2)
    assert ({dot.name for dot in found.dots}, found.cut) == ({"Bo Ek"}, True)


def test_long_words_are_cut_to_what_is_shown(ledger: Ledger) -> None:
    ledger.put(reading_of(f"Anna Lind: In 2021 {'on and ' * 60}on.", published="2024-03-12"))
    assert [len(dot.words) for dot in plane_of(ledger, Query()).dots] == [EXCERPT]
