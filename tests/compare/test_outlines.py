"""What is kept of a story for its likeness tells the same as the story."""

from __future__ import annotations

from dataclasses import fields
from itertools import permutations

import numpy as np
import pytest

from reportedly.compare.accounts import story_of
from reportedly.compare.outlines import Outline
from reportedly.compare.point import Scene, at_most, features_of, on_one_point
from reportedly.compare.strands import Profile, Rarity, likeness, strands_of
from tests.compare.test_strands import FOLLOWED, NEXT, SPILL

PROFILES = [Profile(story_of(reading)) for reading in (SPILL, FOLLOWED, NEXT)]


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.story.document.uri)
def test_an_outline_is_the_same_when_it_was_kept(profile: Profile) -> None:
    kept = Outline.unpacked(Outline.of(profile).packed())
    for field in fields(Outline):
        assert np.array_equal(getattr(kept, field.name), getattr(profile, field.name)), field.name


def test_outlines_are_as_like_as_their_stories() -> None:
    rarity = Rarity.among(PROFILES)
    outlines = [Outline.unpacked(Outline.of(profile).packed()) for profile in PROFILES]
    for i, j in permutations(range(len(PROFILES)), 2):
        assert likeness(outlines[i], outlines[j], rarity) == likeness(PROFILES[i], PROFILES[j], rarity)
    assert strands_of(outlines, rarity) == strands_of(PROFILES, rarity)


def test_no_pair_has_one_point_more_surely_than_it_can_have() -> None:
    scene = Scene([account for profile in PROFILES for account in profile.story.accounts])
    for i, j in permutations(range(len(scene.accounts)), 2):
        assert on_one_point(features_of(scene, i, j)) <= at_most(scene, i, j)
