"""What people have judged becomes what the network is taught by."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tokenizers import Tokenizer

import reportedly
from reportedly.corrections import (
    Correction,
    EventAccepted,
    SpeakerChanged,
    StatementAccepted,
    StatementRejected,
    WordsChanged,
    actor_address,
    address_of,
    corrected,
    event_address,
)
from reportedly.export import FORMATS
from reportedly.records import Reading, Span
from training.corpora import read_wire

MODEL = Path(reportedly.__file__).parent / "models" / "tokenizer.json"


def judged(reading: Reading, events: bool = False) -> Reading:
    """All statements accepted but the last, which is rejected; and all events."""
    document = reading.document.id
    *most, last = reading.statements
    changes: list[Correction] = [StatementAccepted(document, address_of(said)) for said in most]
    changes.append(StatementRejected(document, address_of(last)))
    changes += [EventAccepted(document, event_address(event)) for event in reading.events] if events else []
    done = corrected(reading, changes)
    assert done.unapplied == ()
    return done.reading


def export(folder: Path, *readings: Reading) -> list[str]:
    FORMATS["training"].write(readings, folder)
    return sorted(path.name for path in folder.iterdir())


def test_only_what_people_have_judged_whole_teaches(river: Reading, tmp_path: Path) -> None:
    assert export(tmp_path, river) == []
    one = StatementAccepted(river.document.id, address_of(river.statements[0]))
    assert export(tmp_path, corrected(river, [one]).reading) == []
    assert [Path(name).suffix for name in export(tmp_path, judged(river))] == [".json", ".txt"]


def test_the_training_reads_what_is_written(examples: list[Reading], tmp_path: Path) -> None:
    reading = max(examples, key=lambda reading: len(reading.statements))
    whole = judged(reading, events=True)
    export(tmp_path, whole)
    (story,) = read_wire(tmp_path, Tokenizer.from_file(str(MODEL)))
    assert story.text == reading.document.text
    (view,) = story.views
    assert len(view) == len(whole.statements)
    words = [" ".join(story.text[slice(*story.layers.words[i])] for i in sorted(target.content)) for target in view]
    assert words[0].split()[0] in whole.statements[0].text
    assert story.events is not None
    assert len(story.events) == len(whole.events)


def test_events_that_nobody_looked_at_teach_nothing(examples: list[Reading], tmp_path: Path) -> None:
    reading = max(examples, key=lambda reading: len(reading.events))
    export(tmp_path, judged(reading))
    (gold,) = tmp_path.glob("*.json")
    assert json.loads(gold.read_text("utf-8"))["events"] is None


def test_what_was_put_right_is_what_is_taught(examples: list[Reading], tmp_path: Path) -> None:
    reading = max(examples, key=lambda reading: len(reading.statements))
    document, said = reading.document.id, reading.statements[0]
    start = said.content[0].start
    speaker = next(actor for actor in reading.actors if actor.mentions and actor != said.speaker)
    changes: list[Correction] = [
        *(StatementAccepted(document, address_of(other)) for other in reading.statements[1:]),
        WordsChanged(document, address_of(said), "content", (Span(start, start + 9),)),
        SpeakerChanged(document, address_of(said), actor_address(speaker)),
    ]
    export(tmp_path, corrected(reading, changes).reading)
    (gold,) = tmp_path.glob("*.json")
    first = next(each for each in json.loads(gold.read_text("utf-8"))["statements"] if each["id"] == said.id)
    assert (first["content"], first["speaker"]) == ([[start, start + 9]], speaker.id)


@pytest.mark.parametrize("text", ["a\ud83db", "\r\n"])
def test_any_text_is_written_as_it_is(river: Reading, tmp_path: Path, text: str) -> None:
    story = judged(river)
    document = replace(story.document, text=story.document.text + text)
    odd = replace(
        story, document=document, statements=tuple(replace(s, document=document, parent=None) for s in story.statements)
    )
    export(tmp_path, replace(odd, events=()))
    (written,) = tmp_path.glob("*.txt")
    assert written.read_bytes() == document.text.encode("utf-8", "surrogatepass")
