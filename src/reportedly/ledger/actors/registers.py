"""Registers: lists of who there is, to know actors by identifier.

An import reads the file as a stream and writes it in batches, so that its size costs time and disk but no memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select, update

from reportedly.errors import BadOption
from reportedly.ledger.actors.entries import Bad, Entry, Form, read_register
from reportedly.ledger.actors.matching import match, own_links
from reportedly.ledger.actors.trees import batches, members_of
from reportedly.ledger.schema import actor, actor_name, entry, entry_fact, entry_name

BATCH = 1000  # entries that are written at once
MOST_SHOWN = 20  # bad lines that are reported one by one


@dataclass(slots=True)
class Imported:
    """What became of a register's lines."""

    entries: int = 0
    skipped: int = 0  # something else than a person or a body
    bad: int = 0
    shown: list[Bad] = field(default_factory=list)  # the first of the bad ones
    linked: int = 0  # actors of stories that are an entry of it now

    def note(self, bad: Bad) -> None:
        self.bad += 1
        if len(self.shown) < MOST_SHOWN:
            self.shown.append(bad)


def import_register(connection: Connection, path: str | Path, register: str, form: Form | None = None) -> Imported:
    """Read a register into the ledger in place of what it held under this name, and link actors of stories to its entries.

    ``form``: ``ftm`` (JSON lines) or ``csv``; by the file's name if not given. Bad lines are counted and never stop it. Raises
    UnreadableFile for a file that cannot be read, BadOption for a name that is none.
    """
    if not register.strip() or len(register) > 80:
        raise BadOption("Give the register a name of at most 80 characters, such as opensanctions.")
    _clear(connection, register)
    done = Imported()
    next_id = (connection.execute(select(func.max(entry.c.id))).scalar() or 0) + 1
    for part in _parts(read_register(Path(path), form), done):
        next_id = _write(connection, register, part, next_id, done)
    done.linked = _link_actors(connection, register)
    return done


def retire(connection: Connection, register: str) -> int:
    """Take a register out of the ledger, and the identifiers it gave; the number of its entries. Raises BadOption for none."""
    if not (number := _clear(connection, register)):
        known = ", ".join(name for name, _ in registers(connection)) or "none"
        raise BadOption(f"There is no register {register!r}; there are: {known}.")
    return number


def registers(connection: Connection) -> list[tuple[str, int]]:
    """The registers of the ledger with the number of their entries."""
    asked = select(entry.c.register, func.count()).group_by(entry.c.register).order_by(entry.c.register)
    return [(name, number) for name, number in connection.execute(asked)]


def _clear(connection: Connection, register: str) -> int:
    """Delete the entries of a register; actors that were linked to one get their own identifiers back."""
    ours = select(entry.c.id).where(entry.c.register == register)
    linked = list(connection.execute(select(actor.c.id).where(actor.c.entry_id.in_(ours))).scalars())
    for part in batches(linked):
        for root, group in members_of(connection, part).items():
            links = json.dumps(own_links(connection, group), sort_keys=True)
            values = {"entry_id": None, "entry_score": None, "entry_reasons": None, "links": links}
            connection.execute(update(actor).where(actor.c.id == root).values(values))
    for table in (entry_name, entry_fact):
        connection.execute(delete(table).where(table.c.entry_id.in_(ours)))
    return connection.execute(delete(entry).where(entry.c.register == register)).rowcount


def _parts(found: Iterable[Entry | Bad | None], done: Imported) -> Iterator[list[Entry]]:
    """Entries in batches; what is none is counted."""
    part: list[Entry] = []
    for row in found:
        if row is None:
            done.skipped += 1
        elif isinstance(row, Bad):
            done.note(row)
        else:
            part.append(row)
            if len(part) == BATCH:
                yield part
                part = []
    if part:
        yield part


def _write(connection: Connection, register: str, part: list[Entry], next_id: int, done: Imported) -> int:
    """Write a batch, and give the next free number. A key that is there already is not written again."""
    unique = {found.key: found for found in reversed(part)}
    asked = select(entry.c.key).where(entry.c.register == register, entry.c.key.in_(list(unique)))
    there = set(connection.execute(asked).scalars())
    new = {next_id + n: found for n, found in enumerate(f for f in reversed(unique.values()) if f.key not in there)}
    for _ in range(len(part) - len(new)):
        done.note(Bad(0, "an id that is there already"))
    rows = [
        {
            "id": i,
            "register": register,
            "key": e.key,
            "name": e.name,
            "kind": e.kind,
            "links": json.dumps(e.links, sort_keys=True),
        }
        for i, e in new.items()
    ]
    names = [{"entry_id": i, "key": key, "name": name} for i, e in new.items() for key, name in e.keys]
    facts = [
        {"entry_id": i, "number": n, "field": h.field, "value": h.value[:200], "begin": h.begin, "end": h.end}
        for i, e in new.items()
        for n, h in enumerate(e.facts)
    ]
    for table, values in ((entry, rows), (entry_name, names), (entry_fact, facts)):
        if values:
            connection.execute(insert(table), values)
    done.entries += len(new)
    return next_id + len(new)


def _link_actors(connection: Connection, register: str) -> int:
    """Link the actors who bear a name of the register."""
    asked = (
        select(actor_name.c.actor_id)
        .join(entry_name, entry_name.c.key == actor_name.c.key)
        .join(entry, entry.c.id == entry_name.c.entry_id)
        .where(entry.c.register == register)
        .distinct()
    )
    ids = list(connection.execute(asked).scalars())
    return sum(match(connection, part) for part in batches(ids))
