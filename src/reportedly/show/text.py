"""A reading as text for a terminal.

::

    Mara Lindqvist  recalled · indirect · 29 March · 93%
    │ that the River Council had been told by Okafor that the dam was safe
    │
    │ Lindqvist › River Council  had been told · indirect · 81%
    │ │ that the dam was safe

A bar in the speaker's colour runs down beside his words, a broken one beside words that are only implied to be his; what belongs
under a statement stands within its bar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO

from rich.console import Console
from rich.text import Text

from reportedly.records import Document, Reading, Statement
from reportedly.show import wording
from reportedly.show.wording import Voice

# Of the sixteen colours that a terminal's own theme keeps legible; red is left to warn.
HUES = ("cyan", "magenta", "green", "yellow", "blue")
COLORS = (*HUES, *(f"bright_{hue}" for hue in HUES))
QUIET = "dim"
WARNING = "red"
NARROWEST = 24  # columns that the words keep, however deep they stand and however narrow the terminal


def render(reading: Reading, width: int = 80, color: bool = False) -> str:
    """The reading for a terminal of ``width`` columns, ending in a line feed; without ``color``, plain characters alone."""
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
    for line in _page(reading, console, width):
        line.rstrip()
        console.print(line, no_wrap=True, overflow="ignore", crop=False)
    return out.getvalue()


def color_of(voice: Voice) -> str:
    return COLORS[(voice.number - 1) % len(COLORS)] if voice.number else QUIET


def _page(reading: Reading, console: Console, width: int) -> Iterator[Text]:
    voices = wording.voices(reading)
    yield from _head(reading.document, console, width)
    yield from _statements(reading, voices, console, width)
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


def _statements(reading: Reading, voices: dict[str | None, Voice], console: Console, width: int) -> Iterator[Text]:
    if not reading.statements:
        yield Text("Nobody is reported to say anything here.", style=QUIET)
        yield Text()
    bars: list[Text] = []
    for depth, statement in wording.walk(wording.outline(reading)):
        if bars:
            yield _joined(_fitting(bars[:depth], width))
        bars[depth:] = [_bar(statement, voices)]
        yield from _statement(statement, voices, bars, console, width)
    if bars:
        yield Text()


def _statement(
    statement: Statement, voices: dict[str | None, Voice], bars: list[Text], console: Console, width: int
) -> Iterator[Text]:
    outer = _fitting(bars[:-1], width)
    inner = _fitting(bars, width)
    for line in _flow(_heading(statement, voices), console, width - 2 * len(outer)):
        yield _joined([*outer, line])
    for paragraph in _words(statement):
        for line in _wrap(paragraph, console, width - 2 * len(inner)):
            yield _joined([*inner, line])


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


def _sureness(statement: Statement) -> Text:
    return Text(wording.sureness(statement), style=WARNING if wording.is_unsure(statement) else QUIET)


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
