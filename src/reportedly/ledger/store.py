"""Stories and their readings, kept and given back whole.

Every function works within the transaction of the connection it is given. Where it writes, that is one that is alone in writing
(``database.write_transaction``), so what it has looked up stays true until it is done.
"""

from __future__ import annotations

import datetime
import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from reportedly import corrections, serialize
from reportedly.corrections import Correction, EventAccepted, StatementAccepted, corrected
from reportedly.errors import BadOption, UnreadableFile
from reportedly.ledger import actors, index
from reportedly.ledger.accounts import entering
from reportedly.ledger.query import Query
from reportedly.ledger.schema import band, correction, document, failure, reading, sighting
from reportedly.ledger.search import documents_with
from reportedly.ledger.versions import Issue, is_earlier, is_version
from reportedly.matching.duplicates import bands_of, likeness_of, shingles_of, signature_of
from reportedly.records import Document, Reading

Kind = Literal["new", "again", "copy", "version"]
MOST_CANDIDATES = 50  # texts with a band in common that are compared word for word


@dataclass(frozen=True, slots=True)
class Found:
    """Where a story was found, and what that place says of it."""

    name: str  # "news.zip!/a.txt"
    mark: str | None = None  # changes whenever what is found there may have changed


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a story that was put into the ledger."""

    document_id: int
    kind: Kind  # new; again: the same text was there; copy: a reprint; version: a corrected reissue


@dataclass(frozen=True, slots=True)
class Made:
    """A correction that somebody made."""

    id: int
    document: str  # digest
    title: str | None
    what: Correction
    who: str
    at: str
    undone: str | None  # when it was taken back
    undone_by: str | None = None  # and by whom


def now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def put(connection: Connection, read: Reading, found: Found) -> Kept:
    """Keep a reading. A text that is there already is not kept twice, but that it was seen here too is.

    Raises UnreadableFile for a text with the character NUL, which PostgreSQL cannot hold.
    """
    if "\0" in read.document.text:
        raise UnreadableFile(f"{found.name} holds the character NUL and seems to be no text; convert it first.")
    if (known := see_again(connection, read.document, found)) is not None:
        return Kept(known, "again")
    document_id = _insert_document(connection, read.document)
    _see(connection, document_id, read.document, found)
    kind = _relate(connection, document_id, read.document)
    _keep_reading(connection, document_id, read)
    index.enter(connection, document_id, read)
    entering.await_entering(connection, document_id)
    return Kept(document_id, kind)


def see_again(connection: Connection, story: Document, found: Found) -> int | None:
    """Note that a known text was found here (too); None where it is not known."""
    document_id: int | None = connection.execute(select(document.c.id).where(document.c.digest == story.id)).scalar()
    if document_id is not None:
        _see(connection, document_id, story, found)
    return document_id


def is_known(connection: Connection, story: Document) -> bool:
    """Whether the ledger has this very text."""
    return connection.execute(select(document.c.id).where(document.c.digest == story.id)).first() is not None


def known_marks(connection: Connection, places: Mapping[str, str | None]) -> set[str]:
    """The names among ``places`` (name: mark) where nothing has changed since they were last seen."""
    names = [name for name, mark in places.items() if mark is not None]
    rows = connection.execute(select(sighting.c.name, sighting.c.mark).where(sighting.c.name.in_(names)))
    return {name for name, mark in rows if mark == places[name]}


def fail(connection: Connection, name: str, error: Exception) -> None:
    """List a story that could not be read, with the reason."""
    values = {"kind": type(error).__name__, "reason": str(error).replace("\0", "�"), "at": now()}
    row = failure.c.name == name
    changed = connection.execute(update(failure).where(row).values(times=failure.c.times + 1, **values))
    if not changed.rowcount:
        connection.execute(insert(failure).values(name=name, **values))


def forget_failure(connection: Connection, name: str) -> None:
    """What could not be read before now was."""
    connection.execute(delete(failure).where(failure.c.name == name))


def put_reading_again(connection: Connection, read: Reading) -> None:
    """Make a newer reading of a known document the present one; the older is kept, and people's corrections hold on.

    Raises BadOption where the document is not known.
    """
    document_id = row_of(connection, read.document.id)
    _keep_reading(connection, document_id, read)
    enter_again(connection, document_id)


def correct(connection: Connection, document_id: int, changes: Iterable[Correction], who: str) -> list[int]:
    """Keep a person's corrections of a document, and show it so from now on; their numbers."""
    changes = list(changes)
    rows = [{"document_id": document_id, "what": corrections.to_json(what), "who": who, "at": now()} for what in changes]
    if not rows:
        return []
    numbers = list(connection.execute(insert(correction).returning(correction.c.id), rows).scalars())
    _show_corrected(connection, document_id, changes)
    return numbers


