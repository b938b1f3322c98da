"""Web archives (WARC, ISO 28500): the pages and plain texts that a crawl brought home. FastWARC reads the records."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO, cast

from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader, WarcReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from reportedly.errors import UnreadableFile
from reportedly.read.files import MAX_BYTES
from reportedly.read.intake.item import Data, Found, Item, Place, Trouble, mark_of
from reportedly.read.intake.streams import DAMAGE, damaged, too_large
from reportedly.read.web import PAGE_TYPES, TEXT_TYPES

_Layer = Callable[[BinaryIO], WarcReader]
_ENCODINGS: dict[str, _Layer] = {
    "gzip": GzipReader,
    "x-gzip": GzipReader,
    "deflate": lambda file: GzipReader(file, zlib=True),
    "br": BrotliReader,
}


def warc_items(file: io.BufferedReader, place: Place) -> Found:
    """A story for each answer of a server that is a page or plain text, with status 200. Raises one of ``DAMAGE``.

    It is named as in web archives: ``crawl.warc.gz#20240329100000/https://faro.example/harbour``. When it was fetched is not
    taken for when it was published.
    """
    steady = _Steady(file)
    for record in ArchiveIterator(cast(BinaryIO, steady), record_types=WarcRecordType.response, parse_http=True):
        if _is_story(record):
            yield _item(record, place)
    if steady.error:
        raise steady.error


def _item(record: WarcRecord, place: Place) -> Item | Trouble:
    there = Place(place.part(_name(record)).name, record.headers.get("WARC-Target-URI"))
    try:
        data = _body(record, there.name)
    except UnreadableFile as error:
        return Trouble(there.name, error)
    page = record.http_content_type in PAGE_TYPES
    return Item(there.name, mark_of(data), Data(data, there.origin, page, record.http_charset))


def _is_story(record: WarcRecord) -> bool:
    return (
        record.is_http
        and record.http_headers is not None
        and record.http_headers.status_code == 200
        and record.http_content_type in (*PAGE_TYPES, *TEXT_TYPES)
    )


def _name(record: WarcRecord) -> str:
    """``20240329100000/https://faro.example/harbour``, or the record's own name where it lacks the time or address."""
    uri, when = record.headers.get("WARC-Target-URI"), record.headers.get("WARC-Date") or ""
    digits = "".join(filter(str.isdigit, when))[:14]
    return f"{digits}/{uri}" if uri and digits else (record.record_id or "record").strip("<>")


def _body(record: WarcRecord, name: str) -> bytes:
    """The page as its server meant it, unpacked. Raises UnreadableFile where it is too large or damaged."""
    announced = record.content_length
    if announced > MAX_BYTES:
        raise too_large(name)
    raw = record.reader.read(announced) if announced else b""
    if len(raw) < announced:
        raise damaged(name, EOFError("its archive ends within it"))
    try:
        return _decoded(raw, record, name)
    except DAMAGE as error:
        raise damaged(name, error) from error


def _decoded(data: bytes, record: WarcRecord, name: str) -> bytes:
    """Without what HTTP wraps a body in: ``Transfer-Encoding: chunked``, ``Content-Encoding: gzip``.

    Many crawlers store the body unwrapped and leave the header as it was, so what is not wrapped is taken as it is.
    """
    headers = record.http_headers
    if (headers.get("Transfer-Encoding") or "").lower() == "chunked" and _is_chunked(data):
        data = _read(ChunkedReader(io.BytesIO(data)), name)
    encoding = (headers.get("Content-Encoding") or "identity").strip().lower()
    layer = _ENCODINGS.get(encoding)
    if layer and not data.lstrip().startswith(b"<"):
        data = _read(layer(io.BytesIO(data)), name)
    return data


def _is_chunked(data: bytes) -> bool:
    """It begins with a length in hexadecimal: ``1f4``."""
    length = data[:20].split(b"\r\n", 1)[0].split(b";", 1)[0].strip()
    try:
        return bool(length) and int(length, 16) >= 0
    except ValueError:
        return False


def _read(reader: WarcReader, name: str) -> bytes:
    data = bytearray()
    while chunk := reader.read(1 << 16):
        data += chunk
        if len(data) > MAX_BYTES:
            raise too_large(name)
    return bytes(data)


class _Steady:
    """The file under FastWARC, which must not raise: damage is the end of it, and kept in ``error``."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file
        self._position = 0
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        if self.error:
            return b""
        try:
            data = self._file.read1(size)
        except DAMAGE as error:
            self.error = error
            return b""
        self._position += len(data)
        return data

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = 0) -> int:
        """Nowhere: FastWARC only asks where it stands."""
        return self._position

    def close(self) -> None:
        """The one who opened the file closes it."""
