"""Actors found again: by name, by number, listed; always as the one that stands for all that were merged."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Row, func, select

from reportedly.errors import BadOption
from reportedly.ledger.actors.names import body_name, keys_to_find, likeness
from reportedly.ledger.actors.trees import batches, members_of, roots_of
from reportedly.ledger.schema import actor, actor_fact, actor_name, appearance, entry

MOST_FOUND = 500  # of those kept under one key that are looked at
MOST_SHOWN = 20  # values of one kind in a profile

ORDER = {"same": 0, "spelling": 1, "longer": 2, "initial": 3, "part": 4, "close": 5, "different": 6}


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of a list of actors."""

    id: int
    name: str
    kind: str
    links: Mapping[str, str]  # identifiers in registers
    appearances: int  # actors of stories that are this one


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of an actor from all stories, and from a register."""

    id: int
    name: str
    kind: str
    links: Mapping[str, str]
    appearances: int
    members: tuple[int, ...]  # it and all that were merged into it
    names: tuple[tuple[str, int], ...]  # as printed, with the number of stories; the most frequent first
    roles: tuple[tuple[str, int], ...]  # foreign minister@RU
    countries: tuple[tuple[str, int], ...]  # ISO 3166-1 alpha-2
    company: tuple[tuple[str, int], ...]  # keys of those it is named with
    entry: str | None = None  # its entry in a register: "opensanctions NK-abc"
    entry_score: float | None = None
    entry_reasons: tuple[str, ...] = ()


def find(connection: Connection, name: str, kind: str | None = None) -> list[Profile]:
    """All actors that bear a name, the best first: by how well it fits, then by the number of their stories."""
    ids: set[int] = set()
    for key in keys_to_find(name):
        asked = select(actor_name.c.actor_id).where(actor_name.c.key == key).distinct().limit(MOST_FOUND)
        ids |= set(connection.execute(asked).scalars())
    roots = set(roots_of(connection, ids).values())
    found = [profile(connection, root) for root in roots]
    kept = [known for known in found if known.appearances > 0 and (kind is None or known.kind == kind)]
    fits = [(fit, known) for known in kept if (fit := min((_fit(name, other) for other, _ in known.names), default=9)) < 6]
    return [known for _, known in sorted(fits, key=lambda row: (row[0], -row[1].appearances, row[1].id))]


def _fit(name: str, other: str) -> int:
    """How well a printed name fits the one asked for, 0 the best."""
    return 0 if body_name(name).key == body_name(other).key else ORDER[likeness(name, other)]


def profile(connection: Connection, actor_id: int) -> Profile:
    """What is known of an actor; of one that was merged into another, of that one. Raises BadOption where there is none."""
    root = roots_of(connection, [actor_id]).get(actor_id)
    if root is None:
        raise BadOption(f"There is no actor {actor_id}; reportedly actors lists them with their numbers.")
    group = members(connection, root)
    rows = {row.id: row for row in connection.execute(select(actor).where(actor.c.id.in_(group)))}
    listed = next((row for row in (rows[root], *rows.values()) if row.entry_id is not None), rows[root])
    return Profile(
        root, rows[root].name, rows[root].kind, _links(rows.values(), root), rows[root].appearances, tuple(sorted(group)),
        _names(connection, group), _facts(connection, group, "role"), _facts(connection, group, "country"),
        _facts(connection, group, "company"), _entry(connection, listed), listed.entry_score,
        tuple(json.loads(listed.entry_reasons or "[]")),
    )  # fmt: skip


def members(connection: Connection, actor_id: int) -> set[int]:
    """The actor and all that were merged with it, whichever of them is asked for; empty where there is none."""
    root = roots_of(connection, [actor_id]).get(actor_id)
    return set() if root is None else members_of(connection, [root])[root]


def listing(connection: Connection, kind: str | None = None, limit: int = 50, offset: int = 0) -> list[Summary]:
    """The actors of the ledger, those with the most appearances first."""
    asked = select(actor).where(actor.c.merged_into.is_(None), actor.c.appearances > 0)
    asked = asked.order_by(actor.c.appearances.desc(), actor.c.id).limit(limit).offset(offset)
    rows = connection.execute(asked if kind is None else asked.where(actor.c.kind == kind)).all()
    groups = members_of(connection, [row.id for row in rows])
    links = _links_of_groups(connection, groups)
    return [Summary(row.id, row.name, row.kind, links[row.id], row.appearances) for row in rows]


def links_of(connection: Connection, document_id: int) -> dict[str, dict[str, str]]:
    """The identifiers of each linked actor of a document by its id there: its number in the ledger, and those in registers."""
    return links_of_each(connection, [document_id])[document_id]


def links_of_each(connection: Connection, document_ids: Collection[int]) -> dict[int, dict[str, dict[str, str]]]:
    """The same for many documents, by their numbers."""
    asked = select(appearance.c.document_id, appearance.c.local, appearance.c.actor_id).where(appearance.c.actor_id.is_not(None))
    rows = [
        row
        for part in batches(document_ids)
        for row in connection.execute(asked.where(appearance.c.document_id.in_(part)).order_by(appearance.c.id))
    ]
    roots = roots_of(connection, {row.actor_id for row in rows})
    links = _links_of_groups(connection, members_of(connection, set(roots.values())))
    found: dict[int, dict[str, dict[str, str]]] = {document_id: {} for document_id in document_ids}
    for row in rows:
        found[row.document_id][row.local] = links[roots[row.actor_id]] | {"ledger": str(roots[row.actor_id])}
    return found


def _links_of_groups(connection: Connection, groups: Mapping[int, set[int]]) -> dict[int, dict[str, str]]:
    """The identifiers of each root, its own before those of whom was merged into it."""
    rows: dict[int, Row[tuple[int, str]]] = {}
    for part in batches(member for group in groups.values() for member in group):
        rows |= {row.id: row for row in connection.execute(select(actor.c.id, actor.c.links).where(actor.c.id.in_(part)))}
    return {root: _links([rows[member] for member in group], root) for root, group in groups.items()}


def _links(rows: Collection[Row[tuple[int, str]]], root: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (row.id == root, -row.id)):
        found |= json.loads(row.links)
    return found


def _names(connection: Connection, group: set[int]) -> tuple[tuple[str, int], ...]:
    """The names as printed; the surnames that longer ones are cut down to are not shown."""
    once = (
        select(actor_name.c.actor_id, actor_name.c.name, func.max(actor_name.c.times).label("times"))
        .where(actor_name.c.actor_id.in_(group), actor_name.c.key.not_like("~%"))
        .group_by(actor_name.c.actor_id, actor_name.c.name)
        .subquery()
    )
    total = func.sum(once.c.times)
    rows = connection.execute(
        select(once.c.name, total).group_by(once.c.name).order_by(total.desc(), once.c.name).limit(MOST_SHOWN)
    )
    return tuple((name, int(times)) for name, times in rows)


def _facts(connection: Connection, group: set[int], of: str) -> tuple[tuple[str, int], ...]:
    total = func.sum(actor_fact.c.times)
    asked = select(actor_fact.c.value, total).where(actor_fact.c.actor_id.in_(group), actor_fact.c.field == of)
    rows = connection.execute(asked.group_by(actor_fact.c.value).order_by(total.desc(), actor_fact.c.value).limit(MOST_SHOWN))
    return tuple((value, int(times)) for value, times in rows)


def _entry(connection: Connection, listed: Row[tuple[int, ...]]) -> str | None:
    if listed.entry_id is None:
        return None
    row = connection.execute(select(entry.c.register, entry.c.key).where(entry.c.id == listed.entry_id)).one()
    return f"{row.register} {row.key}"
