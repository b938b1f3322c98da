"""The picture of a network: the same for the same pairs, and no name on another."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.ledger.pairs import Pair, Pairs, Party
from reportedly.serve.constellation import DRAWN, HEIGHT, LETTER, LINE, WIDTH, Constellation, Node, constellation, short

numbers = st.integers(1, 12)
links = st.dictionaries(st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1]), st.integers(1, 900), max_size=40)


def pairs_of(found: dict[tuple[int, int], int]) -> Pairs:
    actors = sorted({actor for pair in found for actor in pair})
    parties = [Party(actor, f"Actor {actor} of the Long Name", "person", 3, actor) for actor in actors]
    ordered = sorted(found.items(), key=lambda item: -item[1])
    return Pairs(tuple(parties), tuple(Pair(*pair, count, (), ()) for pair, count in ordered), sum(found.values()), 0, cut=False)


def touch(one: Node, other: Node) -> bool:
    """Whether the discs or names of two actors lie on each other."""
    wide = (max(node.radius, len(node.name) * LETTER / 2) for node in (one, other))
    upper, lower = sorted((one, other), key=lambda node: node.y)
    return abs(one.x - other.x) < sum(wide) and lower.y - upper.y < upper.radius + LINE + lower.radius


@given(links)
@settings(max_examples=60, deadline=None)
def test_all_is_within_the_picture_and_no_name_on_another(found: dict[tuple[int, int], int]) -> None:
    picture = constellation(pairs_of(found))
    assert all(0 <= node.x <= WIDTH and node.y - node.radius >= 0 and node.y + node.radius <= HEIGHT for node in picture.nodes)
    assert not any(touch(one, other) for one, other in combinations(picture.nodes, 2))
    assert all(0 <= edge.x <= WIDTH and 0 <= edge.y <= HEIGHT for edge in picture.edges)
    assert len(picture.edges) <= min(len(found), DRAWN)


@given(links)
@settings(max_examples=60, deadline=None)
def test_names_are_parted_though_moving_apart_comes_to_no_end(found: dict[tuple[int, int], int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reportedly.serve.constellation.ROUNDS", 1)
        picture = constellation.__wrapped__(pairs_of(found))
    assert not any(touch(one, other) for one, other in combinations(picture.nodes, 2))
    assert all(0 <= node.x <= WIDTH and node.y - node.radius >= 0 and node.y + node.radius <= HEIGHT for node in picture.nodes)


def test_the_same_pairs_give_the_same_picture() -> None:
    found = pairs_of({(1, 2): 5, (2, 1): 3, (2, 3): 1, (4, 5): 2})
    first = constellation(found)
    constellation.cache_clear()
    assert constellation(found) == first


def test_what_one_says_of_the_other_and_the_other_of_him_are_two_curves() -> None:
    there, back = constellation(pairs_of({(1, 2): 5, (2, 1): 5})).edges
    assert (there.x, there.y) != (back.x, back.y)


def test_more_statements_make_a_thicker_curve_that_lies_on_top() -> None:
    weak, strong = constellation(pairs_of({(1, 2): 100, (3, 4): 1})).edges
    assert (weak.pair.statements, strong.pair.statements) == (1, 100)
    assert weak.width < strong.width


def test_nobody_is_an_empty_picture() -> None:
    assert constellation(pairs_of({})) == Constellation((), ())


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Paul Deering", "Paul Deering"), ("Ministry of Fisheries and the Sea", "Ministry of Fisheries…")],
)
def test_long_names_are_cut(name: str, shown: str) -> None:
    assert short(name) == shown
