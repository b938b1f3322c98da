"""How well a description fits those who came up: "the senior diplomat" an ambassador, a foreign minister less, a ministry not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportedly.annotate.antecedents import Facts, facts
from reportedly.annotate.cast import Entity
from reportedly.annotate.descriptions import Description
from reportedly.annotate.lexicon import lexicon
from reportedly.annotate.mentions import Phrase
from reportedly.annotate.trail import Outer, Place, Trail

LATELY = 200  # expressions that a description looks back


def likenesses(trail: Trail, phrase: Phrase, place: Place, outer: Outer) -> Iterator[tuple[Entity, Facts]]:
    """What speaks for and against each whom a description may mean: nobody who is something else, from another country."""
    lately = {sighting.entity for sighting in trail.back() if sighting.place.part != "text"} if place.part != "text" else set()

    def may_be(entity: Entity) -> bool:
        return fits(phrase, entity) or (entity in lately and _could_be(phrase, entity))

    for entity, found in facts(trail, place, outer, phrase.gender, may_be, LATELY).items():
        yield entity, found | frozenset(_likeness(phrase, entity))


def newness(phrase: Phrase, place: Place, others: Mapping[Entity | None, Facts]) -> Facts:
    """What speaks for somebody new."""
    return frozenset(_newness(phrase, place, others))


def fits(phrase: Phrase, entity: Entity) -> bool:
    """Whether the story has called somebody that or something that says so."""
    return not _clash(phrase, entity) and any(_relation(phrase, known) for known in entity.descriptions)


def _could_be(phrase: Phrase, entity: Entity) -> bool:
    """Whether somebody may be called so though the story has not done it yet: ``Kalantari``, the lawmaker."""
    broad = phrase.plain and bool(phrase.definite) and not phrase.plural and not phrase.owner and phrase.head in lexicon().broad
    other = any(known.head == phrase.head for known in entity.descriptions)  # the foreign minister is not "the prime minister"
    return broad and not other and entity.kind == "person" and bool(entity.names) and not _clash(phrase, entity)


def _clash(phrase: Phrase, entity: Entity) -> bool:
    """The Jordanian monarch is not the Palestinian president, a spokeswoman no Mr. Aalto, two guards not one."""
    countries = phrase.description.countries if phrase.description else frozenset()
    abroad = countries and entity.states and not countries & entity.states
    several = phrase.plural != (entity.plural or entity.kind == "group")
    return bool(abroad or several or (phrase.gender and entity.gender and phrase.gender != entity.gender))


def _relation(phrase: Phrase, known: Description) -> str | None:
    """How what somebody has been called bears on what is said now: the same noun, or a narrower one."""
    wanted = phrase.description
    if wanted is None or not wanted.head:
        return None
    if phrase.plural and not phrase.definite:  # "local officials" are those officials only in the same words
        same = (wanted.head, wanted.modifiers, wanted.countries) == (known.head, known.modifiers, known.countries)
        return "the same words" if same else None
    if wanted.head == known.head:
        other = known.modifiers and wanted.modifiers and not wanted.modifiers & known.modifiers
        return None if other else "the same noun"  # the prime minister is not the foreign minister
    return "a narrower noun" if wanted.head in lexicon().broader.get(known.head, ()) and not phrase.plural else None


def _likeness(phrase: Phrase, entity: Entity) -> Iterator[str]:
    wanted = phrase.description or Description("")
    broad = ", broad noun" if phrase.head in lexicon().broad else ""
    plain = ", plain" if phrase.plain else ""
    relations = [(relation, known) for known in entity.descriptions if (relation := _relation(phrase, known))]
    best = min((_ORDER.index(relation) for relation, _ in relations), default=len(_ORDER))
    relation = _ORDER[best] if relations else "nothing like it"
    yield f"called {relation}"
    yield f"called {relation}{broad}{plain}"
    missing = min((len(wanted.modifiers - known.modifiers) for found, known in relations if found == relation), default=9)
    if relations:
        yield f"called {relation}, {min(missing, 3)} words unsaid"
    elif wanted.modifiers:
        yield "called nothing like it, more said"
    if wanted.countries:
        yield f"state {'said' if wanted.countries & entity.states else 'unsaid'}"
    if phrase.owner:
        yield f"of somebody, called {relation}"
        yield f"of {phrase.owner.form}, called {relation}"
    yield f"definite {phrase.definite}, called {relation}"
    if entity.names:
        yield f"named, called {relation}"
    if any(known.head and not _relation(phrase, known) for known in entity.descriptions):
        yield f"called other things, called {relation}"


_ORDER = ["the same words", "the same noun", "a narrower noun"]


def _newness(phrase: Phrase, place: Place, others: Mapping[Entity | None, Facts]) -> Iterator[str]:
    wanted = phrase.description or Description("")
    quoted = " quoted" if place.quote >= 0 else ""
    nested = " nested" if place.parent is not None else ""
    yield "new"
    yield f"new{nested}"
    yield f"new{nested}{quoted}"
    yield f"new, definite {phrase.definite}"
    yield f"new, definite {phrase.definite}{nested}"
    yield f"new, {lexicon().kind_of(phrase.head)}{', broad' if phrase.head in lexicon().broad else ''}"
    yield f"new, {'plain' if phrase.plain else 'with more'}"
    yield f"new, {min(len(wanted.modifiers), 2)} words"
    if wanted.countries:
        yield "new, with state"
    if phrase.owner:
        yield f"new, of {phrase.owner.form}"
    if phrase.plural:
        yield "new, plural"
    fitting = sum(1 for found in others.values() if "called nothing like it" not in found)
    yield f"new, {min(fitting, 2)} fit"
    yield f"new, {min(fitting, 2)} fit{nested}{quoted}"
    yield f"new, {min(len(others), 3)} others"
