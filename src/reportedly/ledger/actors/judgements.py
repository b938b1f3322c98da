"""What people decide about actors: that two are one, that one is two, that the rules were right, and that it was a mistake.

A judgement changes as little as it can and writes down what it changed, so that it can be taken back exactly. It binds the rules:
they never join actors, and where a person has placed an actor of a document, it stays when the document is read again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, insert, select, update

from reportedly.errors import BadOption
from reportedly.ledger.actors.learn import Lesson, now, unlearn
from reportedly.ledger.actors.linking import RULES, Link, settle
from reportedly.ledger.actors.matching import own_links
from reportedly.ledger.actors.names import likeness
from reportedly.ledger.actors.trees import batches, count, members_of, roots_of
from reportedly.ledger.schema import actor, appearance, judgement, placement

Act = Literal["merge", "split", "confirm", "undo"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision of a person, from the history."""

    id: int
    act: Act
    actors: tuple[int, ...]  # merge: the one kept, and the others; split: the one parted, and the new one; confirm: the one
    who: str
    why: str | None
    at: str
    undone_by: int | None


@dataclass(frozen=True, slots=True)
class Done:
    """What a judgement did."""

    id: int  # of the judgement
    actor: int  # who stands for those that were merged; the new one after a split; the one that is whole again after an undo
    documents: frozenset[int]  # whose actors are others now


def merge(connection: Connection, ids: Sequence[int], who: str, why: str | None = None) -> Done:
    """Say that several actors are one; the first stands for all. Raises BadOption for fewer than two, or a number nobody has."""
    roots = _roots(connection, ids)
    if len(roots) < 2:
        raise BadOption("Name two actors that are not one already; reportedly actors lists them with their numbers.")
    kept, *merged = roots
    for root in merged:
        connection.execute(update(actor).where(actor.c.id == root).values(merged_into=kept))
        count(connection, {kept: _appearances(connection, root)})
    judgement_id = _write(connection, "merge", {"actors": [kept, *merged]}, who, why)
    return Done(judgement_id, kept, documents_of(connection, merged))


def split(
    connection: Connection, actor_id: int, who: str, why: str | None = None, *,
    appearances: Collection[int] = (), documents: Collection[int] = (), name: str | None = None,
) -> Done:  # fmt: skip
    """Say that some appearances of an actor are somebody else's, who becomes a new actor.

    They are chosen by their rows, by their documents, or by the name that the story calls them by. Raises BadOption where that is
    none of them, or all.
    """
    (root,) = _roots(connection, [actor_id])
    everything = _appearances_of(connection, members_of(connection, [root])[root])
    chosen = [row for row in everything if _is_chosen(row, appearances, documents, name)]
    if not chosen:
        raise BadOption(f"Actor {root} has no such appearance; reportedly actors {root} shows those it has.")
    if len(chosen) == len(everything):
        raise BadOption(f"That is all there is of actor {root}; name the part that is somebody else.")
    made = _like(connection, root)
    for row in chosen:
        _move(connection, row, Link(made, 1.0, (f"placed by {who}",), who))
    _set_links(connection, [made])
    moved = [_before(row) for row in chosen]
    sources = sorted({row.actor_id for row in chosen} | {root})
    judgement_id = _write(connection, "split", {"actors": [root, made], "sources": sources, "moved": moved}, who, why)
    return Done(judgement_id, made, frozenset(row.document_id for row in chosen))


def confirm(connection: Connection, document_id: int, place: str, who: str, why: str | None = None) -> Done:
    """Say that somebody in a document is the actor whom the rules take him to be. Raises BadOption where there is no such one."""
    row = appearance_at(connection, document_id, place)
    if row is None or row.by != RULES:
        raise BadOption("Nobody in this story is linked so by the rules; look at the story's actors again.")
    (root,) = _roots(connection, [row.actor_id])
    _decide(connection, row, 1.0, (f"placed by {who}",), who)
    return Done(_write(connection, "confirm", {"actors": [root], "moved": [_before(row)]}, who, why), root, frozenset())


def appearance_at(connection: Connection, document_id: int, place: str) -> Row[Any] | None:
    """Who is remembered at this place in a document, if he is anybody."""
    asked = select(appearance).where(appearance.c.document_id == document_id, appearance.c.actor_id.is_not(None))
    return next((row for row in connection.execute(asked) if Lesson.from_json(row.traits).place == place), None)


