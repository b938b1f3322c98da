"""The measures against worked examples that their authors published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.coreference import b_cubed, ceaf_e, conll, muc

pytest.importorskip("scipy", reason="CEAF-e needs SciPy: pip install --group peers")

# Pradhan et al. 2014, "Scoring Coreference Partitions of Predicted Mentions", section 4.
GOLD = ["abc", "defg"]
FOUND = ["ab", "cd", "fghi"]


def test_the_worked_example_of_the_reference_implementation() -> None:
    assert (muc(GOLD, FOUND).recall, muc(GOLD, FOUND).precision) == pytest.approx((0.40, 0.40))
    assert b_cubed(GOLD, FOUND).recall == pytest.approx(0.42, abs=0.005)
    assert b_cubed(GOLD, FOUND).precision == pytest.approx(0.50)
    assert ceaf_e(GOLD, FOUND).recall == pytest.approx(0.65)
    assert ceaf_e(GOLD, FOUND).precision == pytest.approx(0.43, abs=0.005)
    assert ceaf_e(GOLD, FOUND).f1 == pytest.approx(0.52, abs=0.005)


def test_precision_of_bagga_and_baldwin() -> None:
    """Gold 1-5, 6-7, 8-C; joining the two big ones costs B3 more than joining a big and a small, MUC the same."""
    gold = ["12345", "67", "89ABC"]
    small, big = ["12345", "6789ABC"], ["1234589ABC", "67"]
    assert muc(gold, small).precision == muc(gold, big).precision == pytest.approx(0.9)
    assert b_cubed(gold, small).precision == pytest.approx(0.76, abs=0.005)
    assert b_cubed(gold, big).precision == pytest.approx(0.58, abs=0.005)


def test_mentions_alone_count_for_muc_as_nothing() -> None:
    assert conll(["a", "b"], ["a", "b"])["MUC"] == 0.0
    assert conll(["a", "b"], ["a", "b"])["B3"] == conll(["a", "b"], ["a", "b"])["CEAF-e"] == 1.0


def test_nothing_found_scores_nothing() -> None:
    assert conll(["ab"], []) == {"MUC": 0.0, "B3": 0.0, "CEAF-e": 0.0, "CoNLL": 0.0}


labels = st.lists(st.integers(0, 4), min_size=2, max_size=14)


def clusters(of: list[int]) -> list[set[int]]:
    return [{i for i, label in enumerate(of) if label == one} for one in sorted(set(of))]


@given(labels)
def test_gold_against_itself_is_whole_in_any_order(of: list[int]) -> None:
    gold = clusters(of)
    figures = conll(gold, gold[::-1])
    assert figures["B3"] == pytest.approx(1.0)
    assert figures["CEAF-e"] == pytest.approx(1.0)
    assert figures["MUC"] == (1.0 if len(gold) < len(of) else 0.0)


@given(labels, labels)
def test_turned_round_precision_is_recall(one: list[int], other: list[int]) -> None:
    size = min(len(one), len(other))
    a, b = clusters(one[:size]), clusters(other[:size])
    for measure in (muc, b_cubed, ceaf_e):
        assert measure(a, b).precision == pytest.approx(measure(b, a).recall)
