"""When it happened against when it was said: as a page without a script, and as JSON."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from reportedly.ledger.plane import Dot
from reportedly.serve import axes
from reportedly.serve.pages.timeline import days

COLUMNS = ("begin", "end", "said_from", "said_to", "person", "chain", "status", "type", "words", "document", "statement")


def test_every_time_that_is_spoken_of_is_drawn_and_listed(client: TestClient) -> None:
    text = client.get("/timeline").text
    found = client.get("/api/timeline").json()
    assert len(found["begin"]) == text.count('<g class="dot ') == text.count('<td class="words"') == 3
    assert "3 times in 8 statements" in " ".join(text.split())
    assert "the fleet will return" in text


def test_the_columns_belong_together(client: TestClient) -> None:
    found = client.get("/api/timeline").json()
    assert {len(found[name]) for name in COLUMNS} == {3}
    at = found["begin"].index("2025-01-01")
    assert found["people"][found["person"][at]]["name"] == "Paul Deering"
    assert found["words"][at].startswith("the fleet will return")
    assert (found["said_from"][at], found["said_to"][at]) == ("2024-03-15", "2024-03-16")
    assert found["documents"][found["document"][at]].startswith("sha256:")


def test_a_brush_is_a_filter_that_the_search_has_too(client: TestClient) -> None:
    asked = "happened_after=2024-06-01&happened_before=2025-06-01&said_after=2024-03-14&said_before=2024-03-31"
    text = client.get(f"/timeline?{asked}").text
    assert text.count('<td class="words"') == 1
    assert f"/search?{asked.replace('&', '&amp;')}".split("?")[0] in text
    assert len(client.get(f"/api/search?{asked}").json()["hits"]) == 1


def test_each_filter_can_be_given_up(client: TestClient) -> None:
    text = client.get("/timeline?speaker=Paul+Deering&words=fleet").text
    assert 'href="/timeline?speaker=Paul+Deering"' in text
    assert 'href="/timeline?words=fleet"' in text


def test_words_of_stories_are_shown_as_text(client: TestClient) -> None:
    text = client.get("/timeline").text
    assert "<script>alert" not in text
    assert "منى حداد" in text


def test_what_has_no_place_is_told(client: TestClient) -> None:
    text = " ".join(client.get("/timeline?words=inquiry").text.split())
    assert "1 statement matches, but none speaks of a time" in text
    assert "No statement matches" in client.get("/timeline?words=nowhere").text


def test_empty_fields_are_left_out_of_the_address(client: TestClient) -> None:
    answer = client.get("/timeline?words=fleet&speaker=&type=", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/timeline?words=fleet")


@pytest.mark.parametrize("asked", ["offset=-1", "happened_after=yore", "status=perhaps"])
def test_what_cannot_be_meant_is_refused(client: TestClient, asked: str) -> None:
    assert client.get(f"/timeline?{asked}").status_code == 422


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        ("2021-01-01", "2022-01-01", "2021"),
        ("2010-01-01", "2020-01-01", "2010 – 2019"),
        ("2024-03-01", "2024-04-01", "March 2024"),
        ("2024-03-01", "2024-06-01", "March 2024 – May 2024"),
        ("2024-03-12", "2024-03-13", "12 March 2024"),
        ("2024-03-12", "2024-03-15", "12 – 14 March 2024"),
        ("2024-03-29", "2024-04-03", "29 March 2024 – 2 April 2024"),
    ],
)
def test_intervals_are_put_into_words(begin: str, end: str, words: str) -> None:
    assert days(begin, end) == words


# Axes


@given(st.integers(1, 3_600_000), st.integers(2, 3_000), st.integers(2, 30))
def test_marks_of_an_axis_are_few_in_order_and_on_it(first: int, length: int, most: int) -> None:
    ticks = axes.Axis(first, first + length).ticks(most)
    assert len(ticks) <= most + 1
    assert all(one.at < other.at for one, other in pairwise(ticks))
    assert all(0 <= tick.at < 1 for tick in ticks)


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        ("2024-03-01", "2024-03-05", ["1 Mar 2024", "2 Mar 2024", "3 Mar 2024", "4 Mar 2024"]),
        ("2023-12-15", "2024-03-15", ["Jan 2024", "Feb 2024", "Mar 2024"]),
        ("2019-06-01", "2023-06-01", ["2020", "2021", "2022", "2023"]),
        ("1850-01-01", "2050-01-01", ["1850", "1900", "1950", "2000"]),
    ],
)
def test_marks_have_the_names_of_their_days(first: str, last: str, names: list[str]) -> None:
    import datetime

    axis = axes.Axis(*(datetime.date.fromisoformat(day).toordinal() for day in (first, last)))
    assert [tick.name for tick in axis.ticks(5)] == names


def dot(begin: str, end: str, said: str = "2024-03-12") -> Dot:
    return Dot(begin, end, said, "2024-03-13", "sha256:0", "s1", "words", ("Anna Lind",), 1, "asserted", "AGREE")


def test_one_dot_far_off_does_not_press_the_others_together() -> None:
    near = [dot(f"2024-{month:02}-01", f"2024-{month:02}-02") for month in range(1, 13)] * 5
    axis = axes.across([*near, dot("1605-01-01", "1605-01-02")])
    assert axis.first_day > "2023"


def test_without_dots_there_is_an_axis_all_the_same() -> None:
    assert axes.across([]).last > axes.across([]).first


def test_dots_of_one_time_do_not_lie_on_each_other() -> None:
    dots = [dot("2024-01-01", "2025-01-01")] * 9
    places = [(at.x, at.y) for at in axes.drawn(dots, axes.across(dots), axes.upward(dots), 100, 100)]
    assert len(set(places)) == 9
