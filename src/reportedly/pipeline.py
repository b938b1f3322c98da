"""The order of steps: a Document goes in, a Reading comes out.

::

    Document ─ layers_of ─> Layers ─ Network ─> findings ─ drafts_of ─> drafts ─ link_continuations ─ venue, addressee ─┐
    Reading <─ events_of <─ times_of <─ assemble <─ said_on <─ resolve (actors) <─ event_drafts <───────────────────────┘

Every step takes what the steps before it made and changes nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from reportedly.records import Actor, Document, Event, Reading, Span, Spans, Statement

if TYPE_CHECKING:
    from reportedly.annotate.layers import Draft, Layers
    from reportedly.annotate.network import Anchor, Network


class Reader:
    """Reads stories. Cheap to make; the model is loaded by the first story and serves all that follow.

    One reader may serve several threads: after the model is loaded it changes nothing of itself.
    """

    def __init__(self, model: Path | None = None, threads: int = 1) -> None:
        """``model`` is a folder with another model than the one shipped; ``threads`` those of ONNX Runtime."""
        self._model = model
        self._threads = threads

    @cached_property
    def network(self) -> Network:
        from reportedly.annotate.network import MODEL_FOLDER, Network

        return Network(self._model or MODEL_FOLDER, self._threads)

    @property
    def produced_by(self) -> Mapping[str, object]:
        """The version of the software and of the model: what they read need not be read again."""
        from reportedly import __version__

        return {"version": __version__, "models": {"attribution": self.network.version}}

    def read(self, document: Document) -> Reading:
        """The statements, times, events and actors of one story. Raises LanguageError for a language that no model reads."""
        from reportedly.annotate.actors import resolve
        from reportedly.annotate.events.assemble import events_of
        from reportedly.annotate.events.drafts import event_drafts
        from reportedly.annotate.events.parties import asked
        from reportedly.annotate.said import said_on
        from reportedly.annotate.segment import layers_of
        from reportedly.annotate.times import times_of
        from reportedly.read.language import ensure_readable

        ensure_readable(document.language)
        layers = layers_of(document.text)
        findings = self.network.findings(layers)
        drafts = self.drafts(document, layers, findings.anchors)
        told = event_drafts(layers, findings.happenings, drafts, self.network.thresholds.event)
        people = resolve(document, layers, drafts, asked(told, drafts))
        dates = said_on(document, layers, drafts)
        statements = assemble(document, drafts, people.actors, people.speakers, people.addressees, dates)
        times = times_of(document, layers, [(span, s.said_on) for s in statements for span in s.content])
        by_id = {actor.id: actor for actor in people.actors}
        events = events_of(document, layers, told, statements, times, people.asked, by_id, self.network)
        return Reading(document, concerned(people.actors, statements, events), statements, times, events, self.produced_by)

    def drafts(self, document: Document, layers: Layers, anchors: Sequence[Anchor]) -> list[Draft]:
        """The statements of a story before anybody in it is known by name."""
        from reportedly.annotate.attribution import drafts_of
        from reportedly.annotate.confidence import confidence_of, features_of
        from reportedly.annotate.continuation import link_continuations
        from reportedly.annotate.layers import without
        from reportedly.annotate.venue import addressee_of, venue_of
        from reportedly.read.metadata import dateline

        thresholds = self.network.thresholds
        found = link_continuations(drafts_of(layers, anchors, thresholds))
        head = dateline(document.text)
        if head is not None:
            found = without(found, {i for i, d in enumerate(found) if all(_within_any(s, head.spans) for s in d.content)})
        return [
            replace(
                d,
                venue=d.venue or venue_of(document, layers, d),
                addressee=d.addressee or addressee_of(layers, d),
                confidence=confidence_of(features_of(d), self.network.calibration),
            )
            for d in found
        ]


def _within_any(span: Span, others: Spans) -> bool:
    return any(start <= span.start and span.end <= end for start, end in others)


def assemble(
    document: Document, drafts: Sequence[Draft], actors: Sequence[Actor], speakers: Sequence[str | None],
    addressees: Sequence[str | None], dates: Sequence[str | None],
) -> tuple[Statement, ...]:  # fmt: skip
    """Records out of drafts; parents are made before their children, the result is in the order of the drafts."""
    by_id = {actor.id: actor for actor in actors}
    made: dict[int, Statement] = {}

    def make(i: int) -> Statement:
        if i not in made:
            d, speaker, addressee = drafts[i], speakers[i], addressees[i]
            made[i] = Statement(
                id=f"s{i + 1}", form=d.form, implied=d.implied, speaker=by_id[speaker] if speaker else None,
                source=d.source, cue=d.cue, content=d.content, parent=None if d.parent is None else make(d.parent),
                addressee=by_id[addressee] if addressee else None, venue=d.venue, said_on=dates[i],
                confidence=d.confidence, document=document,
            )  # fmt: skip
        return made[i]

    return tuple(make(i) for i in range(len(drafts)))


def concerned(actors: Sequence[Actor], statements: Sequence[Statement], events: Sequence[Event]) -> tuple[Actor, ...]:
    """The actors who speak, are told or take part in an event, and those in whose name they do, in the order of the story."""
    kept = {actor.id for s in statements for actor in (s.speaker, s.addressee) if actor}
    kept |= {actor.id for event in events for actor in (*event.source, *event.target)}
    kept |= {role.of for actor in actors if actor.id in kept for role in actor.roles if role.of}
    return tuple(actor for actor in actors if actor.id in kept)


@lru_cache(maxsize=4)
def load(model: Path | None = None, threads: int = 1) -> Reader:
    """A reader; the same one for the same arguments, so that many stories in one process pay for the model once."""
    return Reader(model, threads)


def extract(
    text: str, *, published: str | None = None, title: str | None = None, publisher: str | None = None, author: str | None = None,
    uri: str | None = None, language: str | None = None,
) -> Reading:  # fmt: skip
    """Read one story given as text.

    ``published`` is an ISO 8601 date or time, as precise as known. Raises InputError for an empty text, a date that is none, or a
    language we cannot read.
    """
    from reportedly.read.files import read_text

    known = {"published": published, "title": title, "publisher": publisher, "author": author, "uri": uri, "language": language}
    return load().read(read_text(text, **known))
