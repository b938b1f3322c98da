"""Where sentences end: our rules and the splitters one can install, on the sentence boundaries of GUM.

``python -m benchmarks.sentences`` prints the table of ``docs/decisions/0003-sentences.md``. Paragraphs are given, so their ends
do not count. Splitters that are not installed are left out; all are:
``pip install blingfire pysbd razdel sentencex sentencesplit syntok yasbd-lib``.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import shared_folder
from reportedly.annotate.sentences import sentences_of
from reportedly.records import Span

GENRES = ("news", "interview", "speech", "court")

Split = Callable[[str], Iterable[str]]
"""Cuts a paragraph into sentences."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of GUM and where its sentences end, its own end left out."""

    text: str
    ends: frozenset[int]


@dataclass(frozen=True, slots=True)
class Score:
    """How many boundaries were found, and how fast."""

    right: int
    wrong: int
    missed: int
    characters_per_second: float  # of processor time

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall over boundaries."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)


def read_conllu(text: str) -> Iterator[Paragraph]:
    """The paragraphs of one document: a ``# newpar`` line starts one, ``SpaceAfter=No`` glues words."""
    words = ""
    ends: list[int] = []
    for block in text.split("\n\n"):
        if "# newpar" in block and ends:
            yield Paragraph(words.rstrip(), frozenset(ends[:-1]))
            words, ends = "", []
        sentence = "".join(_printed(block.splitlines()))
        if sentence:
            words += sentence
            ends.append(len(words.rstrip()))
    if ends:
        yield Paragraph(words.rstrip(), frozenset(ends[:-1]))


def _printed(lines: list[str]) -> Iterator[str]:
    """The words as printed; the parts of a contraction ("3-4 don't") stand in its line already."""
    inside_until = 0
    for columns in (line.split("\t") for line in lines if line and line[0].isdigit()):
        number, form, space = columns[0], columns[1], "" if "SpaceAfter=No" in columns[9] else " "
        if "-" in number:
            inside_until = int(number.split("-")[1])
            yield form + space
        elif "." not in number and int(number) > inside_until:
            yield form + space


def score(split: Split, paragraphs: list[Paragraph]) -> Score:
    """Boundaries of ``split`` against gold; sentences that are not in the text, having been rewritten, are missed."""
    right = wrong = missed = 0
    started = time.process_time()
    found = [list(split(paragraph.text)) for paragraph in paragraphs]
    seconds = time.process_time() - started
    for paragraph, sentences in zip(paragraphs, found, strict=True):
        ends = set(_ends(paragraph.text, sentences)) - {len(paragraph.text)}
        right += len(ends & paragraph.ends)
        wrong += len(ends - paragraph.ends)
        missed += len(paragraph.ends - ends)
    return Score(right, wrong, missed, sum(len(paragraph.text) for paragraph in paragraphs) / seconds)


def _ends(text: str, sentences: Iterable[str]) -> Iterator[int]:
    at = 0
    for sentence in map(str.strip, sentences):
        found = text.find(sentence, at)
        if sentence and found >= 0:
            at = found + len(sentence)
            yield at


def ours(paragraph: str) -> list[str]:
    """Our rules."""
    return [paragraph[start:end] for start, end in sentences_of(paragraph, (Span(0, len(paragraph)),))]


def _syntok() -> Split:
    analyze = importlib.import_module("syntok.segmenter").analyze

    def split(paragraph: str) -> list[str]:
        sentences = [list(sentence) for part in analyze(paragraph) for sentence in part]
        return [paragraph[words[0].offset : words[-1].offset + len(words[-1].value)] for words in sentences]

    return split


def _blingfire() -> Split:
    library = importlib.import_module("blingfire")
    return lambda paragraph: library.text_to_sentences(paragraph).split("\n")


def _razdel() -> Split:
    library = importlib.import_module("razdel")
    return lambda paragraph: [sentence.text for sentence in library.sentenize(paragraph)]


def _sentencex() -> Split:
    library = importlib.import_module("sentencex")
    return lambda paragraph: library.segment("en", paragraph)


def _pysbd() -> Split:
    split: Split = importlib.import_module("pysbd").Segmenter(language="en", clean=False).segment
    return split


def _sentencesplit() -> Split:
    split: Split = importlib.import_module("sentencesplit").Segmenter(language="en").segment
    return split


def _yasbd() -> Split:
    split: Split = importlib.import_module("yasbd").BoundaryDetector("en").segment
    return split


RIVALS: dict[str, Callable[[], Split]] = {
    "reportedly": lambda: ours,
    "razdel": _razdel,
    "blingfire": _blingfire,
    "syntok": _syntok,
    "sentencex": _sentencex,
    "sentencesplit": _sentencesplit,
    "yasbd-lib": _yasbd,
    "pysbd": _pysbd,
}


def paragraphs_of_genre(folder: Path, genre: str) -> list[Paragraph]:
    """All paragraphs of the documents of one genre."""
    return [
        paragraph for path in sorted(folder.glob(f"GUM_{genre}_*.conllu")) for paragraph in read_conllu(path.read_text("utf-8"))
    ]


def main() -> None:
    """Print one row for each splitter: F1 for each genre, and its speed over all."""
    genres = {genre: paragraphs_of_genre(shared_folder() / "data" / "gum" / "conllu", genre) for genre in GENRES}
    print("| splitter |", " | ".join(genres), "| all | million characters/s |\n|---|" + "---|" * (len(genres) + 2))
    for name, load in RIVALS.items():
        try:
            split = load()
        except ImportError:
            print(f"{name} is not installed", file=sys.stderr)
            continue
        scores = [score(split, paragraphs) for paragraphs in genres.values()]
        total = score(split, [paragraph for paragraphs in genres.values() for paragraph in paragraphs])
        cells = " | ".join(f"{each.f1:.3f}" for each in (*scores, total))
        print(f"| {name} | {cells} | {total.characters_per_second / 1e6:.1f} |")


if __name__ == "__main__":
    main()
