"""Who may use a workbench, and as what.

A file of users has a line a user, ``NAME ROLE HASH``; the hash is Argon2's of the password, with its salt. A file of tokens has a
line a bearer, ``NAME ROLE TOKEN``, or one token alone, whose bearer is an admin; a token may stand as its digest, ``sha256:``.
Both are looked at again when they have changed, so nobody has to restart a server to shut a user out.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from reportedly.errors import BadOption, OutputError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)  # each may do what those before it may
NAME = re.compile(r"[\w.@-]{1,60}\Z")
SHORTEST_TOKEN = 24  # characters
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1000  # a hash of more would be work for the asking
DIGESTED = "sha256:"
DIGEST = re.compile(r"sha256:[0-9a-f]{64}\Z")
TRIES = 5  # to change a file that somebody else is changing, too


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
            if hmac.compare_digest(digest_of(line.secret).encode(), _digested(token).encode()):
                found = line
        return found

    def by_mark(self, name: str, mark: str) -> User | None:
        """The user of this name, if the password or token is still the one that he signed in with."""
        lines = (*self._users.lines(), *self._tokens.lines())
        return next((line.user for line in lines if line.user.name == name and hmac.compare_digest(line.mark, mark)), None)

    # Changing who may

    @property
    def named(self) -> tuple[Known, ...]:
        """Those who sign in by password."""
        return self._users.lines()

    @property
    def bearers(self) -> tuple[Known, ...]:
        """Those who come by a token."""
        return self._tokens.lines()

    @property
    def closed(self) -> str:
        """Why users cannot be changed here, in a sentence; "" where they can."""
        return self._users.closed("--users")

    @property
    def tokens_closed(self) -> str:
        """Why tokens cannot be changed here."""
        return self._tokens.closed("--token-file")

    def add(self, name: str, role: str, password: str) -> Known:
        """Name somebody who may sign in. Raises BadOption where the name is taken or that will not do."""
        line = line_for(name, role, password)

        def added(lines: list[str]) -> list[str]:
            if any(line.split()[:1] == [name] for line in lines):
                raise BadOption(f"There is a user {name} already; give another name.")
            return [*lines, line]

        self._users.change("--users", added)
        return self._user(name)

    def set_password(self, name: str, password: str) -> Known:
        """A new password; sessions that were begun with the one before end."""
        line = line_for(name, self._user(name).user.role, password)
        self._users.change("--users", lambda lines: [line if one.split()[:1] == [name] else one for one in lines])
        return self._user(name)

    def set_role(self, name: str, role: str) -> Known:
        """Another role. Raises BadOption where there would be no admin left."""
        known = self._user(name)
        if role not in ROLES:
            raise BadOption(f"There is no role {role!r}; choose {', '.join(ROLES[:-1])} or {ROLES[-1]}.")
        if role != "admin":
            self._leave_an_admin(known)
        line = f"{name} {role} {known.secret}"
        self._users.change("--users", lambda lines: [line if one.split()[:1] == [name] else one for one in lines])
        return self._user(name)

    def remove(self, name: str) -> None:
        """Let somebody sign in no more. Raises BadOption where there would be no admin left, or nobody in the file."""
        known = self._user(name)
        self._leave_an_admin(known)
        if len(self._users.lines()) == 1:
            raise BadOption(f"{name} is the only user; add another before.")
        self._users.change("--users", lambda lines: [one for one in lines if one.split()[:1] != [name]])

    def add_token(self, name: str, role: str) -> str:
        """Let a program in as ``name``; the token that it has to send, of which the file keeps a digest only."""
        check_user(name, role)
        token = secrets.token_hex(32)
        self._tokens.change("--token-file", lambda lines: [*lines, f"{name} {role} {_digested(token)}"])
        return token

    def remove_token(self, mark: str) -> User:
        """Let the token of this mark in no more. Raises BadOption where there is none, or nobody would be left."""
        known = next((line for line in self._tokens.lines() if hmac.compare_digest(line.mark, mark)), None)
        if known is None:
            raise BadOption("There is no such token any more; look at the list again.")
        self._leave_an_admin(known)
        if len(self._tokens.lines()) == 1:
            raise BadOption("That is the only token; make another before, or start the server without --token-file.")
        self._tokens.change("--token-file", lambda lines: [one for one in lines if one.split()[-1:] != [known.secret]])
        return known.user

    def _user(self, name: str) -> Known:
        for line in self._users.lines():
            if line.user.name == name:
                return line
        raise BadOption(f"There is no user {name}; look at the list again.")

    def _leave_an_admin(self, gone: Known) -> None:
        others = (line for line in (*self._users.lines(), *self._tokens.lines()) if line is not gone)
        if gone.user.role == "admin" and not any(line.user.role == "admin" for line in others):
            raise BadOption(f"{gone.user.name} is the last admin; make somebody else one before.")

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

    def closed(self, option: str) -> str:
        if self._path is None:
            return f"The server was started without {option} FILE."
        if not os.access(self._path.parent, os.W_OK):
            return f"The server may read {self._path.name} but not change it; do so where it lies."
        return ""

    def change(self, option: str, changed: Callable[[list[str]], list[str]]) -> None:
        """Write the file with other lines; remarks stay. Begins again where somebody else has changed it meanwhile."""
        if self._path is None or self.closed(option):
            raise BadOption(self.closed(option))
        for _ in range(TRIES):
            before = self._path.read_bytes()
            lines = changed(before.decode().splitlines())
            if self._path.read_bytes() == before:
                write_lines(self._path, lines)
                return
        raise BadOption(f"{self._path.name} is being changed by somebody else; try again.")


def read_lines(path: Path) -> list[str]:
    """The lines of a file of users; none where there is no such file. Raises BadOption where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    except (OSError, UnicodeDecodeError) as error:
        raise BadOption(f"{path} cannot be read: {error}.") from error


def write_lines(path: Path, lines: list[str]) -> None:
    """Whole or not at all; readable to whom it was, and if it is new, to nobody else. Raises OutputError."""
    try:
        known = path.stat() if path.exists() else None
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
            file.write("".join(f"{line}\n" for line in lines))
        if known is not None:
            os.chmod(file.name, known.st_mode & 0o777)
            if hasattr(os, "chown") and os.geteuid() == 0:
                os.chown(file.name, known.st_uid, known.st_gid)
        os.replace(file.name, path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error}.") from error


def digest_of(secret: str) -> str:
    """The digest of a token as its file has it: the token itself, or its digest already."""
    return secret if DIGEST.match(secret) else _digested(secret)


def _digested(token: str) -> str:
    """No salt and no toil: a token is long and random, so nobody can try them all."""
    return DIGESTED + hashlib.sha256(token.encode()).hexdigest()


def check_user(name: str, role: str) -> None:
    """Raises BadOption for a name or role that will not do."""
    if not NAME.match(name):
        raise BadOption(f"{name!r} is no name of a user; take letters, digits, and . _ - @, 60 at most.")
    if role not in ROLES:
        raise BadOption(f"There is no role {role!r}; choose {', '.join(ROLES[:-1])} or {ROLES[-1]}.")


def line_for(name: str, role: str, password: str) -> str:
    """The line of a file of users. Raises BadOption for a name, role or password that will not do."""
    check_user(name, role)
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
