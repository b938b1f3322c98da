from dataclasses import asdict
from typing import Any

import pytest

from benchmarks import report
from benchmarks.measures import MEASURES
from benchmarks.parts import Part, figures


@pytest.fixture
def results() -> dict[str, Any]:
    empty = {"low": 0.0, "high": 0.5, "count": 0, "confidence": 0.0, "accuracy": 0.0}
    full = {"low": 0.5, "high": 1.0, "count": 4, "confidence": 0.9, "accuracy": 0.75}
    return {
        "version": "1.2.3",
        "machine": "a machine",
        "gold": {"wire dev": {"stories": 16, "words": 6490}},
        "accuracy": {m.key: {"value": m.target or 0.5} for m in MEASURES},
        "textacy": None,
        "calibration": {"wire dev": {"error": 0.0312, "curve": [empty, full]}},
        "parts": [
            asdict(Part("a", "root, accuracy", 0.5, simple=0.4, published=0.76, wanted=0.78)),
            asdict(Part("b", "status, macro F1", 0.5, 0.41, 0.588)),
            asdict(Part("c", "false alarms", 1.5, wanted=2.0, at_most=True)),
            asdict(Part("d", "false alarms", None, wanted=2.0, at_most=True)),
        ],
        "speed": {
            "words_per_second": 4321.9,
            "textacy_words_per_second": None,
            "ratio": None,
            "load_seconds": 0.52,
            "textacy_load_seconds": None,
            "first_seconds": 1.4,
            "later_seconds": 1.1,
            "peak_mb": 312.4,
        },
    }


def test_an_absent_rival_is_said_to_be_absent(results: dict[str, Any]) -> None:
    first_row = report.accuracy(results).splitlines()[2]
    assert first_row == "| PolNeAR dev, content and source F1 | **0.760** | not installed | 0.531 | 0.754 | 0.76 |"
    assert "not installed" in report.speed(results["speed"])


def test_a_target_that_is_missed_says_so(results: dict[str, Any]) -> None:
    assert "not yet" not in report.accuracy(results)
    results["accuracy"][MEASURES[0].key] = {"value": 0.7599}
    assert report.accuracy(results).splitlines()[2].endswith("| 0.76 (not yet) |")


def test_nothing_is_wanted_of_some_measures() -> None:
    assert report.wanted(0.5, None) == "–"


def test_a_rival_that_finds_nothing_of_a_kind_scores_nothing(results: dict[str, Any]) -> None:
    results["textacy"] = {MEASURES[0].key: {"value": 0.1}}
    rows = report.accuracy(results).splitlines()[2:]
    assert "| 0.100 |" in rows[0]
    assert "| 0.000 |" in rows[1]


def test_calibration_shows_shares_and_counts(results: dict[str, Any]) -> None:
    assert report.calibration(results["calibration"]).splitlines()[2:] == [
        "| 0.0 to 0.5 | – |",
        "| 0.5 to 1.0 | 0.75 of 4 |",
        "| expected calibration error | **0.031** |",
    ]


def test_blocks_are_filled_between_their_markers() -> None:
    page = "Before.\n<!-- begin speed -->\nold\nrows\n<!-- end speed -->\nAfter.\n"
    filled = report.with_blocks(page, {"speed": "new", "accuracy": "not on this page"})
    assert filled == "Before.\n<!-- begin speed -->\nnew\n<!-- end speed -->\nAfter.\n"
    assert report.with_blocks(filled, {"speed": "new"}) == filled


def test_parts_stand_beside_something_simple(results: dict[str, Any]) -> None:
    assert report.parts(results["parts"]).splitlines()[2:] == [
        "| root, accuracy | **0.500** | – | 0.400 | 0.760 | 0.78 (not yet) |",
        "| status, macro F1 | **0.500** | 0.41 to 0.59 | – | – | – |",
        "| false alarms | **1.500** | – | – | – | at most 2.00 |",
        "| false alarms | **–** | – | – | – | at most 2.00 (not yet) |",
    ]


def test_false_alarms_must_not_rise_and_nothing_unknown_is_held() -> None:
    measured = [Part("a", "", 0.5), Part("b", "", 1.5, at_most=True), Part("c", "", None)]
    assert figures(measured) == ({"a": 0.5}, {"b": 1.5})


def test_an_empty_block_is_filled_and_what_follows_stays() -> None:
    page = "<!-- begin speed -->\n<!-- end speed -->\n\nMore.\n"
    assert report.with_blocks(page, {"speed": "fast"}) == "<!-- begin speed -->\nfast\n<!-- end speed -->\n\nMore.\n"
    with pytest.raises(ValueError, match="not closed"):
        report.with_blocks("<!-- begin speed -->\n", {"speed": "fast"})
