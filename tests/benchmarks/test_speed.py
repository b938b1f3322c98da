import sys

import pytest

from benchmarks.speed import Lap, footprint, ratio


def test_ratio_is_the_median_over_rounds_measured_side_by_side() -> None:
    """In the second round the whole machine was slow, in the third only the other one was."""
    ours = [Lap(1000, 1.0, 0), Lap(1000, 4.0, 0), Lap(1000, 1.0, 0)]
    theirs = [Lap(1000, 2.0, 0), Lap(1000, 8.0, 0), Lap(1000, 9.0, 0)]
    assert ratio(ours, theirs) == pytest.approx(2.0)


def test_ratio_wants_as_many_laps_of_each() -> None:
    with pytest.raises(ValueError, match="zip"):
        ratio([Lap(1, 1.0, 0)], [])


def test_footprint_sees_the_time_and_memory_of_the_whole_process() -> None:
    wasteful = footprint([sys.executable, "-c", "import time; waste = bytearray(150_000_000); time.sleep(0.2)"], rounds=1)
    assert wasteful.first_seconds >= 0.2
    assert wasteful.peak_mb > 140


def test_a_command_that_fails_is_not_measured() -> None:
    with pytest.raises(RuntimeError, match="failed with exit code 3"):
        footprint([sys.executable, "-c", "raise SystemExit(3)"], rounds=1)
