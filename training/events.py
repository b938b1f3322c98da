"""Learn who takes part in an event and when it happens (``lang/en/events.json``) from annotated stories in the wire scheme.

    python -m training.events RUN/first RUN/second --shared ../shared --stories RUN/stories [--folds 3]

The networks are those after the first and the second epoch of ``training.train`` (RUN/last.pt, kept and exported): later ones
know these very stories by heart, and what they hear in them would be trusted too much elsewhere. ``--stories`` are what
``training.markup`` makes of ``training/stories``. Learned from are the events that a network finds where the annotation has
one of the same type, read to the end as ``Reader`` does, with all that goes wrong on the way.

Participants: the right one of all arrangements is to have the highest sum, a softmax over them. Times: the right ones of all
choices, likewise. Both with a quadratic penalty, by Adam. With ``--folds`` nothing is written: each part of the stories is judged
by what the others teach, by the rules of ``wire/score.py``.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.annotate.actors import resolve
from reportedly.annotate.events import weighing
from reportedly.annotate.events.drafts import EventDraft, event_drafts
from reportedly.annotate.events.parties import (
    IMPOSSIBLE,
    LOOKED_AT,
    MANY,
    SIDES,
    SPEAKS,
    TAKE_PART,
    arrangements,
    asked,
    bidders,
    counts_facts,
    facts_of,
    group_of,
    participants,
    tellers,
)
from reportedly.annotate.events.scene import Scene
from reportedly.annotate.events.weighing import Facts, Learned
from reportedly.annotate.events.when import choices_of, time_of
from reportedly.annotate.layers import Layers
from reportedly.annotate.network import Findings, Network
from reportedly.annotate.said import said_on
from reportedly.annotate.segment import layers_of
from reportedly.annotate.times import times_of
from reportedly.pipeline import Reader, assemble
from reportedly.read.files import read_text
from reportedly.records import Actor
from training.scores import scorer

TARGET = Path(weighing.__file__).parent.parent / "lang/en/events.json"
LOWEST = 0.3  # probability from which an event is learned from
PENALTY = {"parties": 4.0, "time": 2.0}
STEPS, RATE = 200, 0.05
RAREST = 3  # a fact seen less often is not learned
LIGHTEST = 0.02  # a weight nearer to zero is left out
KNOWN = ("published", "title", "publisher", "author", "uri", "language")
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """An event that was found, and what the annotation has of it."""

    story: str
    scene: Scene
    event: EventDraft
    source: tuple[frozenset[str], ...]  # for each gold actor, the ids of the actors that are he
    target: tuple[frozenset[str], ...]
    time: str | None


# ---- what is annotated


class Early(Network):
    """A network of an early epoch, exported, under the thresholds of the one that is shipped."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.settings = Network().settings

    def findings(self, layers: Layers, anchor: float | None = None, event: float | None = None) -> Findings:
        return super().findings(layers, anchor, LOWEST)


def lessons(folder: Path, reader: Reader, score: ModuleType) -> Iterator[Lesson]:
    """The events of annotated stories that ``reader`` finds and types as they are annotated."""
    for path in sorted(path for path in folder.glob("*.json") if not path.name.endswith(".meta.json")):
        gold = json.loads(path.read_text("utf8"))
        if gold["events"]:
            meta = path.with_suffix(".meta.json")
            known = json.loads(meta.read_text("utf8")) if meta.exists() else gold
            text = path.with_suffix(".txt").read_text("utf8")
            scene, found = _read(text, {name: known[name] for name in KNOWN if known.get(name)}, reader)
            same = _same_actors(scene.actors, gold, text, score)
            for number, event in _matched(gold["events"], found, text, score):
                told = gold["events"][number]
                source, target = (tuple(same[actor] for actor in told[side]) for side in ("source", "target"))
                yield Lesson(path.stem, scene, event, source, target, told["time"])


