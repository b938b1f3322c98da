"""A reading as one page that needs nothing else: the whole story, each statement marked in its speaker's colour.

Words come from the story or from the templates in ``page/``; all of them are escaped. Statements and events are numbered from 1
on the page, whatever their ids are. What moves and reacts is in ``page/story.js``, which the page can do without: the list of
statements beside the story says all that is shown on hover and focus, and the timeline under the story is drawn here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from reportedly.annotate.paragraphs import paragraphs_of
from reportedly.read.metadata import dateline
from reportedly.records import Actor, Document, Event, Reading, Span, Statement, Status, Time
from reportedly.show import events, explain, single, when, wording
from reportedly.show.timeline import sentence, timeline
from reportedly.show.weave import Close, Mark, Open, weave
from reportedly.show.wording import Voice

HUES = 6  # classes hue-1 ... of look.css; hue-0 is for whom the story leaves unnamed
WEAVES = 3  # classes weave-0 ...: plain, hatched, striped; so 18 speakers look different, and each bears his initials
DEEPEST = 3  # levels of underlines and of indentation that the page has room for
EXCERPT = 110  # characters of a statement in the list
SHAPES: Mapping[Status, str] = {  # of the signs in the timeline, as paths about their middle
    "asserted": "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
    "denied": "M-5-5L5 5M-5 5L5-5",
    "future": "M-5-6.5L7 0L-5 6.5z",
    "demanded": "M0-7.5L7.5 0L0 7.5L-7.5 0z",
    "hypothetical": "M0-7L7 0L0 7L-7 0z",
}
STYLES = ("look.css", "story.css", "page.css")
SCRIPTS = ("theme.js", "story.js")
ELEMENTS = {"said": "mark", "event": "b"}  # of the marks in the story that are more than a span


@dataclass(frozen=True, slots=True)
class Face:
    """How a speaker looks on the page."""

    voice: Voice
    initials: str
    look: str  # classes
    about: str  # kind and roles


@dataclass(frozen=True, slots=True)
class Links:
    """Where a story's page leads, if it is one of many: to what is known of a speaker, and of a statement."""

    speaker: Callable[[Actor], str | None]
    statement: Callable[[Statement], str]


@dataclass(frozen=True, slots=True)
class _Names:
    """What the statements and events of a reading, each by its index, are called in the page's addresses."""

    statements: list[str]
    events: list[str]

    @classmethod
    def of(cls, reading: Reading, numbered: bool) -> _Names:
        return cls(
            [str(number) if numbered else said.id for number, said in enumerate(reading.statements, 1)],
            [str(number) if numbered else event.id for number, event in enumerate(reading.events, 1)],
        )


@dataclass(frozen=True, slots=True)
class Link:
    """A name in a chain of authority."""

    name: str
    look: str


@dataclass(frozen=True, slots=True)
class Card:
    """A statement as the list and the card beside the words tell of it."""

    name: str
    statement: Statement
    face: Face
    depth: int
    chain: list[Link]
    facts: list[str]
    deeds: list[Deed]  # what it is and what it reports
    times: list[str]  # "last Friday = 8 March"
    why: list[Why]


