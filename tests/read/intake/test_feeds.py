"""Feeds: an entry's own words are the story, and what the feed says of it is known."""

import pickle
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reportedly.read.intake.feeds import is_feed
from reportedly.read.items import Item, Trouble, items_of

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Lusitania Wire</title><language>en-gb</language>{}</channel></rss>"""
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Lusitania Wire</title><author><name>Desk</name></author>{}</feed>'
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://lusitania.example">
 <title>Lusitania Wire</title></channel>{}</rdf:RDF>"""
WORDS = "The harbour stays closed until Friday, the port authority said."


def taken(folder: Path, feed: str | bytes, name: str = "feed.xml") -> Iterator[Item | Trouble]:
    """What comes out, as another process would get it."""
    (folder / name).write_bytes(feed.encode() if isinstance(feed, str) else feed)
    return (pickle.loads(pickle.dumps(each)) for each in items_of([str(folder / name)]))


def only(folder: Path, feed: str | bytes) -> Item:
    (item,) = taken(folder, feed)
    assert isinstance(item, Item)
    return item


def error(folder: Path, feed: str | bytes) -> str:
    *_, last = taken(folder, feed)
    assert isinstance(last, Trouble)
    return str(last.error)


def test_rss(tmp_path: Path) -> None:
    entry = f"""<item><title>Port &amp; ferries shut</title><link>https://lusitania.example/1</link><guid>https://lusitania.example/?p=1</guid>
    <dc:creator>Ana Lopes</dc:creator><pubDate>Fri, 29 Mar 2024 09:15:00 +0100</pubDate><description>Port shut ...</description>
    <content:encoded><![CDATA[<p>{WORDS}</p><p>“Nobody <em>sails</em>,” it said.</p>]]></content:encoded></item>"""
    item = only(tmp_path, RSS.format(entry))
    document = item.document()
    assert item.name == f"{tmp_path}/feed.xml#https://lusitania.example/?p=1"
    assert document.text == f"{WORDS}\n\n“Nobody sails,” it said."
    assert (document.title, document.publisher, document.author) == ("Port & ferries shut", "Lusitania Wire", "Ana Lopes")
    assert (document.published, document.uri) == ("2024-03-29T09:15:00+01:00", "https://lusitania.example/1")


def test_atom(tmp_path: Path) -> None:
    entry = f"""<entry><id>tag:lusitania.example,2024:1</id><title type="html">Port &lt;b&gt;shut&lt;/b&gt;</title>
    <link href="https://lusitania.example/1"/><updated>2024-03-29T09:15:00Z</updated><summary>{WORDS}</summary></entry>"""
    item = only(tmp_path, ATOM.format(entry))
    document = item.document()
    assert item.name.endswith("#tag:lusitania.example,2024:1")
    assert (document.text, document.title, document.author) == (WORDS, "Port shut", "Desk")
    assert document.published == "2024-03-29T09:15:00+00:00"


def test_when_it_was_published_beats_when_it_was_updated(tmp_path: Path) -> None:
    times = "<updated>2024-03-30T00:00:00Z</updated><published>2024-03-29T09:15:00Z</published>"
    entry = f"<entry><id>1</id>{times}<summary>{WORDS}</summary></entry>"
    assert only(tmp_path, ATOM.format(entry)).document().published == "2024-03-29T09:15:00+00:00"


def test_rdf(tmp_path: Path) -> None:
    entry = f"""<item rdf:about="https://lusitania.example/1"><title>Shut</title><link>https://lusitania.example/1</link>
    <dc:date>2024-03-29</dc:date><description>{WORDS}</description></item>"""
    document = only(tmp_path, RDF.format(entry)).document()
    assert (document.text, document.published, document.publisher) == (WORDS, "2024-03-29", "Lusitania Wire")


def test_words_without_markup_keep_their_lines(tmp_path: Path) -> None:
    words = "Nobody sails, the mayor said.\n\nHe gave no reason."
    assert only(tmp_path, RSS.format(f"<item><description>{words}</description></item>")).document().text == words


def test_signs_that_look_like_markup(tmp_path: Path) -> None:
    words = "Exports fell by < 3 percent at R&D firms, AT&T said."
    assert only(tmp_path, RSS.format(f"<item><description>{escape(words)}</description></item>")).document().text == words


def test_an_entry_of_a_headline_only(tmp_path: Path) -> None:
    found = list(taken(tmp_path, RSS.format(f"<item><title>Shut</title></item><item><description>{WORDS}</description></item>")))
    assert isinstance(found[0], Trouble)
    assert "#1 has no text, only a headline" in str(found[0].error)
    assert isinstance(found[1], Item)


def test_a_feed_cut_off(tmp_path: Path) -> None:
    feed = RSS.format(f"<item><guid>1</guid><description>{WORDS}</description></item>" * 3)
    first, *_, last = taken(tmp_path, feed[:-150])
    assert isinstance(first, Item)
    assert first.document().text == WORDS
    assert isinstance(last, Trouble)
    assert "is broken XML" in str(last.error)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    words = "The mayor of Évora said nobody sails."
    feed = RSS.format(f"<item><description>{words}</description></item>").replace("utf-8", encoding)
    assert only(tmp_path, feed.encode(encoding)).document().text == words


def test_no_feed(tmp_path: Path) -> None:
    assert "is no feed" in error(tmp_path, "<settings/>")
    assert "is no feed" in error(tmp_path, b"\x00\xff" * 100)
    assert "holds no story" in error(tmp_path, RSS.format(""))


def test_entities_that_grow_are_not_followed(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    feed = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        + RSS.format(f"<item><description>{WORDS} &l9; &f;</description></item>").removeprefix(
            '<?xml version="1.0" encoding="utf-8"?>'
        )
    )
    for each in taken(tmp_path, feed):
        assert isinstance(each, Trouble) or len(each.document().text) < 200


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (b"<rss version='2.0'>", True),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a feed --><?xsl x?>\n<feed xmlns='x'>", True),
        (b'<!DOCTYPE rss [<!ENTITY a "b">]><rss>', True),
        ("<rdf:RDF>".encode("utf-16"), True),
        (b"<atom:feed>", True),
        (b"<html><feed>", False),
        (b"<!-- <rss> -->", False),
        (b"<feedback>", False),
        (b"", False),
        (b"<?a?>" * 800 + b"<x>", False),
        (b"<!--" * 1000, False),
        (b"<!DOCTYPE " + b" " * 4000, False),
    ],
)
def test_how_feeds_begin(start: bytes, expected: bool) -> None:
    assert is_feed(start) == expected


def is_encoded_twice(words: str) -> bool:
    """ "Â¡" is what "¡" becomes when UTF-8 is taken for Latin-1 and encoded again; feedparser makes it good."""
    try:
        return words.encode("latin-1").decode("utf-8") != words
    except UnicodeError:
        return False


@given(words=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1).filter(str.strip))
def test_any_words(words: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    assume(not is_encoded_twice(words))
    feed = ATOM.format(f'<entry><id>1</id><summary type="text">{escape(words)}</summary></entry>')
    found = list(taken(tmp_path_factory.mktemp("any"), feed))
    assert len(found) == 1
    assert isinstance(found[0], Trouble) or found[0].document(language="en").text == words.strip()
