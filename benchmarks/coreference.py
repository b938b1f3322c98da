"""MUC, B3, CEAF-e and their mean, CoNLL F1: how near a grouping of mentions comes to the gold one.

MUC (Vilain et al. 1995) counts links, so that a mention alone counts for nothing; B3 (Bagga and Baldwin 1998) counts mentions;
CEAF-e (Luo 2005) sets each gold cluster against at most one other. All as Pradhan et al. (ACL 2014) define them, whose worked
example is a test. CEAF-e needs SciPy, which comes with the dependency group ``peers``.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Clusters = Sequence[Collection[Hashable]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Precision and recall, 0..1 each."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean; 0 where both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def conll(gold: Clusters, found: Clusters) -> dict[str, float]:
    """F1 by each measure, and their mean as ``"CoNLL"``."""
    figures = {"MUC": muc(gold, found).f1, "B3": b_cubed(gold, found).f1, "CEAF-e": ceaf_e(gold, found).f1}
    return {**figures, "CoNLL": sum(figures.values()) / len(figures)}


def muc(gold: Clusters, found: Clusters) -> Measured:
    """Links: a cluster of n mentions that lies in k pieces lacks k - 1 of its n - 1."""
    return Measured(_links_kept(found, gold), _links_kept(gold, found))


def _links_kept(clusters: Clusters, others: Clusters) -> float:
    home = _home(others)
    kept = sum(len(c) - len({home.get(mention, mention) for mention in c}) for c in clusters)
    return kept / total if (total := sum(len(c) - 1 for c in clusters)) else 0.0


def b_cubed(gold: Clusters, found: Clusters) -> Measured:
    """Mentions: the share of a mention's cluster that belongs with it, on average."""
    return Measured(_belonging(found, gold), _belonging(gold, found))


def _belonging(clusters: Clusters, others: Clusters) -> float:
    home = _home(others)
    shares = 0.0
    for cluster in clusters:
        for mention in cluster:
            shares += len(set(cluster) & set(others[home[mention]])) / len(cluster) if mention in home else 0.0
    return shares / total if (total := sum(map(len, clusters))) else 0.0


def ceaf_e(gold: Clusters, found: Clusters) -> Measured:
    """Clusters, each gold one matched with at most one other so that together they are most alike."""
    optimize = importlib.import_module("scipy.optimize")
    if not gold or not found:
        return Measured(0.0, 0.0)
    likeness = np.zeros((len(gold), len(found)))
    home = _home(found)
    for i, cluster in enumerate(gold):
        for j in {home[mention] for mention in cluster if mention in home}:
            likeness[i, j] = 2 * len(set(cluster) & set(found[j])) / (len(cluster) + len(found[j]))
    total = float(likeness[optimize.linear_sum_assignment(-likeness)].sum())
    return Measured(total / len(found), total / len(gold))


def _home(clusters: Clusters) -> Mapping[Hashable, int]:
    """Number of the cluster that each mention is in."""
    return {mention: number for number, cluster in enumerate(clusters) for mention in cluster}
