"""The first page, and what every page has."""

from starlette.testclient import TestClient


def test_says_how_much_there_is(client: TestClient) -> None:
    assert "<b>3</b> stories" in client.get("/").text
    assert client.get("/api/counts").json()["documents"] == 3
