"""What was found, out of the ledger: as a ``Comparison`` again, and as what users see (``views``)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, and_, exists, or_, select

from reportedly.ledger import store
from reportedly.ledger.accounts.naming import Spot
from reportedly.ledger.accounts.overruling import overrulings
from reportedly.ledger.accounts.views import Ground, Happening, Mark, Overruling, Sequel, StoryOf, Testimony, Verdict
from reportedly.ledger.actors.trees import batches
from reportedly.ledger.schema import account, relation, reprint, story

if TYPE_CHECKING:
    from reportedly.compare import Account, Comparison, Relation, Story, Undertaking
    from reportedly.records import Document, Spans

Place = tuple[int, int, int]  # document, first, last


@dataclass(frozen=True, slots=True)
class Kept:
    """What was found between the accounts of some stories."""

    comparison: Comparison
    numbers: Mapping[str, int]  # of the documents, by digest
    happenings: Mapping[str, int]  # of the documents, by digest
    names: Mapping[tuple[Spot, Spot, str], str]  # of the relations, by their accounts and kind
    overruled: Mapping[tuple[Spot, Spot, str], Overruling]
    made: dict[Spot, Testimony] = field(default_factory=dict)  # as users see accounts; many verdicts may be on one


def kept_of(connection: Connection, documents: Sequence[int]) -> Kept:
    """What was found between the accounts of these documents, people's word included; a group for each happening."""
    from reportedly.compare import Comparison, story_of

    stories = {one: story_of(reading) for one, reading in store.readings_of(connection, documents).items()}
    at = {(one, a.span.start, a.span.end): a for one, told in stories.items() for a in told.accounts}
    rows = [row for row in _relation_rows(connection, documents) if _a(row) in at and _b(row) in at]
    made = {row.id: _relation(row, at) for row in rows}
    by_numbers = overrulings(connection, {row.overruled_by for row in rows if row.overruled_by})
    happenings = _happenings_of(connection, documents)
    kept = {place for place in _kept_accounts(connection, documents) if place in at}
    comparison = Comparison(
        tuple(sorted(stories.values(), key=_when)),
        tuple(_groups(stories, happenings, kept)),
        tuple(made[row.id] for row in rows if not row.answer),
        tuple(_reprints(connection, stories)),
        tuple(made[row.id] for row in rows if row.answer),
    )
    digests = {one: told.document.id for one, told in stories.items()}
    key = {row.id: (Spot.of(made[row.id].a), Spot.of(made[row.id].b), row.kind) for row in rows}
    return Kept(
        comparison,
        {digest: one for one, digest in digests.items()},
        {digests[one]: number for one, number in happenings.items()},
        {key[row.id]: row.name for row in rows},
        {key[row.id]: by_numbers[row.overruled_by] for row in rows if row.overruled_by},
    )


def _when(told: Story) -> tuple[str, str]:
    from reportedly.compare import name_of

    return (told.document.published or "9999", name_of(told.document))


def _a(row: Row[Any]) -> Place:
    return (row.a, row.a_first, row.a_last)


def _b(row: Row[Any]) -> Place:
    return (row.b, row.b_first, row.b_last)


def _relation_rows(connection: Connection, documents: Iterable[int]) -> list[Row[Any]]:
    """Relations that hold, both accounts in these documents, in the order found."""
    wanted = set(documents)
    rows = [
        row
        for part in batches(wanted)
        for row in connection.execute(select(relation).where(relation.c.a.in_(part), relation.c.kind.is_not(None)))
    ]
    return sorted((row for row in rows if row.b in wanted), key=lambda row: row.id)


def _relation(row: Row[Any], at: Mapping[Place, Account]) -> Relation:
    from reportedly.compare import Reason, Relation

    reasons = tuple(Reason(rule, sentence, _spans(a), _spans(b)) for rule, sentence, a, b in json.loads(row.reasons))
    return Relation(at[_a(row)], at[_b(row)], row.kind, row.confidence, reasons)


def _spans(pairs: Iterable[Sequence[int]]) -> Spans:
    from reportedly.records import Span

    return tuple(Span(*pair) for pair in pairs)


def _happenings_of(connection: Connection, documents: Iterable[int]) -> dict[int, int]:
    columns = (story.c.document_id, story.c.happening)
    return {
        row.document_id: row.document_id if row.happening is None else row.happening
        for part in batches(documents)
        for row in connection.execute(select(*columns).where(story.c.document_id.in_(part)))
    }


