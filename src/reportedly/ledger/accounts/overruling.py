"""What people decide against the rules: a verdict is another, a story is not of a happening, two happenings are one.

A decision names accounts by their stories and places, so it holds however often they are read and compared again. It is kept
beside what the rules found, which comes back when the decision is taken back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select, update

from reportedly.errors import BadOption
from reportedly.ledger import store
from reportedly.ledger.accounts.entering import link_again
from reportedly.ledger.accounts.naming import Spot, name_of_relation
from reportedly.ledger.accounts.views import Overruling
from reportedly.ledger.schema import document, overruling, relation, story

LONGEST_NAME = 80  # characters of who decides
ACCOUNT = re.compile(r"(?P<digest>[0-9a-f]{10}):(?P<first>\d{1,9})-(?P<last>\d{1,9})\Z")
ENDS = (("a", "a_first", "a_last"), ("b", "b_first", "b_last"))  # columns of a relation
Fields = dict[str, Any]  # a row of ``relation``


# Applying


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's verdict on two accounts."""

    id: int
    name: str  # of the relation it is about
    a: tuple[int, int, int]  # document, first, last
    b: tuple[int, int, int]
    verdict: str  # a kind of relation, or "none"
    other_name: str  # what a relation of that kind between the two is called


def rulings_on(connection: Connection, documents: Collection[int]) -> list[Ruling]:
    """People's verdicts, not taken back, on accounts of these documents; the last one last."""
    here = (overruling.c.a.in_(documents), overruling.c.b.in_(documents), overruling.c.undone.is_(None))
    return [_ruling(row) for row in connection.execute(select(overruling).where(*here).order_by(overruling.c.id))]


def apply(found: Iterable[Fields], rulings: Iterable[Ruling]) -> list[Fields]:
    """The rows of relations as people want them: ``kind`` is what holds, ``found`` stays what the rules found.

    >>> row = {"name": "x", "found": "disputes", "kind": "disputes", "overruled_by": None}
    >>> [(one["found"], one["kind"]) for one in apply([row], [Ruling(1, "x", (1, 0, 9), (2, 0, 9), "none", "x")])]
    [('disputes', None)]
    """
    rows = list(found)
    for ruling in rulings:
        same = [row for row in rows if row["name"] in (ruling.name, ruling.other_name)]
        for row in same:
            row |= {"kind": row["found"] if row["found"] == ruling.verdict else None, "overruled_by": ruling.id}
        if ruling.verdict != "none" and not any(row["kind"] for row in same):
            rows.append(_said_by(ruling, same))
    return rows


def _said_by(ruling: Ruling, same: Sequence[Fields]) -> Fields:
    """A relation that no rule has found; its direction is that of the one it stands for."""
    return {
        "name": ruling.other_name,
        **dict(zip(("a", "a_first", "a_last"), ruling.a, strict=True)),
        **dict(zip(("b", "b_first", "b_last"), ruling.b, strict=True)),
        "found": None,
        "kind": ruling.verdict,
        "confidence": 1.0,
        "reasons": "[]",
        "said": max((row["said"] for row in same), default=""),
        "answer": any(row["answer"] for row in same),
        "overruled_by": ruling.id,
    }


def _ruling(row: Row[Any]) -> Ruling:
    what = json.loads(row.what)
    a, b = (Spot(*what[side]) for side in ("a", "b"))
    return Ruling(
        row.id,
        row.name,
        (row.a, a.first, a.last),
        (row.b, b.first, b.last),
        row.verdict,
        row.name if row.verdict == "none" else name_of_relation(a, b, row.verdict),
    )


# Deciding


def overrule(connection: Connection, name: str, verdict: str, who: str, because: str | None) -> int:
    """Keep a person's verdict in place of the one that bears this name, or begins so; the number of the decision.

    Raises BadOption where there is no such verdict, or it is that already.
    """
    _check_kind(verdict)
    row = _relation_called(connection, name)
    if verdict == (row.kind or "none"):
        raise BadOption(f"The verdict {row.name} is {verdict} already.")
    a, b = (Spot(_digest(connection, side), first, last) for side, first, last in _ends(row))
    what = {"a": [a.document, a.first, a.last], "b": [b.document, b.first, b.last]}
    number = _write(connection, "verdict", what, who, because, name=row.name, a=row.a, b=row.b, verdict=verdict)
    _settle(connection, row)
    return number


