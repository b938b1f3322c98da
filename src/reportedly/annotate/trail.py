"""Who has come up where: the expressions of a story that have been given to somebody, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reportedly.annotate.cast import Entity
from reportedly.records import MentionForm, Span

Part = Literal["source", "addressee", "text"]
BACK = 60  # sightings that an expression may look back


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
    within: int | None = None  # the innermost statement among whose words it stands


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
    """All that has come up so far; ``speakers`` are those found so far of each draft."""

    def __init__(self, speakers: Sequence[Entity | None] = ()) -> None:
        self.sightings: list[Sighting] = []
        self._speakers = speakers

    def add(self, entity: Entity, place: Place, form: MentionForm, oblique: bool) -> None:
        self.sightings.append(Sighting(entity, place, form, oblique))

    def back(self, limit: int = BACK) -> Iterator[Sighting]:
        """The latest first."""
        for i in range(len(self.sightings) - 1, max(len(self.sightings) - 1 - limit, -1), -1):
            yield self.sightings[i]

    def teller(self, place: Place) -> Entity | None:
        """Whose words they are in which a place stands; None for the story's own, or where that is not known yet."""
        return None if place.within is None else self._speakers[place.within]

    def last_speaker(self, parent: int | None, but: Entity | None = None) -> Entity | None:
        """Who spoke last in statements that stand within the same one, other than ``but``."""
        for sighting in self.back():
            if sighting.place.part == "source" and sighting.place.parent == parent and sighting.entity is not but:
                return sighting.entity
        return None
