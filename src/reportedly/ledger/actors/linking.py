"""Who the actors of a story are in the ledger.

::

    traits of the story ─> keys ─> actors kept under them ─> dossiers ─> compare ─> the best, if nobody else fits as well
                                                                                └─> else a new actor

Every step looks at the story's own names alone, so that a story costs the same however many the ledger has.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from reportedly.ledger.actors.compare import MARGIN, MARGIN_OF_PART, NO_NAME, Verdict, compare
from reportedly.ledger.actors.dossier import Dossier, bearers, dossiers
from reportedly.ledger.actors.learn import Lesson, learn, now, unlearn, within_bounds, without_appearances
from reportedly.ledger.actors.matching import match
from reportedly.ledger.actors.names import LONGEST_KEY, person_name
from reportedly.ledger.actors.traits import Traits, traits_of
from reportedly.ledger.schema import actor, appearance, judgement, placement
from reportedly.records import Reading

RULES = "rules"  # appearance.by where no person decided
BUSY = 25  # appearances of somebody whom one is often named with by chance


@dataclass(frozen=True, slots=True)
class Link:
    """Who an actor of a story is."""

    actor_id: int | None  # None: nobody known; a new one
    score: float
    reasons: tuple[str, ...]
    by: str = RULES


def link(connection: Connection, document_id: int, reading: Reading, appearances: Mapping[str, int]) -> None:
    """Decide for each actor of a story who it is in the ledger, and learn from the story.

    ``appearances`` has the row of each actor by its id in the reading. What people decided for this document holds. An actor that
    could not be met again ("a resident") is nobody.
    """
    found = {local: traits for local, traits in traits_of(reading).items() if local in appearances}
    places = _places(found)
    links = _decide(connection, found, _placed(connection, document_id, places))
    made = _make(connection, [found[local] for local, chosen in links.items() if chosen.actor_id is None])
    links = {
        local: chosen if chosen.actor_id is not None else replace(chosen, actor_id=next(made)) for local, chosen in links.items()
    }
    lessons = within_bounds(connection, [(known(links[local]), Lesson.of(found[local], places[local])) for local in links])
    settle(connection, [(appearances[local], links[local], lesson) for local, (_, lesson) in zip(links, lessons, strict=True)])
    _remember(connection, document_id, {places[local]: chosen for local, chosen in links.items()})
    _forget_strangers(connection, document_id)
    match(connection, {known(chosen) for chosen in links.values()})


Doubts = Mapping[tuple[str, int], tuple[float, str]]  # score and reasons of whoever the rules take to be whom


def doubts_of(connection: Connection, document_id: int) -> Doubts:
    """How sure the rules are of the actors of a document, which the rules alone forget when it is entered again."""
    asked = select(appearance).where(appearance.c.document_id == document_id, appearance.c.by == RULES)
    return {(Lesson.from_json(row.traits).place, row.actor_id): (row.score, row.reasons) for row in connection.execute(asked)}


def doubt_again(connection: Connection, document_id: int, doubts: Doubts) -> None:
    """Be as sure as before of those who were found to be the same again."""
    asked = select(appearance).where(appearance.c.document_id == document_id, appearance.c.by == RULES)
    for row in connection.execute(asked).all():
        if before := doubts.get((Lesson.from_json(row.traits).place, row.actor_id)):
            score, reasons = before
            connection.execute(update(appearance).where(appearance.c.id == row.id).values(score=score, reasons=reasons))


def unlink(connection: Connection, document_id: int, for_good: bool = False) -> None:
    """Take back what a document taught, before it is read again; with ``for_good`` before it is deleted.

    Who its actors were is remembered for the next reading, unless it is for good.
    """
    taught = [(actor_id, Lesson.from_json(lesson)) for actor_id, lesson in _linked(connection, document_id)]
    unlearn(connection, taught)
    connection.execute(
        update(appearance)
        .where(appearance.c.document_id == document_id)
        .values(actor_id=None, score=None, reasons=None, by=None, traits=None)
    )
    if for_good:
        connection.execute(delete(placement).where(placement.c.document_id == document_id))
        delete_if_unknown(connection, {actor_id for actor_id, _ in taught})


# ---- deciding


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody known who bears the name, and whether it is he."""

    known: Dossier  # of the root
    member: int  # the actor that bears the name: the root, or one that was merged into it
    verdict: Verdict


