"""Readings made by hand: only what linking looks at is in them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from sqlalchemy import Connection, insert

from reportedly.annotate.countries import atlas
from reportedly.ledger.actors import link
from reportedly.ledger.schema import appearance, document
from reportedly.records import Actor, ActorKind, Document, Mention, MentionForm, Reading, Role, Span

CASES = Path(__file__).parent / "cases.txt"


@dataclass(frozen=True)
class Told:
    """One actor of a story as a line of ``cases.txt`` tells it."""

    identity: str
    kind: ActorKind
    names: tuple[str, ...]
    titles: tuple[str, ...] = ()
    pronoun: str = ""


@dataclass
class Case:
    """One story: its day and its actors."""

    day: str
    actors: list[Told] = field(default_factory=list)


def told(line: str) -> Told:
    """``solheim | person | Marit Solheim; Solheim | foreign minister of NO | she``."""
    identity, kind, names, titles, pronoun, *_ = [*(part.strip() for part in line.split("|")), "", ""]
    assert kind in get_args(ActorKind), line
    several = [tuple(part.strip() for part in text.split(";") if part.strip()) for text in (names, titles)]
    return Told(identity, kind, several[0], several[1], pronoun)  # type: ignore[arg-type]


def cases(text: str) -> Iterator[Case]:
    """The stories of ``cases.txt``."""
    case: Case | None = None
    for line in text.splitlines():
        if re.fullmatch(r"\d{4}-\d\d-\d\d", line):
            if case:
                yield case
            case = Case(line)
        elif line.strip() and not line.startswith("#"):
            assert case is not None
            case.actors.append(told(line))
    if case:
        yield case


class _Text:
    """A text that grows, with the mentions in it."""

    def __init__(self) -> None:
        self.text = ""

    def say(self, words: str, form: MentionForm) -> Mention:
        """Print a name with what stands around it, and say where the name is."""
        before, name, after = "", words, ""
        if found := re.fullmatch(r"(.*) _ (\(.+\))", words):
            name, after = found[1], f" {found[2]}"
        elif found := re.fullmatch(r"(\w+'s|Norwegian|Swedish) (.+)", words):
            before, name = f"{found[1]} ", found[2]
        self.text += f"Then {before}"
        start = len(self.text)
        self.text += f"{name}{after} spoke.\n"
        return Mention(Span(start, start + len(name)), form)


def reading(case: Case, number: int = 0) -> Reading:
    """A story in which these actors are named."""
    text = _Text()
    text.text = f"Story {number}.\n"
    actors: list[Actor] = []
    states: dict[str, str] = {}
    for n, who in enumerate(case.actors, 1):
        if who.kind == "country":
            states[who.identity] = f"a{n}"
    extra: dict[str, Actor] = {}
    for n, who in enumerate(case.actors, 1):
        actors.append(_actor(f"a{n}", who, text, states, extra))
    printed = text.text
    digest = "sha256:" + hashlib.sha256(printed.encode()).hexdigest()
    story = Document(digest, printed, published=case.day)
    return Reading(story, (*actors, *extra.values()), ())


def _actor(actor_id: str, who: Told, text: _Text, states: dict[str, str], extra: dict[str, Actor]) -> Actor:
    named = who.identity != "-" or who.names[0][:1].isupper()
    names = [name for name in who.names if name != "_ of Norway"]
    mentions = [text.say(name, "name" if named else "nominal") for name in names]
    if "_ of Norway" in who.names:
        mentions = [_say_of(text, names[0])]
    mentions += [text.say(who.pronoun, "pronoun") for _ in range(2) if who.pronoun]
    roles = tuple(_role(title, states, extra) for title in who.titles)
    links = {"iso3166": who.identity} if who.kind == "country" else {}
    first = mentions[0].span
    name = atlas().by_code[who.identity].name if who.kind == "country" else text.text[first.start : first.end]
    return Actor(actor_id, name, who.kind, links, roles, tuple(mentions))


def _say_of(text: _Text, name: str) -> Mention:
    start = len(text.text) + len("Then the ")
    text.text += f"Then the {name} of Norway spoke.\n"
    return Mention(Span(start, start + len(name)), "name")


def _role(title: str, states: dict[str, str], extra: dict[str, Actor]) -> Role:
    words, _, code = title.rpartition(" of ")
    if code not in atlas().by_code:
        return Role(title.removesuffix(" of QX"), None, Span(0, 0))
    if code not in states:
        states[code] = f"s{len(states)}"
        extra[code] = Actor(states[code], atlas().by_code[code].name, "country", {"iso3166": code})
    return Role(words, states[code], Span(0, 0))


def keep(connection: Connection, read: Reading) -> tuple[int, dict[str, int]]:
    """Insert a document and the appearances of its actors, as the store does before it links them."""
    row = {"digest": read.document.id, "text": read.document.text, "language": "en", "added": "", "replaced": False}
    asked = insert(document).values(published=read.document.published, **row).returning(document.c.id)
    document_id: int = connection.execute(asked).scalar_one()
    return document_id, appear(connection, document_id, read)


def appear(connection: Connection, document_id: int, read: Reading) -> dict[str, int]:
    """Insert the appearances of a document's actors."""
    rows = [{"document_id": document_id, "local": a.id, "name": a.name, "kind": a.kind} for a in read.actors]
    made = connection.execute(insert(appearance).returning(appearance.c.local, appearance.c.id), rows)
    return {row.local: row.id for row in made}


def add(connection: Connection, read: Reading) -> int:
    """Keep a story and link its actors; the document's row."""
    document_id, appearances = keep(connection, read)
    link(connection, document_id, read, appearances)
    return document_id


def story(*lines: str, day: str = "2021-01-01", number: int = 0) -> Reading:
    """A story of actors, each told in a line as in ``cases.txt``."""
    return reading(Case(day, [told(line) for line in lines]), number)


def add_all(connection: Connection, stories: Sequence[Case]) -> list[int]:
    """Keep all these stories; the rows of their documents."""
    return [add(connection, reading(case, number)) for number, case in enumerate(stories)]
