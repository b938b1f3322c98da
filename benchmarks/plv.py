"""PLV: 1,050 news sentences, each with a marked source and target and the PLOVER root of what the one does to the other.

The set is older than PLOVER's split of YIELD into CONCEDE (in words) and RETREAT (in deed), so guesses of these two are folded
into YIELD before they are compared. It is cut in two halves once and for all: one may be learnt from, the other is only
ever measured on.

    python -m benchmarks.plv          the figures of the shipped network and, for reference, of a linear classifier

The classifier needs scikit-learn, which comes with the dependency group ``peers``.
"""

from __future__ import annotations

import csv
import hashlib
import importlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, cast

from benchmarks.classes import ClassFigures, class_figures
from benchmarks.corpora import shared_folder
from benchmarks.report import number, table
from reportedly.records import EventType, Span, Spans

Root = Literal[
    "AGREE", "CONSULT", "SUPPORT", "YIELD", "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION",
    "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Half = Literal["train", "untouched"]
RootOf = Callable[[str, Spans, Spans], EventType]
"""Given a sentence and where its source and its target stand, what the one does to the other."""

PLV = Path("data", "plover", "PLV_train.tsv")  # within the folder of the gold sets
MARK = re.compile(r"<(/?)([st])>")


class Marked(NamedTuple):
    """One sentence, who acts in it on whom, and what gold calls it. A role that the sentence leaves unnamed has no span."""

    text: str
    source: Spans
    target: Spans
    root: Root


def read_plv(path: Path, half: Half | None = None) -> list[Marked]:
    """The sentences of one half, or all, in the order of the file. Raises ValueError where marks are not closed."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        found = [_marked(row["marked_sentence"], cast(Root, row["gold_root"])) for row in rows]
    if half is None:
        return found
    halves = _halves(found)
    return [one for one in found if halves[one.text] == half]


def folded(event_type: EventType) -> Root:
    """The root that PLV has for a type: YIELD for CONCEDE and RETREAT."""
    return "YIELD" if event_type in ("CONCEDE", "RETREAT") else cast(Root, event_type)


def types_of(root: Root) -> tuple[EventType, ...]:
    """The types that a root stands for: CONCEDE and RETREAT for YIELD, else itself."""
    return ("CONCEDE", "RETREAT") if root == "YIELD" else (cast(EventType, root),)


def _marked(text: str, root: Root) -> Marked:
    """``<s>Iran</s> sued <t>it</t>.`` -> ``Iran sued it.`` with Iran at 0 to 4 and it at 10 to 12. Marks may nest and repeat."""
    spans: dict[str, list[Span]] = {"s": [], "t": []}
    opened: dict[str, int] = {}
    plain, done = "", 0
    for mark in MARK.finditer(text):
        plain += text[done : mark.start()]
        done = mark.end()
        closes, role = mark.groups()
        if not closes:
            opened[role] = len(plain)
        elif role in opened:
            spans[role].append(_trimmed(plain, opened.pop(role)))
        else:
            raise ValueError(f"closed but never opened: {mark[0]} in {text!r}")
    if opened:
        raise ValueError(f"opened but never closed in {text!r}")
    return Marked(plain + text[done:], tuple(spans["s"]), tuple(spans["t"]), root)


def _trimmed(text: str, start: int) -> Span:
    """From ``start`` to the end of the text, without white space at its ends."""
    words = text[start:].strip()
    start += text[start:].index(words)
    return Span(start, start + len(words))


def _halves(sentences: Iterable[Marked]) -> dict[str, Half]:
    """Each sentence's half. Of every root, half: the sentences, sorted by their digests, fall into the halves in turn.

    A sentence with several pairs of source and target stays whole; it counts under the root of its first.
    """
    texts: dict[Root, dict[str, None]] = defaultdict(dict)
    seen: set[str] = set()
    for one in sentences:
        if one.text not in seen:
            seen.add(one.text)
            texts[one.root][one.text] = None
    halves: dict[str, Half] = {}
    for group in texts.values():
        for i, text in enumerate(sorted(group, key=_digest)):
            halves[text] = "untouched" if i % 2 else "train"
    return halves


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# --- measuring


class Guessed(NamedTuple):
    """How well one guesser does on the untouched half."""

    name: str
    figures: ClassFigures


def scored(name: str, sentences: Sequence[Marked], root_of: RootOf) -> Guessed:
    """Accuracy and macro F1 over roots; bounds by drawing sentences."""
    guesses = [folded(root_of(one.text, one.source, one.target)) for one in sentences]
    return Guessed(name, class_figures([one.root for one in sentences], guesses, [one.text for one in sentences]))


def linear(sentences: Sequence[Marked]) -> RootOf:
    """A linear classifier learned from ``sentences``: words and pairs of words, source and target replaced by one word each.

    It knows no CONCEDE: what gold calls YIELD it calls RETREAT, which is folded into YIELD again.
    """
    text = importlib.import_module("sklearn.feature_extraction.text")
    model = importlib.import_module("sklearn.pipeline").make_pipeline(
        text.TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=1),
        importlib.import_module("sklearn.svm").LinearSVC(C=1.0),
    )
    model.fit([_masked(one.text, one.source, one.target) for one in sentences], [types_of(one.root)[-1] for one in sentences])

    def root_of(text: str, source: Spans, target: Spans) -> EventType:
        found: EventType = str(model.predict([_masked(text, source, target)])[0])  # type: ignore[assignment]
        return found

    return root_of


def _masked(text: str, source: Spans, target: Spans) -> str:
    """``Iran sued Siemens.`` -> ``sourceactor sued targetactor.``; the inner of two that nest is kept in the outer."""
    spans = sorted([(*span, "sourceactor") for span in source] + [(*span, "targetactor") for span in target], reverse=True)
    last = len(text)
    for start, end, name in spans:
        if end <= last:
            text = f"{text[:start]}{name}{text[end:]}"
            last = start
    return text


def shipped() -> RootOf:
    """By the network of the installed package."""
    from reportedly.annotate.events.between import type_between
    from reportedly.annotate.segment import layers_of
    from reportedly.pipeline import load

    network = load().network
    return lambda text, source, target: type_between(network, layers_of(text), source, target)


def main() -> None:
    """Print the table."""
    path = shared_folder() / PLV
    untouched = read_plv(path, "untouched")
    guessed = [
        scored("reportedly", untouched, shipped()),
        scored("TF-IDF and a linear SVM", untouched, linear(read_plv(path, "train"))),
    ]
    rows = [
        [name, number(f.accuracy), f"{number(f.macro_f1)} ({number(f.interval.low)} to {number(f.interval.high)})"]
        for name, f in guessed
    ]
    print(f"PLV, untouched half: {len(untouched)} sentences.\n")
    print(table(["guesser", "accuracy", "macro F1 (95 %)"], rows))
    print("\n" + table(["root", *(name for name, _ in guessed)], _by_root(guessed)))


def _by_root(guessed: Sequence[Guessed]) -> list[list[str]]:
    return [[root, *(number(figures.f1[root]) for _, figures in guessed)] for root in guessed[0].figures.f1]


if __name__ == "__main__":
    main()
