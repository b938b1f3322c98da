"""Numbers with what they count, and whether two can both be true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.compare.figures import UNITS, figures_of, value_of


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("twelve hundred", 1200),
        ("four hundred and thirty", 430),
        ("forty-one", 41),
        ("1.3 million", 1_300_000),
        ("half a million", 500_000),
        ("a dozen", 12),
        ("2,000", 2000),
        ("a pair", 2),
    ],
)
def test_numbers_in_words(words: str, value: float) -> None:
    assert value_of(words) == value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("two tonnes of fish", "2,000 kilograms of fish"),
        ("a metre and a half", "150 centimetres"),
        ("ten cans for 42 euros", "4.20 euros for each can"),
        ("600,000 a year", "50,000 a month"),
        ("a dozen bodies", "12 bodies"),
        ("some 400 people", "430 people"),
        ("more than a million people", "1.2 million people"),
        ("0.3 billion crowns", "300 million crowns"),
        ("four prisoners", "four inmates"),
    ],
)
def test_the_same_said_otherwise(one: str, other: str) -> None:
    f, g = figures_of(one)[0], figures_of(other)[0]
    assert f.comparable(g)
    assert f.meets(g)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("two tonnes", "2,500 kg"),
        ("12 bodies", "15 bodies"),
        ("at least 40 people", "12 people"),
        ("fewer than 200 men", "350 men"),
    ],
)
def test_what_cannot_both_be_true(one: str, other: str) -> None:
    f, g = figures_of(one)[0], figures_of(other)[0]
    assert f.comparable(g)
    assert not f.meets(g)


@pytest.mark.parametrize(
    ("one", "other"), [("two tonnes", "two hours"), ("40 euros", "40 francs"), ("three berths", "three goats")]
)
def test_what_is_not_compared(one: str, other: str) -> None:
    assert not figures_of(one)[0].comparable(figures_of(other)[0])


@pytest.mark.parametrize(
    "text", ["In 2016 nothing happened", "at half past eight", "at 3 o'clock", "Mabel Orr, 81, wept", "one of them"]
)
def test_what_is_no_figure(text: str) -> None:
    assert figures_of(text) == ()


@given(st.text(max_size=200))
def test_any_text_is_read_within_itself(text: str) -> None:
    for figure in figures_of(text):
        assert 0 <= figure.span.start < figure.span.end <= len(text)
        assert figure.low <= figure.high


def test_factors_are_those_of_pint() -> None:
    registry = pytest.importorskip("pint").UnitRegistry()
    base = {"kg": "kilogram", "m": "metre", "l": "litre", "s": "second"}
    plain = {
        unit: kind for unit, (kind, _) in UNITS.items() if kind in base and unit in registry and unit not in ("ton", "barrel")
    }  # the paper's ton, oil's barrel
    assert {"tonne", "mile", "gallon", "week"} <= set(plain)
    for unit, kind in plain.items():
        assert registry(unit).to(base[kind]).magnitude == pytest.approx(UNITS[unit][1], rel=1e-4), unit
