"""The accounts of a happening set against each other, and what was found kept.

Only what waits is judged: a story that comes to others that are done is set against them, and they are not set against each other
again. In a happening of more than ``JUDGED`` stories it is set against those that were published nearest to it. So one more costs
the same however much was told before.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, delete, insert, or_, select, update

from reportedly.ledger import store
from reportedly.ledger.accounts.entering import DONE, TO_JUDGE
from reportedly.ledger.accounts.linking import Place, places_of
from reportedly.ledger.accounts.naming import Spot, name_of_relation
from reportedly.ledger.accounts.overruling import apply, rulings_on
from reportedly.ledger.database import read_transaction, write_transaction
from reportedly.ledger.schema import account, relation, reprint, story

if TYPE_CHECKING:
    from reportedly.compare import Account, Comparison, Relation

JUDGED = 12  # stories that are judged together


def judge(engine: Engine, document_id: int) -> frozenset[int]:
    """Judge the accounts of a linked story with those of its happening; the numbers of the stories that are done now.

    If one of them was changed meanwhile nothing is kept, and it waits on.
    """
    from reportedly.compare import compare_happening

    with read_transaction(engine) as connection:
        window, whole = _window(connection, document_id)
        readings = {one: store.reading_of(connection, one) for one in window}
    done = frozenset(one for one, place in window.items() if place.state == TO_JUDGE) if whole else frozenset({document_id})
    found = compare_happening(readings.values(), {readings[one].document.id for one in done})
    with write_transaction(engine) as connection:
        if places_of(connection, window) != window:
            return frozenset()
        _keep(connection, found, {reading.document.id: one for one, reading in readings.items()}, done)
    return done


def _window(connection: Connection, document_id: int) -> tuple[Mapping[int, Place], bool]:
    """The stories that one is judged with, itself among them, and whether they are all of the happening."""
    (here,) = places_of(connection, [document_id]).values()
    of_it = select(story.c.document_id).where(story.c.happening == here.happening, story.c.document_id != document_id)
    if len(all_of_it := list(connection.execute(of_it.limit(JUDGED)).scalars())) < JUDGED:
        return places_of(connection, [document_id, *all_of_it]), True
    half = JUDGED // 2
    before = of_it.where(story.c.day <= here.day).order_by(story.c.day.desc(), story.c.document_id.desc()).limit(JUDGED)
    after = of_it.where(story.c.day > here.day).order_by(story.c.day, story.c.document_id).limit(JUDGED)
    earlier, later = (list(connection.execute(asked).scalars()) for asked in (before, after))
    taken = earlier[: max(half, JUDGED - 1 - len(later))]
    return places_of(connection, [document_id, *taken, *later[: JUDGED - 1 - len(taken)]]), False


# Keeping


def _keep(connection: Connection, found: Comparison, numbers: Mapping[str, int], done: Collection[int]) -> None:
    """Put what was found in place of what was found of the same stories before; ``numbers`` has them by their digests."""
    inside = list(numbers.values())
    concerned = or_(relation.c.a.in_(done), relation.c.b.in_(done))
    connection.execute(delete(relation).where(relation.c.a.in_(inside), relation.c.b.in_(inside), concerned))
    connection.execute(delete(reprint).where(reprint.c.later.in_(inside), reprint.c.earlier.in_(inside)))
    rulings = [one for one in rulings_on(connection, inside) if {one.a[0], one.b[0]} & set(done)]
    rows = [row for row in apply(_relations(found, numbers), rulings) if {row["a"], row["b"]} & set(done)]
    if rows:
        connection.execute(insert(relation), rows)
    if reprints := [{"later": numbers[later.id], "earlier": numbers[earlier.id]} for later, earlier in found.reprints]:
        connection.execute(insert(reprint), reprints)
    _keep_accounts(connection, found, numbers, done)
    connection.execute(update(story).where(story.c.document_id.in_(done)).values(state=DONE))


def _keep_accounts(connection: Connection, found: Comparison, numbers: Mapping[str, int], done: Collection[int]) -> None:
    """Of stories that were judged before with others too, what was kept then is kept on."""
    connection.execute(delete(account).where(account.c.document_id.in_(done)))
    columns = (account.c.document_id, account.c.first, account.c.last)
    there = {tuple(row) for row in connection.execute(select(*columns).where(account.c.document_id.in_(list(numbers.values()))))}
    rows = {
        (numbers[one.story], one.span.start, one.span.end): {
            "document_id": numbers[one.story],
            "first": one.span.start,
            "last": one.span.end,
            "stance": one.stance,
            "said": one.said or "",
        }
        for group in found.groups
        for one in group.accounts
    }
    if new := [row for place, row in rows.items() if place not in there]:
        connection.execute(insert(account), new)


def _relations(found: Comparison, numbers: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """Rows of all relations, each kind between two accounts once."""
    seen: set[tuple[str, str]] = set()
    for one, answer in [*((r, False) for r in found.relations), *((r, True) for r in found.answers)]:
        row = _row(one, answer, numbers)
        if (row["name"], one.kind) not in seen:
            seen.add((row["name"], one.kind))
            yield row


def _row(one: Relation, answer: bool, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "name": name_of_relation(Spot.of(one.a), Spot.of(one.b), one.kind),
        **_end("a", one.a, numbers),
        **_end("b", one.b, numbers),
        "found": one.kind,
        "kind": one.kind,
        "confidence": one.confidence,
        "reasons": _reasons(one),
        "said": max(one.a.said or "", one.b.said or ""),
        "answer": answer,
        "overruled_by": None,
    }


def _end(side: str, one: Account, numbers: Mapping[str, int]) -> dict[str, int]:
    return {side: numbers[one.story], f"{side}_first": one.span.start, f"{side}_last": one.span.end}


def _reasons(one: Relation) -> str:
    reasons = [[reason.rule, reason.sentence, [*map(list, reason.first)], [*map(list, reason.second)]] for reason in one.reasons]
    return json.dumps(reasons, ensure_ascii=False)
