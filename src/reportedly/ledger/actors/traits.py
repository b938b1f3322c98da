"""What one story says of each of its actors, in the form in which stories are compared.

A *trait* is a name or a fact. Facts are of four fields:

- ``role``: ``foreign minister@RU``, the title as ``titles.py`` writes it and the state or body it is held in;
- ``country``: ISO 3166-1 alpha-2;
- ``gender``: ``female`` or ``male``, where the story's pronouns agree on it;
- ``company``: who else is named in the story, each by one key.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from reportedly.annotate.countries import atlas
from reportedly.annotate.lexicon import lexicon
from reportedly.ledger.actors.known import Organization, organization, state_links
from reportedly.ledger.actors.names import (
    LONGEST_NAME,
    body_keys,
    body_name,
    is_acronym,
    is_distinctive,
    likeness,
    part_key,
    person_keys,
    person_name,
)
from reportedly.ledger.actors.titles import title_key
from reportedly.records import Actor, Reading, Span

MOST_COMPANY = 24  # of one story that each of its actors is known by
MOST_FORMS = 12  # of one name that are learned from one story

Sort = Literal["person", "body", "state", "open"]  # open: a name that may be a person's or a body's
Fact = tuple[str, str]  # field and value
Key = tuple[str, str]  # key and the name as printed

_INTRODUCED = re.compile(r"\s*\(\s*([A-Z][A-Za-z.-]{1,9})\s*\)")
_BEFORE = re.compile(r"([A-Z][\w.-]*(?: [A-Z][\w.-]*)?)(?:['’]s)? $")
_AFTER = re.compile(r" of ((?:the )?[A-Z][\w-]*(?: [A-Z][\w-]*){0,2})")


@dataclass(frozen=True, slots=True)
class Traits:
    """One actor of one story."""

    name: str  # the fullest, or the canonical
    sort: Sort
    kind: str  # of the record
    keys: tuple[Key, ...]  # everything he may be looked up by, and the printed name each belongs to
    facts: frozenset[Fact] = frozenset()
    links: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()  # as printed, the fullest first
    day: str | None = None  # when the story was published
    company: Mapping[str, str] = field(default_factory=dict)  # key: name of the others in the story
    busy: frozenset[str] = frozenset()  # those of them who are in so many stories that it says little

    def values(self, of: str) -> frozenset[str]:
        """The values of one field: ``traits.values("country")``."""
        return frozenset(value for name, value in self.facts if name == of)

    @property
    def single(self) -> bool:
        """Whether the name is one word: ``Lavrov``."""
        return len(person_name(self.name).words) < 2

    @property
    def known_by_name_alone(self) -> bool:
        """Whether nothing is known of a bearer of one word, so that he is never found by rules."""
        return self.sort in ("person", "open") and self.single and not self.values("role") and not self.values("country")


def traits_of(reading: Reading) -> dict[str, Traits]:
    """The actors of a story who could be met again in another, by their id: those it names."""
    story = _Story(reading)
    found = {actor.id: traits for actor in reading.actors if (traits := story.traits(actor))}
    labels = {actor_id: (_label(traits), traits.name) for actor_id, traits in found.items() if actor_id not in story.told}
    return {actor_id: _in_company(traits, actor_id, labels) for actor_id, traits in found.items()}


def _label(traits: Traits) -> str:
    """One key that is the same in every story: the identifier of a state, else the fullest name's."""
    links = traits.links
    return next((f"{register}:{links[register]}" for register in ("iso3166", "wikidata") if register in links), traits.keys[0][0])


def _in_company(traits: Traits, actor_id: str, labels: Mapping[str, Key]) -> Traits:
    """With the others of the story; a state is met in any company."""
    if traits.sort == "state":
        return traits
    own = _label(traits)
    others = dict(label for other, label in labels.items() if other != actor_id and label[0] != own)
    telling = sorted(others, key=lambda key: (key.startswith("iso3166:"), key))[:MOST_COMPANY]
    company = {key: others[key] for key in telling}
    return replace(traits, facts=traits.facts | {("company", key) for key in telling}, company=company)


