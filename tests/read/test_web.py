"""Fetching, against a server of our own on 127.0.0.1."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from reportedly.errors import FetchError, UnreadableFile
from reportedly.read.web import read_url

AGENCY = (Path(__file__).parent / "pages" / "agency.html").read_bytes()
TEXT = "LISBON (Lusitania) -- “Nobody sails,” the mayor said on Friday."


class Site(BaseHTTPRequestHandler):
    """Answers by path; ``ANSWERS`` gives the status, the headers and the body."""

    ANSWERS: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {
        "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, AGENCY),
        "/bare": (200, {"Content-Type": "text/html"}, AGENCY.replace(b"canonical", b"other")),
        "/text": (200, {"Content-Type": "text/plain; charset=windows-1252"}, TEXT.encode("cp1252")),
        "/mar%C3%A9?q=%C3%A9": (200, {"Content-Type": "text/plain"}, TEXT.encode()),
        "/moved": (302, {"Location": "/text"}, b""),
        "/loop": (302, {"Location": "/loop"}, b""),
        "/to-file": (302, {"Location": "file:///etc/hostname"}, b""),
        "/to-ftp": (302, {"Location": "ftp://127.0.0.1/x"}, b""),
        "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
        "/zipped": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"\x1f\x8b"),
        "/empty": (200, {"Content-Type": "text/html"}, b""),
        "/large": (200, {"Content-Type": "text/plain"}, b"x" * 5000),
    }

    def do_GET(self) -> None:
        if self.path == "/slow":
            time.sleep(1.0)
            return
        status, headers, body = self.ANSWERS.get(self.path, (404, {}, b"nothing here"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def test_page(site: str) -> None:
    document = read_url(f"{site}/page")
    assert document.text.startswith("FARO, March 29 (Lusitania)")
    assert (document.publisher, document.place) == ("Lusitania News", "FARO")
    assert document.uri == "https://lusitania.example/world/2024/03/harbour-faro"


def test_address_of_a_page_that_names_none(site: str) -> None:
    assert read_url(f"{site}/bare").uri == f"{site}/bare"


def test_text_after_a_redirect(site: str) -> None:
    document = read_url(f"{site}/moved", published="2024-03-29", title="Port shut")
    assert (document.text, document.uri) == (TEXT, f"{site}/text")
    assert (document.published, document.title, document.publisher) == ("2024-03-29", "Port shut", "Lusitania")


def test_address_beyond_ascii(site: str) -> None:
    assert read_url(f" {site}/maré?q=é#part ").text == TEXT


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/nothing", "the server answered 404"),
        ("/loop", "the server answered 302"),
        ("/to-file", "'file:///etc/hostname' is not allowed"),
        ("/to-ftp", "leads to ftp://127.0.0.1/x, which is no web address"),
        ("/picture", "is image/png, neither a page nor text"),
        ("/zipped", "came compressed"),
    ],
)
def test_what_cannot_be_fetched(site: str, path: str, named: str) -> None:
    with pytest.raises(FetchError, match=named):
        read_url(site + path)


def test_slow_server(site: str) -> None:
    with pytest.raises(FetchError, match="timed out"):
        read_url(f"{site}/slow", timeout=0.2)


def test_large_page(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportedly.read.web.MAX_BYTES", 1000)
    with pytest.raises(FetchError, match="is larger than"):
        read_url(f"{site}/large")


def test_empty_page(site: str) -> None:
    with pytest.raises(UnreadableFile, match="/empty is empty"):
        read_url(f"{site}/empty")


def test_nobody_listens() -> None:
    with pytest.raises(FetchError, match="could not be fetched"):
        read_url("http://127.0.0.1:9/", timeout=2)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "story.txt",
        "file:///etc/hostname",
        "ftp://127.0.0.1/x",
        "http://",
        "https:///x",
        "http://[::1",
        "http://" + "a" * 70 + "/",
    ],
)
def test_what_is_no_web_address(url: str) -> None:
    with pytest.raises(FetchError, match="is no web address"):
        read_url(url)