def take_back(connection: Connection, number: int, who: str | None = None) -> None:
    """Undo a correction, and note who did. Raises BadOption where there is none of this number, or it was taken back already."""
    row = correction.c.id == number
    columns = (correction.c.document_id, correction.c.what)
    found = connection.execute(select(*columns).where(row, correction.c.undone.is_(None))).first()
    if found is None:
        raise BadOption(f"There is no correction {number} to take back; reportedly corrections lists them.")
    connection.execute(update(correction).where(row).values(undone=now(), undone_by=who))
    _show_corrected(connection, found.document_id, [corrections.from_json(found.what)])


def _show_corrected(connection: Connection, document_id: int, changes: Iterable[Correction]) -> None:
    """Show a document as it is with these corrections, or without them. What was accepted is only surer than before."""
    if all(isinstance(what, StatementAccepted | EventAccepted) for what in changes):
        index.trust_again(connection, document_id, reading_of(connection, document_id, linked=False))
    else:
        enter_again(connection, document_id)


def made_corrections(connection: Connection, limit: int, offset: int) -> list[Made]:
    """People's corrections, the last first."""
    rows = connection.execute(_MADE.order_by(correction.c.id.desc()).limit(limit).offset(offset))
    return [_made(row) for row in rows]


def made_of(connection: Connection, document_id: int) -> list[Made]:
    """All that people corrected in a document, in the order in which they did."""
    rows = connection.execute(_MADE.where(correction.c.document_id == document_id).order_by(correction.c.id))
    return [_made(row) for row in rows]


_MADE = select(correction, document.c.digest, document.c.title).join(document, document.c.id == correction.c.document_id)


def _made(row: Row[Any]) -> Made:
    what = corrections.from_json(row.what)
    return Made(row.id, row.digest, row.title, what, row.who, row.at, row.undone, row.undone_by)


def sightings_of(connection: Connection, document_id: int) -> list[tuple[str, str]]:
    """Where a document was found: its address, or the name of the place, and when it was seen there."""
    here = sighting.c.document_id == document_id
    rows = connection.execute(select(sighting).where(here).order_by(sighting.c.id))
    return [(row.uri or row.name, row.seen) for row in rows]


def enter_again(connection: Connection, document_id: int) -> None:
    """Make the index of a document anew from its present reading and corrections. How sure its links are is as before."""
    doubts = actors.doubts_of(connection, document_id)
    present = reading_of(connection, document_id, linked=False)
    index.withdraw(connection, document_id)
    index.enter(connection, document_id, present)
    entering.await_entering(connection, document_id)
    actors.doubt_again(connection, document_id, doubts)


def label_again(connection: Connection, document_ids: Iterable[int]) -> None:
    """Bring the labels of documents up to date whose actors are others now."""
    for document_id in document_ids:
        index.label_again(connection, document_id, reading_of(connection, document_id, linked=False))


# Giving back


def reading_of(connection: Connection, document_id: int, linked: bool = True) -> Reading:
    """The present reading of a document, corrections applied; ``linked``: its actors carry who they are in the ledger."""
    record = _corrected_record(connection, document_id)
    if linked:
        _add_links(record, actors.links_of(connection, document_id))
    return serialize.from_dict(record)


def _corrected_record(connection: Connection, document_id: int) -> dict[str, object]:
    record = _record_of(connection, document_id)
    if changes := corrections_of(connection, document_id):
        return serialize.to_dict(corrected(serialize.from_dict(record), changes).reading)
    return record


def readings_of(connection: Connection, document_ids: Collection[int]) -> dict[int, Reading]:
    """The present readings of many documents, with who their actors are in the ledger, which is looked up for all at once."""
    links = actors.links_of_each(connection, document_ids)
    found: dict[int, Reading] = {}
    for document_id in document_ids:
        record = _corrected_record(connection, document_id)
        _add_links(record, links[document_id])
        found[document_id] = serialize.from_dict(record)
    return found


