"""Events found where there should be next to none: GUM's interviews and court talk, in which few political actors act.

    python -m benchmarks.false_alarms --draw FILE      count events and draw 100 of them into FILE, a table to be judged by hand
    python -m benchmarks.false_alarms --record FILE    count the verdicts in FILE and keep the figures in false_alarms.json

A verdict is ``y`` for an event that wire/GUIDELINES.md would annotate, ``n`` for a false alarm. FILE holds text that is not ours
and stays out of the repository; what is kept here are figures.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import reportedly
from benchmarks.corpora import Story, shared_folder
from benchmarks.sentences import read_conllu
from reportedly.records import Event

GUM = Path("data", "gum", "conllu")  # within the folder of the gold sets
GENRES = ("interview", "court")
RECORD = Path(__file__).with_name("false_alarms.json")
DRAWN = 100
SEED = 20240402
BESIDE = 120  # characters of the story shown on either side of a trigger
COLUMNS = ("verdict", "type", "status", "confidence", "source", "target", "words", "story", "version", "all_words", "all_events")
VERDICTS = {"y": True, "n": False}


class Alarm(NamedTuple):
    """An event and the story it was found in."""

    event: Event
    story: Story


@dataclass(frozen=True, slots=True)
class Record:
    """What a hand check found."""

    version: str  # of reportedly
    words: int
    events: int
    judged: int
    false: int

    @property
    def false_per_thousand_words(self) -> float:
        """Events a thousand words, times the share of those judged that were false alarms."""
        return 1000 * self.events / self.words * self.false / self.judged

    @classmethod
    def load(cls, path: Path = RECORD) -> Record | None:
        """The last hand check; None where there was none."""
        return cls(**json.loads(path.read_text("utf-8"))) if path.is_file() else None


def stories(folder: Path) -> list[Story]:
    """The documents of the genres, by name."""
    paths = sorted(path for genre in GENRES for path in folder.glob(f"GUM_{genre}_*.conllu"))
    return [Story(path.stem, "\n\n".join(p.text for p in read_conllu(path.read_text("utf-8"))) + "\n") for path in paths]


def alarms(read: Sequence[Story]) -> list[Alarm]:
    """All events found in the stories."""
    return [Alarm(event, story) for story in read for event in reportedly.extract(story.text, **story.known).events]


def draw(found: Sequence[Alarm], count: int = DRAWN) -> list[Alarm]:
    """So many of them at random, always the same of the same; all if there are fewer."""
    return random.Random(SEED).sample(list(found), min(count, len(found)))


def write(path: Path, drawn: Sequence[Alarm], words: int, events: int) -> None:
    """A table with a row for each event and room for its verdict. ``words`` and ``events`` are those of all stories."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t")
        table.writerow(COLUMNS)
        for event, story in drawn:
            who = (" | ".join(actor.name for actor in role) for role in (event.source, event.target))
            shown = [event.type, event.status, f"{event.confidence:.2f}", *who, _around(event, story.text), story.name]
            table.writerow(["", *shown, reportedly.__version__, words, events])


def record(path: Path) -> Record:
    """The verdicts of a judged table, counted. Raises ValueError where one is missing or neither y nor n."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    if not rows:
        raise ValueError(f"{path} has no events to judge")
    verdicts = list(_verdicts(rows))
    return Record(rows[0]["version"], int(rows[0]["all_words"]), int(rows[0]["all_events"]), len(verdicts), verdicts.count(False))


def _verdicts(rows: Sequence[dict[str, str]]) -> Iterator[bool]:
    for number, row in enumerate(rows, 1):
        verdict = row["verdict"].strip().lower()
        if verdict not in VERDICTS:
            raise ValueError(f"row {number} has the verdict {verdict!r}: y or n is wanted")
        yield VERDICTS[verdict]


def _around(event: Event, text: str) -> str:
    """``... the court >>heard<< him ...``, on one line."""
    start, end = event.trigger
    shown = f"{text[max(start - BESIDE, 0) : start]}>>{text[start:end]}<<{text[end : end + BESIDE]}"
    return " ".join(shown.split())


def main() -> int:
    """Draw or record; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.false_alarms", description=(__doc__ or "").splitlines()[0])
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--draw", type=Path, metavar="FILE")
    what.add_argument("--record", type=Path, metavar="FILE")
    options = parser.parse_args()
    if options.record:
        judged = record(options.record)
        RECORD.write_text(json.dumps(asdict(judged), indent=1) + "\n", encoding="utf-8")
        print(f"{judged.false} of {judged.judged} are false alarms: {judged.false_per_thousand_words:.2f} in 1,000 words.")
        return 0
    read = stories(shared_folder() / GUM)
    found, words = alarms(read), sum(story.words for story in read)
    drawn = draw(found)
    write(options.draw, drawn, words, len(found))
    print(f"{len(found)} events in {words:,} words; {len(drawn)} drawn into {options.draw}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
