"""The network at run time: ONNX Runtime over one window of words at a time, no PyTorch.

How it was trained is in ``training/``, what it scores in docs/model-card.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

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
TRIGGER, ACTOR, RECIPIENT, TIME, NEAR_ACTOR, NEAR_RECIPIENT = range(6)  # columns of ``Happening.roles``


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
class Happening:
    """A word that names an event, and what every word of its window is to that event."""

    word: int  # number of the word in the story
    types: Floats  # [len(EVENT_TYPES)] probabilities; what they lack of 1 is that of being no event
    statuses: Floats  # [len(STATUSES)] probabilities
    offset: int  # number of the window's first word
    roles: Floats  # [words of the window, 6] probabilities of TRIGGER, TIME, and of naming ACTOR, RECIPIENT, anywhere or NEAR

    @property
    def score(self) -> float:
        """The probability that an event is named here."""
        return float(self.types.sum())


@dataclass(frozen=True, slots=True)
class Findings:
    """What the network finds in one story, in text order."""

    anchors: tuple[Anchor, ...]
    happenings: tuple[Happening, ...]


class Answer(NamedTuple):
    """What the network answers for one window, as logits; words are numbered from the window's first."""

    classes: Floats  # [words, 3] none, statement, implied
    anchors: Ints  # [anchors] the words whose probability of being an anchor reaches the threshold
    roles: Floats  # [anchors, words, 4 + 3]
    kinds: Floats  # [words, 1 + len(EVENT_TYPES)] none, then the types
    happenings: Ints  # [happenings] the words whose probability of naming an event reaches the threshold
    statuses: Floats  # [happenings, len(STATUSES)]
    event_roles: Floats  # [happenings, words, 6]
    roots: Floats  # [words, len(EVENT_TYPES)] which type, if this word tells what one actor does to another


Ask = Callable[[dict[str, Ints], float, float], Answer]
"""Given the inputs of a window and the thresholds of anchors and happenings."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where probabilities become decisions; chosen on dev, kept with the model."""

    statement: float = 0.5
    nested: float = 0.5  # for a statement inside another's content
    implied: float = 0.5
    extra: float = 0.5  # for a word to be part of a venue or an addressee
    event: float = 0.5

    @property
    def lowest(self) -> float:
        """No anchor below this can become a statement."""
        return min(self.statement, self.nested, self.implied)


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
        """Weights of a statement's confidence, by feature."""
        weights: dict[str, float] = self.settings["calibration"]
        return weights

    @property
    def event_calibration(self) -> dict[str, float]:
        """Weights of an event's confidence, by feature."""
        weights: dict[str, float] = self.settings["event_calibration"]
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

    def ask(self, inputs: dict[str, Ints], anchor: float, event: float) -> Answer:
        """The network's answer for one window."""
        thresholds = {"threshold": np.array(anchor, dtype=np.float32), "event_threshold": np.array(event, dtype=np.float32)}
        return Answer(*self.session.run(None, {**inputs, **thresholds}))

    def findings(self, layers: Layers, anchor: float | None = None, event: float | None = None) -> Findings:
        """What reaches the thresholds in a story; by default those below which nothing can become a record."""
        anchor = self.thresholds.lowest if anchor is None else anchor
        event = self.thresholds.event if event is None else event
        return findings_of(encode(layers, self.tokenizer), self.ask, anchor, event)


def findings_of(encoded: Encoded, ask: Ask, anchor: float, event: float) -> Findings:
    """Ask window by window; each finding is taken from the window in whose core it stands."""
    anchors: list[Anchor] = []
    happenings: list[Happening] = []
    for window in windows(encoded):
        answer = ask(inputs_of(encoded, window), anchor, event)
        anchors += (a for a in _anchors(answer, window.start) if window.core_start <= a.word < window.core_end)
        happenings += (h for h in _happenings(answer, window.start) if window.core_start <= h.word < window.core_end)
    return Findings(tuple(anchors), tuple(happenings))


def _anchors(answer: Answer, offset: int) -> Iterator[Anchor]:
    classes = softmax(answer.classes)
    for at, roles in zip(answer.anchors.tolist(), answer.roles, strict=True):
        extras = sigmoid(roles[:, 4:])
        yield Anchor(at + offset, float(classes[at, 1]), float(classes[at, 2]), offset, softmax(roles[:, :4]), extras)


def _happenings(answer: Answer, offset: int) -> Iterator[Happening]:
    kinds, statuses = softmax(answer.kinds[answer.happenings]), softmax(answer.statuses)
    for k, (at, roles) in enumerate(zip(answer.happenings.tolist(), answer.event_roles, strict=True)):
        yield Happening(at + offset, kinds[k, 1:], statuses[k], offset, sigmoid(roles))


def sigmoid(logits: Floats) -> Floats:
    p: Floats = (1 / (1 + np.exp(-logits))).astype(np.float32)
    return p


def softmax(logits: Floats) -> Floats:
    """Probabilities along the last axis."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p: Floats = e / e.sum(axis=-1, keepdims=True)
    return p
