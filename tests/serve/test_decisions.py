"""What people decide about actors and happenings by forms: joined, parted, overruled, taken back; and that it is on the trail."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from reportedly.ledger import Ledger
from reportedly.serve.app import create_app
from reportedly.serve.settings import Settings
from tests.ledger.stories import reading_of
from tests.ledger.test_accounts import DONE, STORIES, make_one, put, tale
from tests.serve.conftest import HOST

FORM = re.compile(r'<form[^>]*action="(?P<action>[^"]+)".*?</form>', re.DOTALL)
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
READER, EDITOR = "rita reader 0123456789abcdef01234567", "ella editor abcdef0123456789abcdef01"


def form(page: str, action: str) -> dict[str, Any]:
    """The hidden fields of the first form that leads to an address."""
    found = next(match for match in FORM.finditer(page) if html.unescape(match["action"]).partition("?")[0] == action)
    return {name: html.unescape(value) for name, value in FIELD.findall(found[0])}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A happening at a dam and one at a quay, compared; and two actors who may be one, one of them in two stories."""
    path = tmp_path_factory.mktemp("decided") / "ledger.db"
    with Ledger.open(path, create=True) as ledger:
        put(ledger, [*STORIES[:3], tale("done", 6, DONE, publisher="Valley Mail"), STORIES[4]])
        for year in (2021, 2022):
            ledger.put(reading_of(f"Ada Berg: the pier closed in {year}, {'<b>' * year}.\n", title=f"Pier <i>{year}</i>"))
        ledger.put(reading_of("Adda Berg: the pier is open.\n", title="Open"))
        make_one(ledger, "Ada Berg")
        ledger.bring_up_to_date()
    return path


def actor(client: TestClient, name: str) -> int:
    number: int = client.get("/api/actors", params={"name": name}).json()[0]["id"]
    return number


def dam(client: TestClient) -> int:
    number: int = client.get("/api/compare?words=wall").json()["happenings"][0]["number"]
    return number


def quay(client: TestClient) -> int:
    number: int = client.get("/api/compare?words=dockers").json()["happenings"][0]["number"]
    return number


# Actors


def test_actors_are_joined_by_the_form_of_their_page_and_parted_again(client: TestClient, app: FastAPI) -> None:
    one, other = actor(client, "Ada Berg"), actor(client, "Adda Berg")
    assert f'href="/actors/{one}/merge"' in client.get(f"/actors/{one}").text
    page = client.get(f"/actors/{one}/merge", params={"name": str(other)}).text
    assert f'<input type="checkbox" name="actors" value="{other}" checked>' in page
    fields = form(page, "/review/merge")
    assert fields["actors"] == str(one)
    data = fields | {"actors": [str(one), str(other)], "why": "<b>one</b> woman"}
    answer = client.post("/review/merge", data=data, follow_redirects=False)
    assert answer.headers["location"] == f"/actors/{one}?judged=2"
    assert client.get(f"/actors/{other}").url.path == f"/actors/{one}"
    page = client.get(answer.headers["location"]).text
    assert "Kept." in page
    assert "&lt;b&gt;one&lt;/b&gt; woman" in page
    undone = client.post(
        "/review/undo", params={"back": f"/actors/{one}"}, data=form(page, "/review/undo"), follow_redirects=False
    )
    assert undone.headers["location"] == f"/actors/{one}"
    assert app.state.ledger.actor(other).id == other
    assert "taken back by <bdi>somebody</bdi>" in client.get(f"/actors/{one}").text.replace("ann", "somebody")
    acts = [(one["act"], one["who"]) for one in client.get(f"/api/actors/{one}/decisions").json()]
    assert acts == [("undo", "ann"), ("merge", "ann"), ("merge", "editor")]


def test_stories_are_parted_off_an_actor(client: TestClient) -> None:
    one = actor(client, "Ada Berg")
    page = client.get(f"/actors/{one}").text
    digests = re.findall(r'name="documents" value="([^"]+)"', page)
    assert len(digests) == 2
    data = form(page, "/review/split") | {"documents": digests[:1], "why": "another of this name"}
    answer = client.post("/review/split", data=data)
    new = int(answer.url.path.rpartition("/")[2])
    assert new != one
    assert "in which it is somebody else" not in answer.text  # one story is all there is of each now
    assert [len(client.get(f"/api/actors/{number}/appearances").json()) for number in (one, new)] == [1, 1]
    fields = form(answer.text, "/review/undo")
    undone = client.post("/review/undo", params={"back": f"/actors/{new}"}, data=fields, follow_redirects=False)
    assert undone.headers["location"] == f"/actors/{one}"  # the new one is gone
    assert client.get(f"/actors/{new}").status_code == 404
    assert len(client.get(f"/api/actors/{one}/appearances").json()) == 2