def as_read(connection: Connection, document_id: int) -> Reading:
    """The present reading of a document as the software made it, without corrections."""
    return serialize.from_dict(_record_of(connection, document_id))


def _record_of(connection: Connection, document_id: int) -> dict[str, object]:
    row = connection.execute(
        select(document.c.text, reading.c.body)
        .join(reading, reading.c.id == document.c.reading_id)
        .where(document.c.id == document_id)
    ).one()
    return _unpacked(row.body, row.text)


def row_of(connection: Connection, digest: str) -> int:
    """The number of the document with this digest, or one that begins so. Raises BadOption where there is none, or several."""
    start = f"sha256:{digest.removeprefix('sha256:').lower()}"
    between = (document.c.digest >= start, document.c.digest < f"{start}~")
    rows = list(connection.execute(select(document.c.id).where(*between).limit(2)).scalars())
    if len(rows) != 1:
        many = "more than one document" if rows else "no document"
        raise BadOption(f"The ledger holds {many} {digest}; reportedly search shows those it holds.")
    found: int = rows[0]
    return found


def document_of(connection: Connection, document_id: int) -> Document:
    """The story itself and what is known of it."""
    row = connection.execute(select(document).where(document.c.id == document_id)).one()
    known = (row.uri, row.title, row.publisher, row.author, row.language, row.published, row.place)
    return Document(row.digest, row.text, *known)


def texts_of(connection: Connection, digests: Iterable[str]) -> dict[str, str]:
    """The texts of documents by their digests."""
    rows = connection.execute(select(document.c.digest, document.c.text).where(document.c.digest.in_(set(digests))))
    return {row.digest: row.text for row in rows}


def corrections_of(connection: Connection, document_id: int) -> list[Correction]:
    """People's corrections of a document that were not taken back, in the order they were made."""
    rows = connection.execute(
        select(correction.c.what)
        .where(correction.c.document_id == document_id, correction.c.undone.is_(None))
        .order_by(correction.c.id)
    )
    return [corrections.from_json(what) for (what,) in rows]


def document_ids(connection: Connection, query: Query | None = None, after: int = 0) -> Iterator[int]:
    """All documents, or those with a statement that a query asks for, in the order they were added."""
    wanted = (
        select(document.c.id)
        if query is None
        else select(document.c.id).where(document.c.id.in_(documents_with(connection, query)))
    )
    last = after
    while ids := list(connection.execute(wanted.where(document.c.id > last).order_by(document.c.id).limit(1000)).scalars()):
        yield from ids
        last = ids[-1]


def read_by(connection: Connection, document_id: int) -> list[Mapping[str, Any]]:
    """What produced each reading of a document, oldest first."""
    rows = connection.execute(
        select(reading.c.produced_by).where(reading.c.document_id == document_id).order_by(reading.c.id)
    ).scalars()
    return [json.loads(row) for row in rows]


# Writing


def _insert_document(connection: Connection, story: Document) -> int:
    row = {
        "digest": story.id,
        "text": story.text,
        "uri": story.uri,
        "title": story.title,
        "publisher": story.publisher,
        "author": story.author,
        "language": story.language,
        "published": story.published,
        "place": story.place,
        "added": now(),
        "replaced": False,
    }
    document_id: int = connection.execute(insert(document).values(row).returning(document.c.id)).scalar_one()
    return document_id


def _see(connection: Connection, document_id: int, story: Document, found: Found) -> None:
    """Note where a text stands. Another text that stood there before was seen there too; its mark no longer holds."""
    here = sighting.c.name == found.name
    connection.execute(update(sighting).where(here, sighting.c.document_id != document_id).values(mark=None))
    values = {"mark": found.mark, "seen": now()}
    changed = connection.execute(update(sighting).where(here, sighting.c.document_id == document_id).values(values))
    if not changed.rowcount:
        known = {"uri": story.uri, "title": story.title, "publisher": story.publisher, "published": story.published}
        row = {"document_id": document_id, "name": found.name, **values, **known}
        connection.execute(insert(sighting).values(row))
    forget_failure(connection, found.name)


