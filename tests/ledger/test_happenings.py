"""What comparing has found, in lists: the same as the ledger's own comparison, without opening a reading."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reportedly.ledger import Ledger, Query, happenings
from reportedly.ledger.database import read_transaction
from tests.ledger.test_accounts import DONE, STORIES, make_one, put, tale


@pytest.fixture(scope="module")
def library(shared_where: str) -> Iterator[Ledger]:
    with Ledger.open(shared_where) as opened:
        put(opened, [*STORIES[:3], tale("done", 6, DONE, publisher="Valley Mail"), STORIES[4]])
        opened.bring_up_to_date()
        yield opened


def test_happenings_are_listed_with_what_is_between_their_accounts(library: Ledger) -> None:
    with read_transaction(library.engine) as connection:
        found = happenings.outlines(connection, None, 10, 0)
    (one,) = found.happenings
    assert (one.stories, one.first, one.last) == (4, "2024-04-02", "2024-04-06")
    assert one.publishers == ("Northern Wire", "Dolnaya Post", "Valley Mail")
    assert {"disputes", "differs_in_number"} <= dict(one.relations).keys()
    assert (found.more, found.waiting) == (False, 0)


def test_a_query_chooses_the_happenings_of_its_stories(library: Ledger) -> None:
    with read_transaction(library.engine) as connection:
        found = [happenings.outlines(connection, Query(words=words), 10, 0) for words in ("dockers", "crack", "nothing")]
    assert [[one.stories for one in page.happenings] for page in found] == [[1], [4], []]


def test_disputes_are_those_of_the_ledger_with_the_same_words_and_voices(library: Ledger) -> None:
    with read_transaction(library.engine) as connection:
        mine = happenings.disputes(connection, None, 50, 0)
    theirs = library.disputes()
    assert theirs
    assert [one.id for one in mine] == [one.id for one in theirs]
    for light, whole in zip(mine, theirs, strict=True):
        for one, other in ((light.a, whole.a), (light.b, whole.b)):
            assert (one.words, one.chain, one.speaker, one.statement) == (
                other.words,
                other.chain,
                other.speaker,
                other.statement,
            )
        assert light.reasons == whole.reasons


def test_fates_are_those_of_the_ledger(library: Ledger) -> None:
    with read_transaction(library.engine) as connection:
        mine = happenings.pledges(connection, None, 50, 0)
    assert [(one.account.words, one.kind, one.fate) for one in mine] == [
        (one.account.words, one.kind, one.fate) for one in library.promises()
    ]
    assert mine


def test_a_happening_is_whole(library: Ledger) -> None:
    theirs = next(one for one in library.compare(limit=None).happenings if len(one.stories) > 1)
    with read_transaction(library.engine) as connection:
        number = happenings.number_of(connection, theirs.stories[-1].number)
        mine = happenings.whole(connection, number)
    assert mine is not None
    assert number == theirs.number
    assert {(one.document, one.start, one.end) for one in mine.accounts} == {
        (one.document, one.start, one.end) for one in theirs.accounts
    }
    assert {one.id for one in mine.relations} == {one.id for one in theirs.verdicts}


def test_nothing_is_known_of_a_happening_that_is_none(library: Ledger) -> None:
    with read_transaction(library.engine) as connection:
        assert happenings.whole(connection, 4_711) is None


def test_words_beside_a_passage_that_tell_are_shown_with_it(ledger: Ledger) -> None:
    from tests.compare.stories import Line, told

    head = "Water is seeping from the Velmar dam in the valley of Dolnaya, the engineers reported on Tuesday."
    says = Line("Marek Olbrinsky", "There is a crack in the east wall of the dam")
    denies = Line(
        "Bruno Laskov", "that there was a crack in the east wall", around="{who} denied {}.", cue="denied", form="indirect"
    )
    put(ledger, [told("says", "2024-04-02", [head, says]), told("denies", "2024-04-03", [head, denies], "Dolnaya Post")])
    ledger.bring_up_to_date()
    with read_transaction(ledger.engine) as connection:
        (one,) = happenings.disputes(connection, None, 10, 0)
    assert one.a.words == "that there was a crack in the east wall"
    assert one.a.around is not None
    assert one.a.around.words == "denied that there was a crack in the east wall"
    assert one.b.around is None


def test_a_dispute_is_over_when_one_side_takes_it_back(ledger: Ledger) -> None:
    put(ledger, STORIES[:2])
    ledger.bring_up_to_date()
    with read_transaction(ledger.engine) as connection:
        assert happenings.disputes(connection, None, 10, 0)
    put(ledger, [STORIES[3]])
    make_one(ledger, "Bruno Laskov")
    ledger.bring_up_to_date()
    with read_transaction(ledger.engine) as connection:
        assert happenings.disputes(connection, None, 10, 0) == []


def test_what_waits_is_counted_and_the_stamp_changes_with_what_is_known(ledger: Ledger) -> None:
    put(ledger, STORIES[:2])
    with read_transaction(ledger.engine) as connection:
        assert happenings.waiting(connection) == 2
    ledger.bring_up_to_date()
    (dispute,) = ledger.disputes()

    def stamp() -> tuple[object, ...]:
        with read_transaction(ledger.engine) as connection:
            return happenings.stamp(connection, dispute.happening)

    before = stamp()
    assert stamp() == before
    decision = ledger.overrule(dispute.id, "none", "editor")
    overruled = stamp()
    ledger.withdraw(decision.id, "editor")
    assert len({before, overruled, stamp()}) == 3
