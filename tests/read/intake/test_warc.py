"""Web archives: pages and texts that servers gave out, as they meant them."""

import gzip
import io
import pickle
import random
import tracemalloc
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from fastwarc.stream_io import BrotliWriter, GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.read.intake import streams, warc
from reportedly.read.items import Item, Trouble, items_of

PAGE = "<html><body><article><p>“Nobody sails,” the mayor said on Friday.</p></article></body></html>"
TEXT = "“Nobody sails,” the mayor said on Friday."
WHEN = "20240329100000"


def record(
    body: bytes | str = PAGE,
    *headers: str,
    uri: str = "https://faro.example/1",
    kind: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    type: str = "response",
) -> bytes:
    data = body.encode() if isinstance(body, str) else body
    http = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers, "", ""]).encode() + data
    head = [
        "WARC/1.1", f"WARC-Type: {type}", "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>",
        "WARC-Date: 2024-03-29T10:00:00Z", f"WARC-Target-URI: {uri}", "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(http)}", "", "",
    ]  # fmt: skip
    return "\r\n".join(head).encode() + http + b"\r\n\r\n"


def in_brotli(data: bytes) -> bytes:
    file = io.BytesIO()
    with BrotliWriter(file) as writer:
        writer.write(data)
    return file.getvalue()


def taken(folder: Path, data: bytes, name: str = "crawl.warc") -> Iterator[Item | Trouble]:
    """What comes out, as another process would get it."""
    (folder / name).write_bytes(data)
    return (pickle.loads(pickle.dumps(each)) for each in items_of([str(folder / name)]))


def texts(folder: Path, data: bytes, name: str = "crawl.warc") -> list[str]:
    return [each.document().text if isinstance(each, Item) else f"! {each.error}" for each in taken(folder, data, name)]


def test_a_page_is_a_story(tmp_path: Path) -> None:
    (item,) = taken(tmp_path, record())
    assert isinstance(item, Item)
    document = item.document()
    assert item.name == f"{tmp_path}/crawl.warc#{WHEN}/https://faro.example/1"
    assert (document.text, document.uri) == (TEXT, "https://faro.example/1")
    assert document.published is None  # when it was fetched is another matter


def test_a_page_may_know_better_where_it_is_from(tmp_path: Path) -> None:
    page = PAGE.replace("<html>", '<html><head><link rel="canonical" href="https://faro.example/harbour"></head>')
    (item,) = taken(tmp_path, record(page))
    assert isinstance(item, Item)
    assert item.document().uri == "https://faro.example/harbour"


def test_only_answers_that_are_pages_or_texts(tmp_path: Path) -> None:
    data = b"".join(
        [
            record(status="404 Not Found"),
            record(status="301 Moved", kind="text/html"),
            record(kind="image/png"),
            record(type="request"),
            record(type="revisit"),
            record(TEXT, kind="text/plain"),
        ]
    )
    assert texts(tmp_path, data) == [TEXT]
    assert "holds no story" in texts(tmp_path, record(kind="image/png"))[0]


def test_the_charset_that_the_server_named(tmp_path: Path) -> None:
    text = "O presidente da câmara disse: “Ninguém sai hoje”, e repetiu que o porto fica fechado."
    page = f"<html><body><article><p>{text}</p></article></body></html>".encode("cp1252")
    assert texts(tmp_path, record(page, kind="text/html; charset=iso-8859-1")) == [text]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE.encode()), ["Content-Encoding: gzip"]),
        (zlib.compress(PAGE.encode()), ["Content-Encoding: deflate"]),
        (in_brotli(PAGE.encode()), ["Content-Encoding: br"]),
        (PAGE, ["Content-Encoding: gzip"]),  # stored unpacked, as many crawlers do
        (PAGE, ["Transfer-Encoding: chunked"]),
        (PAGE, ["Content-Encoding: unheard-of"]),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE.encode()), PAGE.encode()), ["Transfer-Encoding: chunked"]),
    ],
)
def test_what_http_wraps_a_page_in(tmp_path: Path, body: bytes | str, headers: list[str]) -> None:
    assert texts(tmp_path, record(body, *headers)) == [TEXT]


