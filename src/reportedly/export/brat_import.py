"""What people corrected in brat: the files compared with the reading that they were exported from.

The reading is exported again, in memory, and statement by statement and event by event what was exported is set beside what is
there now. An annotation is the same one if it marks the same words, or else bears the same id and shares words, for brat keeps
ids while an annotation is changed. Notes, times, places, roles of events and the marks of mentions are not read back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypeAlias, cast

from reportedly.corrections import (
    ActorAddress,
    AddresseeChanged,
    Correction,
    EventAdded,
    EventRejected,
    EventStatusChanged,
    EventTypeChanged,
    FormChanged,
    ParentChanged,
    SpeakerChanged,
    StatementAdded,
    StatementAddress,
    StatementRejected,
    WordsChanged,
    actor_address,
    address_of,
    event_address,
)
from reportedly.errors import UnreadableFile
from reportedly.export.brat import FORMS, KINDS, Attribute, Happening, Marked, Relation, Standoff, fragments, standoff_of
from reportedly.records import EVENT_TYPES, STATUSES, Actor, ActorKind, EventType, Reading, Span, Spans

ReadingOf: TypeAlias = Callable[[str], Reading | None]
Part = Literal["source", "cue"]
PARTS: tuple[Part, ...] = ("source", "cue")
ACTOR_KINDS: dict[str, ActorKind] = {name: kind for kind, name in KINDS.items()}


@dataclass(frozen=True, slots=True)
class BratCorrections:
    """What one ``.ann`` file corrects; a problem, one sentence, where it could not be compared."""

    path: Path
    document: str  # the id of the story, from its text
    corrections: tuple[Correction, ...] = ()
    problem: str | None = None


def read_brat(paths: Path | Iterable[Path], reading_of: ReadingOf) -> Iterator[BratCorrections]:
    """The corrections in ``.ann`` files, or in all of folders; each has its story's text in the ``.txt`` file beside it.

    ``reading_of`` gives, by the id of a story, the reading that was exported, None if there is none. A file that cannot be
    compared is one with a problem and stops no other.
    """
    for path in _annotation_files([paths] if isinstance(paths, Path) else paths):
        try:
            text, ann = (_text_of(file) for file in (path.with_suffix(".txt"), path))
            document = f"sha256:{sha256(text.encode()).hexdigest()}"
            reading = reading_of(document)
            if reading is None:
                problem = f"{path.with_suffix('.txt')} is the text of no story that is known here; it must be as it was exported."
                yield BratCorrections(path, document, problem=problem)
            else:
                yield BratCorrections(path, document, tuple(corrections_of(reading, parse(ann, text))))
        except UnreadableFile as error:
            yield BratCorrections(path, "", problem=f"{path}: {error}")


def _annotation_files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.ann")) if path.is_dir() else [path.with_suffix(".ann")]


def _text_of(path: Path) -> str:
    """Raises UnreadableFile."""
    try:
        return path.read_bytes().decode()
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path.name} is not in UTF-8, as brat writes it.") from error


# The file


def parse(ann: str, text: str) -> Standoff:
    """The annotations of an ``.ann`` file. Raises UnreadableFile with the number of the line that is none."""
    out = Standoff(text)
    for number, line in enumerate(ann.split("\n"), 1):
        line = line.removesuffix("\r")
        if line.strip() and not _parse_line(line, out):
            raise UnreadableFile(f"Line {number} is no annotation of brat: {line[:60]!r}.")
    return out


def _parse_line(line: str, out: Standoff) -> bool:
    """Take one line in; whether it is what its first letter says. Lines of kinds that are not read back are passed over."""
    match line[0]:
        case "T":
            return _parse_marked(line, out)
        case "E":
            if found := _EVENT.fullmatch(line):
                arguments = tuple(cast(tuple[str, str], tuple(role.split(":", 1))) for role in found["roles"].split())
                out.events.append(Happening(found["id"], found["type"], found["trigger"], arguments))
        case "R":
            if found := _RELATION.fullmatch(line):
                out.relations.append(Relation(found["id"], found["type"], found["first"], found["second"]))
        case "A" | "M":
            if found := _ATTRIBUTE.fullmatch(line):
                out.attributes.append(Attribute(found["id"], found["type"], found["of"], found["value"] or ""))
        case "*":
            if found := _EQUIV.fullmatch(line):
                out.equivalents.append(tuple(found["ids"].split()))
        case _:
            return line[0] in "#N"
    return found is not None


def _parse_marked(line: str, out: Standoff) -> bool:
    found = _MARKED.fullmatch(line)
    if not found:
        return False
    ends = [tuple(map(int, part.split())) for part in found["places"].split(";")]
    spans = tuple(sorted(Span(start, end) for start, end in ends))
    out.marked.append(Marked(found["id"], found["type"], spans))
    return all(start < end <= len(out.text) for start, end in spans)


# The comparison


def corrections_of(reading: Reading, now: Standoff) -> list[Correction]:
    """What makes the reading say what the annotations say: rejections, then additions, then changes."""
    return _Comparison(reading, now).corrections()


@dataclass(frozen=True, slots=True)
class _Told:
    """What annotations say of one statement, in words and ids that two exports have in common."""

    content: Spans
    source: Spans
    cue: Spans
    form: str
    implied: bool
    speakers: tuple[str, ...]  # annotations
    addressees: tuple[str, ...]
    parents: tuple[str, ...]


class _View:
    """The annotations by what they are about."""

    def __init__(self, standoff: Standoff) -> None:
        self.marked = {marked.id: marked for marked in standoff.marked}
        self.statements = {marked.id: marked for marked in standoff.marked if marked.type == "Statement"}
        self.events = {event.id: event for event in standoff.events if event.trigger in self.marked}
        self.equivalents = standoff.equivalents
        self._related: dict[tuple[str, str], list[str]] = {}
        for relation in standoff.relations:
            self._related.setdefault((relation.first, relation.type), []).append(relation.second)
        self._attributes = {(attribute.of, attribute.type): attribute for attribute in standoff.attributes}
        self._text = standoff.text

    def told(self, name: str) -> _Told:
        parts = {part: self._words(self._parts(name, part.capitalize())) for part in PARTS}
        implied = (name, "Implied") in self._attributes
        return _Told(
            fragments(self._text, self.marked[name].spans), parts["source"], parts["cue"], self.value(name, "Form"), implied,
            self._people(name, "Speaker"), self._people(name, "Addressee"), self._in(name, "Within", self.statements),
        )  # fmt: skip

    def value(self, name: str, attribute: str) -> str:
        found = self._attributes.get((name, attribute))
        return found.value if found else ""

    def teller(self, event: str) -> str | None:
        return next(iter(self._in(event, "ReportedIn", self.statements)), None)

    def fillers(self, event: Happening, role: str) -> list[str]:
        """The mentions in a role: that of "Source", "Source2" ..."""
        return [filler for name, filler in event.arguments if name.rstrip("0123456789") == role and self._is_actor(filler)]

    def triggers(self) -> dict[str, Marked]:
        """By the ids of events, their words."""
        return {name: self.marked[event.trigger] for name, event in self.events.items()}

    def _people(self, name: str, role: str) -> tuple[str, ...]:
        return tuple(other for other in self._related.get((name, role), []) if self._is_actor(other))

    def _is_actor(self, name: str) -> bool:
        return name in self.marked and self.marked[name].type in ACTOR_KINDS

    def _in(self, name: str, relation: str, there: Iterable[str]) -> tuple[str, ...]:
        return tuple(other for other in self._related.get((name, relation), []) if other in there)

    def _parts(self, name: str, kind: str) -> list[Marked]:
        others = [self.marked[other] for other in self._related.get((name, "Has"), []) if other in self.marked]
        return [other for other in others if other.type == kind]

    def _words(self, parts: Iterable[Marked]) -> Spans:
        return fragments(self._text, [span for part in parts for span in part.spans])


class _Comparison:
    """One reading as it was exported, and the annotations as they are now."""

    def __init__(self, reading: Reading, now: Standoff) -> None:
        self._reading = reading
        self._exported = standoff_of(reading)
        self._before, self._now = _View(self._exported), _View(now)
        self._now_of = _matched(self._before.statements, self._now.statements)
        self._before_of = {new: old for old, new in self._now_of.items()}
        self._actor_of = self._known_actors()

    def corrections(self) -> list[Correction]:
        return [*self._statement_corrections(), *self._event_corrections()]

    # Statements

    def _statement_corrections(self) -> Iterator[Correction]:
        document = self._reading.document.id
        added = [name for name in self._now.statements if name not in self._before_of]
        for old, statement in self._exported.statements.items():
            if old not in self._now_of:
                yield StatementRejected(document, address_of(statement))
        for name in added:
            yield self._added(name)
        for name in added:
            if parent := self._parent_now(name):
                yield ParentChanged(document, self._address(name), self._address(parent))
        for old, new in self._now_of.items():
            yield from self._changes(old, new)

    def _added(self, name: str) -> StatementAdded:
        """Its parent is told of apart, for that may be added after it."""
        told = self._now.told(name)
        form = told.form if told.form in FORMS else "indirect"
        return StatementAdded(
            document=self._reading.document.id,
            content=self._whole(told.content),
            form=form,
            implied=told.implied,
            speaker=self._person(told.speakers),
            source=self._whole(told.source),
            cue=self._whole(told.cue),
            addressee=self._person(told.addressees),
        )

    def _changes(self, old: str, new: str) -> Iterator[Correction]:
        before, now = self._before.told(old), self._now.told(new)
        address, document = address_of(self._exported.statements[old]), self._reading.document.id
        for part in PARTS:
            if getattr(before, part) != getattr(now, part):
                yield WordsChanged(document, address, part, self._whole(getattr(now, part)))
        if before.content != now.content:
            yield WordsChanged(document, address, "content", self._whole(now.content))
        if self._people(before.speakers, self._exported.actors.get) != self._people(now.speakers, self._actor_of.get):
            yield SpeakerChanged(document, address, self._person(now.speakers))
        if self._people(before.addressees, self._exported.actors.get) != self._people(now.addressees, self._actor_of.get):
            yield AddresseeChanged(document, address, self._person(now.addressees))
        form = now.form if now.form in FORMS else self._exported.statements[old].form
        if (before.form, before.implied) != (form, now.implied):
            yield FormChanged(document, address, form, now.implied)
        if self._parent_before(old) != (parent := self._parent_now(new)):
            yield ParentChanged(document, address, self._address(parent) if parent else None)

    def _parent_before(self, old: str) -> str | None:
        """The annotation that now stands for the one it was within; of a rejected one, for what that was within."""
        parent: str | None = old
        while parent is not None:
            parent = next(iter(self._before.told(parent).parents), None)
            if parent in self._now_of:
                return self._now_of[parent]
        return None

    def _parent_now(self, name: str) -> str | None:
        return next(iter(self._now.told(name).parents), None)

    def _address(self, name: str) -> StatementAddress:
        """How a correction names the statement that an annotation now stands for: as it was read, or as it is added."""
        if old := self._before_of.get(name):
            return address_of(self._exported.statements[old])
        told = self._now.told(name)
        return StatementAddress(self._whole(told.content), self._whole(told.cue))

    # Events

    def _event_corrections(self) -> Iterator[Correction]:
        document = self._reading.document.id
        now_of = _matched(self._before.triggers(), self._now.triggers())
        for old, event in self._exported.happened.items():
            address = event_address(event)
            if old not in now_of:
                yield EventRejected(document, address)
                continue
            now = self._now.events[now_of[old]]
            if now.type != event.type and now.type in EVENT_TYPES:
                yield EventTypeChanged(document, address, now.type)
            status = self._now.value(now.id, "Status")
            if status != event.status and status in STATUSES:
                yield EventStatusChanged(document, address, status)
        kept = set(now_of.values())
        for name, event_now in self._now.events.items():
            if name not in kept and event_now.type in EVENT_TYPES:
                yield self._added_event(event_now)

    def _added_event(self, event: Happening) -> EventAdded:
        spans = self._now.marked[event.trigger].spans
        teller = self._now.teller(event.id)
        status = self._now.value(event.id, "Status")
        source, target = (
            tuple(address for mention in self._now.fillers(event, role) if (address := self._person((mention,))))
            for role in ("Source", "Target")
        )
        return EventAdded(
            document=self._reading.document.id,
            trigger=Span(spans[0].start, spans[-1].end),
            type=cast(EventType, event.type),
            status=status if status in STATUSES else "asserted",
            source=source,
            target=target,
            statement=self._address(teller) if teller else None,
        )

    # Actors

    def _known_actors(self) -> dict[str, Actor]:
        """Whom each mention stands for: whom it was exported for, or one equivalent to it was; of new words, nobody."""
        before = {name: self._before.marked[name] for name in self._exported.actors}
        now = {name: marked for name, marked in self._now.marked.items() if marked.type in ACTOR_KINDS}
        found = {new: self._exported.actors[old] for old, new in _matched(before, now).items()}
        for same in self._now.equivalents:
            known = next((found[name] for name in same if name in found), None)
            if known:
                found |= {name: known for name in same if name in now and name not in found}
        return found

    @staticmethod
    def _people(mentions: Iterable[str], actor_of: Callable[[str], Actor | None]) -> set[str]:
        """Who they are: by the id of the actor; new words by themselves."""
        return {actor.id if (actor := actor_of(mention)) else f"new {mention}" for mention in mentions}

    def _person(self, mentions: Iterable[str]) -> ActorAddress | None:
        """The first of them, by the words that are marked."""
        for mention in mentions:
            marked = self._now.marked[mention]
            span = Span(marked.spans[0].start, marked.spans[-1].end)
            if actor := self._actor_of.get(mention):
                return actor_address(actor, span)
            words = " ".join(self._reading.document.text[span.start : span.end].split())
            return ActorAddress(words, ACTOR_KINDS[marked.type], span)
        return None

    def _whole(self, parts: Spans) -> Spans:
        """Parts of lines as spans again: those that only the end of a line keeps apart are one."""
        whole: list[Span] = []
        for start, end in parts:
            between = self._reading.document.text[whole[-1].end : start] if whole else ""
            if between.isspace() and len(f"{between}.".splitlines()) > 1:
                whole[-1] = Span(whole[-1].start, end)
            else:
                whole.append(Span(start, end))
        return tuple(whole)


def _matched(before: Mapping[str, Marked], now: Mapping[str, Marked]) -> dict[str, str]:
    """By the ids before, the ids now: the same id and words, else the same words, else the same id where they share words."""
    found = {name: name for name, marked in before.items() if name in now and marked.spans == now[name].spans}
    left = {(marked.type, marked.spans): name for name, marked in now.items() if name not in found}
    for name, marked in before.items():
        if name not in found and (same := left.pop((marked.type, marked.spans), None)):
            found[name] = same
    taken = set(found.values())
    for name, marked in before.items():
        if name not in found and name in now and name not in taken and _share(marked.spans, now[name].spans):
            found[name] = name
    return found


def _share(spans: Spans, others: Spans) -> bool:
    return any(start < other.end and other.start < end for start, end in spans for other in others)


_MARKED = re.compile(r"(?P<id>T[^\s]+)\t(?P<type>[^\s]+) (?P<places>[0-9]+ [0-9]+(?:;[0-9]+ [0-9]+)*)(?:\t.*)?")
_EVENT = re.compile(r"(?P<id>E[^\s]+)\t(?P<type>[^\s:]+):(?P<trigger>[^\s]+)(?P<roles>(?: [^\s:]+:[^\s]+)*) ?")
_RELATION = re.compile(r"(?P<id>R[^\s]+)\t(?P<type>[^\s]+) Arg1:(?P<first>[^\s]+) Arg2:(?P<second>[^\s]+)[\t ]*")
_ATTRIBUTE = re.compile(r"(?P<id>[AM][^\s]+)\t(?P<type>[^\s]+) (?P<of>[^\s]+)(?: (?P<value>[^\s]+))?[\t ]*")
_EQUIV = re.compile(r"\*\t[^\s]+(?P<ids>(?: [^\s]+)+)[\t ]*")
