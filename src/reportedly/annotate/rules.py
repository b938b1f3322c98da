"""The rules that say whom an expression means, most certain first: see ``RULES``.

Each takes the walk, the expression and its place, and returns whom it means, or None where it does not know. Its docstring shows
what it is for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from reportedly.annotate.antecedents import Facts, compatible, facts, kind_of
from reportedly.annotate.cast import Entity
from reportedly.annotate.countries import Country, atlas
from reportedly.annotate.lexicon import lexicon
from reportedly.annotate.likeness import fits, likenesses, newness
from reportedly.annotate.mentions import Phrase
from reportedly.annotate.surroundings import with_surroundings
from reportedly.annotate.trail import Place
from reportedly.records import ActorKind

if TYPE_CHECKING:
    from reportedly.annotate.walk import Walk

NOBODY = Entity("other")  # what a rule answers that knows the story leaves somebody unnamed
LATE = "late"  # for the words of somebody quoted: who he is may come after them
LATELY = 200  # expressions that a name or description looks back
CLEAR = 0.5  # loudness below which the network has heard nobody
LOUDER = 0.25  # than whom the rules expect must be who speaks in his place; chosen on training and dev stories
ELIDED = 0.5  # loudness from which the network knows whose a cue without a source is
PUBLISHED = 12  # expressions back within which a body may be behind "the report"


def carries_on(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """An implied statement is the account of whom it carries on; a quotation without source and cue is of who spoke last.

    Unless the network hears somebody else, clearly: "The second source remembers it otherwise. *Nobody read anything out.*"
    """
    if place.draft is None or place.part != "source" or phrase.span.start < phrase.span.end:
        return None
    expected = _takes_over(walk, place)
    if expected is None:
        expected = _carried_on(walk, place.draft) if walk.drafts[place.draft].implied else walk.trail.last_speaker(place.parent)
    heard = walk.voices.loudness(place.draft, phrase.span)
    loudest = max(heard, key=heard.__getitem__, default=None)
    if loudest and heard[loudest] > max(CLEAR, heard.get(expected, 0.0) + LOUDER if expected else 0.0):
        return loudest
    return expected


def elided(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``She asked for a photograph and *called* him a liar``: a cue without a source, where the network hears somebody.

    What was done to somebody, ``was promised``, leaves open who did it.
    """
    if place.draft is None or not walk.drafts[place.draft].cue or walk.drafts[place.draft].source or place.part != "source":
        return None
    if walk.mentions.is_passive(walk.drafts[place.draft].cue[0]):
        return NOBODY
    heard = walk.voices.loudness(place.draft, phrase.span)
    loudest = max(heard, key=heard.__getitem__, default=None)
    return loudest if loudest and heard[loudest] > ELIDED else NOBODY


def _takes_over(walk: Walk, place: Place) -> Entity | None:
    """``Sezgin laughed when this was read to him. *The ship never left.*``: whom a sentence that reports nothing brings on."""
    if place.parent is not None or not walk.tells_nothing(place.sentence - 1, place.paragraph):
        return None
    before = (s for s in walk.trail.back() if s.place.sentence == place.sentence - 1 and not s.oblique)
    first = min(before, key=lambda sighting: sighting.place.span, default=None)
    if first is None:
        return None
    full = first.entity.kind is None and any(len(name) > 1 for name in first.entity.names)
    return first.entity if full or first.entity.kind == "person" else None


def _carried_on(walk: Walk, draft: int) -> Entity | None:
    """Who speaks the nearest statement that a chain of implied ones goes back to."""
    i: int | None = draft
    seen: set[int] = set()
    while i is not None and 0 <= i < len(walk.drafts) and i not in seen:
        seen.add(i)
        if i != draft and walk.speakers[i]:
            return walk.speakers[i]
        i = walk.drafts[i].continues if walk.drafts[i].implied else None
    return None


