"""Events as rows of CSV, the form that event data are exchanged in: one row an event, who vouches for it in every one.

Several values in one cell are parted by ``; ``, a chain of speakers by `` > ``. A cell is one line of text, and never one that a
spreadsheet would run as a formula (``export.csv_safe``).
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Iterable
from io import StringIO

from reportedly.annotate.paragraphs import paragraphs_of
from reportedly.annotate.sentences import sentences_of
from reportedly.export.csv_safe import safe
from reportedly.records import Actor, Event, Reading, Span, Spans
from reportedly.show import events, wording

COLUMNS = (
    "date", "said_on", "published", "source", "source_country", "target", "target_country", "type", "quad_class", "mode",
    "contexts", "status", "according_to", "trigger", "quote", "place", "document_id", "document_uri", "document_title", "start",
    "end", "quote_start", "quote_end", "confidence",
)  # fmt: skip


def header() -> str:
    """The names of the columns, as a line of CSV."""
    return _lines([list(COLUMNS)])


def render(reading: Reading) -> str:
    """The reading's events as lines of CSV without the header, in text order."""
    text = reading.document.text
    sentences = sentences_of(text, paragraphs_of(text)) if reading.events else ()
    countries = _countries(reading)
    return _lines(_row(event, reading, sentences, countries) for event in reading.events)


def _lines(rows: Iterable[list[str]]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _row(event: Event, reading: Reading, sentences: Spans, countries: dict[str, str]) -> list[str]:
    document = reading.document
    quote = _sentence(event.trigger, sentences)
    said_on = event.statement.said_on if event.statement else None
    cells = {
        "date": event.time,
        "said_on": said_on,
        "published": document.published,
        "source": _names(event.source),
        "source_country": _countries_of(event.source, countries),
        "target": _names(event.target),
        "target_country": _countries_of(event.target, countries),
        "type": event.type,
        "quad_class": events.QUADS[event.type],
        "mode": event.mode,
        "contexts": "; ".join(event.contexts),
        "status": event.status,
        "according_to": " > ".join(speaker.name if speaker else wording.UNNAMED for speaker in event.according_to),
        "trigger": wording.one_line(document, event.trigger),
        "quote": wording.one_line(document, quote),
        "place": wording.one_line(document, event.place) if event.place else None,
        "document_id": document.id,
        "document_uri": document.uri,
        "document_title": document.title,
        "start": str(event.trigger.start),
        "end": str(event.trigger.end),
        "quote_start": str(quote.start),
        "quote_end": str(quote.end),
        "confidence": f"{event.confidence:.3f}",
    }
    return [_cell(cells[column]) for column in COLUMNS]


def _cell(value: str | None) -> str:
    """A value on one line, without control characters, and never a formula."""
    return safe(wording.visible(" ".join((value or "").split())))


def _sentence(trigger: Span, sentences: Spans) -> Span:
    """The sentence that the trigger stands in; the sentences from its first word to its last where it stands in several."""
    first = bisect_right(sentences, trigger.start, key=lambda sentence: sentence.start) - 1
    if first < 0 or sentences[first].end <= trigger.start:
        return trigger
    last = max(first, bisect_right(sentences, trigger.end - 1, key=lambda sentence: sentence.start) - 1)
    return Span(sentences[first].start, max(sentences[last].end, trigger.end))


def _names(actors: Iterable[Actor]) -> str:
    return "; ".join(actor.name for actor in actors)


def _countries(reading: Reading) -> dict[str, str]:
    """By the id of an actor his country's ISO 3166 code: his own, or that of the state in which he bears a role."""
    own = {actor.id: actor.links["iso3166"] for actor in reading.actors if "iso3166" in actor.links}
    by_role = {actor.id: own[role.of] for actor in reading.actors for role in reversed(actor.roles) if role.of in own}
    return by_role | own


def _countries_of(actors: Iterable[Actor], countries: dict[str, str]) -> str:
    """The codes of the actors in their order, empty where unknown: "NO; ; IS"; nothing where none is known."""
    codes = [countries.get(actor.id, "") for actor in actors]
    return "; ".join(codes) if any(codes) else ""