def test_what_cannot_be_joined_or_parted_is_said(client: TestClient, csrf: dict[str, str]) -> None:
    one = actor(client, "Ada Berg")
    for path, data in (
        ("/review/merge", {"actors": [one]}),
        ("/review/merge", {"actors": [one, one]}),
        ("/review/merge", {"actors": [one, 4711]}),
        ("/review/split", {"actor": one}),
        ("/review/split", {"actor": one, "name": "Ada Berg"}),
    ):
        assert client.post(path, data=data, headers=csrf).status_code == 400, data
    assert client.post("/review/merge", data={"actors": [one, 1], "why": "\0"}, headers=csrf).status_code == 422
    assert client.post("/review/split", data={"actor": one, "documents": ["x"]}, headers=csrf).status_code == 422
    assert "knows nobody else called" in client.get(f"/actors/{one}/merge?name=Zoe").text
    assert client.get(f"/actors/{one}/merge?name=4711").status_code == 404


# Happenings


def test_a_story_is_parted_off_and_comes_back(client: TestClient) -> None:
    happening = dam(client)
    page = client.get(f"/compare/{happening}").text
    digests = re.findall(r'name="document" value="([^"]+)" form="part"', page)
    assert len(digests) == 4
    answer = client.post("/compare/part", data=form(page, "/compare/part") | {"document": digests[0], "because": "another dam"})
    assert answer.url.path == f"/compare/{dam(client)}"
    assert "another dam" in answer.text
    assert len(client.get(f"/api/compare/{dam(client)}").json()["stories"]) == 3
    client.post("/compare/withdraw", data=form(answer.text, "/compare/withdraw"))
    assert len(client.get(f"/api/compare/{dam(client)}").json()["stories"]) == 4
    assert "taken back by" in client.get(f"/compare/{dam(client)}").text


def test_happenings_are_joined_and_parted_again(client: TestClient) -> None:
    one, other = dam(client), quay(client)
    assert f'href="/compare/{one}/join"' in client.get(f"/compare/{one}").text
    page = client.get(f"/compare/{one}/join?words=dockers").text
    assert f'name="other" value="{other}"' in page
    assert f'name="other" value="{one}"' not in client.get(f"/compare/{one}/join").text
    joined = client.post(
        "/compare/join", data=form(page, "/compare/join") | {"other": str(other), "because": "<i>the</i> strike"}
    )
    assert len(client.get(f"/api/compare/{one}").json()["stories"]) == 5
    assert "&lt;i&gt;the&lt;/i&gt; strike" in joined.text
    client.post("/compare/withdraw", data=form(joined.text, "/compare/withdraw"))
    assert dam(client) != quay(client)


def test_a_statement_is_parted_off_and_comes_back(client: TestClient) -> None:
    happening = dam(client)
    before = client.get(f"/api/compare/{happening}").json()["relations"]
    page = client.get(f"/compare/{happening}").text
    account = re.findall(r'name="account" value="([^"]+)" form="set-aside"', page)[0]
    data = form(page, "/compare/set-aside") | {"account": account, "because": "of another wall"}
    answer = client.post("/compare/set-aside", data=data)
    assert "of another wall" in answer.text
    assert "nothing to each other" in answer.text
    digest, _, place = account.partition(":")
    start = int(place.partition("-")[0])
    ends = [
        (end["document"][7:17], end["start"])
        for one in client.get(f"/api/compare/{happening}").json()["relations"]
        for end in (one["a"], one["b"])
    ]
    assert (digest, start) not in ends
    assert client.post("/compare/set-aside", data=data).status_code == 400  # there is nothing left to set aside
    for one in client.get("/api/overrulings").json():
        client.post("/compare/withdraw", data=data | {"decision": one["id"]})
    after = client.get(f"/api/compare/{happening}").json()["relations"]
    assert sorted(one["id"] for one in after) == sorted(one["id"] for one in before)


