"""The cast of a story: all names of one bearer gathered into one entity, with what is said of it beside its name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from reportedly.annotate.countries import Country, atlas
from reportedly.annotate.descriptions import Description, describe, rank_of
from reportedly.annotate.lexicon import Gender, lexicon
from reportedly.annotate.mentions import Mentions
from reportedly.annotate.names import Name
from reportedly.records import ActorKind, MentionForm, Span, Spans

Words = tuple[str, ...]
APPOSITION = 14  # words that a description between commas may have
NAMESAKES = 20  # bearers of one part of a name that are told apart
DESCRIPTIONS = 20  # of one entity that are kept


@dataclass(eq=False, slots=True)
class Entity:
    """Somebody on the way to becoming an actor."""

    kind: ActorKind | None
    names: list[Words] = field(default_factory=list)
    country: Country | None = None
    gender: Gender | None = None  # by honorific or noun: certain
    christened: Gender | None = None  # by the first name: likely
    votes: dict[Gender, int] = field(default_factory=dict)  # by pronouns: likely
    plural: bool = False
    descriptions: list[Description] = field(default_factory=list)  # all that it has been called
    titles: list[Description] = field(default_factory=list)  # those that stand beside the name
    mentions: dict[Span, MentionForm] = field(default_factory=dict)
    members: tuple[Entity, ...] = ()  # of joint speakers
    label: str = ""  # what to call one who is never named

    @property
    def name(self) -> str:
        """The common name of a state, the fullest name of others, else what the story calls it."""
        if self.country:
            return self.country.name
        return " ".join(max(self.names, key=_length)) if self.names else self.label

    @property
    def states(self) -> frozenset[str]:
        """The states that its descriptions name."""
        return frozenset[str]().union(*(known.countries for known in self.descriptions))

    @property
    def likely_gender(self) -> Gender | None:
        """By honorific or noun; else by the first name, unless the story's pronouns say otherwise: Mr. Andrea Neri."""
        if self.gender or self.christened is None:
            return self.gender
        return None if self.hint and self.hint != self.christened else self.christened

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
        if description is None or not description.head:
            return
        for known in (self.descriptions, self.titles) if beside_name else (self.descriptions,):
            if description not in known and len(known) < DESCRIPTIONS:
                known.append(description)


def _length(words: Iterable[str]) -> int:
    """How many words a name has."""
    return len(tuple(words))


def key_of(words: Words) -> Words:
    """``("O’Neill",)`` and ``("O'Neill",)`` are one."""
    return tuple(word.lower().replace("’", "'").replace(".", "") for word in words)