@dataclass(frozen=True, slots=True)
class Deed:
    """An event as the lists, the card and the timeline tell of it."""

    name: str
    event: Event
    look: str  # of who reports it
    voice: int | None  # his number; None for the story itself
    initials: str
    facts: list[str]
    chain: list[Link]  # who vouches for it; [] for the story itself
    said: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why a statement, an event or a time is read as it is."""

    what: str
    reasons: list[explain.Reason]


def render(reading: Reading) -> str:
    """The page, as HTML. Its ``article`` holds the text of the story and nothing else."""
    return single.page("page.html", STYLES, SCRIPTS, parts(reading))


def parts(reading: Reading, numbered: bool = True, links: Links | None = None) -> dict[str, Any]:
    """What ``page/story.html`` and ``page/aside.html`` are made of.

    Statements and events are called by their numbers on the page or, if not ``numbered``, by their ids: a link from elsewhere
    then still finds them after a correction. ``links`` lead on from the story to pages elsewhere.
    """
    faces = _faces(reading)
    document = reading.document
    names = _Names.of(reading, numbered)
    deeds = {event.id: _deed(number, event, reading, faces, names) for number, event in enumerate(reading.events)}
    placed = events.placement(reading)
    return {
        "document": document,
        "published": wording.moment(document.published),
        "link": document.uri if _is_web(document.uri) else None,
        "titled": _headline(document, paragraphs_of(document.text)[:1]) is not None,
        "article": _article(reading, faces, names),
        "faces": list(faces.values()),
        "cards": _cards(reading, faces, placed, deeds, names),
        "deeds": list(deeds.values()),
        "own": [deeds[event.id] for event in placed.own],
        "own_times": _told(placed.own_times, document),
        "own_why": _why(placed.own, placed.own_times, document),
        "timeline": timeline(reading),
        "sentence": lambda event: sentence(event, reading),
        "shapes": SHAPES,
        "has_times": bool(reading.times),
        "events": events,
        "line": explain.line,
        "when": lambda value: when.in_words(value, document.published),
        "wording": wording,
        "visible": wording.visible,
        "excerpt": EXCERPT,
        "links": links,
        "version": reading.produced_by.get("version"),
    }


# The people


def _faces(reading: Reading) -> dict[str | None, Face]:
    taken: set[str] = set()
    return {
        speaker: Face(voice, _initials(voice, taken), _look(voice), _about(voice, reading))
        for speaker, voice in wording.voices(reading).items()
    }


def _look(voice: Voice) -> str:
    if not voice.number:
        return "hue-0 weave-0"
    weave_number, hue = divmod(voice.number - 1, HUES)
    return f"hue-{hue + 1} weave-{weave_number % WEAVES}"


def _initials(voice: Voice, taken: set[str]) -> str:
    """ "SL" for Sergey Lavrov; "SL2" for the next of these initials, and "?" for the unnamed."""
    if not voice.actor:
        return "?"
    words = [word for word in voice.name.split() if word[:1].isalnum()]
    capitals = [word for word in words if word[0].isupper()] or words
    initials = "".join(word[0] for word in (capitals[:1] + capitals[-1:] if len(capitals) > 1 else capitals)) or "#"
    number = 1
    free = initials
    while free in taken:
        number += 1
        free = f"{initials}{number}"
    taken.add(free)
    return free


def _about(voice: Voice, reading: Reading) -> str:
    return " · ".join([voice.actor.kind, *wording.roles(voice.actor, reading)]) if voice.actor else ""


# The statements


def _cards(
    reading: Reading,
    faces: Mapping[str | None, Face],
    placed: events.Placement,
    deeds: Mapping[str, Deed],
    names: _Names,
) -> list[Card]:
    called = dict(zip((statement.id for statement in reading.statements), names.statements, strict=True))
    cards = []
    for depth, statement in wording.walk(wording.outline(reading)):
        happened = [*placed.acts.get(statement.id, []), *placed.within.get(statement.id, [])]
        times = placed.times.get(statement.id, [])
        card = Card(
            name=called[statement.id],
            statement=statement,
            face=faces[wording.speaker_id(statement)],
            depth=min(depth, DEEPEST),
            chain=_chain(statement.chain, faces),
            facts=wording.facts(statement),
            deeds=[deeds[event.id] for event in happened],
            times=_told(times, reading.document),
            why=[Why("", explain.of_statement(statement, reading)), *_why(happened, times, reading.document)],
        )
        cards.append(card)
    return cards


def _chain(speakers: Iterable[Actor | None], faces: Mapping[str | None, Face]) -> list[Link]:
    return [
        Link(speaker.name if speaker else wording.UNNAMED, faces[speaker.id if speaker else None].look) for speaker in speakers
    ]


# Times and events


def _deed(number: int, event: Event, reading: Reading, faces: Mapping[str | None, Face], names: _Names) -> Deed:
    document = reading.document
    face = faces[wording.speaker_id(event.statement)] if event.statement else None
    said = event.statement.said_on if event.statement else document.published
    return Deed(
        name=names.events[number],
        event=event,
        look=face.look if face else "own weave-0",
        voice=face.voice.number if face else None,
        initials=face.initials if face else "",
        facts=events.facts(event, document),
        chain=_chain(event.according_to, faces),
        said=when.in_words((said or "")[:10], document.published),
    )


def _why(happened: Iterable[Event], times: Iterable[Time], document: Document) -> list[Why]:
    """The reasons for each of the events and times."""
    of_events = [Why(events.kind(event), explain.of_event(event, document)) for event in happened]
    return of_events + [Why(wording.one_line(document, time.span), explain.of_time(time, document)) for time in times]


def _told(times: Iterable[Time], document: Document) -> list[str]:
    """What the times come to, each once: "last Friday = 8 March"."""
    return list(dict.fromkeys(filter(None, (events.resolved(time, document) for time in times))))


# The story


def _article(reading: Reading, faces: Mapping[str | None, Face], names: _Names) -> Markup:
    """The text in its paragraphs, each a ``p``, and the headline an ``h1``; what is between paragraphs stays between them."""
    text = reading.document.text
    paragraphs = paragraphs_of(text)
    marks = _marks_by_paragraph(_marks(reading), paragraphs)
    elements = _Elements(reading, faces, names)
    headline = _headline(reading.document, paragraphs)
    out: list[str] = []
    end = 0
    for number, paragraph in enumerate(paragraphs):
        tag = "h1" if paragraph == headline else "p"
        out += [_words(text, Span(end, paragraph.start)), f'<{tag} dir="auto">']
        for piece in weave(paragraph, marks[number]):
            out.append(_words(text, piece) if isinstance(piece, Span) else elements.tag(piece))
        out.append(f"</{tag}>")
        end = paragraph.end
    out.append(_words(text, Span(end, len(text))))
    return Markup("".join(out))


def _words(text: str, span: Span) -> str:
    return Markup.escape(wording.visible(text[span.start : span.end]))


def _headline(document: Document, paragraphs: Iterable[Span]) -> Span | None:
    """The first paragraph, where it is the story's title."""
    for first in paragraphs:
        if document.title and wording.one_line(document, first).casefold() == " ".join(document.title.split()).casefold():
            return first
        break
    return None


