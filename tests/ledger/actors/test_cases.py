"""Who is linked with whom, over stories whose actors' true identities are known."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

import pytest
from sqlalchemy import Connection, select

from reportedly.ledger.schema import appearance
from tests.ledger.actors.stories import CASES, Case, add_all, cases

STORIES = list(cases(CASES.read_text("utf8")))
FLOOR = 0.85  # recall in the order that the stories are told


def linked(connection: Connection, stories: Sequence[Case]) -> dict[tuple[int, int], int | None]:
    """The actor of each (story, line)."""
    documents = {document_id: number for number, document_id in enumerate(add_all(connection, stories))}
    rows = connection.execute(select(appearance.c.document_id, appearance.c.local, appearance.c.actor_id))
    return {(documents[d], int(local[1:])): actor_id for d, local, actor_id in rows if local[0] == "a"}


def pairs(connection: Connection, stories: Sequence[Case]) -> tuple[set[str], set[str], set[str]]:
    """Pairs of appearances that are linked rightly, linked wrongly, and not linked though they are one."""
    actors = linked(connection, stories)
    who = {(n, i): told.identity for n, case in enumerate(stories) for i, told in enumerate(case.actors, 1)}
    right, wrong, missed = set[str](), set[str](), set[str]()
    for one, other in combinations(sorted(who), 2):
        same = who[one] == who[other] != "-"
        together = actors[one] is not None and actors[one] == actors[other]
        name = f"{stories[one[0]].day} {who[one]} + {stories[other[0]].day} {who[other]}"
        if together:
            (right if same else wrong).add(name)
        elif same:
            missed.add(name)
    return right, wrong, missed


def test_no_link_is_wrong_and_most_are_made(connection: Connection) -> None:
    right, wrong, missed = pairs(connection, STORIES)
    assert not wrong
    recall = len(right) / (len(right) + len(missed))
    assert recall >= FLOOR, sorted(missed)


@pytest.mark.parametrize("seed", range(4))
def test_no_link_is_wrong_in_any_order(embedded: Connection, seed: int) -> None:
    stories = random.Random(seed).sample(STORIES, len(STORIES))
    _, wrong, _ = pairs(embedded, stories)
    assert not wrong


def test_nobody_is_made_of_those_who_could_not_be_met_again(connection: Connection) -> None:
    actors = linked(connection, STORIES)
    nobody = [(n, i) for n, case in enumerate(STORIES) for i, told in enumerate(case.actors, 1) if told.identity == "-"]
    assert {actors[place] for place in nobody} == {None}
    assert len(nobody) > 4
