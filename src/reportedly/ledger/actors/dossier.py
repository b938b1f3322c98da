"""What the ledger knows of actors, loaded to compare a story with it: as much of it as bears on that story."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, or_, select

from reportedly.annotate.lexicon import lexicon
from reportedly.ledger.actors.names import person_name
from reportedly.ledger.actors.traits import Sort
from reportedly.ledger.actors.trees import BATCH, members_of, roots_of
from reportedly.ledger.schema import actor, actor_fact, actor_name

MOST_BEARERS = 64  # of one key that are compared; more of them tell nobody apart
MOST_ROWS = 4 * MOST_BEARERS  # of one key that are read, for one bearer may be printed in several ways
MOST_NAMES = 200  # of one actor that are loaded


@dataclass(slots=True)
class Dossier:
    """What is known of an actor, and of all that were merged into it, or of a register's entry."""

    id: int
    kind: str
    links: dict[str, str] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)  # as printed: in how many stories
    facts: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))  # field: value: in how many stories
    members: set[int] = field(default_factory=set)
    appearances: int = 0

    def of(self, name: str) -> Mapping[str, int]:
        """The values of one field."""
        return self.facts.get(name, {})

    def note(self, name: str, value: str, times: int = 1) -> None:
        self.facts[name][value] = self.facts[name].get(value, 0) + times

    @property
    def sort(self) -> Sort:
        """What may be compared with it; see ``traits.Sort``."""
        if "iso3166" in self.links:
            return "state"
        if self.kind == "person":
            christened = any(len(w := person_name(name).words) > 1 and w[0] in lexicon().first_names for name in self.names)
            return "person" if christened or self.of("role") or self.of("gender") else "open"
        return "body" if self.kind in ("organization", "country") else "open"


def bearers(connection: Connection, keys: Iterable[str]) -> dict[str, set[int]]:
    """The actors kept under each key; more than ``MOST_BEARERS`` are nobody in particular, and none is given."""
    found: dict[str, set[int]] = defaultdict(set)
    wanted = sorted(set(keys))
    for at in range(0, len(wanted), BATCH):
        place = func.row_number().over(partition_by=actor_name.c.key, order_by=actor_name.c.actor_id).label("place")
        rows = (
            select(actor_name.c.key, actor_name.c.actor_id, place).where(actor_name.c.key.in_(wanted[at : at + BATCH])).subquery()
        )
        for row in connection.execute(select(rows.c.key, rows.c.actor_id).where(rows.c.place <= MOST_ROWS)):
            found[row.key].add(row.actor_id)
    return {key: ids for key, ids in found.items() if len(ids) <= MOST_BEARERS}


def dossiers(connection: Connection, ids: Collection[int], company: Collection[str] = ()) -> dict[int, Dossier]:
    """The dossier of each of these actors' roots, by the actor asked for. Of ``company``, only what is asked for is loaded."""
    roots = roots_of(connection, ids)
    members = members_of(connection, set(roots.values()))
    root_of = {member: root for root, group in members.items() for member in group}
    found = {root: Dossier(root, "", members=group) for root, group in members.items()}
    everybody = sorted(root_of)
    for at in range(0, len(everybody), BATCH):
        part = everybody[at : at + BATCH]
        for row in connection.execute(
            select(actor.c.id, actor.c.kind, actor.c.links, actor.c.appearances).where(actor.c.id.in_(part))
        ):
            dossier = found[root_of[row.id]]
            dossier.links = json.loads(row.links) | dossier.links
            if row.id == dossier.id:
                dossier.kind, dossier.appearances = row.kind, row.appearances
        _load_names(connection, part, root_of, found)
        _load_facts(connection, part, root_of, found, company)
    return {asked: found[root] for asked, root in roots.items()}


def _load_names(connection: Connection, ids: list[int], root_of: Mapping[int, int], found: Mapping[int, Dossier]) -> None:
    rows = connection.execute(
        select(actor_name.c.actor_id, actor_name.c.name, actor_name.c.times)
        .where(actor_name.c.actor_id.in_(ids), actor_name.c.key.not_like("~%"))
        .limit(MOST_NAMES * len(ids))
    )
    for actor_id, name, times in rows:
        names = found[root_of[actor_id]].names
        names[name] = max(names.get(name, 0), times)


def _load_facts(
    connection: Connection, ids: list[int], root_of: Mapping[int, int], found: Mapping[int, Dossier], company: Collection[str]
) -> None:
    wanted = or_(actor_fact.c.field != "company", actor_fact.c.value.in_(sorted(company)))
    rows = connection.execute(select(actor_fact).where(actor_fact.c.actor_id.in_(ids), wanted))
    for row in rows:
        found[root_of[row.actor_id]].note(row.field, row.value, row.times)