class _Story:
    def __init__(self, reading: Reading) -> None:
        self.text = reading.document.text
        self.day = reading.document.published[:10] if reading.document.published else None
        self.by_id = {actor.id: actor for actor in reading.actors}
        self.told = _told(reading)

    def traits(self, actor: Actor) -> Traits | None:
        """What is said of an actor; None for one who could not be met again: ``a resident``, ``officials``, ``Serbs``."""
        if code := _state_of(actor):
            return _state(actor, code)
        names = self._names(actor)
        if not names or _is_people(names[0]):
            return None
        known = next(filter(None, map(organization, names)), None)
        sort = "body" if known else _sort(actor, names[0])
        if sort == "person" or sort == "open":
            return self._person(actor, names, sort)
        return self._body(actor, names, known)

    # ---- names

    def _names(self, actor: Actor) -> list[str]:
        """All names that the story prints for an actor, the fullest first; none for one that it never names."""
        printed = [self._words(m.span) for m in actor.mentions if m.form == "name"]
        printed = [name for name in printed if 0 < len(name) <= LONGEST_NAME]
        if not printed and not actor.links:
            return []
        main = " ".join(actor.name.split())[:LONGEST_NAME]
        if not any(_shares_word(main, name) for name in printed) and not actor.links:
            return []  # "Iranian negotiators", of whom only "Iran" was taken for a name
        return list(dict.fromkeys((main, *printed)))[:MOST_FORMS]

    def _words(self, span: Span) -> str:
        return " ".join(self.text[span.start : span.end].split())

    # ---- persons

    def _person(self, actor: Actor, names: list[str], sort: Sort) -> Traits:
        main = names[0]
        keys = [(key, main) for key in person_keys(main)]
        words = person_name(main).words
        if len(words) > 1:
            keys += [(part_key(word), word.title()) for word in {words[-1], *self._parts(main, names)}]
        whole = [name for name in names[1:] if likeness(main, name) in ("same", "spelling", "longer", "initial")]
        keys += [(key, name) for name in whole if name != main for key in person_keys(name)]
        if sort == "open":
            keys += [(key, main) for key in body_keys(main)]
        facts = {*self._roles(actor), *_gender(self.text, actor)}
        traits = Traits(main, sort, actor.kind, (), frozenset(facts), dict(actor.links), (main, *whole), self.day)
        if traits.known_by_name_alone:
            keys = [(f"?{key}", name) for key, name in keys]
        return Traits(
            main, sort, actor.kind, _with_links(keys, main, actor.links), traits.facts, traits.links, traits.names, self.day
        )

    def _parts(self, main: str, names: list[str]) -> Iterator[str]:
        """Words of a longer name that the story calls its bearer by: ``Xi`` of Xi Jinping."""
        words = person_name(main).words
        for name in names[1:]:
            part = person_name(name).words
            if len(part) == 1 and part[0] in words:
                yield part[0]

    def _roles(self, actor: Actor) -> Iterator[Fact]:
        for role in actor.roles:
            title = title_key(role.title)
            holder = self.by_id.get(role.of or "")
            code = _state_of(holder) if holder else None
            if code:
                yield ("country", code)
            elif holder and holder.kind == "organization":
                code = body_name(holder.name).key[:60]
            if title:
                yield ("role", f"{title}@{code or ''}")

    # ---- bodies

    def _body(self, actor: Actor, names: list[str], known: Organization | None) -> Traits | None:
        countries = frozenset[str]().union(*(body_name(name).countries for name in names[:1])) | frozenset(self._countries(actor))
        if len(countries) > 1:
            countries = frozenset()  # "Norway and Sweden's ministry": nobody knows whose
        if known is None and len(body_name(names[0]).words) < 2 and not is_distinctive(names[0]) and not countries:
            return None  # "the Front" is another in every story
        forms = [names[0], *(name for name in names[1:] if _is_form_of(name, names[0])), *self._introduced(actor)]
        if known:
            forms = [known.name, *forms, *(name for name in known.names if is_acronym(name))]
        forms = list(dict.fromkeys(forms))[:MOST_FORMS]
        links = dict(actor.links) | ({"wikidata": known.wikidata} if known else {})
        keys = [(key, name) for name in forms for key in body_keys(name)]
        if not keys:
            return None
        facts = frozenset(("country", code) for code in countries) if known is None else frozenset[Fact]()
        kind = "organization" if actor.kind == "person" else actor.kind
        return Traits(forms[0], "body", kind, _with_links(keys, forms[0], links), facts, links, tuple(forms), self.day)

    def _introduced(self, actor: Actor) -> Iterator[str]:
        """``CSTO`` in "the Collective Security Treaty Organization (CSTO)"."""
        for mention in actor.mentions:
            found = _INTRODUCED.match(self.text, mention.span.end) if mention.form == "name" else None
            if found and is_acronym(found[1]):
                yield found[1]

    def _countries(self, actor: Actor) -> Iterator[str]:
        """States named right beside a body: ``Norway's | Ministry of Health``, ``the Supreme Court | of Norway``."""
        for mention in actor.mentions:
            if mention.form != "name":
                continue
            start, end = mention.span
            if before := _BEFORE.search(self.text, max(0, start - 40), start):
                words = before[1].split()
                state = atlas().of_people(before[1]) or atlas().of_people(words[-1])
                if state:
                    yield state.iso3166
            if (after := _AFTER.match(self.text, end)) and (state := atlas().named(after[1])):
                yield state.iso3166


