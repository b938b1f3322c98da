"""Readings made by hand, and a reader that needs no model.

A story for these tests is written so that its reading can be told from its words: each line ``NAME: WORDS`` is a statement; one
with ``NAME > NAME: WORDS`` is a statement within one, and ``[TYPE status]`` in the words is an event at the word before it.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from reportedly.annotate.times.intervals import interval
from reportedly.errors import LanguageError
from reportedly.records import Actor, Document, Event, Mention, Reading, Span, Statement, Time

LINE = re.compile(r"^(?P<chain>[^:\n]+): (?P<words>.+)$", re.MULTILINE)
EVENT = re.compile(r"(?P<trigger>\w+) \[(?P<type>[A-Z]+) (?P<status>\w+)\]")
YEAR = re.compile(r"\b(?:19|20)\d(?:\d|X)\b|\b(?:19|20)XX\b")


def reading_of(text: str, **known: str | None) -> Reading:
    """The reading of a story written as above."""
    digest = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    return read(Document(digest, text, **known))  # type: ignore[arg-type]


def read(document: Document, version: str = "1") -> Reading:
    people: dict[str, Actor] = {}
    statements: list[Statement] = []
    events: list[Event] = []
    times: list[Time] = []
    for line in LINE.finditer(document.text):
        parent = None
        for name in line["chain"].split(" > "):
            at = document.text.index(name, line.start("chain"))
            speaker = people.setdefault(name, Actor(f"a{len(people) + 1}", name, "person"))
            content = Span(*line.span("words"))
            parent = Statement(
                id=f"s{len(statements) + 1}",
                form="indirect",
                implied=False,
                speaker=speaker,
                source=(Span(at, at + len(name)),),
                cue=(),
                content=(content,),
                parent=parent,
                addressee=None,
                venue=None,
                said_on=(document.published or "")[:10] or None,
                confidence=0.9,
                document=document,
            )
            statements.append(parent)
        events += _events(line, parent, len(events))
        times += _times(line)
    produced_by = {"version": version, "models": {"attribution": "none"}}
    people = {name: replace(actor, mentions=_mentions(name, document.text)) for name, actor in people.items()}
    return Reading(document, tuple(people.values()), tuple(statements), tuple(times), tuple(events), produced_by)


def _mentions(name: str, text: str) -> tuple[Mention, ...]:
    return tuple(Mention(Span(*match.span()), "name") for match in re.finditer(re.escape(name), text))


def _events(line: re.Match[str], statement: Statement | None, before: int) -> Iterator[Event]:
    for number, match in enumerate(EVENT.finditer(line["words"]), start=before + 1):
        start = line.start("words") + match.start("trigger")
        yield Event(
            id=f"e{number}",
            trigger=Span(start, start + len(match["trigger"])),
            type=match["type"],  # type: ignore[arg-type]
            mode=None,
            contexts=(),
            source=(statement.speaker,) if statement and statement.speaker else (),
            target=(),
            statement=statement,
            status=match["status"],  # type: ignore[arg-type]
            time=None,
            place=None,
            confidence=0.8,
        )


def _times(line: re.Match[str]) -> Iterator[Time]:
    for match in YEAR.finditer(line["words"]):
        start = line.start("words") + match.start()
        value = match[0].rstrip("X")  # "19XX" is the century "19"
        yield Time(Span(start, start + 4), "DATE", value, *interval(value), rule="year", confidence=0.9)


@dataclass
class QuickReader:
    """Reads stories written as above, in no time. It refuses French, fails on "trip", is slow on "sleep", dies on "die"."""

    version: str = "1"

    @property
    def produced_by(self) -> Mapping[str, object]:
        return {"version": self.version, "models": {"attribution": "none"}}

    def read(self, document: Document) -> Reading:
        if document.language == "fr" or "bonjour" in document.text:
            raise LanguageError("This story is in French, which no model here reads.")
        if "trip over this" in document.text:
            raise ZeroDivisionError("tripped")
        if "die of this" in document.text:
            import os

            os._exit(9)
        if "sleep over this" in document.text:
            time.sleep(0.05)
        return read(document, self.version)


def quick_reader() -> QuickReader:
    return QuickReader()


def newer_reader() -> QuickReader:
    return QuickReader("2")
