"""Readings made up, as many as one likes, with the proportions of real ones.

Words follow Zipf's law over a list of English words, speakers over a list of invented names; a story in five is a reprint.
Nobody should read them, but a database finds them as hard as news.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate

from reportedly.records import EVENT_TYPES, STATUSES, Actor, Document, Event, Mention, Reading, Role, Span, Statement, Time

PEOPLE = 4000
PUBLISHERS = 60
STATEMENTS = 17  # a story, on average; as in the stories of the gold sets
FIRST_DAY = date(2014, 1, 1)
DAYS = 4000
SYLLABLES = ("ba", "den", "kor", "lin", "mar", "no", "ost", "pel", "ri", "sav", "tol", "ul", "ven", "war", "yor", "zan")
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


class Zipf:
    """Choices of which the n-th is taken n times more seldom than the first."""

    def __init__(self, choices: Sequence[str], chance: random.Random) -> None:
        self._choices = choices
        self._weights = list(accumulate(1 / rank for rank in range(1, len(choices) + 1)))
        self._chance = chance

    def some(self, count: int) -> list[str]:
        return self._chance.choices(self._choices, cum_weights=self._weights, k=count)


@cache
def vocabulary() -> list[str]:
    """Common English words in an order of no meaning, the articles and prepositions first."""
    words = (files("reportedly.annotate") / "lang" / "en" / "ordinary.txt").read_text("utf-8").split()
    random.Random(1).shuffle(words)
    return ["the", "of", "to", "and", "in", "that", "a", "for", "was", "will", "not", "by", *words]


@cache
def people() -> list[str]:
    chance = random.Random(2)
    return [f"{chance.choice(NAMES)} {''.join(chance.choices(SYLLABLES, k=3)).capitalize()}" for _ in range(PEOPLE)]


def readings(stories: int, seed: int = 0) -> Iterator[Reading]:
    """As many stories as wanted, always the same for one seed."""
    chance = random.Random(seed)
    words, speakers = Zipf(vocabulary(), chance), Zipf(people(), chance)
    last: Reading | None = None
    for number in range(stories):
        if last and chance.random() < 0.2:
            yield _reprint(last, number, chance)
        else:
            last = _story(number, chance, words, speakers)
            yield last


def _reprint(reading: Reading, number: int, chance: random.Random) -> Reading:
    """The same under another headline in another paper."""
    headline = f"Reprint no. {number}\n"
    moved = Maker(headline + reading.document.text.partition("\n")[2], reading.document.published or "", chance)
    lines = reading.document.text.partition("\n")[2].splitlines()
    return moved.reading([line.split(" said that ", 1) for line in lines])


def _story(number: int, chance: random.Random, words: Zipf, speakers: Zipf) -> Reading:
    cast = speakers.some(5)
    count = max(1, round(chance.gauss(STATEMENTS, 6)))
    said = [
        [chance.choice(cast), " ".join([*words.some(chance.randint(8, 35)), str(chance.randint(2010, 2026))])]
        for _ in range(count)
    ]
    text = f"Story no. {number}\n" + "".join(f"{speaker} said that {content}\n" for speaker, content in said)
    published = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    return Maker(text, published.isoformat(), chance).reading(said)


class Maker:
    """One reading of a text of lines ``SPEAKER said that CONTENT``."""

    def __init__(self, text: str, published: str, chance: random.Random) -> None:
        publisher = f"The {chance.choice(SYLLABLES).capitalize()} {chance.randrange(PUBLISHERS)}"
        digest = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
        self._document = Document(digest, text, title=text.partition("\n")[0], publisher=publisher, published=published)
        self._chance = chance

    def reading(self, said: Sequence[Sequence[str]]) -> Reading:
        actors: dict[str, Actor] = {}
        statements: list[Statement] = []
        events: list[Event] = []
        times: list[Time] = []
        at = self._document.text.index("\n") + 1
        for speaker, content in said:
            start = at + len(speaker) + len(" said that ")
            end = start + len(content)
            who = self._appears(actors, speaker, Span(at, at + len(speaker)))
            parent = statements[-1] if statements and self._chance.random() < 0.15 and not statements[-1].parent else None
            statement = self._statement(len(statements) + 1, who, Span(at, start), Span(start, end), parent)
            statements.append(statement)
            year = Span(end - 4, end)
            value = content[-4:]
            times.append(Time(year, "DATE", value, f"{value}-01-01", f"{int(value) + 1}-01-01", "year", 0.9))
            if self._chance.random() < 0.45:
                events.append(self._event(len(events) + 1, statement, actors, value))
            at = end + 1
        produced_by = {"version": "0", "models": {"attribution": "none"}}
        return Reading(self._document, tuple(actors.values()), tuple(statements), tuple(times), tuple(events), produced_by)

    def _appears(self, actors: dict[str, Actor], name: str, span: Span) -> Actor:
        if name not in actors:
            role = Role("minister", None, span)
            actors[name] = Actor(f"a{len(actors) + 1}", name, "person", {}, (role,), (Mention(span, "name"),))
        return actors[name]

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
