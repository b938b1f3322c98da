"""Fit the judge of two accounts, on ``training/accounts`` and on the tuning half of ``benchmarks/accounts``.

    python -m training.judge ../shared/bench/compare_score.py

Needs scikit-learn. Writes ``src/reportedly/compare/lang/en/judge_weights.json``. Pairs of the packs are accounts as they stand;
those of the tuning half are read from its stories, and weigh more, for they come as they will later. No pack and no happening is
ever cut in two: printed are the figures of packs left out in turn, of the tuning half by weights from packs alone, and of the
tuning half with each happening left out in turn.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, precision_recall_curve
from sklearn.model_selection import GroupKFold, LeaveOneGroupOut

from reportedly.annotate.segment import layers_of
from reportedly.annotate.times import times_of
from reportedly.compare.accounts import Account, account_of, story_of
from reportedly.compare.background import is_background
from reportedly.compare.comparing import pair_of, worth_setting_against
from reportedly.compare.judge import LIKELY, Evidence, evidence_of
from reportedly.compare.point import Scene
from reportedly.compare.repeats import repetitions, reprints_of
from reportedly.compare.strands import Profile, Rarity, strands_of
from reportedly.compare.verdicts import judge
from reportedly.pipeline import load
from reportedly.read.files import find_stories, read_path
from reportedly.records import Actor, Document, Reading, Role, Span, Statement
from training.points import HALF, gold_of, named_in

PACKS = Path("training/accounts")
TARGET = Path("src/reportedly/compare/lang/en/judge_weights.json")
KINDS = (*LIKELY, "fulfils", "breaks")  # what became of promises is only measured: too few to weigh by
STRENGTH = 0.03  # inverse of the regularisation
TUNING_WEIGHT = 1.5  # of a pair from the tuning half
CLIP = 4.0  # deviations beyond which evidence counts no more, while fitting
REPORTING = re.compile(
    r"\b(?:said|told|denied|rejected|promised|pledged|vowed|insisted|admitted|conceded|confirmed|warned|added|called|demanded|urged"
    r"|wrote|[a-z]+ed)\b"
)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """One judged pair."""

    evidence: Evidence
    kind: str  # "none" where they have nothing to do with each other
    origin: str  # pack or happening


def main(scorer: Path) -> None:
    packs, tuning = list(from_packs()), list(from_stories(scorer))
    print(f"{len(packs)} pairs of packs, {len(tuning)} of the tuning half")
    for kind in KINDS:
        report(kind, "packs, left out in turn", packs, crosswise(packs, kind, GroupKFold(8)))
        report(kind, "tuning half by the packs", tuning, probabilities(fit(packs, kind), tuning))
        report(kind, "tuning half, left out in turn", tuning, crosswise(tuning, kind, LeaveOneGroupOut(), packs))
    table = {kind: fit([*packs, *tuning], kind) for kind in LIKELY}
    TARGET.write_text(json.dumps(table, indent=1) + "\n", "utf8")


def from_packs() -> Iterator[Example]:
    for path in sorted(PACKS.glob("packs-*.json")):
        for pack in json.loads(path.read_text("utf8"))["packs"]:
            yield from _of_pack(pack, f"{path.stem} {pack['id']}")


def _of_pack(pack: dict[str, Any], origin: str) -> Iterator[Example]:
    told = [*pack["accounts"], *pack.get("apart", [])]
    number = {entry["id"]: n for n, entry in enumerate(told)}
    related: dict[tuple[int, int], str] = {}
    for one, other, kind in pack["relations"]:
        related.setdefault((number[one], number[other]), "disputes" if kind == "reverses" else kind)
    scene = Scene([by_hand(entry, f"{origin}-{n}") for n, entry in enumerate(told)])
    for i, j in combinations(range(len(told)), 2):
        kind = related.get((j, i)) or related.get((i, j)) or "none"
        later, earlier = (i, j) if (i, j) in related and kind in ("fulfils", "breaks") else (j, i)
        stances = {told[i]["stance"], told[j]["stance"]}
        if kind not in ("repeats", "cannot_tell") and not stances & {"repeats", "demands", "hypothetical"}:
            yield Example(_evidence(scene, earlier, later), kind, origin)


def by_hand(entry: Mapping[str, str], name: str) -> Account:
    """An account of a pack, as if read from a story of one sentence."""
    text, words = entry["sentence"], entry["text"]
    content = Span(text.index(words), text.index(words) + len(words))
    document = Document(id=name, text=text, uri=f"file:///{name}.txt", published=entry["said"] or None)
    who, _, role = entry["speaker"].partition(", ")
    speaker = Actor("a1", who or "unknown", "person", roles=(Role(role, None, Span(0, 0)),) if role else ())
    rest = text[: content.start] + " " * len(words) + text[content.end :]
    cue = REPORTING.search(rest)
    statement = Statement(
        id="s1", form="direct" if text[max(0, content.start - 1) : content.start] in ('"', "“") else "indirect", implied=False,
        speaker=speaker, source=(), cue=(Span(*cue.span()),) if cue else (), content=(content,), parent=None, addressee=None,
        venue=None, said_on=entry["said"] or None, confidence=0.9, document=document,
    )  # fmt: skip
    times = times_of(document, layers_of(text), [(content, statement.said_on)])
    return account_of(Reading(document, (speaker,), (statement,), times), content, statement)


def from_stories(scorer: Path) -> Iterator[Example]:
    gold, reader = gold_of(scorer), load()
    stories = [story_of(reader.read(read_path(path))) for path in find_stories(HALF / "stories")]
    stories.sort(key=lambda story: story.document.published or "")
    profiles = [Profile(story) for story in stories]
    related = {frozenset((r["a"], r["b"])): r["relation"] for r in gold.relations}
    for strand in strands_of(profiles, Rarity.among(profiles)):
        told = [stories[n] for n in strand]
        repeated = {relation.a for relation in repetitions(told, reprints_of(told))}
        scene = Scene([a for story in told for a in story.accounts if not is_background(a) and a not in repeated])
        named = named_in(gold, scene.accounts)
        for i, j in combinations(sorted(named), 2):
            one, other, known = named[i], named[j], [name for name in (named[i], named[j]) if isinstance(name, str)]
            a, b = scene.accounts[j], scene.accounts[i]
            if one == other or not known or a.asserts_nothing or b.asserts_nothing or not worth_setting_against(a, b):
                continue
            kind = related.get(frozenset((one, other)), "none")
            if kind not in ("repeats", "cannot_tell"):
                evidence = _evidence(scene, i, j)
                yield Example(evidence, "disputes" if kind == "reverses" else kind, gold.happening[known[0]])


def _evidence(scene: Scene, i: int, j: int) -> Evidence:
    pair = pair_of(scene, i, j)
    found = judge(pair) if worth_setting_against(pair.a, pair.b) else []
    return evidence_of(scene, i, j, pair, found[0] if found else [])


def fit(examples: list[Example], kind: str) -> dict[str, float]:
    """Weights of one kind, for evidence as it is measured."""
    names = list(examples[0].evidence)
    inputs = np.array([[e.evidence[name] for name in names] for e in examples])
    middle, spread = inputs.mean(axis=0), inputs.std(axis=0) + 1e-6
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    each = [1.0 if e.origin.startswith("packs") else TUNING_WEIGHT for e in examples]
    model.fit(np.clip((inputs - middle) / spread, -CLIP, CLIP), [e.kind == kind for e in examples], sample_weight=each)
    weights = model.coef_[0] / spread
    found = {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
    return found | {"bias": round(float(model.intercept_[0] - weights @ middle), 4)}


def probabilities(table: Mapping[str, float], examples: list[Example]) -> Floats:
    heard = [table["bias"] + sum(table[name] * value for name, value in e.evidence.items()) for e in examples]
    found: Floats = 1 / (1 + np.exp(-np.array(heard)))
    return found


def crosswise(examples: list[Example], kind: str, splits: Any, always: list[Example] | None = None) -> Floats:
    """Each example's probability by weights that saw nothing of its pack or happening."""
    found = np.zeros(len(examples))
    for train, test in splits.split(examples, groups=[e.origin for e in examples]):
        table = fit([*(always or []), *(examples[n] for n in train)], kind)
        found[test] = probabilities(table, [examples[n] for n in test])
    return found


def report(kind: str, what: str, examples: list[Example], found: Floats) -> None:
    wanted = np.array([e.kind == kind for e in examples])
    precision, recall, at = precision_recall_curve(wanted, found)
    shown = " ".join(f"{p:.2f}/{r:.2f} from {t:.2f};" for p, r, t in _steps(precision, recall, at))
    print(f"{kind:18} {what:32} {wanted.sum():4} average precision {average_precision_score(wanted, found):.3f}  {shown}")


def _steps(precision: Floats, recall: Floats, at: Floats) -> Iterator[tuple[float, float, float]]:
    for least in (0.7, 0.6, 0.5, 0.4, 0.3, 0.2):
        n = int(np.searchsorted(at, least))
        if n < len(at):
            yield float(precision[n]), float(recall[n]), least


if __name__ == "__main__":
    main(Path(sys.argv[1]))
