"""Readings as brat standoff (https://brat.nlplab.org/standoff.html), to be looked at and corrected; see ``brat_import``.

::

    T1  Statement 488 517;519 1035  We have kept the sluices open ...     the content; brat wants a part for each line of the text
    T2  Source 1036 1042    Lavrov                                         R1  Has Arg1:T1 Arg2:T2
    T3  Cue 1043 1047       said                                           R2  Has Arg1:T1 Arg2:T3
    T4  Person 1036 1042    Lavrov                                         R3  Speaker Arg1:T1 Arg2:T4
    A1  Form T1 direct                                                     R4  Within Arg1:T1 Arg2:T9
    E1  REJECT:T5 Source:T4 Time:T6                                        A2  Status E1 denied
    N1  Reference T4 wikidata:Q58217    Sergey Lavrov                      *   Equiv T4 T7

The mentions of one actor are equivalent. A speaker is the mention nearest to the source. What has no words in the story cannot be
marked: a speaker who is nowhere mentioned is told of in a note, as are the fields that brat is not used to correct.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from reportedly.export.names import file_stem
from reportedly.export.sinks import Target, folder, opened
from reportedly.records import (
    EVENT_TYPES,
    STATUSES,
    Actor,
    ActorKind,
    Document,
    Event,
    Reading,
    Span,
    Spans,
    Statement,
    StatementForm,
)

KINDS: dict[ActorKind, str] = {kind: kind.capitalize() for kind in get_args(ActorKind)}
FORMS: tuple[StatementForm, ...] = get_args(StatementForm)
PARTS = ("source", "cue", "venue")
LINKED = re.compile("[A-Za-z0-9._-]+")  # what brat takes as the name of a register and an identifier in it

_ACTORS = "|".join(KINDS.values())
ANNOTATION_CONF = f"""\
# What may be marked; see https://brat.nlplab.org/configuration.html

[entities]
Statement
Source
Cue
Venue
Time
Place_of_event
{chr(10).join(KINDS.values())}

[relations]
Speaker\tArg1:Statement, Arg2:{_ACTORS}
Addressee\tArg1:Statement, Arg2:{_ACTORS}
Within\tArg1:Statement, Arg2:Statement
Has\tArg1:Statement, Arg2:Source|Cue|Venue
ReportedIn\tArg1:<EVENT>, Arg2:Statement
Equiv\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive
<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>

[events]
{chr(10).join(f"{kind}{chr(9)}Source*:{_ACTORS}, Target*:{_ACTORS}, Time?:Time, Place?:Place_of_event" for kind in EVENT_TYPES)}

[attributes]
Form\tArg:Statement, Value:{"|".join(FORMS)}
Implied\tArg:Statement
Status\tArg:<EVENT>, Value:{"|".join(STATUSES)}
"""
VISUAL_CONF = """\
# How it looks

[labels]
Place_of_event | Place of the event | Place
ReportedIn | Reported in | In

[drawing]
SPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken
ARC_DEFAULT\tcolor:black, arrowHead:triangle-5
Statement\tbgColor:#dbe9ff
Source\tbgColor:#ffe3b3
Cue\tbgColor:#ffd0d0
Venue,Time,Place_of_event\tbgColor:#e8e8e8
Speaker\tcolor:#1f4e9e
Addressee\tcolor:#7a5ea8
Within\tcolor:#a03030, dashArray:3-3
Has,ReportedIn\tcolor:#888888, dashArray:1-2
Implied\tglyph:(implied), dashArray:3-3
Status\tglyph:[asserted]|[denied]|[future]|[demanded]|[hypothetical]
"""


def write(readings: Iterable[Reading], target: Target) -> None:
    """Into the folder ``target`` for each story its text and its annotations, and the two files by which brat knows them."""
    path = folder(target)
    for name, settings in (("annotation.conf", ANNOTATION_CONF), ("visual.conf", VISUAL_CONF)):
        _write(path / name, settings)
    for reading in readings:
        stem = file_stem(reading.document)
        _write(path / f"{stem}.txt", reading.document.text)
        _write(path / f"{stem}.ann", standoff_of(reading).render())


def _write(path: Path, text: str) -> None:
    with opened(path) as out:
        out.write(text.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Marked:
    """Words that bear a type (T)."""

    id: str
    type: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Happening:
    """An event (E), its trigger, and who and what take part, by role."""

    id: str
    type: str
    trigger: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """One annotation to another (R)."""

    id: str
    type: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property of an annotation (A); of one that is or is not there, the value is "" ."""

    id: str
    type: str
    of: str
    value: str = ""


