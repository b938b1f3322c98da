"""Tables of stories: CSV, JSON Lines, and JSON that is a list of objects or a single one.

A row is a story where it has a column with its text. Which columns those are is said by ``Columns``, or told by their names:
``Full Text``, ``full_text`` and ``fullText`` are one name.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from itertools import chain, count

from reportedly.errors import BadOption, InputError, UnreadableFile
from reportedly.read.decode import encoding_of
from reportedly.read.files import MAX_BYTES
from reportedly.read.html import as_iso
from reportedly.read.intake.item import Data, Found, Item, Place, Text, Trouble, mark_of, mark_of_known, printable
from reportedly.read.known import Known
from reportedly.read.language import check_language

NAMES = {
    "text": ("text", "fulltext", "body", "content", "article", "articlebody", "articletext", "maintext", "story", "storytext"),
    "title": ("title", "headline", "heading"),
    "published": (
        "published", "publishedat", "publishedon", "datepublished", "publicationdate", "publishdate", "publishedtime", "pubdate",
        "date", "datetime", "timestamp",
    ),
    "publisher": ("publisher", "source", "sourcename", "outlet", "publication", "newspaper", "agency", "sitename", "site"),
    "author": ("author", "authors", "byline", "writer"),
    "uri": ("uri", "url", "link", "permalink", "canonicalurl", "articleurl"),
    "language": ("language", "lang", "languagecode"),
}  # fmt: skip
DELIMITERS = ",;\t|"
PATIENCE = 100  # rows that may fail before the first story; then the file is taken for something else
_CHUNK = 1 << 16
_SHOWN = 20  # names of columns in a message
_PAGE = re.compile(r"\s*<(?:!doctype html|html)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column holds what. Each is told by its name in ``NAMES`` unless it is given."""

    text: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    author: str | None = None
    uri: str | None = None
    language: str | None = None

    def among(self, names: Iterable[str]) -> dict[str, str]:
        """What is known of a story -> the column that says it, among those there are: ``{"text": "Body", "published": "Date"}``.

        A column is used for one thing only, and one that was given is no other thing's.
        """
        there = list(names)
        given = {what: column for what in NAMES if (column := getattr(self, what)) is not None}
        plain = {_plain(name): name for name in reversed(there) if name not in given.values()}
        told = {what: next((plain[name] for name in NAMES[what] if name in plain), None) for what in NAMES if what not in given}
        return {what: column for what, column in {**told, **given}.items() if column is not None and column in there}


def csv_items(file: io.BufferedReader, place: Place, columns: Columns) -> Found:
    """A story for each row of a CSV or TSV file, whose first row names the columns. ``wire.csv#2`` is the row below that one.

    Raises UnreadableFile where no column is the text, or one of ``DAMAGE``.
    """
    with text_of(file, place.name) as text:
        yield from _items(_csv_rows(_Lines(text), place.name, columns), place, columns)


def jsonl_items(file: io.BufferedReader, place: Place, columns: Columns) -> Found:
    """A story for each line of JSON Lines. ``wire.jsonl#12`` is the twelfth line. Raises one of ``DAMAGE``."""
    with text_of(file, place.name) as text:
        lines = enumerate(_long_lines(text), start=1)
        values = ((n, _object(line, f"Line {n} of {place.name}")) for n, line in lines if line is None or line.strip())
        yield from _items(values, place, columns)


def json_items(file: io.BufferedReader, place: Place, columns: Columns) -> Found:
    """A story for each object of a list, or of several objects one behind the other, or for a single one.

    ``wire.json#3`` is the third; a single one has the file's own name. Raises UnreadableFile or one of ``DAMAGE``.
    """
    with text_of(file, place.name) as text:
        values = _Values(text, place.name)
        numbered = enumerate(values, start=1)
        first, second = next(numbered, None), next(numbered, None)
        if first and not second and not values.listed:
            yield _item(first[1], place, columns)
            return
        yield from _items(chain(filter(None, (first, second)), numbered), place, columns)


def _items(values: Iterable[tuple[int, Mapping[str, object] | InputError]], place: Place, columns: Columns) -> Found:
    """The rows as stories. Where none of the first is one, the rest is not tried: the file is something else."""
    failed = 0
    for number, value in values:
        item = _item(value, place.part(number), columns)
        yield item
        failed = -1 if failed < 0 or isinstance(item, Item) else failed + 1
        if failed == PATIENCE:
            error = UnreadableFile(f"None of the first {PATIENCE} rows of {place.name} is a story, so the rest was not tried.")
            yield Trouble(place.name, error)
            return


def _item(value: Mapping[str, object] | InputError, place: Place, columns: Columns) -> Item | Trouble:
    if isinstance(value, InputError):
        return Trouble(place.name, value)
    try:
        return story_of(value, place, columns)
    except InputError as error:
        return Trouble(place.name, error)


