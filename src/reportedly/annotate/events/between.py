"""What is read of an event when others have already found its words: a trigger's status, the type between two given actors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reportedly.annotate.events.drafts import before
from reportedly.annotate.events.plainly import plainly
from reportedly.annotate.events.statuses import Surroundings, presented
from reportedly.annotate.features import encode, inputs_of, windows
from reportedly.annotate.layers import Layers
from reportedly.annotate.network import NEAR_ACTOR, NEAR_RECIPIENT, Floats, Happening, Network
from reportedly.records import EVENT_TYPES, STATUSES, EventType, Span, Status

NOTHING, EVERYTHING = 2.0, -1.0  # thresholds that no probability, and that every one reaches


def statuses_at(network: Network, layers: Layers, triggers: Sequence[Span]) -> list[Status]:
    """The status of the events named at ``triggers``, each by the last of its words."""
    by_word = {h.word: h for h in _every_word(network, layers)}
    starts = np.array([word.start for word in layers.words])
    last = [max(int(np.searchsorted(starts, trigger.end)) - 1, 0) for trigger in triggers]
    around = Surroundings(layers)
    found = []
    for trigger, word in zip(triggers, last, strict=True):
        facts = around.facts(trigger, EVENT_TYPES[int(by_word[word].types.argmax())], None, is_act=False)
        status = STATUSES[int(presented(by_word[word].statuses, facts).argmax())]
        found.append(plainly(before(layers, trigger), status))
    return found


def type_between(network: Network, layers: Layers, source: Sequence[Span], target: Sequence[Span]) -> EventType:
    """What ``source`` does to ``target`` in a sentence, of which the first 510 word pieces are read.

    Every word votes for its types, the more the likelier these are its actors. The network learned this from PLV, and follows its
    habits: what is convicted is accused there.
    """
    encoded = encode(layers, network.tokenizer)
    window = next(windows(encoded))
    answer = network.ask(inputs_of(encoded, window), NOTHING, EVERYTHING)
    votes = answer.roots.copy()
    for role, spans in ((NEAR_ACTOR, source), (NEAR_RECIPIENT, target)):
        words = [
            i
            for i, word in enumerate(layers.words[: window.end])
            if any(s.start < word.end and word.start < s.end for s in spans)
        ]
        if words:
            votes += _log_sigmoid(answer.event_roles[:, words, role].mean(axis=1))[:, None]
    return EVENT_TYPES[int(np.logaddexp.reduce(votes, axis=0).argmax())]


def _every_word(network: Network, layers: Layers) -> tuple[Happening, ...]:
    return network.findings(layers, NOTHING, EVERYTHING).happenings


def _log_sigmoid(x: Floats) -> Floats:
    result: Floats = -np.logaddexp(0, -x)
    return result