@dataclass(slots=True)
class Standoff:
    """The annotations of one story, and which of them stand for which records of the reading."""

    text: str
    marked: list[Marked] = field(default_factory=list)
    events: list[Happening] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    equivalents: list[tuple[str, ...]] = field(default_factory=list)
    references: list[tuple[str, str, str]] = field(default_factory=list)  # annotation, register:identifier, name
    notes: list[tuple[str, str]] = field(default_factory=list)
    statements: dict[str, Statement] = field(default_factory=dict)  # by the id of their annotation, as the next two
    happened: dict[str, Event] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def mark(self, type: str, spans: Iterable[Span]) -> str | None:
        """Mark words; the new annotation's id, None where there are no words to be marked."""
        parts = fragments(self.text, spans)
        if not parts:
            return None
        self.marked.append(Marked(f"T{len(self.marked) + 1}", type, parts))
        return self.marked[-1].id

    def relate(self, type: str, first: str, second: str) -> None:
        self.relations.append(Relation(f"R{len(self.relations) + 1}", type, first, second))

    def attribute(self, type: str, of: str, value: str = "") -> None:
        self.attributes.append(Attribute(f"A{len(self.attributes) + 1}", type, of, value))

    def render(self) -> str:
        """The ``.ann`` file."""
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        for marked in self.marked:
            places = ";".join(f"{start} {end}" for start, end in marked.spans)
            yield f"{marked.id}\t{marked.type} {places}\t{' '.join(_flat(self.text[s:e]) for s, e in marked.spans)}"
        for event in self.events:
            roles = "".join(f" {role}:{filler}" for role, filler in event.arguments)
            yield f"{event.id}\t{event.type}:{event.trigger}{roles}"
        for relation in self.relations:
            yield f"{relation.id}\t{relation.type} Arg1:{relation.first} Arg2:{relation.second}"
        for same in self.equivalents:
            yield f"*\tEquiv {' '.join(same)}"
        for attribute in self.attributes:
            yield f"{attribute.id}\t{attribute.type} {attribute.of} {attribute.value}".rstrip()
        for number, (of, reference, name) in enumerate(self.references, 1):
            yield f"N{number}\tReference {of} {reference}\t{name}"
        for number, (of, note) in enumerate(self.notes, 1):
            yield f"#{number}\tAnnotatorNotes {of}\t{_flat(note)}"


def standoff_of(reading: Reading) -> Standoff:
    """The annotations of a reading. The same reading always gets the same, ids and all: what differs later, was corrected."""
    out = Standoff(reading.document.text)
    mentions = _Mentions(reading.actors, out)
    names: dict[str, str] = {}
    for statement in reading.statements:
        if name := out.mark("Statement", statement.content):
            names[statement.id] = name
            _describe_statement(statement, name, mentions, out)
    for statement in reading.statements:
        if statement.parent and statement.id in names and statement.parent.id in names:
            out.relate("Within", names[statement.id], names[statement.parent.id])
    times = _Times(reading, out)
    for event in reading.events:
        _describe_event(event, reading.document, mentions, times, names, out)
    return out


def _describe_statement(statement: Statement, name: str, mentions: _Mentions, out: Standoff) -> None:
    out.statements[name] = statement
    out.attribute("Form", name, statement.form)
    if statement.implied:
        out.attribute("Implied", name)
    venue = (statement.venue,) if statement.venue else ()
    for part, spans in zip(PARTS, (statement.source, statement.cue, venue), strict=True):
        if marked := out.mark(part.capitalize(), spans):
            out.relate("Has", name, marked)
    note = [f"{statement.id}, confidence {statement.confidence:.2f}"]
    for role, actor in (("Speaker", statement.speaker), ("Addressee", statement.addressee)):
        if actor is None:
            continue
        if mention := mentions.nearest(actor, statement.source or statement.content):
            out.relate(role, name, mention)
        else:
            note.append(f"{role.lower()} {actor.name}")
    if statement.said_on:
        note.append(f"said on {statement.said_on}")
    out.notes.append((name, ", ".join(note)))


