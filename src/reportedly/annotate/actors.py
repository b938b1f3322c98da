"""Who is who: every source and addressee of a story becomes an actor.

::

    tokens ─> names ─> mentions ─> cast (names of one bearer gathered) ─> walk (each expression to somebody, by rules) ─> actors
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportedly.annotate.cast import Entity
from reportedly.annotate.countries import atlas
from reportedly.annotate.descriptions import Description, title_words
from reportedly.annotate.layers import Draft, Layers
from reportedly.annotate.lexicon import lexicon
from reportedly.annotate.walk import Asked, Walk
from reportedly.records import Actor, ActorKind, Document, Mention, Role, Span


@dataclass(frozen=True, slots=True)
class Resolved:
    """The actors of a story and who speaks and is told in each draft."""

    actors: tuple[Actor, ...]
    speakers: tuple[str | None, ...]  # actor ids, one a draft; None where the story leaves the speaker unnamed
    addressees: tuple[str | None, ...]
    rules: tuple[str, ...]  # the rule that gave each speaker: a name of ``rules.RULES``, "first_person" or "unnamed"
    asked: tuple[tuple[str, ...], ...] = ()  # actor ids, several for joint actors, for each expression asked for


def resolve(document: Document, layers: Layers, drafts: Sequence[Draft], asked: Sequence[Asked] = ()) -> Resolved:
    """Find out who speaks and who is told in each of ``drafts``. Any text and any drafts give a result.

    ``asked`` are further words for somebody, as the source or target of an event is printed, each with the index of the draft
    within whose content they stand, None for the story's own voice: "Moscow and Baku", "his troops", "we".

    An actor's mentions are the places where the story names him, and those that a draft's source or addressee or a noun phrase
    points at him from. States that a speaker's title names are actors too, so that the role can refer to them.
    """
    walk = Walk(layers, drafts, asked)
    parties = (party for answer in walk.answers for party in answer)
    people = dict.fromkeys(entity for entity in (*walk.speakers, *walk.addressees, *parties) if entity)
    states = dict.fromkeys(state for entity in people for title in entity.titles if (state := _state_of(title, walk)))
    end = Span(len(layers.text), 0)
    ordered = sorted(people | states, key=lambda entity: min(entity.mentions, default=end))
    ids = {entity: f"a{i}" for i, entity in enumerate(ordered, 1)}
    return Resolved(
        tuple(_actor(entity, ids, walk) for entity in ordered),
        tuple(ids[entity] if entity else None for entity in walk.speakers),
        tuple(ids[entity] if entity else None for entity in walk.addressees),
        tuple(walk.rules),
        tuple(tuple(ids[party] for party in answer) for answer in walk.answers),
    )


def _actor(entity: Entity, ids: Mapping[Entity, str], walk: Walk) -> Actor:
    mentions = tuple(Mention(span, form) for span, form in sorted(entity.mentions.items()))
    links = {"iso3166": entity.country.iso3166} if entity.country else {}
    roles = {(role.title.lower(), role.of): role for role in _roles(entity, ids, walk)}
    return Actor(ids[entity], _printed(entity, walk), _kind(entity), links, tuple(roles.values()), mentions)


def _printed(entity: Entity, walk: Walk) -> str:
    """The name as the story prints it: ``Bergen Shipowners' League``, though its words are three."""
    if entity.country or not entity.names:
        return entity.name
    span = next((n.span for n in walk.mentions.names if " ".join(n.words) == entity.name and not n.country), None)
    return " ".join(walk.mentions.tokens.text[span.start : span.end].split()) if span else entity.name


def _kind(entity: Entity) -> ActorKind:
    if entity.plural:
        return "group"
    return entity.kind or ("person" if entity.names else "other")


def _roles(entity: Entity, ids: Mapping[Entity, str], walk: Walk) -> Iterator[Role]:
    """Titles beside the name: "Foreign Minister" of Norway in "Norwegian Foreign Minister Marit Solheim"."""
    for title in reversed(entity.titles) if entity.kind == "person" else ():  # the first of equals stays
        words = title_words(walk.mentions.tokens, title)
        if words and lexicon().kind_of(title.head) == "person":
            state = _state_of(title, walk)
            yield Role(words, ids[state] if state else None, title.span)


def _state_of(title: Description, walk: Walk) -> Entity | None:
    """The state that a title names, if it is one."""
    return walk.cast.country(atlas().by_code[next(iter(title.countries))]) if len(title.countries) == 1 else None
