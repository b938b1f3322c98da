"""Who is heard in a statement."""

import pytest

from reportedly.annotate.cast import Entity
from reportedly.annotate.layers import Draft
from reportedly.annotate.segment import layers_of
from reportedly.annotate.voices import Voices
from reportedly.records import Span

LAYERS = layers_of("Ida Solheim spoke. Berg left. He said no.")
IDA, SOLHEIM, BOTH, BERG, HE = Span(0, 3), Span(4, 11), Span(0, 11), Span(19, 23), Span(30, 32)


def voices(*heard: tuple[int, float]) -> Voices:
    return Voices(LAYERS, [Draft((Span(38, 40),), source=(HE,), voices=heard)])


def test_the_mean_over_the_words_of_a_mention() -> None:
    ida, story = Entity("person"), voices((0, 0.9), (4, 0.7))
    story.note(ida, BOTH)
    assert story.loudness(0, HE) == {ida: pytest.approx(0.8)}


def test_the_loudest_mention_counts() -> None:
    ida, story = Entity("person"), voices((0, 0.2), (4, 0.7))
    story.note(ida, IDA)
    story.note(ida, SOLHEIM)
    assert story.loudness(0, HE) == {ida: pytest.approx(0.7)}


def test_each_of_several_people() -> None:
    ida, berg, story = Entity("person"), Entity("person"), voices((4, 0.6), (19, 0.3))
    story.note(ida, BOTH)
    story.note(berg, BERG)
    assert story.loudness(0, HE) == {ida: pytest.approx(0.3), berg: pytest.approx(0.3)}


def test_the_source_itself_tells_nothing() -> None:
    berg, story = Entity("person"), voices((30, 0.9))
    story.note(berg, HE)
    assert story.loudness(0, HE) == {}


def test_nobody_is_heard_where_the_network_said_nothing() -> None:
    story = voices()
    story.note(Entity("person"), BOTH)
    assert story.loudness(0, HE) == {}
