"""What the user names for the ledger -> stories yet to be read: files, folders, patterns, archives, tables, feeds, addresses.

::

    news/                 every story and collection in it, hidden ones left out
    "news/**/*.html"      a pattern; quote it, so that it comes here and not to the shell
    -                     standard input
    https://faro.example/feed.xml
    wire.jsonl            wire.jsonl#12        wire.csv, wire.tsv, wire.json too
    news.zip              news.zip!/b.html     news.tar, news.tar.gz too, and archives in archives
    crawl.warc.gz         crawl.warc.gz#20240329100000/https://faro.example/harbour
    feed.xml              feed.xml#<guid>      feed.rss, feed.atom too

Everything is read as it is asked for, so that memory does not grow with what is read. Every kind may be compressed by gzip,
bzip2, xz or zstd. Nothing is unpacked into the file system under a name, so a member called ``../../x`` does no harm.
"""

from __future__ import annotations

import glob
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reportedly.errors import FetchError, InputError, UnreadableFile
from reportedly.read.files import MAX_BYTES, PAGE_SUFFIXES, STORY_SUFFIXES, document_of
from reportedly.read.intake.item import SIDECAR, Content, Data, File, Found, Item, Place, Trouble, is_page, mark_of, printable
from reportedly.read.intake.sidecars import Part, Sidecar, stem_of, with_sidecars
from reportedly.read.intake.streams import DAMAGE, buffered, damaged, read_story, too_large, unpacked, without_compression
from reportedly.read.intake.tables import Columns, csv_items, json_items, jsonl_items
from reportedly.read.known import Known, known_beside
from reportedly.records import Document

if TYPE_CHECKING:
    import io

    from reportedly.read.intake.zips import Slot

__all__ = ["Columns", "Found", "Item", "Trouble", "items_of"]

TOLD_BY_NAME = Columns()
STANDARD_INPUT = "-"
DEPTH = 3  # archives within one another
LARGEST_INNER = 1 << 30  # bytes of a zip archive within another archive, which is held in a nameless temporary file
STORY, CSV, JSONL, JSON, FEED, WARC, ZIP, TAR = "story", "csv", "jsonl", "json", "feed", "warc", "zip", "tar"
_KINDS = {
    **dict.fromkeys((*STORY_SUFFIXES, *PAGE_SUFFIXES), STORY),
    ".csv": CSV, ".tsv": CSV, ".jsonl": JSONL, ".ndjson": JSONL, ".json": JSON,
    ".xml": FEED, ".rss": FEED, ".atom": FEED, ".rdf": FEED, ".warc": WARC,
    ".zip": ZIP, ".tar": TAR, ".tgz": TAR, ".tbz": TAR, ".tbz2": TAR, ".txz": TAR, ".tzst": TAR,
}  # fmt: skip


def items_of(arguments: Iterable[str], columns: Columns = TOLD_BY_NAME) -> Found:
    """The stories that the arguments name, in their order; ``columns`` are those of tables.

    What cannot be opened is a Trouble in its place, and the rest goes on. Addresses are fetched when their turn comes.
    """
    intake = _Intake(columns)
    for argument in arguments:
        yield from intake.argument(argument)


def kind_of(path: str) -> str | None:
    """What a file holds, by the end of its name: ``wire.jsonl.gz`` is "jsonl". None for what is not taken in."""
    name = without_compression(path.lower())
    return None if name.endswith(SIDECAR) else _KINDS.get(os.path.splitext(name)[1])


def is_hidden(path: str) -> bool:
    """``.git/x.txt``, ``__MACOSX/._a.txt``; but not ``./a.txt`` nor ``../a.txt``."""
    return any(part.startswith(".") and part.strip(".") for part in path.split("/"))


