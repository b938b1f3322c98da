"""How loudly an actor is heard in a statement."""

import pytest

from reportedly.annotate.layers import Draft
from reportedly.annotate.segment import layers_of
from reportedly.annotate.voices import Voices
from reportedly.records import Span

LAYERS = layers_of("Ida Solheim spoke. He said no.")
IDA, SOLHEIM = Span(0, 3), Span(4, 11)


def voices(*heard: tuple[int, float]) -> Voices:
    return Voices(LAYERS, [Draft((Span(27, 29),), voices=heard)])


def test_the_mean_over_the_words_of_a_mention() -> None:
    assert voices((0, 0.9), (4, 0.7)).loudness(0, [Span(0, 11)]) == pytest.approx(0.8)


def test_the_loudest_mention_counts() -> None:
    assert voices((0, 0.2), (4, 0.7)).loudness(0, [IDA, SOLHEIM]) == pytest.approx(0.7)


def test_words_not_heard_are_silent() -> None:
    assert voices((4, 0.8)).loudness(0, [Span(0, 11)]) == pytest.approx(0.4)


@pytest.mark.parametrize("spans", [[], [Span(11, 12)], [Span(12, 17)]])
def test_nothing_is_heard_elsewhere(spans: list[Span]) -> None:
    assert voices((4, 0.8)).loudness(0, spans) == 0.0


def test_a_statement_without_voices() -> None:
    assert voices().loudness(0, [IDA]) == 0.0