def _decide(connection: Connection, found: Mapping[str, Traits], placed: Mapping[str, Link]) -> dict[str, Link]:
    """The link of each actor of a story. The surest come first, and one person is not two in one story."""
    candidates = _candidates(connection, found, placed)
    surest = sorted(found, key=lambda local: -max((c.verdict.score for c in candidates[local]), default=0.0))
    taken: set[int] = set()
    links: dict[str, Link] = {}
    for local in sorted(surest, key=lambda local: local not in placed):
        free = [candidate for candidate in candidates[local] if candidate.known.id not in taken]
        links[local] = _held(placed.get(local), free) or _choose(found[local], free)
        if found[local].sort in ("person", "open"):
            taken |= {candidate.known.id for candidate in free if links[local].actor_id in candidate.known.members}
    return {local: links[local] for local in found}


def _candidates(connection: Connection, found: Mapping[str, Traits], placed: Mapping[str, Link]) -> dict[str, list[Candidate]]:
    """For each actor of the story those who may be it, the best first."""
    asked = {local: _asked(traits) for local, traits in found.items()}
    under = bearers(connection, (key for keys in asked.values() for key in keys))
    bearing = {local: {actor_id for key in keys for actor_id in under.get(key, ())} for local, keys in asked.items()}
    for local, before in placed.items():
        bearing[local] |= {before.actor_id} if before.actor_id is not None else set()
    company = {key for traits in found.values() for key in traits.company}
    files = dossiers(connection, {actor_id for group in bearing.values() for actor_id in group}, company)
    busy = frozenset(key for key, ids in under.items() if any(files[i].appearances > BUSY for i in ids & files.keys()))
    told = {local: replace(traits, busy=busy & traits.company.keys()) for local, traits in found.items()}
    return {local: _compared(traits, sorted(bearing[local] & files.keys()), files) for local, traits in told.items()}


def _asked(traits: Traits) -> list[str]:
    """The keys under which to look for somebody: a full name also for those known by the surname alone, and the reverse."""
    keys = [key for key, _ in traits.keys]
    if traits.known_by_name_alone:
        return []
    if traits.sort == "state":
        return [key for key in keys if key.startswith("iso3166:")]
    whole = [key for key in keys if not key.startswith("~")]
    if traits.sort == "body":
        return whole
    if traits.single:
        return [*whole, *(f"~{key}" for key in whole)]
    return [*whole, *(key[1:] for key in keys if key.startswith("~"))]


def _compared(traits: Traits, bearing: list[int], files: Mapping[int, Dossier]) -> list[Candidate]:
    """One candidate for each root, the best first."""
    members: dict[int, int] = {}
    for actor_id in bearing:
        members.setdefault(files[actor_id].id, actor_id)
    found = [Candidate(files[member], member, compare(traits, files[member])) for member in members.values()]
    return sorted(found, key=lambda candidate: (-candidate.verdict.score, candidate.known.id))


def _choose(traits: Traits, candidates: list[Candidate]) -> Link:
    """The best, if it is good enough and nobody else is about as good."""
    if traits.known_by_name_alone:
        return Link(None, 1.0, ("only a name of one word, with nothing said of its bearer",))
    if not candidates:
        return Link(None, 1.0, ("nobody known bears this name",))
    best = candidates[0].verdict
    if not best.enough:
        return Link(None, 1.0, _why_none(candidates))
    margin = MARGIN_OF_PART if best.by_part else MARGIN
    fitting = [c for c in candidates if c.verdict.against is None and c.verdict.score > best.score - margin]
    if len(fitting) > 1 and best.score < 1.0:
        return Link(None, 1.0, (f"several known actors fit about as well: {', '.join(str(c.known.id) for c in fitting)}",))
    return Link(candidates[0].member, best.score, best.reasons)


def _why_none(candidates: list[Candidate]) -> tuple[str, ...]:
    """Why none of those who bear the name will do, of the three likest."""
    return tuple(
        f"not actor {c.known.id}: {c.verdict.against or 'too little agrees (' + '; '.join(c.verdict.reasons) + ')'}"
        for c in candidates[:3]
    )


def _held(before: Link | None, candidates: list[Candidate]) -> Link | None:
    """Who it was when the document was read before, unless something contradicts it now.

    What a person decided holds all the same: that it is he, or that he and others are one.
    """
    if before is None or before.by != RULES:
        return before
    now_is = next((c for c in candidates if before.actor_id in c.known.members), None)
    if now_is is None or len(now_is.known.members) > 1 or now_is.verdict.against in (None, NO_NAME):
        return before
    return None


# ---- keeping


def known(chosen: Link) -> int:
    """The actor of a link, once it has one."""
    assert chosen.actor_id is not None
    return chosen.actor_id


