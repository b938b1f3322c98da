"""What the workbench refuses: strange hosts and origins, forged forms, too much, strangers, ways out of its folders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from starlette.testclient import TestClient

from reportedly.errors import BadOption
from reportedly.serve.app import create_app
from reportedly.serve.pages.start import _inside
from reportedly.serve.security import Rate, host_of
from reportedly.serve.sessions import COOKIE, Sessions
from reportedly.serve.settings import Settings
from reportedly.serve.users import Users, line_for
from tests.serve.conftest import HOST, csrf_of

PASSWORD = "correct horse battery"
TOKEN = "a-token-of-enough-characters"
SECRET = b"s" * 32


# Who may ask, and from where


def test_answers_to_its_own_names_alone(client: TestClient) -> None:
    assert client.get("/", headers={"Host": "localhost:8321"}).status_code == 200
    assert client.get("/", headers={"Host": "[::1]:8321"}).status_code == 200
    for host in ("evil.example", "127.0.0.1.evil.example", "", "[::", "localhost@evil.example:80/x"):
        assert client.get("/", headers={"Host": host}).status_code == 421, host


@given(st.text(max_size=40))
def test_any_host_is_read(header: str) -> None:
    host_of(header)


def test_forms_come_from_its_own_pages(client: TestClient, csrf: dict[str, str]) -> None:
    asked = {"name": "x", "asked": "words=x"}
    for origin in ("https://evil.example", "null", "http://localhost:1"):
        answer = client.post("/search/saved", data=asked, headers=csrf | {"Origin": origin})
        assert answer.status_code == 403, origin
    answer = client.post("/search/saved", data=asked, headers=csrf | {"Origin": HOST}, follow_redirects=False)
    assert answer.status_code == 303


@pytest.mark.parametrize("token", [None, "", "0" * 64, "é"])
def test_a_forged_form_is_refused(client: TestClient, token: str | None) -> None:
    client.get("/")
    data = {"name": "x", "asked": "words=x"} | ({} if token is None else {"csrf": token})
    assert client.post("/search/saved", data=data).status_code == 403
    assert client.put("/api/searches", json={"name": "x", "search": {}}).status_code == 403
    assert client.get("/api/searches").json() == []


def test_every_route_that_changes_something_wants_the_token(client: TestClient, app: FastAPI) -> None:
    paths = {
        (method, re.sub(r"\{[^}]+\}", "1", path))
        for path, methods in app.openapi()["paths"].items()
        for method in methods
        if method not in ("get", "head")
    }
    assert paths
    for method, path in paths:
        answer = client.request(method, path, json={})
        assert answer.status_code in (403, 422), (method, path)
    for path in ("/search/saved", "/search/saved/1/forget", "/sign-out", "/sign-in", "/add", "/review"):
        assert client.post(path, data={"name": "x", "asked": ""}).status_code in (403, 404, 405, 422), path


def test_a_token_of_one_visit_is_none_in_another(app: FastAPI, csrf: dict[str, str]) -> None:
    with TestClient(app, base_url=HOST) as other:
        other.get("/")
        assert other.post("/sign-out", headers=csrf).status_code == 403


def test_headers_let_no_foreign_or_inline_script_run(client: TestClient) -> None:
    for path in ("/", "/nowhere", "/static/base.css", "/api/counts"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert client.get(path).headers["X-Content-Type-Options"] == "nosniff"
    assert client.get("/", headers={"Host": "evil.example"}).headers["X-Frame-Options"] == "DENY"


def test_pages_hold_no_inline_script_or_style(client: TestClient) -> None:
    story = client.get("/api/search").json()["hits"][0]["document"][7:23]
    for path in (
        "/",
        "/search?words=quota",
        "/actors",
        "/actors/1",
        f"/stories/{story}",
        f"/stories/{story}/s1",
        "/api",
        "/audit",
    ):
        text = client.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=\"|javascript:", text), path
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//(?!wire\.example)", text), path


# Too much, too often


def test_a_request_too_large_is_refused(client: TestClient, csrf: dict[str, str]) -> None:
    assert client.post("/search/saved", content=b"x" * (2**20 + 1), headers=csrf).status_code == 413
    assert client.post("/search/saved", headers=csrf | {"Content-Length": "9" * 30}).status_code == 413


def test_a_request_that_says_nothing_of_its_length_is_refused_too(client: TestClient, csrf: dict[str, str]) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 2**16

    headers = csrf | {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/search/saved", content=parts(), headers=headers).status_code == 413


def test_who_asks_too_often_waits(ledger_path: str) -> None:
    with TestClient(create_app(ledger_path, Settings(requests_a_minute=5)), base_url=HOST) as client:
        answers = [client.get("/health").status_code for _ in range(8)]
        assert answers == [200] * 5 + [429] * 3
        assert client.get("/static/base.css").status_code == 200


def test_a_rate_fills_again() -> None:
    now = 0.0
    rate = Rate(60, clock=lambda: now)
    assert sum(rate.allows("a") for _ in range(100)) == 60
    assert rate.allows("b")
    now = 2.0
    assert [rate.allows("a") for _ in range(3)] == [True, True, False]


# Ways out


@pytest.mark.parametrize(
    "path", ["..%2fapp.py", "%2e%2e/app.py", "..\\app.py", "page.html", "story.html", "__init__.py", "look.css%00", ".", ""]
)
def test_static_files_are_those_of_the_workbench(client: TestClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


@given(st.text(max_size=60))
def test_signing_in_leads_inside_alone(to: str) -> None:
    assert re.match(r"/(?![/\\])", _inside(to))


@pytest.mark.parametrize(
    "to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil", ""]
)
def test_no_link_sends_anybody_elsewhere(to: str) -> None:
    assert _inside(to) == "/"


def test_sql_stays_text(client: TestClient) -> None:
    for nasty in ("' OR 1=1 --", '"; DROP TABLE statement; --', "%", "\\", '" OR terms:*', "NEAR(", "a*b*", ":", "^x"):
        for field in ("words", "speaker", "about", "publisher"):
            answer = client.get("/api/search", params={field: nasty})
            assert answer.status_code in (200, 400), (field, nasty, answer.text)
    assert client.get("/api/counts").json()["statements"] > 0


# Who it is


@pytest.fixture
def users(tmp_path: Path) -> Path:
    path = tmp_path / "users.txt"
    lines = [
        "# the desk",
        *(line_for(name, role, PASSWORD) for name, role in (("rita", "reader"), ("ed", "editor"), ("ada", "admin"))),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def guarded(ledger_path: str, users: Path, tmp_path: Path) -> Iterator[TestClient]:
    """A workbench that asks who one is."""
    tokens = tmp_path / "tokens.txt"
    tokens.write_text(f"bot editor {TOKEN}\n", encoding="utf-8")
    settings = Settings(users=users, token_file=tokens, secret=SECRET, requests_a_minute=10_000)
    with TestClient(create_app(ledger_path, settings), base_url=HOST) as client:
        yield client


def sign_in(client: TestClient, name: str, password: str = PASSWORD) -> int:
    token = csrf_of(client)
    data = {"csrf": token, "name": name, "password": password, "to": "/actors"}
    return client.post("/sign-in", data=data, follow_redirects=False).status_code


def test_strangers_see_nothing(guarded: TestClient) -> None:
    answer = guarded.get("/search?words=quota", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?to=%2Fsearch%3Fwords%3Dquota"
    assert guarded.get("/api/counts").status_code == 401
    assert guarded.get("/api/openapi.json").status_code == 401
    assert "Solvang" not in guarded.get("/").text
    assert guarded.get("/health").text == "ok\n"


def test_signing_in_and_out(guarded: TestClient) -> None:
    assert sign_in(guarded, "rita", "wrong" * 4) == 401
    assert sign_in(guarded, "nobody") == 401
    before = guarded.cookies[COOKIE]
    assert sign_in(guarded, "rita") == 303
    assert guarded.cookies[COOKIE] != before  # a cookie that somebody planted is worth nothing
    assert guarded.get("/api/counts").status_code == 200
    guarded.post("/sign-out", data={"csrf": csrf_of(guarded)})
    assert guarded.get("/api/counts").status_code == 401


def test_roles(guarded: TestClient) -> None:
    allowed = {"rita": (403, 403), "ed": (403, 200), "ada": (200, 200)}
    for name, (audit, review) in allowed.items():
        sign_in(guarded, name)
        assert guarded.get("/audit").status_code == audit, name
        assert guarded.get("/review").status_code == review, name
        assert ('href="/review"' in guarded.get("/").text) is (review == 200)


def test_tokens(guarded: TestClient) -> None:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    assert guarded.get("/api/counts", headers=bearer).status_code == 200
    assert guarded.put("/api/searches", json={"name": "quota", "search": {"words": "quota"}}, headers=bearer).status_code == 204
    assert guarded.get("/api/counts", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert COOKIE not in guarded.get("/api/counts", headers=bearer).headers.get("set-cookie", "")


def test_guessing_is_slowed_down(guarded: TestClient) -> None:
    answers = [guarded.get("/api/counts", headers={"Authorization": f"Bearer {number}"}).status_code for number in range(14)]
    assert answers[:10] == [401] * 10
    assert set(answers[10:]) == {429}


def test_a_new_password_ends_sessions(guarded: TestClient, users: Path) -> None:
    sign_in(guarded, "rita")
    users.write_text(line_for("rita", "reader", "another good password") + "\n", encoding="utf-8")
    assert guarded.get("/api/counts").status_code == 401


def test_a_forged_cookie_is_worth_nothing(guarded: TestClient) -> None:
    for secret in (b"t" * 32, b""):
        sessions = Sessions(secret, 1)
        guarded.cookies.set(COOKIE, sessions.cookie(sessions.begin("ada", "mark")))
        assert guarded.get("/api/counts").status_code == 401


@given(st.text(max_size=200))
def test_any_cookie_is_read(cookie: str) -> None:
    assert Sessions(SECRET, 1).read(cookie) is None


def test_cookies_are_for_no_script(guarded: TestClient) -> None:
    set_cookie = guarded.get("/sign-in").headers["set-cookie"]
    assert "HttpOnly" in set_cookie
    assert "SameSite=lax" in set_cookie
    with TestClient(guarded.app, base_url="https://127.0.0.1") as secure:
        assert "Secure" in secure.get("/sign-in").headers["set-cookie"]


def test_what_was_done_is_on_the_trail(guarded: TestClient) -> None:
    sign_in(guarded, "rita", "a wrong password")
    sign_in(guarded, "ed")
    guarded.post("/search/saved", data={"csrf": csrf_of(guarded), "name": "mine", "asked": "words=quota"})
    sign_in(guarded, "ada")
    deeds = guarded.get("/api/audit").json()
    assert [(deed["who"], deed["act"], deed["what"]["status"]) for deed in deeds] == [
        ("ed", "POST /sign-in", 303),
        ("ed", "POST /search/saved", 303),
        ("", "POST /sign-in", 303),
        ("", "POST /sign-in", 401),
    ]
    text = guarded.get("/audit").text
    assert "POST /search/saved" in text
    assert PASSWORD not in text
    assert "a wrong password" not in str(deeds)


def test_secrets_are_not_logged(guarded: TestClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level("DEBUG"):
        sign_in(guarded, "rita")
        guarded.get("/api/counts", headers={"Authorization": f"Bearer {TOKEN}"})
    logged = caplog.text + "".join(capfd.readouterr())
    assert PASSWORD not in logged
    assert TOKEN not in logged
    assert repr(SECRET) not in repr(Settings(secret=SECRET))


# Files of users and settings


def test_no_open_door_to_a_network(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "::", "192.0.2.7", "desk.example"):
        with pytest.raises(BadOption, match="anybody in the network"):
            Settings(host=host)
    assert Settings(host="::1").hosts >= {"::1", "localhost"}
    assert Settings(host="0.0.0.0", users=tmp_path / "users", names=("Desk.example",)).hosts >= {"desk.example"}


@pytest.mark.parametrize("line", ["ann", "ann boss $argon2id$x", "ann editor password", "a/b editor $argon2id$x", "short"])
def test_a_bad_line_is_told_but_not_shown(tmp_path: Path, line: str) -> None:
    path = tmp_path / "users.txt"
    path.write_text(f"# desk\n\n{line}\n", encoding="utf-8")
    with pytest.raises(BadOption, match="Line 3") as wrong:
        Users(users=path)
    assert line not in str(wrong.value)


@limits(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.binary(max_size=200))
def test_any_file_of_tokens_is_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "tokens"
    path.write_bytes(data)
    with suppress(BadOption):
        Users(tokens=path)


def test_a_password_of_few_characters_is_refused() -> None:
    with pytest.raises(BadOption, match="12 characters"):
        line_for("ann", "editor", "short")
    with pytest.raises(BadOption, match="no name"):
        line_for("ann smith", "editor", PASSWORD)
