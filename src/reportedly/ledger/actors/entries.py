"""The lines of a register -> entries, one at a time, whatever its size.

Three forms are read: FollowTheMoney entities (``entities.ftm.json``: a line each, other entities by their id), the nested form of
OpenSanctions (``targets.nested.json``: the same, with other entities inside), and CSV (``name, aliases, kind, country, role,
from, to, wikidata``; aliases are separated by semicolons). A file whose name ends in ``.gz`` is unpacked on the way.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TextIO

from reportedly.annotate.countries import atlas
from reportedly.errors import UnreadableFile
from reportedly.ledger.actors.names import LONGEST_NAME, body_keys, person_keys
from reportedly.ledger.actors.titles import title_key

Form = Literal["ftm", "csv"]

MOST_NAMES = 60  # of one entry
MOST_FACTS = 60
LONGEST_LINE = 32 * 2**20  # characters; a longer line is no entity

KINDS = {
    "Person": "person",
    "Organization": "organization",
    "Company": "organization",
    "PublicBody": "organization",
    "LegalEntity": "organization",
}
NAMES = ("name", "alias", "weakAlias", "previousName", "abbreviation")
COUNTRIES = ("country", "nationality", "citizenship", "jurisdiction", "mainCountry")
IDENTIFIERS = {"wikidataId": "wikidata", "leiCode": "lei"}

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_YEARS = re.compile(r"\s*[([](\d{4}(?:-\d{2}(?:-\d{2})?)?)?\s*[-–]\s*(\d{4}(?:-\d{2}(?:-\d{2})?)?)?\s*[)\]]\s*$")


@dataclass(frozen=True, slots=True)
class Held:
    """A fact of an entry, and when it held."""

    field: str  # role, country, gender, topic
    value: str
    begin: str | None = None  # ISO date as precise as known
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One person or body of a register."""

    key: str  # its identifier there
    name: str
    kind: str
    names: tuple[str, ...]
    facts: tuple[Held, ...]
    links: Mapping[str, str]

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Under what it is looked up: key and printed name."""
        keys_of = person_keys if self.kind == "person" else body_keys
        named = [(key, name) for name in self.names for key in keys_of(name)]
        return tuple(
            dict.fromkeys((*named, *((f"{register}:{value}"[:200], self.name) for register, value in self.links.items())))
        )


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that is no entry, and why."""

    line: int
    reason: str


def read_register(path: Path, form: Form | None = None) -> Iterator[Entry | Bad | None]:
    """The entries of a file; None for a line that is something else, an address, a ship, of which nobody can speak.

    Raises UnreadableFile for a file that is missing, or a table without the column ``name``.
    """
    with _open(path) as lines:
        chosen = form or ("csv" if ".csv" in path.suffixes else "ftm")
        try:
            yield from _read_csv(lines, path) if chosen == "csv" else _read_ftm(lines)
        except (UnicodeDecodeError, OSError, EOFError, csv.Error) as error:
            raise UnreadableFile(
                f"The register {path} cannot be read to its end ({error}); it should be text in UTF-8."
            ) from error


def _open(path: Path) -> TextIO:
    try:
        if path.suffix == ".gz":
            return io.TextIOWrapper(gzip.open(path), encoding="utf-8-sig", newline="")
        return path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise UnreadableFile(
            f"The register {path} cannot be opened ({error.strerror}); name a file of JSON lines or CSV."
        ) from error


# ---- FollowTheMoney


def _read_ftm(lines: TextIO) -> Iterator[Entry | Bad | None]:
    number = 0
    while line := lines.readline(LONGEST_LINE):
        number += 1
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            yield Bad(number, "no JSON")
            continue
        yield _ftm_entry(record, number)


def _ftm_entry(record: Any, line: int) -> Entry | Bad | None:
    """One entity, plain or nested."""
    if not isinstance(record, dict) or not isinstance(record.get("properties"), dict):
        return Bad(line, "no entity with properties")
    kind = KINDS.get(str(record.get("schema")))
    if kind is None:
        return None
    properties: dict[str, Any] = record["properties"]
    key = record.get("id")
    names = _names([record.get("caption"), *(name for field in NAMES for name in _texts(properties, field))])
    if not isinstance(key, str) or not key or not names:
        return Bad(line, "no id" if names else "no name")
    main = next(iter(_names(_texts(properties, "name"))), names[0])
    facts = [Held("country", code) for field in COUNTRIES for value in _texts(properties, field) if (code := country_code(value))]
    facts += [role for value in _texts(properties, "position") for role in _roles(value, facts)]
    facts += [role for held in _entities(properties, "positionOccupancies") for role in _occupancy(held, facts)]
    facts += [Held("gender", value) for value in _texts(properties, "gender") if value in ("male", "female")]
    facts += [Held("topic", value) for value in _texts(properties, "topics")]
    links = {register: value for field, register in IDENTIFIERS.items() for value in _texts(properties, field)[:1]}
    if re.fullmatch(r"Q\d+", key):
        links.setdefault("wikidata", key)
    return _entry(key, main, kind, names, facts, links)


