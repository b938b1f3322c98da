"""How times and events are put into words and beside which statement they are shown, the same in a terminal and on a page.

An event that a statement reports is shown within that statement. An event that *is* a statement, as accusing somebody is, stands
beside it and not within: it is told by whoever tells of the statement. All others are the story's own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reportedly.records import Actor, Document, Event, EventType, Reading, Span, Statement, Status, Time
from reportedly.show import when, wording

QUADS: Mapping[EventType, str] = {
    "AGREE": "verbal cooperation",
    "CONSULT": "verbal cooperation",
    "SUPPORT": "verbal cooperation",
    "CONCEDE": "verbal cooperation",
    "COOPERATE": "material cooperation",
    "AID": "material cooperation",
    "RETREAT": "material cooperation",
    "REQUEST": "verbal conflict",
    "ACCUSE": "verbal conflict",
    "REJECT": "verbal conflict",
    "THREATEN": "verbal conflict",
    "PROTEST": "material conflict",
    "SANCTION": "material conflict",
    "MOBILIZE": "material conflict",
    "COERCE": "material conflict",
    "ASSAULT": "material conflict",
}
SIGNS: Mapping[Status, str] = {"asserted": "●", "denied": "✕", "future": "▷", "demanded": "◆", "hypothetical": "◇"}
OWN_VOICE = "the story itself"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the events and times of a reading are shown: under the id of a statement, or as the story's own."""

    acts: dict[str, list[Event]] = field(default_factory=dict)  # what the statement itself is: its cue is their trigger
    within: dict[str, list[Event]] = field(default_factory=dict)  # what else the statement reports
    own: list[Event] = field(default_factory=list)  # the other events in the story's own voice
    times: dict[str, list[Time]] = field(default_factory=dict)  # those within the statement's words and in no statement within it
    own_times: list[Time] = field(default_factory=list)


def placement(reading: Reading) -> Placement:
    """Every event and every time once, each in the order of the reading."""
    placed = Placement()
    acts = _Acts(reading.statements)
    for event in reading.events:
        if act := acts.of(event):
            placed.acts.setdefault(act.id, []).append(event)
        elif event.statement:
            placed.within.setdefault(event.statement.id, []).append(event)
        else:
            placed.own.append(event)
    for time, statement in zip(reading.times, _innermost(reading), strict=True):
        (placed.own_times if statement is None else placed.times.setdefault(statement, [])).append(time)
    return placed


class _Acts:
    """Finds the statement that an event itself is."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._cues: dict[str | None, list[tuple[Span, Statement]]] = {}
        for statement in statements:
            level = statement.parent.id if statement.parent else None
            self._cues.setdefault(level, []).extend((cue, statement) for cue in statement.cue)
        for cues in self._cues.values():
            cues.sort(key=lambda cue: cue[0])

    def of(self, event: Event) -> Statement | None:
        """The statement on the event's own level of authority whose cue is, or shares words with, its trigger."""
        cues = self._cues.get(event.statement.id if event.statement else None, [])
        number = bisect_left(cues, event.trigger.end, key=lambda cue: cue[0].start)
        if number and cues[number - 1][0].end > event.trigger.start:
            return cues[number - 1][1]
        return None


def _innermost(reading: Reading) -> list[str | None]:
    """For each time the id of the innermost statement whose words hold it."""
    contents = ((span, statement.depth, statement.id) for statement in reading.statements for span in statement.content)
    waiting = sorted(contents, key=lambda content: (content[0].start, content[1]), reverse=True)
    around: list[tuple[Span, int, str]] = []
    found: dict[Span, str | None] = {}
    for time in sorted({time.span for time in reading.times}):
        while waiting and waiting[-1][0].start <= time.start:
            around.append(waiting.pop())
        around = [content for content in around if content[0].end > time.start]
        holding = [content for content in around if content[0].end >= time.end]
        found[time] = max(holding, key=lambda content: (content[1], content[0]))[2] if holding else None
    return [found[time.span] for time in reading.times]


def kind(event: Event) -> str:
    """ "REQUEST", or with its mode "REQUEST (yield)"."""
    return f"{event.type} ({event.mode})" if event.mode else event.type


def sides(event: Event) -> str:
    """Who does it to whom: "Russia → Armenia", "→ Armenia"; of those who do it together "Russia ↔ Armenia"."""
    source, target = dict.fromkeys(map(_name, event.source)), dict.fromkeys(map(_name, event.target))
    if len(source) > 1 and source.keys() == target.keys():
        return " ↔ ".join(source)
    return f"{', '.join(source)} → {', '.join(target)}".strip() if target else ", ".join(source)


def _name(actor: Actor) -> str:
    return actor.name


def authority(event: Event) -> str:
    """Who vouches for it, from the outermost speaker to the innermost: "Sergey Lavrov › Nikol Pashinyan", "the story itself"."""
    return " › ".join(speaker.name if speaker else wording.UNNAMED for speaker in event.according_to) or OWN_VOICE


def trigger(event: Event, document: Document) -> str:
    """The words that name it, as the story prints them."""
    return wording.one_line(document, event.trigger)


def facts(event: Event, document: Document) -> list[str]:
    """What is known of an event but its kind and words: ["Russia → Armenia", "demanded", "autumn 2021", "Geneva"]."""
    place = wording.one_line(document, event.place) if event.place else ""
    known = [sides(event), event.status, when.in_words(event.time, document.published), place]
    return [fact for fact in known if fact]


def resolved(time: Time, document: Document) -> str:
    """What a time expression comes to, "last Friday = 8 March"; "" where it says so itself or denotes no certain time."""
    printed, words = wording.one_line(document, time.span), when.time_in_words(time, document.published)
    return f"{printed} = {words}" if time.begin and printed.casefold() != words.casefold() else ""
