"""Stories handed in: as files, text and addresses; what cannot be read; and what outlasts a server or a process that dies."""

from __future__ import annotations

import io
import json
import os
import signal
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from starlette.testclient import TestClient

from reportedly.ledger import Ledger, Query
from reportedly.serve.app import create_app
from reportedly.serve.settings import Settings
from tests.ledger.stories import quick_reader
from tests.serve.conftest import HOST, csrf_of

STORY = "Anna Lind: the sluice opens.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(somebody="ann", requests_a_minute=100_000, upload_bytes=2_000_000, spool=tmp_path / "spool")


@pytest.fixture
def app(ledger_path: str, settings: Settings) -> FastAPI:
    return workbench(ledger_path, settings)


def workbench(where: str, settings: Settings) -> FastAPI:
    made = create_app(where, settings)
    made.state.make_reader = quick_reader
    return made


def finished(client: TestClient, number: int, patience: float = 40.0) -> dict[str, Any]:
    """The upload when all of it is read."""
    deadline = time.monotonic() + patience
    while (found := client.get(f"/api/add/{number}").json())["state"] != "done":
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    result: dict[str, Any] = found
    return result


def zipped(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def hand_in(client: TestClient, *files: tuple[str, bytes], **facts: str) -> int:
    answer = client.post(
        "/api/add/files", files=[("files", file) for file in files], data=facts, headers={"X-CSRF-Token": csrf_of(client)}
    )
    assert answer.status_code == 201, answer.text
    number: int = answer.json()["id"]
    return number


def test_a_story_is_pasted_read_and_seen(client: TestClient, app: FastAPI) -> None:
    fields = {"csrf": csrf_of(client), "text": STORY.replace("\n", "\r\n"), "title": "Sluices", "publisher": "Northern Wire"}
    answer = client.post("/add/text", data=fields | {"published": "2024-03-12"}, follow_redirects=False)
    assert answer.status_code == 303
    assert '<noscript><meta http-equiv="refresh"' in client.get(answer.headers["location"]).text
    upload = finished(client, 1)
    (story,) = upload["handed"]
    assert (story["outcome"], story["title"]) == ("new", "Sluices")
    document = app.state.ledger.reading(story["document"]).document
    assert (document.text, document.publisher, document.published, document.uri) == (STORY, "Northern Wire", "2024-03-12", None)
    page = client.get("/add/1").text
    assert "refresh" not in page
    assert f"/stories/{story['document'][7:23]}" in page
    assert client.get(f"/stories/{story['document'][7:23]}").status_code == 200


def test_what_is_there_already_is_not_read_again(client: TestClient) -> None:
    first, second = hand_in(client, ("a.txt", STORY.encode())), hand_in(client, ("b.txt", STORY.encode()))
    assert [finished(client, number)["handed"][0]["outcome"] for number in (first, second)] == ["new", "again"]


def test_one_bad_file_costs_only_itself(client: TestClient, app: FastAPI, settings: Settings) -> None:
    """Archives with wicked names, a bomb, a binary, a story in French and an error of ours: each is listed with its reason."""
    wicked = zipped(
        {"../../../evil.txt": STORY.encode(), "/abs.txt": b"Bo Ek: the lock holds.", "c.txt": b"Bo Ek: trip over this"}
    )
    bomb = zipped({"bomb.txt": b"x" * 60_000_000})
    number = hand_in(
        client,
        ("../../wicked.zip", wicked),
        ("bomb.zip", bomb),
        ("binary.txt", b"\0\1\2" * 99),
        ("french.txt", b"Bo Ek: bonjour"),
        (
            "fine.html",
            b"<html><body><p>Carl Ode: the <b>cranes</b> stay where they are, and so do we all this year.</p></body></html>",
        ),
    )
    upload = finished(client, number)
    by_name = {story["name"]: story for story in upload["handed"]}
    failed = {name: story["reason"] for name, story in by_name.items() if story["outcome"] == "failed"}
    assert set(failed) == {"bomb.zip!/bomb.txt", "binary.txt", "french.txt", "wicked.zip!/c.txt"}
    assert "larger than" in failed["bomb.zip!/bomb.txt"]
    assert "NUL" in failed["binary.txt"]
    assert "French" in failed["french.txt"]
    assert "please report it" in failed["wicked.zip!/c.txt"]
    assert upload["stories"] == upload["done"] == len(by_name)
    assert sum(story["outcome"] == "new" for story in by_name.values()) >= 2
    spool = settings.spool
    assert spool is not None
    assert str(spool) not in json.dumps(upload)  # where it lay is nobody's business
    assert not list(spool.parent.rglob("evil.txt"))
    # Nothing stays behind: files go once it is kept that all are read, lest a power cut lose them.
    wait_for(lambda: [path.name for path in spool.iterdir()] == ["spool"])
    page = client.get(f"/add/{number}").text
    assert "Could not be read" in page


def test_links_in_archives_lead_nowhere(client: TestClient) -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        link = tarfile.TarInfo("passwd.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        content = tarfile.TarInfo("a.txt")
        content.size = len(STORY)
        archive.addfile(content, io.BytesIO(STORY.encode()))
    upload = finished(client, hand_in(client, ("links.tar", data.getvalue())))
    assert [story["name"] for story in upload["handed"] if story["outcome"] == "new"] == ["links.tar!/a.txt"]
    assert "root:" not in json.dumps(upload)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/x", "http://localhost/", "http://169.254.169.254/latest/meta-data", "http://[::1]/"]
)
def test_addresses_inside_are_not_fetched(client: TestClient, csrf: dict[str, str], address: str) -> None:
    answer = client.post("/api/add/address", json={"address": address}, headers=csrf)
    (story,) = finished(client, answer.json()["id"])["handed"]
    assert story["outcome"] == "failed"
    assert "no address of the public web" in story["reason"]


NO_ADDRESSES = ("file:///etc/passwd", "ftp://x/y", "gopher://x", "x", "http://", "http://a:b@c/", "http://\n/", "//x")


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_address_is_refused(client: TestClient, csrf: dict[str, str], address: str) -> None:
    assert client.post("/api/add/address", json={"address": address}, headers=csrf).status_code == 400
    page = client.post("/add/address", data={"address": address, "csrf": csrf["X-CSRF-Token"]})
    assert page.status_code == 400
    assert "no address of a page" in page.text
    assert client.get("/api/add").json() == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"text": " \n", "title": ""}, "no word"), ({"text": STORY, "published": "yesterday", "title": "Kept"}, "yesterday")],
)
def test_what_was_given_is_not_typed_twice(
    client: TestClient, csrf: dict[str, str], fields: dict[str, str], sentence: str
) -> None:
    page = client.post("/add/text", data=fields, headers=csrf)
    assert page.status_code == 400
    assert sentence in page.text
    assert f'value="{fields["title"]}"' in page.text