class Cast:
    """The named entities of a story."""

    def __init__(self, mentions: Mentions, sentences: Spans) -> None:
        self.mentions = mentions
        self.entities: list[Entity] = []
        self._by_key: dict[Words, list[Entity]] = {}
        self._by_part: dict[Words, list[Entity]] = defaultdict(list)
        self._by_country: dict[str, Entity] = {}
        self._gather()
        for name in mentions.names:
            if bearer := self._only_bearer(name):
                self._note(name, bearer)
        for entity in self.entities:
            _known_by_surname(entity)
        for sentence in sentences:
            self._pronouns_vote(sentence)

    @cached_property
    def only_state(self) -> Country | None:
        """The one state that the story names, itself, by its capital or by its people's titles; None where there are several."""
        named = {name.country.iso3166 for name in self.mentions.names if name.country}
        states = named.union(*(entity.states for entity in self.entities))
        return atlas().by_code[next(iter(states))] if len(states) == 1 else None

    # ---- whose name

    def _gather(self) -> None:
        """Full names first, so that part names find them: ``Marit Solheim`` before ``Solheim``."""
        written = {key_of(name.words): name.words for name in self.mentions.names if not name.country}
        for key in sorted(written, key=lambda key: (-len(key), key)):
            bearers = self._by_part.get(key)
            if not bearers:
                bearers = [Entity(None)]
                self.entities.extend(bearers)
            self._by_key[key] = bearers
            for entity in bearers:
                entity.names.append(written[key])
                self._index(key, entity)

    def _index(self, key: Words, entity: Entity) -> None:
        """Every part of a name may stand for it later: Solheim, Marit; HRW for Human Rights Watch."""
        for part in _parts(key):
            bearers = self._by_part[part]
            if entity not in bearers and len(bearers) < NAMESAKES:
                bearers.append(entity)

    def country(self, country: Country) -> Entity:
        """The entity of a state."""
        if country.iso3166 not in self._by_country:
            self._by_country[country.iso3166] = Entity("country", country=country)
        return self._by_country[country.iso3166]

    def of(self, name: Name, lately: Iterable[Entity]) -> Entity:
        """The bearer of a name; where several could be meant, the first of those who came up lately, the latest first."""
        if name.country:
            return self.country(name.country)
        key = key_of(name.words)
        bearers = self._by_key.get(key) or self._by_part.get(key) or self._christen(name)
        if len(bearers) == 1:
            return bearers[0]
        return next((entity for entity in lately if entity in bearers), bearers[0])

    def _christen(self, name: Name) -> list[Entity]:
        """A bearer for a name that nowhere stands by itself: ``Norcan``-backed."""
        entity = Entity(name.kind, names=[name.words])
        self.entities.append(entity)
        self._by_key[key_of(name.words)] = [entity]
        return [entity]

    def _only_bearer(self, name: Name) -> Entity | None:
        bearers = [] if name.country else self._by_key[key_of(name.words)]
        return bearers[0] if len(bearers) == 1 else None

    # ---- what is said of them

    def _note(self, name: Name, entity: Entity) -> None:
        """Keep what this place says of the bearer: title, gender, kind, apposition."""
        words = lexicon()
        entity.kind = entity.kind or name.kind
        if name.kind == "person" and (entity.kind == "place" or name.title):
            entity.kind = "person"
        entity.gender = entity.gender or name.honorific or (words.gender_of(name.title.head) if name.title else None)
        if entity.christened is None and len(name.words) > 1:
            entity.christened = words.gender_of(name.words[0].lower())
        entity.describe(name.title, beside_name=True)
        entity.describe(rank_of(self.mentions.tokens, name.title) if name.title else None)
        if name.kind == "organization":  # "the union" may be the Harbour Union later
            tokens = self.mentions.tokens
            entity.describe(describe(tokens, tokens.within(name.span)))
        for description in filter(None, (self._apposition_after(name), self._apposition_before(name))):
            entity.describe(description, beside_name=True)
            if words.kind_of(description.head) == "person":
                entity.kind = "person"

    def _apposition_after(self, name: Name) -> Description | None:
        """``Marit Solheim, | the foreign minister of Norway,``; not ``In Bergen, | the harbour master, Jan Bos,``."""
        tokens, words = self.mentions.tokens, lexicon()
        at = tokens.within(Span(name.span.end, name.span.end + 200))[:APPOSITION]
        if not at or tokens[at[0]].gap != ", " or tokens[at[0]].lower in {"and", "he", "she"} | words["preposition"]:
            return None
        length = next((n for n, i in enumerate(at) if n and re.search(r"[^\s\w'’“”\"-]|\n", tokens[i].gap)), len(at))
        if length < len(at) and self._follows_preposition(name) and self._opens_name(at[length]):
            return None
        return self._noun_of(at[:length])

    def _follows_preposition(self, name: Name) -> bool:
        first = self.mentions.tokens.within(name.full)[0]
        before = self.mentions.tokens[first - 1] if first else None
        return before is not None and before.lower in lexicon()["preposition"]

    def _opens_name(self, i: int) -> bool:
        """Whether a name begins with token i, behind a comma."""
        return self.mentions.tokens[i].gap == ", " and self.mentions.names.opens(i)

    def _apposition_before(self, name: Name) -> Description | None:
        """``the head of the board, | Anna Kowalska``."""
        tokens, words = self.mentions.tokens, lexicon()
        last = tokens.within(name.full)[0]
        if tokens[last].gap != ", ":
            return None
        start = last - 1
        while start > 0 and last - start < APPOSITION and not re.search(r"[,;:()\n]|[.!?] ?$", tokens[start].gap):
            start -= 1
        begin = next((i for i in range(start, last) if tokens[i].lower in words["pointing"]), None)
        if begin is None or (begin > start and tokens[begin - 1].lower not in words["function"]):
            return None
        found = self._noun_of(range(begin, last))
        return found if found and words.kind_of(found.head) == "person" else None

    def _noun_of(self, at: range) -> Description | None:
        """The description in these words where they are no clause and their noun is a word for somebody."""
        words, tokens = lexicon(), self.mentions.tokens
        if not at or any(tokens[i].lower in words["clause"] for i in at):
            return None
        phrase = self.mentions.read(tokens.span(at))
        if phrase is None or phrase.form != "nominal" or phrase.parts or not words.kind_of(phrase.head):
            return None
        return phrase.description

    def _pronouns_vote(self, sentence: Span) -> None:
        """``Nina Solberg ... when she returned``: a sentence's only person and its only kind of pronoun are one."""
        tokens, words = self.mentions.tokens, lexicon()
        names = [(name, bearer) for name in self.mentions.names.within(sentence) if (bearer := self._only_bearer(name))]
        people = [(name, bearer) for name, bearer in names if bearer.kind in (None, "person")]
        if len({bearer for _, bearer in people}) != 1:
            return
        name, bearer = people[0]
        seen = {tokens[i].lower for i in tokens.within(Span(name.span.end, sentence.end))}
        he, she = not words["he"].isdisjoint(seen), not words["she"].isdisjoint(seen)
        if he != she:
            bearer.vote("male" if he else "female")


def _known_by_surname(entity: Entity) -> None:
    """Who is ``Prabhat Mohan`` here and ``Mohan`` there is a person; bodies are cut down otherwise."""
    full = max(entity.names, key=len, default=())
    if entity.kind is None and len(full) > 1 and full[-1:] in entity.names:
        entity.kind = "person"


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
