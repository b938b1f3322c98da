"""Who speaks about whom is counted as a search finds it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reportedly.ledger import Ledger, Query
from reportedly.ledger.database import read_transaction
from reportedly.ledger.pairs import Pairs, pairs
from tests.ledger.stories import reading_of

RIVER = """\
Anna Lind: Bo Ek opened [CONCEDE asserted] the sluices.
Anna Lind: Bo Ek must close [CONCEDE demanded] the sluices again.
Anna Lind: Nobody asked me.
Bo Ek: Anna Lind and Cy Dahl accuse [ACCUSE asserted] everybody.
Bo Ek > Cy Dahl: The keepers will strike with Anna Lind [PROTEST future].
"""
COFFEE = "Bo Ek: The coffee is cold.\nAnna Lind: I never drank with Bo Ek.\n"


@pytest.fixture(scope="module")
def library(shared_where: str) -> Iterator[Ledger]:
    with Ledger.open(shared_where) as opened:
        opened.put(reading_of(RIVER, publisher="Northern Wire", published="2024-03-12"), "river.txt")
        opened.put(reading_of(COFFEE, publisher="Ellery Post", published="2022-07-01"), "coffee.txt")
        yield opened


def pairs_in(ledger: Ledger, query: Query, **how: int) -> Pairs:
    with read_transaction(ledger._engine) as connection:
        return pairs(connection, query, **how)


def by_name(found: Pairs) -> dict[tuple[str, str], int]:
    names = {party.actor: party.name for party in found.parties}
    return {(names[pair.speaker], names[pair.target]): pair.statements for pair in found.pairs}


def test_statements_are_counted_by_speaker_and_whom_they_speak_of(library: Ledger) -> None:
    assert by_name(pairs_in(library, Query())) == {
        ("Anna Lind", "Bo Ek"): 3,
        ("Bo Ek", "Anna Lind"): 2,
        ("Bo Ek", "Cy Dahl"): 1,
        ("Cy Dahl", "Anna Lind"): 1,
    }


def test_a_pair_has_as_many_statements_as_the_search_for_it_finds(library: Ledger) -> None:
    found = pairs_in(library, Query())
    for pair in found.pairs:
        assert len(library.search(Query(speaker=pair.speaker, about=pair.target)).hits) == pair.statements


def test_the_types_and_years_of_a_pair_are_told(library: Ledger) -> None:
    strongest = pairs_in(library, Query()).pairs[0]
    assert strongest.types == (("CONCEDE", 2),)
    assert strongest.years == (("2022", 1), ("2024", 2))


def test_a_query_narrows_what_is_counted(library: Ledger) -> None:
    assert by_name(pairs_in(library, Query(type="ACCUSE"))) == {("Bo Ek", "Anna Lind"): 1, ("Bo Ek", "Cy Dahl"): 1}
    assert by_name(pairs_in(library, Query(said_before="2023"))) == {("Anna Lind", "Bo Ek"): 1}


def test_of_many_actors_those_of_the_strongest_pairs_are_shown(library: Ledger) -> None:
    found = pairs_in(library, Query(), shown=2)
    assert [(party.name, party.says, party.spoken_of) for party in found.parties] == [("Anna Lind", 4, 3), ("Bo Ek", 3, 3)]
    assert (len(found.pairs), found.left_out) == (2, 2)


def test_of_many_statements_those_added_last_are_counted(library: Ledger) -> None:
    found = pairs_in(library, Query(), looked_at=1)
    assert (by_name(found), found.statements, found.cut) == ({("Anna Lind", "Bo Ek"): 1}, 1, True)


def test_actors_that_were_merged_are_one(ledger: Ledger) -> None:
    ledger.put(reading_of("Dora Falk: Egon Berg left.\nEgon Berg: I stayed."))
    berg, falk = (ledger.actor(name).id for name in ("Egon Berg", "Dora Falk"))
    assert by_name(pairs_in(ledger, Query())) == {("Dora Falk", "Egon Berg"): 1}
    ledger.merge([berg, falk], "editor")
    assert pairs_in(ledger, Query()).pairs == ()


def test_an_empty_ledger_has_no_pairs(ledger: Ledger) -> None:
    assert pairs_in(ledger, Query()) == Pairs((), (), 0, 0, cut=False)
