"""A workbench to ask, in the process or by a real browser. Its stories are invented, and read without a model."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, sync_playwright
from starlette.testclient import TestClient

from reportedly.ledger import Ledger
from reportedly.serve.app import create_app
from reportedly.serve.settings import Settings
from tests.ledger.conftest import empty_database, empty_file, postgresql, where  # noqa: F401  # for two servers on one ledger
from tests.ledger.stories import reading_of
from tests.serve.browsing import browser_path

HOST = "http://127.0.0.1"
STORIES: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "Harbour talks stall\n\n"
        "Ingrid Solvang: Norway offered [CONCEDE asserted] observers in 2023 and Iceland refused [REJECT asserted] them.\n"
        "Helga Marsdottir: nobody offered [CONCEDE denied] anything.\n"
        "Helga Marsdottir > Ingrid Solvang: the quota was open to discussion [CONSULT hypothetical].\n",
        {
            "title": "Harbour talks stall",
            "publisher": "Northern Wire",
            "published": "2024-03-12",
            "uri": "https://wire.example/1",
        },
    ),
    (
        "Fleet to stay in port\n\n"
        "Paul Deering: the fleet will return [COOPERATE future] in 2025.\n"
        "Ingrid Solvang: Norway demands [REQUEST demanded] an inquiry.\n",
        {"title": "Fleet to stay in port", "publisher": "Bergen Evening Post", "published": "2024-03-15"},
    ),
    (
        "A story by nobody's friend\n\n"
        'Mallory <script>alert(1)</script>: the words \u202eturn around\u202c & "stand" <img src=x onerror=alert(2)>.\n'
        "منى حداد: الميناء مغلق since 2020.\n",
        {"title": "<b>Bold</b> \u202eclaims", "publisher": "<i>Odd</i> Courier", "published": "2024-04-01"},
    ),
)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the stories, to be copied."""
    path = tmp_path_factory.mktemp("filled") / "ledger.db"
    with Ledger.open(path, create=True) as ledger:
        for number, (text, facts) in enumerate(STORIES, 1):
            ledger.put(reading_of(text, **facts), f"wire/{number}.txt")
    return path


@pytest.fixture
def ledger_path(filled: Path, tmp_path: Path) -> str:
    """A ledger with the stories that the test may change."""
    return str(shutil.copy(filled, tmp_path / "ledger.db"))


@pytest.fixture
def settings() -> Settings:
    """As for one person at one machine; a test module may have its own."""
    return Settings(somebody="ann", requests_a_minute=100_000)


@pytest.fixture
def app(ledger_path: str, settings: Settings) -> FastAPI:
    return create_app(ledger_path, settings)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """Asks the application within this process. Errors that are bugs come through."""
    with TestClient(app, base_url=HOST) as asking:
        yield asking


@pytest.fixture
def csrf(client: TestClient) -> dict[str, str]:
    """The header that a request needs which changes something."""
    return {"X-CSRF-Token": csrf_of(client)}


def csrf_of(client: TestClient) -> str:
    """The token that forms hold, as a page says it."""
    text = client.get("/").text
    return text.partition('name="csrf" content="')[2].partition('"')[0]


@pytest.fixture
def server(app: FastAPI) -> Iterator[str]:
    """The address of a server of its own, for browsers."""
    yield from serve(app)


def serve(app: FastAPI) -> Iterator[str]:
    """Run the application in a thread, at a port that is free."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    address = f"{HOST}:{port}"
    deadline = time.monotonic() + 20
    while not running.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
    assert httpx.get(f"{address}/health").text == "ok\n"
    yield address
    running.should_exit = True
    thread.join(20)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real browser; a machine without one skips these tests."""
    path = browser_path()
    if path is None:
        pytest.skip("needs Chromium: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def standing(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server for all tests of a module, which only look, and put back what they change."""
    path = shutil.copy(filled, tmp_path_factory.mktemp("standing") / "ledger.db")
    yield from serve(create_app(str(path), Settings(somebody="ann", requests_a_minute=100_000)))