@dataclass(frozen=True, slots=True)
class _Packed:
    """The text is a compressed file: ``a.html.gz``."""

    path: Path

    def document(self, name: str, known: Known) -> Document:
        try:
            with self.path.open("rb") as file:
                data = read_story(unpacked(buffered(file)), name)
        except DAMAGE as error:
            raise damaged(name, error) from error
        beside = known_beside(self.path.with_suffix(""))
        return document_of(data, name, known.or_else(beside), origin=self.path.resolve().as_uri(), page=is_page(self.path.stem))


@dataclass(frozen=True, slots=True)
class _Intake:
    """One way from a name to stories, and how deep in archives it stands."""

    columns: Columns
    depth: int = 0

    def argument(self, argument: str) -> Found:
        if argument == STANDARD_INPUT:
            yield self._read_now(sys.stdin.buffer, Place("Standard input"))
        elif argument.lower().startswith(("http://", "https://")):
            yield from self._address(argument)
        else:
            yield from self._named(argument)

    # What stands in the file system

    def _named(self, argument: str) -> Found:
        try:
            mode = os.stat(argument).st_mode
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            if glob.has_magic(argument):
                yield from self._pattern(argument)
            else:
                yield _unopened(argument, error)
            return
        path = Path(argument)
        if stat.S_ISDIR(mode):
            yield from _or_nothing(self._folder(path), Place.of(path).name)
        elif not stat.S_ISREG(mode):
            yield self._read_pipe(path)
        elif not (path.name.endswith(SIDECAR) and _has_story(path)):
            yield from self._file(path, kind_of(path.name) or STORY)

    def _pattern(self, pattern: str) -> Found:
        """Folders that match stand for what is in them, except where ``**`` names that already."""
        paths = sorted(map(Path, glob.iglob(pattern, recursive=True)))
        if "**" in pattern:
            paths = [path for path in paths if not path.is_dir()]
        found = (self._folder(path) if path.is_dir() else self._listed(path) for path in paths)
        yield from _or_nothing(chain.from_iterable(found), pattern)

    def _folder(self, folder: Path) -> Found:
        """In the order of paths, as ``find_stories`` has it."""
        open_folders = [_entries(folder)]
        while open_folders:
            entry = next(open_folders[-1], None)
            if entry is None:
                open_folders.pop()
            elif isinstance(entry, Trouble):
                yield entry
            elif entry[1]:
                open_folders.append(_entries(entry[0]))
            else:
                yield from self._listed(entry[0])

    def _listed(self, path: Path) -> Found:
        """A file that the user did not name himself: what is no story or collection is left out."""
        kind = kind_of(path.name)
        if kind and path.is_file() and (path.suffix.lower() != ".xml" or _begins_as_feed(path)):
            yield from self._file(path, kind)

    def _file(self, path: Path, kind: str) -> Found:
        place = Place.of(path)
        try:
            if kind == STORY:
                content: Content = File(path) if without_compression(path.name) == path.name else _Packed(path)
                yield Item(place.name, _mark_of_file(path), content)
                return
            with path.open("rb") as file:
                yield from self._collection(kind, file, place, path)
        except OSError as error:
            yield _unopened(place.name, error)

    def _read_pipe(self, path: Path) -> Item | Trouble:
        place = Place.of(path)
        try:
            with path.open("rb") as file:
                return self._read_now(file, place)
        except OSError as error:
            return _unopened(place.name, error)

    # What comes as bytes

    def _read_now(self, file: BinaryIO, place: Place) -> Item | Trouble:
        """Standard input or a pipe, which no other process could read later."""
        try:
            data = read_story(buffered(file), place.name)
        except UnreadableFile as error:
            return Trouble(place.name, error)
        return Item(place.name, mark_of(data), Data(data))

    def _address(self, url: str) -> Found:
        from reportedly.read.intake.feeds import feed_items, is_feed
        from reportedly.read.web import FEED_TYPES, PAGE_TYPES, TEXT_TYPES, fetch

        try:
            found = fetch(url, kinds=(*PAGE_TYPES, *TEXT_TYPES, *FEED_TYPES))
        except FetchError as error:
            yield Trouble(url, error)
            return
        if is_feed(found.data) or found.kind in FEED_TYPES:
            place = Place(url, found.uri)
            yield from _guarded(lambda: feed_items(found.data, place, found.uri), place.name)
        else:
            yield Item(url, mark_of(found.data), Data(found.data, found.uri, found.page, found.charset))

    def _collection(self, kind: str, file: BinaryIO, place: Place, path: Path | None = None) -> Found:
        """``path`` is where the collection lies on disk, if it is there as it is."""
        return _guarded(lambda: self._split(kind, file, place, path), place.name)

    def _split(self, kind: str, file: BinaryIO, place: Place, path: Path | None) -> Found:
        packed = buffered(file)
        plain = unpacked(packed)
        if kind in (ZIP, TAR) and self.depth == DEPTH:
            raise UnreadableFile(f"{place.name} is an archive in {DEPTH} others; unpack some of them first.")
        inner = replace(self, depth=self.depth + 1)
        if kind == CSV:
            return csv_items(plain, place, self.columns)
        if kind == JSONL:
            return jsonl_items(plain, place, self.columns)
        if kind == JSON:
            return json_items(plain, place, self.columns)
        if kind == FEED:
            from reportedly.read.intake.feeds import feed_items

            return feed_items(read_story(plain, place.name), place)
        if kind == WARC:
            from reportedly.read.intake.warc import warc_items

            return warc_items(plain, place)
        if kind == TAR:
            return inner._tar(plain, place)
        return inner._zip(plain, place, path) if plain is packed and path else inner._inner_zip(plain, place)

    def _inner_zip(self, file: io.BufferedReader, place: Place) -> Found:
        with _held(file, place.name) as held:
            yield from self._zip(held, place, None)

    def _zip(self, file: io.BufferedReader, place: Place, path: Path | None) -> Found:
        from reportedly.read.intake.zips import ZipMember, sidecars, slots

        beside = sidecars(file)
        for slot in slots(file):
            kind, there = kind_of(slot.path), place.member(slot.path)
            if kind is None or is_hidden(slot.path):
                continue
            sidecar = beside.get(stem_of(slot.path)) if kind == STORY else None
            if slot.obstacle:
                yield Trouble(there.name, UnreadableFile(f"{there.name} {slot.obstacle}."))
            elif kind == STORY and slot.size > MAX_BYTES:
                yield Trouble(there.name, too_large(there.name))
            elif kind == STORY and path:
                mark = f"{slot.mark}+{sidecar.mark}" if sidecar else slot.mark
                yield Item(there.name, mark, ZipMember(path, slot, there.origin, sidecar))
            else:
                yield from _caught(partial(self._slot, kind, file, slot, there, sidecar), there.name)

    def _slot(self, kind: str, file: io.BufferedReader, slot: Slot, place: Place, sidecar: Slot | None) -> Found:
        """A member that must be read now: a collection, or anything in an archive within another."""
        from reportedly.read.intake.zips import open_slot

        told = [_sidecar(sidecar.path, open_slot(file, sidecar), place)] if sidecar else []
        yield from with_sidecars(chain(told, self._member(kind, slot.path, open_slot(file, slot), place)))

    def _tar(self, file: io.BufferedReader, place: Place) -> Found:
        return with_sidecars(self._tar_parts(file, place))

    def _tar_parts(self, file: io.BufferedReader, place: Place) -> Iterator[Part]:
        from reportedly.read.intake.tars import members

        for member in members(file):
            kind, there = kind_of(member.path), place.member(member.path)
            if is_hidden(member.path):
                continue
            if member.path.endswith(SIDECAR):
                yield _sidecar(member.path, member.file, there)
            elif kind == STORY and member.size > MAX_BYTES:
                yield member.path, Trouble(there.name, too_large(there.name))
            elif kind:
                yield from self._member(kind, member.path, member.file, there)

    def _member(self, kind: str, path: str, file: io.BufferedReader, place: Place) -> Iterator[Part]:
        """A file out of an archive that must be read as it comes."""
        if kind == STORY:
            yield path, _carried(path, file, place)
        elif not path.lower().endswith(".xml") or _feeds(file):
            yield from (("", found) for found in self._collection(kind, file, place))