def test_a_page_that_does_not_unpack_costs_itself_alone(tmp_path: Path) -> None:
    found = texts(tmp_path, record(b"no gzip", "Content-Encoding: gzip") + record())
    assert "damaged or cut off" in found[0]
    assert found[1] == TEXT


def test_a_page_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "MAX_BYTES", 2**20)
    bomb = gzip.compress(bytes(2**28))
    found = texts(tmp_path, record(bomb, "Content-Encoding: gzip") + record("x" * 2**21) + record())
    assert ["is larger than" in each for each in found] == [True, True, False]
    assert found[2] == TEXT


@pytest.mark.parametrize("name", ["crawl.warc.gz", "crawl.warc"])
def test_compressed_record_by_record_or_as_a_whole(tmp_path: Path, name: str) -> None:
    first, second = record(), record(TEXT, kind="text/plain")
    assert texts(tmp_path, gzip.compress(first) + gzip.compress(second), name) == [TEXT, TEXT]
    assert texts(tmp_path, gzip.compress(first + second), name) == [TEXT, TEXT]


def test_an_archive_cut_off(tmp_path: Path) -> None:
    whole = gzip.compress(record()) + gzip.compress(record(random.Random(1).randbytes(5000).hex(), kind="text/plain"))
    found = texts(tmp_path, whole[:-1000], "crawl.warc.gz")
    assert found[0] == TEXT
    assert len(found) == 3
    assert all("damaged or cut off" in each for each in found[1:])
    assert "its archive ends within it" in texts(tmp_path, record()[:-20])[0]


@pytest.mark.parametrize(
    "data", [b"no archive\r\n" * 9, record() + b"between\r\n" * 20 + record(), b"WARC/1.1\r\nX: " + b"y" * 2**20]
)
def test_no_archive(tmp_path: Path, data: bytes) -> None:
    assert "damaged or cut off" in texts(tmp_path, data)[-1]


def test_an_empty_archive(tmp_path: Path) -> None:
    assert "holds no story" in texts(tmp_path, b"")[0]


@settings(max_examples=300)
@given(data=st.data())
def test_no_damage_is_more_than_trouble(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    whole = bytearray(
        record(TEXT, kind="text/plain") + record(b"5\r\nHello\r\n0\r\n\r\n", "Transfer-Encoding: chunked", kind="text/plain")
    )
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 20))] = data.draw(
            st.binary(max_size=20) | st.sampled_from([b"\r\n", b": ", b"-1", b"9999"])
        )
    found = list(taken(tmp_path_factory.mktemp("damaged"), bytes(whole)))
    assert 1 <= len(found) <= 10


@settings(max_examples=30)
@given(
    stories=st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\r\0\ufeff"), min_size=1).filter(str.strip), min_size=1
    )
)
def test_what_was_written_is_read(stories: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    file = io.BytesIO()
    with GzipWriter(file) as writer:
        for text in stories:
            made = WarcRecord()
            made.init_headers(WarcRecordType.response)
            made.headers["WARC-Target-URI"] = "https://faro.example/1"
            made.headers["Content-Type"] = "application/http; msgtype=response"
            made.set_bytes_content(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + b"\xef\xbb\xbf" + text.encode()
            )
            made.write(writer)
    found = [each for each in taken(folder, file.getvalue(), "crawl.warc.gz") if isinstance(each, Item)]
    assert [each.document(language="en").text for each in found] == stories


def test_an_archive_is_read_as_it_is_asked_for(tmp_path: Path) -> None:
    data = b"".join(gzip.compress(record("x" * 100_000, uri=f"https://faro.example/{number}"), 1) for number in range(1000))
    found = taken(tmp_path, data, "crawl.warc.gz")
    tracemalloc.start()
    assert len(list(islice(found, 3))) == 3
    assert sum(1 for _ in found) == 997
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * 2**20  # of 100


def test_damage_below_is_the_end_of_the_file() -> None:
    """FastWARC does not survive a file that raises."""
    steady = warc._Steady(streams.unpacked(streams.buffered(io.BytesIO(gzip.compress(record())[:-30]))))
    assert steady.read(2**16).startswith(b"WARC/1.1")
    assert [steady.read(9), steady.read(9)] == [b"", b""]
    assert isinstance(steady.error, EOFError)
