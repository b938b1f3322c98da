"""The cast of a story: all names of one bearer gathered into one entity, with what is said of it beside its name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportedly.annotate.countries import Country
from reportedly.annotate.lexicon import Gender, lexicon
from reportedly.annotate.mentions import Description, Name, Scan
from reportedly.records import ActorKind, MentionForm, Span

Words = tuple[str, ...]
APPOSITION = 14  # words that a description between commas may have


@dataclass(eq=False, slots=True)
class Entity:
    """Somebody on the way to becoming an actor."""

    kind: ActorKind | None
    names: list[Words] = field(default_factory=list)
    country: Country | None = None
    gender: Gender | None = None  # by honorific or noun: certain
    votes: dict[Gender, int] = field(default_factory=dict)  # by first name and pronouns: likely
    plural: bool = False
    descriptions: list[Description] = field(default_factory=list)  # all that it has been called
    titles: list[Description] = field(default_factory=list)  # those that stand beside the name
    mentions: dict[Span, MentionForm] = field(default_factory=dict)
    members: tuple[Entity, ...] = ()  # of joint speakers
    label: str = ""  # what to call one who is never named

    @property
    def hint(self) -> Gender | None:
        """The likelier gender."""
        female, male = self.votes.get("female", 0), self.votes.get("male", 0)
        if female == male:
            return None
        return "female" if female > male else "male"

    def vote(self, gender: Gender | None) -> None:
        """Count a sign of gender."""
        if gender:
            self.votes[gender] = self.votes.get(gender, 0) + 1

    def describe(self, description: Description | None, beside_name: bool = False) -> None:
        """Note what the story says of it, with or without its name beside."""
        if description and description.head and description not in self.descriptions:
            self.descriptions.append(description)
        if description and description.head and beside_name and description not in self.titles:
            self.titles.append(description)


def key_of(words: Words) -> Words:
    """``("O’Neill",)`` and ``("O'Neill",)`` are one."""
    return tuple(word.lower().replace("’", "'").replace(".", "") for word in words)


class Cast:
    """The named entities of a story."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.entities: list[Entity] = []
        self._by_key: dict[Words, list[Entity]] = defaultdict(list)
        self._by_part: dict[Words, list[Entity]] = defaultdict(list)
        self._by_country: dict[str, Entity] = {}
        self._gather()
        for name in scan.names:
            self._note(name)
        for entity in self.entities:
            self._known_by_surname(entity)
        self._pronouns_vote()

    def _known_by_surname(self, entity: Entity) -> None:
        """Who is ``Prabhat Mohan`` here and ``Mohan`` there is a person; bodies are cut down otherwise."""
        full = max(entity.names, key=len, default=())
        if entity.kind is None and len(full) > 1 and full[-1:] in entity.names:
            entity.kind = "person"

    def _pronouns_vote(self) -> None:
        """``Nina Solberg ... when she returned``: a sentence's only person and its only kind of pronoun are one."""
        tokens, words = self.scan.tokens, lexicon()
        for sentence in self.scan.layers.sentences:
            people = {
                bearers[0]
                for name in self.scan.names_in(sentence)
                if not name.country
                and len(bearers := self._by_key[key_of(name.words)]) == 1
                and bearers[0].kind in (None, "person")
            }
            if len(people) != 1:
                continue
            start = self.scan.names_in(sentence)[0].span.start
            seen = {tokens[i].lower for i in self.scan.between(sentence) if tokens[i].start > start}
            he, she = bool(seen & words["he"]), bool(seen & words["she"])
            if he != she:
                next(iter(people)).vote("male" if he else "female")

    def _gather(self) -> None:
        """Full names first, so that part names find them: ``Marit Solheim`` before ``Solheim``."""
        named = {key_of(name.words): name for name in self.scan.names if not name.country}
        for key in sorted(named, key=lambda key: (-len(key), key)):
            if not (bearers := self._by_part.get(key, [])):
                bearers = [Entity(None)]
                self.entities.extend(bearers)
            self._by_key[key] = bearers
            for entity in bearers:
                entity.names.append(named[key].words)
                self._index(key, entity)

    def _index(self, key: Words, entity: Entity) -> None:
        """Every part of a name may stand for it later: Solheim, Marit; HRW for Human Rights Watch."""
        for part in _parts(key):
            if entity not in self._by_part[part]:
                self._by_part[part].append(entity)

    def country(self, country: Country) -> Entity:
        """The entity of a state."""
        if country.iso3166 not in self._by_country:
            entity = Entity("country", [tuple(country.name.split())], country)
            self._by_country[country.iso3166] = entity
            self.entities.append(entity)
        return self._by_country[country.iso3166]

    def of(self, name: Name, before: list[Entity]) -> Entity:
        """The bearer of a name; where several could be meant, the one that came up last."""
        if name.country:
            return self.country(name.country)
        bearers = self._by_key[key_of(name.words)]
        return next((entity for entity in reversed(before) if entity in bearers), bearers[0]) if len(bearers) > 1 else bearers[0]

    def _note(self, name: Name) -> None:
        """Keep what this place says of the bearer: title, gender, kind, apposition."""
        if name.country:
            return
        bearers = self._by_key[key_of(name.words)]
        if len(bearers) > 1:
            return
        entity = bearers[0]
        entity.kind = entity.kind or name.kind
        if name.kind == "person" and (entity.kind == "place" or name.title):
            entity.kind = "person"
        entity.gender = entity.gender or name.honorific
        entity.describe(name.title, beside_name=True)
        for description in self._appositions(name):
            entity.describe(description, beside_name=True)
            if lexicon().kind_of(description.head) == "person":
                entity.kind = "person"
        if not entity.votes and len(name.words) > 1:
            entity.vote(lexicon().gender_of(name.words[0].lower()))
        if entity.gender is None and name.title:
            entity.gender = lexicon().gender_of(name.title.head)

    def _appositions(self, name: Name) -> Iterator[Description]:
        """``Marit Solheim, the foreign minister of Norway,`` and ``the head of the board, Anna Kowalska``."""
        yield from filter(None, (self._apposition_after(name), self._apposition_before(name)))

    def _apposition_after(self, name: Name) -> Description | None:
        tokens = self.scan.tokens
        at = self.scan.between(Span(name.span.end, name.span.end + 200))
        if (
            not at
            or not re.fullmatch(r", ?(?:the )?", tokens[at[0]].gap)
            or tokens[at[0]].lower in ("who", "which", "and", "he", "she")
        ):
            return None
        end = at[0] + 1
        while end < min(at[-1] + 1, at[0] + APPOSITION) and not re.search(r"[^\s\w'’“”\"-]|\n", tokens[end].gap):
            end += 1
        return self._noun_of(range(at[0], end))

    def _apposition_before(self, name: Name) -> Description | None:
        tokens = self.scan.tokens
        last = self.scan.between(Span(name.full.start, name.span.end))
        if not last or tokens[last[0]].gap != ", ":
            return None
        start = last[0] - 1
        while start > 0 and last[0] - start < APPOSITION and not re.search(r"[,;:()\n]|[.!?] ?$", tokens[start].gap):
            start -= 1
        words = lexicon()
        for begin in range(start, last[0]):
            if tokens[begin].lower in words["pointing"]:
                if begin > start and tokens[begin - 1].lower not in words["function"]:
                    return None
                found = self._noun_of(range(begin, last[0]))
                return found if found and words.kind_of(found.head) == "person" else None
        return None

    def _noun_of(self, at: range) -> Description | None:
        """The description in these words where their noun phrase is headed by a word for somebody."""
        if not at or any(self.scan.tokens[i].lower in lexicon()["clause"] for i in at):
            return None
        phrase = self.scan.read(Span(self.scan.tokens[at[0]].start, self.scan.tokens[at[-1]].end))
        if phrase is None or phrase.form != "nominal" or phrase.parts or not phrase.description:
            return None
        return phrase.description if lexicon().kind_of(phrase.description.head) else None


def _parts(key: Words) -> Iterator[Words]:
    """What a fuller name may be cut down to: its ends, its initials; a person's first name, a party's own name."""
    body = lexicon().kind_of(key[-1]) == "body" and not (len(key) == 2 and key[0] in lexicon().first_names)
    for i in range(1, len(key)):
        yield key[i:]
    if len(key) == 2 or (len(key) > 2 and not body):
        yield key[:1]
    if len(key) > 2 and not body:
        yield (key[0], key[-1])
        yield key[:2]
    initials = "".join(word[0] for word in key if word not in ("of", "the", "and", "for"))
    if len(initials) > 1:
        yield (initials,)