def _sidecar(path: str, file: io.BufferedReader, place: Place) -> Part:
    try:
        return path, Sidecar(place.name, read_story(file, place.name))
    except UnreadableFile as error:
        return path, Trouble(place.name, error)


def _entries(folder: Path) -> Iterator[tuple[Path, bool] | Trouble]:
    """What is in a folder, sorted by name, with whether it is a folder itself; hidden ones and links to folders are none."""
    try:
        with os.scandir(folder) as scan:
            entries = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in scan)
    except OSError as error:
        yield _unopened(Place.of(folder).name, error)
        return
    yield from ((folder / name, is_folder) for name, is_folder in entries if not name.startswith("."))


def _unopened(name: str, error: OSError | ValueError) -> Trouble:
    reason = getattr(error, "strerror", None) or str(error)
    return Trouble(
        printable(name), UnreadableFile(f"{name!r} cannot be opened ({reason}); check its name and whether you may read it.")
    )


def _carried(path: str, file: io.BufferedReader, place: Place) -> Item | Trouble:
    try:
        data = read_story(unpacked(file), place.name)
    except UnreadableFile as error:
        return Trouble(place.name, error)
    except DAMAGE as error:
        return Trouble(place.name, damaged(place.name, error))
    return Item(place.name, mark_of(data), Data(data, place.origin, is_page(without_compression(path))))


