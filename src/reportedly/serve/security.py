"""What every request passes before a page sees it, outermost first: headers, host, size, rate, who it is.

Each is an ASGI application around the next, so that nothing of a refused request is read.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportedly.serve.sessions import COOKIE, Session, Sessions
from reportedly.serve.settings import Settings
from reportedly.serve.users import User, Users

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN = ("/sign-in", "/static/", "/health")  # paths for whom is not signed in
REMEMBERED = 10_000  # addresses that the rate is kept of


class Guarded:
    """One of the rings around the application: answers by itself what ``refusal`` is given for, and hands on the rest."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif (refused := self.refusal(scope)) is not None:
            await refused(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def refusal(self, scope: Scope) -> Response | None:
        """What the request is answered with if it goes no further."""
        raise NotImplementedError


class SecureHeaders:
    """Puts on every answer what tells the browser to run nothing but our own scripts, and to keep pages to itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "private, no-cache")
            await send(message)

        await self.app(scope, receive, with_headers)


class KnownHost(Guarded):
    """Refuses a name that is not the workbench's: a page elsewhere might have pointed its own name here (DNS rebinding).

    A request that changes something must come from a page of the same name, too, if the browser says where it comes from.
    """

    def refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host_of(host) not in self.settings.hosts:
            return sentence(scope, "This workbench is not served under that name; start it with --name to allow one.", 421)
        origin = headers.get("origin")
        if scope["method"] not in SAFE and origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return sentence(scope, "Only the workbench's own pages may send this.", 403)
        return None


def sentence(scope: Scope, text: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """What is wrong, as the API or a browser is told."""
    if scope["path"].startswith("/api/"):
        return JSONResponse({"detail": text}, status, headers)
    return PlainTextResponse(f"{text}\n", status, headers)


def host_of(header: str) -> str:
    """The name in a Host header, without the port: ``[::1]:8321`` -> ``::1``; "" for what is none."""
    try:
        return (urlsplit(f"//{header}").hostname or "").rstrip(".")
    except ValueError:
        return ""


class TooLarge(Exception):
    """A body went on after its limit."""


class LimitedSize(Guarded):
    """Refuses more than fits: by what the request says of its length, and while it comes, whatever it says."""

    def most(self, scope: Scope) -> int:
        uploads = any(scope["path"] == path or scope["path"].startswith(f"{path}/") for path in self.settings.uploads)
        return self.settings.upload_bytes if uploads else self.settings.form_bytes

    def refusal(self, scope: Scope) -> Response | None:
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isdecimal():
            return sentence(scope, "The length of the request is no number.", 400)
        return self.answer(scope) if len(length) > 18 or int(length) > self.most(scope) else None

    def answer(self, scope: Scope) -> Response:
        most = self.most(scope)
        return sentence(scope, f"That is more than the {most // 2**20} MiB that are taken at once; send less.", 413)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        left = self.most(scope)
        begun = False

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise TooLarge
            return message

        async def watched(message: Message) -> None:
            """What the application makes of a body that broke off is not what is wrong."""
            nonlocal begun
            if left >= 0 or begun:
                begun = True
                await send(message)

        with suppress(TooLarge):
            await super().__call__(scope, counted, watched)
        if left < 0 and not begun:
            await self.answer(scope)(scope, receive, send)


class Rate:
    """How often each of many may do something: a bucket that fills again as time goes by.

    >>> rate = Rate(60, clock=lambda: 0.0)
    >>> sum(rate.allows("192.0.2.1") for _ in range(100))
    60
    """

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute = a_minute
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # who: how often he still may, and when that was so

    def allows(self, who: str) -> bool:
        now = self._clock()
        left, then = self._left.pop(who, (float(self._a_minute), now))
        left = min(self._a_minute, left + (now - then) * self._a_minute / 60)
        self._left[who] = (max(left - 1, 0.0) if left >= 1 else left, now)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return left >= 1


class LimitedRate(Guarded):
    """Refuses those who ask too often. What stands still is free."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        super().__init__(app, settings)
        self._all = Rate(settings.requests_a_minute)
        self._trials = Rate(settings.trials_a_minute)

    def refusal(self, scope: Scope) -> Response | None:
        if scope["path"].startswith("/static/"):
            return None
        who = scope["client"][0] if scope.get("client") else ""
        trial = scope["path"] == "/sign-in" and scope["method"] not in SAFE
        bears = "authorization" in Headers(scope=scope)
        if not self._all.allows(who) or ((trial or (bears and not self._is_known(scope))) and not self._trials.allows(who)):
            return sentence(scope, "That was too often; wait a minute.", 429, {"Retry-After": "60"})
        return None

    def _is_known(self, scope: Scope) -> bool:
        """Whether the bearer's token is good; only bad ones count as trials."""
        users: Users = scope["app"].state.users
        return users.by_token(_bearer(Headers(scope=scope)) or "") is not None


class SignedIn(Guarded):
    """Finds out who it is: by a token, by a cookie, or where nobody is asked, whoever is here. Others may only sign in."""

    def __init__(self, app: ASGIApp, settings: Settings, users: Users, sessions: Sessions) -> None:
        super().__init__(app, settings)
        self._users = users
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        given = self._sessions.read(request.cookies.get(COOKIE, ""))
        session = given or self._sessions.begin()
        state = scope.setdefault("state", {})
        state |= {"session": session, "viewer": self._viewer(request, session), "by_token": False}
        if (token := _bearer(request.headers)) is not None and (known := self._users.by_token(token)):
            state |= {"viewer": known.user, "by_token": True}

        async def with_cookie(message: Message) -> None:
            kept: Session = state["session"]
            if message["type"] == "http.response.start" and kept != given and not state["by_token"]:
                MutableHeaders(scope=message).append("set-cookie", self._set_cookie(request, kept))
            await send(message)

        await super().__call__(scope, receive, with_cookie)

    def refusal(self, scope: Scope) -> Response | None:
        path: str = scope["path"]
        if scope["state"]["viewer"] is not None or any(path == way or path.startswith(way) for way in OPEN):
            return None
        if path.startswith("/api/"):
            return sentence(scope, "Sign in, or send Authorization: Bearer and your token.", 401, {"WWW-Authenticate": "Bearer"})
        return RedirectResponse(f"/sign-in?{urlencode({'to': _here(scope)})}", 303)

    def _viewer(self, request: Request, session: Session) -> User | None:
        if not self.settings.asks_who:
            return User(self.settings.somebody, "admin")
        return self._users.by_mark(session.name, session.mark) if session.name else None

    def _set_cookie(self, request: Request, session: Session) -> str:
        response = Response()
        response.set_cookie(
            COOKIE,
            self._sessions.cookie(session),
            max_age=self.settings.session_hours * 3600,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response.headers["set-cookie"]


def _bearer(headers: Headers) -> str | None:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _here(scope: Scope) -> str:
    """The path asked for, to come back to."""
    asked = scope.get("query_string", b"").decode("latin-1")
    path: str = scope["path"]
    return f"{path}?{asked}" if asked else path
