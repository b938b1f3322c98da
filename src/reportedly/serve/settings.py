"""What a workbench may be told: where it listens, who may use it, and how much of anything it takes."""

from __future__ import annotations

import ipaddress
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from reportedly.errors import BadOption

MIB = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a workbench is served. Raises BadOption where it would be open to a network and to everybody."""

    host: str = "127.0.0.1"
    port: int = 8321
    users: Path | None = None  # a file with a line ``NAME ROLE HASH`` a user
    token_file: Path | None = None  # a file with a line ``TOKEN``, or ``NAME ROLE TOKEN``, a bearer
    secret_file: Path | None = None  # what cookies are signed with; without it a new secret at each start
    names: tuple[str, ...] = ()  # the names under which browsers reach it, beside ``host``
    somebody: str = "somebody"  # who works here, where nobody has to sign in
    form_bytes: int = MIB  # most of a request
    upload_bytes: int = 256 * MIB  # most of a request to a path of ``uploads``
    uploads: tuple[str, ...] = ("/add", "/api/add")
    spool: Path | None = None  # where files wait until they are read; beside the ledger if left out
    requests_a_minute: int = 600  # of one address, over all pages
    trials_a_minute: int = 10  # of one address, at signing in
    session_hours: int = 12
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise BadOption(f"There is no port {self.port}; choose one from 1 to 65535, or 0 for any that is free.")
        if not is_loopback(self.host) and not self.asks_who:
            raise BadOption(
                f"At {self.host} anybody in the network could read and change the ledger; name those who may by --users FILE or"
                " --token-file FILE, or leave --host out."
            )

    @property
    def asks_who(self) -> bool:
        """Whether one has to sign in."""
        return self.users is not None or self.token_file is not None

    @property
    def hosts(self) -> frozenset[str]:
        """The names that a browser may have asked for. Any other is a page elsewhere that had its own name point here."""
        own = {"127.0.0.1", "localhost", "::1"} if is_loopback(self.host) or is_any(self.host) else {self.host}
        return frozenset(name.lower() for name in (*own, *self.names))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_any(host: str) -> bool:
    """Whether the address stands for all of the machine's."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False
