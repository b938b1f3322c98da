"""Which entry of a register an actor is: compared as the actor of a story is with actors, by name, country, role and its time.

Two entries that fit, or one that is somebody else's already, give none; the reason is kept with the actor.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select, update

from reportedly.ledger.actors.compare import MARGIN, Verdict, compare
from reportedly.ledger.actors.dossier import MOST_BEARERS, Dossier, dossiers
from reportedly.ledger.actors.names import person_name
from reportedly.ledger.actors.traits import Traits
from reportedly.ledger.actors.trees import batches
from reportedly.ledger.schema import actor, actor_name, appearance, document, entry, entry_fact, entry_name

ENOUGH = 0.8  # a full name and the country; the name of a body that says which it is
MOST_STORIES = 500  # of an actor, of which the days are looked at


@dataclass(slots=True)
class Listed:
    """An entry as it is compared: what held at the time of the stories, and the titles it bore at another time."""

    id: int
    dossier: Dossier
    outdated: dict[str, str] = field(default_factory=dict)  # title: its time, for people


def match(connection: Connection, ids: Collection[int]) -> int:
    """Link those of these actors that are no entry yet to one of a register, where a careful comparison allows; how many."""
    if not ids or connection.execute(select(entry.c.id).limit(1)).first() is None:
        return 0
    bearing: set[int] = set()
    for part in batches(ids):
        same = select(actor_name.c.actor_id).join(entry_name, entry_name.c.key == actor_name.c.key).distinct()
        bearing |= set(connection.execute(same.where(actor_name.c.actor_id.in_(part), actor_name.c.key.not_like("~%"))).scalars())
    files = {known.id: known for known in dossiers(connection, bearing).values()}
    taken = _with_entry(connection, files)
    return sum(_match_one(connection, known) for root, known in files.items() if root not in taken)


def _match_one(connection: Connection, known: Dossier) -> bool:
    """Link one actor to the entry it is, if there is one; else keep why not."""
    if known.sort == "state":
        return False
    traits = _traits(connection, known)
    if not _may_be_listed(traits):
        return False
    found = [(listed, _verdict(traits, listed)) for listed in _entries(connection, known)]
    fitting = sorted(
        ((listed, verdict) for listed, verdict in found if verdict.against is None and verdict.score >= ENOUGH),
        key=lambda row: (-row[1].score, row[0].id),
    )
    if not fitting:
        return False
    best, verdict = fitting[0]
    rivals = [listed for listed, other in fitting[1:] if other.score > verdict.score - MARGIN and not _same(listed, best)]
    owner = connection.execute(select(actor.c.id).where(actor.c.entry_id == best.id)).scalar()
    if rivals:
        names = ", ".join(sorted(_called(listed) for listed in (best, *rivals))[:5])
        return _keep_why_not(connection, known, f"several entries fit about as well: {names}")
    if owner is not None:
        return _keep_why_not(connection, known, f"the entry {_called(best)} is actor {owner}")
    links = own_links(connection, known.members) | best.dossier.links
    reasons = json.dumps(verdict.reasons, ensure_ascii=False)
    values = {
        "entry_id": best.id,
        "entry_score": verdict.score,
        "entry_reasons": reasons,
        "links": json.dumps(links, sort_keys=True),
    }
    connection.execute(update(actor).where(actor.c.id == known.id).values(values))
    return True


def own_links(connection: Connection, members: Collection[int]) -> dict[str, str]:
    """The identifiers that stories gave an actor, without those of a register's entry."""
    asked = select(actor_name.c.key).where(actor_name.c.actor_id.in_(members), actor_name.c.key.like("%:%")).distinct()
    pairs = (key.partition(":") for key in sorted(connection.execute(asked).scalars()))
    return {register: value for register, _, value in pairs}


def entries_under(connection: Connection, keys: Iterable[str]) -> set[int]:
    """The entries kept under these keys; more than ``MOST_BEARERS`` under one tell nobody apart."""
    found: set[int] = set()
    for key in keys:
        asked = select(entry_name.c.entry_id).where(entry_name.c.key == key).distinct().limit(MOST_BEARERS + 1)
        ids = set(connection.execute(asked).scalars())
        found |= ids if len(ids) <= MOST_BEARERS else set()
    return found


def _keep_why_not(connection: Connection, known: Dossier, why: str) -> bool:
    connection.execute(update(actor).where(actor.c.id == known.id).values(entry_score=None, entry_reasons=json.dumps([why])))
    return False