def story_of(row: Mapping[str, object], place: Place, columns: Columns) -> Item:
    """The story in a row. Raises UnreadableFile where it has no text."""
    if str(row.get("schema", "")).startswith("reportedly/"):
        raise UnreadableFile(f"{place.name} is a reading of a story, not a story; give what it was read from.")
    found = columns.among(row)
    text = row[_text_column(found, row, columns, place.name)]
    if not isinstance(text, str) or not text.strip():
        raise UnreadableFile(f"{place.name} has no text in its column {found['text']!r}.")
    if "\0" in text:  # as in a file
        raise UnreadableFile(f"{place.name} holds NUL characters, so it is no text; mend it.")
    known = Known(
        published=as_published(row.get(found.get("published", ""))),
        language=_as_language(row.get(found.get("language", ""))),
        **{what: as_words(row.get(found.get(what, ""))) for what in ("title", "publisher", "author", "uri")},
    )
    content = _page(text, place) if _PAGE.match(text) else Text(text, place.origin)
    return Item(place.name, mark_of(text, mark_of_known(known)), content, known)


def _page(text: str, place: Place) -> Data:
    """A column may hold a whole page."""
    return Data(text.encode("utf-8", "replace"), place.origin, page=True, charset="utf-8")


def _refuse_unknown(columns: Columns, header: list[str], name: str) -> None:
    """Raises UnreadableFile where a table lacks a column that was asked for, or any that is the text."""
    _text_column(columns.among(header), header, columns, name)
    for field in fields(columns):
        column = getattr(columns, field.name)
        if column is not None and column not in header:
            there = _listed(header)
            raise UnreadableFile(
                f"{name} has no column {column!r}; its columns are {there}: say which with --{field.name}-column."
            )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(repr(name[:40]) for name in list(names)[:_SHOWN]) or "none"


def _text_column(found: Mapping[str, str], names: Iterable[str], columns: Columns, name: str) -> str:
    if "text" in found:
        return found["text"]
    wanted = f"has no column {columns.text!r}" if columns.text else "has no column that is known to hold the text"
    raise UnreadableFile(f"{name} {wanted}; its columns are {_listed(names)}: say which with --text-column.")


# Values


def as_words(value: object) -> str | None:
    """What a cell names, or None: ``"Ana Lopes "``, ``["Ana Lopes", "Rui Prata"]``, ``{"name": "Lusitania"}``."""
    if isinstance(value, Mapping):
        return as_words(value.get("name"))
    if isinstance(value, list):
        return ", ".join(filter(None, map(as_words, value))) or None
    return (" ".join(printable(value).split()) or None) if isinstance(value, str) else None


def as_published(value: object) -> str | None:
    """A cell's date as ISO 8601, as precise as it is; None for what is no date.

    ``2024-03-29``, ``29 March 2024``, ``Fri, 29 Mar 2024 09:15:00 GMT``, ``20240329``; seconds or milliseconds since 1970; and
    ``2024-03-29 00:00:00``, which is how programs print a day.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _since_1970(value)
    if not isinstance(value, str) or not (words := " ".join(value.split())):
        return None
    if re.fullmatch(r"\d{9,10}|\d{12,13}", words):
        return _since_1970(int(words))
    return as_iso(re.sub(r"[T ]00:00(?::00(?:\.0+)?)?$", "", words))


def _since_1970(number: float) -> str | None:
    if 1500 <= number < 1e8:  # before 1973: rather a year, 2024, or a day, 20240329
        return as_iso(str(int(number)))
    if not 1e8 <= number < 1e14:
        return None
    seconds = number / 1000 if number >= 1e11 else number
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=0).isoformat()


def _as_language(value: object) -> str | None:
    """``en-GB`` -> ``en``; None for what is no code, because then the text tells."""
    try:
        return check_language(value) if isinstance(value, str) else None
    except BadOption:
        return None


def _plain(name: str) -> str:
    """``Full Text``, ``full_text`` and ``fullText`` -> ``fulltext``."""
    return re.sub(r"[\W_]+", "", name).lower()


# Text


def text_of(file: io.BufferedReader, name: str) -> io.TextIOWrapper:
    """A table as text, its newlines as they are; what is no UTF-8 in a file that begins as UTF-8 is read as Windows-1252."""
    return io.TextIOWrapper(file, encoding_of(file.peek(_CHUNK)[:_CHUNK], name), errors=_ODD_BYTES, newline="")


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    odd = error.object[error.start : error.end]
    return (odd.decode("cp1252", "replace") if error.encoding == "utf-8" else "\ufffd"), error.end


_ODD_BYTES = "reportedly.windows-1252"
codecs.register_error(_ODD_BYTES, _as_windows_1252)


class _Lines:
    """The lines of a table for ``csv.reader``, which asks for more as long as a quotation is open, but not for ever."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._first = ""
        self.taken = 0  # characters of the row at hand

    def put_back(self, line: str) -> None:
        self._first = line

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line, self._first = self._first or self._text.readline(MAX_BYTES + 1), ""
        self.taken += len(line)
        if not line:
            raise StopIteration
        if self.taken > MAX_BYTES:
            self.taken = 0
            raise csv.Error(f"longer than {MAX_BYTES // 2**20} MiB")
        return line


