"""Stories that were handed in to be read: what became of each, and which process reads them now.

An upload waits until a process claims it, by one update that only one of them can win. The process notes the story that it is at
before it reads it, and what came of it together with the reading itself, in one transaction. So whatever is killed at whatever
moment, the next process goes on behind the last story, and none is read twice or lost. A process that is silent for ``LEASE``
seconds is taken to be dead. A story over which ``MOST_TRIES`` processes died is listed as a failure, and the rest goes on.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, delete, insert, or_, select, update

from reportedly.errors import BadOption
from reportedly.ledger.schema import document, upload, upload_story
from reportedly.ledger.store import now

State = Literal["waiting", "reading", "done"]
Outcome = Literal["new", "again", "copy", "version", "failed"]

LEASE = 60.0  # seconds
MOST_TRIES = 2


@dataclass(frozen=True, slots=True)
class Upload:
    """What somebody handed in."""

    id: int
    name: str  # a file's name, "12 files", a title, an address
    address: str | None  # of the web
    facts: Mapping[str, str]  # published, title, publisher: of all its stories
    spool: str  # where its files wait: the folder's own name for itself, and the folder in it
    who: str
    at: str
    state: State
    reading: str | None  # the story that is being read
    tries: int  # processes that died over it
    stories: int | None  # how many there are; None: not known yet
    done: int
    finished: str | None


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of one story of an upload."""

    number: int
    name: str
    outcome: Outcome
    document: str | None  # digest
    title: str | None
    reason: str | None  # why it could not be read


class Lost(Exception):
    """Another process reads the upload now, for this one was taken to be dead."""


def hand_in(connection: Connection, name: str, spool: str, who: str, facts: Mapping[str, str], address: str | None = None) -> int:
    """An upload that waits to be read; its number."""
    row = {
        "name": name, "address": address, "facts": json.dumps(dict(facts), ensure_ascii=False), "spool": spool, "who": who,
        "at": now(), "state": "waiting", "done": 0, "tries": 0,
    }  # fmt: skip
    number: int = connection.execute(insert(upload).values(row).returning(upload.c.id)).scalar_one()
    return number


# For the process that reads


def is_due(connection: Connection, spool: str) -> bool:
    """Whether anything waits in this spool to be claimed."""
    return connection.execute(_due(spool).limit(1)).first() is not None


def claim(connection: Connection, spool: str, worker: str) -> Upload | None:
    """The next upload of this spool, which is this process's from now on; None where nothing waits.

    The transaction must be alone in writing.
    """
    row = connection.execute(_due(spool).order_by(upload.c.id).limit(1)).first()
    if row is None:
        return None
    tries = row.tries + 1 if row.reading is not None else row.tries
    values = {"state": "reading", "worker": worker, "beat": time.time(), "tries": tries}
    connection.execute(update(upload).where(upload.c.id == row.id).values(values))
    return one(connection, row.id)


def _due(spool: str) -> Select[Any]:
    silent = or_(upload.c.worker.is_(None), upload.c.beat < time.time() - LEASE)
    return select(upload).where(upload.c.state != "done", upload.c.spool.startswith(f"{spool}/", autoescape=True), silent)


def beat(connection: Connection, number: int, worker: str, **values: object) -> None:
    """Say that the process lives, and perhaps what it is at. Raises Lost where the upload is another's now."""
    mine = (upload.c.id == number, upload.c.worker == worker)
    if not connection.execute(update(upload).where(*mine).values(beat=time.time(), **values)).rowcount:
        raise Lost(f"Upload {number} is read by another process.")


def note(
    connection: Connection, number: int, worker: str, story: int, name: str, outcome: Outcome,
    document_id: int | None = None, reason: str | None = None,
) -> None:  # fmt: skip
    """Note what became of a story, within the transaction that keeps its reading. Raises Lost."""
    beat(connection, number, worker, done=story, reading=None, tries=0)
    row = {
        "upload_id": number, "number": story, "name": name.replace("\0", "�"), "outcome": outcome, "document_id": document_id,
        "reason": reason.replace("\0", "�") if reason else None,
    }  # fmt: skip
    connection.execute(insert(upload_story).values(row))


def finish(connection: Connection, number: int, worker: str) -> None:
    """All of it is read. Raises Lost."""
    beat(connection, number, worker, state="done", reading=None, finished=now())


def release(connection: Connection, worker: str, blame: bool) -> None:
    """Give back what a process held that is gone. ``blame``: it died by itself, perhaps over the story that it was at."""
    values: dict[str, object] = {"worker": None, "beat": None, "state": "waiting"}
    if not blame:
        values["reading"] = None
    connection.execute(update(upload).where(upload.c.worker == worker, upload.c.state != "done").values(values))


# For people


def one(connection: Connection, number: int) -> Upload:
    """The upload of this number. Raises BadOption where there is none."""
    row = connection.execute(select(upload).where(upload.c.id == number)).first()
    if row is None:
        raise BadOption(f"There is no upload {number}.")
    return _upload(row)


def listing(connection: Connection, limit: int = 20, offset: int = 0) -> list[Upload]:
    """What was handed in, the last first."""
    return [_upload(row) for row in connection.execute(select(upload).order_by(upload.c.id.desc()).limit(limit).offset(offset))]


def stories(connection: Connection, number: int, limit: int = 500, offset: int = 0) -> list[Handed]:
    """What became of the stories of an upload, the failures first."""
    failed = (upload_story.c.outcome != "failed").label("fine")
    asked = select(upload_story, document.c.digest, document.c.title)
    asked = asked.outerjoin(document, document.c.id == upload_story.c.document_id).where(upload_story.c.upload_id == number)
    rows = connection.execute(asked.order_by(failed, upload_story.c.number).limit(limit).offset(offset))
    return [Handed(row.number, row.name, row.outcome, row.digest, row.title, row.reason) for row in rows]


def open_spools(connection: Connection) -> set[str]:
    """The folders that are needed still."""
    return set(connection.execute(select(upload.c.spool).where(upload.c.state != "done")).scalars())


def forget(connection: Connection, number: int) -> None:
    """Take an upload out of the list; its stories stay in the ledger."""
    connection.execute(delete(upload).where(upload.c.id == number, upload.c.state == "done"))


def _upload(row: Row[Any]) -> Upload:
    return Upload(
        row.id, row.name, row.address, json.loads(row.facts), row.spool, row.who, row.at, row.state, row.reading, row.tries,
        row.stories, row.done, row.finished,
    )  # fmt: skip
