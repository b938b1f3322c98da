"""How events are presented, held against MEANTIME: 60 Wikinews stories with the certainty, polarity and time of every event.

MEANTIME (CC BY 4.0) marks what we call status by four attributes. They are mapped by the first line that holds:

======================================  ==============
the gold                                our status
======================================  ==============
an attribute is absent                  left out
a part of a conditional (``COND_...``)  hypothetical
``POSSIBLE``                            hypothetical
certainty or polarity unspecified       left out
``NEG``                                 denied
``FUTURE``                              future
else                                    asserted
======================================  ==============

MEANTIME has no mark for what is asked for; most of that is ``FUTURE`` there, so our ``demanded`` counts as future. Gold comes
as words without spaces; they are joined as they are printed, and headline, date and body make paragraphs.

    python -m benchmarks.statuses          print the figures of the shipped network
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from benchmarks.classes import ClassFigures, class_figures, majority
from benchmarks.corpora import shared_folder
from benchmarks.report import number, table
from reportedly.annotate.segment import layers_of
from reportedly.records import Span, Status

MEANTIME = Path("data", "meantime", "intra-doc")  # within the folder of the gold sets
CLOSING = re.compile(r"[.,;:!?%)\]}]|'s|'S|n't|'(?:re|ve|ll|d|m)|''|…")  # words printed without a space before them
OPENING = re.compile(r"[(\[{$£€#]|US\$|``")  # and after them
QUOTES = {"``": "“", "''": "”"}

StatusesAt = Callable[[str, Sequence[Span]], Sequence[Status]]
"""Given a story and where events are named in it, the status of each."""


class Presented(NamedTuple):
    """A story and how its events are presented."""

    name: str
    text: str
    triggers: tuple[Span, ...]
    statuses: tuple[Status, ...]


def read_meantime(folder: Path) -> list[Presented]:
    """The stories of all parts of MEANTIME, by name."""
    return [_story(path) for path in sorted(folder.glob("*/*.xml"))]


def scored(stories: Sequence[Presented], statuses_at: StatusesAt) -> tuple[ClassFigures, ClassFigures]:
    """Our figures, and those of one who calls everything by the commonest status; bounds by drawing stories."""
    gold = [status for story in stories for status in story.statuses]
    names = [story.name for story in stories for _ in story.statuses]
    guesses = [folded(status) for story in stories for status in statuses_at(story.text, story.triggers)]
    return class_figures(gold, guesses, names), class_figures(gold, majority(gold), names)


def folded(status: Status) -> Status:
    """What is demanded is future in MEANTIME."""
    return "future" if status == "demanded" else status


def status_of(mention: Mapping[str, str]) -> Status | None:
    """Our status for the attributes of an ``EVENT_MENTION``; None where they leave it open. See the top of this file."""
    polarity, certainty, time = (mention.get(key) for key in ("polarity", "certainty", "time"))
    if not (polarity and certainty and time):
        return None
    if certainty == "POSSIBLE" or mention.get("special_cases", "").startswith("COND"):
        return "hypothetical"
    if "UNDERSPECIFIED" in (polarity, certainty):
        return None
    if polarity == "NEG":
        return "denied"
    return "future" if time == "FUTURE" else "asserted"


def _story(path: Path) -> Presented:
    root = etree.parse(path).getroot()
    text, spans = text_of(root.findall("token"))
    events = sorted(_events(root, spans))
    return Presented(path.stem, text, tuple(span for span, _ in events), tuple(status for _, status in events))


def _events(root: etree._Element, spans: Mapping[str, Span]) -> Iterator[tuple[Span, Status]]:
    for mention in root.iter("EVENT_MENTION"):
        words = [spans[anchor.get("t_id", "")] for anchor in mention.findall("token_anchor")]
        status = status_of({str(key): str(value) for key, value in mention.attrib.items()})
        if words and status:
            yield Span(min(w.start for w in words), max(w.end for w in words)), status


def text_of(tokens: Sequence[etree._Element]) -> tuple[str, dict[str, Span]]:
    """The story as printed, and where each token stands: ``Apple|'s|( new )`` -> ``Apple's (new)``."""
    text, before, spans = "", "", {}
    sentence = "0"
    for token in tokens:
        word, number_ = token.text or "", token.get("sentence", "0")
        if number_ != sentence and int(number_) <= 2:  # 0 is the headline, 1 the date
            text += "\n\n"
        elif text and not CLOSING.fullmatch(word) and not OPENING.fullmatch(before):
            text += " "
        printed = QUOTES.get(word, word)
        spans[token.get("t_id", "")] = Span(len(text), len(text) + len(printed))
        text += printed
        before, sentence = word, number_
    return text, spans


def shipped() -> StatusesAt:
    """By the network of the installed package."""
    from reportedly.annotate.events.between import statuses_at
    from reportedly.pipeline import load

    network = load().network
    return lambda text, triggers: statuses_at(network, layers_of(text), triggers)


def main() -> None:
    """Print the table."""
    ours, baseline = scored(read_meantime(shared_folder() / MEANTIME), shipped())
    print(f"MEANTIME: {ours.cases} events. Macro F1 95 % interval: {ours.interval.low:.3f} to {ours.interval.high:.3f}.\n")
    rows = [
        ["macro F1", f"**{number(ours.macro_f1)}**", number(baseline.macro_f1)],
        ["accuracy", f"**{number(ours.accuracy)}**", number(baseline.accuracy)],
        *([f"F1 of {status}", f"**{number(f1)}**", number(baseline.f1[status])] for status, f1 in ours.f1.items()),
    ]
    print(table(["measure", "reportedly", "all the commonest"], rows))


if __name__ == "__main__":
    main()