def _texts(properties: Mapping[str, Any], field: str) -> list[str]:
    values = properties.get(field)
    found = values if isinstance(values, list) else [values]
    return [value.strip() for value in found if isinstance(value, str) and value.strip()]


def _entities(properties: Mapping[str, Any], field: str) -> list[dict[str, Any]]:
    """Entities that stand inside another."""
    values = properties.get(field)
    found = [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
    return [value["properties"] for value in found if isinstance(value.get("properties"), dict)]


def _occupancy(held: Mapping[str, Any], known: Iterable[Held]) -> Iterator[Held]:
    """A post and when it was held."""
    begin, end = (next(iter(_dates(_texts(held, field))), None) for field in ("startDate", "endDate"))
    for post in _entities(held, "post"):
        where = [Held("country", code) for value in _texts(post, "country") if (code := country_code(value))]
        for name in _texts(post, "name")[:3]:
            yield from _roles(name, where or known, begin, end)


# ---- CSV


def _read_csv(lines: TextIO, path: Path) -> Iterator[Entry | Bad | None]:
    rows = csv.DictReader(lines, strict=False)
    fields = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
    if "name" not in fields:
        raise UnreadableFile(f"The table {path} has no column 'name'; its first line should name the columns.")
    for row in rows:
        yield _csv_entry({field: (row.get(name) or "").strip() for field, name in fields.items()}, rows.line_num)


def _csv_entry(row: Mapping[str, str], line: int) -> Entry | Bad:
    if "\0" in "".join(row.values()):
        return Bad(line, "the character NUL")
    names = _names([row["name"], *row.get("aliases", "").split(";")])
    if not row["name"] or not names:
        return Bad(line, "no name")
    country = row.get("country", "")
    code = country_code(country)
    if country and not code:
        return Bad(line, f"no country: {country[:40]}")
    times = {field: row.get(field, "") for field in ("from", "to")}
    if wrong := next((value for value in times.values() if value and not _DATE.fullmatch(value)), None):
        return Bad(line, f"no date: {wrong[:40]}")
    kind = row.get("kind", "").lower() or "person"
    if kind not in ("person", "organization"):
        return Bad(line, f"no kind: {kind[:40]}; person or organization")
    facts = [Held("country", code)] if code else []
    facts += _roles(row.get("role", ""), facts, times["from"] or None, times["to"] or None)
    wikidata = row.get("wikidata", "")
    return _entry(f"line {line}", row["name"], kind, names, facts, {"wikidata": wikidata} if wikidata else {})


# ---- what both have


def _entry(key: str, name: str, kind: str, names: list[str], facts: list[Held], links: dict[str, str]) -> Entry:
    kept = tuple(dict.fromkeys(facts))[:MOST_FACTS]
    return Entry(key, name[:LONGEST_NAME], kind, tuple(names[:MOST_NAMES]), kept, links)


def _names(values: Iterable[object]) -> list[str]:
    """Each once, without those too long to be a name, or with what no database takes."""
    texts = (" ".join(value.split()) for value in values if isinstance(value, str) and "\0" not in value)
    return list(dict.fromkeys(text for text in texts if 0 < len(text) <= LONGEST_NAME))


def _dates(values: Iterable[str]) -> Iterator[str]:
    return (found[0] for value in values if (found := _DATE.match(value)))


def _roles(title: str, known: Iterable[Held], begin: str | None = None, end: str | None = None) -> list[Held]:
    """``Minister of Foreign Affairs of Norway (2013-2017)`` -> foreign minister@NO, with its time."""
    if years := _YEARS.search(title):
        title, begin, end = title[: years.start()], begin or years[1], end or years[2]
    key = title_key(title)
    if not key:
        return []
    named = {state.iso3166 for words in re.findall(r"[A-Z]\w+(?: [A-Z]\w+)*", title) if (state := atlas().of_people(words))}
    codes = named or {fact.value for fact in known if fact.field == "country"}
    place = next(iter(codes)) if len(codes) == 1 else ""
    return [Held("role", f"{key}@{place}"[:200], begin, end)]


def country_code(value: str) -> str | None:
    """``no``, ``NOR`` is not, ``Norway``, ``gb-sct`` -> ISO 3166-1 alpha-2."""
    code = value.strip().upper().partition("-")[0]
    if code in atlas().by_code:
        return code
    state = atlas().named(value) if len(value) > 3 else None
    return state.iso3166 if state else None
