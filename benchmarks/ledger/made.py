"""Readings made up, as many as one likes, with the proportions of real ones.

Words follow Zipf's law over a list of English words, speakers over a list of invented names; a story in five is a reprint.
Nobody should read them, but a database finds them as hard as news.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Generic, TypeVar

from reportedly.annotate.countries import atlas
from reportedly.records import EVENT_TYPES, STATUSES, Actor, Document, Event, Mention, Reading, Role, Span, Statement, Time

PEOPLE = 4000
PUBLISHERS = 60
REPRINTS = 0.2  # of the stories print the last one again under another headline
STATEMENTS = 17  # a story, on average; as in the stories of the gold sets
FIRST_DAY = date(2014, 1, 1)
DAYS = 4000
SYLLABLES = ("ba", "den", "kor", "lin", "mar", "no", "ost", "pel", "ri", "sav", "tol", "ul", "ven", "war", "yor", "zan")
OFFICES = ("Energy", "Foreign", "Finance", "Health", "Justice", "Interior")
T = TypeVar("T")
NAMES = (
    "Anna",
    "Bo",
    "Cy",
    "Dora",
    "Ed",
    "Fay",
    "Gus",
    "Hal",
    "Ida",
    "Jon",
    "Kim",
    "Lea",
    "Max",
    "Nia",
    "Olof",
    "Pia",
    "Rex",
    "Sue",
)


class Zipf(Generic[T]):
    """Choices of which the n-th is taken n times more seldom than the first."""

    def __init__(self, choices: Sequence[T], chance: random.Random) -> None:
        self._choices = choices
        self._weights = list(accumulate(1 / rank for rank in range(1, len(choices) + 1)))
        self._chance = chance

    def some(self, count: int) -> list[T]:
        return self._chance.choices(self._choices, cum_weights=self._weights, k=count)


@cache
def vocabulary() -> list[str]:
    """Common English words in an order of no meaning, the articles and prepositions first."""
    words = (files("reportedly.annotate") / "lang" / "en" / "ordinary.txt").read_text("utf-8").split()
    random.Random(1).shuffle(words)
    return ["the", "of", "to", "and", "in", "that", "a", "for", "was", "will", "not", "by", *words]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks, always in the same office: "Energy Minister Anna Tolven of Chad"."""

    name: str
    title: str
    country: str
    iso3166: str


@cache
def people() -> list[Person]:
    chance = random.Random(2)
    countries = list(atlas().by_code.values())
    made: dict[str, Person] = {}
    while len(made) < PEOPLE:
        name = f"{chance.choice(NAMES)} {''.join(chance.choices(SYLLABLES, k=3)).capitalize()}"
        country = chance.choice(countries)
        made.setdefault(name, Person(name, f"{chance.choice(OFFICES)} Minister", country.name, country.iso3166))
    return list(made.values())


def readings(stories: int, seed: int = 0) -> Iterator[Reading]:
    """As many stories as wanted, always the same for one seed."""
    chance = random.Random(seed)
    words, speakers = Zipf(vocabulary(), chance), Zipf(people(), chance)
    said: list[Said] = []
    published = FIRST_DAY
    for number in range(stories):
        if not said or chance.random() >= REPRINTS:
            said = _story(number, chance, words, speakers)
            published = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        yield Maker(number, said, published.isoformat(), chance).reading()


Said = tuple[Person, str]


def _story(number: int, chance: random.Random, words: Zipf[str], speakers: Zipf[Person]) -> list[Said]:
    cast = speakers.some(5)
    count = max(1, round(chance.gauss(STATEMENTS, 6)))
    return [(chance.choice(cast), _words(chance, words)) for _ in range(count)]


def _words(chance: random.Random, words: Zipf[str]) -> str:
    """A sentence that ends with the year it speaks of."""
    return " ".join([*words.some(chance.randint(8, 35)), str(chance.randint(2010, 2026))])


class Maker:
    """The reading of a story of lines ``TITLE SPEAKER of COUNTRY said that WORDS``."""

    def __init__(self, number: int, said: Sequence[Said], published: str, chance: random.Random) -> None:
        lines = [f"{person.title} {person.name} of {person.country} said that {words}\n" for person, words in said]
        text = f"Story no. {number}\n" + "".join(lines)
        publisher = f"The {chance.choice(SYLLABLES).capitalize()} {chance.randrange(PUBLISHERS)}"
        digest = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
        self._document = Document(digest, text, title=f"Story no. {number}", publisher=publisher, published=published)
        self._said = said
        self._chance = chance

    def reading(self) -> Reading:
        actors: dict[str, Actor] = {}
        statements: list[Statement] = []
        events: list[Event] = []
        times: list[Time] = []
        at = self._document.text.index("\n") + 1
        for person, words in self._said:
            who, start = self._appears(actors, person, at)
            end = start + len(words)
            parent = statements[-1] if statements and self._chance.random() < 0.15 and not statements[-1].parent else None
            statement = self._statement(len(statements) + 1, who, Span(at, start), Span(start, end), parent)
            statements.append(statement)
            value = words[-4:]
            times.append(Time(Span(end - 4, end), "DATE", value, f"{value}-01-01", f"{int(value) + 1}-01-01", "year", 0.9))
            if self._chance.random() < 0.45:
                events.append(self._event(len(events) + 1, statement, actors, value))
            at = end + 1
        produced_by = {"version": "0", "models": {"attribution": "none"}}
        return Reading(self._document, tuple(actors.values()), tuple(statements), tuple(times), tuple(events), produced_by)

    def _appears(self, actors: dict[str, Actor], person: Person, at: int) -> tuple[Actor, int]:
        """The speaker of the line that begins at ``at``, and where his words begin."""
        name = at + len(person.title) + 1
        country = name + len(person.name) + len(" of ")
        if person.country not in actors:
            mention = Mention(Span(country, country + len(person.country)), "name")
            links = {"iso3166": person.iso3166}
            actors[person.country] = Actor(f"a{len(actors) + 1}", person.country, "country", links, (), (mention,))
        if person.name not in actors:
            role = Role(person.title, actors[person.country].id, Span(at, name - 1))
            mention = Mention(Span(name, name + len(person.name)), "name")
            actors[person.name] = Actor(f"a{len(actors) + 1}", person.name, "person", {}, (role,), (mention,))
        return actors[person.name], country + len(person.country) + len(" said that ")

    def _statement(self, number: int, who: Actor, source: Span, content: Span, parent: Statement | None) -> Statement:
        chance = self._chance
        return Statement(
            id=f"s{number}",
            form=chance.choice(("direct", "indirect", "mixed")),
            implied=chance.random() < 0.2,
            speaker=who,
            source=(source,),
            cue=(),
            content=(content,),
            parent=parent,
            addressee=None,
            venue=None,
            said_on=self._document.published,
            confidence=round(chance.uniform(0.4, 0.99), 2),
            document=self._document,
        )

    def _event(self, number: int, statement: Statement, actors: dict[str, Actor], year: str) -> Event:
        chance = self._chance
        (start, _), *_ = statement.content
        people = list(actors.values())
        return Event(
            id=f"e{number}",
            trigger=Span(start, start + 3),
            type=chance.choice(EVENT_TYPES),
            mode=None,
            contexts=(),
            source=(chance.choice(people),),
            target=(chance.choice(people),),
            statement=statement,
            status=chance.choice(STATUSES),
            time=year,
            place=None,
            confidence=0.7,
        )
