"""Which happening a story is of: it is compared with the stories that share its keys, those published nearest to it first.

Nothing here costs more in a larger ledger: of each key ``PER_KEY`` stories are looked up, ``CANDIDATES`` in all are likened, by
what is kept of each (``compare.outlines``); no story is read again. Where many stories wait, they are taken together, ``MOST`` at
most; so a small ledger is compared as a whole, once.

A happening has the number of its first story. When two turn out to be one, that is the lower number; the number of any story
finds the happening it is of, so links to the other number hold.
"""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, select, update

from reportedly.ledger.accounts.entering import ALL, MOST, TO_ENTER, TO_JUDGE, TO_LINK
from reportedly.ledger.actors.trees import BATCH, batches
from reportedly.ledger.database import read_transaction, write_transaction
from reportedly.ledger.schema import document, overruling, story, story_key, story_word

if TYPE_CHECKING:
    from reportedly.compare import Rarity
    from reportedly.compare.outlines import Outline

PER_KEY = 32  # stories looked up under one key, the nearest in time
CANDIDATES = 32  # stories that one is compared with: those that share most and rarest keys
FEWEST = 20  # stories that rarity is reckoned among at least


@dataclass(frozen=True, slots=True)
class Place:
    """A story and what is known of it before it is linked."""

    document_id: int
    day: str
    state: int
    revision: int
    happening: int | None


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Some stories that wait, and all that they may be of one happening with."""

    places: Mapping[int, Place]
    waiting: frozenset[int]  # those whose candidates are all among them


def link(engine: Engine, first: int) -> frozenset[int]:
    """Find the happening of a story that waits, and of others that wait near it; the numbers of those that are linked now.

    Reading and comparing hold no lock. If a story was changed meanwhile nothing is kept, and it waits on; one to be entered
    anew, or gone, does not wait to be linked any more.
    """
    with read_transaction(engine) as connection:
        here = places_of(connection, [first]).get(first)
        if here is None or here.state != TO_LINK:
            return frozenset()
        decided = Decided.of(connection)
        near = _neighbourhood(connection, here, decided)
        named = places_of(connection, decided.named)
        strands = decided.applied(_strands(connection, near), {**named, **near.places})
    with write_transaction(engine) as connection:
        if not _unchanged(connection, near.places.values()):
            return frozenset()
        _keep(connection, near, strands)
    return near.waiting


# Neighbours


def _neighbourhood(connection: Connection, here: Place, decided: Decided) -> Neighbourhood:
    """A story that waits with its candidates, and as many others that wait as there is room for, with theirs."""
    places = {here.document_id: here}
    waiting: set[int] = set()
    for document_id in _others_that_wait(connection, here):
        place = places.get(document_id) or places_of(connection, [document_id])[document_id]
        wanted = {document_id, *candidates(connection, place), *decided.partners(document_id)} - places.keys()
        missing = {number: one for number, one in places_of(connection, wanted).items() if one.state != TO_ENTER}
        if waiting and len(places) + len(missing) > MOST:
            break
        places |= missing
        waiting.add(document_id)
    return Neighbourhood(places, frozenset(waiting))


def _others_that_wait(connection: Connection, here: Place) -> list[int]:
    """This story, then those that wait, in the order in which they were added behind it."""
    behind = select(story.c.document_id).where(story.c.state == TO_LINK, story.c.document_id != here.document_id)
    return [here.document_id, *connection.execute(behind.order_by(story.c.document_id).limit(MOST)).scalars()]


def candidates(connection: Connection, place: Place) -> list[int]:
    """The stories that share most and rarest keys with one; of equals, those published nearest to it."""
    keys = connection.execute(select(story_key.c.key).where(story_key.c.document_id == place.document_id)).scalars().all()
    weight: dict[int, float] = defaultdict(float)
    days: dict[int, str] = {}
    for key in keys:
        bearers = _bearers(connection, key, place)
        for document_id, day in bearers:
            weight[document_id] += 1 / len(bearers)
            days[document_id] = day
    nearest = sorted(weight, key=lambda one: (-weight[one], _apart(days[one], place.day), -one))
    return nearest[:CANDIDATES]


def _bearers(connection: Connection, key: str, place: Place) -> list[tuple[int, str]]:
    """The stories under a key that were published next before and after one."""
    asked = select(story_key.c.document_id, story_key.c.day).where(
        story_key.c.key == key, story_key.c.document_id != place.document_id
    )
    before = asked.where(story_key.c.day <= place.day).order_by(story_key.c.day.desc(), story_key.c.document_id.desc())
    after = asked.where(story_key.c.day > place.day).order_by(story_key.c.day, story_key.c.document_id)
    return [(row.document_id, row.day) for part in (before, after) for row in connection.execute(part.limit(PER_KEY // 2))]


def _apart(one: str, other: str) -> int:
    """Days between; very many where one is not known."""
    try:
        return abs((datetime.date.fromisoformat(one) - datetime.date.fromisoformat(other)).days)
    except ValueError:
        return 10_000


def places_of(connection: Connection, ids: Iterable[int]) -> dict[int, Place]:
    columns = (story.c.document_id, story.c.day, story.c.state, story.c.revision, story.c.happening)
    return {
        row.document_id: Place(*row)
        for part in batches(ids)
        for row in connection.execute(select(*columns).where(story.c.document_id.in_(part)))
    }


# Likeness


def _strands(connection: Connection, near: Neighbourhood) -> list[set[int]]:
    """The stories of the neighbourhood, those of one happening together."""
    from reportedly.compare.strands import strands_of

    outlines = _outlines(connection, near.places)
    strands = strands_of(list(outlines.values()), _rarity(connection, outlines.values()))
    ordered = list(outlines)
    return [{ordered[number] for number in strand} for strand in strands]


def _outlines(connection: Connection, ids: Iterable[int]) -> dict[int, Outline]:
    """What stories are likened by, in order of time."""
    from reportedly.compare.outlines import Outline

    asked = select(story.c.document_id, story.c.outline, document.c.published).join(document)
    rows = [row for part in batches(ids) for row in connection.execute(asked.where(story.c.document_id.in_(part)))]
    rows.sort(key=lambda row: (row.published or "9999", row.document_id))
    return {row.document_id: Outline.unpacked(row.outline) for row in rows}


def _rarity(connection: Connection, outlines: Iterable[Outline]) -> Rarity:
    """In how many stories of the ledger the names in these stand."""
    from reportedly.compare import Rarity

    words = sorted({word for outline in outlines for word in (*outline.names, *outline.focus)} | {ALL})
    holding: dict[str, int] = {}
    for start in range(0, len(words), BATCH):
        asked = select(story_word.c.word, story_word.c.stories).where(story_word.c.word.in_(words[start : start + BATCH]))
        holding |= {row.word: row.stories for row in connection.execute(asked)}
    return Rarity(max(FEWEST, holding.get(ALL, 0)), holding)


# People's word


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided about which stories are of one happening, by their numbers."""

    together: Sequence[frozenset[int]]
    apart: Sequence[tuple[int, frozenset[int]]]  # a story, and those it is not of one happening with

    @classmethod
    def of(cls, connection: Connection) -> Decided:
        """All that was not taken back. People decide some hundred things, so this is not looked up story by story."""
        rows = connection.execute(
            select(overruling.c.act, overruling.c.what)
            .where(overruling.c.act.in_(("together", "apart")), overruling.c.undone.is_(None))
            .order_by(overruling.c.id)
        ).all()
        told = [(row.act, json.loads(row.what)["stories"]) for row in rows]
        numbers = _numbers(connection, {digest for _, stories in told for digest in stories})
        known = [(act, [numbers[digest] for digest in stories if digest in numbers]) for act, stories in told]
        return cls(
            [frozenset(stories) for act, stories in known if act == "together"],
            [(stories[0], frozenset(stories[1:])) for act, stories in known if act == "apart"],
        )

    @property
    def named(self) -> set[int]:
        return {one for pair in self.together for one in pair} | {one for story, others in self.apart for one in (story, *others)}

    def partners(self, document_id: int) -> set[int]:
        return {other for pair in self.together if document_id in pair for other in pair} - {document_id}

    def applied(self, strands: Sequence[set[int]], places: Mapping[int, Place]) -> list[set[int]]:
        found = [set(strand) for strand in strands]
        for pair in self.together:
            meant = [strand for strand in found if strand & pair]
            found = [strand for strand in found if not strand & pair] + ([set().union(*meant)] if meant else [])
        for one, others in self.apart:
            found = [part for strand in found for part in _parted(strand, one, others, places)]
        return found


