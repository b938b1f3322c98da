"""What an intake hands on: stories yet to be read, and what could not be opened.

An ``Item`` is small where its text can be fetched later (a file, a member of a zip archive) and carries it where it came by in a
stream (a row, a web archive's record). Either way it can be pickled, so that another process reads it.
"""

from __future__ import annotations

import hashlib
import os
import re
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Protocol, Unpack

from reportedly.errors import FetchError, InputError
from reportedly.read.files import PAGE_SUFFIXES, STORY_SUFFIXES, document_of, read_path, read_text
from reportedly.read.known import Facts, Known
from reportedly.records import Document

NOTHING = Known()
SIDECAR = ".meta.json"
MEMBER = "!/"  # as in the addresses of Java's archives: news.zip!/b.html


class Content(Protocol):
    """Where the text of a story is."""

    def document(self, name: str, known: Known) -> Document:
        """Read it. ``name`` is what messages call it. Raises InputError."""


@dataclass(frozen=True, slots=True)
class Item:
    """One story yet to be read."""

    name: str  # where it stands: "news/a.txt", "news.zip!/b.html", "wire.jsonl#12", "feed.xml#<guid>"
    mark: str  # changes whenever the story may have changed, so that one known already need not be read again
    content: Content = field(repr=False)
    known: Known = NOTHING  # what its collection says of it

    def document(self, **facts: Unpack[Facts]) -> Document:
        """Read the story; ``facts`` beat what its collection says. Raises InputError."""
        return self.content.document(self.name, Known(**facts).checked().or_else(self.known))


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be opened: a collection or a part of one."""

    name: str
    error: InputError | FetchError


Found = Iterator[Item | Trouble]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, for people (``name``) and as an address (``origin``)."""

    name: str
    origin: str | None = None

    @classmethod
    def of(cls, path: Path) -> Place:
        """A file's; its name in bytes that are no text is made ``printable``."""
        return cls(printable(str(path)), path.resolve().as_uri())

    def member(self, path: str) -> Place:
        """``news.zip!/b.html``."""
        path = path.removeprefix("./")
        return Place(f"{self.name}{MEMBER}{printable(path)}", self._address(MEMBER, path))

    def part(self, number: str | int) -> Place:
        """``wire.jsonl#12``."""
        return Place(f"{self.name}#{printable(str(number))}", self._address("#", str(number)))

    def _address(self, joint: str, rest: str) -> str | None:
        return f"{self.origin}{joint}{urllib.parse.quote(rest, errors='replace')}" if self.origin else None


# The text may be in ...


@dataclass(frozen=True, slots=True)
class File:
    """... a file."""

    path: Path

    def document(self, name: str, known: Known) -> Document:
        return read_path(self.path, **facts_of(known))


@dataclass(frozen=True, slots=True)
class Data:
    """... bytes."""

    data: bytes = field(repr=False)
    origin: str | None = None
    page: bool | None = None  # whether they are HTML; None: to be told
    charset: str | None = None  # that a server named

    def document(self, name: str, known: Known) -> Document:
        return document_of(self.data, name, known, origin=self.origin, page=self.page, charset=self.charset)


@dataclass(frozen=True, slots=True)
class Text:
    """... a string, which is kept as it is."""

    text: str = field(repr=False)
    origin: str | None = None

    def document(self, name: str, known: Known) -> Document:
        return read_text(self.text, **facts_of(known.or_else(Known(uri=self.origin))))


def facts_of(known: Known) -> Facts:
    """The same as keyword arguments of a reader."""
    return Facts(
        published=known.published,
        title=known.title,
        publisher=known.publisher,
        author=known.author,
        uri=known.uri,
        language=known.language,
    )


def printable(words: str) -> str:
    """A name without what terminals obey and databases refuse: control characters and halves of characters become U+FFFD."""
    return _UNPRINTABLE.sub(lambda found: " " if found[0].isspace() else "\ufffd", words)


_UNPRINTABLE = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff]")


def mark_of(*parts: bytes | str | None) -> str:
    """A digest of what makes a story what it is; ``None`` and ``""`` are not the same."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(b"-" if data is None else b"%d:" % len(data))
        digest.update(data or b"")
    return digest.hexdigest()


def mark_of_known(known: Known) -> str:
    return mark_of(*(getattr(known, each.name) for each in fields(known)))


def is_page(name: str) -> bool | None:
    """By its suffix: ``b.html`` is HTML, ``a.txt`` is not, of ``LEAD-03`` it cannot be told."""
    suffix = os.path.splitext(name)[1].lower()
    return suffix in PAGE_SUFFIXES if suffix in (*PAGE_SUFFIXES, *STORY_SUFFIXES) else None