def set_aside(connection: Connection, account: str, who: str, because: str | None) -> list[int]:
    """Say that an account, by its id, is nothing to any other; the numbers of the decisions, one for each verdict on it.

    Raises BadOption where there is no such account, or no verdict on it.
    """
    place = _place_of(connection, account)
    here = or_(*(and_(*(relation.c[column] == value for column, value in zip(end, place, strict=True))) for end in ENDS))
    asked = select(relation.c.name).where(here, relation.c.kind.is_not(None)).distinct().order_by(relation.c.name)
    names = list(connection.execute(asked).scalars())
    if not names:
        raise BadOption(f"There is no verdict on {account} that could be set aside.")
    return [overrule(connection, name, "none", who, because) for name in names]


def _place_of(connection: Connection, account: str) -> tuple[int, int, int]:
    """ "0751aa065a:136-199" -> the number of the document, and the place. Raises BadOption for what is no such name."""
    found = ACCOUNT.match(account)
    if found is None:
        raise BadOption(f"{account!r} names no account; the lists show their names, such as 0751aa065a:136-199.")
    return store.row_of(connection, found["digest"]), int(found["first"]), int(found["last"])


def part(connection: Connection, document_id: int, who: str, because: str | None) -> int:
    """Say that a story is not of its happening; the number of the decision. Raises BadOption where it is alone in it."""
    happening = _happening(connection, document_id)
    others = [member for member in _members(connection, happening) if member != document_id]
    if not others:
        raise BadOption("That story is alone in its happening; reportedly compare shows which are together.")
    stories = [_digest(connection, one) for one in (document_id, *others)]
    number = _write(connection, "apart", {"stories": stories}, who, because)
    link_again(connection, happening, document_id)
    return number


def join(connection: Connection, one: int, other: int, who: str, because: str | None) -> int:
    """Say that two happenings are one; the number of the decision. Raises BadOption where they are already."""
    one, other = _happening(connection, one), _happening(connection, other)
    if one == other:
        raise BadOption(f"They are one already: happening {one}.")
    stories = [_digest(connection, number) for number in (one, other)]
    number = _write(connection, "together", {"stories": stories}, who, because)
    link_again(connection, one, one)
    link_again(connection, other, other)
    return number


def take_back(connection: Connection, number: int | None, who: str) -> int:
    """Undo a decision, the last one if none is named; its number. Raises BadOption where there is none, or it was undone."""
    asked = select(overruling).where(overruling.c.undone.is_(None)).order_by(overruling.c.id.desc()).limit(1)
    row = connection.execute(asked if number is None else asked.where(overruling.c.id == number)).first()
    if row is None:
        named = "" if number is None else f" {number}"
        raise BadOption(f"There is no decision{named} to take back; reportedly overrule --history lists them.")
    _check_who(who)
    undone = {"undone": store.now(), "undone_by": who}
    connection.execute(update(overruling).where(overruling.c.id == row.id).values(undone))
    if row.act == "verdict":
        what = json.loads(row.what)
        _settle_between(connection, (row.a, *what["a"][1:]), (row.b, *what["b"][1:]))
    else:
        _link_again_all(connection, json.loads(row.what)["stories"])
    return int(row.id)


def history(connection: Connection, limit: int, offset: int) -> list[Overruling]:
    """What people decided, the last first."""
    asked = select(overruling).order_by(overruling.c.id.desc()).limit(limit).offset(offset)
    return [view_of(row) for row in connection.execute(asked)]


def history_of(connection: Connection, happening: int, limit: int) -> list[Overruling]:
    """What people decided about a happening, the last first: about its accounts, what belongs to it and what does not."""
    stories = select(story.c.document_id, document.c.digest).join(document, document.c.id == story.c.document_id)
    digests = {row.document_id: row.digest for row in connection.execute(stories.where(story.c.happening == happening))}
    here, named = set(digests), set(digests.values())
    rows = connection.execute(select(overruling).order_by(overruling.c.id.desc()))
    about = (view_of(row) for row in rows if row.act != "verdict" or not here.isdisjoint((row.a, row.b)))
    return list(islice((one for one in about if one.act == "verdict" or not named.isdisjoint(one.about)), limit))


def decision(connection: Connection, number: int) -> Overruling:
    """One of them."""
    return overrulings(connection, [number])[number]