# ---- states and peoples


def _state(actor: Actor, code: str) -> Traits:
    links = state_links(code) | dict(actor.links)
    name = atlas().by_code[code].name if code in atlas().by_code else actor.name
    keys = ((f"iso3166:{code}", name), *((key, name) for key in body_keys(name)))
    return Traits(name, "state", "country", keys, links=links, names=(name,))


def _state_of(actor: Actor) -> str | None:
    if actor.kind not in ("country", "place"):
        return None
    if code := actor.links.get("iso3166"):
        return code
    state = atlas().named(actor.name) if actor.kind == "country" else None
    return state.iso3166 if state else None


def _is_people(name: str) -> bool:
    """``Serbs``, ``Cypriots``, ``Drivers``: a people, or nobody in particular."""
    if atlas().named(name):
        return False
    many = " " not in name and lexicon().is_plural(name.lower()) and lexicon().kind_of(name.lower()) == "person"
    return many or bool(atlas().of_people(name))


def _told(reading: Reading) -> frozenset[str]:
    """Who publishes the story or is only told things in it, an agency: to be named with it says nothing."""
    speak = {actor.id for s in reading.statements for actor in (s.speaker,) if actor}
    listen = {actor.id for s in reading.statements for actor in (s.addressee,) if actor and actor.kind != "country"}
    publisher = body_name(reading.document.publisher or "").key
    return frozenset(listen - speak) | {a.id for a in reading.actors if publisher and body_name(a.name).key == publisher}


# ---- small rules


def _sort(actor: Actor, name: str) -> Sort:
    """Whether a name is surely a person's. Extraction takes a name that it knows nothing of for one."""
    words = person_name(name).words
    if actor.kind in ("organization", "group", "place"):
        return "body" if not (len(words) > 1 and words[0] in lexicon().first_names and not _has_noun_of_body(name)) else "open"
    if actor.kind != "person" or atlas().ruled_from(name) or is_acronym(name):
        return "body"
    titled = any(title_key(role.title) for role in actor.roles)
    christened = len(words) > 1 and words[0] in lexicon().first_names
    return "person" if titled or christened else "open"


def _has_noun_of_body(name: str) -> bool:
    return any(lexicon().kind_of(word) == "body" for word in person_name(name).words[1:])


def _shares_word(one: str, other: str) -> bool:
    left, right = set(person_name(one).words), set(person_name(other).words)
    return bool(left & right) or is_acronym(other)


def _is_form_of(name: str, full: str) -> bool:
    """Another whole name of the same body in the same story: its acronym, or a form that says as much."""
    if is_acronym(name):
        return True
    words = set(body_name(name).words)
    return len(words) > 1 and is_distinctive(name) and words <= set(body_name(full).words)


def _gender(text: str, actor: Actor) -> Iterator[Fact]:
    """What the pronouns for somebody agree on; a pronoun that was resolved wrongly makes it nothing."""
    words = lexicon()
    said = Counter(
        "male" if word in words["he"] else "female"
        for m in actor.mentions
        if m.form == "pronoun" and (word := text[m.span.start : m.span.end].lower()) in words["he"] | words["she"]
    )
    if len(said) == 1 and (gender := next(iter(said))) and said[gender] > 1:
        yield ("gender", gender)


def _with_links(keys: Iterable[Key], name: str, links: Mapping[str, str]) -> tuple[Key, ...]:
    """The keys, and those of identifiers behind them."""
    identifiers = [(f"{register}:{value}"[:200], name) for register, value in links.items() if register != "ledger"]
    return tuple(dict.fromkeys((*keys, *identifiers)))
