from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.records import Span
from reportedly.show.weave import Mark, Open, Piece, weave


def drawn(text: str, pieces: list[Piece]) -> str:
    """[3 the words] for words marked as of statement 3."""
    out = ""
    for piece in pieces:
        if isinstance(piece, Span):
            out += text[piece.start : piece.end]
        else:
            out += f"[{piece.mark.number} " if isinstance(piece, Open) else "]"
    return out


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], "the dam was safe"),
        ([(0, 16)], "[0 the dam was safe]"),
        ([(4, 7), (12, 16)], "the [0 dam] was [1 safe]"),
        ([(0, 16), (4, 16)], "[0 the [1 dam was safe]]"),
        ([(4, 16), (0, 16)], "[1 the [0 dam was safe]]"),
        ([(0, 11), (4, 16)], "[0 the [1 dam was]][1  safe]"),
        ([(4, 7), (4, 7)], "the [0 [1 dam]] was safe"),
        ([(0, 7), (4, 11), (8, 16)], "[0 the [1 dam]][1  [2 was]][2  safe]"),
        ([(0, 3), (3, 7)], "[0 the][1  dam] was safe"),
    ],
)
def test_marks_become_nested_elements(spans: list[tuple[int, int]], expected: str) -> None:
    text = "the dam was safe"
    marks = [Mark(Span(*span), "said", number) for number, span in enumerate(spans)]
    assert drawn(text, list(weave(Span(0, len(text)), marks))) == expected


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=12))
def test_every_mark_lies_over_its_words_and_elements_close_in_turn(ranges: list[tuple[int, int]]) -> None:
    block = Span(0, 45)
    marks = [Mark(Span(start, start + length), "said", number) for number, (start, length) in enumerate(ranges)]
    covered: dict[Mark, list[int]] = {mark: [] for mark in marks}
    stack: list[Mark] = []
    seen: list[int] = []
    for piece in weave(block, marks):
        if isinstance(piece, Span):
            seen += range(*piece)
            for mark in stack:
                covered[mark] += range(*piece)
        elif isinstance(piece, Open):
            stack.append(piece.mark)
        else:
            assert stack.pop() == piece.mark
    assert stack == []
    assert seen == list(range(*block))
    assert all(places == list(range(*mark.span)) for mark, places in covered.items())
