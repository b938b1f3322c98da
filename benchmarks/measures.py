"""The rows of the accuracy table: what is measured, what others reach, and what we want at least.

``peer`` is the best figure of any freely available system that was run through the same scorer, ``human`` the agreement of a
second annotator with the first; both were measured once and are constants here. ``None``: not measured.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the table."""

    key: str  # as ``score.score`` names it
    label: str
    peer: float | None
    human: float | None
    target: float | None


def _of_matched(gold: str, what: str, human: float | None, target: float | None) -> Measure:
    return Measure(f"{gold}: of matched, right {what}", f"{gold}, right {what} of the matched", None, human, target)


def _events(gold: str, wanted: bool) -> tuple[Measure, ...]:
    """Events of one set; how well two people agree, and what we want, is known of the agency stories only."""
    rows = (
        ("events: found and typed", "events found and typed, F1", 0.81, 0.60),
        (
            "events: typed, with source, target, status and attribution",
            "the same, all roles and status right, F1",
            0.52,
            0.30,
        ),
        ("of matched, right event status", "right status of the events matched", None, 0.88),
        ("of matched, right event attribution", "right attribution of the events matched", None, 0.90),
        ("of matched, right event time", "right time of the events matched", None, 0.75),
    )
    return tuple(
        Measure(f"{gold}: {key}", f"{gold}, {label}", None, human if wanted else None, target if wanted else None)
        for key, label, human, target in rows
    )


MEASURES = (
    Measure("polnear dev: content+source", "PolNeAR dev, content and source F1", 0.531, 0.754, 0.76),
    Measure("polnear dev: content+source, direct only", "PolNeAR dev, the same, direct quotations only", 0.642, 0.932, 0.90),
    Measure("wire dev: statements: who said what", "wire dev, who said what F1", 0.467, 0.949, 0.85),
    Measure("wire dev: nested: who said what", "wire dev, nested, who said what F1", 0.0, 0.87, 0.65),
    Measure("retold dev: statements: who said what", "retold dev, who said what F1", 0.3, 0.949, 0.82),
    Measure("retold dev: implied: who said what", "retold dev, implied, who said what F1", 0.0, 0.89, 0.60),
    Measure("retold dev: nested: who said what", "retold dev, nested, who said what F1", 0.0, 0.91, 0.65),
    *(_of_matched(gold, what, 0.99, 0.95) for gold in ("wire dev", "retold dev") for what in ("form", "parent", "cue")),
    *(_of_matched(gold, what, None, None) for gold in ("wire dev", "retold dev") for what in ("said_on", "venue")),
    *(measure for gold, wanted in (("wire dev", True), ("retold dev", False)) for measure in _events(gold, wanted)),
)
