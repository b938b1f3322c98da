"""One actor: what he says, of whom, what he denies, demands and promises, and what others say of him."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from reportedly.errors import BadOption
from reportedly.ledger import actors
from reportedly.ledger.actors import Profile
from reportedly.ledger.query import Query
from reportedly.ledger.schema import actor
from reportedly.ledger.search import RANKED, Found, candidates, search
from reportedly.ledger.terms import label

SUBJECTS = 12  # most of them shown


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody whom an actor speaks of, and in how many statements."""

    actor: int
    name: str
    statements: int


@dataclass(frozen=True, slots=True)
class Portrait:
    """What the ledger knows of one actor; of each kind of statement those made last."""

    actor: Profile
    statements: int  # at most ``search.RANKED`` are counted
    subjects: tuple[Subject, ...]
    says: Found
    denies: Found
    demands: Found
    promises: Found  # what he says will be
    others: Found  # what others say of him


def portrait(connection: Connection, who: str | int, base: Query) -> Portrait:
    """The portrait of an actor by name or number, from the statements that ``base`` lets through.

    Raises BadOption where nobody, or more than one actor, bears the name.
    """
    profile = the_actor(connection, who)
    his = replace(base, speaker=profile.id, sort="said")
    rows = connection.execute(candidates(connection, his).limit(RANKED)).all()
    return Portrait(
        profile,
        len(rows),
        _subjects(connection, (row.terms for row in rows), profile),
        says=search(connection, his),
        denies=search(connection, replace(his, status="denied")),
        demands=search(connection, replace(his, status="demanded")),
        promises=search(connection, replace(his, status="future")),
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


def _subjects(connection: Connection, terms: Iterable[str], speaker: Profile) -> tuple[Subject, ...]:
    """Whom most statements speak of, by the labels that they are found by."""
    mark = label("about", "")
    counts = Counter(int(term.removeprefix(mark)) for line in terms for term in line.split(" ") if term.startswith(mark))
    own = actors.members(connection, speaker.id)
    most = [(number, count) for number, count in counts.most_common(SUBJECTS + len(own)) if number not in own][:SUBJECTS]
    names = {
        row.id: row.name
        for row in connection.execute(select(actor.c.id, actor.c.name).where(actor.c.id.in_([number for number, _ in most])))
    }
    return tuple(Subject(number, names[number], count) for number, count in most)
