"""The rules that say whom an expression means, most certain first: see ``RULES``.

Each takes the walk, the expression and its place, and returns whom it means, or None where it does not know. Its docstring shows
what it is for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from reportedly.annotate.antecedents import Place, class_of, facts, likeliest, weights
from reportedly.annotate.cast import Entity
from reportedly.annotate.countries import atlas
from reportedly.annotate.descriptions import Description
from reportedly.annotate.lexicon import lexicon
from reportedly.annotate.mentions import Phrase
from reportedly.records import ActorKind

if TYPE_CHECKING:
    from reportedly.annotate.walk import Walk

NOBODY = Entity("other")  # what a rule answers that knows the story leaves somebody unnamed
LATE = "late"  # for the words of somebody quoted: who he is may come after them
LATELY = 200  # expressions that a name or description looks back
CLEAR = 0.3  # loudness below which the network has heard nobody
LOUDER = 0.05  # than whom the rules expect must be who speaks in his place
PUBLISHED = 12  # expressions back within which a body may be behind "the report"


def carries_on(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """An implied statement is the account of whom it carries on; a quotation without source and cue is of who spoke last.

    Unless the network hears somebody else, clearly: "The second source remembers it otherwise. *Nobody read anything out.*"
    """
    if place.draft is None or place.part != "source" or phrase.span.start < phrase.span.end:
        return None
    expected = _carried_on(walk, place.draft) if walk.drafts[place.draft].implied else walk.trail.last_speaker(place.parent)
    heard = walk.voices.loudness(place.draft, phrase.span)
    loudest = max(heard, key=heard.__getitem__, default=None)
    if loudest and heard[loudest] > max(CLEAR, heard.get(expected, 0.0) + LOUDER if expected else 0.0):
        return loudest
    return expected


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
    last = next((s for s in walk.trail.back() if s.place.span.end <= place.span.start), None)
    return last.entity if last and last.place.sentence == place.sentence else None


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
    elif phrase.definite:
        found = walk.issuers.get(phrase.head) or _last_to_publish(walk)
    if found:
        walk.issuers[phrase.head] = found
    return found or NOBODY


def _last_to_publish(walk: Walk) -> Entity | None:
    """The last body that spoke or was named of late, else who spoke last."""
    speaker = walk.trail.last_speaker(None)
    if speaker and speaker.kind == "organization":
        return speaker
    bodies = (s.entity for s in walk.trail.back(PUBLISHED) if s.entity.kind == "organization" and s.entity.names)
    return next(bodies, speaker)


def described(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``the minister``: whom the story has called a minister, or a word that says so; of several the one who came up last."""
    if phrase.form != "nominal" or phrase.parts or phrase.definite is False or phrase.first_person:
        return None
    best, found = 0.0, None
    seen: set[Entity] = set()
    for sighting in walk.trail.back(LATELY):
        if sighting.entity not in seen:
            seen.add(sighting.entity)
            if (score := _fit(phrase, sighting.entity)) > best:
                best, found = score, sighting.entity
    return found or _introduced_later(walk, phrase)


def _introduced_later(walk: Walk, phrase: Phrase) -> Entity | None:
    """``The minister`` of a lead that names him in its second sentence, where the story has no other."""
    if not phrase.definite or phrase.plural or (phrase.owner and phrase.owner.form == "pronoun"):
        return None
    people = (entity for entity in walk.cast.entities if entity.kind == "person" and not entity.mentions)
    fitting = [entity for entity in people if _fit(phrase, entity) >= 1]
    return fitting[0] if len(fitting) == 1 else None


def _fit(phrase: Phrase, entity: Entity) -> float:
    """How well a description fits somebody, 0 where it does not."""
    wanted = phrase.description
    if wanted is None or not wanted.head or phrase.plural != (entity.plural or entity.kind == "group") or _clash(phrase, entity):
        return 0
    return max((_likeness(phrase, wanted, known) for known in entity.descriptions), default=0)


def _clash(phrase: Phrase, entity: Entity) -> bool:
    """The Jordanian monarch is not the Palestinian president, a spokeswoman no Mr. Aalto."""
    countries = phrase.description.countries if phrase.description else frozenset()
    abroad = countries and entity.states and not countries & entity.states
    return bool(abroad or (phrase.gender and entity.gender and phrase.gender != entity.gender))


def _likeness(phrase: Phrase, wanted: Description, known: Description) -> float:
    """Two heads that are one count more than a broader one; what is wanted and not known takes away."""
    missing = min(len(wanted.modifiers - known.modifiers), 3)
    if phrase.plural and not phrase.definite:  # "local officials" are those officials only in the same words
        same = (wanted.head, wanted.modifiers, wanted.countries) == (known.head, known.modifiers, known.countries)
        return 2 if same else 0
    if wanted.head == known.head:
        other = missing and known.modifiers and not wanted.modifiers & known.modifiers  # prime minister, foreign minister
        return 0 if other else 2 - 0.5 * missing
    if wanted.head in lexicon().broader.get(known.head, ()) and not phrase.plural:
        return 1 - 0.3 * missing
    return 0


def broadly(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``the senior diplomat`` after a deputy minister has spoken: a word that fits so many means the person who spoke last."""
    broad = phrase.plain and phrase.definite and not phrase.plural and not phrase.owner and phrase.head in lexicon().broad
    if not broad or place.part == "text":
        return None
    spoke = (s.entity for s in walk.trail.back() if s.place.part == "source")
    last = next((entity for entity in spoke if entity.kind == "person" and entity.names), None)
    if last is None or _clash(phrase, last) or any(known.head == phrase.head for known in last.descriptions):
        return None  # the foreign minister is not "the prime minister"
    return last


def own(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``a spokesman for Zlitni``: a description that fits nobody is somebody new."""
    return new(walk, phrase) if phrase.form == "nominal" and not phrase.first_person else None


def pronoun(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``he said``: the likeliest of those who came up before."""
    if phrase.pronoun not in ("he", "she", "it", "they", "demonstrative"):
        return None
    candidates = facts(walk.trail, phrase, place, walk.outer(place))
    if place.draft is not None and place.part == "source":
        walk.choices[place.draft] = candidates
        heard = walk.voices.loudness(place.draft, phrase.span)
    else:
        heard = {}
    return likeliest(candidates, weights()[class_of(phrase)], heard)


def first_person(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``"I told him to wait," Osei said``: I am Osei, who speaks the statement around this one; ``our officers`` are his."""
    return new(walk, phrase) if phrase.form == "nominal" else walk.outer(place).speaker


def represented(walk: Walk, phrase: Phrase, place: Place) -> Entity | None:
    """``"We will not sign," the Norwegian minister said``: we are Norway, I am the minister."""
    speaker = first_person(walk, phrase, place)
    if speaker and phrase.form == "pronoun" and phrase.plural and speaker.kind == "person" and len(speaker.states) == 1:
        return walk.cast.country(atlas().by_code[next(iter(speaker.states))])
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
RULES: tuple[Rule, ...] = (carries_on, named, apposed, relative, state, both, joint, issued, described, broadly, own, pronoun)