def delimiter_of(header: str) -> str:
    """What stands between the names of columns: the one of ``, ; tab |`` that does so most often."""
    return max(DELIMITERS, key=header.count)


def _csv_rows(lines: _Lines, name: str, columns: Columns) -> Iterator[tuple[int, Mapping[str, object] | InputError]]:
    """The rows below the header with their numbers, as spreadsheets count them."""
    csv.field_size_limit(MAX_BYTES)
    first = next((line for line in lines if line.strip()), "")
    lines.put_back(first)
    rows = csv.reader(lines, delimiter=delimiter_of(first), strict=True)
    header = [column.strip() for column in next(rows, [])]
    _refuse_unknown(columns, header, name)
    for number in count(2):
        lines.taken = 0
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, UnreadableFile(f"Row {number} of {name} is no CSV ({error}); mend its quotation marks.")
            continue
        if row:
            yield number, _named(header, row, f"Row {number} of {name}")


def _named(header: list[str], row: list[str], name: str) -> Mapping[str, object] | InputError:
    while len(row) > len(header) and not row[-1].strip():
        row.pop()
    if len(row) != len(header):
        return UnreadableFile(f"{name} has {len(row)} fields where its header has {len(header)}; mend its quotation marks.")
    return dict(zip(header, row, strict=True))


# JSON


def _long_lines(text: io.TextIOWrapper) -> Iterator[str | None]:
    """The lines; None for one that no story is as long as."""
    while line := text.readline(MAX_BYTES + 1):
        if len(line) <= MAX_BYTES:
            yield line
            continue
        yield None
        while line and not line.endswith("\n"):
            line = text.readline(_CHUNK)


def _object(line: str | None, name: str) -> Mapping[str, object] | InputError:
    if line is None:
        return UnreadableFile(f"{name} is longer than {MAX_BYTES // 2**20} MiB; split it into stories.")
    try:
        return _checked(json.loads(line), name)
    except (ValueError, RecursionError) as error:
        return UnreadableFile(f"{name} is not JSON that can be read ({error}); mend or remove it.")


def _checked(value: object, name: str) -> Mapping[str, object] | InputError:
    return value if isinstance(value, dict) else UnreadableFile(f"{name} should be a JSON object with the text of a story.")


class _Values:
    """The elements of a list, or the values that stand one behind the other where the text begins as none.

    Each is taken out of a window that grows until it fits. Where none does, an error is the last.
    """

    def __init__(self, text: io.TextIOWrapper, name: str) -> None:
        self._window = _Window(text)
        self._name = name
        self._window.skip("\ufeff")
        self.listed = self._window.skip("[")

    def __iter__(self) -> Iterator[Mapping[str, object] | InputError]:
        number = 0
        while not (self._window.skip("]") if self.listed else self._window.at_end):
            number += 1
            try:
                value = self._window.value()
            except (ValueError, RecursionError) as error:
                yield UnreadableFile(f"{self._name} is not JSON that can be read from its value {number} on ({error}); mend it.")
                return
            yield _checked(value, f"Value {number} of {self._name}")
            self._window.skip(",")


class _Window:
    """As much of a text as is needed, from the first character not yet used."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._held = ""
        self._start = 0
        self._decoder = json.JSONDecoder()

    def value(self) -> object:
        """Take out a JSON value. Raises ValueError where there is none that a story can be as long as, or RecursionError."""
        while True:
            try:
                value, end = self._decoder.raw_decode(self._held, self._start)
            except ValueError:
                if not self._grow():
                    raise
                continue
            if end < len(self._held) or not self._grow():  # else 12 may be the beginning of 123
                self._start = end
                return value

    def skip(self, mark: str) -> bool:
        """Drop white space, and the mark where it follows."""
        if self.at_end or not self._held.startswith(mark, self._start):
            return False
        self._start += len(mark)
        return True

    @property
    def at_end(self) -> bool:
        """Whether nothing but white space follows, which is dropped."""
        while (start := self._after_space()) == len(self._held):
            self._start = start
            if not self._grow():
                return True
        self._start = start
        return False

    def _after_space(self) -> int:
        space = _SPACE.match(self._held, self._start)
        return space.end() if space else self._start

    def _grow(self) -> bool:
        """Twice as much, so that a long value is not tried over and over. False where there is no more, or too much."""
        rest = len(self._held) - self._start
        more = self._text.read(max(_CHUNK, rest)) if rest <= MAX_BYTES else ""
        self._held = self._held[self._start :] + more
        self._start = 0
        return bool(more)


_SPACE = re.compile(r"[ \t\r\n]*")
