from __future__ import annotations

import pytest

from benchmarks.sentences import Paragraph, ours, read_conllu, score

CONLLU = """# newpar
1\tThey\t_\t_\t_\t_\t_\t_\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
3\tn't\t_\t_\t_\t_\t_\t_\t_\t_
4\tgo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
5\t.\t_\t_\t_\t_\t_\t_\t_\t_

1\tWe\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2.1\tgo\t_\t_\t_\t_\t_\t_\t_\t_
3\t.\t_\t_\t_\t_\t_\t_\t_\t_

# newpar
1\tEnd\t_\t_\t_\t_\t_\t_\t_\t_

"""


def test_conllu_is_read_as_printed() -> None:
    assert list(read_conllu(CONLLU)) == [Paragraph("They don't go. We do.", frozenset({14})), Paragraph("End", frozenset())]


def test_a_boundary_is_right_wrong_or_missed() -> None:
    paragraphs = [Paragraph("One. Two. Three.", frozenset({4, 9})), Paragraph("Four five", frozenset())]
    exact = score(ours, paragraphs)
    assert (exact.right, exact.wrong, exact.missed, exact.f1) == (2, 0, 0, 1)
    words = score(str.split, paragraphs)
    assert (words.right, words.wrong, words.missed) == (2, 1, 0)
    none = score(lambda paragraph: [paragraph.upper()], paragraphs)
    assert (none.right, none.wrong, none.missed) == (0, 0, 2)
    assert score(lambda paragraph: ["One.", "Two. Three."], paragraphs).f1 == pytest.approx(2 / 3)
