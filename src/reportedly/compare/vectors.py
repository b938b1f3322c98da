"""Passages as vectors, so that a "sports hall" is found near a "gymnasium": where to look, never what to conclude.

The encoder is all-MiniLM-L6-v2 (Apache-2.0) as eight-bit integers, ``models/likeness.onnx``, made by ``training/likeness.py``.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportedly.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Vector = NDArray[np.float32]
LONGEST = 256  # pieces of a passage that are looked at


@lru_cache(maxsize=50_000)
def vector_of(text: str) -> Vector:
    """The passage as 384 numbers at unit length. Raises ModelError where the model is missing or damaged."""
    session, tokenizer = _encoder()
    pieces = tokenizer.encode(text).ids
    ids = np.array([pieces if len(pieces) <= LONGEST else [*pieces[: LONGEST - 1], pieces[-1]]], dtype=np.int64)
    vectors = session.run(["vectors"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0]
    found: Vector = vectors[0]
    return found


def nearness(one: str, other: str) -> float:
    """The cosine of the two passages' vectors, -1..1."""
    return float(vector_of(one) @ vector_of(other))


@cache
def _encoder() -> tuple[InferenceSession, Tokenizer]:
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    from reportedly.annotate.network import MODEL_FOLDER

    for name in ("likeness.onnx", "tokenizer.json"):
        if not (MODEL_FOLDER / name).is_file():
            raise ModelError(f"The model {MODEL_FOLDER / name} is missing; install reportedly anew.")
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = InferenceSession(str(MODEL_FOLDER / "likeness.onnx"), options, providers=["CPUExecutionProvider"])
    return session, Tokenizer.from_file(str(MODEL_FOLDER / "tokenizer.json"))
