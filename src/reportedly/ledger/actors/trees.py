"""Who has been merged into whom: actors as trees, whose root stands for all of them.

A merge hangs one root below another and changes nothing else, so that taking it back is exact.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, Select, bindparam, select, update

from reportedly.ledger.schema import Id, actor

SOME = bindparam("some", expanding=True, type_=Id)  # the actors that are asked for
BATCH = 500  # values that one statement is given; SQLite takes 32,766, older ones 999


def batches(ids: Iterable[int]) -> Iterable[list[int]]:
    """In parts that fit in one statement."""
    ordered = sorted(set(ids))
    return (ordered[i : i + BATCH] for i in range(0, len(ordered), BATCH))


def roots_of(connection: Connection, ids: Collection[int]) -> dict[int, int]:
    """The root of each actor: itself where it was merged into nobody. Actors that do not exist are left out."""
    found: dict[int, int] = {}
    for part in batches(ids):
        found |= {row.of: row.id for row in connection.execute(_roots(), {"some": part})}
    return found


@cache
def _roots() -> Select[Any]:
    """Made once: to make it takes longer than to run it, and a page asks a dozen times."""
    start = select(actor.c.id.label("of"), actor.c.id, actor.c.merged_into).where(actor.c.id.in_(SOME))
    up = start.cte("up", recursive=True)
    up = up.union_all(select(up.c.of, actor.c.id, actor.c.merged_into).join(up, actor.c.id == up.c.merged_into))
    return select(up.c.of, up.c.id).where(up.c.merged_into.is_(None))


def members_of(connection: Connection, roots: Collection[int]) -> dict[int, set[int]]:
    """Each root with all that were merged into it, itself among them."""
    found: dict[int, set[int]] = defaultdict(set)
    for part in batches(roots):
        for row in connection.execute(_members(), {"some": part}):
            found[row.root].add(row.id)
    return dict(found)


@cache
def _members() -> Select[Any]:
    down = select(actor.c.id.label("root"), actor.c.id).where(actor.c.id.in_(SOME)).cte("down", recursive=True)
    down = down.union_all(select(down.c.root, actor.c.id).join(down, actor.c.merged_into == down.c.id))
    return select(down.c.root, down.c.id)


def count(connection: Connection, changes: Mapping[int, int]) -> None:
    """Add to the number of appearances of each of these actors, and of everybody they are merged into."""
    total: Counter[int] = Counter(changes)
    merged = select(actor.c.id, actor.c.merged_into).where(actor.c.id.in_(changes), actor.c.merged_into.is_not(None))
    for row in connection.execute(merged).all():
        for above in _above(connection, row.merged_into):
            total[above] += changes[row.id]
    changed = [{"b_id": actor_id, "b_by": by} for actor_id, by in total.items()]
    more = actor.c.appearances + bindparam("b_by", type_=Integer)
    connection.execute(update(actor).where(actor.c.id == bindparam("b_id")).values(appearances=more), changed)


def _above(connection: Connection, actor_id: int) -> list[int]:
    """An actor and everybody it is merged into."""
    up = select(actor.c.id, actor.c.merged_into).where(actor.c.id == actor_id).cte("up", recursive=True)
    up = up.union_all(select(actor.c.id, actor.c.merged_into).join(up, actor.c.id == up.c.merged_into))
    return [row.id for row in connection.execute(select(up.c.id))]
