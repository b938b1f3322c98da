"""Two servers on one ledger agree: what one is told the other says, and who has signed in at one has at both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from reportedly.ledger import Ledger
from reportedly.serve.app import create_app
from reportedly.serve.settings import Settings
from reportedly.serve.users import line_for
from tests.ledger.conftest import empty_database, empty_file, postgresql, where
from tests.ledger.stories import reading_of
from tests.serve.conftest import HOST, STORIES, csrf_of

__all__ = ["empty_database", "empty_file", "postgresql", "where"]  # fixtures
PASSWORD = "correct horse battery"


@pytest.fixture
def two(where: str, tmp_path: Path) -> Iterator[tuple[TestClient, TestClient]]:
    users, secret = tmp_path / "users.txt", tmp_path / "secret"
    users.write_text(line_for("ada", "admin", PASSWORD), encoding="utf-8")
    secret.write_text("0123456789abcdef" * 4, encoding="utf-8")
    with Ledger.open(where) as ledger:
        ledger.put(reading_of(STORIES[0][0], **STORIES[0][1]), "wire/1.txt")
    settings = Settings(users=users, secret_file=secret, spool=tmp_path / "spool")
    with (
        TestClient(create_app(where, settings), base_url=HOST) as one,
        TestClient(create_app(where, settings), base_url=HOST) as other,
    ):
        yield one, other


def test_they_agree(two: tuple[TestClient, TestClient]) -> None:
    one, other = two
    one.post("/sign-in", data={"csrf": csrf_of(one), "name": "ada", "password": PASSWORD})
    other.cookies = one.cookies
    header = {"X-CSRF-Token": csrf_of(one)}
    assert csrf_of(other) == header["X-CSRF-Token"]
    assert other.put("/api/searches", json={"name": "quota", "search": {"words": "quota"}}, headers=header).status_code == 204
    assert [saved["name"] for saved in one.get("/api/searches").json()] == ["quota"]
    assert [deed["act"] for deed in one.get("/api/audit").json()] == ["PUT /api/searches", "POST /sign-in"]
    for path in ("/api/search?words=observers", "/api/facets", "/api/actors", "/api/actors/1/voice"):
        assert one.get(path).json() == other.get(path).json()
    assert one.get("/search?words=observers").status_code == other.get("/actors/1").status_code == 200
