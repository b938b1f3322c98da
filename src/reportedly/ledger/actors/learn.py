"""What an actor is known by is the sum of what each story taught of it, and each lesson can be taken back.

An appearance keeps what it taught (``Lesson``, JSON in ``appearance.traits``); the tables ``actor_name`` and ``actor_fact`` count
in how many appearances each name and fact occurs.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from reportedly.ledger.actors.names import person_name
from reportedly.ledger.actors.traits import Fact, Key, Traits
from reportedly.ledger.actors.trees import count
from reportedly.ledger.schema import actor, actor_fact, actor_name

MOST = {"company": 500, "role": 100, "country": 20, "gender": 2}  # values of a field that an actor is known by


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one appearance taught of its actor."""

    place: str  # what the actor is remembered by in its document (``placement.key``)
    names: tuple[Key, ...]
    facts: tuple[Fact, ...]

    @classmethod
    def of(cls, traits: Traits, place: str) -> Lesson:
        return cls(place, tuple(sorted(set(traits.keys))), tuple(sorted((field, value[:200]) for field, value in traits.facts)))

    def to_json(self) -> str:
        return json.dumps({"place": self.place, "names": self.names, "facts": self.facts}, ensure_ascii=False)

    @classmethod
    def from_json(cls, data: str) -> Lesson:
        record = json.loads(data)
        return cls(
            record["place"], tuple((key, name) for key, name in record["names"]), tuple((f, v) for f, v in record["facts"])
        )


Taught = tuple[int, Lesson]  # the actor that was taught, and what


def now() -> str:
    """The moment in UTC, as the ledger writes it down."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def within_bounds(connection: Connection, lessons: Sequence[Taught]) -> list[Taught]:
    """Lessons without what is new where their actor is known by so much already that more would not tell him apart."""
    asked = select(actor_fact.c.actor_id, actor_fact.c.field, func.count().label("values"))
    asked = asked.where(actor_fact.c.actor_id.in_({actor_id for actor_id, _ in lessons}))
    asked = asked.group_by(actor_fact.c.actor_id, actor_fact.c.field).having(func.count() >= min(MOST.values()))
    full = {(row.actor_id, row.field) for row in connection.execute(asked) if row.values >= MOST.get(row.field, 0)}
    wanted = [(actor_id, f, v) for actor_id, lesson in lessons for f, v in lesson.facts if (actor_id, f) in full]
    known = _known(connection, wanted) if wanted else set()
    new = set(wanted) - known
    return [
        (actor_id, replace(lesson, facts=tuple(fact for fact in lesson.facts if (actor_id, *fact) not in new)))
        for actor_id, lesson in lessons
    ]


def _known(connection: Connection, facts: Sequence[tuple[int, str, str]]) -> set[tuple[int, str, str]]:
    """Those of the facts that are known. SQLite finds no index for rows of values, so a few too many are asked for."""
    columns = (actor_fact.c.actor_id, actor_fact.c.field, actor_fact.c.value)
    among = (actor_fact.c.actor_id.in_({i for i, _, _ in facts}), actor_fact.c.value.in_({value for _, _, value in facts}))
    rows = connection.execute(select(*columns).where(*among))
    return {(row.actor_id, row.field, row.value) for row in rows} & set(facts)


def learn(connection: Connection, lessons: Sequence[Taught]) -> None:
    """Add what appearances taught to what is known of their actors, and count them."""
    _add(
        connection,
        actor_name,
        [{"actor_id": i, "key": key, "name": name, "times": 1} for i, t in lessons for key, name in t.names],
    )
    _add(connection, actor_fact, [{"actor_id": i, "field": f, "value": v, "times": 1} for i, t in lessons for f, v in t.facts])
    _recount(connection, Counter(actor_id for actor_id, _ in lessons))


def unlearn(connection: Connection, lessons: Sequence[Taught]) -> None:
    """Take it back."""
    _subtract(
        connection, actor_name, [{"b_actor_id": i, "b_key": key, "b_name": name} for i, t in lessons for key, name in t.names]
    )
    _subtract(connection, actor_fact, [{"b_actor_id": i, "b_field": f, "b_value": v} for i, t in lessons for f, v in t.facts])
    less = Counter(actor_id for actor_id, _ in lessons)
    for table in (actor_name, actor_fact):
        connection.execute(delete(table).where(table.c.actor_id.in_(less), table.c.times <= 0))
    _recount(connection, {actor_id: -times for actor_id, times in less.items()})


def _recount(connection: Connection, changes: Mapping[int, int]) -> None:
    if changes:
        count(connection, changes)
        call(connection, changes)


def call(connection: Connection, ids: Collection[int]) -> None:
    """Give actors the name that they are mostly printed by, a full one before a surname or an acronym."""
    rows = connection.execute(
        select(actor_name.c.actor_id, actor_name.c.name, func.max(actor_name.c.times).label("times"))
        .where(actor_name.c.actor_id.in_(ids), actor_name.c.key.not_like("~%"))
        .group_by(actor_name.c.actor_id, actor_name.c.name)
    )
    best: dict[int, tuple[int, int, str]] = {}
    for row in rows:
        best[row.actor_id] = max(best.get(row.actor_id, (0, 0, "")), (_fullness(row.name), row.times, row.name))
    called = connection.execute(select(actor.c.id, actor.c.name).where(actor.c.id.in_(best)))
    changed = [{"b_id": row.id, "b_name": best[row.id][2]} for row in called if row.name != best[row.id][2]]
    if changed:
        connection.execute(update(actor).where(actor.c.id == bindparam("b_id")).values(name=bindparam("b_name")), changed)


def _fullness(name: str) -> int:
    return min(len(person_name(name).words), 2)


def _add(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    made = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
    keys = [column.name for column in table.primary_key]
    more = {"times": table.c.times + made.excluded.times}
    connection.execute(made.on_conflict_do_update(index_elements=keys, set_=more), rows)


def _subtract(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    same = [column == bindparam(f"b_{column.name}") for column in table.primary_key]
    connection.execute(update(table).where(*same).values(times=table.c.times - 1), rows)


def without_appearances(connection: Connection, ids: Collection[int]) -> list[int]:
    """Those of these actors that no story speaks of any more, nor of anybody merged into them."""
    return [row.id for row in connection.execute(select(actor.c.id).where(actor.c.id.in_(ids), actor.c.appearances <= 0))]
