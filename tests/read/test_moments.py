"""Dates, times and zones as they are printed."""

import pytest

from reportedly.read.moments import DATELINE_GAP, STAMP_GAP, Moment, month_number, scan


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2024-03-29", "2024-03-29"),
        ("2018/11/06 10:47 KST", "2018-11-06T10:47:00+09:00"),
        ("29 March 2024", "2024-03-29"),
        ("19th November 2019 7:14 am", "2019-11-19T07:14:00"),
        ("04 Oct 2020 09:12 PM BdST", "2020-10-04T21:12:00+06:00"),
        ("June 20, 2016 | 5:51 p.m.", "2016-06-20T17:51:00"),
        ("12 a.m., 1 May 2020", "2020-05-01T00:00:00"),
        ("Wed 3 Jul 2013 18.05 BST", "2013-07-03T18:05:00+01:00"),
        ("1er mai 2020", "2020-05-01"),
        ("3 de mayo de 2020", "2020-05-03"),
        ("21 Aug 2008, 13h05 GMT", "2008-08-21T13:05:00+00:00"),
        ("Mon, 29 Apr 2024 08:00:00 -0530", "2024-04-29T08:00:00-05:30"),
        ("2024-03-29T12:15:30.250+0300", "2024-03-29T12:15:30+03:00"),
        ("March 2024", "2024-03"),
        ("31/12/2024", "2024-12-31"),
        ("12/31/2024", "2024-12-31"),
        ("05/05/2024", "2024-05-05"),
        ("03/04/2024", "2024"),  # in April or in March: only the year is sure
        ("Feb 27, 2015 (updated: 11:40)", "2015-02-27"),
        ("Published: 21.11.2017 10:12 | Last updated: 21.11.2017 12:40 (GMT+3)", "2017-11-21T10:12:00+03:00"),
        ("Updated 3 April 2020, 20:05", "2020-04-03T20:05:00"),
        ("2012-06-01 12:00 MSK", "2012-06-01T12:00:00+04:00"),  # Moscow kept another time then
        ("1 May 2020 12:00 IST", "2020-05-01T12:00:00"),  # of India, Israel or Ireland
        ("2024-03-29 12:15 local time", "2024-03-29T12:15:00"),
    ],
)
def test_printed_moment(printed: str, iso: str) -> None:
    found = scan(printed, 0, STAMP_GAP)
    assert found.published.iso == iso
    assert found.end == len(printed)


@pytest.mark.parametrize("printed", ["30 Feb 2020", "May", "1 2 3", "25:00", "99.99.2020", "4 apples 2020", ""])
def test_what_is_no_moment(printed: str) -> None:
    assert scan(printed, 0, STAMP_GAP).published == Moment()


def test_without_a_year_there_is_no_iso_date() -> None:
    found = scan("Nov 6 10:47", 0, STAMP_GAP).published
    assert (found.month, found.day, found.hour, found.iso) == (11, 6, 10, None)


@pytest.mark.parametrize(
    ("month", "day", "known", "iso"),
    [
        (4, 1, "1997", "1997-04-01"),
        (12, 31, "2020-01-02", "2019-12-31"),
        (1, 1, "2019-12-31T23:50:00+00:00", "2020-01-01"),
        (2, 29, "2021", None),
        (4, 1, None, None),
    ],
)
def test_year_from_what_is_known(month: int, day: int, known: str | None, iso: str | None) -> None:
    assert Moment(month=month, day=day).with_year_near(known).iso == iso


def test_scan_stops_at_what_belongs_to_no_date() -> None:
    line = "LISBON, March 29 (Lusitania) -- 12:15"
    assert line[: scan(line, 6, DATELINE_GAP).end] == "LISBON, March 29"


def test_months() -> None:
    assert [month_number(name) for name in ("Sept.", "mai", "MÄRZ", "dic", "Aban")] == [9, 5, 3, 12, None]
