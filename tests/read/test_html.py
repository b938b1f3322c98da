"""The report of a page, its quotations and what the page says of itself."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import UnreadableFile
from reportedly.read.html import Page, as_iso, read_page

AGENCY = (Path(__file__).parent / "pages" / "agency.html").read_text(encoding="utf-8")


def page(body: str, head: str = "") -> Page:
    filler = "<p>The harbour will stay shut until the strike of the pilots ends, the mayor of the town said on Friday.</p>"
    return read_page(f"<html><head>{head}</head><body><article>{filler}{body}</article></body></html>", "page")


def paragraphs(body: str) -> list[str]:
    """What a page's body adds to a first paragraph."""
    return page(body).text.split("\n\n")[1:]


def test_agency_page() -> None:
    found = read_page(AGENCY, "agency.html")
    first, second, *others = found.text.split("\n\n")
    assert first.startswith(
        "FARO, March 29 (Lusitania) – The harbour at Faro will stay shut until the pilots’ strike ends, Mayor Rui"
    )
    assert second.endswith("outside the town hall. “We have no pilots, and without pilots there is no harbour.”")
    assert others == [
        "In a letter to the ministry the pilots' union set out its terms:",
        "“We ask for nothing but rest between two shifts.",
        "“Nine hours are enough for us, and they should be enough for the ministry.”",
        "The ministry answered within the hour.",
        "“There is no money for it,” its spokeswoman said.",
        'The union’s chairwoman, Inês Prata, called that “a joke” and added that talks "have not even begun".\n'
        "She will meet the minister on Monday.",
        "The strike began on 25 March.",
        "Some 40 ships are waiting.",
        "The harbour handles a tenth of the country’s fruit, according to the port authority.",
    ]
    assert (found.title, found.publisher, found.author) == (
        "Harbour at Faro to stay shut, says mayor",
        "Lusitania News",
        "Ana Lopes",
    )
    assert (found.published, found.language) == ("2024-03-29T12:15:00+01:00", "en")
    assert found.uri == "https://lusitania.example/world/2024/03/harbour-faro"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<blockquote>We ask for rest between two shifts.</blockquote>", ["“We ask for rest between two shifts.”"]),
        ("<blockquote><p>We ask for <b>rest</b>.</p></blockquote>", ["“We ask for rest.”"]),
        ("<blockquote><p>We ask for <b>rest</b></p></blockquote>", ["“We ask for rest”"]),
        ("<blockquote><p>We ask for rest.</p><footer>Inês Prata</footer></blockquote>", ["“We ask for rest.”", "Inês Prata"]),
        ("<blockquote><p>We ask for rest.</p><p>— Inês Prata</p></blockquote>", ["“We ask for rest.”", "— Inês Prata"]),
        ("<blockquote><p>We ask for rest.</p><p><cite>Inês Prata</cite></p></blockquote>", ["“We ask for rest.”", "Inês Prata"]),
        ("<blockquote>We read the <cite>Times</cite> for news.</blockquote>", ["“We read the Times for news.”"]),
        ("<blockquote><p>« We ask for rest. »</p></blockquote>", ["« We ask for rest. »"]),
        ("<p>She spoke of <q>a joke</q> and left.</p>", ["She spoke of “a joke” and left."]),
        ("<p>She spoke of &laquo;a joke&raquo; &amp; left.</p>", ["She spoke of «a joke» & left."]),
        ("<p>One\n   two&nbsp;three.</p>", ["One two three."]),
    ],
)
def test_quotations_keep_their_marks(body: str, expected: list[str]) -> None:
    assert paragraphs(body) == expected


def published(head: str) -> str | None:
    return page("", head).published


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="article:published_time" content="2024-03-29T09:15:00.000Z">', "2024-03-29T09:15:00+00:00"),
        ('<meta name="DC.date.issued" content="2024-03-29">', "2024-03-29"),
        ('<meta itemprop="datePublished" content="Fri, 29 Mar 2024 09:15:00 GMT">', "2024-03-29T09:15:00+00:00"),
        ('<script type="application/ld+json">{"@type": "Report", "datePublished": "2024-03"}</script>', "2024-03"),
        ('<script type="application/ld+json">{broken</script><meta name="date" content="2024-03-29">', "2024-03-29"),
        ('<script type="application/ld+json">' + "[" * 50_000 + "</script>", None),
        ('<meta name="date" content="soon">', None),
        ('<meta property="article:modified_time" content="2024-03-29">', None),
    ],
)
def test_published(head: str, expected: str | None) -> None:
    assert published(head) == expected


def test_published_by_time_element() -> None:
    assert page(
        '<p><time datetime="2020-01-01">x</time><time itemprop="datePublished" datetime="2024-03-29">y</time></p>'
    ).published == ("2024-03-29")


def test_article_before_site() -> None:
    site = '[{"@type": "WebSite", "datePublished": "2001"}, {"@graph": [{"@type": ["NewsArticle"], "datePublished": "2024"}]}]'
    assert published(f'<script type="application/ld+json">{site}</script>') == "2024"


@pytest.mark.parametrize("html", ["", "<html></html>", "<nav></nav>", "<!-- -->", "<script>x</script>", "\0"])
def test_page_without_a_report(html: str) -> None:
    with pytest.raises(UnreadableFile, match="page"):
        read_page(html, "page")


def test_a_page_of_endless_parts_is_refused_at_once() -> None:
    with pytest.raises(UnreadableFile, match="more than 3000 parts in a row"):
        page("<a href='x'>a</a> " * 100_000)


@pytest.mark.parametrize("unit", ["<div>", "<blockquote>", "<q>", "<p>a", "&lt;", "\0", "<", "<b><i>", "<table><tr><td>"])
def test_hostile_pages(unit: str) -> None:
    assert "The harbour will stay shut" in page(unit * 2000 + "end").text


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<q>", "</q>", "<blockquote>", "</blockquote>", "<br>", " word", "“", "é"]), max_size=30
    )
)
def test_any_markup_gives_a_page(pieces: list[str]) -> None:
    assert page("".join(pieces)).text.startswith("The harbour will stay shut")


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2024-03-29T12:15:00+0300", "2024-03-29T12:15:00+03:00"),
        ("2024-03-29 12:15", "2024-03-29T12:15:00"),
        ("", None),
        ("20", None),
    ],
)
def test_declared_times(value: str, iso: str | None) -> None:
    assert as_iso(value) == iso