def _read(text: str, known: Mapping[str, str], reader: Reader) -> tuple[Scene, list[EventDraft]]:
    """A story as ``Reader.read`` has it before its events are put together."""
    document = read_text(text, **known)
    layers = layers_of(text)
    findings = reader.network.findings(layers)
    drafts = reader.drafts(document, layers, findings.anchors)
    found = event_drafts(layers, findings.happenings, drafts, LOWEST)
    people = resolve(document, layers, drafts, asked(found, drafts))
    dates = said_on(document, layers, drafts)
    statements = assemble(document, drafts, people.actors, people.speakers, people.addressees, dates)
    times = times_of(document, layers, [(span, s.said_on) for s in statements for span in s.content])
    actors = {actor.id: actor for actor in people.actors}
    return Scene(document, layers, found, statements, times, actors, people.asked), found


def _matched(
    gold: Sequence[Mapping[str, Any]], found: Sequence[EventDraft], text: str, score: ModuleType
) -> Iterator[tuple[int, EventDraft]]:
    """As the benchmark pairs them, by words in common and type."""
    truths = [score.words([event["trigger"]], text) for event in gold]
    guesses = [score.words([event.trigger], text) for event in found]
    common = {
        (i, j): 1 + (gold[i]["type"] == found[j].type)
        for i, truth in enumerate(truths)
        for j, guess in enumerate(guesses)
        if truth & guess
    }
    for i, j in sorted(score.pair(common, 1).items()):
        if gold[i]["type"] == found[j].type:
            yield i, found[j]


def _same_actors(actors: Mapping[str, Actor], gold: Mapping[str, Any], text: str, score: ModuleType) -> dict[str, frozenset[str]]:
    """For each annotated actor the ids of those found that the benchmark takes for him."""
    plain = {
        id: {"name": a.name, "mentions": [{"span": list(m.span), "form": m.form} for m in a.mentions]} for id, a in actors.items()
    }
    return {
        actor["id"]: frozenset(id for id, each in plain.items() if score.same_actor(each, actor, text))
        for actor in gold["actors"]
    }


# ---- participants


def placed(lesson: Lesson, actors: Sequence[str], heard: Sequence[float]) -> list[int]:
    """Where each of the actors stands by the annotation: the likeliest of several that are one; nobody's place is lost."""
    places = [0] * LOOKED_AT
    for bit, side in ((1, lesson.source), (2, lesson.target)):
        for same in side:
            fitting = [i for i, actor in enumerate(actors) if actor in same]
            if fitting:
                places[max(fitting, key=lambda i: (places[i] > 0, heard[i]))] |= bit
    while sum(place > 0 for place in places) > TAKE_PART:
        places[max(i for i, place in enumerate(places) if place)] = 0
    return places


