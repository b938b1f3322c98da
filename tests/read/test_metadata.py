"""Stamps, bylines and datelines in the manner of many agencies. ``|`` marks where the report begins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import BadOption
from reportedly.read.metadata import RULES, Dateline, check_published, dateline

# rule, the top of a story, what is known, and what is read: published, place, publisher
CASES = [
    ("place_date_agency", "BEIJING, April 1 (AFP) --| The port", "1997", "1997-04-01", "BEIJING", "AFP"),
    ("place_date_agency", "BEIJING, April 1 (AFP) --| The port", None, None, "BEIJING", "AFP"),
    ("place_date_agency", "MOSCOW. Dec 3 (Interfax)| The port", "2021-12", "2021-12-03", "MOSCOW", "Interfax"),
    ("place_date_agency", "MOSCOW. Dec 3 (Interfax) -| The port", "2021", "2021-12-03", "MOSCOW", "Interfax"),
    ("place_date_agency", "MOSCOW, October 7. /Vestinform/.| The port", "2019", "2019-10-07", "MOSCOW", "Vestinform"),
    ("place_date_agency", "UNITED NATIONS, 17 November (ERP) –| The port", "2003-11-17", "2003-11-17", "UNITED NATIONS", "ERP"),
    ("place_date_agency", "WASHINGTON, Jan. 5, 2016 /PRNewswire/ --| The port", None, "2016-01-05", "WASHINGTON", "PRNewswire"),
    ("place_date_agency", "New Delhi, Jul 9 (BNS)| The government", "2014-07-09", "2014-07-09", "New Delhi", "BNS"),
    ("place_date_agency", "Bogota, 12 Mar. (Andina).-| The port", "2020", "2020-03-12", "Bogota", "Andina"),
    ("place_date_agency", "ST. PETERSBURG, Russia, June 2 (ABC) --| P", "2007", "2007-06-02", "ST. PETERSBURG, Russia", "ABC"),
    ("place_date_agency", "RIO DE JANEIRO, 3rd May, 2020 (WAM) --| P", None, "2020-05-03", "RIO DE JANEIRO", "WAM"),
    ("place_date_agency", "BRNO/BONN, 3 May 2007 (Jadranska, 17:02) –| P", None, "2007-05-03T17:02:00", "BRNO/BONN", "Jadranska"),
    ("place_date_agency", "VERACRUZ, Ver., May 2, 2024 (Notigolfo).—| Three", None, "2024-05-02", "VERACRUZ, Ver.", "Notigolfo"),
    ("place_date_agency", "Tashkent, May 28, 2020, 19:15 UZT (Silk) –| P", None, "2020-05-28T19:15:00+05:00", "Tashkent", "Silk"),
    ("place_date_agency", "TALLINN - Jan 5, 2020 (BNS) -| P", None, "2020-01-05", "TALLINN", "BNS"),
    ("place_date_agency", "SEOUL, Dec. 31 (Hanbit) --| The port", "2020-01-02", "2019-12-31", "SEOUL", "Hanbit"),
    ("place_date_agency", "TOKYO, Feb. 29 (Kyodo) -| The port", "2021-03-01", None, "TOKYO", "Kyodo"),
    ("place_agency", "LONDON (Reuters) -| The port", None, None, "LONDON", "Reuters"),
    ("place_agency", "KYIV, Ukraine (AP) —| The port", None, None, "KYIV, Ukraine", "AP"),
    ("place_agency", "WASHINGTON, D.C. (AP) _| The port", None, None, "WASHINGTON, D.C.", "AP"),
    ("place_agency", "Washington (CNN) --| The port", None, None, "Washington", "CNN"),
    ("place_date", "PARIS, 3 mai|", "2020", "2020-05-03", "PARIS", None),
    ("place_date", "JOKKMOKK 17 March 2023.| The herders", None, "2023-03-17", "JOKKMOKK", None),
    ("place_date", "Tehran, June 12, Pars Wire –| Iran", "2022", "2022-06-12", "Tehran", "Pars Wire"),
    ("place_date", "YEREVAN, MAY 18, HAYK-LUR.| The road", "2023", "2023-05-18", "YEREVAN", "HAYK-LUR"),
    ("place_date", "Moscow, 12 Mar - Vest News.| The port", "2020", "2020-03-12", "Moscow", "Vest News"),
    ("place_date", "GENEVA (3 March 2020) -| Two experts", None, "2020-03-03", "GENEVA", None),
    ("place_date", "Tehran, 14 Aban 1397 (5 Nov. 2018), Alborz News —| A member", None, "2018-11-05", "Tehran", "Alborz News"),
    ("place_date", "Prut-Press, 12 July 2012, 20:45|\n\nThe trains", None, "2012-07-12T20:45:00", None, "Prut-Press"),
    ("agency_place_date", "/Kolkheti/ Tbilisi. 19.02.2009. 21:48.| The", None, "2009-02-19T21:48:00", "Tbilisi", "Kolkheti"),
    ("agency_place_date", "AZ-INFORM. Baku, 5 November 2021, 14:22|\n\nOn", None, "2021-11-05T14:22:00", "Baku", "AZ-INFORM"),
    ("agency_place_date", "Kasbah Post – Tunis, Friday 8 March 2013|\n", None, "2013-03-08", "Tunis", "Kasbah Post"),
    ("agency_date", "TASS/12 March/.| The port", "2019", "2019-03-12", None, "TASS"),
    ("agency_alone", "(Reuters) -| The port", None, None, None, "Reuters"),
    ("place_dash", "OTTAWA —| A former ambassador", None, None, "OTTAWA", None),
    ("place_dash", "ATHENS, Greece —| The port", None, None, "ATHENS, Greece", None),
    ("place_dash", "ISLAMABAD:| The barrier", None, None, "ISLAMABAD", None),
    ("stamp", "date 2024-03-29 29 Mar. 12:15 (UTC+3 MSK)|", None, "2024-03-29T12:15:00+03:00", None, None),
    ("stamp", "Published: 12:15 GMT, 29 March 2024|\n\nThe port", None, "2024-03-29T12:15:00+00:00", None, None),
    ("stamp", "2024-03-29T12:15Z|\nThe port", None, "2024-03-29T12:15:00+00:00", None, None),
    ("stamp", "29.03.2024 12:15|\n\nThe port", None, "2024-03-29T12:15:00", None, None),
    ("stamp", "23 June 2022, 21:10 | MINSK | Belaya Lenta|\n", None, "2022-06-23T21:10:00", "MINSK", "Belaya Lenta"),
    ("stamp", "THURSDAY, 05.03.2015 | 12:31 | SOURCE: BALKAN WIRE|\n", None, "2015-03-05T12:31:00", None, "BALKAN WIRE"),
    ("stamp", "9 June 2017 | Posted by the communications office|\n", None, "2017-06-09", None, None),
    ("stamp", "Published 4 Dec. at 07:12 – Updated 4 Dec. 2019 at 09:55|\n", None, "2019-12-04T07:12:00", None, None),
    ("labelled_date", "LIVE: Ministers, Brussels, Thursday 14 June 2018 (all times local)|\n", None, "2018-06-14", None, None),
    ("place_agency", "RIGA (Baltika) - 18:20, 04.05.2016|\n\nThe port", None, "2016-05-04T18:20:00", "RIGA", "Baltika"),
    ("dated_names", "Dune Observer | Agadez | Tue 22 Oct 2019, 21:10|\n\nThe", None, "2019-10-22T21:10:00", None, None),
    ("dated_names", "07:40 11 May 2020, Gdansk. Baltic-Inform|\n\nThe port", None, "2020-05-11T07:40:00", None, None),
    ("dated_names", "Lhasa, Horse 3, 2141 RY (May 2, 2014):| The port was shut.", None, "2014-05-02", None, None),
    ("dated_names", "Sarn, July 19, Year of Light 106 (2017) (Sarn News) --| The port was shut.", None, "2017-07-19", None, None),
    ("byline", "By Ana Lopes in Faro|\n\nThe port", None, None, "Faro", None),
    ("byline", "By JANE DOE and JOHN ROE|\n\nThe port", None, None, None, None),
    ("byline", "Staff Correspondent, Dhaka|\nThe port", None, None, "Dhaka", None),
]  # fmt: skip


def read(story: str, known: str | None = None) -> tuple[Dateline, str]:
    """The dateline of a story and what stands in its last span."""
    found = dateline(story, known)
    return found, story[slice(*found.span)] if found.span else ""


@pytest.mark.parametrize(("rule", "marked", "known", "published", "place", "publisher"), CASES)
def test_dateline(
    rule: str, marked: str, known: str | None, published: str | None, place: str | None, publisher: str | None
) -> None:
    before, after = marked.rsplit("|", 1)
    found, printed = read(before + after, known)
    assert found.rules == (rule,)
    assert (found.published, found.place, found.publisher) == (published, place, publisher)
    assert printed == before


def test_every_rule_but_one_has_a_case() -> None:
    """``place_stop`` needs a stamp above it; see below."""
    assert {rule for rule, *_ in CASES} == {rule.__name__ for rule in RULES} - {"place_stop"}


@pytest.mark.parametrize(
    ("story", "place", "publisher", "printed"),
    [
        ("14.05.2019 17:22\n\nANKARA\n\nThe port", "ANKARA", None, "ANKARA"),
        ("14.05.2019 17:22\n\nANKARA / Haberkent\n\nThe port", "ANKARA", "Haberkent", "ANKARA / Haberkent"),
        ("14.05.2019 17:22\n\nPort stays shut\n\nKyiv. The port", "Kyiv", None, "Kyiv."),
    ],
)
def test_place_below_a_stamp(story: str, place: str, publisher: str | None, printed: str) -> None:
    found, last = read(story)
    assert found.rules == ("stamp", "place_stop")
    assert (found.place, found.publisher, found.published, last) == (place, publisher, "2019-05-14T17:22:00", printed)


def test_stamp_gives_the_dateline_its_year_and_keeps_its_time() -> None:
    found, _ = read("Port stays shut\n\n2018/11/06 10:47 KST\n\nSEOUL, Nov. 6 (Hanbit) -- The port")
    assert found.published == "2018-11-06T10:47:00+09:00"
    assert (found.place, found.publisher, len(found.spans)) == ("SEOUL", "Hanbit", 2)


@pytest.mark.parametrize(
    "story",
    [
        "",
        "1 2 3",
        "Iran said on Tuesday that the port would stay shut.",
        "On 5 May 2020, the port was shut.",
        "In May 2020 - a warm month - the port was shut.",
        "May 5, 2020 was a sad day for the port.",
        "Mr. Smith, 5 May 2020, said nothing.",
        "Cormac Doe, born March 2nd, 1920; died May 14th, 2011",
        "EXCLUSIVE — The port is shut.",
        "HARBOUR SHUT - MINISTER",
        "PRIME MINISTER: NO DEAL",
        "COOPER: Good evening.\n\nBLITZER: Good evening.",
        "ENOUGH. The port is shut.",
        "By the way, the port is shut.",
        "Enough. The port is shut.",
        "The port is shut.\n\nLISBON (Reuters) - The port",
    ],
)
def test_what_is_no_dateline(story: str) -> None:
    assert dateline(story) == Dateline()


PIECES = [*"AaМé 1290./,:-—()|\n", " March ", " (AFP) ", " 2020", "12:15", "By "]


@given(st.lists(st.sampled_from(PIECES), max_size=100).map("".join))
def test_spans_lie_in_the_text_in_order(story: str) -> None:
    ends = [offset for span in dateline(story).spans for offset in span]
    assert ends == sorted(ends)
    assert all(0 <= offset <= len(story) for offset in ends)


@pytest.mark.parametrize(
    "unit", ["A ", "(", "A, ", "/A", "1.", "Published ", "12:", "March 3 ", "a | ", "|", "A'", "-", " ", "1 May 2020 |", "\0"]
)
def test_hostile_tops_cost_no_more_than_their_top(unit: str) -> None:
    """Five million characters of one line end soon because only the top is looked at."""
    assert dateline(unit * (5_000_000 // len(unit))).place is None


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2024", "2024"),
        ("2024-03", "2024-03"),
        (" 2024-03-29 ", "2024-03-29"),
        ("2024-03-29T12:15Z", "2024-03-29T12:15:00+00:00"),
        ("2024-03-29 12:15:30.25+03:00", "2024-03-29T12:15:30+03:00"),
    ],
)
def test_published_is_checked(value: str, iso: str) -> None:
    assert check_published(value) == iso


@pytest.mark.parametrize(
    "value", ["", "yesterday", "2024-13", "2024-02-30", "29.03.2024", "20240329", "0000", "2024-03-29T12:15", "2024-03-29T25:00Z"]
)
def test_published_that_means_nothing(value: str) -> None:
    with pytest.raises(BadOption, match="write it like 2024-03-29"):
        check_published(value)