def undo(connection: Connection, who: str, judgement_id: int | None = None, why: str | None = None) -> Done:
    """Take a judgement back, the last one if none is named, as if it had never been.

    Raises BadOption where it was taken back already, or a later one about the same actors was not.
    """
    row = _undoable(connection, judgement_id)
    what = json.loads(row.what)
    later = select(judgement).where(judgement.c.id > row.id, judgement.c.undone_by.is_(None), judgement.c.act != "undo")
    for other in connection.execute(later):
        if _may_clash(row.act, other.act) and _concerned(what) & _concerned(json.loads(other.what)):
            raise BadOption(f"Judgement {other.id} about the same actors came after {row.id}; take that back first.")
    kept = what["actors"][0]
    documents = _TAKEN_BACK[row.act](connection, what)
    undone_by = _write(connection, "undo", {"actors": what["actors"], "undone": row.id}, who, why)
    connection.execute(update(judgement).where(judgement.c.id == row.id).values(undone_by=undone_by))
    return Done(undone_by, kept, documents)


def history(connection: Connection, actor_id: int | None = None, limit: int = 100, offset: int = 0) -> list[Judgement]:
    """People's judgements, the latest first; of one actor, those that speak of it or of any that was merged with it."""
    asked = select(judgement).order_by(judgement.c.id.desc())
    if actor_id is None:
        return [_judgement(row) for row in connection.execute(asked.limit(limit).offset(offset))]
    root = roots_of(connection, [actor_id]).get(actor_id)
    group = {actor_id} if root is None else members_of(connection, [root])[root]
    found = [said for row in connection.execute(asked) if not group.isdisjoint((said := _judgement(row)).actors)]
    return found[offset : offset + limit]


def documents_of(connection: Connection, ids: Iterable[int]) -> frozenset[int]:
    """The documents in which these actors, or anybody merged into them, appear."""
    groups = members_of(connection, set(ids))
    found: set[int] = set()
    for part in batches(member for group in groups.values() for member in group):
        found |= set(
            connection.execute(select(appearance.c.document_id).where(appearance.c.actor_id.in_(part)).distinct()).scalars()
        )
    return frozenset(found)


# ---- taking back


def _unmerge(connection: Connection, what: Mapping[str, Any]) -> frozenset[int]:
    kept, *merged = what["actors"]
    for root in merged:
        count(connection, {kept: -_appearances(connection, root)})
        connection.execute(update(actor).where(actor.c.id == root).values(merged_into=None))
    return documents_of(connection, merged)


def _unsplit(connection: Connection, what: Mapping[str, Any]) -> frozenset[int]:
    """Everything of the new actor goes back where it came from; what the rules gave it since, to the one it was parted from."""
    root, made = what["actors"]
    origin = {(row["document"], row["place"]): row for row in what["moved"]}
    rows = _appearances_of(connection, {made})
    for row in rows:
        before = origin.get((row.document_id, Lesson.from_json(row.traits).place))
        back = Link(before["actor"], before["score"], tuple(before["reasons"]), before["by"]) if before else None
        _move(connection, row, back or Link(root, row.score, (*json.loads(row.reasons), f"of actor {made} before"), row.by))
    for (document_id, place), before in origin.items():  # of documents that were read again without that name too
        held = (placement.c.document_id == document_id, placement.c.key == place, placement.c.actor_id == made)
        connection.execute(update(placement).where(*held).values(actor_id=before["actor"], by=before["by"]))
    connection.execute(delete(actor).where(actor.c.id == made))
    return frozenset(row.document_id for row in rows)


def _unconfirm(connection: Connection, what: Mapping[str, Any]) -> frozenset[int]:
    """What was confirmed is the rules' opinion again; in a document that names him no more there is nothing to do."""
    for before in what["moved"]:
        row = appearance_at(connection, before["document"], before["place"])
        if row is not None and row.by != RULES:
            _decide(connection, row, before["score"], tuple(before["reasons"]), before["by"])
    return frozenset()


_TAKEN_BACK: Mapping[str, Callable[[Connection, Mapping[str, Any]], frozenset[int]]] = {
    "merge": _unmerge,
    "split": _unsplit,
    "confirm": _unconfirm,
}


def _may_clash(act: str, other: str) -> bool:
    """A merge hangs an actor elsewhere and moves no appearance, so what was confirmed of one stands whatever becomes of it."""
    return "confirm" not in (act, other) or "split" in (act, other)


