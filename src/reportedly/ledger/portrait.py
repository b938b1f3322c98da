"""One actor: what he says, of whom, what he denies, demands and promises, and what others say of him."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from reportedly.errors import BadOption
from reportedly.ledger import actors
from reportedly.ledger.actors import Profile
from reportedly.ledger.actors.trees import roots_of
from reportedly.ledger.query import Query
from reportedly.ledger.schema import actor, appearance, document
from reportedly.ledger.search import Found, candidates, search
from reportedly.matching.terms import label

SUBJECTS = 12  # most of them shown
COUNTED = 1000  # statements of an actor that are looked through for whom they speak of; of more, those added last


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody whom an actor speaks of, and in how many statements."""

    actor: int
    name: str
    statements: int


@dataclass(frozen=True, slots=True)
class Appearance:
    """An actor in one story, and why it is taken to be this one."""

    document: str  # digest
    title: str | None
    name: str  # as the story calls it
    score: float | None  # 0..1, how sure the link is
    reasons: tuple[str, ...]
    by: str | None  # "rules", or who decided


@dataclass(frozen=True, slots=True)
class Portrait:
    """What the ledger knows of one actor; of each kind of statement those made last."""

    actor: Profile
    statements: int  # at most ``COUNTED``
    subjects: tuple[Subject, ...]
    says: Found
    denies: Found
    demands: Found
    promises: Found
    others: Found  # what others say of him


def portrait(connection: Connection, who: str | int, base: Query) -> Portrait:
    """The portrait of an actor by name or number, from the statements that ``base`` lets through.

    Raises BadOption where nobody, or more than one actor, bears the name.
    """
    profile = the_actor(connection, who)
    his = replace(base, speaker=profile.id, sort="said")
    rows = connection.execute(candidates(connection, his).limit(COUNTED)).all()
    return Portrait(
        profile,
        len(rows),
        _subjects(connection, (row.terms for row in rows), profile),
        says=search(connection, his),
        denies=search(connection, replace(his, stance="denies")),
        demands=search(connection, replace(his, stance="demands")),
        promises=search(connection, replace(his, stance="promises")),
        others=search(connection, replace(base, about=profile.id, not_by=profile.id, sort="said")),
    )


def the_actor(connection: Connection, who: str | int) -> Profile:
    """The one actor that a name or number stands for. Raises BadOption where there is none, or several bear the name."""
    found = [actors.profile(connection, who)] if isinstance(who, int) else actors.find(connection, who)
    if not found:
        raise BadOption(f"The ledger knows nobody called {who!r}; see reportedly actors, or search for the words.")
    if len(found) > 1:
        them = "; ".join(f"{profile.id} {profile.name}" for profile in found[:8])
        raise BadOption(f"Several actors are called {who!r}; name one by its number: {them}.")
    return found[0]


def appearances(connection: Connection, actor_id: int, limit: int, offset: int) -> list[Appearance]:
    """Where an actor appears, the last added first."""
    rows = connection.execute(
        select(appearance, document.c.digest, document.c.title)
        .join(document, document.c.id == appearance.c.document_id)
        .where(appearance.c.actor_id.in_(actors.members(connection, actor_id)))
        .order_by(appearance.c.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [
        Appearance(row.digest, row.title, row.name, row.score, tuple(json.loads(row.reasons or "[]")), row.by) for row in rows
    ]


def _subjects(connection: Connection, terms: Iterable[str], speaker: Profile) -> tuple[Subject, ...]:
    """Whom most statements speak of, by the labels that they are found by."""
    mark = label("about", "")
    each = Counter(int(term.removeprefix(mark)) for line in terms for term in line.split(" ") if term.startswith(mark))
    roots = roots_of(connection, each)
    counts: Counter[int] = Counter()
    for number, count in each.items():
        counts[roots[number]] += count
    most = [(number, count) for number, count in counts.most_common(SUBJECTS + 1) if number != speaker.id][:SUBJECTS]
    asked = select(actor.c.id, actor.c.name).where(actor.c.id.in_([number for number, _ in most]))
    names = {row.id: row.name for row in connection.execute(asked)}
    return tuple(Subject(number, names[number], count) for number, count in most)
