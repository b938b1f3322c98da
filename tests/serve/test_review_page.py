"""The review as pages and as JSON: verdicts, two reviewers at once, and what strangers might send."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from reportedly.ledger import Ledger, Query
from reportedly.serve.app import create_app
from reportedly.serve.settings import Settings
from tests.ledger.stories import reading_of
from tests.serve.conftest import HOST, STORIES, csrf_of

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
FORM = re.compile(r'<form method="post" action="([^"]+)" data-api.*?</form>', re.DOTALL)


def forms(page: str) -> list[tuple[str, dict[str, str]]]:
    """The address and hidden fields of each form of a case."""
    return [(match[1].replace("&amp;", "&"), dict(HIDDEN.findall(match[0]))) for match in FORM.finditer(page)]


def case_with(client: TestClient, words: str, sort: str = "statement") -> dict[str, Any]:
    found = client.get(f"/api/review?sort={sort}&limit=50").json()["cases"]
    case: dict[str, Any] = next(case for case in found if words in case["words"])
    return case


def verdict(case: dict[str, Any], act: str, **more: object) -> dict[str, object]:
    names = ("document", "content", "cue", "seen") if case["sort"] == "statement" else ("document", "trigger", "read_as", "seen")
    return {name: case[name] for name in names} | {"act": act} | more


def test_a_case_is_accepted_by_its_form_and_taken_back(client: TestClient, app: FastAPI) -> None:
    page = client.get("/review").text
    (address, fields), *_ = forms(page)
    answer = client.post(address, data=fields | {"act": "accept"}, follow_redirects=False)
    assert answer.status_code == 303
    after = client.get(answer.headers["location"]).text
    assert "Kept." in after
    assert len(forms(after)) == len(forms(page)) - 1
    undo = dict(HIDDEN.findall(after.partition('class="undo"')[2].partition("</form>")[0]))
    assert undo["corrections"] == "1"
    assert client.post("/review/undo", data=undo, follow_redirects=False).status_code == 303
    assert len(forms(client.get("/review").text)) == len(forms(page))
    (made,) = client.get("/api/review/history").json()["corrections"]
    words = app.state.ledger.reading(made["document"]).document.text[slice(*made["what"]["statement"]["content"][0])]
    assert html.escape(words[:20]) in client.get("/review/history").text
    assert (made["who"], made["what"]["kind"], made["undone_by"]) == ("ann", "StatementAccepted", "ann")


def test_the_words_are_given_as_they_stand_or_by_their_places(client: TestClient, csrf: dict[str, str], app: FastAPI) -> None:
    ledger: Ledger = app.state.ledger
    case = case_with(client, "the fleet will return")
    address = "/api/review/statements"
    assert client.post(address, json=verdict(case, "change", words="the  fleet"), headers=csrf).status_code == 200
    assert [hit.words for hit in ledger.search(Query(words="fleet")).hits] == ["the fleet"]
    seen = ledger.case(case["document"], case["id"]).state
    text = ledger.reading(case["document"]).document.text
    places = [[text.index(word), text.index(word) + len(word)] for word in ("the fleet", "in 2025")]
    assert client.post(address, json=verdict(case, "change", places=places) | {"seen": seen}, headers=csrf).status_code == 200
    assert [hit.words for hit in ledger.search(Query(words="fleet")).hits] == ["the fleet ... in 2025"]


@pytest.mark.parametrize(
    ("more", "kind", "speaker"),
    [
        ({"speaker": "new", "name": "Ingrid Solvang"}, "SpeakerChanged", "Ingrid Solvang"),
        ({"speaker": "nobody"}, "SpeakerChanged", None),
        ({"form": "mixed", "implied": True}, "FormChanged", "Paul Deering"),
        ({"words": "the fleet will return"}, "WordsChanged", "Paul Deering"),
        ({}, "StatementAccepted", "Paul Deering"),
    ],
)
def test_what_is_put_right_is_so_everywhere(
    client: TestClient, csrf: dict[str, str], app: FastAPI, more: dict[str, object], kind: str, speaker: str | None
) -> None:
    case = case_with(client, "the fleet will return")
    assert client.post("/api/review/statements", json=verdict(case, "change", **more), headers=csrf).status_code == 200
    ledger: Ledger = app.state.ledger
    (made,) = ledger.corrections()
    assert type(made.what).__name__ == kind
    reading = ledger.reading(case["document"])
    said = next(said for said in reading.statements if said.id == case["id"])
    assert (said.speaker.name if said.speaker else None) == speaker
    assert said.confidence == 1.0
    assert reading in list(ledger.readings())


def test_a_speaker_of_the_story_is_chosen_by_id_and_name(client: TestClient, csrf: dict[str, str], app: FastAPI) -> None:
    case = case_with(client, "the fleet will return")
    actors = app.state.ledger.reading(case["document"]).actors
    other = next(actor for actor in actors if actor.name == "Ingrid Solvang")
    wrong = client.post("/api/review/statements", json=verdict(case, "change", speaker=f"{other.id} Somebody Else"), headers=csrf)
    assert wrong.status_code == 400
    assert "Somebody Else" in wrong.json()["detail"]
    right = client.post("/api/review/statements", json=verdict(case, "change", speaker=f"{other.id} {other.name}"), headers=csrf)
    assert right.json() == {"corrections": [1], "judgement": None, "by": "ann"}


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"words": "no such words"}, "has no words"),
        ({"speaker": "new", "name": "Nobody Known"}, "has no words 'Nobody Known'"),
        ({"speaker": "new"}, "Give the new speaker"),
        ({"places": [[5, 5]]}, "not words"),
        ({"places": [[0, 99999]]}, "not words"),
        ({"places": [[0, 9], [4, 12]]}, "not words"),
    ],
)
def test_what_the_story_has_not_is_refused_in_a_sentence(
    client: TestClient, csrf: dict[str, str], app: FastAPI, more: dict[str, object], sentence: str
) -> None:
    case = case_with(client, "the fleet will return")
    answer = client.post("/api/review/statements", json=verdict(case, "change", **more), headers=csrf)
    assert answer.status_code == 400
    assert sentence in answer.json()["detail"]
    assert app.state.ledger.corrections() == []


def test_events_are_put_right(client: TestClient, csrf: dict[str, str], app: FastAPI) -> None:
    case = case_with(client, "demands", "event")
    answer = client.post("/api/review/events", json=verdict(case, "change", type="AID", status="denied"), headers=csrf)
    assert answer.json()["corrections"] == [1, 2]
    event = next(event for event in app.state.ledger.reading(case["document"]).events if event.id == case["id"])
    assert (event.type, event.status, event.confidence) == ("AID", "denied", 1.0)
    assert app.state.ledger.search(Query(type="AID")).hits


def test_a_second_reviewer_sees_both_and_loses_neither(client: TestClient, app: FastAPI) -> None:
    (address, fields), *_ = [form for form in forms(client.get("/review").text) if "statements" in form[0]]
    client.post(address, data=fields | {"act": "reject"})
    answer = client.post(address, data=fields | {"act": "change", "form": "mixed"}, follow_redirects=False)
    assert answer.status_code == 409
    assert "Somebody was faster" in answer.text
    assert "ann" in answer.text
    assert "rejected" in answer.text
    assert "Put right: form mixed" in answer.text
    assert "This is how it was" in answer.text
    again = dict(HIDDEN.findall(answer.text.partition("What you said")[2]))
    assert again["form"] == "mixed"
    assert client.post("/review/statements", data=again, follow_redirects=False).status_code == 303
    made = app.state.ledger.corrections()
    assert [type(one.what).__name__ for one in made] == ["FormChanged", "StatementRejected"]
    assert [one.undone_by for one in made] == [None, "ann"]


def test_a_program_that_is_too_late_is_told_what_there_is(client: TestClient, csrf: dict[str, str]) -> None:
    case = case_with(client, "the fleet will return")
    client.post("/api/review/statements", json=verdict(case, "reject"), headers=csrf)
    answer = client.post("/api/review/statements", json=verdict(case, "accept"), headers=csrf)
    assert answer.status_code == 409
    found = answer.json()
    assert found["others"][0]["what"]["kind"] == "StatementRejected"
    assert found["detail"] == "ann has judged this since you saw it; look at it again."
    again = verdict(case, "accept") | {"seen": found["state"]}
    assert client.post("/api/review/statements", json=again, headers=csrf).status_code == 200


@pytest.fixture
def two_servers(where: str, tmp_path: Path) -> Iterator[tuple[TestClient, TestClient]]:
    """Two workbenches over one ledger, in SQLite and in PostgreSQL."""
    with Ledger.open(where) as ledger:
        for number, (text, facts) in enumerate(STORIES, 1):
            ledger.put(reading_of(text, **facts), f"wire/{number}.txt")
    common: dict[str, Any] = {"requests_a_minute": 100_000, "spool": tmp_path / "spool"}
    apps = [create_app(where, Settings(somebody=name, **common)) for name in ("ann", "ben")]
    with TestClient(apps[0], base_url=HOST) as ann, TestClient(apps[1], base_url=HOST) as ben:
        yield ann, ben


def test_two_reviewers_at_two_servers_lose_nothing(two_servers: tuple[TestClient, TestClient]) -> None:
    """Both judge all there is at the same time, one accepting, one changing the form: each statement gets one verdict of them."""
    ann, ben = two_servers
    cases = [case for case in ann.get("/api/review?limit=50").json()["cases"] if case["words"] != "the quota was open"]
    headers = {client: {"X-CSRF-Token": csrf_of(client)} for client in two_servers}

    def judge(client: TestClient, case: dict[str, Any]) -> int:
        said = verdict(case, "accept") if client is ann else verdict(case, "change", form="mixed")
        return client.post("/api/review/statements", json=said, headers=headers[client]).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = {case["seen"]: [pool.submit(judge, client, case) for client in two_servers] for case in cases}
    codes = [sorted(answer.result() for answer in both) for both in answers.values()]
    history = ann.get("/api/review/history?limit=500").json()["corrections"]
    assert all(both in ([200, 409], [400, 400]) for both in codes)  # 400: two statements with the very same words
    assert len(history) == codes.count([200, 409]) > 0
    assert ben.get("/api/review/history?limit=500").json()["corrections"] == history


def test_actors_are_merged_and_parted(client: TestClient, csrf: dict[str, str], app: FastAPI) -> None:
    first, second, *_ = app.state.ledger.actors()
    done = client.post("/api/review/merge", json={"actors": [first.id, second.id], "why": "one"}, headers=csrf).json()
    assert done["actor"] == first.id
    assert app.state.ledger.actor(second.id).id == first.id
    assert client.post("/api/review/undo", json={"judgement": done["judgement"]}, headers=csrf).status_code == 200
    assert app.state.ledger.actor(second.id).id == second.id
    page = client.get("/review/history").text
    assert "merge" in page
    assert "taken back" in page


def test_one_statement_however_sure(client: TestClient) -> None:
    case = case_with(client, "the fleet will return")
    page = client.get(f"/review/{case['document'].removeprefix('sha256:')[:16]}/{case['id']}")
    assert page.status_code == 200
    assert len(forms(page.text)) == 1
    assert client.get(f"/review/{case['document'][7:23]}/s999").status_code == 404
    assert client.get("/review/ffffffffff/s1").status_code == 404


def test_readers_may_not_judge(ledger_path: str, tmp_path: Any) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text("rita reader 0123456789abcdef01234567\nella editor abcdef0123456789abcdef01\n")
    app = create_app(ledger_path, Settings(token_file=tokens, requests_a_minute=100_000))
    with TestClient(app, base_url=HOST) as client:
        reader = {"Authorization": "Bearer 0123456789abcdef01234567"}
        editor = {"Authorization": "Bearer abcdef0123456789abcdef01"}
        assert client.get("/review", headers=reader).status_code == 403
        case = client.get("/api/review", headers=editor).json()["cases"][0]
        assert client.post("/api/review/statements", json=verdict(case, "accept"), headers=reader).status_code == 403
        assert client.post("/api/review/statements", json=verdict(case, "accept"), headers=editor).json()["by"] == "ella"


def test_what_was_decided_is_on_the_trail(client: TestClient, csrf: dict[str, str], app: FastAPI) -> None:
    case = case_with(client, "the fleet will return")
    client.post("/api/review/statements", json=verdict(case, "accept"), headers=csrf)
    deed, *_ = app.state.ledger.trail()
    assert (deed.who, deed.act, deed.what["corrections"]) == ("ann", "POST /api/review/statements", [1])


def test_words_of_stories_are_shown_as_text(client: TestClient) -> None:
    page = client.get("/review").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/actors", "/review\r\nX: y", "javascript:alert(1)"])
def test_one_is_sent_on_to_the_review_only(client: TestClient, csrf: dict[str, str], back: str) -> None:
    answer = client.post("/review/undo", params={"back": back}, data={}, headers=csrf, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/review")


ANY = st.text(max_size=30)
NEAR = st.sampled_from(["", "0-3", "7-2", "1-99999999", "nobody", "new", "a1 x", "mixed", "true", "\0"])
NAMES = "document content cue seen words places source_words cue_words speaker name kind form implied trigger read_as type status"
VERDICTS = st.fixed_dictionaries(
    {"act": st.sampled_from(["accept", "reject", "change"]) | ANY}, optional=dict.fromkeys(NAMES.split(), ANY | NEAR)
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changed=VERDICTS, event=st.booleans())
def test_no_form_however_filled_fails(client: TestClient, changed: dict[str, str], event: bool) -> None:
    """Any fields over those of a real case: kept, refused, or in conflict, never an error of ours."""
    found = forms(client.get(f"/review?sort={'event' if event else 'statement'}").text)
    if not found:
        return
    address, fields = found[0]
    answer = client.post(address, data=fields | changed, follow_redirects=False)
    assert answer.status_code in (303, 400, 409, 422)
