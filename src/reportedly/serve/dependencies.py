"""What pages ask for: the ledger, who is there, and that a form is one of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from reportedly.ledger import Ledger
from reportedly.serve.security import SAFE
from reportedly.serve.sessions import Sessions
from reportedly.serve.users import Role, User

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
FIELD, HEADER = "csrf", "x-csrf-token"
PLAIN = r"^[^\x00]*$"  # what may be written in a form: PostgreSQL holds no NUL


def open_ledger(request: Request) -> Ledger:
    """The ledger. Its connections may be used from any thread, each by one at a time."""
    ledger: Ledger = request.app.state.ledger
    return ledger


def viewer(request: Request) -> User:
    """Who is at the workbench. Raises HTTPException 401 where nobody is signed in."""
    found: User | None = getattr(request.state, "viewer", None)
    if found is None:
        raise HTTPException(401, "Sign in first.")
    return found


def require(role: Role) -> Callable[[User], User]:
    """A dependency that lets through whoever may do what is for ``role``, and gives him to the page.

    >>> @router.post("/review")  # doctest: +SKIP
    ... def review(user: Annotated[User, Depends(require("editor"))]): ...
    """

    def check(user: Annotated[User, Depends(viewer)]) -> User:
        if not user.may(role):
            raise HTTPException(403, f"This is for {role}s; {user.name} is a {user.role}.")
        return user

    return check


async def check_csrf(request: Request) -> None:
    """Refuse what changes something and comes from no page of ours: its field ``csrf`` or its header ``X-CSRF-Token`` tells.

    Who sends a token of his own by ``Authorization`` is no browser that another page could have tricked. Every route has this.
    """
    if request.method in SAFE or request.state.by_token:
        return
    given: object = request.headers.get(HEADER)
    if given is None and request.headers.get("content-type", "").partition(";")[0].strip().lower() in FORMS:
        given = (await request.form()).get(FIELD)
    sessions: Sessions = request.app.state.sessions
    if not isinstance(given, str) or not sessions.is_csrf(request.state.session, given):
        raise HTTPException(403, "This form is out of date; load the page again, and send it once more.")


OpenLedger = Annotated[Ledger, Depends(open_ledger)]
Viewer = Annotated[User, Depends(viewer)]
Editor = Annotated[User, Depends(require("editor"))]
Admin = Annotated[User, Depends(require("admin"))]
