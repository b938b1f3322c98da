"""The first page: how much the ledger holds, and ways in; and signing in and out."""

from __future__ import annotations

import time
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from reportedly.ledger import Counts, Ledger, Query
from reportedly.serve.dependencies import OpenLedger, Viewer
from reportedly.serve.rendering import page

router = APIRouter()
LATEST = 6  # statements
ACTORS = 14
KEPT = 60.0  # seconds that the first page says the same numbers: to count a million takes longer than all the rest of it


class Held:
    """How much a ledger holds, counted once in a while."""

    def __init__(self) -> None:
        self._counts: Counts | None = None
        self._until = 0.0

    def counts(self, ledger: Ledger) -> Counts:
        """Counted anew where the last count is old, or was of an empty ledger."""
        if self._counts is None or not self._counts.documents or time.monotonic() > self._until:
            self._counts = ledger.counts()
            self._until = time.monotonic() + KEPT
        return self._counts


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
def start(request: Request, ledger: OpenLedger, user: Viewer) -> Response:
    held: Held = request.app.state.held
    return page(
        request,
        "start.html",
        counts=held.counts(ledger),
        latest=ledger.search(Query(sort="added", limit=LATEST)),
        actors=ledger.actors(limit=ACTORS),
        saved=ledger.saved_searches(user.name),
    )


@router.get("/api/counts")
def counts(ledger: OpenLedger, user: Viewer) -> Counts:
    """How much the ledger holds."""
    return ledger.counts()


@router.get("/api", response_class=HTMLResponse, include_in_schema=False)
def api(request: Request, user: Viewer) -> Response:
    """What can be asked of the JSON API, for people; programs read ``/api/openapi.json``."""
    paths: dict[str, dict[str, Any]] = request.app.openapi()["paths"]
    routes = [(method.upper(), path, told) for path, methods in paths.items() for method, told in methods.items()]
    return page(request, "api.html", routes=routes, by_token=request.app.state.users.with_tokens)


@router.get("/health", include_in_schema=False)
def health() -> PlainTextResponse:
    """That the server answers, for whoever watches it."""
    return PlainTextResponse("ok\n")


@router.get("/sign-in", name="sign_in", response_class=HTMLResponse, include_in_schema=False)
def sign_in_form(request: Request, to: str = "/") -> Response:
    return _sign_in(request, to)


@router.post("/sign-in", response_class=HTMLResponse, include_in_schema=False)
def sign_in(
    request: Request,
    to: Annotated[str, Form()] = "/",
    name: Annotated[str, Form(max_length=60)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    token: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    users, sessions = request.app.state.users, request.app.state.sessions
    known = users.by_token(token.strip()) if token.strip() else users.by_password(name.strip(), password)
    if known is None:
        return _sign_in(request, to, "Nobody is known by that; try again.", 401)
    request.state.session = sessions.begin(known.user.name, known.mark)
    request.state.noted["as"] = known.user.name
    return RedirectResponse(_inside(to), 303)


@router.post("/sign-out", include_in_schema=False)
def sign_out(request: Request) -> Response:
    request.state.session = request.app.state.sessions.begin()
    return RedirectResponse("/sign-in" if request.app.state.settings.asks_who else "/", 303)


def _sign_in(request: Request, to: str, wrong: str = "", status: int = 200) -> Response:
    users = request.app.state.users
    known = {"with_passwords": users.with_passwords, "with_tokens": users.with_tokens}
    return page(request, "sign_in.html", status, to=_inside(to), wrong=wrong, **known)


def _inside(to: str) -> str:
    """Where to go on to, if that is a page of ours: no link may send anybody elsewhere by way of signing in."""
    parts = urlsplit(to)
    inside = to.startswith("/") and not to.startswith(("//", "/\\")) and not parts.netloc and to.isprintable()
    return to if inside else "/"
