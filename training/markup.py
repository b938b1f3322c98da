"""Annotated stories, written by hand with the annotation inside the text, and their conversion to the wire form.

A story file has header lines, the story, a line ``---`` and notes::

    # published: 2024-03-29
    # licence: ours

    {C1:Nothing has been decided}, {S1:Foreign Minister Ana Brel} {Q1:said} {V1:in an interview}. {C2*:The talks go on.}
    {S3:She} {Q3:recalled} {C3:that {S4:Oslo} {Q4:had promised} {C4:"patience"}}.
    ---
    * on=2024-03-29
    3 speaker="Ana Brel"
    4 on=2023
    @ "Ana Brel" person: the minister | Brel
    @ "Norway" country: Oslo

``{X1:words}`` marks words as part of statement 1: S source, Q cue, C content, V venue, A addressee. Words shared by several
statements take several numbers (``{S1,2:the minister}``); a statement may have several S, Q and C spans; braces nest.
``{C2*:...}`` is an implied statement. Everything outside braces is the story as printed.

Notes, each only where it is needed (``4,5 key=value`` notes two statements at once):

- ``speaker="..."``: an actor's name or alias, or ``none``. Without it the speaker is the actor whose name or alias the source
  is, or whose full name it holds; an implied statement's is that of the statement before it; otherwise there is none.
- ``on=2024-03``: when it was said, or ``none``; ``* on=...`` is the date of every statement without a parent that has no other.
- ``addressee="..."``: as speaker; without it the actor that the A span names.
- ``parent=4`` or ``parent=none``: without it the smallest other statement whose content holds this one's cue and content.
- ``form=direct|indirect|mixed``: without it counted from the quotation marks inside the content.
- ``e1 TYPE source="A | B" target="C" status=denied time=2021-FA mode=change contexts=military,diplomatic place="Kinshasa"``: what
  happens at the words marked ``{E1:words}``. TYPE is PLOVER's; actors are named as in speaker=, several parted by ``|``; without
  status= it is asserted; place= is printed in the story. It stands in the smallest content that holds its words, unless
  ``statement=4`` or ``statement=none`` says otherwise.
- a header line ``# events: none`` says that the story was searched for events and has none; without it and without events
  nobody has looked, and ``events`` is null.
- ``@ "Name" kind: alias | alias``: an actor. Printed sources are aliases of their actor without being listed.

``python training/markup.py STORIES OUT`` writes OUT/NAME.json and OUT/NAME.txt for each STORIES/NAME.txt and counts statements.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from reportedly.records import EVENT_TYPES, STATUSES

Spans = list[tuple[int, int]]

_OPEN = re.compile(r"\{([SQCVAE])(\d+(?:,\d+)*)(\*?):")
_HEADER = re.compile(r"# (\w+): *(.*)")
_ACTOR = re.compile(r'@ "([^"]+)" (person|organization|country|place|group|other)(?::(.*))?')
_NOTE = re.compile(r"(\*|\d+(?:,\d+)*)\s+(.*)")
_EVENT = re.compile(r"e(\d+)\s+([A-Z]+)\b(.*)")
_WORD = re.compile(r"\w+")
_PRONOUN = re.compile(
    r"(?:I|we|you|he|she|it|they|him|her|them|us|his|its|their|my|our|your|me|who|which|whom|those|both)", re.IGNORECASE
)
_DETERMINER = re.compile(r"^(?:the|a|an) ", re.IGNORECASE)
_KEYS = {"speaker", "on", "addressee", "parent", "form"}
_EVENT_KEYS = {"source", "target", "status", "time", "mode", "contexts", "place", "statement"}

# Quotation marks that may close what each mark opened: Swedish prints ”...”, German „...“, Danish »...«.
_CLOSERS = {'"': '"', "“": "”", "”": "”", "„": "“”", "«": "»", "»": "«»", "‘": "’", "’": "’", "'": "'"}
_SINGLE = "'‘’"


class MarkupError(ValueError):
    """A story file that breaks the markup; the message names what and where."""


@dataclass
class Actor:
    """One ``@`` line."""

    id: str
    name: str
    kind: str
    aliases: list[str]


@dataclass
class Marked:
    """What the braces of one statement number mark; spans are ``[start, end)`` in the plain text."""

    implied: bool = False
    source: Spans = field(default_factory=list)
    cue: Spans = field(default_factory=list)
    content: Spans = field(default_factory=list)
    venue: Spans = field(default_factory=list)
    addressee: Spans = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)

    def spans(self, letter: str) -> Spans:
        return {"S": self.source, "Q": self.cue, "C": self.content, "V": self.venue, "A": self.addressee}[letter]


def unmark(marked: str) -> tuple[str, dict[int, Marked], dict[int, tuple[int, int]]]:
    """The plain text and what was marked in it: statements and triggers, by number. Raises MarkupError for stray braces."""
    text: list[str] = []
    length = 0
    found: dict[int, Marked] = {}
    triggers: dict[int, tuple[int, int]] = {}
    stack: list[tuple[int, str, list[int], bool]] = []
    at = 0
    while at < len(marked):
        if marked[at] == "{":
            tag = _OPEN.match(marked, at)
            if not tag:
                raise MarkupError(f"stray brace: {marked[at : at + 40]!r}")
            stack.append((length, tag[1], [int(n) for n in tag[2].split(",")], bool(tag[3])))
            at = tag.end()
        elif marked[at] == "}":
            if not stack:
                raise MarkupError(f"brace closes nothing: {marked[max(0, at - 40) : at + 1]!r}")
            start, letter, numbers, implied = stack.pop()
            for number in numbers:
                if letter == "E":
                    if number in triggers:
                        raise MarkupError(f"event {number} is marked twice")
                    triggers[number] = (start, length)
                    continue
                statement = found.setdefault(number, Marked())
                statement.spans(letter).append((start, length))
                statement.implied |= implied
            at += 1
        else:
            text.append(marked[at])
            length += 1
            at += 1
    if stack:
        raise MarkupError(f"brace never closed: {stack[-1][1]}{stack[-1][2]}")
    plain = "".join(text)
    for statement in found.values():
        for letter in "SQCVA":
            statement.spans(letter)[:] = sorted(_trim(plain, *span) for span in statement.spans(letter))
    return plain, found, {number: _trim(plain, *span) for number, span in triggers.items()}


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its ends."""
    words = text[start:end]
    if not words.strip():
        raise MarkupError(f"empty span after {text[max(0, start - 30) : start]!r}")
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))