def _undoable(connection: Connection, judgement_id: int | None) -> Row[Any]:
    asked = select(judgement).where(judgement.c.act != "undo").order_by(judgement.c.id.desc()).limit(1)
    asked = asked.where(judgement.c.id == judgement_id if judgement_id is not None else judgement.c.undone_by.is_(None))
    row = connection.execute(asked).first()
    if row is None:
        named = "to take back" if judgement_id is None else f"{judgement_id} that is a merge, a split or a confirmation"
        raise BadOption(f"There is no judgement {named}; reportedly actors history lists them.")
    if row.undone_by is not None:
        raise BadOption(f"Judgement {row.id} was taken back already, by {row.undone_by}.")
    return row


def _concerned(what: Mapping[str, Any]) -> set[int]:
    return {*what["actors"], *what.get("sources", ())}


# ---- small steps


def _roots(connection: Connection, ids: Sequence[int]) -> list[int]:
    """The roots of these actors in the order given, each once. Raises BadOption for a number that nobody has."""
    found = roots_of(connection, ids)
    if missing := [actor_id for actor_id in ids if actor_id not in found]:
        raise BadOption(f"There is no actor {missing[0]}; reportedly actors lists them with their numbers.")
    return list(dict.fromkeys(found[actor_id] for actor_id in ids))


def _appearances(connection: Connection, actor_id: int) -> int:
    number: int = connection.execute(select(actor.c.appearances).where(actor.c.id == actor_id)).scalar_one()
    return number


def _appearances_of(connection: Connection, members: Collection[int]) -> list[Row[Any]]:
    asked = select(appearance).where(appearance.c.actor_id.in_(members)).order_by(appearance.c.id)
    return list(connection.execute(asked))


def _is_chosen(row: Row[Any], appearances: Collection[int], documents: Collection[int], name: str | None) -> bool:
    called = name is not None and likeness(row.name, name) in ("same", "spelling")
    return row.id in appearances or row.document_id in documents or called


def _like(connection: Connection, root: int) -> int:
    """A new actor of the same kind."""
    same = select(actor.c.name, actor.c.kind).where(actor.c.id == root)
    name, kind = connection.execute(same).one()
    made = insert(actor).values(name=name, kind=kind, links="{}", appearances=0, added=now()).returning(actor.c.id)
    actor_id: int = connection.execute(made).scalar_one()
    return actor_id


def _move(connection: Connection, row: Row[Any], chosen: Link) -> None:
    """Make an appearance somebody else's, with what it taught, and remember it."""
    lesson = Lesson.from_json(row.traits)
    unlearn(connection, [(row.actor_id, lesson)])
    settle(connection, [(row.id, chosen, lesson)])
    held = (placement.c.document_id == row.document_id, placement.c.key == lesson.place)
    connection.execute(update(placement).where(*held).values(actor_id=chosen.actor_id, by=chosen.by))


def _decide(connection: Connection, row: Row[Any], score: float | None, reasons: tuple[str, ...], by: str) -> None:
    """Note who decided about an appearance that stays where it is."""
    told = {"score": score, "reasons": json.dumps(reasons, ensure_ascii=False), "by": by}
    connection.execute(update(appearance).where(appearance.c.id == row.id).values(told))
    held = (placement.c.document_id == row.document_id, placement.c.key == Lesson.from_json(row.traits).place)
    connection.execute(update(placement).where(*held).values(by=by))


def _before(row: Row[Any]) -> dict[str, Any]:
    """Where an appearance was before it was moved or confirmed."""
    return {
        "document": row.document_id,
        "place": Lesson.from_json(row.traits).place,
        "actor": row.actor_id,
        "score": row.score,
        "reasons": json.loads(row.reasons),
        "by": row.by,
    }


def _set_links(connection: Connection, ids: Collection[int]) -> None:
    for actor_id in ids:
        links = json.dumps(own_links(connection, [actor_id]), sort_keys=True)
        connection.execute(update(actor).where(actor.c.id == actor_id).values(links=links))


def _write(connection: Connection, act: Act, what: Mapping[str, Any], who: str, why: str | None) -> int:
    if not who.strip() or len(who) > 80 or who == RULES:
        raise BadOption("Say who decides, in at most 80 characters, and not as rules.")
    row = {"act": act, "what": json.dumps(what, ensure_ascii=False), "who": who, "why": why, "at": now()}
    judgement_id: int = connection.execute(insert(judgement).values(row).returning(judgement.c.id)).scalar_one()
    return judgement_id


def _judgement(row: Row[Any]) -> Judgement:
    actors = tuple(json.loads(row.what)["actors"])
    return Judgement(row.id, row.act, actors, row.who, row.why, row.at, row.undone_by)
