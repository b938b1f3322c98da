"""Parts of reading times and events, each measured alone where the rest is given: times, root, status, mode, contexts."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import accounts_score, coding, false_alarms, plv, statuses, times
from benchmarks.score import load_scorer

ROOT_ACCURACY = "plv, untouched half: root accuracy"
ROOT_F1 = "plv, untouched half: root macro F1"
STATUS_F1 = "meantime: status macro F1"
TIMES_RELAXED = "meantime: times relaxed F1"
TIMES_VALUE = "meantime: times value F1"
DATES = "gum news: dates right"
MODES = "made stories: mode accuracy"
GROUPING = "accounts, tuning half: grouping B3 F1"
DISPUTES = "accounts, tuning half: disputes precision"
DISPUTES_FOUND = "accounts, tuning half: disputes recall"
REPEATS = "accounts, tuning half: repeats F1"
REPRINTS = "accounts, tuning half: reprints F1"
LOOKALIKES = "accounts, tuning half: look-alikes merged, share"
FALSE_ALARMS = "gum talk: false alarms in 1,000 words"


@dataclass(frozen=True, slots=True)
class Part:
    """One row of the table. ``None``: not measured, not known, or nothing asked for."""

    key: str
    label: str
    value: float | None
    low: float | None = None  # nineteen times in twenty the figure lies between these
    high: float | None = None
    simple: float | None = None  # what something simple reaches on the same cases
    published: float | None = None  # the best published figure
    wanted: float | None = None
    at_most: bool = False  # wanted is a ceiling
    held: bool = True  # by the floors; not what can be measured only where scikit-learn is installed


def parts(shared: Path) -> list[Part]:
    """All of them. What needs scikit-learn is left out where that is absent."""
    learning = importlib.util.find_spec("sklearn") is not None
    return [*_roots(shared, learning), _status(shared), *_times(shared), *_coding(learning), *_accounts(shared), _false_alarms()]


def figures(measured: Sequence[Part]) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """What must not fall and what must not rise, by key, for the floors."""
    known = [(part.key, part.value, part.at_most) for part in measured if part.held and part.value is not None]
    return {k: v for k, v, at_most in known if not at_most}, {k: v for k, v, at_most in known if at_most}


def _roots(shared: Path, learning: bool) -> list[Part]:
    path = shared / plv.PLV
    untouched = plv.read_plv(path, "untouched")
    ours = plv.scored("reportedly", untouched, plv.shipped()).figures
    linear = plv.scored("linear", untouched, plv.linear(plv.read_plv(path, "train"))).figures if learning else None
    simple = (linear.accuracy, linear.macro_f1) if linear else (None, None)
    return [
        Part(ROOT_ACCURACY, "PLV, root, accuracy", ours.accuracy, simple=simple[0], published=0.76, wanted=0.78),
        Part(ROOT_F1, "PLV, root, macro F1", ours.macro_f1, *ours.interval, simple[1], 0.74, 0.74),
    ]


def _status(shared: Path) -> Part:
    ours, simple = statuses.scored(statuses.read_meantime(shared / statuses.MEANTIME), statuses.shipped())
    return Part(STATUS_F1, "MEANTIME, status, macro F1", ours.macro_f1, *ours.interval, simple.macro_f1)


def _times(shared: Path) -> list[Part]:
    """The published figures are HeidelTime's on TempEval-3's test set, not on MEANTIME."""
    scorer = load_scorer(shared / times.SCORER)
    ours = times.meantime_figures(times.read_meantime(shared / statuses.MEANTIME), scorer)["measures"]
    gum = times.gum_figures(times.read_gum(shared / times.GUM))
    return [
        Part(TIMES_RELAXED, "MEANTIME, times, relaxed F1", ours["relaxed_f1"] / 100, published=0.90, wanted=0.90),
        Part(TIMES_VALUE, "MEANTIME, times, value F1", ours["value_f1"] / 100, published=0.78, wanted=0.78),
        Part(DATES, "GUM news, dates found that have the right value", gum.right / gum.valued),
    ]


def _coding(learning: bool) -> list[Part]:
    first, second = coding.halves()
    modes = coding.mode_row("", second, first)
    found = [Part(MODES, "made stories, mode, accuracy", modes.ours, simple=modes.commonest)]
    if learning:
        rows = [coding.context_row("", first, second), coding.context_row("", second, first)]
        found += [
            Part(
                f"made stories, half {i}: contexts micro F1",
                f"made stories, half {i}, contexts, micro F1",
                r.ours,
                simple=r.commonest,
                held=False,
            )
            for i, r in enumerate(rows, 1)
        ]
    return found


def _accounts(shared: Path) -> list[Part]:
    """The half that the judge was made with, so that nothing is lost again; docs/compare.md has what to expect elsewhere."""
    found = accounts_score.figures("tuning", shared)
    grouping, relations = found["grouping"], found["relations"]["classes"]
    apart = grouping["distractors"]
    return [
        Part(GROUPING, "our accounts, tuning half, grouping, B3 F1", grouping["b3"]["f1"], wanted=0.75),
        Part(DISPUTES, "our accounts, tuning half, disputes, precision", relations["disputes"]["p"], wanted=0.85),
        Part(DISPUTES_FOUND, "our accounts, tuning half, disputes, recall", relations["disputes"]["r"], wanted=0.60),
        Part(REPEATS, "our accounts, tuning half, repeats, F1", relations["repeats"]["f1"], wanted=0.75),
        Part(REPRINTS, "our accounts, tuning half, reprints, F1", found["reprints"]["f1"], wanted=0.95),
        Part(
            LOOKALIKES,
            "our accounts, tuning half, look-alikes merged",
            apart["wrongly_grouped"] / apart["of"],
            wanted=0.1,
            at_most=True,
        ),
    ]


def _false_alarms() -> Part:
    record = false_alarms.Record.load()
    rate = record.false_per_thousand_words if record else None
    return Part(FALSE_ALARMS, "GUM talk, false alarms in 1,000 words, by hand", rate, wanted=2.0, at_most=True)