def _marks(reading: Reading) -> Iterator[Mark]:
    for span in dateline(reading.document.text, reading.document.published).spans:
        yield Mark(span, "dateline")
    for number, statement in enumerate(reading.statements):
        yield from (Mark(span, "said", number) for span in statement.content)
        yield from (Mark(span, "source", number) for span in statement.source)
        yield from (Mark(span, "cue", number) for span in statement.cue)
        if statement.venue:
            yield Mark(statement.venue, "venue", number)
    yield from (Mark(time.span, "time", number) for number, time in enumerate(reading.times))
    yield from (Mark(event.trigger, "event", number) for number, event in enumerate(reading.events))


def _marks_by_paragraph(marks: Iterable[Mark], paragraphs: tuple[Span, ...]) -> list[list[Mark]]:
    """The marks cut at the ends of paragraphs, without what lies between those."""
    ends = [paragraph.end for paragraph in paragraphs]
    cut: list[list[Mark]] = [[] for _ in paragraphs]
    for mark in marks:
        number = bisect_left(ends, mark.span.start + 1)
        while number < len(paragraphs) and paragraphs[number].start < mark.span.end:
            start, end = max(mark.span.start, paragraphs[number].start), min(mark.span.end, paragraphs[number].end)
            if start < end:
                cut[number].append(mark._replace(span=Span(start, end)))
            number += 1
    return cut


class _Elements:
    """The tags of marks. The first mark of a statement and of an event can be reached by keyboard and by link."""

    def __init__(self, reading: Reading, faces: Mapping[str | None, Face], names: _Names) -> None:
        self._reading = reading
        self._faces = faces
        self._names = names
        self._heights = _heights(reading)
        self._reached: set[str] = set()

    def tag(self, piece: Open | Close) -> str:
        mark = piece.mark
        if isinstance(piece, Close):
            return f"</{ELEMENTS.get(mark.kind, 'span')}>"
        match mark.kind:
            case "said":
                return self._said(mark)
            case "time":
                return self._time(mark)
            case "event":
                return self._event(mark)
        return self._other(mark)

    def _said(self, mark: Mark) -> str:
        statement = self._reading.statements[mark.number]
        face = self._faces[wording.speaker_id(statement)]
        look = f"{face.look} height-{self._heights[mark.number]}{' implied' if statement.implied else ''}"
        name = self._names.statements[mark.number]
        tag = Markup('<mark class="{}" data-statement="{}" data-about="about-{}" data-voice="{}"').format(
            look, name, name, face.voice.number
        )
        reach = self._reach(f"said-{name}", f"about-{name}")
        return tag + reach + (Markup(' data-initials="{}">').format(face.initials) if reach else Markup(">"))

    def _event(self, mark: Mark) -> str:
        event = self._reading.events[mark.number]
        face = self._faces[wording.speaker_id(event.statement)] if event.statement else None
        name = self._names.events[mark.number]
        about = f"about-event-{name}"
        tag = Markup('<b class="event {}" data-about="{}"').format(face.look if face else "own", about)
        reach = self._reach(f"event-{name}", about)
        return tag + reach + (Markup(' data-sign="{}">').format(events.SIGNS[event.status]) if reach else Markup(">"))

    def _time(self, mark: Mark) -> str:
        time = self._reading.times[mark.number]
        words = when.time_in_words(time, self._reading.document.published)
        title = words if words == time.value else f"{words} ({time.value})"
        return Markup('<span class="time" title="{}">').format(wording.visible(title))

    def _reach(self, name: str, about: str) -> str:
        """What makes the first of several marks one that the keyboard and links reach; "" for the others."""
        if name in self._reached:
            return ""
        self._reached.add(name)
        return Markup(' id="{}" tabindex="0" aria-describedby="{}"').format(name, about)

    def _other(self, mark: Mark) -> str:
        if mark.number < 0:
            return f'<span class="{mark.kind}">'
        look = self._faces[wording.speaker_id(self._reading.statements[mark.number])].look
        name = self._names.statements[mark.number]
        return Markup('<span class="{} {}" data-of="about-{}">').format(mark.kind, look, name)


def _heights(reading: Reading) -> list[int]:
    """For each statement how many levels of others are reported within it: as many underlines must fit above its own."""
    heights: dict[str, int] = {}
    for statement in sorted(reading.statements, key=lambda statement: -statement.depth):
        height = heights.setdefault(statement.id, 0)
        if statement.parent:
            heights[statement.parent.id] = max(heights.get(statement.parent.id, 0), height + 1)
    return [min(heights[statement.id], DEEPEST) for statement in reading.statements]


# The page


def _is_web(uri: str | None) -> bool:
    """A link to the story is given for web addresses only: ``javascript:`` is no place, and a file's path is the reader's own."""
    return uri is not None and uri.lower().startswith(("https://", "http://"))