def view_of(row: Row[Any]) -> Overruling:
    what = json.loads(row.what)
    about = tuple(what["stories"]) if "stories" in what else tuple(Spot(*what[side]).name for side in ("a", "b"))
    return Overruling(row.id, row.act, row.verdict, about, row.name, row.who, row.why, row.at, row.undone, row.undone_by)


def overrulings(connection: Connection, numbers: Collection[int]) -> Mapping[int, Overruling]:
    """Decisions by their numbers."""
    rows = connection.execute(select(overruling).where(overruling.c.id.in_(numbers)))
    return {row.id: view_of(row) for row in rows}


# Small steps


def _check_kind(verdict: str) -> None:
    from reportedly.compare import RELATION_KINDS

    if verdict not in ("none", *RELATION_KINDS):
        raise BadOption(f"There is no verdict {verdict!r}; choose none, {', '.join(RELATION_KINDS)}.")


def _check_who(who: str) -> None:
    if not who.strip() or len(who) > LONGEST_NAME:
        raise BadOption(f"Say who decides, in at most {LONGEST_NAME} characters.")


def _relation_called(connection: Connection, name: str) -> Row[Any]:
    """The row that bears this name; where several do, one that holds, and the one found first."""
    bounds = (relation.c.name >= name, relation.c.name < f"{name}~")
    rows = connection.execute(select(relation).where(*bounds).order_by(relation.c.kind.is_(None), relation.c.id).limit(20)).all()
    if not name or len({row.name for row in rows}) != 1:
        many = "More than one verdict begins with" if rows and name else "There is no verdict"
        raise BadOption(f"{many} {name!r}; reportedly compare shows the name of each.")
    return rows[0]


def _ends(row: Row[Any]) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    return (row.a, row.a_first, row.a_last), (row.b, row.b_first, row.b_last)


def _settle(connection: Connection, row: Row[Any]) -> None:
    _settle_between(connection, *_ends(row))


def _settle_between(connection: Connection, one: tuple[int, int, int], other: tuple[int, int, int]) -> None:
    """Let what people decided hold for two accounts, and nothing else that was decided before."""
    pair = or_(_is_pair(one, other), _is_pair(other, one))
    rows = [dict(row._mapping) for row in connection.execute(select(relation).where(pair).order_by(relation.c.id))]
    found = [row | {"kind": row["found"], "overruled_by": None} for row in rows if row["found"]]
    ends = {one, other}
    rulings = [ruling for ruling in rulings_on(connection, {one[0], other[0]}) if {ruling.a, ruling.b} == ends]
    said = max((row["said"] for row in rows), default="")
    applied = [row | {"said": row["said"] or said} for row in apply(found, rulings)]
    connection.execute(delete(relation).where(pair))
    for row in applied:
        row.pop("id", None)
        connection.execute(insert(relation).values(row))


def _is_pair(a: tuple[int, int, int], b: tuple[int, int, int]) -> Any:
    columns = (relation.c.a, relation.c.a_first, relation.c.a_last, relation.c.b, relation.c.b_first, relation.c.b_last)
    return and_(*(column == value for column, value in zip(columns, (*a, *b), strict=True)))


def _happening(connection: Connection, document_id: int) -> int:
    """The number of a story's happening. Raises BadOption where there is no such story, or it was not compared yet."""
    number: int | None = connection.execute(select(story.c.happening).where(story.c.document_id == document_id)).scalar()
    if number is None:
        raise BadOption(f"There is no happening {document_id}; reportedly compare --all shows those there are.")
    return number


def _members(connection: Connection, happening: int) -> list[int]:
    return list(connection.execute(select(story.c.document_id).where(story.c.happening == happening)).scalars())


def _link_again_all(connection: Connection, digests: Sequence[str]) -> None:
    stories = select(story.c.document_id, story.c.happening).join(document, document.c.id == story.c.document_id)
    for row in connection.execute(stories.where(document.c.digest.in_(digests))).all():
        if row.happening is not None:
            link_again(connection, row.happening, row.document_id)


def _digest(connection: Connection, document_id: int) -> str:
    digest: str = connection.execute(select(document.c.digest).where(document.c.id == document_id)).scalar_one()
    return digest


def _write(connection: Connection, act: str, what: Mapping[str, Any], who: str, because: str | None, **more: Any) -> int:
    _check_who(who)
    row = {"act": act, "what": json.dumps(what), "who": who, "why": because, "at": store.now(), **more}
    number: int = connection.execute(insert(overruling).values(row).returning(overruling.c.id)).scalar_one()
    return number
