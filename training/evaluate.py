"""Score a network on the dev sets while it is being made.

    python -m training.evaluate --shared ../shared --minilm FOLDER RUN/last.pt [--threshold 0.5]

Prints PolNeAR content+source and wire "found" figures by the scorers in ../shared; speakers and dates are not resolved here.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from reportedly.annotate.attribution import drafts_of
from reportedly.annotate.continuation import link_continuations
from reportedly.annotate.features import Ints
from reportedly.annotate.network import Anchor, Answer, Thresholds, findings_of
from training.corpora import Story, read_polnear, read_wire
from training.network import EXTRAS, ROLES, Attribution
from training.scores import polnear_scores, wire_scores
from training.train import load_tokenizer

THRESHOLDS = (0.3, 0.4, 0.5, 0.6)


class TorchNetwork:
    """The network under PyTorch behind the same call as the exported one."""

    def __init__(self, network: Attribution) -> None:
        self.network = network.eval()

    @torch.no_grad()
    def ask(self, inputs: dict[str, Ints], anchor: float, event: float) -> Answer:
        t = {k: torch.from_numpy(v) for k, v in inputs.items()}
        network, events = self.network, self.network.events
        with torch.autocast("cpu", dtype=torch.bfloat16):
            h = network.words(*(t[k].unsqueeze(0) for k in ("pieces", "case", "quote", "start", "first_piece")))[0]
            classes, kinds = network.anchor(h).float(), events.kind(h).float()
            found = torch.nonzero(1 - classes.softmax(-1)[:, 0] > anchor)[:, 0]
            told = torch.nonzero(1 - kinds.softmax(-1)[:, 0] > event)[:, 0]
            nothing = torch.zeros(0, len(h), ROLES + EXTRAS)
            roles = network.pairs(h, found, t["sentence"], t["paragraph"]) if len(found) else nothing
            event_roles = network.event_pairs(h, told, t["sentence"], t["paragraph"])
            out = (classes, found, roles, kinds, told, events.status(h[told]), event_roles, events.roots(h))
        return Answer(*(x.float().numpy() if x.is_floating_point() else x.numpy() for x in out))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    network = Attribution()
    network.load_state_dict(torch.load(args.network))
    ask, tokenizer = TorchNetwork(network).ask, load_tokenizer(args.minilm)

    def anchors(stories: list[Story]) -> list[tuple[Story, tuple[Anchor, ...]]]:
        return [(s, findings_of(s.encoded, ask, 0.1, 1.0).anchors) for s in stories]

    polnear = anchors(list(read_polnear(args.shared / "data/polnear/dev", tokenizer)))
    for threshold in THRESHOLDS:
        drafts = {s.name: drafts_of(s.layers, a, uniform(threshold)) for s, a in polnear}
        for direct in (False, True):
            scores = polnear_scores(args.shared, drafts, direct)
            print(
                threshold,
                "direct" if direct else "all   ",
                *(f"{k} {v['p']:.3f}/{v['r']:.3f}/{v['f1']:.3f}" for k, v in scores.items()),
            )
    for part in ("wire/dev", "wire/retold/dev"):
        found = anchors(list(read_wire(args.shared / part, tokenizer)))
        for threshold in THRESHOLDS:
            drafts = {s.name: link_continuations(drafts_of(s.layers, a, uniform(threshold))) for s, a in found}
            rows = wire_scores(args.shared / part, args.shared, drafts)
            kept = {k: v for k, v in rows.items() if "found" in k or "matched" in k if "event" not in k}
            print(part, threshold, *(f"{k}: {' '.join(f'{x:.3f}' for x in v)};" for k, v in kept.items()))


def uniform(threshold: float) -> Thresholds:
    return Thresholds(threshold, threshold, threshold)


if __name__ == "__main__":
    main()
