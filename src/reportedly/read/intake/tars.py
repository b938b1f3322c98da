"""Tar archives, member by member, as they come out of a stream; nothing is looked for twice and nothing is unpacked to disk."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import NamedTuple, cast

from reportedly.read.files import MAX_BYTES
from reportedly.read.intake.streams import buffered

LARGEST_READ = MAX_BYTES + tarfile.BLOCKSIZE  # a header that asks for more is hostile


class TarMember(NamedTuple):
    path: str
    size: int  # bytes, by its header
    file: io.BufferedReader  # to be read before the next member is asked for


def members(file: io.BufferedReader) -> Iterator[TarMember]:
    """The files in an archive that is not compressed. Raises TarError or another of ``DAMAGE``, also where it was cut off."""
    blocks = _Blocks(file)
    with tarfile.open(fileobj=cast(io.BufferedReader, blocks), mode="r:", errors="replace") as archive:
        while (info := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined]  # it would remember them all
            if info.isfile() and (content := archive.extractfile(info)):
                yield TarMember(info.name, info.size, buffered(content))
    if len(blocks.last) != tarfile.BLOCKSIZE or blocks.last.strip(b"\0"):
        raise tarfile.ReadError("it has no end mark")


class _Blocks:
    """The file under ``tarfile``: forwards only, in reads of bounded size, and what was read last is kept.

    ``tarfile`` itself believes a header that announces gigabytes of file name, goes round in circles where a size is negative,
    and takes a broken header for the end.
    """

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file
        self._position = 0
        self.last = b""

    def read(self, size: int) -> bytes:
        if not 0 <= size <= LARGEST_READ:
            raise tarfile.ReadError("a header in it is broken")
        self.last = self._file.read(size)
        self._position += len(self.last)
        return self.last

    def seek(self, position: int) -> int:
        if position < self._position:
            raise tarfile.ReadError("a header in it points backwards")
        if position > self._position:
            self._position = self._file.seek(position)
        return self._position

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position
