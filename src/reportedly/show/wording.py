"""How a reading is put into words and order, the same in a terminal and on a page."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportedly.records import Actor, Document, Event, Reading, Span, Statement

UNNAMED = "unnamed"
ELLIPSIS = "\N{NO-BREAK SPACE}…"
UNSURE_BELOW = 0.6  # a statement less sure than this is flagged, not just numbered


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker of the story with his place in the order of first words, from which his colour follows."""

    number: int  # 1 for who speaks first; 0 for all whom the story leaves unnamed
    actor: Actor | None
    statements: int

    @property
    def name(self) -> str:
        return self.actor.name if self.actor else UNNAMED


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement with those that belong under it: reported within it, or carrying it on."""

    statement: Statement
    under: list[Entry] = field(default_factory=list)


def voices(reading: Reading) -> dict[str | None, Voice]:
    """Everyone who speaks, by actor id and in the order of their first words; under None the unnamed, if any."""
    counts: dict[str | None, int] = {}
    actors: dict[str | None, Actor | None] = {}
    for statement in reading.statements:
        speaker = speaker_id(statement)
        counts[speaker] = counts.get(speaker, 0) + 1
        actors[speaker] = statement.speaker
    named = [speaker for speaker in counts if speaker is not None]
    numbers: dict[str | None, int] = {speaker: number for number, speaker in enumerate(named, 1)}
    return {speaker: Voice(numbers.get(speaker, 0), actors[speaker], count) for speaker, count in counts.items()}


def speaker_id(statement: Statement) -> str | None:
    return statement.speaker.id if statement.speaker else None


def outline(reading: Reading) -> list[Entry]:
    """The statements as a reader would indent them, in story order on each level."""
    entries = {statement.id: Entry(statement) for statement in reading.statements}
    carried = carried_on(reading)
    top: list[Entry] = []
    for statement in reading.statements:
        upper = carried.get(statement.id) or statement.parent
        level = entries[upper.id].under if upper else top
        level.append(entries[statement.id])
    return top


def carried_on(reading: Reading) -> dict[str, Statement]:
    """For each implied statement, by id, the one with a source or cue that it carries on.

    "According to the minister, the dam is safe. It was built to last." The second sentence carries on the first. Where somebody
    else has spoken in between on the same level, nothing is carried on.
    """
    found: dict[str, Statement] = {}
    latest: dict[str | None, Statement] = {}  # the last statement with words of its own, by the id of the parent
    for statement in reading.statements:
        level = statement.parent.id if statement.parent else None
        if not statement.implied:
            latest[level] = statement
        elif level in latest and speaker_id(latest[level]) == speaker_id(statement):
            found[statement.id] = latest[level]
    return found


def walk(entries: list[Entry], depth: int = 0) -> Iterator[tuple[int, Statement]]:
    """Each statement of an outline with how deep it is indented, top to bottom."""
    waiting = [(depth, entry) for entry in reversed(entries)]
    while waiting:
        depth, entry = waiting.pop()
        yield depth, entry.statement
        waiting.extend((depth + 1, lower) for lower in reversed(entry.under))


def chain(statement: Statement) -> list[str]:
    """The names of who vouches for this, from the outermost speaker to its own: ["Sergey Lavrov", "Nikol Pashinyan"]."""
    return [speaker.name if speaker else UNNAMED for speaker in statement.chain]


def short_name(actor: Actor | None) -> str:
    """What a person is called at second mention, "Lavrov"; others keep their names."""
    if actor is None:
        return UNNAMED
    return actor.name.split()[-1] if actor.kind == "person" and actor.name.strip() else actor.name


def form(statement: Statement) -> str:
    """How the words are given: "direct", "indirect" or "mixed"; of implied ones also that."""
    return f"implied, {statement.form}" if statement.implied else statement.form


def cue(statement: Statement) -> str:
    """The words that signal the statement, as the story prints them: "said", "accusing … of"."""
    return " … ".join(one_line(statement.document, span) for span in statement.cue)


def venue(statement: Statement) -> str:
    """Where or how it was said, as the story prints it; "" where it does not say.

    Words that the cue shows already are not shown again: "a news conference" of "told a news conference" with the cue "told".
    """
    if not statement.venue:
        return ""
    start, end = statement.venue
    for cue_start, cue_end in sorted(statement.cue):
        if cue_start <= start < cue_end:
            start = min(cue_end, end)
    return one_line(statement.document, Span(start, end))


def one_line(document: Document, span: Span) -> str:
    """The words of a span on one line."""
    return " ".join(document.text[span.start : span.end].split())


def excerpt(statement: Statement, length: int) -> str:
    """The first words of a statement, at most ``length`` characters and an ellipsis; one, too, where the story interrupts it."""
    text = f"{ELLIPSIS} ".join(one_line(statement.document, span) for span in statement.content)
    if len(text) <= length:
        return text
    return text[: length + 1].rsplit(None, 1)[0][:length].rstrip(",;:–—- …") + ELLIPSIS


def day(date: str | None, published: str | None = None) -> str:
    """An ISO date for people: "29 March 2024", "October 2021", "autumn 2021"; without the year where the story is of that year.

    What is no date of that kind is shown as it is, and None as "".
    """
    match = _DATE.match(date or "")
    if date is None or not match:
        return date or ""
    year, month, number = match["year"], match["month"], match["day"]
    parts = [str(int(number))] if number else []
    parts += [_MONTHS[month]] if month else []
    if not number or year != (published or "")[:4]:
        parts.append(year)
    return " ".join(parts)


def moment(date: str | None) -> str:
    """An ISO date and time for people: "29 March 2024, 12:15 (+03:00)"."""
    clock = _CLOCK.search(date or "")
    if not clock:
        return day(date)
    zone = {None: "", "Z": " UTC"}.get(clock["zone"], f" ({clock['zone']})")
    return f"{day(date)}, {clock['time']}{zone}"


def percent(confidence: float) -> str:
    """How sure we are: 0.974 is "97%". Never "100%": a reading may always be wrong."""
    return f"{min(99, int(100 * confidence))}%"


def is_unsure(read: Statement | Event) -> bool:
    return read.confidence < UNSURE_BELOW


def sureness(read: Statement | Event) -> str:
    """ "97%", or "unsure, 48%"."""
    share = percent(read.confidence)
    return f"unsure, {share}" if is_unsure(read) else share


def facts(statement: Statement) -> list[str]:
    """What is known of a statement but its speaker and words: ["to the Council", "in an interview", "29 March", "indirect"]."""
    addressee = f"to {statement.addressee.name}" if statement.addressee else ""
    known = [addressee, venue(statement), day(statement.said_on, statement.document.published), form(statement)]
    return [fact for fact in known if fact]


def roles(actor: Actor, reading: Reading) -> list[str]:
    """The titles an actor bears in the story, each once: "Foreign Minister (Russia)"."""
    names = {other.id: other.name for other in reading.actors}
    told = [f"{role.title} ({names[role.of]})" if role.of in names else role.title for role in actor.roles]
    return list(dict.fromkeys(" ".join(role.split()) for role in told))


def count(number: int, noun: str) -> str:
    """ "1 statement", "7 statements", "2 stories"."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"


def visible(text: str) -> str:
    """The text with control characters as signs to be seen, one for one: an escape as "␛"; line feeds and tabs remain."""
    return _CONTROL.sub(lambda match: _SIGNS.get(match[0], "�"), text)


def unsteered(text: str) -> str:
    """The text as a terminal may get it: ``visible``, and without marks that turn the writing direction of what follows."""
    return _TURNING.sub("�", visible(text))


_MONTHS = {f"{month:02}": calendar.month_name[month] for month in range(1, 13)} | {
    "SP": "spring",
    "SU": "summer",
    "FA": "autumn",
    "WI": "winter",
}
_DATE = re.compile(rf"(?P<year>\d{{4}})(?:-(?P<month>{'|'.join(_MONTHS)})(?:-(?P<day>\d\d))?)?(?=$|T)")
_CLOCK = re.compile(r"T(?P<time>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?$")

# C0 but tab and line feed, DEL and C1, line and paragraph separator, halves of characters.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# Embeddings, overrides and isolates; the plain marks that right-to-left text needs are none of them.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SIGNS = {chr(code): chr(0x2400 + code) for code in range(0x20)} | {"\x7f": "␡"}
