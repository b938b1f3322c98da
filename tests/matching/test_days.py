import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.matching.days import between, interval_of, last_day


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2024", ("2024-01-01", "2025-01-01")),
        ("2024-02", ("2024-02-01", "2024-03-01")),
        ("2024-12", ("2024-12-01", "2025-01-01")),
        ("2024-02-29", ("2024-02-29", "2024-03-01")),
        ("2024-03-29T12:15:00+03:00", ("2024-03-29", "2024-03-30")),
        ("2023-02-29", None),
        ("2021-FA", None),
        ("9999", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_the_days_it_may_be(value: str | None, days: tuple[str, str] | None) -> None:
    assert interval_of(value) == days


@pytest.mark.parametrize(
    ("begin", "end", "days"),
    [
        ("2021-09-01", "2021-12-01", ("2021-09-01", "2021-12-01")),
        ("2024-03-29T18:00", "2024-03-30T00:00", ("2024-03-29", "2024-03-30")),
        ("2024-03-29T20:00", "2024-03-30T06:00", ("2024-03-29", "2024-03-31")),
        ("2024-03-29", None, None),
    ],
)
def test_an_interval_is_the_days_it_touches(begin: str | None, end: str | None, days: tuple[str, str] | None) -> None:
    assert between(begin, end) == days


@given(st.dates())
def test_a_day_ends_on_itself(day: object) -> None:
    days = interval_of(str(day))
    assert days is None or last_day(days[1]) == str(day) == days[0]