def _kept_accounts(connection: Connection, documents: Iterable[int]) -> Iterator[Place]:
    columns = (account.c.document_id, account.c.first, account.c.last)
    for part in batches(documents):
        rows = connection.execute(select(*columns).where(account.c.document_id.in_(part)))
        yield from ((row.document_id, row.first, row.last) for row in rows)


def _groups(stories: Mapping[int, Story], happenings: Mapping[int, int], kept: Collection[Place]) -> Iterator[Any]:
    from reportedly.compare import Group

    members: dict[int, list[int]] = defaultdict(list)
    for one in sorted(stories, key=lambda one: _when(stories[one])):
        members[happenings[one]].append(one)
    for numbers in members.values():
        accounts = tuple(a for one in numbers for a in stories[one].accounts if (one, a.span.start, a.span.end) in kept)
        if accounts:
            yield Group(accounts, tuple(stories[one].document for one in numbers))


def _reprints(connection: Connection, stories: Mapping[int, Story]) -> Iterator[tuple[Document, Document]]:
    for part in batches(stories):
        asked = select(reprint).where(reprint.c.later.in_(part)).order_by(reprint.c.later, reprint.c.earlier)
        for row in connection.execute(asked):
            if row.earlier in stories:
                yield stories[row.later].document, stories[row.earlier].document


# As users see it


def happening_of(connection: Connection, number: int, about: tuple[Document, Spans] | None = None) -> Happening | None:
    """The happening of this number, with all its stories; None where nobody tells anything of it.

    Or only what is told ``about`` some words of a story.
    """
    from reportedly.compare import live_disputes

    of_it = select(story.c.document_id).where(story.c.happening == number).order_by(story.c.document_id)
    kept = kept_of(connection, list(connection.execute(of_it).scalars()))
    live = live_disputes(kept.comparison)
    if about is not None:
        kept = replace(kept, comparison=kept.comparison.about(*about))
        live = tuple(one for one in live if one in kept.comparison.relations)
    return _happening(kept, number, live) if kept.comparison.groups else None


def disputes_of(connection: Connection, documents: Collection[int] | None, limit: int, offset: int) -> list[Verdict]:
    """Disputes that neither side has given up since, the newest first; of some documents, or of all."""
    taken_back = relation.alias()
    given_up = exists().where(
        taken_back.c.kind == "reverses", or_(_is_b_of(taken_back, relation, "a"), _is_b_of(taken_back, relation, "b"))
    )
    asked = select(relation).where(relation.c.kind == "disputes", relation.c.answer.is_(False), ~given_up)
    if documents is not None:
        asked = asked.where(or_(relation.c.a.in_(documents), relation.c.b.in_(documents)))
    asked = asked.order_by(relation.c.said.desc(), relation.c.id.desc()).limit(limit).offset(offset)
    rows = list(connection.execute(asked))
    kept = kept_of(connection, sorted({number for row in rows for number in (row.a, row.b)}))
    order = {row.name: at for at, row in enumerate(rows)}
    found = (_verdict(kept, one, answer=False) for one in kept.comparison.relations if one.kind == "disputes")
    return sorted((one for one in found if one.id in order), key=lambda one: order[one.id])


def sequels_of(connection: Connection, documents: Collection[int] | None, limit: int, offset: int) -> list[Sequel]:
    """Promises and demands but repetitions of others', the newest first, with what later accounts say became of them."""
    repeated = exists().where(
        relation.c.kind == "repeats", *(relation.c[f"a{end}"] == account.c[column] for end, column in PLACE)
    )
    asked = select(account).where(account.c.stance.in_(("promises", "demands")), ~repeated)
    if documents is not None:
        asked = asked.where(account.c.document_id.in_(documents))
    columns = (account.c.said.desc(), account.c.document_id.desc(), account.c.first)
    rows = connection.execute(asked.order_by(*columns).limit(limit).offset(offset))
    places = [(row.document_id, row.first, row.last) for row in rows]
    kept = kept_of(connection, sorted({place[0] for place in places} | _tellers(connection, places)))
    return _sequels(kept, places)


def _sequels(kept: Kept, places: Sequence[Place]) -> list[Sequel]:
    from reportedly.compare import promises

    order = {place: at for at, place in enumerate(places)}
    found: dict[int, Sequel] = {}
    for one in promises(kept.comparison):
        place = (kept.numbers[one.account.story], one.account.span.start, one.account.span.end)
        if place in order:
            found[order[place]] = _sequel(kept, one)
    return [found[at] for at in sorted(found)]


