"""Who may use the workbench: listed, added, given another role or password, taken out; and the tokens of programs.

For admins. The files that the server was started with are changed (``serve/users.py``), so every server that has them knows.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from reportedly.errors import BadOption
from reportedly.serve.dependencies import Admin
from reportedly.serve.rendering import page
from reportedly.serve.users import LONGEST_PASSWORD, ROLES, SHORTEST_PASSWORD, Known, Role, User, Users

router = APIRouter()
LONGEST_NAME = 60

Name = Annotated[str, Path(max_length=LONGEST_NAME, pattern=r"^[\w.@-]+$", description="a user's name")]
Mark = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", description="the mark of a token in the list")]
Secret = Annotated[str, Form(max_length=LONGEST_PASSWORD)]


@router.get("/users", response_class=HTMLResponse, include_in_schema=False)
def users(request: Request, user: Admin) -> Response:
    return _page(request)


@router.post("/users", include_in_schema=False)
def add(
    request: Request,
    user: Admin,
    name: Annotated[str, Form(max_length=LONGEST_NAME)],
    role: Annotated[Role, Form()],
    password: Secret,
    again: Secret,
) -> Response:
    try:
        known = _users(request).add(name.strip(), role, _same(password, again))
    except BadOption as error:
        return _page(request, str(error), name=name, role=role)
    _note(request, known)
    return RedirectResponse("/users", 303)


@router.post("/users/{name}/role", include_in_schema=False)
def change_role(request: Request, user: Admin, name: Name, role: Annotated[Role, Form()]) -> Response:
    try:
        _note(request, _users(request).set_role(name, role))
    except BadOption as error:
        return _page(request, str(error))
    return RedirectResponse("/users" if name != user.name or role == "admin" else "/", 303)


@router.post("/users/{name}/password", include_in_schema=False)
def change_password(request: Request, user: Admin, name: Name, password: Secret, again: Secret) -> Response:
    try:
        known = _users(request).set_password(name, _same(password, again))
    except BadOption as error:
        return _page(request, str(error))
    _note(request, known)
    if request.state.session.name == name:  # whoever changes his own stays signed in, here alone
        request.state.session = request.app.state.sessions.begin(name, known.mark)
    return RedirectResponse("/users", 303)


@router.post("/users/{name}/remove", include_in_schema=False)
def remove(request: Request, user: Admin, name: Name) -> Response:
    try:
        _users(request).remove(name)
    except BadOption as error:
        return _page(request, str(error))
    request.state.noted["user"] = name
    return RedirectResponse("/users" if name != user.name else "/", 303)


@router.post("/tokens", response_class=HTMLResponse, include_in_schema=False)
def add_token(
    request: Request, user: Admin, name: Annotated[str, Form(max_length=LONGEST_NAME)], role: Annotated[Role, Form()]
) -> Response:
    """The token is in this answer alone, and nowhere else."""
    try:
        token = _users(request).add_token(name.strip(), role)
    except BadOption as error:
        return _page(request, str(error))
    request.state.noted |= {"user": name.strip(), "role": role}
    return _page(request, token=token, bearer=name.strip())


@router.post("/tokens/{mark}/remove", include_in_schema=False)
def remove_token(request: Request, user: Admin, mark: Mark) -> Response:
    try:
        bearer = _users(request).remove_token(mark)
    except BadOption as error:
        return _page(request, str(error))
    request.state.noted |= {"user": bearer.name, "role": bearer.role}
    return RedirectResponse("/users", 303)


# The same for programs


class Listed(BaseModel):
    """Somebody who may use the workbench."""

    name: str
    role: Role


class Bearer(Listed):
    """Whoever bears a token."""

    mark: str = Field(description="what the token is named by, to take it back")


class Listing(BaseModel):
    """All who may."""

    users: list[Listed]
    tokens: list[Bearer]


class Wanted(BaseModel):
    """What a user is to be."""

    role: Role
    password: str | None = Field(
        None, min_length=SHORTEST_PASSWORD, max_length=LONGEST_PASSWORD, description="needed for a new one"
    )


class NewBearer(BaseModel):
    """For whom a token is made."""

    name: str = Field(max_length=LONGEST_NAME)
    role: Role


class NewToken(NewBearer):
    """A token, shown this once."""

    token: str


@router.get("/api/users")
def listed(request: Request, user: Admin) -> Listing:
    """Who may use the workbench, by password and by token."""
    known = _users(request)
    return Listing(
        users=[Listed(name=one.user.name, role=one.user.role) for one in known.named],
        tokens=[Bearer(name=one.user.name, role=one.user.role, mark=one.mark) for one in known.bearers],
    )


@router.put("/api/users/{name}")
def put_user(request: Request, user: Admin, name: Name, wanted: Wanted) -> Listed:
    """Add a user, or give one another role or password. The last admin stays one."""
    known = _users(request)
    if all(one.user.name != name for one in known.named):
        if wanted.password is None:
            raise HTTPException(400, f"There is no user {name}; give a password for a new one.")
        found = known.add(name, wanted.role, wanted.password)
    else:
        found = known.set_role(name, wanted.role)
        found = known.set_password(name, wanted.password) if wanted.password else found
    _note(request, found)
    return Listed(name=found.user.name, role=found.user.role)


@router.delete("/api/users/{name}", status_code=204)
def drop_user(request: Request, user: Admin, name: Name) -> None:
    """Take a user out; his sessions end. The last admin stays."""
    _users(request).remove(name)
    request.state.noted["user"] = name


@router.post("/api/tokens")
def make_token(request: Request, user: Admin, wanted: NewBearer) -> NewToken:
    """Make a token for a program. It is shown this once."""
    token = _users(request).add_token(wanted.name, wanted.role)
    request.state.noted |= {"user": wanted.name, "role": wanted.role}
    return NewToken(name=wanted.name, role=wanted.role, token=token)


@router.delete("/api/tokens/{mark}", status_code=204)
def drop_token(request: Request, user: Admin, mark: Mark) -> None:
    """Let a token in no more."""
    bearer = _users(request).remove_token(mark)
    request.state.noted |= {"user": bearer.name, "role": bearer.role}


# Small steps


def _users(request: Request) -> Users:
    found: Users = request.app.state.users
    return found


def _note(request: Request, known: Known) -> None:
    """Who it was, for the trail; never a password."""
    who: User = known.user
    request.state.noted |= {"user": who.name, "role": who.role}


def _same(password: str, again: str) -> str:
    if password != again:
        raise BadOption("The two passwords were not the same; try again.")
    return password


def _page(request: Request, wrong: str = "", **values: Any) -> Response:
    known = _users(request)
    given = {"name": "", "role": "reader", "token": "", "bearer": ""} | values
    found = page(
        request,
        "users.html",
        400 if wrong else 200,
        named=known.named,
        bearers=known.bearers,
        closed=known.closed,
        tokens_closed=known.tokens_closed,
        roles=ROLES,
        shortest=SHORTEST_PASSWORD,
        wrong=wrong,
        **given,
    )
    found.headers["Cache-Control"] = "no-store"
    return found
