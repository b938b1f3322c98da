"""What comparing has found, in lists: happenings, disputes, and promises with their fates; for pages that may not wait.

Nothing is compared for it, and no reading is opened: a passage is cut out of its story's text, and who vouches for it is known
from the statement whose words it is. ``Ledger.compare`` and its like bring everything up to date first; here what waits is only
counted.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, and_, exists, func, or_, select

from reportedly.ledger.accounts.entering import DONE
from reportedly.ledger.accounts.views import Ground, Mark
from reportedly.ledger.actors.trees import batches, roots_of
from reportedly.ledger.query import Query
from reportedly.ledger.schema import account, appearance, document, overruling, relation, statement, story
from reportedly.ledger.search import candidates

LOOKED_AT = 200  # stories whose happenings a query asks for; of more, those added last
MATCHES = 1000  # statements whose stories those are
NEAR = 240  # characters before or after a passage within which other words of its story explain it
FATES = {"fulfils": "kept", "breaks": "broken", "cannot_tell": "cannot tell"}
Fate = Literal["kept", "broken", "disputed", "cannot tell", "open"]
Place = tuple[int, int, int]  # document, first, last


@dataclass(frozen=True, slots=True)
class Passage:
    """An account: words of one story, and who vouches for them."""

    document: str  # digest
    start: int
    end: int
    words: str
    chain: tuple[str, ...]  # outermost first; () where the story itself tells it
    speaker: int | None  # the actor's number
    statement: str | None  # its id in the reading
    said_on: str | None
    title: str | None
    publisher: str | None
    around: Mark | None = None  # more of the story, where what a verdict rests on lies beside the words


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one account is to another, and why."""

    id: str  # to overrule it by
    relation: str
    a: Passage
    b: Passage
    reasons: tuple[Ground, ...]
    happening: int
    by_person: bool  # whether a person says so instead of the rules


@dataclass(frozen=True, slots=True)
class Pledge:
    """A promise or a demand, and what later accounts say became of it."""

    account: Passage
    kind: Literal["promises", "demands"]
    fate: Fate
    told: tuple[Weighed, ...]  # the newest last
    happening: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A happening in a list."""

    number: int
    title: str
    first: str | None  # the days between which it is told of
    last: str | None
    stories: int
    publishers: tuple[str, ...]
    relations: tuple[tuple[str, int], ...]  # between its accounts, the most frequent first


@dataclass(frozen=True, slots=True)
class StoryTold:
    """A story that tells of a happening."""

    document: str  # digest
    title: str | None
    publisher: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Whole:
    """A happening with all accounts of it, and what they are to each other."""

    number: int
    stories: tuple[StoryTold, ...]  # the first told first
    accounts: tuple[Passage, ...]  # in the order of their stories and of the text
    relations: tuple[Weighed, ...]


@dataclass(frozen=True, slots=True)
class Outlines:
    """A page of happenings that several stories tell of, the last told of first."""

    happenings: tuple[Outline, ...]
    more: bool
    waiting: int  # stories that were not compared yet


def outlines(connection: Connection, query: Query | None, limit: int, offset: int) -> Outlines:
    """Happenings with more than one story, or with stories of what a query asks for."""
    asked = _in_short().where(story.c.happening.is_not(None))
    if query is None:
        asked = asked.having(func.count() > 1)
    else:
        of_them = select(story.c.happening).where(story.c.document_id.in_(_documents(connection, query)))
        asked = asked.where(story.c.happening.in_(of_them))
    rows = connection.execute(asked.limit(limit + 1).offset(offset)).all()
    return Outlines(_outlines(connection, rows[:limit]), len(rows) > limit, waiting(connection))


def outlines_of(connection: Connection, numbers: Collection[int]) -> tuple[Outline, ...]:
    """The happenings of these numbers, the last told of first; none for a number that is no happening's."""
    return _outlines(connection, connection.execute(_in_short().where(story.c.happening.in_(numbers))).all())


def _in_short() -> Select[Any]:
    """Between which days happenings are told of, and by how many stories, the last told of first."""
    last = func.max(story.c.day)
    asked = select(story.c.happening, func.min(story.c.day).label("first"), last.label("last"), func.count().label("stories"))
    return asked.group_by(story.c.happening).order_by(last.desc(), story.c.happening.desc())


