"""Stories that people have judged, as the training of the network reads them (``training/corpora.py``, the wire scheme).

::

    harbour-9f86d081884c.txt     the story, untouched
    harbour-9f86d081884c.json    its actors, statements and events, spans as [start, end)

A story is among them if somebody corrected it and nothing in it is left that nobody has looked at: what a model guessed must not
teach the next. Its ``events`` are null where only the statements were judged, which the training takes for "nobody has looked".
What a model missed is missing here too, unless a person has added it.
"""

from __future__ import annotations

from collections.abc import Iterable

from reportedly.corrections import CERTAIN
from reportedly.export.names import file_stem
from reportedly.export.sinks import Target, folder, json_bytes, opened
from reportedly.records import Actor, Event, Reading, Statement


def write(readings: Iterable[Reading], target: Target) -> None:
    """Into the folder ``target`` two files for each story that people have judged."""
    path = folder(target)
    for reading in readings:
        if is_judged(reading):
            stem = file_stem(reading.document)
            with opened(path / f"{stem}.txt") as out:
                out.write(reading.document.text.encode("utf-8", "surrogatepass"))
            with opened(path / f"{stem}.json") as out:
                out.write(json_bytes(as_gold(reading, stem)) + b"\n")


def is_judged(reading: Reading) -> bool:
    """Whether a person has judged all statements of a story, or rejected them."""
    return bool(reading.produced_by.get("corrections")) and all(said.confidence == CERTAIN for said in reading.statements)


def as_gold(reading: Reading, name: str) -> dict[str, object]:
    """The reading in the wire scheme."""
    looked_at = all(event.confidence == CERTAIN for event in reading.events) and bool(reading.events)
    return {
        "doc": name,
        "published": reading.document.published,
        "actors": [_actor(actor, reading.document.text) for actor in reading.actors],
        "statements": [_statement(said) for said in reading.statements],
        "events": [_event(event) for event in reading.events] if looked_at else None,
    }


def _actor(actor: Actor, text: str) -> dict[str, object]:
    """With all words that name or describe him; pronouns do neither."""
    words = (text[slice(*mention.span)] for mention in actor.mentions if mention.form != "pronoun")
    aliases = [name for name in dict.fromkeys(words) if name != actor.name]
    return {"id": actor.id, "name": actor.name, "kind": actor.kind, "aliases": aliases}


def _statement(said: Statement) -> dict[str, object]:
    return {
        "id": said.id,
        "form": said.form,
        "implied": said.implied,
        "speaker": said.speaker.id if said.speaker else None,
        "source": said.source,
        "cue": said.cue,
        "content": said.content,
        "parent": said.parent.id if said.parent else None,
        "said_on": said.said_on,
        "venue": said.venue,
        "addressee": said.addressee.id if said.addressee else None,
    }


def _event(event: Event) -> dict[str, object]:
    return {
        "trigger": event.trigger,
        "type": event.type,
        "mode": event.mode,
        "contexts": event.contexts,
        "source": [actor.id for actor in event.source],
        "target": [actor.id for actor in event.target],
        "statement": event.statement.id if event.statement else None,
        "status": event.status,
        "time": event.time,
        "place": event.place,
    }
