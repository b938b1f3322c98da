"""Times held against MEANTIME's TIMEX3 and GUM's dates, by the conventions of TempEval-3 (../shared/bench/timex_score.py).

MEANTIME (CC BY 4.0): 60 Wikinews stories. Times are annotated in the headline and the first five sentences, so no other
are scored; nor is the story's own date, of which readers are told. The text is joined from words as ``statuses`` joins it.

GUM (CC BY 4.0): 20 news stories with the dates they name, but neither durations nor vague times. So what is measured is which
share of them is found (an overlap counts) and, of those found whose day, month or year is given, to how many we give the same.

    python -m benchmarks.times          print the figures
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from lxml import etree

from benchmarks.corpora import shared_folder
from benchmarks.report import number, table
from benchmarks.score import load_scorer
from benchmarks.statuses import MEANTIME, text_of
from reportedly.annotate.segment import layers_of
from reportedly.annotate.times import times_of
from reportedly.records import Document, Span, Time

SCORER = Path("bench", "timex_score.py")  # within the folder of the gold sets
GUM = Path("data", "gum", "xml")
LAST_SENTENCE = 5  # of those that MEANTIME's annotators read


class Dated(NamedTuple):
    """A story, the date it is known to be of, and the times that gold finds in it: span, TIMEX3 type and value."""

    name: str
    text: str
    published: str
    times: tuple[tuple[Span, str, str], ...]
    own_date: tuple[Span, ...]  # where the story prints its date: not scored


class GumFigures(NamedTuple):
    """How many dates gold has, how many of them are found, how many of these have a value, and how many the right one."""

    dates: int
    found: int
    valued: int
    right: int


def read_meantime(folder: Path) -> list[Dated]:
    """The stories of all parts of MEANTIME, by name, as far as times are annotated in them."""
    return [_meantime_story(path) for path in sorted(folder.glob("*/*.xml"))]


def _meantime_story(path: Path) -> Dated:
    root = etree.parse(path).getroot()
    text, spans = text_of([t for t in root.findall("token") if int(t.get("sentence", "0")) <= LAST_SENTENCE])
    marked = [(mark, [spans[a.get("t_id", "")] for a in mark.findall("token_anchor")]) for mark in root.iter("TIMEX3")]
    times = sorted((Span(words[0].start, words[-1].end), mark) for mark, words in marked if words)
    own = [span for span, mark in times if mark.get("functionInDocument") == "CREATION_TIME"] or [times[0][0]]
    published = next(mark.get("value", "") for span, mark in times if span == own[0])
    gold = tuple((span, mark.get("type", ""), mark.get("value", "")) for span, mark in times if span not in own)
    return Dated(path.stem, text, published, gold, tuple(own))


def read_gum(folder: Path) -> list[Dated]:
    """The news stories of GUM, by name."""
    return [_gum_story(path) for path in sorted(folder.glob("GUM_news_*.xml"))]


def _gum_story(path: Path) -> Dated:
    """In these files a line is a tag or a word; an element ``date`` may give ``when``, or an interval we do not compare."""
    root = etree.parse(path).getroot()
    words: list[str] = []
    dates: list[tuple[int, int, str]] = []

    def walk(element: etree._Element) -> None:
        start = len(words)
        words.extend(_words(element.text))
        for child in element:
            walk(child)
            words.extend(_words(child.tail))
        if element.tag == "date":
            dates.append((start, len(words), element.get("when", "")))
        if element.tag in ("p", "head"):
            words.append("\n\n")

    walk(root)
    text, spans = "", []
    for word in words:
        joined = not text or word in {",", ".", "'s", ")", "%", "\n\n"} or text.endswith(("(", "$", "\n"))
        text += word if joined else f" {word}"
        spans.append(Span(len(text) - len(word), len(text)))
    times = tuple((Span(spans[start].start, spans[end - 1].end), "DATE", value) for start, end, value in dates)
    return Dated(path.stem, text, root.get("dateCreated", ""), times, ())


def _words(lines: str | None) -> Iterator[str]:
    return (line.split("\t")[0] for line in (lines or "").split("\n") if line)


def meantime_figures(stories: list[Dated], scorer: ModuleType) -> Mapping[str, Any]:
    """What the scorer finds: ``measures`` in percent, ``counts``, and every disagreement under ``errors``."""
    gold = {s.name: scorer.Document(s.name, s.published, s.text, [_timex(scorer, *time) for time in s.times]) for s in stories}
    ours = {
        s.name: [_timex(scorer, t.span, t.type, t.value) for t in read(s) if not any(_overlap(t.span, own) for own in s.own_date)]
        for s in stories
    }
    figures: Mapping[str, Any] = scorer.score(gold, ours)
    return figures


def gum_figures(stories: list[Dated]) -> GumFigures:
    """How many of GUM's dates we find, and with the same value."""
    dates = found = valued = right = 0
    for story in stories:
        ours = read(story)
        for span, _, value in story.times:
            values = [time.value.partition("T")[0] for time in ours if _overlap(time.span, span)]
            dates += 1
            found += bool(values)
            valued += bool(values and value)
            right += bool(value) and value.partition("T")[0] in values
    return GumFigures(dates, found, valued, right)


def read(story: Dated) -> tuple[Time, ...]:
    """Our times of a story, by the rules alone: no statement is known."""
    return times_of(Document(story.name, story.text, published=story.published), layers_of(story.text), ())


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _timex(scorer: ModuleType, span: Span, kind: str, value: str) -> Any:
    return scorer.Timex(span.start, span.end, kind, value)


def main() -> None:
    """Print the tables."""
    shared = shared_folder()
    figures = meantime_figures(read_meantime(shared / MEANTIME), load_scorer(shared / SCORER))
    measures, counts = figures["measures"], figures["counts"]
    print(f"MEANTIME: {counts['gold']} times, {counts['predicted']} found.\n")
    rows = [[name, f"**{number(measures[f'{name}_f1'] / 100)}**"] for name in ("strict", "relaxed", "type", "value")]
    print(table(["F1", "reportedly"], rows))
    gum = gum_figures(read_gum(shared / GUM))
    print(f"\nGUM: {gum.found} of {gum.dates} dates found; the same value for {gum.right} of {gum.valued}.")


if __name__ == "__main__":
    main()