def _sequel(kept: Kept, one: Undertaking) -> Sequel:
    kind: Any = one.account.stance
    told = tuple(_verdict(kept, relation, answer=kind == "demands") for relation in one.told)
    return Sequel(_testimony(kept, one.account), kind, one.fate, told, kept.happenings[one.account.story])


PLACE = (("", "document_id"), ("_first", "first"), ("_last", "last"))  # columns of a relation's end, and of an account


def _is_b_of(other: Any, here: Any, side: str) -> Any:
    """Whether the account that another relation speaks of is this one's."""
    return and_(*(other.c[f"b{end}"] == here.c[f"{side}{end}"] for end, _ in PLACE))


def _tellers(connection: Connection, places: Sequence[Place]) -> set[int]:
    """The documents that tell what became of these accounts."""
    wanted, found = set(places), set()
    for part in batches(place[0] for place in places):
        rows = connection.execute(
            select(relation).where(relation.c.b.in_(part), relation.c.kind.in_(("fulfils", "breaks", "cannot_tell")))
        )
        found |= {row.a for row in rows if _b(row) in wanted}
    return found


def _happening(kept: Kept, number: int, live: Iterable[Relation]) -> Happening:
    from reportedly.compare import promises, witnesses

    comparison = kept.comparison
    (group,) = comparison.groups
    verdicts = [_verdict(kept, one, answer=False) for one in comparison.relations]
    verdicts += [_verdict(kept, one, answer=True) for one in comparison.answers]
    days = sorted(day for day in (one.published or "" for one in group.stories) if day)
    return Happening(
        number=number,
        title=group.stories[0].title or group.accounts[0].text,
        first=days[0] if days else None,
        last=days[-1] if days else None,
        stories=tuple(_story(kept, one) for one in group.stories),
        accounts=tuple(_testimony(kept, one) for one in group.accounts),
        verdicts=tuple(verdicts),
        reprints=tuple((later.id, earlier.id) for later, earlier in comparison.reprints),
        witnesses=tuple(Spot.of(one).name for one in witnesses(group, comparison)),
        disputes=tuple(_name(kept, one) for one in live),
        sequels=tuple(_sequel(kept, one) for one in promises(comparison)),
    )


def _story(kept: Kept, told: Document) -> StoryOf:
    from reportedly.compare import name_of

    copies = {later.id: earlier.id for later, earlier in reversed(kept.comparison.reprints)}
    return StoryOf(told.id, kept.numbers[told.id], name_of(told), told.title, told.publisher, told.published, copies.get(told.id))


def _name(kept: Kept, one: Relation) -> str:
    return kept.names[Spot.of(one.a), Spot.of(one.b), one.kind]


def _verdict(kept: Kept, one: Relation, answer: bool) -> Verdict:
    a, b = one.a.document, one.b.document
    return Verdict(
        id=_name(kept, one),
        relation=one.kind,
        a=_testimony(kept, one.a),
        b=_testimony(kept, one.b),
        confidence=one.confidence,
        reasons=tuple(Ground(r.rule, r.sentence, _marks(a, r.first), _marks(b, r.second)) for r in one.reasons),
        happening=kept.happenings[a.id],
        answer=answer,
        overruled=kept.overruled.get((Spot.of(one.a), Spot.of(one.b), one.kind)),
    )


def _testimony(kept: Kept, one: Account) -> Testimony:
    spot = Spot.of(one)
    if spot not in kept.made:
        kept.made[spot] = _made(kept, one)
    return kept.made[spot]


def _made(kept: Kept, one: Account) -> Testimony:
    from reportedly.compare import name_of

    told = one.document
    origin = kept.comparison.origin(one)
    number = one.speaker.links.get("ledger") if one.speaker else None
    return Testimony(
        id=Spot.of(one).name,
        document=told.id,
        start=one.span.start,
        end=one.span.end,
        words=one.text,
        sentence=Mark(told.text[slice(*one.sentence)], *one.sentence),
        chain=tuple(actor.name if actor else None for actor in one.chain),
        speaker=int(number) if number else None,
        statement=one.statement.id if one.statement else None,
        said_on=one.said,
        stance=one.stance,
        figures=_marks(told, ((one.span.start + f.span.start, one.span.start + f.span.end) for f in one.figures)),
        dates=_marks(told, (time.span for time in one.times)),
        story=name_of(told),
        title=told.title,
        publisher=told.publisher,
        published=told.published,
        rests_on=None if origin is one else Spot.of(origin).name,
    )


def _marks(told: Document, spans: Iterable[tuple[int, int]]) -> tuple[Mark, ...]:
    return tuple(Mark(told.text[start:end], start, end) for start, end in spans)
