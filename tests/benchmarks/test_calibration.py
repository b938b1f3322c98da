import pytest

from benchmarks.calibration import expected_calibration_error, reliability
from benchmarks.score import Judged


def judged(confidence: float, right: int, wrong: int) -> list[Judged]:
    return [Judged(confidence, True)] * right + [Judged(confidence, False)] * wrong


def test_nine_of_ten_right_at_nine_tenths_is_perfect() -> None:
    assert expected_calibration_error(reliability(judged(0.9, 9, 1))) == pytest.approx(0.0)


def test_error_is_the_mean_gap_over_statements() -> None:
    curve = reliability(judged(0.95, 19, 1) + judged(0.55, 0, 20))
    assert expected_calibration_error(curve) == pytest.approx((20 * 0.0 + 20 * 0.55) / 40)


def test_error_does_not_cancel_out_between_bins() -> None:
    """Too sure here and too modest there is wrong twice, not right on average."""
    curve = reliability(judged(0.75, 1, 1) + judged(0.25, 1, 1))
    assert expected_calibration_error(curve) == pytest.approx(0.25)


@pytest.mark.parametrize(("confidence", "place"), [(0.0, 0), (0.1, 1), (0.19, 1), (0.999, 9), (1.0, 9)])
def test_bins_take_their_lower_bound_and_the_last_takes_certainty(confidence: float, place: int) -> None:
    counts = [b.count for b in reliability([Judged(confidence, True)])]
    assert counts.index(1) == place


def test_bin_tells_mean_confidence_and_share_right() -> None:
    last = reliability([Judged(0.92, True), Judged(0.98, False)])[-1]
    assert (last.low, last.high, last.count) == (0.9, 1.0, 2)
    assert last.confidence == pytest.approx(0.95)
    assert last.accuracy == 0.5


def test_no_statements_no_error() -> None:
    assert expected_calibration_error(reliability([])) == 0.0