def learn_parties(found: Sequence[Lesson]) -> tuple[dict[str, list[float]], dict[str, float]]:
    """Weights of the facts of each side, and of how many stand where."""
    facts: list[list[Facts]] = []
    right: list[int] = []
    speaks = np.zeros((len(found), LOOKED_AT, len(SIDES)), dtype=np.float32)
    ways = arrangements()
    impossible = np.zeros((len(found), len(ways.places)), dtype=np.float32)
    number = {tuple(row): i for i, row in enumerate(ways.places.tolist())}
    for lesson, spoken in zip(found, speaks, strict=True):
        around = tellers(lesson.scene, lesson.event)
        bids = bidders(lesson.scene, lesson.event, around)
        impossible[len(right), ways.alone[[i for i, b in enumerate(bids) if b.actor.kind not in MANY]]] = IMPOSSIBLE
        spoken[[b.actor.id in around.speakers for b in bids] + [False] * (LOOKED_AT - len(bids))] = SPEAKS
        facts.append(facts_of(lesson.scene, lesson.event, bids, around))
        right.append(number[tuple(placed(lesson, [b.actor.id for b in bids], [max(b.heard) for b in bids]))])
    columns = _columns(each for some in facts for each in some)
    amounts = np.zeros((len(found), LOOKED_AT, len(columns)), dtype=np.float32)
    empty = np.ones((len(found), LOOKED_AT), dtype=bool)
    for i, some in enumerate(facts):
        empty[i, : len(some)] = False
        for j, each in enumerate(some):
            _fill(amounts[i, j], each, columns)
    groups = sorted({group_of(lesson.event) for lesson in found})
    counts = {group: counts_facts(group) for group in groups}
    count_columns = {name: i for i, name in enumerate(sorted({f for some in counts.values() for each in some for f in each}))}
    tables = np.zeros((len(groups), len(ways.counts), len(count_columns)), dtype=np.float32)
    for g, name in enumerate(groups):
        for k, each in enumerate(counts[name]):
            _fill(tables[g, k], each, count_columns)
    group = np.array([groups.index(group_of(lesson.event)) for lesson in found])
    wanted = ways.holds[:, right].T.reshape(len(found), LOOKED_AT, len(SIDES))
    wanted_counts = np.eye(len(ways.counts))[ways.counted[right]]
    counted = np.eye(len(ways.counts), dtype=np.float32)[ways.counted]

    def gradient(weights: Sequence[Floats]) -> list[Floats]:
        sides, by_count = weights
        unary = np.einsum("ijf,sf->ijs", amounts, sides.astype(np.float32)) + speaks
        unary[empty] = -30
        total = unary.reshape(len(found), -1) @ ways.holds + (tables @ by_count.astype(np.float32))[group][:, ways.counted]
        total += impossible
        share = np.exp(total - total.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        off = wanted - (share @ ways.holds.T).reshape(wanted.shape)
        off[empty] = 0
        off_counts = wanted_counts - share @ counted
        by_group = np.stack([off_counts[group == g].sum(axis=0) for g in range(len(groups))])
        penalty = PENALTY["parties"]
        return [
            np.einsum("ijs,ijf->sf", off, amounts) - penalty * sides,
            np.einsum("gk,gkf->f", by_group, tables) - penalty * by_count,
        ]

    sides, by_count = ascend([np.zeros((len(SIDES), len(columns))), np.zeros(len(count_columns))], gradient)
    rounded = {fact: [round(float(w), 3) for w in sides[:, i]] for fact, i in columns.items()}
    heavy = {fact: each for fact, each in rounded.items() if max(map(abs, each)) >= LIGHTEST}
    return heavy, _named(by_count, count_columns)


# ---- times


def learn_times(found: Sequence[Lesson]) -> dict[str, float]:
    """Weights of the facts of a time."""
    rows: list[Facts] = []
    right: list[bool] = []
    sizes: list[int] = []
    for lesson in found:
        choices = choices_of(lesson.scene, lesson.event)
        fits = [is_time(choice.value, lesson.time) for choice in choices]
        if any(fits) and not all(fits):
            rows += [choice.facts for choice in choices]
            right += fits
            sizes.append(len(choices))
    columns = _columns(rows)
    amounts = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for amount, each in zip(amounts, rows, strict=True):
        _fill(amount, each, columns)
    lesson_of = np.repeat(np.arange(len(sizes)), sizes)
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    is_right = np.array(right, dtype=float)

    def gradient(weights: Sequence[Floats]) -> list[Floats]:
        score = amounts @ weights[0]
        score = np.exp(score - np.maximum.reduceat(score, first)[lesson_of])
        share = score / np.bincount(lesson_of, score)[lesson_of]
        wanted = score * is_right
        wanted /= np.maximum(np.bincount(lesson_of, wanted), 1e-300)[lesson_of]
        return [amounts.T @ (wanted - share) - PENALTY["time"] * weights[0]]

    (weights,) = ascend([np.zeros(len(columns))], gradient)
    return _named(weights, columns)


def is_time(value: str | None, truth: str | None) -> bool:
    """As the benchmark has it: as exact as the annotation, or more."""
    return value is None if truth is None else value is not None and value.startswith(truth)


# ---- how weights are fitted


def ascend(weights: list[Floats], gradient: Callable[[Sequence[Floats]], list[Floats]]) -> list[Floats]:
    """Adam, uphill."""
    first, second = ([np.zeros_like(w) for w in weights] for _ in range(2))
    for step in range(1, STEPS + 1):
        for i, slope in enumerate(gradient(weights)):
            first[i] = 0.9 * first[i] + 0.1 * slope
            second[i] = 0.99 * second[i] + 0.01 * slope**2
            weights[i] += RATE * (first[i] / (1 - 0.9**step)) / (np.sqrt(second[i] / (1 - 0.99**step)) + 1e-8)
    return weights


def _columns(rows: Iterator[Facts] | Sequence[Facts]) -> dict[str, int]:
    counts = Counter(fact for facts in rows for fact in facts)
    return {fact: i for i, fact in enumerate(sorted(fact for fact, n in counts.items() if n >= RAREST))}


def _fill(row: NDArray[np.float32], facts: Facts, columns: Mapping[str, int]) -> None:
    for fact, amount in facts.items():
        if fact in columns:
            row[columns[fact]] = amount


def _named(weights: Floats, columns: Mapping[str, int]) -> dict[str, float]:
    return {fact: round(float(weights[i]), 3) for fact, i in columns.items() if abs(weights[i]) >= LIGHTEST}


# ---- how well


def judge(found: Sequence[Lesson], weights: Learned) -> Counter[tuple[str, bool]]:
    """How many events get the right source, target, both, and time."""
    counts: Counter[tuple[str, bool]] = Counter()
    for lesson in found:
        source, target = participants(lesson.scene, lesson.event, weights)
        right = is_side(source, lesson.source), is_side(target, lesson.target)
        time, _ = time_of(lesson.scene, lesson.event, weights)
        counts.update([("source", right[0]), ("target", right[1]), ("both", all(right))])
        counts["time" if lesson.time else "no time", is_time(time, lesson.time)] += 1
    return counts


def is_side(actors: Mapping[str, object], truth: Sequence[frozenset[str]]) -> bool:
    """As the benchmark has it: every annotated actor, each once, and nobody else."""
    rest = list(actors)
    for same in truth:
        he = next((actor for actor in rest if actor in same), None)
        if he is None:
            return False
        rest.remove(he)
    return not rest


def report(counts: Counter[tuple[str, bool]]) -> str:
    """One line."""
    whats = dict.fromkeys(what for what, _ in sorted(counts))
    of = {what: counts[what, True] + counts[what, False] for what in whats}
    return "  ".join(f"{what} {counts[what, True] / of[what]:.3f} of {of[what]}" for what in whats)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("networks", nargs="+", type=Path)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--stories", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=TARGET)
    parser.add_argument("--folds", type=int, default=0)
    arguments = parser.parse_args()
    score = scorer(arguments.shared / "wire/score.py")
    folders = [arguments.shared / "wire/train", arguments.shared / "wire/retold/train", arguments.stories]
    parts: dict[Path, list[Lesson]] = defaultdict(list)
    for folder in arguments.networks:
        reader = Reader()
        reader.network = Early(folder)
        for stories in folders:
            parts[stories] += lessons(stories, reader, score)
    everything = [lesson for part in parts.values() for lesson in part]
    if arguments.folds:
        names = sorted({lesson.story for lesson in everything})
        fold = {name: i % arguments.folds for i, name in enumerate(names)}
        totals = {folder: Counter[tuple[str, bool]]() for folder in folders}
        for number in range(arguments.folds):
            others = [lesson for lesson in everything if fold[lesson.story] != number]
            weights = Learned(*learn_parties(others), learn_times(others))
            for folder, part in parts.items():
                totals[folder].update(judge([lesson for lesson in part if fold[lesson.story] == number], weights))
    else:
        learned = Learned(*learn_parties(everything), learn_times(everything))
        arguments.output.write_text(json.dumps(learned._asdict(), indent=1, sort_keys=True) + "\n", encoding="utf8")
        totals = {folder: judge(part, learned) for folder, part in parts.items()}
    for folder, counts in totals.items():
        print(folder, report(counts))


if __name__ == "__main__":
    main()
