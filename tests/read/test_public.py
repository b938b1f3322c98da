"""Addresses that strangers name lead to the public internet and nowhere else."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from reportedly.errors import FetchError
from reportedly.read import public
from reportedly.read.web import fetch


class Site(BaseHTTPRequestHandler):
    """A page, and one that leads to an address inside."""

    def do_GET(self) -> None:
        if self.path == "/inside":
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{self.server.server_port}/page")  # type: ignore[attr-defined]
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"Nobody sails.")

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]", "169.254.169.254",
     "10.0.0.1", "192.168.1.1", "[fe80::1]", "[fc00::1]", "[64:ff9b::7f00:1]"],
)  # fmt: skip
def test_addresses_inside_are_refused(host: str, port: int) -> None:
    with pytest.raises(FetchError, match="no address of the public web"):
        fetch(f"http://{host}:{port}/page", public=True, timeout=3)
    with pytest.raises(FetchError, match="no address of the public web"):
        fetch(f"https://{host}:{port}/page", public=True, timeout=3)


def test_a_name_that_leads_inside_is_refused_when_it_is_connected(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(host: str, *arguments: Any, **options: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("93.184.215.14", "10.1.2.3")]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(FetchError, match=r"wire\.example is no address"):
        fetch("http://wire.example/page", public=True, timeout=3)


def test_a_redirect_does_not_lead_inside(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host is taken for a public one here; where it leads is not."""
    inside = public.is_public
    asked: list[str] = []

    def once(address: Any) -> bool:
        asked.append(str(address))
        return len(asked) == 1 or inside(address)

    monkeypatch.setattr(public, "is_public", once)
    with pytest.raises(FetchError, match="localhost is no address of the public web"):
        fetch(f"http://127.0.0.1:{port}/inside", public=True, timeout=3)
    asked.clear()
    assert fetch(f"http://127.0.0.1:{port}/page", public=True, timeout=3).data == b"Nobody sails."


def test_a_proxy_is_not_asked_in_our_place(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
    with pytest.raises(FetchError, match="no address of the public web"):
        fetch("http://10.0.0.1/page", public=True, timeout=3)
