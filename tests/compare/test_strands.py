"""Which stories follow one happening, on stories made by hand."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reportedly.compare.accounts import story_of
from reportedly.compare.linkage import brought_together
from reportedly.compare.strands import Profile, Rarity, keys_of, strands_of
from reportedly.records import Reading
from tests.compare.stories import Line, told

SPILL = told(
    "spill",
    "2024-05-07T12:00:00+00:00",
    ["Oil ran into the Ister at Galmat on Tuesday.", Line("Ana Lupu", "It was three tonnes at the very most")],
)
FOLLOWED = told(
    "followed",
    "2024-05-20T12:00:00+00:00",
    ["Petrola must pay for the oil that it spilt at Galmat.", Line("Ana Lupu", "We have cleaned the Ister down to the bridge")],
)
NEXT = told(
    "next",
    "2024-06-25T12:00:00+00:00",
    ["A pipeline leaked into a field at Brazeni on Tuesday.", Line("Ana Lupu", "It was half a tonne at most")],
)


def strands(*readings: Reading) -> list[list[int]]:
    profiles = [Profile(story_of(reading)) for reading in readings]
    return strands_of(profiles, Rarity.among(profiles))


def test_a_follow_up_names_what_it_follows_and_the_next_spill_of_the_same_people_does_not() -> None:
    assert strands(SPILL, FOLLOWED, NEXT) == [[0, 1], [2]]


def test_the_order_of_the_stories_does_not_matter() -> None:
    assert strands(NEXT, FOLLOWED, SPILL) == [[0], [1, 2]]


def test_what_a_story_begins_with_is_its_focus_but_people_are_none() -> None:
    assert Profile(story_of(SPILL)).focus == {"ister", "galmat"}


def test_stories_of_one_happening_share_a_key() -> None:
    assert set(keys_of(SPILL)) & set(keys_of(FOLLOWED)) >= {"name:galmat"}


@given(st.integers(0, 12), st.integers(0, 999))
def test_clusters_are_a_partition_and_the_likest_pair_is_together(size: int, seed: int) -> None:
    table = np.random.default_rng(seed).random((size, size))
    table = (table + table.T) / 2
    np.fill_diagonal(table, 0)
    found = brought_together(table, 0.5)
    assert sorted(i for cluster in found for i in cluster) == list(range(size))
    if size > 1 and table.max() >= 0.5:
        a, b = np.unravel_index(table.argmax(), table.shape)
        assert any({int(a), int(b)} <= set(cluster) for cluster in found)