def _guarded(found: Callable[[], Found], name: str) -> Found:
    """What is in a collection, with a Trouble where the rest cannot be read, or where there is nothing."""
    return _caught(lambda: _or_nothing(found(), name), name)


def _caught(found: Callable[[], Found], name: str) -> Found:
    try:
        yield from found()
    except InputError as error:
        yield Trouble(name, error)
    except DAMAGE as error:
        yield Trouble(name, damaged(name, error))


def _or_nothing(found: Iterable[Item | Trouble], name: str) -> Found:
    anything = False
    for each in found:
        anything = True
        yield each
    if not anything:
        kinds = ", ".join(sorted(_KINDS))
        yield Trouble(name, UnreadableFile(f"{name} holds no story; give what ends in {kinds}."))


@contextmanager
def _held(file: io.BufferedReader, name: str) -> Iterator[io.BufferedReader]:
    """The same where one can go back and forth, which a zip archive needs. Raises UnreadableFile where it is too large."""
    with tempfile.TemporaryFile() as held:
        size = 0
        while chunk := file.read(1 << 20):
            size += len(chunk)
            if size > LARGEST_INNER:
                raise UnreadableFile(f"{name}, unpacked, is larger than {LARGEST_INNER // 2**20} MiB; unpack it yourself first.")
            held.write(chunk)
        yield buffered(held)


def _mark_of_file(path: Path) -> str:
    """Size and time of change, of the file that tells of it too. Raises OSError."""
    marks = [path.stat()]
    sidecar = Path(without_compression(str(path))).with_suffix(SIDECAR)
    if sidecar.is_file():
        marks.append(sidecar.stat())
    return "+".join(f"{each.st_size}-{each.st_mtime_ns}" for each in marks)


def _has_story(sidecar: Path) -> bool:
    """A pattern that the shell spelt out names sidecars too; beside their stories they are none themselves."""
    stem = str(sidecar).removesuffix(SIDECAR)
    return any(Path(stem + suffix).is_file() for suffix in (*STORY_SUFFIXES, *PAGE_SUFFIXES))


def _begins_as_feed(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _feeds(buffered(file))
    except OSError:
        return True  # so that it is opened once more, and the reason told


def _feeds(file: io.BufferedReader) -> bool:
    from reportedly.read.intake.feeds import HEAD, is_feed

    return is_feed(file.peek(HEAD))
