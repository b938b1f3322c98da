"""Whom a pronoun means: the likeliest of those who have come up before and fit it in number, gender and kind.

The story's earlier expressions form a ``Trail``. For every candidate some plain facts are noted (``facts``): how far back it
was last seen, whether it spoke last, opened the sentence, speaks the statement around this one. Each fact has a weight, learned
from annotated stories by ``training/actors.py`` and kept in ``lang/en/antecedents.json``; the highest sum wins.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from reportedly.annotate.cast import Entity
from reportedly.annotate.lexicon import Gender
from reportedly.annotate.mentions import Phrase
from reportedly.records import MentionForm, Span

Part = Literal["source", "addressee", "text"]
HEARD = 6.0  # weight of being heard at full loudness, beside the learned weights; chosen on dev
BACK = 60  # sightings that a pronoun may look back


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands."""

    span: Span
    sentence: int
    paragraph: int
    told: int  # how many sentences up to it are the reporter's, at least in part
    quote: int  # index of the outer quotation around it, -1 for none
    part: Part
    draft: int | None  # the statement it belongs to
    parent: int | None  # the statement around that
    inner: Span | None = None  # the content of the statement around it


@dataclass(frozen=True, slots=True)
class Sighting:
    """Somebody at a place."""

    entity: Entity
    place: Place
    form: MentionForm
    oblique: bool  # hangs on another phrase


@dataclass(frozen=True, slots=True)
class Outer:
    """The people of the statement around an expression."""

    speaker: Entity | None = None
    addressee: Entity | None = None


class Trail:
    """All that has come up so far, in the order of the text."""

    def __init__(self) -> None:
        self.sightings: list[Sighting] = []

    def add(self, entity: Entity, place: Place, form: MentionForm, oblique: bool) -> None:
        self.sightings.append(Sighting(entity, place, form, oblique))

    def back(self, limit: int = BACK) -> Iterator[Sighting]:
        """The latest first."""
        for i in range(len(self.sightings) - 1, max(len(self.sightings) - 1 - limit, -1), -1):
            yield self.sightings[i]

    def last_speaker(self, parent: int | None) -> Entity | None:
        """Who spoke last in statements that stand within the same one."""
        for sighting in self.back():
            if sighting.place.part == "source" and sighting.place.parent == parent:
                return sighting.entity
        return None


def compatible(phrase: Phrase, entity: Entity) -> bool:
    """Number, gender and kind: nobody is "she" who was "he", and no ministry is either."""
    if phrase.pronoun in ("he", "she"):
        return entity.kind in (None, "person") and not entity.plural and entity.likely_gender in (None, phrase.gender)
    if phrase.pronoun in ("it", "demonstrative"):
        return entity.kind not in ("person", None) and not entity.plural
    return entity.plural or entity.kind in ("group", "organization", "country")


def facts(trail: Trail, phrase: Phrase, place: Place, outer: Outer) -> dict[Entity, frozenset[str]]:
    """What speaks for and against each candidate, as the names of facts."""
    sightings: dict[Entity, list[Sighting]] = {}
    subjects: dict[int, Entity] = {}  # of each sentence of the reporter's, the first that fits
    for sighting in trail.back():
        if compatible(phrase, sighting.entity):
            sightings.setdefault(sighting.entity, []).append(sighting)
            if sighting.place.quote < 0 and not sighting.oblique:
                subjects[sighting.place.told] = sighting.entity
    speakers = trail.last_speaker(place.parent), trail.last_speaker(None)
    found = {}
    for rank, (entity, seen) in enumerate(sightings.items()):
        opened = [place.told - told for told, subject in subjects.items() if subject is entity]
        others = [place.told - told for told, subject in subjects.items() if subject is not entity]
        found[entity] = _with_general(
            _facts(entity, seen, rank, place, outer, speakers, min(opened, default=9), min(others, default=9), phrase.gender)
        )
    return found


def _with_general(facts: Iterator[str]) -> frozenset[str]:
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
        if others == 1 and entity in speakers:
            yield f"{quoted}spoke, but somebody else opened the sentence before"
    if last.oblique:
        yield "oblique"
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


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Learned weights of the facts, by class of pronoun: person (he, she), thing (it, this), many (they)."""
    path = files("reportedly.annotate") / "lang" / "en" / "antecedents.json"
    found: Mapping[str, Mapping[str, float]] = json.loads(path.read_text("utf8"))
    return found


def class_of(phrase: Phrase) -> str:
    """Which weights judge the pronoun."""
    if phrase.pronoun in ("he", "she"):
        return "person"
    return "thing" if phrase.pronoun in ("it", "demonstrative") else "many"


def likeliest(
    candidates: Mapping[Entity, frozenset[str]], by: Mapping[str, float], heard: Mapping[Entity, float]
) -> Entity | None:
    """The candidate with the highest sum of weights and of what the network heard; of equals the one seen last."""

    def score(entity: Entity) -> float:
        return sum(by.get(fact, 0.0) for fact in candidates[entity]) + HEARD * heard.get(entity, 0.0)

    return max(candidates, key=score, default=None)
