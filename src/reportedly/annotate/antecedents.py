"""Whom an expression means that does not name him: the likeliest of those who have come up before.

For every candidate some plain facts are noted: how far back it was last seen, whether it spoke last, opened the sentence, speaks
the statement around this one, has been called a minister. Each fact has a weight, learned from annotated stories by
``training/actors.py`` and kept in ``lang/en/antecedents.json`` by kind of choice; the highest sum wins.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from reportedly.annotate.cast import Entity
from reportedly.annotate.lexicon import Gender
from reportedly.annotate.mentions import Phrase
from reportedly.annotate.trail import BACK, Outer, Place, Sighting, Trail

HEARD = 3.0  # weight of being heard at full loudness, beside the learned weights; chosen on training and dev stories
CANDIDATES = 12  # of those who may be meant, the last ones to come up

Kind = Literal["person", "thing", "many", "implied", "description"]
Facts = frozenset[str]
Candidates = Mapping[Entity | None, Facts]  # None: somebody new
Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Choice:
    """Who could speak a draft, and what speaks for and against each."""

    kind: Kind
    draft: int
    candidates: Candidates


@cache
def learned() -> Weights:
    """Weights of the facts by kind of choice: he and she, it, they, no words, "the minister"."""
    path = files("reportedly.annotate") / "lang" / "en" / "antecedents.json"
    found: Weights = json.loads(path.read_text("utf8"))
    return found


def kind_of(phrase: Phrase) -> Kind:
    """Which weights judge a pronoun."""
    if phrase.pronoun in ("he", "she"):
        return "person"
    return "thing" if phrase.pronoun in ("it", "demonstrative") else "many"


def likeliest(candidates: Candidates, by: Mapping[str, float], heard: Mapping[Entity, float]) -> Entity | None:
    """The candidate with the highest sum of weights and of what the network heard; of equals the one seen last."""

    def score(entity: Entity | None) -> float:
        heard_as = heard.get(entity, 0.0) if entity else 0.0
        return sum(by.get(fact, 0.0) for fact in candidates[entity]) + HEARD * heard_as

    return max(candidates, key=score, default=None)


def compatible(phrase: Phrase, entity: Entity) -> bool:
    """Number, gender and kind: nobody is "she" who was "he", and no ministry is either."""
    if phrase.pronoun in ("he", "she"):
        return entity.kind in (None, "person") and not entity.plural and entity.likely_gender in (None, phrase.gender)
    if phrase.pronoun in ("it", "demonstrative"):
        return entity.kind not in ("person", None) and not entity.plural
    return entity.plural or entity.kind in ("group", "organization", "country")


def facts(
    trail: Trail, place: Place, outer: Outer, wanted: Gender | None, fits: Callable[[Entity], bool], back: int = BACK
) -> dict[Entity, Facts]:
    """What speaks for and against each candidate that fits, by where it has come up."""
    sightings: dict[Entity, list[Sighting]] = {}
    subjects: dict[int, Entity] = {}  # of each sentence of the reporter's, the first that fits
    unfit: set[Entity] = set()
    for sighting in trail.back(back):
        entity = sighting.entity
        if entity in unfit:
            continue
        if entity not in sightings and (len(sightings) == CANDIDATES or not fits(entity)):
            unfit.add(entity)
            continue
        sightings.setdefault(entity, []).append(sighting)
        if sighting.place.quote < 0 and not sighting.oblique:
            subjects[sighting.place.told] = entity
    speakers = trail.last_speaker(place.parent), trail.last_speaker(None)
    opened: dict[Entity, int] = {}  # the last sentence that each has opened
    for told, subject in subjects.items():
        opened[subject] = max(told, opened.get(subject, told))
    latest = max(opened, key=opened.__getitem__, default=None)
    second = max((told for subject, told in opened.items() if subject is not latest), default=place.told - 9)
    found = {}
    for rank, (entity, seen) in enumerate(sightings.items()):
        own = opened.get(entity, place.told - 9)
        other = second if entity is latest or latest is None else opened[latest]
        found[entity] = _with_general(
            _facts(entity, seen, rank, place, outer, speakers, place.told - own, place.told - other, wanted)
        )
    return found


def _with_general(facts: Iterator[str]) -> Facts:
    """Each fact, and the same whether or not it is nested or quoted: rare facts lean on common ones."""
    found = set(facts)
    return frozenset(found | {fact.removeprefix("nested ").removeprefix("quoted ") for fact in found})


def _facts(
    entity: Entity,
    seen: list[Sighting],
    rank: int,
    place: Place,
    outer: Outer,
    speakers: tuple[Entity | None, Entity | None],
    opened: int,
    others: int,
    wanted: Gender | None,
) -> Iterator[str]:
    last = seen[0]
    nested = "nested " if place.parent is not None else ""
    quoted = "quoted " if place.quote >= 0 else ""
    yield f"{nested}sentences back {min(place.sentence - last.place.sentence, 4)}"
    yield f"{nested}paragraphs back {min(place.paragraph - last.place.paragraph, 3)}"
    yield f"{nested}rank {min(rank, 4)}"
    yield f"last as {last.place.part}"
    yield f"last as {last.form}"
    several = entity.kind is None and any(len(name) > 1 for name in entity.names)
    yield f"kind {entity.kind}{' of several words' if several else ''}"
    yield f"seen {min(len(seen), 4)}"
    yield f"{nested}{quoted}opened the sentence {opened} back" if opened < 3 else f"{nested}{quoted}opened none"
    told = min((place.told - s.place.told for s in seen if s.place.quote < 0), default=9)
    yield f"{nested}{quoted}told of {min(told, 4)} back"
    if others < told:
        yield f"{nested}{quoted}somebody else opened since"
        yield f"{nested}{quoted}somebody else opened {others} back, {'spoke last' if entity in speakers else 'did not speak'}"
        if others == 1 and entity in speakers:
            yield f"{quoted}spoke, but somebody else opened the sentence before"
    if last.oblique:
        yield "oblique"
        yield f"oblique {min(place.sentence - last.place.sentence, 2)} sentences back"
    if all(s.oblique for s in seen):
        yield "always oblique"
    if entity is speakers[0]:
        yield f"{nested}spoke last"
        yield f"{nested}spoke last, {min(told, 4)} back"
    if entity is speakers[1]:
        yield f"{nested}spoke last of all"
    if any(s.place.part == "source" for s in seen):
        yield f"{nested}has spoken"
    if last.place.sentence == place.sentence and last.place.quote != place.quote:
        yield "across a quotation mark"
    elif (last.place.quote >= 0) != (place.quote >= 0):
        yield "out of a quotation" if place.quote < 0 else "into a quotation"
    if all(s.place.quote >= 0 for s in seen) and not quoted:
        yield "only in quotations"
    if entity is outer.speaker:
        yield f"{quoted}speaks around it"
        yield f"{quoted}speaks around it, {min(place.sentence - last.place.sentence, 2)} sentences back"
    if entity is outer.addressee:
        yield f"{quoted}is told around it"
    if place.inner and place.inner.start <= last.place.span.start < place.inner.end:
        yield f"{quoted}in the same content"
    if entity.gender:
        yield "gender known"
    elif entity.hint and wanted:
        yield f"gender {'likely' if entity.hint == wanted else 'unlikely'} {min(max(entity.votes.values()), 3)}"
    if entity.names:
        yield "named"
