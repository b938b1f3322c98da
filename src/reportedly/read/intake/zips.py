"""Zip archives, member by member.

``zipfile`` holds an archive's whole directory in memory, a kilobyte a member, and every process that reads one member would
read that directory again. Here the directory is walked through, and a member is found by where it lies. ``zipfile`` still
decompresses and checks.

Fields and signatures: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportedly.read.files import document_of
from reportedly.read.intake.item import SIDECAR, is_page
from reportedly.read.intake.sidecars import stem_of
from reportedly.read.intake.streams import DAMAGE, buffered, damaged, read_story
from reportedly.read.known import Known, known_in
from reportedly.records import Document

_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_LONGEST_COMMENT = 0xFFFF
_FULL = 0xFFFFFFFF  # in a field of 32 bits: the figure stands in the zip64 field
_ENCRYPTED, _UTF8 = 0x1, 0x800
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a member lies in its archive, and what the directory says of it."""

    path: str
    start: int  # of its own header
    packed: int  # bytes
    size: int  # bytes when unpacked
    crc: int
    method: int
    flags: int

    @property
    def mark(self) -> str:
        return f"{self.crc:08x}-{self.size}"

    @property
    def obstacle(self) -> str | None:
        """Why the member cannot be read; None where it can."""
        if self.flags & _ENCRYPTED:
            return "is encrypted; unpack it with its password"
        if self.method not in _METHODS:
            return f"is compressed by method {self.method}, which is not read; pack it anew by a common one"
        return None


def slots(file: io.BufferedReader) -> Iterator[Slot]:
    """The members in the order of the directory; folders are none. Raises BadZipFile or another of ``DAMAGE``."""
    start, end, shift = _directory(file)
    position = start
    while position < end:
        file.seek(position)
        slot, position = _slot(file, position, shift)
        if not slot.path.endswith("/"):
            yield slot


def sidecars(file: io.BufferedReader) -> dict[str, Slot]:
    """The members that tell of others, by the path of those without suffix: ``news/a`` for ``news/a.meta.json``."""
    return {stem_of(slot.path): slot for slot in slots(file) if slot.path.endswith(SIDECAR)}


def open_slot(file: io.BufferedReader, slot: Slot) -> io.BufferedReader:
    """The member's bytes, checked at their end against its CRC. Raises one of ``DAMAGE``."""
    file.seek(slot.start)
    signature, *_, path_length, extra_length = _LOCAL.unpack(_exactly(file, _LOCAL.size))
    if signature != b"PK\3\4":
        raise zipfile.BadZipFile("there is no member where the directory says")
    file.seek(slot.start + _LOCAL.size + path_length + extra_length)
    info = zipfile.ZipInfo("member")  # not its path, which may hold anything
    info.compress_type, info.compress_size, info.file_size, info.CRC = slot.method, slot.packed, slot.size, slot.crc
    return buffered(zipfile.ZipExtFile(file, "r", info))


@dataclass(frozen=True, slots=True)
class ZipMember:
    """The text is a member of a zip archive on disk."""

    archive: Path
    slot: Slot
    origin: str | None
    sidecar: Slot | None = None

    def document(self, name: str, known: Known) -> Document:
        try:
            with self.archive.open("rb") as file:
                beside = known_in(read_story(open_slot(file, self.sidecar), name), self.sidecar.path) if self.sidecar else Known()
                data = read_story(open_slot(file, self.slot), name)
        except DAMAGE as error:
            raise damaged(name, error) from error
        return document_of(data, name, known.or_else(beside), origin=self.origin, page=is_page(self.slot.path))


def _directory(file: io.BufferedReader) -> tuple[int, int, int]:
    """Where the directory begins and ends, and how far everything is moved by what stands before the archive."""
    length = file.seek(0, io.SEEK_END)
    tail_start = file.seek(max(0, length - _LONGEST_COMMENT - _END.size))
    tail = file.read(_LONGEST_COMMENT + _END.size)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END.size:
        raise zipfile.BadZipFile("it has no directory")
    *_, size, start, _comment = _END.unpack_from(tail, at)
    end = tail_start + at
    file.seek(max(0, end - _LOCATOR.size))
    locator = file.read(_LOCATOR.size)
    if len(locator) == _LOCATOR.size and locator.startswith(b"PK\6\7"):
        file.seek(max(0, end - _LOCATOR.size - _END64.size))
        signature, *_, size, start = _END64.unpack(_exactly(file, _END64.size))
        end -= _LOCATOR.size + _END64.size
        if signature != b"PK\6\6":
            raise zipfile.BadZipFile("its zip64 directory is not where it should be")
    shift = end - size - start
    if shift < 0:
        raise zipfile.BadZipFile("its directory lies outside of it")
    return end - size, end, shift


def _slot(file: io.BufferedReader, position: int, shift: int) -> tuple[Slot, int]:
    """The entry at a position of the directory, and the position behind it."""
    fields = _ENTRY.unpack(_exactly(file, _ENTRY.size))
    signature, _, _, flags, method, _, _, crc, packed, size, path_length, extra_length, comment_length, *_, start = fields
    if signature != b"PK\1\2":
        raise zipfile.BadZipFile("its directory is broken")
    path = _path(_exactly(file, path_length), flags)
    size, packed, start = _wide(_exactly(file, extra_length), size, packed, start)
    behind = position + _ENTRY.size + path_length + extra_length + comment_length
    return Slot(path, start + shift, packed, size, crc, method, flags), behind


def _wide(extra: bytes, *figures: int) -> Iterator[int]:
    """The figures, those too great for 32 bits taken from the zip64 field, which holds these alone, in this order."""
    wide = memoryview(_extra_field(extra, 1))
    for figure in figures:
        if figure == _FULL:
            yield struct.unpack_from("<Q", wide)[0]
            wide = wide[8:]
        else:
            yield figure


def _extra_field(extra: bytes, wanted: int) -> bytes:
    while len(extra) >= 4:
        tag, length = struct.unpack_from("<2H", extra)
        if tag == wanted:
            return extra[4 : 4 + length]
        extra = extra[4 + length :]
    return b""


def _path(data: bytes, flags: int) -> str:
    """UTF-8 where the archive says so or the bytes are; else the DOS code page of old archives."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8" if flags & _UTF8 else "cp437", "replace")


def _exactly(file: io.BufferedReader, length: int) -> bytes:
    data = file.read(length)
    if len(data) < length:
        raise EOFError("it ends too early")
    return data
