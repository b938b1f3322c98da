"""Bytes that flow: out of a compressed file, never more of them at once than a story may have.

Everything read here may be hostile or damaged. ``DAMAGE`` is what the libraries raise over that.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import os
import struct
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, cast

from reportedly.errors import UnreadableFile
from reportedly.read.files import MAX_BYTES

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from typing_extensions import Buffer

DAMAGE = (
    OSError, EOFError, ValueError, OverflowError, RecursionError, NotImplementedError, struct.error, zlib.error, lzma.LZMAError,
    zstd.ZstdError, zipfile.BadZipFile, tarfile.TarError, csv.Error,
)  # fmt: skip
COMPRESSED = (".gz", ".bz2", ".xz", ".zst")
_LAYERS: list[tuple[bytes, Callable[[IO[bytes]], object]]] = [
    (b"\x1f\x8b", lambda file: gzip.GzipFile(fileobj=file)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\0", lzma.LZMAFile),
    (b"\x28\xb5\x2f\xfd", zstd.ZstdFile),
]


def buffered(file: object) -> io.BufferedReader:
    """Any binary file as one that can be peeked into."""
    return file if isinstance(file, io.BufferedReader) else io.BufferedReader(_Pieces(cast(io.BufferedIOBase, file)))


class _Pieces(io.RawIOBase):
    """A file read piece by piece, so that damage does not cost what stands before it."""

    def __init__(self, file: io.BufferedIOBase) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        data = self._file.read1(len(view))
        view[: len(data)] = data
        return len(data)

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


def unpacked(file: io.BufferedReader) -> io.BufferedReader:
    """The file, or what is in it where it is compressed by gzip, bzip2, xz or zstd. Its first bytes tell, not its name."""
    start = file.peek(8)
    return next((buffered(layer(file)) for magic, layer in _LAYERS if start.startswith(magic)), file)


def without_compression(path: str) -> str:
    """``wire.jsonl.gz`` -> ``wire.jsonl``."""
    bare, suffix = os.path.splitext(path)
    return bare if suffix.lower() in COMPRESSED else path


def read_story(file: io.BufferedReader, name: str) -> bytes:
    """All bytes of one story. Raises UnreadableFile where they are too many or damaged."""
    try:
        data = file.read(MAX_BYTES + 1)
    except DAMAGE as error:
        raise damaged(name, error) from error
    if len(data) > MAX_BYTES:
        raise too_large(name)
    return data


def too_large(name: str) -> UnreadableFile:
    return UnreadableFile(f"{name} is larger than {MAX_BYTES // 2**20} MiB; split it into stories.")


def damaged(name: str, error: Exception) -> UnreadableFile:
    reason = " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
    return UnreadableFile(f"{name} is damaged or cut off ({reason}); get it anew.")
