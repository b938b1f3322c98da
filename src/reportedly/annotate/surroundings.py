"""In whose words an expression stands, and what its quotation is about: more signs of whom a pronoun means.

    The sergeant blamed the driver. "I called the governor. *He* told me to wait," *he* said.

Within the quotation "he" is rather the governor, whom its sentences are about; behind it rather the sergeant, who came up in
the story's own words, than the governor, of whom only the sergeant spoke.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from reportedly.annotate.antecedents import Facts
from reportedly.annotate.cast import Entity
from reportedly.annotate.trail import Outer, Place, Sighting, Trail


def with_surroundings(trail: Trail, place: Place, outer: Outer, candidates: Mapping[Entity, Facts]) -> dict[Entity, Facts]:
    """The facts of each candidate with those about the words around the place and around the places where it has come up."""
    seen: dict[Entity, list[Sighting]] = defaultdict(list)
    subjects: dict[int, Entity] = {}  # of each sentence of the quotation around the place, the first candidate
    for sighting in trail.back():
        if sighting.entity not in candidates:
            continue
        seen[sighting.entity].append(sighting)
        if 0 <= place.quote == sighting.place.quote and not sighting.oblique:
            subjects[sighting.place.sentence] = sighting.entity
    found = {}
    for entity, facts in candidates.items():
        more = set(_in_words(seen[entity], trail, place, outer))
        if place.quote >= 0:
            more.update(_in_quotation(entity, seen[entity], place, subjects))
        found[entity] = facts | more
    return found


def _in_words(seen: Sequence[Sighting], trail: Trail, place: Place, outer: Outer) -> Iterator[str]:
    """``The guard said *a driver* had ...``: in whose words somebody came up last, and whether in the story's own at all."""
    nested = "nested " if place.parent is not None else ""
    quoted = "quoted " if place.quote >= 0 else ""
    where = [_words_of(sighting, trail, place, outer) for sighting in seen]
    own = "also in the story's own words" if "the story" in where else "not in the story's own words"
    for fact in (f"last in words of {where[0]}", own):
        yield from {fact, nested + fact, quoted + fact, nested + quoted + fact}
    yield f"last in words of {where[0]}, as {seen[0].place.part}"


def _words_of(sighting: Sighting, trail: Trail, place: Place, outer: Outer) -> str:
    """Whose words somebody came up in, seen from ``place``."""
    if sighting.place.within is None:
        return "the story"
    if sighting.place.within == place.within:
        return "the same statement"
    teller = trail.teller(sighting.place)
    if teller is None:
        return "nobody known"
    return "the same speaker" if teller is outer.speaker else "another speaker"


def _in_quotation(entity: Entity, seen: Sequence[Sighting], place: Place, subjects: Mapping[int, Entity]) -> Iterator[str]:
    """``"I asked the governor. *He* ..."``: whom the sentences of the quotation are about and who came up in it last."""
    here = [sighting for sighting in seen if sighting.place.quote == place.quote]
    if here:
        yield f"in the quotation, {min(place.sentence - here[0].place.sentence, 3)} back"
        yield f"in the quotation, as {here[0].place.part}"
        yield f"in the quotation, as {here[0].form}"
    elif subjects:
        yield "not in the quotation, where others are"
    opened = min((place.sentence - at for at, subject in subjects.items() if subject is entity), default=9)
    yield f"in the quotation, opened {opened} back" if opened < 4 else "in the quotation, opened none"
    if subjects:
        yield f"in the quotation, {'opened' if subjects[max(subjects)] is entity else 'did not open'} last"