def test_files_that_hold_no_story_are_refused(client: TestClient, csrf: dict[str, str]) -> None:
    answer = client.post("/add/files", files=[("files", ("x.exe", b"MZ"))], headers=csrf)
    assert answer.status_code == 400
    assert "nothing that stories come in" in answer.text


def test_more_than_is_taken_at_once_is_refused(client: TestClient, csrf: dict[str, str], settings: Settings) -> None:
    answer = client.post("/api/add/files", files=[("files", ("x.txt", b"x" * 2_100_000))], headers=csrf)
    assert answer.status_code == 413
    token = client.post("/api/add/pieces", headers=csrf).json()["token"]
    address = f"/api/add/pieces/{token}/x.txt"
    assert client.put(f"{address}?at=0", content=b"x" * 1_900_000, headers=csrf).status_code == 200
    assert client.put(f"{address}?at=1900000", content=b"x" * 200_000, headers=csrf).status_code == 400


def test_progress_is_told_as_it_happens(client: TestClient) -> None:
    stories = "".join(json.dumps({"text": f"Anna Lind: sleep over this {number}."}) + "\n" for number in range(20))
    number = hand_in(client, ("wire.jsonl", stories.encode()))
    with client.stream("GET", f"/api/add/{number}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        told = [json.loads(line.removeprefix("data: ")) for line in answer.iter_lines() if line.startswith("data: ")]
    assert told[-1]["state"] == "done"
    assert (told[-1]["stories"], told[-1]["done"], len(told[-1]["handed"])) == (20, 20, 20)
    assert [each["done"] for each in told] == sorted(each["done"] for each in told)
    assert client.get("/api/add/999/events").status_code == 404


# What is started anew


def test_a_file_in_pieces_goes_on_at_a_server_started_anew(ledger_path: str, settings: Settings) -> None:
    story = ("Anna Lind: the sluice opens " + "again and " * 6000 + "again.\n").encode()
    with TestClient(workbench(ledger_path, settings), base_url=HOST) as client:
        csrf = {"X-CSRF-Token": csrf_of(client)}
        address = f"/api/add/pieces/{client.post('/api/add/pieces', headers=csrf).json()['token']}"
        assert client.put(f"{address}/a.txt?at=0", content=story[:30_000], headers=csrf).json() == {"size": 30_000}
    with TestClient(workbench(ledger_path, settings), base_url=HOST) as client:
        csrf = {"X-CSRF-Token": csrf_of(client)}
        assert client.get(f"{address}/a.txt").json() == {"size": 30_000}
        assert client.put(f"{address}/a.txt?at=30000", content=story[30_000:], headers=csrf).json() == {"size": len(story)}
        answer = client.post(address, json={"publisher": "Northern Wire"}, headers=csrf)
        assert answer.status_code == 201
        assert client.post(address, json={}, headers=csrf).status_code == 400
        (read,) = finished(client, answer.json()["id"])["handed"]
        assert read["outcome"] == "new"
        ledger: Ledger = client.app.state.ledger  # type: ignore[attr-defined]
        assert ledger.reading(read["document"]).document.text.encode() == story


def slow(count: int) -> bytes:
    """Stories of a twentieth of a second each."""
    rows = ({"text": f"Anna Lind: sleep over this, number {number}."} for number in range(count))
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def wait_for(condition: Callable[[], bool], patience: float = 30.0) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_what_was_being_read_goes_on_at_the_next_start(ledger_path: str, settings: Settings) -> None:
    with TestClient(workbench(ledger_path, settings), base_url=HOST) as client:
        number = hand_in(client, ("wire.jsonl", slow(60)))
        wait_for(lambda: client.get(f"/api/add/{number}").json()["done"] > 2)
    with Ledger.open(ledger_path) as ledger:
        before = ledger.upload(number).done
        assert 2 < before < 60
    with TestClient(workbench(ledger_path, settings), base_url=HOST) as client:
        upload = finished(client, number)
    assert upload["done"] == 60
    assert {story["outcome"] for story in upload["handed"]} == {"new"}
    with Ledger.open(ledger_path) as ledger:
        assert len(ledger.search(Query(words="sleep", limit=100)).hits) == 60


def test_another_process_goes_on_where_one_was_killed(client: TestClient, app: FastAPI) -> None:
    number = hand_in(client, ("wire.jsonl", slow(40)))
    wait_for(lambda: client.get(f"/api/add/{number}").json()["done"] > 2)
    os.kill(app.state.desk._running.process.pid, signal.SIGKILL)
    upload = finished(client, number)
    assert {story["outcome"] for story in upload["handed"]} == {"new"}
    assert upload["done"] == len(upload["handed"]) == 40


def test_a_story_that_kills_the_process_costs_only_itself(client: TestClient) -> None:
    number = hand_in(
        client, ("a.txt", STORY.encode()), ("b.txt", b"Bo Ek: die of this"), ("c.txt", b"Carl Ode: the cranes stay.")
    )
    upload = finished(client, number)
    assert {story["name"]: story["outcome"] for story in upload["handed"]} == {"a.txt": "new", "b.txt": "failed", "c.txt": "new"}
    assert "died 2 times" in next(story["reason"] for story in upload["handed"] if story["name"] == "b.txt")


@pytest.fixture
def two(where: str, settings: Settings) -> Iterator[tuple[TestClient, TestClient]]:
    with (
        TestClient(workbench(where, settings), base_url=HOST) as one,
        TestClient(workbench(where, settings), base_url=HOST) as other,
    ):
        yield one, other


def test_two_servers_share_the_work_and_agree(two: tuple[TestClient, TestClient]) -> None:
    """What is handed in at either is read once, and seen from both."""
    numbers = [
        hand_in(client, (f"{turn}.jsonl", slow(5).replace(b"number", b"turn %d" % turn))) for turn, client in enumerate(two * 3)
    ]
    for client in two:
        uploads = [finished(client, number) for number in numbers]
        assert [upload["done"] for upload in uploads] == [5] * 6
        assert {story["outcome"] for upload in uploads for story in upload["handed"]} == {"new"}
    assert len({story["document"] for upload in uploads for story in upload["handed"]}) == 30


ANY = st.text(max_size=40)


@examples(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(st.sampled_from(["text", "title", "publisher", "published", "address"]), ANY))
def test_no_form_however_filled_fails(client: TestClient, csrf: dict[str, str], fields: dict[str, str]) -> None:
    for address in ("/add/text", "/add/address", "/api/add/text", "/api/add/address"):
        body: dict[str, Any] = {"json": fields} if address.startswith("/api") else {"data": fields}
        assert client.post(address, **body, headers=csrf, follow_redirects=False).status_code in (201, 303, 400, 422)


@pytest.mark.parametrize("name", ["%2e%2e%2fx.txt", "..%5cx.txt", "a%00.txt", "%2e%2e", "x" * 900])
def test_names_of_pieces_lead_nowhere(client: TestClient, csrf: dict[str, str], settings: Settings, name: str) -> None:
    token = client.post("/api/add/pieces", headers=csrf).json()["token"]
    answer = client.put(f"/api/add/pieces/{token}/{name}?at=0", content=b"x", headers=csrf)
    assert answer.status_code in (200, 404)
    assert settings.spool is not None
    files = [path for path in settings.spool.parent.rglob("*") if path.is_file() and "ledger.db" not in path.name]
    assert all(path == settings.spool / "spool" or path.parent == settings.spool / token for path in files)