def _make(connection: Connection, new: Sequence[Traits]) -> Iterator[int]:
    """New actors, in this order."""
    if not new:
        return iter(())
    rows = [
        {"name": t.name, "kind": t.kind, "links": json.dumps(dict(t.links), sort_keys=True), "added": now(), "appearances": 0}
        for t in new
    ]
    return iter(connection.execute(insert(actor).returning(actor.c.id, sort_by_parameter_order=True), rows).scalars().all())


def settle(connection: Connection, settled: Sequence[tuple[int, Link, Lesson]]) -> None:
    """Write down who appearances are, and learn what they teach."""
    rows = [
        {
            "b_id": appearance_id,
            "b_actor_id": chosen.actor_id,
            "b_score": chosen.score,
            "b_reasons": json.dumps(chosen.reasons, ensure_ascii=False),
            "b_by": chosen.by,
            "b_traits": lesson.to_json(),
        }
        for appearance_id, chosen, lesson in settled
    ]
    if rows:
        values: dict[str, Any] = {name: bindparam(f"b_{name}") for name in ("actor_id", "score", "reasons", "by", "traits")}
        connection.execute(update(appearance).where(appearance.c.id == bindparam("b_id")).values(values), rows)
        learn(connection, [(known(chosen), lesson) for _, chosen, lesson in settled])


def _places(found: Mapping[str, Traits]) -> dict[str, str]:
    """What each actor of a document is remembered by: its name as it is compared, numbered where two bear it."""
    times: Counter[str] = Counter()
    places = {}
    for local, traits in found.items():
        key = place_key(traits.name)
        times[key] += 1
        places[local] = key if times[key] == 1 else f"{key}#{times[key]}"
    return places


def place_key(name: str) -> str:
    return " ".join(person_name(name).words)[: LONGEST_KEY - 8]


def _placed(connection: Connection, document_id: int, places: Mapping[str, str]) -> dict[str, Link]:
    """Who the actors of this document were found to be before."""
    asked = select(placement.c.key, placement.c.actor_id, placement.c.by)
    before = {
        key: (actor_id, by) for key, actor_id, by in connection.execute(asked.where(placement.c.document_id == document_id))
    }
    found = {}
    for local, key in places.items():
        if key in before:
            actor_id, by = before[key]
            why = "the same name in this document when it was read before" if by == RULES else f"placed by {by}"
            found[local] = Link(actor_id, 1.0, (why,), by)
    return found


def _remember(connection: Connection, document_id: int, links: Mapping[str, Link]) -> None:
    rows = [{"document_id": document_id, "key": key, "actor_id": link.actor_id, "by": link.by} for key, link in links.items()]
    if not rows:
        return
    made = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(placement)
    changed = {"actor_id": made.excluded.actor_id, "by": made.excluded.by}
    connection.execute(made.on_conflict_do_update(index_elements=["document_id", "key"], set_=changed), rows)


def _forget_strangers(connection: Connection, document_id: int) -> None:
    """Who was in this document when it was read before, by the rules' opinion, and is in no story now."""
    present = select(appearance.c.actor_id).where(appearance.c.document_id == document_id, appearance.c.actor_id.is_not(None))
    gone = (
        select(placement.c.actor_id)
        .join(actor, actor.c.id == placement.c.actor_id)
        .where(placement.c.document_id == document_id, placement.c.by == RULES, actor.c.appearances <= 0)
        .where(placement.c.actor_id.not_in(present))
    )
    if ids := list(connection.execute(gone).scalars()):
        delete_if_unknown(connection, ids)


def delete_if_unknown(connection: Connection, ids: Collection[int]) -> None:
    """Delete actors that no story speaks of, unless a person has judged about them."""
    if empty := without_appearances(connection, ids):
        kept = _judged(connection) | set(
            connection.execute(select(placement.c.actor_id).where(placement.c.by != RULES)).scalars()
        )
        connection.execute(delete(actor).where(actor.c.id.in_(set(empty) - kept)))


def _judged(connection: Connection) -> set[int]:
    """The actors that people's judgements speak of."""
    found: set[int] = set()
    for (what,) in connection.execute(select(judgement.c.what).where(judgement.c.act != "undo")):
        found |= set(json.loads(what)["actors"])
    return found


def _linked(connection: Connection, document_id: int) -> list[tuple[int, str]]:
    """The actors of a document and what each appearance taught."""
    asked = select(appearance.c.actor_id, appearance.c.traits)
    rows = connection.execute(asked.where(appearance.c.document_id == document_id, appearance.c.actor_id.is_not(None)))
    return [(actor_id, lesson) for actor_id, lesson in rows]