def _parted(strand: set[int], one: int, others: frozenset[int], places: Mapping[int, Place]) -> list[set[int]]:
    """A strand in two where it would bring a story, or the happening it is of, together with what it is not of."""
    mine = _with_happenings(strand, {one}, places)
    theirs = _with_happenings(strand, others, places)
    return [mine - theirs, strand - (mine - theirs)] if mine - theirs and theirs else [strand]


def _with_happenings(strand: set[int], stories: Collection[int], places: Mapping[int, Place]) -> set[int]:
    """The stories of a strand that are among these, or of a happening with one of them."""
    happenings = {places[story].happening for story in stories if story in places} - {None}
    return {number for number in strand if number in stories or places[number].happening in happenings}


def _numbers(connection: Connection, digests: Collection[str]) -> dict[str, int]:
    asked = select(document.c.digest, document.c.id).where(document.c.digest.in_(digests))
    return {row.digest: row.id for row in connection.execute(asked)}


# Keeping


def _unchanged(connection: Connection, places: Collection[Place]) -> bool:
    """Whether the stories are still what they were when they were compared."""
    return places_of(connection, [place.document_id for place in places]) == {place.document_id: place for place in places}


def _keep(connection: Connection, near: Neighbourhood, strands: Iterable[set[int]]) -> None:
    for strand in strands:
        if linked := strand & near.waiting:
            known = {number for one in strand if (number := near.places[one].happening) is not None}
            first = min(strand | known)
            connection.execute(update(story).where(story.c.happening.in_(known - {first})).values(happening=first))
            connection.execute(update(story).where(story.c.document_id.in_(strand)).values(happening=first))
            connection.execute(update(story).where(story.c.document_id.in_(linked)).values(state=TO_JUDGE))
