"""The attribution network at run time: ONNX Runtime over one window of words at a time, no PyTorch.

How it was trained is in ``training/``, what it scores in docs/model-card.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions
from tokenizers import Tokenizer

from reportedly.annotate.features import Encoded, Ints, encode, inputs_of, windows
from reportedly.annotate.layers import Layers
from reportedly.errors import ModelError

Floats = NDArray[np.float32]
MODEL_FOLDER = Path(__file__).parent.parent / "models"
NONE, SOURCE, CUE, CONTENT = range(4)  # columns of ``Anchor.roles``
VENUE, ADDRESSEE, SPEAKER = range(3)  # columns of ``Anchor.extras``


@dataclass(frozen=True, slots=True)
class Anchor:
    """A word on which a statement hangs, and what every word of its window is to that statement."""

    word: int  # number of the word in the story
    statement: float  # probability that a cue (or a source without one) stands here
    implied: float  # probability that an implied statement begins here
    offset: int  # number of the window's first word
    roles: Floats  # [words of the window, 4] probabilities of NONE, SOURCE, CUE, CONTENT
    extras: Floats  # [words of the window, 3] probabilities of VENUE, ADDRESSEE, and of naming or describing the SPEAKER


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where probabilities become decisions; chosen on dev, kept with the model."""

    statement: float = 0.5
    nested: float = 0.5  # for a statement inside another's content
    implied: float = 0.5
    extra: float = 0.5  # for a word to be part of a venue or an addressee

    @property
    def lowest(self) -> float:
        """No anchor below this can become a statement."""
        return min(self.statement, self.nested, self.implied)


Answer = Callable[[dict[str, Ints], float], tuple[Floats, Ints, Floats]]


class Network:
    """Finds anchors and roles. One instance serves many stories; the model is loaded when the first one comes."""

    def __init__(self, folder: Path = MODEL_FOLDER, threads: int = 1) -> None:
        """``folder`` holds attribution.onnx, tokenizer.json and attribution.json; ``threads`` are ONNX Runtime's."""
        self.folder = folder
        self.threads = threads

    @cached_property
    def settings(self) -> dict[str, Any]:
        """Thresholds and calibration measured with this very model."""
        path = self.folder / "attribution.json"
        try:
            settings: dict[str, Any] = json.loads(path.read_text("utf8"))
        except (OSError, ValueError) as error:
            raise ModelError(f"The model's settings {path} cannot be read ({error}); install reportedly anew.") from error
        return settings

    @property
    def version(self) -> str:
        """What made a reading, as its ``produced_by`` says."""
        return str(self.settings["version"])

    @cached_property
    def thresholds(self) -> Thresholds:
        return Thresholds(**self.settings["thresholds"])

    @property
    def calibration(self) -> dict[str, float]:
        """Weights of confidence_of."""
        weights: dict[str, float] = self.settings["calibration"]
        return weights

    @cached_property
    def tokenizer(self) -> Tokenizer:
        path = self.folder / "tokenizer.json"
        if not path.is_file():
            raise ModelError(f"The model's vocabulary {path} is missing; install reportedly anew.")
        return Tokenizer.from_file(str(path))

    @cached_property
    def session(self) -> InferenceSession:
        path = self.folder / "attribution.onnx"
        if not path.is_file():
            raise ModelError(f"The model {path} is missing; install reportedly anew.")
        options = SessionOptions()
        options.intra_op_num_threads = self.threads
        options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_ALL
        return InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])

    def answer(self, inputs: dict[str, Ints], threshold: float) -> tuple[Floats, Ints, Floats]:
        """Anchor logits [words, 3], the anchors found, and their role logits [anchors, words, 6], for one window."""
        classes, anchors, roles = self.session.run(None, {**inputs, "threshold": np.array(threshold, dtype=np.float32)})
        return classes, anchors, roles

    def anchors(self, layers: Layers, threshold: float) -> list[Anchor]:
        """The anchors of a story whose probability reaches ``threshold``, in text order."""
        encoded = encode(layers, self.tokenizer)
        return list(anchors_of(encoded, self.answer, threshold))


def anchors_of(encoded: Encoded, answer: Answer, threshold: float) -> Iterator[Anchor]:
    """Ask ``answer`` window by window; each anchor is taken from the window in whose core it stands."""
    for window in windows(encoded):
        logits, found, roles = answer(inputs_of(encoded, window), threshold)
        classes = softmax(logits)
        for k, at in enumerate(found):
            word = int(at) + window.start
            if window.core_start <= word < window.core_end:
                extras = (1 / (1 + np.exp(-roles[k, :, 4:]))).astype(np.float32)
                yield Anchor(word, float(classes[at, 1]), float(classes[at, 2]), window.start, softmax(roles[k, :, :4]), extras)


def softmax(logits: Floats) -> Floats:
    """Probabilities along the last axis."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p: Floats = e / e.sum(axis=-1, keepdims=True)
    return p
