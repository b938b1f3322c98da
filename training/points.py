"""Fit what tells whether two accounts speak to one point, on the tuning half of ``benchmarks/accounts``.

    python training/points.py ../shared/bench/compare_score.py

Needs scikit-learn. Writes ``src/reportedly/compare/lang/en/point_weights.json``. Two accounts of one happening are on one point
where the gold lists a relation between them; the figure printed is the area under the curve with each happening left out in turn.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

from reportedly.compare.accounts import Account, Story, story_of
from reportedly.compare.background import is_background
from reportedly.compare.comparing import name_of
from reportedly.compare.point import Scene, features_of
from reportedly.compare.repeats import repetitions, reprints_of
from reportedly.compare.strands import Profile, Rarity, strands_of
from reportedly.pipeline import load
from reportedly.read.files import find_stories, read_path

HALF = Path("benchmarks/accounts/tuning")
TARGET = Path("src/reportedly/compare/lang/en/point_weights.json")


def main(scorer: Path) -> None:
    gold = gold_of(scorer)
    reader = load()
    stories = [story_of(reader.read(read_path(path))) for path in find_stories(HALF / "stories")]
    stories.sort(key=lambda story: story.document.published or "")
    profiles = [Profile(story) for story in stories]
    rows: list[tuple[dict[str, float], bool, str]] = []
    for strand in strands_of(profiles, Rarity.among(profiles)):
        rows.extend(_pairs(gold, [stories[i] for i in strand]))
    inputs = np.array([list(features.values()) for features, _, _ in rows])
    wanted, happenings = np.array([on for _, on, _ in rows]), [happening for _, _, happening in rows]
    model = LogisticRegression(C=0.5, max_iter=3000)
    guessed = cross_val_predict(model, inputs, wanted, groups=happenings, cv=LeaveOneGroupOut(), method="predict_proba")[:, 1]
    print(f"{len(rows)} pairs, area under the curve {roc_auc_score(wanted, guessed):.3f}")
    model.fit(inputs, wanted)
    weights = dict(zip(rows[0][0], model.coef_[0].round(3).tolist(), strict=True))
    TARGET.write_text(json.dumps(weights | {"bias": round(float(model.intercept_[0]), 3)}, indent=1) + "\n", "utf8")


def gold_of(scorer: Path) -> Any:
    """The tuning half as the shared scorer reads it."""
    spec = importlib.util.spec_from_file_location("compare_score", scorer)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{scorer} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Gold(HALF / "gold.json", HALF / "stories")


def _pairs(gold: Any, stories: list[Story]) -> list[tuple[dict[str, float], bool, str]]:
    """The pairs of one strand of which at least one is in the gold, and whether the gold relates them."""
    repeated = {relation.a for relation in repetitions(stories, reprints_of(stories))}
    accounts = [a for story in stories for a in story.accounts if not is_background(a) and a not in repeated]
    related = {frozenset((r["a"], r["b"])) for r in gold.relations if r["relation"] != "repeats"}
    named = named_in(gold, accounts)
    scene, found = Scene(accounts), []
    for i, j in combinations(range(len(accounts)), 2):
        one, other = named.get(i), named.get(j)
        known = [name for name in (one, other) if isinstance(name, str)]
        if (
            one == other
            or one is None
            or other is None
            or not known
            or accounts[i].asserts_nothing
            or accounts[j].asserts_nothing
        ):
            continue
        found.append((features_of(scene, i, j), frozenset((one, other)) in related, gold.happening[known[0]]))
    return found


def named_in(gold: Any, accounts: Sequence[Account]) -> dict[int, Any]:
    """What each account is in the gold; of several that are one, the nearest."""
    best: dict[Any, tuple[float, int]] = {}
    for number, account in enumerate(accounts):
        place = {"story": name_of(account.document), "start": account.span.start, "end": account.span.end}
        name, share = gold.match(place)
        if name is not None and (name not in best or share > best[name][0]):
            best[name] = (share, number)
    return {number: name for name, (_, number) in best.items()}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
