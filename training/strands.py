"""Fit what each likeness of two stories weighs for their following one happening.

    python -m training.strands [ENOUGH ...]

Learns from the stories for tuning and those of look-alikes in ``benchmarks/accounts``; needs scikit-learn. Prints WEIGHTS and
BIAS of ``compare/strands.py``, and what comes of it: look-alikes that joined a strand, and into how many pieces too many the
happenings fell.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from reportedly.compare import strands
from reportedly.compare.accounts import story_of
from reportedly.compare.comparing import name_of
from reportedly.compare.strands import Profile, Rarity, features_of, strands_of
from reportedly.pipeline import load
from reportedly.read.files import find_stories, read_path

ACCOUNTS = Path(__file__).resolve().parent.parent / "benchmarks" / "accounts"
PARTS = ("tuning", "alike")
STRENGTH = 0.3  # of the regularisation, inverse


def homes(part: str) -> dict[str, set[str]]:
    """The happenings that each story tells of."""
    gold = json.loads((ACCOUNTS / part / "gold.json").read_text("utf-8"))
    found: dict[str, set[str]] = defaultdict(set)
    for happening in gold["happenings"]:
        for account in happening["accounts"]:
            found[account["story"]].add(happening["id"])
    return found


def main() -> None:
    reader = load()
    parts = {}
    for part in PARTS:
        profiles = [Profile(story_of(reader.read(read_path(path)))) for path in sorted(find_stories(ACCOUNTS / part / "stories"))]
        parts[part] = profiles, Rarity.among(profiles), homes(part)
    rows, together = [], []
    for profiles, rarity, home in parts.values():
        for n, one in enumerate(profiles):
            for other in profiles[:n]:
                if set(one.names) & set(other.names):
                    rows.append(features_of(one, other, rarity))
                    together.append(bool(home[name_of(one.story.document)] & home[name_of(other.story.document)]))
    names = list(rows[0])
    table = np.array([[row[name] for name in names] for row in rows])
    spread = table.std(0) + 1e-9
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(table / spread, together)
    strands.WEIGHTS.clear()
    strands.WEIGHTS.update({name: round(float(w), 2) for name, w in zip(names, model.coef_[0] / spread, strict=True)})
    strands.BIAS = round(float(model.intercept_[0]), 2)
    print("WEIGHTS =", strands.WEIGHTS, "\nBIAS =", strands.BIAS)
    for enough in [float(given) for given in sys.argv[1:]] or [strands.ENOUGH]:
        strands.ENOUGH = enough
        for part, (profiles, rarity, home) in parts.items():
            report(part, profiles, rarity, home)


def report(part: str, profiles: list[Profile], rarity: Rarity, home: dict[str, set[str]]) -> None:
    """Print what became of the happenings."""
    names = [name_of(profile.story.document) for profile in profiles]
    found = [[names[i] for i in strand] for strand in strands_of(profiles, rarity)]
    joined = [name for strand in found if any(home[n] for n in strand) for name in strand if not home[name]]
    happenings = sorted({h for of in home.values() for h in of})
    left = sum(sum(any(h in home[n] for n in strand) for strand in found) - 1 for h in happenings)
    print(f"{part}, from {strands.ENOUGH}: look-alikes joined {joined}; pieces too many {left}")


if __name__ == "__main__":
    main()
