"""Who may use the workbench, changed by admins in pages and by the API: never without an admin, no secret on the trail."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from reportedly.errors import BadOption
from reportedly.serve.app import create_app
from reportedly.serve.settings import Settings
from reportedly.serve.users import Users, line_for, write_lines
from tests.serve.browsing import THEMES, WIDTHS, Theme, overflow, violations, window
from tests.serve.conftest import HOST, csrf_of, serve

PASSWORD, OTHER = "correct horse battery", "another good password"
TOKEN = "a-token-of-enough-characters"


@pytest.fixture
def users(tmp_path: Path) -> Path:
    path = tmp_path / "users.txt"
    lines = [line_for(name, role, PASSWORD) for name, role in (("rita", "reader"), ("ed", "editor"), ("ada", "admin"))]
    write_lines(path, ["# the desk", *lines])
    return path


@pytest.fixture
def tokens(tmp_path: Path) -> Path:
    path = tmp_path / "tokens.txt"
    write_lines(path, [f"bot editor {TOKEN}"])
    return path


@pytest.fixture
def settings(users: Path, tokens: Path) -> Settings:
    return Settings(users=users, token_file=tokens, requests_a_minute=100_000, trials_a_minute=1000)


def signed_in(app: FastAPI, name: str, password: str = PASSWORD) -> TestClient:
    """A browser of its own. What it sends has the token that forms have."""
    client = TestClient(app, base_url=HOST)
    client.headers["X-CSRF-Token"] = csrf_of(client)
    data = {"name": name, "password": password}
    assert client.post("/sign-in", data=data, follow_redirects=False).status_code == 303
    client.headers["X-CSRF-Token"] = csrf_of(client)
    return client


@pytest.fixture
def ada(client: TestClient, app: FastAPI) -> TestClient:
    return signed_in(app, "ada")


def may_sign_in(app: FastAPI, name: str, password: str) -> bool:
    return app.state.users.by_password(name, password) is not None


def test_a_user_is_added_changed_and_removed(ada: TestClient, app: FastAPI, users: Path) -> None:
    data = {"name": "zoë", "role": "reader", "password": OTHER, "again": OTHER}
    assert ada.post("/users", data=data, follow_redirects=False).headers["location"] == "/users"
    zoe = signed_in(app, "zoë", OTHER)
    assert zoe.get("/review").status_code == 403
    ada.post("/users/zoë/role", data={"role": "editor"})
    assert zoe.get("/review").status_code == 200  # with the next request, without signing in again
    ada.post("/users/zoë/password", data={"password": PASSWORD, "again": PASSWORD})
    assert zoe.get("/api/counts").status_code == 401
    assert may_sign_in(app, "zoë", PASSWORD)
    assert "zoë" in ada.get("/users").text
    ada.post("/users/zoë/remove")
    assert not may_sign_in(app, "zoë", PASSWORD)
    lines = users.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# the desk"
    assert [line.split()[0] for line in lines[1:]] == ["rita", "ed", "ada"]


def test_whoever_changes_his_own_password_stays_signed_in_here_alone(ada: TestClient, app: FastAPI) -> None:
    elsewhere = signed_in(app, "ada")
    ada.post("/users/ada/password", data={"password": OTHER, "again": OTHER})
    assert ada.get("/api/counts").status_code == 200
    assert elsewhere.get("/api/counts").status_code == 401


def test_the_last_admin_stays_one(ada: TestClient, app: FastAPI, users: Path) -> None:
    before = users.read_bytes()
    for path, data in (("/users/ada/role", {"role": "editor"}), ("/users/ada/remove", {})):
        answer = ada.post(path, data=data)
        assert answer.status_code == 400
        assert "ada is the last admin" in answer.text
    assert ada.put("/api/users/ada", json={"role": "reader"}).status_code == 400
    assert ada.delete("/api/users/ada").status_code == 400
    assert users.read_bytes() == before
    ada.post("/users/ed/role", data={"role": "admin"})
    assert ada.post("/users/ada/role", data={"role": "reader"}, follow_redirects=False).headers["location"] == "/"
    assert ada.get("/users").status_code == 403
    assert [one.user.name for one in app.state.users.named if one.user.role == "admin"] == ["ed"]


def test_the_only_user_stays(users: Path, tokens: Path) -> None:
    write_lines(users, [line_for("rita", "reader", PASSWORD)])
    write_lines(tokens, [f"bot admin {TOKEN}"])
    known = Users(users, tokens)
    with pytest.raises(BadOption, match="only user"):
        known.remove("rita")
    with pytest.raises(BadOption, match="last admin"):
        known.remove_token(known.bearers[0].mark)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"name": "ed"}, "There is a user ed already"),
        ({"name": "a b"}, "is no name of a user"),
        ({"name": "#x"}, "is no name of a user"),
        ({"name": "x\ny admin $argon2"}, "is no name of a user"),
        ({"again": PASSWORD}, "not the same"),
        ({"password": "short", "again": "short"}, "12 characters or more"),
    ],
)
def test_what_will_not_do_is_said_and_changes_nothing(ada: TestClient, users: Path, data: dict[str, str], told: str) -> None:
    before = users.read_bytes()
    answer = ada.post("/users", data={"name": "zoe", "role": "reader", "password": OTHER, "again": OTHER} | data)
    assert answer.status_code == 400
    assert told in html.unescape(answer.text)
    assert OTHER not in answer.text
    assert users.read_bytes() == before


def test_a_token_is_made_shown_once_and_taken_back(ada: TestClient, app: FastAPI, tokens: Path) -> None:
    answer = ada.post("/tokens", data={"name": "feed", "role": "editor"})
    (token,) = re.findall(r"<code>([0-9a-f]{64})</code>", answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert token not in tokens.read_text()
    assert token not in ada.get("/users").text
    bearer = TestClient(app, base_url=HOST, headers={"Authorization": f"Bearer {token}"})
    assert bearer.get("/review").status_code == 200
    assert bearer.get("/users").status_code == 403
    digest = tokens.read_text().split()[-1]
    stolen = TestClient(app, base_url=HOST, headers={"Authorization": f"Bearer {digest}"})
    assert stolen.get("/api/counts").status_code == 401  # what the file holds opens nothing
    (mark,) = (one["mark"] for one in ada.get("/api/users").json()["tokens"] if one["name"] == "feed")
    ada.post(f"/tokens/{mark}/remove")
    assert bearer.get("/api/counts").status_code == 401
    assert ada.post(f"/tokens/{mark}/remove").status_code == 400
    old = TestClient(app, base_url=HOST, headers={"Authorization": f"Bearer {TOKEN}"})
    assert old.get("/api/counts").status_code == 200  # tokens that stand in the file as they are go on


def test_the_api_can_do_the_same(ada: TestClient, app: FastAPI) -> None:
    assert ada.put("/api/users/zoe", json={"role": "reader"}).status_code == 400
    assert ada.put("/api/users/zoe", json={"role": "reader", "password": OTHER}).json() == {"name": "zoe", "role": "reader"}
    assert ada.put("/api/users/zoe", json={"role": "editor"}).json() == {"name": "zoe", "role": "editor"}
    assert may_sign_in(app, "zoe", OTHER)
    made = ada.post("/api/tokens", json={"name": "feed", "role": "reader"}).json()
    assert app.state.users.by_token(made["token"]).user.name == "feed"
    listed = ada.get("/api/users").json()
    assert [one["name"] for one in listed["users"]] == ["rita", "ed", "ada", "zoe"]
    assert ada.delete(f"/api/tokens/{listed['tokens'][-1]['mark']}").status_code == 204
    assert ada.delete("/api/users/zoe").status_code == 204
    assert not may_sign_in(app, "zoe", OTHER)


@pytest.mark.parametrize("name", ["rita", "ed"])
def test_only_admins_may(app: FastAPI, client: TestClient, users: Path, name: str) -> None:
    before = users.read_bytes()
    one = signed_in(app, name)
    assert one.get("/users").status_code == 403
    assert 'href="/users"' not in one.get("/").text
    for path in (
        "/users",
        "/users/rita/role",
        "/users/ed/password",
        "/users/ada/remove",
        "/tokens",
        "/tokens/0123456789abcdef/remove",
    ):
        answer = one.post(path, data={"name": "x", "role": "admin", "password": OTHER, "again": OTHER})
        assert answer.status_code == 403, path
    assert one.put("/api/users/rita", json={"role": "admin"}).status_code == 403
    assert users.read_bytes() == before


def test_nothing_is_changed_without_the_form_of_ours(ada: TestClient, users: Path) -> None:
    before = users.read_bytes()
    del ada.headers["X-CSRF-Token"]
    for path in ("/users", "/users/rita/role", "/users/rita/remove", "/tokens"):
        answer = ada.post(path, data={"name": "x", "role": "admin", "password": OTHER, "again": OTHER})
        assert answer.status_code == 403, path
    assert users.read_bytes() == before


def test_it_is_on_the_trail_without_secrets(ada: TestClient) -> None:
    ada.post("/users", data={"name": "zoe", "role": "reader", "password": OTHER, "again": OTHER})
    ada.post("/users/zoe/remove")
    token = ada.post("/api/tokens", json={"name": "feed", "role": "reader"}).json()["token"]
    deeds = ada.get("/api/audit").json()
    assert [(deed["who"], deed["act"], deed["what"].get("user")) for deed in deeds[:3]] == [
        ("ada", "POST /api/tokens", "feed"),
        ("ada", "POST /users/zoe/remove", "zoe"),
        ("ada", "POST /users", "zoe"),
    ]
    assert OTHER not in str(deeds)
    assert token not in str(deeds)


def test_where_nobody_is_asked_the_page_says_so(ledger_path: str) -> None:
    with TestClient(create_app(ledger_path, Settings()), base_url=HOST) as client:
        text = client.get("/users").text
        assert "Nobody has to sign in here" in text
        assert 'action="/users"' not in text
        headers = {"X-CSRF-Token": csrf_of(client)}
        assert client.put("/api/users/x", json={"role": "reader", "password": OTHER}, headers=headers).status_code == 400


def test_a_file_that_may_not_be_changed_is_only_shown(ada: TestClient, users: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    text = ada.get("/users").text
    assert "The server may read users.txt but not change it" in text
    assert "rita" in text
    assert 'action="/users"' not in text
    assert ada.delete("/api/users/rita").status_code == 400


def test_the_file_stays_readable_to_whom_it_was(users: Path) -> None:
    users.chmod(0o644)
    Users(users).add("zoe", "reader", OTHER)
    assert users.stat().st_mode & 0o777 == 0o644
    write_lines(users.parent / "new.txt", ["x"])
    assert (users.parent / "new.txt").stat().st_mode & 0o777 == 0o600


@given(
    name=st.text(max_size=70),
    role=st.sampled_from(["reader", "editor", "admin", "", "root"]),
    act=st.sampled_from(["role", "remove", "add"]),
)
@limits(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_form_breaks_the_file(ada: TestClient, app: FastAPI, name: str, role: str, act: str) -> None:
    if act == "add":
        answer = ada.post("/users", data={"name": name, "role": role, "password": "short", "again": "short"})
    else:
        answer = (
            ada.post("/users/ada/role", data={"role": role, "name": name}) if act == "role" else ada.post("/users/ada/remove")
        )
    assert answer.status_code in (200, 400, 422)
    assert any(one.user.role == "admin" for one in app.state.users.named)


# In a browser


@pytest.fixture
def desk(app: FastAPI) -> Iterator[str]:
    yield from serve(app)


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in?to=/users")
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_an_admin_adds_changes_and_removes_without_a_script(desk: str, chromium: Browser) -> None:
    with window(chromium, desk, script=False) as page:
        sign_in(page, desk)
        form = page.locator("form.add-user").first
        form.get_by_label("Name").fill("zoe")
        form.get_by_label("Role").select_option("editor")
        form.get_by_label("Password").fill(OTHER)
        form.get_by_label("Again").fill(OTHER)
        form.get_by_role("button", name="Add").click()
        zoe = page.get_by_role("listitem").filter(has_text="zoe").last
        expect(zoe.get_by_label("Role of zoe")).to_have_value("editor")
        zoe.get_by_label("Role of zoe").select_option("admin")
        zoe.get_by_role("button", name="Change").click()
        expect(zoe.get_by_label("Role of zoe")).to_have_value("admin")
        zoe.get_by_text("Remove", exact=False).first.click()
        zoe.get_by_role("button", name="Remove zoe").click()
        expect(page.get_by_label("Role of zoe")).to_have_count(0)
        page.get_by_label("Name of the program").fill("feed")
        page.get_by_role("button", name="Make it").click()
        expect(page.locator(".new-token code").first).to_have_text(re.compile("^[0-9a-f]{64}$"))


@pytest.mark.parametrize("theme", THEMES)
def test_fits_every_window_and_shuts_nobody_out(desk: str, chromium: Browser, theme: Theme) -> None:
    for width in WIDTHS:
        with window(chromium, desk, width, theme) as page:
            sign_in(page, desk)
            for details in page.locator("main details > summary").all():
                details.click()
            assert overflow(page) <= 0, width
            assert violations(page) == [], width
