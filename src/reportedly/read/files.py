"""Files, bytes and text -> Document."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Unpack

from reportedly.errors import UnreadableFile
from reportedly.read.decode import decode, decode_page
from reportedly.read.known import Facts, Known, known_beside
from reportedly.read.language import detect
from reportedly.read.metadata import dateline
from reportedly.records import Document

STORY_SUFFIXES = (".txt", ".html", ".htm")
PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
MAX_BYTES = 50 * 1024 * 1024  # no story is as large; a database dump is


def read_path(path: str | Path, **known: Unpack[Facts]) -> Document:
    """The story in a file of plain text or HTML, with what ``NAME.meta.json`` beside it says.

    Of a plain-text file ``text`` is the whole, newlines as ``\\n``; of HTML it is the report.
    Raises UnreadableFile, or BadOption for a date or language that means nothing.
    """
    path = Path(path)
    given = Known(**known).checked()
    data = bytes_of(path)
    return document_of(data, str(path), given.or_else(known_beside(path)), origin=path.resolve().as_uri())


def read_bytes(data: bytes, name: str = "The story", **known: Unpack[Facts]) -> Document:
    """The story in bytes, such as standard input. ``name`` is what messages call it; its suffix, if any, tells HTML from text.

    Raises UnreadableFile, or BadOption for a date or language that means nothing.
    """
    return document_of(data, name, Known(**known).checked())


def read_text(text: str, **known: Unpack[Facts]) -> Document:
    """The story in a string, which is kept exactly as it is, newlines too: offsets count in what was handed in.

    Raises UnreadableFile where it is empty or no well-formed text, or BadOption for a date or language that means nothing.
    """
    return _document(text, "The story", Known(**known).checked())


def find_stories(folder: str | Path) -> list[Path]:
    """The stories in a folder and the folders within it, in the order of their paths; hidden ones are left out.

    Raises UnreadableFile where there is none.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise UnreadableFile(f"{folder} is no folder; give a folder that holds .txt or .html files.")
    stories = sorted(_stories_below(folder))
    if not stories:
        raise UnreadableFile(f"{folder} holds no story; give a folder that holds .txt or .html files.")
    return stories


def document_of(
    data: bytes, name: str, known: Known, *, origin: str | None = None, page: bool | None = None, charset: str | None = None
) -> Document:
    """The story in bytes of which ``known`` is known.

    ``origin`` is where they came from, ``page`` whether they are HTML (None: to be told) and ``charset`` the encoding that a
    server named. Raises UnreadableFile.
    """
    if not data.strip():
        raise UnreadableFile(f"{name} is empty; give a story's text or page.")
    if not (_is_page(name, data) if page is None else page):
        text = decode(data, name).replace("\r\n", "\n").replace("\r", "\n")
        return _document(text, name, known.or_else(Known(uri=origin)))
    from reportedly.read.html import read_page

    found = read_page(decode_page(data, name, charset), name, origin)
    declared = Known(
        published=found.published, title=found.title, publisher=found.publisher, author=found.author, uri=found.uri or origin
    )
    return _document(found.text, name, known.or_else(declared), declared_language=found.language)


def _document(text: str, name: str, known: Known, declared_language: str | None = None) -> Document:
    if not text.strip():
        raise UnreadableFile(f"{name} is empty; give a story's text or page.")
    top = dateline(text, known.published)
    return Document(
        id=_id(text, name),
        text=text,
        uri=known.uri,
        title=known.title,
        publisher=known.publisher or top.publisher,
        author=known.author,
        language=known.language or detect(text, in_doubt=declared_language or "en"),
        published=_more_precise(known.published, top.published),
        place=top.place,
    )


def _id(text: str, name: str) -> str:
    try:
        return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:
        raise UnreadableFile(
            f"{name} holds half a character (a lone surrogate) at offset {error.start}; decode it anew."
        ) from error


def _more_precise(known: str | None, printed: str | None) -> str | None:
    """What is known, or where that is but a year or a month the date printed, if it lies within it."""
    if known is None or (printed and len(known) < len("2024-03-29") and printed.startswith(known)):
        return printed
    return known


def bytes_of(path: Path) -> bytes:
    """A file's content. Raises UnreadableFile where there is none, or too much."""
    if path.is_dir():
        raise UnreadableFile(f"{path} is a folder; give a file, or read the folder's stories one by one.")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadableFile(f"{path} does not exist; check its name.") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise UnreadableFile(f"{str(path)!r} cannot be opened: {error}.") from error
    if len(data) > MAX_BYTES:
        raise UnreadableFile(f"{path} is larger than {MAX_BYTES // 2**20} MiB; split it into stories.")
    return data


def _is_page(name: str, data: bytes) -> bool:
    """By the name's suffix; without a telling one by how the bytes begin."""
    suffix = Path(name).suffix.lower()
    if suffix in STORY_SUFFIXES or suffix in PAGE_SUFFIXES:
        return suffix in PAGE_SUFFIXES
    start = data[:1024].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<article"))


def _stories_below(folder: Path) -> Iterator[Path]:
    for above, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.lower().endswith(STORY_SUFFIXES) and not name.startswith("."):
                yield Path(above, name)
