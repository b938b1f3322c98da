"""Where what was handed in waits to be read: a folder beside the ledger, with a folder for each upload.

Names come from strangers. Of each only the last part is kept, made harmless; nothing is ever written outside of its folder.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reportedly.errors import BadOption, LedgerError
from reportedly.read.intake.item import printable
from reportedly.read.items import kind_of

MOST_FILES = 200  # of one upload
LONGEST_NAME = 120  # bytes
KEPT_FOR = 24 * 3600  # seconds that what was begun and not finished is kept
TOKEN = re.compile(r"[0-9a-f]{16}\Z")
MARK = "spool"  # the file with the folder's own name for itself
PIECE = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Spool:
    """The folder. Servers that share it may read what was handed in to each other."""

    folder: Path
    id: str

    @classmethod
    def open(cls, folder: Path) -> Spool:
        """The spool in this folder, made if there is none. Raises LedgerError where it cannot be."""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            mark = folder / MARK
            try:
                with mark.open("x", encoding="ascii") as file:
                    file.write(secrets.token_hex(8))
            except FileExistsError:
                pass
            return cls(folder, _written(mark))
        except OSError as error:
            raise LedgerError(f"Files cannot be kept in {folder} until they are read: {error.strerror}.") from error

    def begin(self) -> str:
        """A new folder for an upload; its token."""
        token = secrets.token_hex(8)
        (self.folder / token).mkdir(mode=0o700)
        return token

    def name_of(self, token: str) -> str:
        """How the ledger knows it."""
        return f"{self.id}/{token}"

    def folder_of(self, token: str) -> Path:
        """The folder of an upload. Raises BadOption for what is no token of one that was begun."""
        if not TOKEN.match(token) or not (self.folder / token).is_dir():
            raise BadOption("This upload was not begun, or is over; begin again.")
        return self.folder / token

    def forget(self, token: str) -> None:
        if TOKEN.match(token):
            shutil.rmtree(self.folder / token, ignore_errors=True)

    def sweep(self, needed: Collection[str]) -> None:
        """Remove what nobody waits for: folders of no open upload that have not been touched for a day."""
        for path in self.folder.iterdir():
            old = time.time() - path.stat().st_mtime > KEPT_FOR
            if TOKEN.match(path.name) and self.name_of(path.name) not in needed and old:
                self.forget(path.name)

    # Files of one upload

    def write(self, token: str, name: str, data: BinaryIO, most: int) -> str:
        """Keep a file whole; the name that it got. Raises BadOption where the upload would be more than ``most`` bytes."""
        path = self._free_path(token, name)
        left = most - self.size(token)
        with path.open("wb") as file:
            while piece := data.read(PIECE):
                left -= len(piece)
                if left < 0:
                    file.close()
                    path.unlink()
                    raise too_much(most)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        return path.name

    def append(self, token: str, name: str, at: int, data: bytes, most: int) -> int:
        """Put a piece to a file that comes in pieces, if it is the next; how much of the file is there now."""
        path = self.folder_of(token) / safe_name(name)
        size = path.stat().st_size if path.exists() else 0
        if at != size:
            return size
        if not path.exists():
            self._room(token)
        if self.size(token) + len(data) > most:
            raise too_much(most)
        with path.open("ab") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        return size + len(data)

    def size_of(self, token: str, name: str) -> int:
        path = self.folder_of(token) / safe_name(name)
        return path.stat().st_size if path.exists() else 0

    def files(self, token: str) -> list[Path]:
        return sorted(self.folder_of(token).iterdir())

    def size(self, token: str) -> int:
        """Bytes of the upload so far."""
        return sum(path.stat().st_size for path in self.files(token))

    def _free_path(self, token: str, name: str) -> Path:
        """A second ``a.txt`` becomes ``a-2.txt``."""
        self._room(token)
        folder, safe = self.folder_of(token), safe_name(name)
        return next(folder / each for each in _numbered(safe) if not (folder / each).exists())

    def _room(self, token: str) -> None:
        if len(self.files(token)) >= MOST_FILES:
            raise BadOption(f"That is more than the {MOST_FILES} files that are taken at once; put them into a zip archive.")


def too_much(most: int) -> BadOption:
    return BadOption(f"That is more than the {most // 2**20} MiB that are taken at once; hand in less.")


def safe_name(name: str) -> str:
    """The last part of a name, without what file systems or terminals obey, and not hidden; its suffix is kept.

    >>> safe_name("../../etc/passwd"), safe_name("C:\\\\wire\\\\a.txt"), safe_name(".htaccess"), safe_name("..")
    ('passwd', 'a.txt', 'htaccess', 'story')
    """
    last = re.split(r"[\\/]", printable(name))[-1].strip().lstrip(".").strip()
    stem, dot, suffix = last.rpartition(".")
    if not dot or len(suffix) > 20:
        stem, dot, suffix = last, "", ""
    room = LONGEST_NAME - len(f"{dot}{suffix}".encode())
    while len(stem.encode("utf-8", "replace")) > room:
        stem = stem[:-1]
    return (f"{stem}{dot}{suffix}" if stem else suffix) or "story"


def is_taken(name: str) -> bool:
    """Whether stories may be in a file of this name; beside it one that tells of it (``.meta.json``) may be handed in."""
    return kind_of(name) is not None or name.endswith(".meta.json")


def _numbered(name: str) -> Iterator[str]:
    yield name
    stem, dot, suffix = name.partition(".")
    for number in range(2, MOST_FILES + 2):
        yield f"{stem}-{number}{dot}{suffix}"


def _written(mark: Path) -> str:
    """The folder's name, once whoever makes it has written it."""
    for _ in range(100):
        if TOKEN.match(found := mark.read_text("ascii").strip()):
            return found
        time.sleep(0.01)
    raise LedgerError(f"{mark} should name the folder, but does not; remove it.")