def test_who_only_repeats_can_be_overruled(client: TestClient, app: FastAPI) -> None:
    put(app.state.ledger, [tale("again", 7, DONE, publisher="Morning Echo")])
    app.state.ledger.bring_up_to_date()
    page = client.get(f"/compare/{dam(client)}").text
    chains = page.partition('class="chains"')[2].partition("</section>")[0]
    assert "repeats it" in chains
    assert "Not so?" in chains
    fields = form(chains, "/compare/overrule")
    client.post("/compare/overrule", data=fields | {"instead": "none"})
    assert [one["relation"] for one in client.get("/api/overrulings").json()] == [fields["verdict"]]


def test_what_waits_is_said_and_not_that_it_is_nowhere(client: TestClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportedly.serve.comparing.Comparer.compare", lambda self: None)
    put(app.state.ledger, [tale("late", 9, "The Velmar dam in the valley of Dolnaya held.")])
    number = app.state.ledger.counts().documents
    answer = client.get(f"/compare/{number}")
    assert answer.status_code == 200
    assert "1 story waits to be compared" in " ".join(answer.text.split())
    assert client.get(f"/api/compare/{number}").status_code == 404


def test_the_api_can_do_the_same(client: TestClient, csrf: dict[str, str], app: FastAPI) -> None:
    one, other = dam(client), quay(client)
    joined = client.post("/api/happenings/join", json={"happenings": [one, other]}, headers=csrf).json()
    assert (joined["act"], joined["who"]) == ("together", "ann")
    app.state.ledger.bring_up_to_date()
    parted = client.post("/api/happenings/part", json={"story": joined["about"][1]}, headers=csrf).json()
    assert (parted["act"], parted["about"][0]) == ("apart", joined["about"][1])
    app.state.ledger.bring_up_to_date()
    account = client.get("/api/disputes").json()[0]["a"]
    name = f"{account['document'][7:17]}:{account['start']}-{account['end']}"
    made = client.post("/api/happenings/set-aside", json={"account": name}, headers=csrf).json()
    assert {decided["verdict"] for decided in made} == {"none"}


# Who may


@pytest.mark.parametrize("bearer", [READER, EDITOR])
def test_forms_are_for_editors(ledger_path: str, tmp_path: Path, bearer: str) -> None:
    (tmp_path / "tokens").write_text(f"{READER}\n{EDITOR}\n")
    app = create_app(ledger_path, Settings(token_file=tmp_path / "tokens", requests_a_minute=100_000))
    name, role, token = bearer.split()
    may = role == "editor"
    with TestClient(app, base_url=HOST, headers={"Authorization": f"Bearer {token}"}) as client:
        one, happening = actor(client, "Ada Berg"), dam(client)
        pages = client.get(f"/actors/{one}").text + client.get(f"/compare/{happening}").text
        for action in ("/review/split", "/compare/part", "/compare/set-aside", "/compare/overrule"):
            assert (f'action="{action}"' in pages) is may, action
        for path in (f"/actors/{one}/merge", f"/compare/{happening}/join"):
            assert client.get(path).status_code == (200 if may else 403), path
        answer = client.post("/compare/join", data={"one": happening, "other": quay(client)}, follow_redirects=False)
        assert answer.status_code == (303 if may else 403)
        merged = client.post("/review/merge", data={"actors": [one, actor(client, "Adda Berg")]}, follow_redirects=False)
        assert merged.status_code == (303 if may else 403)
    with Ledger.open(ledger_path) as ledger:
        deeds = ledger.trail()
    assert [(deed.who, deed.act, deed.what["status"]) for deed in deeds] == [
        (name, "POST /review/merge", merged.status_code),
        (name, "POST /compare/join", answer.status_code),
    ]
    assert ("judgement" in deeds[0].what, "decisions" in deeds[1].what) == (may, may)


@pytest.mark.parametrize("path", ["/compare/join", "/compare/set-aside", "/review/merge", "/review/split", "/review/undo"])
def test_nothing_is_decided_without_the_form_of_ours(client: TestClient, path: str) -> None:
    assert client.post(path, data={"one": "1", "other": "2", "account": "x", "actors": "1"}).status_code == 403