def _outlines(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[Outline, ...]:
    members = _members(connection, [row.happening for row in rows])
    return tuple(_outline(connection, row, members[row.happening]) for row in rows)


def compared(connection: Connection, document_id: int, local: str, limit: int) -> list[Weighed]:
    """What accounts of other stories were found to be to a statement's, the surest first; not those that tell nothing."""
    said = statement.c
    place = select(said.first, said.last).where(said.document_id == document_id, said.local == local)
    here = connection.execute(place).first()
    if here is None:
        return []
    ends = [
        and_(relation.c[side] == document_id, relation.c[f"{side}_first"] >= here.first, relation.c[f"{side}_last"] <= here.last)
        for side in ("a", "b")
    ]
    asked = select(relation).where(or_(*ends), relation.c.kind.is_not(None), relation.c.kind != "cannot_tell")
    rows = connection.execute(asked.order_by(relation.c.confidence.desc(), relation.c.id).limit(limit)).all()
    digest = connection.execute(select(document.c.digest).where(document.c.id == document_id)).scalar_one()
    return [
        one for one in _weighed(connection, rows) if (digest, local) in ((end.document, end.statement) for end in (one.a, one.b))
    ]


def whole(connection: Connection, number: int) -> Whole | None:
    """All that was found of one happening; None where it has no story."""
    members = _members(connection, [number]).get(number, [])
    ids = [member.id for member in members]
    order = {one: at for at, one in enumerate(ids)}
    accounts = [
        row for part in batches(ids) for row in connection.execute(select(account).where(account.c.document_id.in_(part)))
    ]
    places = sorted(((row.document_id, row.first, row.last) for row in accounts), key=lambda place: (order[place[0]], place[1:]))
    passages = _passages(connection, places)
    asked = select(relation).where(relation.c.kind.is_not(None)).order_by(relation.c.id)
    rows = [row for part in batches(ids) for row in connection.execute(asked.where(relation.c.a.in_(part))) if row.b in order]
    stories = tuple(StoryTold(row.digest, row.title, row.publisher, row.published) for row in members)
    if not stories:
        return None
    return Whole(number, stories, tuple(passages[place] for place in places), tuple(_weighed(connection, rows)))


def number_of(connection: Connection, document_id: int) -> int:
    """The number of a story's happening; the story's own where it has none."""
    return _happenings(connection, {document_id})[document_id]


def stamp(connection: Connection, number: int) -> tuple[object, ...]:
    """What changes whenever that which is known of a happening may have: for whoever keeps what he made of it."""
    columns = (func.count(), func.sum(story.c.revision), func.sum(story.c.state), func.sum(story.c.document_id))
    of_it = tuple(connection.execute(select(*columns).where(story.c.happening == number)).one())
    decided = tuple(connection.execute(select(func.max(overruling.c.id), func.count(overruling.c.undone))).one())
    return (number, *of_it, *decided)


def waiting(connection: Connection) -> int:
    """How many stories were not compared yet."""
    found: int = connection.execute(select(func.count()).where(story.c.state < DONE)).scalar_one()
    return found


def waits(connection: Connection, document_id: int) -> bool:
    """Whether it is not known yet which happening a story is of."""
    asked = select(story.c.document_id).where(
        story.c.document_id == document_id, story.c.happening.is_(None), story.c.state < DONE
    )
    return connection.execute(asked).first() is not None


def titles(connection: Connection, digests: Collection[str]) -> Mapping[str, str]:
    """The titles of stories, or how they begin; "" for one that is not here."""
    opening = func.substr(document.c.text, 1, 80).label("opening")
    rows = connection.execute(select(document.c.digest, document.c.title, opening).where(document.c.digest.in_(set(digests))))
    return defaultdict(str, {row.digest: row.title or " ".join(row.opening.split()) for row in rows})


def disputes(connection: Connection, query: Query | None, limit: int, offset: int) -> list[Weighed]:
    """What is disputed and neither side has given up, the newest first."""
    back = relation.alias()
    ends = (tuple(side + end for end in ("", "_first", "_last")) for side in ("a", "b"))
    same = (
        [back.c[f"b{end}"] == relation.c[column] for end, column in zip(("", "_first", "_last"), end_of, strict=True)]
        for end_of in ends
    )
    given_up = or_(*(exists().where(back.c.kind == "reverses", *conditions) for conditions in same))
    asked = select(relation).where(relation.c.kind == "disputes", relation.c.answer.is_(False), ~given_up)
    if query is not None:
        documents = _documents(connection, query)
        asked = asked.where(or_(relation.c.a.in_(documents), relation.c.b.in_(documents)))
    asked = asked.order_by(relation.c.said.desc(), relation.c.id.desc()).limit(limit).offset(offset)
    return _weighed(connection, connection.execute(asked).all())


def pledges(connection: Connection, query: Query | None, limit: int, offset: int) -> list[Pledge]:
    """Promises and demands but repetitions of others', the newest first, with their fates."""
    repeated = exists().where(
        relation.c.kind == "repeats",
        relation.c.a == account.c.document_id,
        relation.c.a_first == account.c.first,
        relation.c.a_last == account.c.last,
    )
    asked = select(account).where(~repeated)
    if query is not None:
        asked = asked.where(account.c.document_id.in_(_documents(connection, query)))
    asked = asked.order_by(account.c.said.desc(), account.c.document_id.desc(), account.c.first).limit(limit + offset)
    # Each kind by itself, in the order of its index; both at once would be sorted, all there are.
    each = [row for kind in ("promises", "demands") for row in connection.execute(asked.where(account.c.stance == kind))]
    each.sort(key=lambda row: row.first)
    each.sort(key=lambda row: (row.said, row.document_id), reverse=True)
    rows = each[offset : offset + limit]
    places = [(row.document_id, row.first, row.last) for row in rows]
    passages = _passages(connection, places)
    told = _told(connection, places)
    happenings = _happenings(connection, {place[0] for place in places})
    found: Iterable[tuple[Row[Any], Place]] = zip(rows, places, strict=True)
    return [
        Pledge(
            passages[place], row.stance, _fate({one.relation for one in told[place]}), tuple(told[place]), happenings[place[0]]
        )
        for row, place in found
    ]


def _fate(kinds: Collection[str]) -> Any:
    """What several later accounts together say: "disputed" where one says kept and another broken."""
    if {"fulfils", "breaks"} <= set(kinds):
        return "disputed"
    return next((fate for kind, fate in FATES.items() if kind in kinds), "open")


def _documents(connection: Connection, query: Query) -> list[int]:
    """The stories with statements that a query asks for, by the matches added last."""
    asked = candidates(connection, query).with_only_columns(statement.c.document_id).limit(MATCHES)
    return list(dict.fromkeys(connection.execute(asked).scalars()))[:LOOKED_AT]


def _members(connection: Connection, numbers: Sequence[int]) -> Mapping[int, list[Row[Any]]]:
    """The stories of each happening, the first told first."""
    told = (document.c.digest, document.c.title, document.c.publisher, document.c.published)
    columns = (story.c.happening, document.c.id, *told)
    asked = select(*columns).join(document, document.c.id == story.c.document_id).where(story.c.happening.in_(numbers))
    found: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(asked.order_by(story.c.day, document.c.id)):
        found[row.happening].append(row)
    return found


def _outline(connection: Connection, row: Row[Any], members: Sequence[Row[Any]]) -> Outline:
    ids = [member.id for member in members]
    kinds: Counter[str] = Counter()
    for part in batches(ids):
        asked = select(relation.c.kind, func.count()).where(relation.c.a.in_(part), relation.c.kind.is_not(None))
        kinds.update({row.kind: row[1] for row in connection.execute(asked.group_by(relation.c.kind))})
    title = next((member.title for member in members if member.title), None) or _opening(connection, ids[0])
    publishers = tuple(dict.fromkeys(member.publisher for member in members if member.publisher))
    return Outline(row.happening, title, row.first or None, row.last or None, row.stories, publishers, tuple(kinds.most_common()))


def _opening(connection: Connection, document_id: int) -> str:
    """The first words of a story without a title."""
    asked = select(func.substr(document.c.text, 1, 80)).where(document.c.id == document_id)
    words: str = connection.execute(asked).scalar_one()
    return " ".join(words.split())


def _told(connection: Connection, places: Sequence[Place]) -> Mapping[Place, list[Weighed]]:
    """What later accounts say became of each."""
    asked = select(relation).where(relation.c.kind.in_(tuple(FATES))).order_by(relation.c.said, relation.c.id)
    wanted = set(places)
    rows = [
        row
        for part in batches(place[0] for place in places)
        for row in connection.execute(asked.where(relation.c.b.in_(part)))
        if (row.b, row.b_first, row.b_last) in wanted
    ]
    found: dict[Place, list[Weighed]] = defaultdict(list)
    for row, one in zip(rows, _weighed(connection, rows), strict=True):
        found[row.b, row.b_first, row.b_last].append(one)
    return found


def _weighed(connection: Connection, rows: Sequence[Row[Any]]) -> list[Weighed]:
    places = {(row.a, row.a_first, row.a_last) for row in rows} | {(row.b, row.b_first, row.b_last) for row in rows}
    passages = _passages(connection, places)
    happenings = _happenings(connection, {row.a for row in rows})
    texts = _texts(connection, {place[0] for place in places})
    found: list[Weighed] = []
    for row in rows:
        grounds = tuple(
            Ground(rule, sentence, _marks(texts[row.a], first), _marks(texts[row.b], second))
            for rule, sentence, first, second in json.loads(row.reasons)
        )
        a = _with_surroundings(passages[row.a, row.a_first, row.a_last], texts[row.a], (ground.first for ground in grounds))
        b = _with_surroundings(passages[row.b, row.b_first, row.b_last], texts[row.b], (ground.second for ground in grounds))
        found.append(Weighed(row.name, row.kind, a, b, grounds, happenings[row.a], by_person=row.overruled_by is not None))
    return found


def _with_surroundings(passage: Passage, text: str, grounds: Iterable[Sequence[Mark]]) -> Passage:
    """With the stretch of text that holds the passage and the words beside it that tell: the "denied" before "that ..."."""
    near = [mark for marks in grounds for mark in marks if passage.start - NEAR <= mark.start and mark.end <= passage.end + NEAR]
    start = min((mark.start for mark in near), default=passage.start)
    end = max((mark.end for mark in near), default=passage.end)
    if passage.start <= start and end <= passage.end:
        return passage
    start, end = min(start, passage.start), max(end, passage.end)
    return replace(passage, around=Mark(text[start:end], start, end))


def _marks(text: str, spans: Iterable[Sequence[int]]) -> tuple[Mark, ...]:
    return tuple(Mark(text[start:end], start, end) for start, end in spans)


def _texts(connection: Connection, documents: Collection[int]) -> Mapping[int, str]:
    return {
        row.id: row.text
        for part in batches(documents)
        for row in connection.execute(select(document.c.id, document.c.text).where(document.c.id.in_(part)))
    }


def _happenings(connection: Connection, documents: Collection[int]) -> Mapping[int, int]:
    """The number of each story's happening; its own where it has none yet."""
    columns = (story.c.document_id, story.c.happening)
    found = {number: number for number in documents}
    for part in batches(documents):
        for row in connection.execute(select(*columns).where(story.c.document_id.in_(part), story.c.happening.is_not(None))):
            found[row.document_id] = row.happening
    return found


def _passages(connection: Connection, places: Collection[Place]) -> Mapping[Place, Passage]:
    """Each place with its words and who vouches for them."""
    texts = _texts(connection, {place[0] for place in places})
    facts = {
        row.id: row
        for part in batches(texts)
        for row in connection.execute(
            select(document.c.id, document.c.digest, document.c.title, document.c.publisher, document.c.published).where(
                document.c.id.in_(part)
            )
        )
    }
    said = _statements(connection, texts)
    roots = roots_of(connection, {row.actor_id for rows in said.values() for row in rows if row.actor_id})
    found: dict[Place, Passage] = {}
    for place in places:
        number, first, last = place
        words = texts[number][first:last]
        by = next((row for row in said[number] if row.first <= first and last <= row.last and words in row.content), None)
        about = facts[number]
        found[place] = Passage(
            about.digest,
            first,
            last,
            words,
            tuple(by.chain.split(" › ")) if by else (),
            roots.get(by.actor_id) if by else None,
            by.local if by else None,
            (by.said_on if by else None) or about.published,
            about.title,
            about.publisher,
        )
    return found


def _statements(connection: Connection, documents: Collection[int]) -> Mapping[int, list[Row[Any]]]:
    """The statements of each story, the innermost first."""
    said = statement.c
    columns = (said.document_id, said.local, said.chain, said.content, said.first, said.last, said.said_on, appearance.c.actor_id)
    asked = select(*columns).join(appearance, appearance.c.id == said.speaker, isouter=True).order_by(said.depth.desc(), said.id)
    found: dict[int, list[Any]] = defaultdict(list)
    for part in batches(documents):
        for row in connection.execute(asked.where(said.document_id.in_(part))):
            found[row.document_id].append(row)
    return found
