"""Turn a trained network into the file that ships: ONNX, weights in 8 bits.

    python -m training.export RUN/network.pt [--blend OTHER/network.pt 0.3] --minilm FOLDER --out src/reportedly/models

Matrix products are quantised dynamically (weights and activations in 8 bits, per output channel), embeddings to 8-bit tables.
Writes attribution.onnx and tokenizer.json; thresholds and calibration are measured afterwards (training.calibrate).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from reportedly.annotate.network import Answer
from training.network import HEADS, WIDTH, Attribution, Layer

INPUTS = ("pieces", "case", "quote", "start", "first_piece", "sentence", "paragraph")


class FusedAttention(torch.autograd.Function):
    """Attention as the one operator ONNX Runtime has for it: about a third faster than its parts on one core."""

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        b, n, _ = q.shape
        q, k, v = (t.view(b, n, HEADS, WIDTH // HEADS).transpose(1, 2) for t in (q, k, v))
        return nn.functional.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(b, n, WIDTH)

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any) -> Any:
        return g.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=HEADS).setType(q.type())


def fused(layer: Layer) -> Callable[[Tensor, Tensor | None], Tensor]:
    """The layer's forward pass with FusedAttention in it."""

    def forward(x: Tensor, mask: Tensor | None) -> Tensor:
        x = layer.norm1(x + layer.out(FusedAttention.apply(*layer.qkv(x).chunk(3, dim=-1))))
        h: Tensor = layer.norm2(x + layer.down(nn.functional.gelu(layer.up(x))))
        return h

    return forward


class Exported(nn.Module):
    """The whole network for one window, anchors chosen inside the graph."""

    def __init__(self, network: Attribution) -> None:
        super().__init__()
        self.network = network
        for layer in network.encoder.layers:
            layer.forward = fused(layer)  # type: ignore[method-assign, arg-type, assignment]

    def forward(
        self, pieces: Tensor, case: Tensor, quote: Tensor, start: Tensor, first_piece: Tensor,
        sentence: Tensor, paragraph: Tensor, threshold: Tensor, event_threshold: Tensor,
    ) -> tuple[Tensor, ...]:  # fmt: skip
        network, events = self.network, self.network.events
        h = network.words(*(t.unsqueeze(0) for t in (pieces, case, quote, start, first_piece)))[0]
        classes, kinds = network.anchor(h), events.kind(h)
        anchors = torch.nonzero(1 - classes.softmax(-1)[:, 0] > threshold)[:, 0]
        happenings = torch.nonzero(1 - kinds.softmax(-1)[:, 0] > event_threshold)[:, 0]
        return (
            classes, anchors, network.pairs(h, anchors, sentence, paragraph),
            kinds, happenings, events.status(h[happenings]), network.event_pairs(h, happenings, sentence, paragraph),
            events.roots(h),
        )  # fmt: skip


def export(network: Attribution, path: Path) -> None:
    """Write the network in full precision."""
    pieces, words = 24, 20
    example = (
        torch.randint(1000, 2000, (pieces,)), *(torch.zeros(pieces, dtype=torch.int64) for _ in range(3)),
        torch.arange(1, words + 1), torch.arange(words) // 5, torch.arange(words) // 10, torch.tensor(0.0),
        torch.tensor(0.0),
    )  # fmt: skip
    torch.onnx.export(
        Exported(network).eval(), example, str(path), dynamo=False, opset_version=17,
        input_names=[*INPUTS, "threshold", "event_threshold"], output_names=[*Answer._fields],
        dynamic_axes={**{n: {0: "pieces"} for n in INPUTS[:4]}, **{n: {0: "words"} for n in INPUTS[4:]},
                      "classes": {0: "words"}, "anchors": {0: "found"}, "roles": {0: "found", 1: "words"},
                      "kinds": {0: "words"}, "happenings": {0: "told"}, "statuses": {0: "told"},
                      "event_roles": {0: "told", 1: "words"}, "roots": {0: "words"}},
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path)
    parser.add_argument(
        "--blend", nargs=2, metavar=("NETWORK", "SHARE"), help="average in another network that grew from this one"
    )
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    network = Attribution()
    weights = torch.load(args.network)
    if args.blend:
        share, others = float(args.blend[1]), torch.load(args.blend[0])
        weights = {name: weights[name] * (1 - share) + others[name] * share for name in weights}
    network.load_state_dict(weights)
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        export(network, full)
        onnx.checker.check_model(onnx.load(str(full)))
        quantize_dynamic(
            full, args.out / "attribution.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=False,
            op_types_to_quantize=["MatMul", "Gather"],
        )  # fmt: skip
    tokenizer = json.loads((args.minilm / "tokenizer.json").read_text("utf8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    (args.out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), "utf8")


if __name__ == "__main__":
    main()
