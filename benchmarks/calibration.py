"""Is a statement given at 0.9 right nine times in ten?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.score import Judged

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The statements whose confidence lies in ``[low, high)``; the last bin takes 1.0 too."""

    low: float
    high: float
    count: int
    confidence: float  # mean; 0 where the bin is empty
    accuracy: float  # share that was right; 0 where the bin is empty


def reliability(judged: Sequence[Judged], bins: int = BINS) -> list[Bin]:
    """The reliability curve: confidence against accuracy in ``bins`` bins of equal width."""
    members: list[list[Judged]] = [[] for _ in range(bins)]
    for one in judged:
        members[min(int(one.confidence * bins), bins - 1)].append(one)
    return [
        Bin(i / bins, (i + 1) / bins, len(m), _mean([j.confidence for j in m]), _mean([float(j.right) for j in m]))
        for i, m in enumerate(members)
    ]


def expected_calibration_error(curve: Sequence[Bin]) -> float:
    """How far confidence and accuracy lie apart, the mean over statements: 0 is perfect.

    Ten statements at 0.9 of which nine are right and ten at 0.5 of which none is: (10 * 0 + 10 * 0.5) / 20 = 0.25.
    """
    total = sum(b.count for b in curve)
    return sum(b.count * abs(b.confidence - b.accuracy) for b in curve) / total if total else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
