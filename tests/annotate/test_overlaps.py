"""Words that two statements claim."""

import numpy as np
import pytest

from reportedly.annotate.layers import Draft
from reportedly.annotate.network import CONTENT, Anchor
from reportedly.annotate.overlaps import common, untangled
from reportedly.annotate.segment import layers_of
from reportedly.records import Span, Spans

LAYERS = layers_of("“You won?” Ida said. “They love us,” Berg said.")
WON, LOVE = Span(0, 10), Span(21, 36)
IDA_SAID, BERG_SAID = (Span(15, 19),), (Span(42, 46),)


def sure_of(content: float) -> Anchor:
    """An anchor that gives every word the same probability of being its content."""
    roles = np.full((len(LAYERS.words), 4), (1 - content) / 3, dtype=np.float32)
    roles[:, CONTENT] = content
    return Anchor(0, 0.9, 0.0, 0, roles, np.zeros((len(LAYERS.words), 3), dtype=np.float32))


def contents(*claims: tuple[Anchor, Draft]) -> list[Spans]:
    return [draft.content for draft in untangled(claims, LAYERS)]


@pytest.mark.parametrize(("ida", "berg", "left"), [(0.9, 0.6, [(WON,), (LOVE,)]), (0.6, 0.9, [(WON, LOVE)])])
def test_the_surer_one_keeps_the_words(ida: float, berg: float, left: list[Spans]) -> None:
    one, other = Draft((WON,), cue=IDA_SAID), Draft((WON, LOVE), cue=BERG_SAID)
    assert contents((sure_of(ida), one), (sure_of(berg), other)) == left


def test_what_is_reported_within_keeps_its_words() -> None:
    outer, inner = Draft((Span(0, 36),), cue=BERG_SAID), Draft((WON,), cue=IDA_SAID)
    assert contents((sure_of(0.9), outer), (sure_of(0.5), inner)) == [(Span(0, 36),), (WON,)]


def test_statements_apart_are_left_alone() -> None:
    assert contents((sure_of(0.9), Draft((WON,), cue=IDA_SAID)), (sure_of(0.2), Draft((LOVE,), cue=BERG_SAID))) == [
        (WON,),
        (LOVE,),
    ]


@pytest.mark.parametrize(
    ("some", "others", "both"),
    [
        ([(0, 9)], [(5, 12)], [(5, 9)]),
        ([(0, 4), (8, 12)], [(3, 9)], [(3, 4), (8, 9)]),
        ([(0, 4)], [(4, 8)], []),
        ([], [(0, 1)], []),
    ],
)
def test_common(some: list[tuple[int, int]], others: list[tuple[int, int]], both: list[tuple[int, int]]) -> None:
    assert common(tuple(Span(*s) for s in some), tuple(Span(*s) for s in others)) == tuple(Span(*s) for s in both)
