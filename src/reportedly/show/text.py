"""A reading as text for a terminal.

::

    Mara Lindqvist  recalled · indirect · 29 March · 93%
    │ that the River Council had been told by Okafor that the dam was safe
    │
    │ Lindqvist › River Council  had been told · indirect · 81%
    │ │ that the dam was safe

A bar in the speaker's colour runs down beside his words, a broken one beside words that are only implied to be his; what belongs
under a statement stands within its bar. So do the events that it reports, after its words, and the times that had to be worked
out::

    Mara Lindqvist  accused · 29 March · indirect · 93%
    ● ACCUSE  Mara Lindqvist → Estvale · asserted · 29 March
    │ Estvale of keeping its sluices shut since last autumn
    │ ● COERCE (withhold)  keeping · Estvale · asserted · autumn 2023
    │ last autumn = autumn 2023

Whatever stands within a bar is according to its speaker. That she accused, the story itself says: this event stands outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO

from rich.console import Console
from rich.text import Text

from reportedly.records import Document, Event, Reading, Statement, Time
from reportedly.show import events, explain, wording
from reportedly.show.events import Placement
from reportedly.show.explain import Reason
from reportedly.show.wording import Voice

# Of the sixteen colours that a terminal's own theme keeps legible; red is left to warn.
HUES = ("cyan", "magenta", "green", "yellow", "blue")
COLORS = (*HUES, *(f"bright_{hue}" for hue in HUES))
QUIET = "dim"
WARNING = "red"
NARROWEST = 24  # columns that the words keep, however deep they stand and however narrow the terminal


def render(reading: Reading, width: int = 80, color: bool = False, explained: bool = False) -> str:
    """The reading for a terminal of ``width`` columns, ending in a line feed; without ``color``, plain characters alone.

    ``explained`` adds to each statement, event and time why it is read so.
    """
    width = max(width, NARROWEST)
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        legacy_windows=False,
    )
    for line in _page(reading, console, width, explained):
        line.rstrip()
        console.print(line, no_wrap=True, overflow="ignore", crop=False)
    return out.getvalue()


def color_of(voice: Voice) -> str:
    return COLORS[(voice.number - 1) % len(COLORS)] if voice.number else QUIET


def _page(reading: Reading, console: Console, width: int, explained: bool) -> Iterator[Text]:
    voices = wording.voices(reading)
    statements = _Statements(reading, voices, console, width, explained)
    yield from _head(reading.document, console, width)
    yield from statements.lines()
    yield from statements.own_voice()
    yield from _who_is_who(reading, voices, console, width)


def _head(document: Document, console: Console, width: int) -> Iterator[Text]:
    facts = [document.publisher, document.author, document.place, wording.moment(document.published)]
    if document.title:
        yield from _wrap(_clean(document.title, "bold"), console, width)
    if any(facts):
        yield from _wrap(_clean(" · ".join(filter(None, facts)), QUIET), console, width)
    if document.title or any(facts):
        yield Text("─" * width, style=QUIET)
        yield Text()


class _Statements:
    """The lines of the statements, and of the times and events in them and in the story's own voice."""

    def __init__(self, reading: Reading, voices: dict[str | None, Voice], console: Console, width: int, explained: bool) -> None:
        self._reading = reading
        self._voices = voices
        self._console = console
        self._width = width
        self._explained = explained
        self._placed: Placement = events.placement(reading)

    def lines(self) -> Iterator[Text]:
        if not self._reading.statements:
            yield Text("Nobody is reported to say anything here.", style=QUIET)
            yield Text()
        bars: list[Text] = []
        for depth, statement in wording.walk(wording.outline(self._reading)):
            if bars:
                yield _joined(_fitting(bars[:depth], self._width))
            bars[depth:] = [_bar(statement, self._voices)]
            yield from self._statement(statement, bars)
        if bars:
            yield Text()

    def own_voice(self) -> Iterator[Text]:
        """What the story says on no authority but its own."""
        times = self._placed.own_times if self._explained else []
        if not self._placed.own and not times:
            return
        yield Text("In the story's own voice", style="bold")
        for event in self._placed.own:
            yield from self._event(event, [])
        for time in times:
            yield from self._time(time, [])
        yield Text()

    def _statement(self, statement: Statement, bars: list[Text]) -> Iterator[Text]:
        outer, inner = _fitting(bars[:-1], self._width), _fitting(bars, self._width)
        yield from self._beside(outer, _heading(statement, self._voices))
        if self._explained:
            yield from self._reasons(explain.of_statement(statement, self._reading), outer)
        for act in self._placed.acts.get(statement.id, []):
            yield from self._event(act, outer, is_act=True)
        for paragraph in _words(statement):
            for line in _wrap(paragraph, self._console, self._width - 2 * len(inner)):
                yield _joined([*inner, line])
        for event in self._placed.within.get(statement.id, []):
            yield from self._event(event, inner)
        yield from self._times(self._placed.times.get(statement.id, []), inner)

    def _event(self, event: Event, bars: list[Text], is_act: bool = False) -> Iterator[Text]:
        """ "● REQUEST  urged · Russia → Armenia · demanded · autumn 2021"; how sure it is only where it is not.

        Of an act the words are left out: they are the statement's cue, which stands just above.
        """
        document = self._reading.document
        kind = Text(f"{events.SIGNS[event.status]} ", style=QUIET).append_text(_clean(events.kind(event), f"{QUIET} bold"))
        words = [] if is_act else [_clean(events.trigger(event, document), f"{QUIET} italic")]
        first, *others = [*words, *(_clean(fact, QUIET) for fact in events.facts(event, document))]
        pieces = [kind.append("  ").append_text(first), *others]
        if wording.is_unsure(event):
            pieces.append(_sureness(event))
        yield from self._beside(bars, pieces)
        if self._explained:
            yield from self._reasons(explain.of_event(event, document), bars)

    def _times(self, times: list[Time], bars: list[Text]) -> Iterator[Text]:
        """ "last Friday = 8 March · in January = January 2024"; explained, each has lines of its own."""
        if self._explained:
            for time in times:
                yield from self._time(time, bars)
            return
        told = dict.fromkeys(filter(None, (events.resolved(time, self._reading.document) for time in times)))
        if told:
            yield from self._beside(bars, [_clean(words, QUIET) for words in told])

    def _time(self, time: Time, bars: list[Text]) -> Iterator[Text]:
        words = wording.one_line(self._reading.document, time.span)
        yield from self._beside(bars, [_clean(events.resolved(time, self._reading.document) or words, QUIET)])
        yield from self._reasons(explain.of_time(time, self._reading.document), bars)

    def _reasons(self, reasons: list[Reason], bars: list[Text]) -> Iterator[Text]:
        for reason in reasons:
            yield from self._beside([*bars, Text("    ")], [_clean(piece, QUIET) for piece in explain.line(reason)])

    def _beside(self, bars: list[Text], pieces: list[Text]) -> Iterator[Text]:
        room = max(self._width - sum(bar.cell_len for bar in bars), NARROWEST // 2)
        for line in _flow(pieces, self._console, room):
            yield _joined([*bars, line])


def _bar(statement: Statement, voices: dict[str | None, Voice]) -> Text:
    return Text("┊ " if statement.implied else "│ ", style=color_of(voices[wording.speaker_id(statement)]))


def _fitting(bars: list[Text], width: int) -> list[Text]:
    """The innermost bars, as many as leave the words their room."""
    room = max((width - NARROWEST) // 2, 1)
    return bars[-room:]


def _heading(statement: Statement, voices: dict[str | None, Voice]) -> list[Text]:
    """What no line break should part: "Lavrov › Nikol Pashinyan  had said", "to Vladimir Putin", "2020", "indirect", "84%"."""
    name = Text()
    for upper in statement.chain[:-1]:
        voice = voices.get(upper.id if upper else None)
        name.append_text(_clean(f"{wording.short_name(upper)} › ", color_of(voice) if voice else QUIET))
    voice = voices[wording.speaker_id(statement)]
    name.append_text(_clean(voice.name, f"bold {color_of(voice)}" if voice.number else "italic"))
    if statement.cue:
        name.append("  ").append_text(_clean(wording.cue(statement), "italic"))
    return [name, *(_clean(fact, QUIET) for fact in wording.facts(statement)), _sureness(statement)]


def _sureness(read: Statement | Event) -> Text:
    return Text(wording.sureness(read), style=WARNING if wording.is_unsure(read) else QUIET)


def _words(statement: Statement) -> Iterator[Text]:
    """The exact words by paragraph, "…" where the story puts its own words in between."""
    text = statement.document.text
    pending: Text | None = None
    end = 0
    for span in statement.content:
        first, *others = (_clean(" ".join(part.split())) for part in _BLANK_LINE.split(text[span.start : span.end].strip()))
        if pending is None:
            pending = first
        elif _BLANK_LINE.search(text, end, span.start):
            yield pending
            pending = first
        else:
            pending.append(" … ", style=QUIET).append_text(first)
        for paragraph in others:
            yield pending
            pending = paragraph
        end = span.end
    if pending is not None:
        yield pending


def _who_is_who(reading: Reading, voices: dict[str | None, Voice], console: Console, width: int) -> Iterator[Text]:
    """Everybody named, speakers first: kind, roles, how many statements."""
    if not reading.actors:
        return
    yield Text("─" * width, style=QUIET)
    speaking = [voice.actor for voice in voices.values() if voice.actor]
    silent = [actor for actor in reading.actors if actor.id not in voices]
    for actor in speaking + silent:
        voice = voices.get(actor.id)
        name = Text("● " if voice else "○ ", style=color_of(voice) if voice else QUIET)
        name.append_text(_clean(actor.name, "bold" if voice else ""))
        facts = [actor.kind, *wording.roles(actor, reading)]
        if voice:
            facts.append(wording.count(voice.statements, "statement"))
        yield from _flow([name, *(_clean(fact, QUIET) for fact in facts)], console, width)


def _clean(text: str, style: str = "") -> Text:
    """Words of the story or about it, made safe for a terminal."""
    return Text(wording.unsteered(text), style=style)


def _wrap(text: Text, console: Console, width: int) -> Iterator[Text]:
    """Lines of at most ``width`` columns, broken at spaces, and within a word only where it alone is wider."""
    for line in text.wrap(console, max(width, 1)):
        line.rstrip()
        yield line


def _flow(pieces: list[Text], console: Console, width: int) -> Iterator[Text]:
    """The pieces with " · " between them, broken between two pieces where that is possible; lines after the first are set in."""
    line = Text()
    for number, piece in enumerate(pieces):
        joined = Text.assemble(line, (" · " if line.plain.strip() else "", QUIET), piece)
        if number and joined.cell_len > width:
            yield line
            joined = Text("  ").append_text(piece)
        *full, line = _wrap(joined, console, width) if joined.cell_len > width else [joined]
        yield from full
    yield line


def _joined(parts: list[Text]) -> Text:
    return Text.assemble(*parts)


_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