def quoted(text: str) -> Spans:
    """The stretches of ``text`` within quotation marks, outermost ones, marks included; an unclosed one runs to the end."""
    spans: Spans = []
    start, mark = 0, ""
    for at, char in enumerate(text):
        if mark and char in _CLOSERS[mark] and _closes(text, at):
            spans.append((start, at + 1))
            mark = ""
        elif not mark and char in _CLOSERS and _opens(text, at):
            start, mark = at, char
    if mark and mark not in "'’":  # an unclosed ' or ’ is more likely an apostrophe
        spans.append((start, len(text)))
    return spans


def _opens(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return text[at] not in _SINGLE or (not before.isalnum() and not after.isspace() and after != "")


def _closes(text: str, at: int) -> bool:
    """Tell a closing mark from an apostrophe: not in "don't", nor in "workers' rights' " before the real end."""
    if text[at] not in _SINGLE:
        return True
    if text[at + 1 : at + 2].isalnum():
        return False
    plural = text[at - 1 : at] == "s" and re.match(r" [a-z]", text[at + 1 :])
    return not (plural and re.search(r"\w[.,!?]?['’](?!\w)", text[at + 1 :]))


def form_of(text: str, content: Spans) -> Literal["direct", "indirect", "mixed"]:
    """direct where every word of the content is in quotation marks of its own, indirect where none is, else mixed."""
    inside = outside = 0
    for start, end in content:
        words = text[start:end]
        marks = quoted(words)
        for word in _WORD.finditer(words):
            if any(a <= word.start() < b for a, b in marks):
                inside += 1
            else:
                outside += 1
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _notes(lines: list[str]) -> tuple[list[Actor], dict[str, dict[str, str]], dict[int, dict[str, str]]]:
    """The actors and, by statement number (or ``*``) and by event number, the keys set after the line ``---``."""
    actors: list[Actor] = []
    notes: dict[str, dict[str, str]] = {}
    events: dict[int, dict[str, str]] = {}
    for line in filter(None, map(str.strip, lines)):
        if actor := _ACTOR.fullmatch(line):
            aliases = [alias.strip() for alias in (actor[3] or "").split("|") if alias.strip()]
            actors.append(Actor(f"a{len(actors) + 1}", actor[1], actor[2], aliases))
        elif event := _EVENT.fullmatch(line):
            if int(event[1]) in events:
                raise MarkupError(f"event {event[1]} has two notes")
            events[int(event[1])] = {"type": event[2]} | _pairs(event[3], _EVENT_KEYS, line)
        elif note := _NOTE.fullmatch(line):
            pairs = _pairs(note[2], _KEYS, line)
            if not pairs:
                raise MarkupError(f"empty note: {line!r}")
            for number in note[1].split(","):
                notes.setdefault(number, {}).update(pairs)
        else:
            raise MarkupError(f"neither actor nor note: {line!r}")
    return actors, notes, events


def _pairs(words: str, keys: set[str], line: str) -> dict[str, str]:
    """``on=2023 speaker="Ana Brel"`` -> its keys and values."""
    items = [item.partition("=") for item in shlex.split(words)]
    if any(not rule or key not in keys for key, rule, _ in items):
        raise MarkupError(f"no such note: {line!r}")
    return {key: value for key, _, value in items}


def _key(name: str) -> str:
    return _DETERMINER.sub("", " ".join(name.split())).casefold().removesuffix("'s").removesuffix("’s").removesuffix("'")


def _actor(name: str, actors: list[Actor]) -> Actor | None:
    """The actor who bears this name or alias, else the one whose full name it holds ("Oslo's minister Ana Brel")."""
    key = _key(name)
    for actor in actors:
        if key in map(_key, (actor.name, *actor.aliases)):
            return actor
    held = [(actor, re.search(rf"\b{re.escape(_key(actor.name))}\b", key)) for actor in actors]
    return max(
        (actor for actor, found in held if found),
        key=lambda actor: (actor.kind == "person", key.rfind(_key(actor.name))),
        default=None,
    )


def _named(name: str, actors: list[Actor], what: str) -> Actor | None:
    """The actor that a note names; None for ``none``."""
    if name == "none":
        return None
    actor = _actor(name, actors)
    if actor is None:
        raise MarkupError(f"{what}: no actor {name!r}")
    return actor


def _holds(outer: Spans, inner: Spans) -> bool:
    return all(any(a <= start and end <= b for a, b in outer) for start, end in inner)


def _parent(number: int, found: dict[int, Marked]) -> int | None:
    """The smallest other statement whose content holds this one's content and cue and something more."""
    statement = found[number]

    def size(spans: Spans) -> int:
        return sum(end - start for start, end in spans)

    around = [
        (size(other.content), n)
        for n, other in found.items()
        if n != number
        and size(other.content) > size(statement.content)
        and _holds(other.content, statement.content + statement.cue)
    ]
    return min(around)[1] if around else None


def convert(name: str, raw: str) -> tuple[dict[str, Any], str]:
    """The wire form and the plain text of one story file. Raises MarkupError."""
    header, _, rest = raw.partition("\n\n")
    head = {found[1]: found[2] for line in header.splitlines() if (found := _HEADER.fullmatch(line))}
    if len(head) != len(header.splitlines()) or "published" not in head:
        raise MarkupError("the header must be lines '# key: value', one of them published")
    body, rule, tail = rest.partition("\n---\n")
    if not rule:
        raise MarkupError("no line --- after the story")
    text, found_marks, triggers = unmark(body.strip("\n") + "\n")
    actors, notes, event_notes = _notes(tail.splitlines())
    for number in set(notes) - {"*"}:
        if int(number) not in found_marks:
            raise MarkupError(f"note on statement {number}, which is not marked")
        found_marks[int(number)].notes = notes[number]
    statements = _statements(text, found_marks, actors, notes.get("*", {}).get("on"))
    return {
        "doc": name,
        "published": head["published"],
        "actors": [vars(actor) for actor in actors],
        "statements": statements,
        "events": _events(text, triggers, event_notes, found_marks, actors) if triggers or head.get("events") == "none" else None,
    }, text


def _participants(names: str, actors: list[Actor], what: str) -> list[str]:
    """``Russia | Armenia`` -> the ids of both."""
    found = [_named(name.strip(), actors, what) for name in names.split("|") if name.strip()]
    return [actor.id for actor in found if actor]


def _events(
    text: str,
    triggers: dict[int, tuple[int, int]],
    notes: dict[int, dict[str, str]],
    found: dict[int, Marked],
    actors: list[Actor],
) -> list[dict[str, Any]]:
    """The events in the order of their triggers."""
    if set(triggers) != set(notes):
        raise MarkupError(f"events without a mark or a note: {sorted(set(triggers) ^ set(notes))}")
    records: list[dict[str, Any]] = []
    for number, trigger in sorted(triggers.items(), key=lambda item: item[1]):
        note = notes[number]
        if note["type"] not in EVENT_TYPES or note.get("status", "asserted") not in STATUSES:
            raise MarkupError(f"event {number}: no such type or status")
        roles = {role: _participants(note.get(role, ""), actors, f"{role} of event {number}") for role in ("source", "target")}
        place = text.find(note["place"]) if "place" in note else -1
        if "place" in note and place < 0:
            raise MarkupError(f"event {number}: the story does not print {note['place']!r}")
        given = note.get("statement")
        if given is None:
            holding = [
                (sum(b - a for a, b in marked.content), n) for n, marked in found.items() if _holds(marked.content, [trigger])
            ]
            statement = min(holding)[1] if holding else None
        else:
            statement = None if given == "none" else int(given)
            if statement is not None and statement not in found:
                raise MarkupError(f"event {number}: no statement {statement}")
        records.append(
            {
                "trigger": trigger,
                "type": note["type"],
                "mode": note.get("mode"),
                "contexts": note["contexts"].split(",") if "contexts" in note else [],
                "source": roles["source"],
                "target": roles["target"],
                "statement": f"s{statement}" if statement is not None else None,
                "status": note.get("status", "asserted"),
                "time": note.get("time"),
                "place": (place, place + len(note["place"])) if place >= 0 else None,
            }
        )
    return records


def _statements(text: str, found: dict[int, Marked], actors: list[Actor], day: str | None) -> list[dict[str, Any]]:
    """The statements in the order of their first content word; adds their sources to the actors' aliases."""
    for number, marked in found.items():
        _check(number, marked)
    speakers: dict[int, Actor | None] = {}
    records: list[dict[str, Any]] = []
    last: Actor | None = None
    for number, marked in sorted(found.items(), key=lambda item: (item[1].content[0][0], -item[1].content[-1][1], item[0])):
        note = marked.notes
        given = note.get("parent")
        parent = _parent(number, found) if given is None else None if given == "none" else int(given)
        if parent is not None and parent not in found:
            raise MarkupError(f"statement {number}: no parent {parent}")
        speaker = _speaker(number, marked, text, actors, last)
        speakers[number] = speaker
        if parent is None:
            last = speaker
        said_on = note.get("on", day if parent is None else None)
        records.append(
            {
                "id": f"s{number}",
                "form": note.get("form") or form_of(text, marked.content),
                "implied": marked.implied,
                "speaker": speaker.id if speaker else None,
                "source": marked.source,
                "cue": marked.cue,
                "content": marked.content,
                "parent": f"s{parent}" if parent is not None else None,
                "said_on": None if said_on == "none" else said_on,
                "venue": marked.venue[0] if marked.venue else None,
                "addressee": _addressee(number, marked, text, actors),
            }
        )
    return records


def _check(number: int, marked: Marked) -> None:
    if not marked.content:
        raise MarkupError(f"statement {number} has no content")
    if len(marked.venue) > 1:
        raise MarkupError(f"statement {number} has two venues")
    if marked.implied and (marked.source or marked.cue):
        raise MarkupError(f"statement {number} is implied but has a source or cue")
    if not marked.implied and not marked.cue and not marked.source and "speaker" not in marked.notes:
        raise MarkupError(f"statement {number} has neither source nor cue, is not implied and names no speaker")
    if marked.notes.get("form", "direct") not in ("direct", "indirect", "mixed"):
        raise MarkupError(f"statement {number}: no form {marked.notes['form']!r}")


def _speaker(number: int, marked: Marked, text: str, actors: list[Actor], last: Actor | None) -> Actor | None:
    words = " ".join(text[a:b] for a, b in marked.source)
    if "speaker" in marked.notes:
        speaker = _named(marked.notes["speaker"], actors, f"speaker of {number}")
    elif marked.implied:
        speaker = last
    else:
        speaker = _actor(words, actors) if words else None
    if marked.implied and speaker is None:
        raise MarkupError(f"implied statement {number} has no speaker")
    if _PRONOUN.fullmatch(words) and "speaker" not in marked.notes:
        raise MarkupError(f"statement {number}: whom does {words!r} mean?")
    if speaker and words and not _PRONOUN.fullmatch(words) and words not in (speaker.name, *speaker.aliases):
        speaker.aliases.append(words)
    return speaker


def _addressee(number: int, marked: Marked, text: str, actors: list[Actor]) -> str | None:
    if "addressee" in marked.notes:
        actor = _named(marked.notes["addressee"], actors, f"addressee of {number}")
    elif marked.addressee:
        words = " ".join(text[a:b] for a, b in marked.addressee)
        actor = _named(words, actors, f"addressee of {number}")
    else:
        actor = None
    return actor.id if actor else None


def main(argv: list[str] | None = None) -> int:
    """Convert a folder; 1 where a story breaks the markup."""
    parser = argparse.ArgumentParser(description="Convert marked-up stories to the wire form.")
    parser.add_argument("stories", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    count: Counter[str] = Counter()
    for path in sorted(args.stories.glob("*.txt")):
        try:
            record, text = convert(path.stem, path.read_text(encoding="utf-8"))
        except MarkupError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            count["broken"] += 1
            continue
        (args.out / f"{path.stem}.txt").write_text(text, encoding="utf-8")
        (args.out / f"{path.stem}.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        count["stories"] += 1
        count["words"] += len(text.split())
        for statement in record["statements"]:
            count["statements"] += 1
            count["nested"] += statement["parent"] is not None
            count["implied"] += statement["implied"]
            count[statement["form"]] += 1
        count["events"] += len(record["events"] or ())
    print(", ".join(f"{n} {what}" for what, n in count.items()))
    return 1 if count["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
