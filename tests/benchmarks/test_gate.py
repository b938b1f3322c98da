from pathlib import Path

from benchmarks.gate import MARGIN, Floors, complaints, renewed

GOLD = {"wire dev": "abc"}
FLOORS = Floors(gold=GOLD, at_least={"who said what": 0.80}, at_most={"calibration error": 0.05})


def test_holding_every_floor_passes() -> None:
    assert complaints(FLOORS, GOLD, {"who said what": 0.80}, {"calibration error": 0.05}) == []


def test_a_figure_below_its_floor_is_named_with_both_numbers() -> None:
    found = complaints(FLOORS, GOLD, {"who said what": 0.79}, {"calibration error": 0.01})
    assert found == ["who said what is 0.790, below its floor of 0.800."]


def test_a_calibration_error_above_its_ceiling_is_named() -> None:
    found = complaints(FLOORS, GOLD, {"who said what": 0.9}, {"calibration error": 0.06})
    assert found == ["calibration error is 0.060, above its ceiling of 0.050."]


def test_a_figure_that_is_no_longer_measured_fails() -> None:
    assert len(complaints(FLOORS, GOLD, {}, {})) == 2


def test_floors_are_held_only_against_the_gold_they_were_measured_on() -> None:
    (only,) = complaints(FLOORS, {"wire dev": "changed"}, {"who said what": 1.0}, {"calibration error": 0.0})
    assert "wire dev" in only


def test_renewing_raises_a_floor_but_does_not_lower_one() -> None:
    up = renewed(FLOORS, GOLD, {"who said what": 0.90}, {"calibration error": 0.02})
    assert up.at_least == {"who said what": 0.90 - MARGIN}
    assert up.at_most == {"calibration error": 0.02 + MARGIN}
    down = renewed(FLOORS, GOLD, {"who said what": 0.70}, {"calibration error": 0.20})
    assert down == FLOORS


def test_lowering_a_floor_has_to_be_asked_for() -> None:
    down = renewed(FLOORS, GOLD, {"who said what": 0.70}, {"calibration error": 0.20}, lower=True)
    assert down.at_least == {"who said what": 0.69}
    assert down.at_most == {"calibration error": 0.21}


def test_floors_survive_the_file(tmp_path: Path) -> None:
    FLOORS.save(tmp_path / "floors.json")
    assert Floors.load(tmp_path / "floors.json") == FLOORS


def test_no_file_holds_nothing(tmp_path: Path) -> None:
    assert Floors.load(tmp_path / "floors.json") == Floors()