def _with_entry(connection: Connection, files: dict[int, Dossier]) -> set[int]:
    """The roots of which they, or one who was merged into them, are an entry."""
    root_of = {member: root for root, known in files.items() for member in known.members}
    found: set[int] = set()
    for part in batches(root_of):
        rows = connection.execute(select(actor.c.id).where(actor.c.id.in_(part), actor.c.entry_id.is_not(None)))
        found |= {root_of[row.id] for row in rows}
    return found


def _traits(connection: Connection, known: Dossier) -> Traits:
    """An actor, known from all its stories, as one of a story."""
    facts = frozenset((name, value) for name, values in known.facts.items() for value in values)
    names = tuple(sorted(known.names, key=lambda name: -len(name)))
    return Traits(names[0] if names else "", known.sort, known.kind, (), facts, known.links, names)


def _may_be_listed(traits: Traits) -> bool:
    """Whether a name is full enough: no surname alone."""
    return bool(traits.names) and (traits.sort == "body" or len(person_name(traits.name).words) > 1)


def _entries(connection: Connection, known: Dossier) -> list[Listed]:
    """The entries that bear one of the actor's names."""
    asked = select(actor_name.c.key).where(actor_name.c.actor_id.in_(known.members)).distinct().limit(100)
    keys = [key for key in connection.execute(asked).scalars() if key[0] not in "~?"]
    ids = entries_under(connection, keys)
    if not ids:
        return []
    found = {
        row.id: Listed(row.id, Dossier(row.id, row.kind, json.loads(row.links), {row.name: 1}))
        for row in connection.execute(select(entry).where(entry.c.id.in_(ids)))
    }
    for row in connection.execute(select(entry_name).where(entry_name.c.entry_id.in_(ids))):
        found[row.entry_id].dossier.names[row.name] = 1
    facts = connection.execute(select(entry_fact).where(entry_fact.c.entry_id.in_(ids))).all()
    days = _days(connection, known.members) if any(row.begin or row.end for row in facts) else None
    for row in facts:
        _note(found[row.entry_id], row.field, row.value, row.begin, row.end, days)
    return list(found.values())


def _note(listed: Listed, name: str, value: str, begin: str | None, end: str | None, days: tuple[str, str] | None) -> None:
    """Keep a fact that held at the time of the stories; of a title that did not, that it did not."""
    if days is None or overlap(begin, end, days):
        listed.dossier.note(name, value)
    elif name == "role":
        listed.outdated[value.partition("@")[0]] = f"{begin or 'ever'} to {end or 'now'}"


def overlap(begin: str | None, end: str | None, days: tuple[str, str]) -> bool:
    """Whether a time has a day in common with the days from the first to the last; dates are as precise as known.

    >>> overlap("1989", "1993-01", ("2003-05-01", "2003-06-01"))
    False
    """
    first, last = days
    return (begin is None or begin <= last[: len(begin)]) and (end is None or end >= first[: len(end)])


def _days(connection: Connection, members: Collection[int]) -> tuple[str, str] | None:
    """The first and the last day of an actor's stories, or of its latest ones."""
    some = (
        select(document.c.published)
        .join(appearance, appearance.c.document_id == document.c.id)
        .where(appearance.c.actor_id.in_(members), document.c.published.is_not(None))
        .limit(MOST_STORIES)
        .subquery()
    )
    first, last = connection.execute(select(func.min(some.c.published), func.max(some.c.published))).one()
    return (first[:10], last[:10]) if first else None


def _verdict(traits: Traits, listed: Listed) -> Verdict:
    """As of a story and an actor; but who bears a title in the stories is not who bore it at another time."""
    titles = {role.partition("@")[0] for role in traits.values("role")}
    present = {role.partition("@")[0] for role in listed.dossier.of("role")}
    for title in sorted(titles - present):
        if title in listed.outdated:
            return Verdict(0.0, (), f"{title} from {listed.outdated[title]} only")
    return compare(traits, listed.dossier)


def _same(one: Listed, other: Listed) -> bool:
    """The same body or person in two registers."""
    wikidata = one.dossier.links.get("wikidata")
    return wikidata is not None and wikidata == other.dossier.links.get("wikidata")


def _called(listed: Listed) -> str:
    name = next(iter(listed.dossier.names), "")
    return f"{name} ({', '.join(f'{key} {value}' for key, value in sorted(listed.dossier.links.items()))})"
