"""Fit the network that says which tellings of events are of one happening.

    python -m training.happenings src/reportedly/compare/lang/en

Learns from the train half of ECB+ (CC BY 3.0): a few hundred weights, no text. Within topics that are found as in the benchmark,
every two candidates are a row. From which mean probability on tellings are brought together is chosen on topics that a network
did not see, as the middle of what is best there. Needs scikit-learn and SciPy (dependency group ``peers``) and ECB+ in
``../shared``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.neural_network import MLPClassifier

from benchmarks.coreference import conll
from benchmarks.corpora import shared_folder
from benchmarks.crossdoc import ECB, Mention, Read, by_topic, gold, mentions_of, rarity_among
from reportedly.compare.events import FEATURES, Company, Table, Weights
from reportedly.compare.linkage import brought_together
from reportedly.pipeline import load
from reportedly.read.files import read_text

FOLDS = 5
HIDDEN = 24
BEGINNINGS = 4
ALIKE = 0.001  # of CoNLL F1, within which two figures are no different
DECIMALS = 4
CUTS = [n / 20 for n in range(4, 12)]
Rows = tuple[list[int], list[tuple[int, int]], Table, list[bool]]  # numbers of mentions, pairs among them, features, one event?


def rows_of(mentions: list[Mention]) -> list[Rows]:
    """The pairs of each topic."""
    rarity, found = rarity_among(mentions), []
    for topic in by_topic(mentions):
        company = Company([mentions[i].telling for i in topic], rarity)
        pairs = list(company.candidates())
        same = [mentions[topic[i]].chain == mentions[topic[j]].chain for i, j in pairs]
        found.append((topic, pairs, company.features(pairs), same))
    return found


def fitted(rows: list[Rows], mean: Table, spread: Table) -> dict[str, Any]:
    """Networks fitted to some topics from several random beginnings, as one network that answers with their mean."""
    table = (np.concatenate([features for _, _, features, _ in rows]) - mean) / spread
    same = np.concatenate([same for *_, same in rows])
    each = [
        MLPClassifier((HIDDEN,), alpha=1.0, batch_size=512, learning_rate_init=2e-3, max_iter=8, random_state=seed).fit(
            table, same
        )
        for seed in range(BEGINNINGS)
    ]
    return {
        "mean": mean,
        "spread": spread,
        "hidden": np.concatenate([network.coefs_[0] for network in each], axis=1),
        "hidden_bias": np.concatenate([network.intercepts_[0] for network in each]),
        "out": np.concatenate([network.coefs_[1][:, 0] for network in each]) / BEGINNINGS,
        "out_bias": np.mean([network.intercepts_[1][0] for network in each]),
    }


def figures(mentions: list[Mention], rows: list[Rows], sure: list[Table]) -> dict[float, float]:
    """CoNLL F1 from each mean probability on."""
    found = {}
    for cut in CUTS:
        clusters: list[list[int]] = []
        for (topic, pairs, _, _), likely in zip(rows, sure, strict=True):
            table = np.zeros((len(topic), len(topic)))
            for (i, j), probability in zip(pairs, likely, strict=True):
                table[i, j] = table[j, i] = probability
            clusters.extend([topic[n] for n in cluster] for cluster in brought_together(table, cut))
        found[cut] = conll(gold(mentions), clusters)["CoNLL"]
    return found


def main(out: Path, read: Read | None = None) -> None:
    reader = load()
    mentions = mentions_of("Train", read or (lambda text: reader.read(read_text(text))), shared_folder() / ECB)
    rows = rows_of(mentions)
    every = np.concatenate([features for _, _, features, _ in rows])
    mean, spread = every.mean(0), every.std(0) + 1e-6
    sure: list[Table] = [np.zeros(0)] * len(rows)
    for fold in range(FOLDS):
        network = Weights(**fitted([r for n, r in enumerate(rows) if n % FOLDS != fold and r[1]], mean, spread), enough=0.0)
        for n in range(fold, len(rows), FOLDS):
            sure[n] = network.sure(rows[n][2])
    by_cut = figures(mentions, rows, sure)
    best = [cut for cut, f1 in by_cut.items() if f1 > max(by_cut.values()) - ALIKE]
    print("CoNLL F1 on topics not seen:", {cut: round(f1, 4) for cut, f1 in by_cut.items()})
    tables = fitted([r for r in rows if r[1]], mean, spread)
    weights = {name: np.round(table, DECIMALS).tolist() for name, table in tables.items()}
    kept = {"features": FEATURES, **weights, "enough": (min(best) + max(best)) / 2}
    (out / "happening_weights.json").write_text(json.dumps(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
