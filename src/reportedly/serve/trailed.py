"""The innermost ring: whatever changes something is put on the trail, with who did it, before he hears that it is done.

So no page can forget it. What a form held is not kept: it may be a password. A page that has more to say of what it did puts it
into ``request.state.noted``, which is kept, too.
"""

from __future__ import annotations

import logging

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportedly.errors import LedgerError
from reportedly.ledger import Ledger
from reportedly.serve.security import SAFE
from reportedly.serve.users import User

LOG = logging.getLogger("reportedly.serve")


class Trailed:
    """Notes each request that changes something, and each that was not let in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE:
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {}).setdefault("noted", {})

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start" and is_noted(message["status"]):
                await run_in_threadpool(_note, scope, message["status"])
            await send(message)

        await self.app(scope, receive, noting)


def is_noted(status: int) -> bool:
    """What was done, and what somebody had no right to. What failed otherwise has changed nothing."""
    return status < 400 or status in (401, 403)


def _note(scope: Scope, status: int) -> None:
    ledger: Ledger = scope["app"].state.ledger
    viewer: User | None = scope["state"].get("viewer")
    what = {"status": status, "from": scope["client"][0] if scope.get("client") else "", **scope["state"]["noted"]}
    try:
        ledger.note(viewer.name if viewer else "", f"{scope['method']} {scope['path']}"[:500], what)
    except LedgerError as error:  # what was done is done; that the trail misses it must be seen
        LOG.error("not on the trail: %s %s: %s", scope["method"], scope["path"], error)
