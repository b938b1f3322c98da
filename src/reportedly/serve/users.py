"""Who may use a workbench, and as what.

A file of users has a line a user, ``NAME ROLE HASH``; the hash is Argon2's of the password, with its salt. A file of tokens has a
line a bearer, ``NAME ROLE TOKEN``, or one token alone, whose bearer is an admin. Both are looked at again when they have changed,
so nobody has to restart a server to shut a user out.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from reportedly.errors import BadOption

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)  # each may do what those before it may
NAME = re.compile(r"[\w.@-]{1,60}\Z")
SHORTEST_TOKEN = 24  # characters
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1000  # a hash of more would be work for the asking


@dataclass(frozen=True, slots=True)
class User:
    """Somebody at the workbench."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Whether the user may do what is for ``role``."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class Known:
    """A line of one of the files."""

    user: User
    secret: str  # the hash of the password, or the token itself

    @property
    def mark(self) -> str:
        """What changes with the password or the token: a session of before then ends."""
        return hashlib.sha256(self.secret.encode()).hexdigest()[:16]


class Users:
    """The users that the files name, as they are now."""

    def __init__(self, users: Path | None = None, tokens: Path | None = None) -> None:
        self._users = _File(users, _user_of)
        self._tokens = _File(tokens, _token_of)
        self._users.lines()  # what is wrong with the files is told at the start
        self._tokens.lines()

    def by_password(self, name: str, password: str) -> Known | None:
        """The user of this name and password. Takes as long for a name that there is not."""
        from argon2.exceptions import VerifyMismatchError

        known = next((line for line in self._users.lines() if line.user.name == name), None)
        try:
            _hasher().verify(known.secret if known else _nobodys_hash(), password[:LONGEST_PASSWORD])
        except VerifyMismatchError:
            return None
        return known

    def by_token(self, token: str) -> Known | None:
        """Whoever bears the token."""
        found = None
        for line in self._tokens.lines():  # all of them: how long it takes tells nothing
            if hmac.compare_digest(line.secret.encode(), token.encode()):
                found = line
        return found

    def by_mark(self, name: str, mark: str) -> User | None:
        """The user of this name, if the password or token is still the one that he signed in with."""
        lines = (*self._users.lines(), *self._tokens.lines())
        return next((line.user for line in lines if line.user.name == name and hmac.compare_digest(line.mark, mark)), None)

    @property
    def with_passwords(self) -> bool:
        return bool(self._users.lines())

    @property
    def with_tokens(self) -> bool:
        return bool(self._tokens.lines())


class _File:
    """The lines of a file, read again whenever it has changed."""

    def __init__(self, path: Path | None, read: Callable[[list[str]], Known | None]) -> None:
        self._path = path
        self._read = read
        self._seen: tuple[int, int] | None = None
        self._lines: tuple[Known, ...] = ()

    def lines(self) -> tuple[Known, ...]:
        if self._path is None:
            return ()
        try:
            found = self._path.stat()
            if (found.st_mtime_ns, found.st_size) != self._seen:
                self._lines = _lines(self._path, self._read)
                self._seen = (found.st_mtime_ns, found.st_size)
        except (OSError, UnicodeDecodeError) as error:
            raise BadOption(f"{self._path} cannot be read, so nobody can sign in: {error}.") from error
        return self._lines


def line_for(name: str, role: str, password: str) -> str:
    """The line of a file of users. Raises BadOption for a name, role or password that will not do."""
    if not NAME.match(name):
        raise BadOption(f"{name!r} is no name of a user; take letters, digits, and . _ - @, 60 at most.")
    if role not in ROLES:
        raise BadOption(f"There is no role {role!r}; choose {', '.join(ROLES[:-1])} or {ROLES[-1]}.")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadOption(f"A password has {SHORTEST_PASSWORD} characters or more; choose a longer one.")
    return f"{name} {role} {_hasher().hash(password)}"


def _lines(path: Path, read: Callable[[list[str]], Known | None]) -> tuple[Known, ...]:
    """All lines but empty ones and remarks, which begin with #."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        known = read(line.split())
        if known is None:  # the line is not shown: it may hold a token
            raise BadOption(f"Line {number} of {path} should be NAME ROLE and a secret, with a role of {', '.join(ROLES)}.")
        found.append(known)
    if not found:
        raise BadOption(f"{path} names nobody; add a line by reportedly users add NAME.")
    return tuple(found)


def _user_of(words: list[str]) -> Known | None:
    match words:
        case [str(name), ("reader" | "editor" | "admin") as role, str(secret)] if NAME.match(name) and secret.startswith(
            "$argon2"
        ):
            return Known(User(name, role), secret)
    return None


def _token_of(words: list[str]) -> Known | None:
    match words:
        case [str(secret)] if len(secret) >= SHORTEST_TOKEN:
            return Known(User("token", "admin"), secret)
        case [str(name), ("reader" | "editor" | "admin") as role, str(secret)] if (
            NAME.match(name) and len(secret) >= SHORTEST_TOKEN
        ):
            return Known(User(name, role), secret)
    return None


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()  # the library's values, which follow RFC 9106


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("nobody's")