def _keep_reading(connection: Connection, document_id: int, read: Reading) -> None:
    row = {
        "document_id": document_id,
        "made": now(),
        "produced_by": json.dumps(serialize.to_dict(read)["produced_by"], ensure_ascii=False),
        "body": _packed(read),
    }
    reading_id = connection.execute(insert(reading).values(row).returning(reading.c.id)).scalar_one()
    connection.execute(update(document).where(document.c.id == document_id).values(reading_id=reading_id))


def _packed(read: Reading) -> bytes:
    """The record without the text, which the document has."""
    record = serialize.to_dict(read)
    record["document"] = {**_object(record["document"]), "text": ""}
    return zlib.compress(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8"), 6)


def _unpacked(body: bytes, text: str) -> dict[str, object]:
    record: dict[str, object] = json.loads(zlib.decompress(body))
    _object(record["document"])["text"] = text
    return record


def _object(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return value


def _add_links(record: dict[str, object], links: Mapping[str, Mapping[str, str]]) -> None:
    """Give each actor its number in the ledger, and the identifiers known of him there."""
    people = record["actors"]
    assert isinstance(people, list)
    for person in people:
        person["links"] |= links.get(person["id"], {})


# Reprints and versions


def _relate(connection: Connection, document_id: int, story: Document) -> Kind:
    """Link a new document to the one it reprints or corrects."""
    values: dict[str, object] = {"dispatch": document_id}
    kind: Kind = "new"
    shingles = shingles_of(story.text)
    signature = signature_of(shingles)
    if signature is not None:
        bands = bands_of(signature)
        alike = _most_alike(connection, shingles, bands)
        values["signature"] = signature
        if alike is not None:
            kind, relation = _relation(connection, document_id, story, alike)
            values |= relation
        rows = [{"hash": value, "document_id": document_id} for value in bands]
        connection.execute(insert(band), rows)
    connection.execute(update(document).where(document.c.id == document_id).values(values))
    return kind


def _most_alike(connection: Connection, shingles: frozenset[str], bands: list[int]) -> Row[Any] | None:
    """The document that shares most words in order with these, if any shares enough to be a copy."""
    same_band = (
        select(band.c.document_id)
        .where(band.c.hash.in_(bands))
        .group_by(band.c.document_id)
        .order_by(func.count().desc(), band.c.document_id)
        .limit(MOST_CANDIDATES)
    )
    rows = connection.execute(select(document).where(document.c.id.in_(same_band.scalar_subquery())).order_by(document.c.id))
    likely = [(likeness_of(shingles, shingles_of(row.text)), row) for row in rows]
    copies = [(likeness.common, row) for likeness, row in likely if likeness.is_copy]
    return max(copies, key=lambda pair: pair[0], default=(0.0, None))[1]


def _relation(connection: Connection, document_id: int, story: Document, alike: Row[Any]) -> tuple[Kind, dict[str, object]]:
    """What a new story is to the old one it shares its words with."""
    old = Issue(alike.text, alike.title, alike.publisher, alike.uri, alike.published)
    if is_version(Issue(story.text, story.title, story.publisher, story.uri, story.published), old):
        latest = _latest_version(connection, alike.id)
        connection.execute(update(document).where(document.c.id == latest).values(replaced=True))
        return "version", {"replaces": latest, "dispatch": alike.dispatch}
    return "copy", _copied(connection, document_id, story, alike)


def _copied(connection: Connection, document_id: int, story: Document, alike: Row[Any]) -> dict[str, object]:
    """One of the two reprints the other: the one published later, or the one added later where that is not known."""
    first = alike.copy_of or alike.id
    published = connection.execute(select(document.c.published).where(document.c.id == first)).scalar()
    if not is_earlier(story.published, published):
        return {"copy_of": first, "dispatch": alike.dispatch}
    reprints = (document.c.copy_of == first) | (document.c.id == first)
    connection.execute(update(document).where(reprints).values(copy_of=document_id))
    return {"dispatch": alike.dispatch}


def _latest_version(connection: Connection, document_id: int) -> int:
    """The version that no other replaces yet: a third version replaces the second, not the first."""
    while (newer := connection.execute(select(document.c.id).where(document.c.replaces == document_id)).scalar()) is not None:
        document_id = newer
    return document_id