def _describe_event(
    event: Event, document: Document, mentions: _Mentions, times: _Times, statements: dict[str, str], out: Standoff
) -> None:
    trigger = out.mark(event.type, (event.trigger,))
    if trigger is None:
        return
    arguments: list[tuple[str, str]] = []
    for role, actors in (("Source", event.source), ("Target", event.target)):
        found = [mention for actor in actors if (mention := mentions.nearest(actor, (event.trigger,)))]
        # brat tells several fillers of one role apart by a number behind its name.
        arguments += [(role if number == 1 else f"{role}{number}", m) for number, m in enumerate(dict.fromkeys(found), 1)]
    if time := times.nearest(event):
        arguments.append(("Time", time))
    if event.place and (place := out.mark("Place_of_event", (event.place,))):
        arguments.append(("Place", place))
    name = f"E{len(out.events) + 1}"
    out.events.append(Happening(name, event.type, trigger, tuple(arguments)))
    out.happened[name] = event
    out.attribute("Status", name, event.status)
    if event.statement and event.statement.id in statements:
        out.relate("ReportedIn", name, statements[event.statement.id])
    told = [f"{event.id}, confidence {event.confidence:.2f}", f"mode {event.mode}" if event.mode else "", *event.contexts]
    out.notes.append((name, ", ".join(part for part in told if part)))


class _Mentions:
    """The mentions of all actors, marked, and found again by nearness."""

    def __init__(self, actors: Iterable[Actor], out: Standoff) -> None:
        self._by_actor: dict[str, list[tuple[Span, str]]] = {}
        for actor in actors:
            found = [(m.span, name) for m in actor.mentions if (name := out.mark(KINDS[actor.kind], (m.span,)))]
            self._by_actor[actor.id] = sorted(found)
            out.actors |= {name: actor for _, name in found}
            if len(found) > 1:
                out.equivalents.append(tuple(name for _, name in found))
            if found:
                links = {r: i for r, i in actor.links.items() if LINKED.fullmatch(r) and LINKED.fullmatch(i)}
                out.references += [(found[0][1], f"{register}:{id}", _flat(actor.name)) for register, id in links.items()]

    def nearest(self, actor: Actor, spans: Spans) -> str | None:
        """The annotation of the mention nearest to the first of ``spans``; None for an actor without mentions."""
        found = self._by_actor[actor.id]
        if not found:
            return None
        place = min(spans, default=Span(0, 0))
        return min(found, key=lambda mention: (_distance(mention[0], place), mention[0]))[1]


class _Times:
    """The times, marked, and found by the value that an event's time has."""

    def __init__(self, reading: Reading, out: Standoff) -> None:
        self._by_value: dict[str, list[tuple[Span, str]]] = {}
        for time in reading.times:
            if name := out.mark("Time", (time.span,)):
                self._by_value.setdefault(time.value, []).append((time.span, name))

    def nearest(self, event: Event) -> str | None:
        found = self._by_value.get(event.time or "", [])
        return min(found, key=lambda time: _distance(time[0], event.trigger), default=(None, None))[1]


def _distance(span: Span, other: Span) -> int:
    return max(0, span.start - other.end, other.start - span.end)


def fragments(text: str, spans: Iterable[Span]) -> Spans:
    """The spans in the order of the text, cut at the ends of lines, which no annotation of brat may cross; without mere space."""
    parts: list[Span] = []
    for start, end in sorted(spans):
        parts += [Span(*line.span()) for line in _LINE.finditer(text, start, end) if not line[0].isspace()]
    return _apart(parts)


def _apart(parts: list[Span]) -> Spans:
    """Those that overlap, as one."""
    joined: list[Span] = []
    for start, end in sorted(parts):
        if joined and start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Span(start, end))
    return tuple(joined)


def _flat(text: str) -> str:
    """Words without tabs, ends of lines and control characters, which would end a field; one for one."""
    return _UNFIT.sub(" ", text)


_LINE = re.compile("[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
