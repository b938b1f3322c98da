import pytest

from benchmarks.classes import class_figures, f1_by_class, majority

GOLD = ["a"] * 6 + ["b"] * 2


def test_accuracy_and_f1_by_hand() -> None:
    figures = class_figures(GOLD, ["a"] * 5 + ["b"] * 2 + ["a"])
    assert figures.cases == 8
    assert figures.accuracy == 6 / 8
    assert figures.f1 == {"a": 10 / 12, "b": 2 / 4}
    assert figures.macro_f1 == pytest.approx((10 / 12 + 2 / 4) / 2)


def test_a_class_that_gold_lacks_has_no_f1_but_costs_the_others() -> None:
    assert f1_by_class([("a", "a"), ("a", "c")]) == {"a": 2 / 3}


def test_the_majority_scores_its_own_class_alone() -> None:
    figures = class_figures(GOLD, majority(GOLD))
    assert figures.f1 == {"a": 12 / 14, "b": 0}


def test_nothing_is_uncertain_about_perfect_guesses() -> None:
    assert class_figures(GOLD * 20, GOLD * 20).interval == (1, 1)


def test_the_interval_holds_the_figure_and_is_the_same_each_time() -> None:
    guesses = ["a"] * 7 + ["b"]
    figures = class_figures(GOLD * 20, guesses * 20)
    assert figures.interval.low < figures.macro_f1 < figures.interval.high
    assert class_figures(GOLD * 20, guesses * 20).interval == figures.interval


def test_cases_of_one_group_stand_or_fall_together() -> None:
    gold, guesses = ["a", "b"] * 50, ["a", "b"] * 25 + ["b", "a"] * 25
    alone = class_figures(gold, guesses).interval
    together = class_figures(gold, guesses, ["right"] * 50 + ["wrong"] * 50).interval
    assert together.high - together.low > alone.high - alone.low


@pytest.mark.parametrize(("gold", "guesses", "groups"), [([], [], []), (["a"], [], []), (["a"], ["a"], ["x", "y"])])
def test_what_does_not_match_is_an_error(gold: list[str], guesses: list[str], groups: list[str]) -> None:
    with pytest.raises(ValueError, match="guesses for"):
        class_figures(gold, guesses, groups)
