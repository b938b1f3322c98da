"""What the user named -> stories: files, the files of a folder, web pages, standard input."""

from __future__ import annotations

import re
import sys
import urllib.parse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from reportedly.errors import InputError

if TYPE_CHECKING:
    from reportedly.read.known import Facts
    from reportedly.records import Document

STANDARD_INPUT = "-"
LONGEST_STEM = 100  # characters of a page's address that its file takes as a name


@dataclass(frozen=True, slots=True)
class Source:
    """One story that is yet to be read: a path, a web address or "-" for standard input."""

    argument: str
    trouble: InputError | None = None  # known beforehand, such as a folder without stories

    @property
    def name(self) -> str:
        return "Standard input" if self.argument == STANDARD_INPUT else self.argument

    @property
    def path(self) -> Path | None:
        return None if self.argument == STANDARD_INPUT or is_address(self.argument) else Path(self.argument)

    @property
    def stem(self) -> str:
        """What a file made of this story is called: "story" for ``news/story.txt`` and ``https://example.org/story.html``."""
        if self.argument == STANDARD_INPUT:
            return "stdin"
        return _stem_of_address(self.argument) if self.path is None else self.path.stem or "story"

    def document(self, **known: Unpack[Facts]) -> Document:
        """Read the story's text. Raises InputError or FetchError."""
        from reportedly.read.files import read_bytes, read_path

        if self.trouble:
            raise self.trouble
        if self.argument == STANDARD_INPUT:
            return read_bytes(sys.stdin.buffer.read(), self.name, **known)
        if self.path:
            return read_path(self.path, **known)
        from reportedly.read.web import read_url

        return read_url(self.argument, **known)


def sources_of(arguments: Iterable[str]) -> list[Source]:
    """The stories that the arguments name, in their order; a folder stands for those in it."""
    return [source for argument in arguments for source in _sources(argument)]


def is_address(argument: str) -> bool:
    return argument.lower().startswith(("http://", "https://"))


def _sources(argument: str) -> Iterator[Source]:
    source = Source(argument)
    if source.path is None or not source.path.is_dir():
        yield source
        return
    from reportedly.read.files import find_stories

    try:
        yield from (Source(str(path)) for path in find_stories(source.path))
    except InputError as error:
        yield Source(argument, trouble=error)


def _stem_of_address(address: str) -> str:
    """The last part of a web address that can name a file: "river-talks", or the host where there is no path."""
    parts = urllib.parse.urlsplit(address)
    last = urllib.parse.unquote(parts.path.rstrip("/").rpartition("/")[2])
    return _file_name(re.sub(r"\.\w{1,5}$", "", last)) or _file_name(parts.netloc) or "story"


def _file_name(words: str) -> str:
    """What is left of the words in a name that every system takes."""
    return re.sub(r"[^\w.-]+", "-", words).strip(".-")[:LONGEST_STEM]
