"""Bytes -> text, in whatever encoding the story was saved.

UTF-8 and a byte order mark leave no doubt; short texts in older encodings always do. What is nearly all ASCII is read as
Windows-1252 then: in an English story the odd bytes are curly quotes, dashes and accents. ``charset-normalizer`` judges the rest.
"""

from __future__ import annotations

import codecs
import re

from reportedly.errors import UnreadableFile

SAMPLE = 1 << 16  # bytes that are looked at to tell an encoding
NEARLY_ASCII = 0.75  # share of bytes; French in Windows-1252 has 0.8 to 0.98, Russian in Windows-1251 about 0.2

_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins alike
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_KINDS = [
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document (docx, odt, epub)"),
    (b"\xd0\xcf\x11\xe0", "an old office document (doc)"),
    (b"{\\rtf", "a rich-text document (rtf)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
]
# What pages call an encoding and browsers take it for: https://encoding.spec.whatwg.org/#names-and-labels
_WEB_NAMES = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}
_DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)


def decode(data: bytes, name: str) -> str:
    """The text, its byte order mark left out. ``name`` is what messages call the file.

    Raises UnreadableFile for what is no text, or is in no encoding that can be told.
    """
    _refuse_binary(data, name)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, name)
    if wide := _utf16_without_mark(data):
        return _strictly(data, wide, name)
    if b"\0" in data:
        raise UnreadableFile(f"{name} holds NUL bytes, so it is no text; give a plain-text or HTML file.")
    for encoding in ("utf-8", *_legacy_encodings(data)):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(f"The encoding of {name} cannot be told; save it as UTF-8.")


def decode_page(data: bytes, name: str, charset: str | None = None) -> str:
    """The text of a page: by ``charset``, which the server named, else by what the page declares, else as ``decode`` does.

    Bytes that are wrong in a declared encoding become U+FFFD, as in every browser.
    """
    declared = _DECLARED.search(data[:2048])
    named = charset or (declared[1].decode("ascii") if declared else None)
    encoding = _web_encoding(named) if named else None
    marked = any(data.startswith(mark) for mark, _ in _MARKS)
    if encoding is None or marked or _is_utf8(data):
        return decode(data, name)
    _refuse_binary(data, name)
    return data.decode(encoding, errors="replace")


def encoding_of(start: bytes, name: str) -> str:
    """The encoding of what is too long to be held, by how it begins; ``utf-8`` unless something speaks against it.

    A byte order mark is left to the codec: ``utf-8-sig``, ``utf-16``, ``utf-32``. Raises UnreadableFile for what is no text.
    """
    _refuse_binary(start, name)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return {"utf-8": "utf-8-sig"}.get(encoding, encoding.removesuffix("-le").removesuffix("-be"))
    if wide := _utf16_without_mark(start):
        return wide
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)  # which lets a character be cut off at the end
    except UnicodeDecodeError:
        return next(iter(_legacy_encodings(start)), "cp1252")
    return "utf-8"


def _refuse_binary(data: bytes, name: str) -> None:
    for start, kind in _KINDS:
        if data.startswith(start):
            raise UnreadableFile(f"{name} is {kind}, which is not read; save its text as a .txt or .html file.")


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{name} begins as {encoding} but is broken at byte {error.start}; save it as UTF-8.") from error


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 of a Western script has a NUL in nearly every second byte, and none in the others."""
    even, odd = data[:SAMPLE:2], data[1:SAMPLE:2]
    if not odd:
        return None
    if odd.count(0) > 0.5 * len(odd) and even.count(0) == 0:
        return "utf-16-le"
    if even.count(0) > 0.5 * len(even) and odd.count(0) == 0:
        return "utf-16-be"
    return None


def _legacy_encodings(data: bytes) -> list[str]:
    """What bytes that are no UTF-8 may be, the likeliest first."""
    sample = data[:SAMPLE]
    if len(data) > SAMPLE and (line_end := max(sample.rfind(b"\n"), sample.rfind(b" "))) > 0:
        sample = sample[:line_end]  # not to cut a character of several bytes
    if len(sample) - len(sample.translate(None, _HIGH)) < (1 - NEARLY_ASCII) * len(sample):
        return ["cp1252", *_judged(sample)]
    return _judged(sample)


_HIGH = bytes(range(128, 256))


def _judged(sample: bytes) -> list[str]:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return [best.encoding] if best else []


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _web_encoding(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    found = _WEB_NAMES.get(found, found)
    try:
        b"a".decode(found, errors="ignore")
    except LookupError:  # a codec of bytes to bytes, such as hex
        return None
    return found