def named(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``Lavrov`` is Sergey Lavrov; ``Yerevan``, when it speaks, is Armenia."""
    if phrase.name is None or phrase.parts:
        return None
    entity = walk.cast.of(phrase.name, (sighting.entity for sighting in walk.trail.back(LATELY)))
    if place.part == "source" and entity.kind is None:
        entity.kind = "organization" if _like_a_body(phrase) else "person"
    return entity


def _like_a_body(phrase: Phrase) -> bool:
    """``the Aftonposten``: an article and no word for a person."""
    bare = phrase.description is None or not (phrase.head or phrase.description.modifiers)
    return bool(phrase.definite) and (bare or lexicon().kind_of(phrase.head) == "body")


def apposed(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``her counterpart, Director Jan Bos, said``: a name right after a description tells who it is."""
    kind = lexicon().kind_of(phrase.head)
    if phrase.form != "nominal" or phrase.plural or phrase.parts or phrase.issued or kind is None:
        return None
    name = walk.mentions.name_after(phrase.span)
    if name is None or name.country or name.kind == "place":
        return None
    entity = walk.cast.of(name, (sighting.entity for sighting in walk.trail.back(LATELY)))
    return entity if (entity.kind in (None, "person")) == (kind == "person") else None


def relative(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``a driver from Oslo who said``: the driver."""
    if phrase.pronoun != "relative":
        return None
    who = walk.mentions.tokens.words(walk.mentions.tokens.within(phrase.span)).lower() in ("who", "whom")
    before = (s for s in walk.trail.back() if s.place.span.end <= place.span.start and s.place.sentence == place.sentence)
    return next((s.entity for s in before if not who or s.entity.kind not in ("organization", "country", "place")), None)


def state(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``the Armenian leadership``, ``the Norwegian side``: the state."""
    what = phrase.description
    if phrase.form != "nominal" or phrase.plural or phrase.parts or what is None or what.modifiers or len(what.countries) != 1:
        return None
    if what.head and what.head not in lexicon()["state"]:
        return None
    return walk.cast.country(atlas().by_code[next(iter(what.countries))])


def both(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``the two sides``, ``both ministers``: the two of that kind who came up most of late."""
    if phrase.form != "nominal" or not phrase.plural or phrase.parts or not walk.mentions.is_pair(phrase.span):
        return None
    counts: Counter[Entity] = Counter()
    for sighting in reversed(list(walk.trail.back(LATELY))):
        counts.update(entity for entity in (sighting.entity, *sighting.entity.members) if _may_be_one_of(phrase, entity))
    found = tuple(entity for entity, _ in counts.most_common(2))
    return gathered(walk, phrase, found) if len(found) == 2 else None


def _may_be_one_of(pair: Phrase, entity: Entity) -> bool:
    """Of two ministers somebody called a minister; of two sides or parties a state."""
    if lexicon().kind_of(pair.head) == "person":
        return entity.kind == "person" and _called(entity, pair.head)
    return entity.country is not None


def _called(entity: Entity, head: str) -> bool:
    """Whether the story has called somebody that, or something that says so."""
    return any(head == known.head or head in lexicon().broader.get(known.head, ()) for known in entity.descriptions)


def joint(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``Aalto and Okello``: one group."""
    if not phrase.parts:
        return None
    members = tuple(entity for part in phrase.parts if (entity := walk.who(part, walk.place(part.span))[0]))
    return gathered(walk, phrase, members)


def gathered(walk: Walk, phrase: Phrase, members: tuple[Entity, ...]) -> Entity:
    """The group of these members: the same as before where they have come up together."""
    for sighting in walk.trail.back():
        if len(members) > 1 and set(sighting.entity.members) == set(members):
            return sighting.entity
    entity = new(walk, phrase)
    entity.members = members
    return entity


def issued(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``the ministry's report``, ``a speech by Osei``: whoever issued it; ``the report``: who issued the last one."""
    if not phrase.issued:
        return None
    owner = phrase.owner or walk.mentions.author_after(phrase.span)
    found: Entity | None = None
    if owner and not owner.first_person:
        found = walk.who(owner, place)[0]
    elif phrase.description and not lexicon()["joint"].isdisjoint(phrase.description.modifiers):
        found = _parties(walk, phrase)
    elif phrase.definite:
        found = walk.issuers.get(phrase.head) or _last_issuer(walk, phrase) or _last_to_publish(walk)
    if found:
        walk.issuers.pop(phrase.head, None)  # so that the last one stands last
        walk.issuers[phrase.head] = found
    return found or NOBODY


def _parties(walk: Walk, phrase: Phrase) -> Entity | None:
    """``a joint communiqué``: the two states of which there was most talk of late, themselves or their people."""
    counts: Counter[str] = Counter()
    for sighting in reversed(list(walk.trail.back(LATELY))):
        entity = sighting.entity
        counts.update({entity.country.iso3166} if entity.country else entity.states)
    if len(counts) < 2:
        return None
    members = tuple(walk.cast.country(atlas().by_code[code]) for code, _ in counts.most_common(2))
    group = gathered(walk, phrase, members)
    group.kind, group.plural = "group", True
    group.label = " and ".join(member.name for member in members)
    return group


def _last_issuer(walk: Walk, phrase: Phrase) -> Entity | None:
    """``a letter from Norcan ... the document``: whatever was issued last may be called so."""
    return next(reversed(walk.issuers.values()), None) if phrase.head in lexicon()["document"] else None


def _last_to_publish(walk: Walk) -> Entity | None:
    """The last body that spoke or was named of late, else who spoke last."""
    speaker = walk.trail.last_speaker(None)
    if speaker and speaker.kind == "organization":
        return speaker
    bodies = (s.entity for s in walk.trail.back(PUBLISHED) if s.entity.kind == "organization" and s.entity.names)
    return next(bodies, speaker)


def compatriot(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``the Malian said``: the last person here of whom the story says that he is from Mali; else the last of no known state."""
    what = phrase.description
    if phrase.form != "nominal" or phrase.plural or what is None or not phrase.definite:
        return None  # "the Malians" are many
    if what.head or what.modifiers or len(what.countries) != 1:
        return None
    people = [s.entity for s in walk.trail.back(LATELY) if s.entity.kind == "person" and not s.entity.plural]
    from_there = next((person for person in people if what.countries <= person.states), None)
    return from_there or next((person for person in people if person.names and not person.states), None) or new(walk, phrase)


def introduced(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``a former minister said. ¶ *Ana Prieto, who left office in May,*``: whom the next paragraph opens with, as if known."""
    person = lexicon().kind_of(phrase.head) == "person" and not phrase.plural and phrase.definite is False
    if (
        not person
        or phrase.form != "nominal"
        or place.part != "source"
        or place.parent is not None
        or walk.trail.last_speaker(None)
    ):
        return None
    name = walk.opens_next(place.paragraph)
    entity = walk.cast.of(name, ()) if name and not name.title and not name.country else None
    fits = entity and entity.kind in (None, "person") and not entity.mentions and not entity.titles
    if entity and fits:
        entity.kind = "person"
    return entity if fits else None


def described(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``the minister``: whom the story has called that or a word that says so, or who speaks; or somebody new."""
    if phrase.form != "nominal" or phrase.parts or phrase.definite is False or phrase.first_person:
        return None
    candidates: dict[Entity | None, Facts] = dict(likenesses(walk.trail, phrase, place, walk.outer(place)))
    if not candidates and (later := _introduced_later(walk, phrase)):
        return later
    candidates[None] = newness(phrase, place, candidates)
    return walk.choose("description", candidates, phrase, place)


def _introduced_later(walk: Walk, phrase: Phrase) -> Entity | None:
    """``The minister`` of a lead that names him in its second sentence, where the story has no other."""
    if not phrase.definite or phrase.plural or (phrase.owner and phrase.owner.form == "pronoun"):
        return None
    people = (entity for entity in walk.cast.entities if entity.kind == "person" and not entity.mentions)
    fitting = [entity for entity in people if fits(phrase, entity)]
    return fitting[0] if len(fitting) == 1 else None


def own(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``a spokesman for Zlitni``: a description that fits nobody is somebody new."""
    if phrase.form != "nominal" or phrase.first_person:
        return None
    entity = new(walk, phrase)
    if state := _serves(walk, phrase, place):
        entity.label = f"{entity.label} of {state.name}"
        entity.descriptions = [replace(known, countries=frozenset({state.iso3166})) for known in entity.descriptions]
    return entity


def _serves(walk: Walk, phrase: Phrase, place: Place) -> Country | None:
    """Of which state somebody is ``the prime minister``: of the one that whoever tells of him serves, or the story's only one."""
    what, teller = phrase.description, walk.trail.teller(place)
    if what is None or what.head not in lexicon()["office"] or what.countries or phrase.owner or phrase.plural:
        return None
    if not phrase.definite or len(walk.mentions.label(phrase.span).split()) > 1 + len(what.modifiers):
        return None  # "the president of the union"
    return (_state_of(teller) if teller else None) or walk.cast.only_state


def _state_of(entity: Entity) -> Country | None:
    """A state itself, or the one whose minister somebody is."""
    return entity.country or (atlas().by_code[next(iter(entity.states))] if len(entity.states) == 1 else None)


def pronoun(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``he said``: the likeliest of those who came up before."""
    if phrase.pronoun not in ("he", "she", "it", "they", "demonstrative"):
        return None
    outer = walk.outer(place)
    found = facts(walk.trail, place, outer, phrase.gender, lambda entity: compatible(phrase, entity))
    candidates = with_surroundings(walk.trail, place, outer, found)
    return walk.choose(kind_of(phrase), dict[Entity | None, Facts](candidates.items()), phrase, place)


def second_person(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``"You promised it," she told the minister``: the minister; else who had the floor before her."""
    if phrase.pronoun != "second":
        return None
    around = walk.outer(place)
    return around.addressee or walk.trail.last_speaker(None, but=around.speaker) or NOBODY


def first_person(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``"I told him to wait," Osei said``: I am Osei, who speaks the statement around this one; ``our officers`` are his."""
    return new(walk, phrase) if phrase.form == "nominal" else walk.outer(place).speaker


def represented(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``"We will not sign," the Norwegian minister said``: we are Norway, I am the minister."""
    speaker = first_person(walk, phrase, place)
    if speaker and phrase.form == "pronoun" and phrase.plural and speaker.kind == "person" and (state := _state_of(speaker)):
        return walk.cast.country(state)
    return speaker


def new(walk: Walk, phrase: Phrase) -> Entity:
    """Somebody of his own, called what the story calls him."""
    kind: ActorKind = "person" if lexicon().kind_of(phrase.head) == "person" else "organization"
    if phrase.plural or phrase.parts:
        kind = "group"
    entity = Entity(kind, plural=phrase.plural, label=walk.mentions.label(phrase.span), gender=phrase.gender)
    entity.describe(phrase.description)
    return entity


Rule = Callable[["Walk", Phrase, Place], Entity | None]
RULES: tuple[Rule, ...] = (
    elided, carries_on, named, apposed, relative, compatriot, state, both, joint, issued, introduced, described, own,
    second_person, pronoun,
)  # fmt: skip
