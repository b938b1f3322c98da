"""How an event is presented, weighed by the words around it.

What tells a plan from a deed stands beside the event: the verb that governs it ("fail to", "hope to"), the noun ("the prospect
of"), the auxiliaries before it ("would have been"), a condition after it, and the verb under which a statement reports it
("promised", "denied"). The network hears much of this. But it knows the stories it was trained on by heart, and is surer than it
is right; the words, counted, carry further. So both have their say: the weights (``lang/en/statuses.json``) are learned from
words alone by ``training/statuses.py``, and the network's logarithms are added at half their size. What is plain even so,
``plainly`` puts right.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reportedly.annotate.events.weighing import Fact, Facts, all_of, holds
from reportedly.annotate.layers import Draft, Layers
from reportedly.annotate.network import Floats, softmax
from reportedly.records import EventType, Span

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

HEARD = 0.5  # what the network's logarithms count beside the words' weights
LEAST = 1e-6  # a probability below it says no more
NEAR, AROUND, FOLLOWING = 5, 12, 6  # words
LINKS = 3  # prepositions before the event whose governing words are looked at
PREPOSITIONS = frozenset("to for of from on in that with about at against by into over".split())  # noqa: SIM905
CONDITIONS = frozenset({"if", "unless", "would", "will", "should", "could"})
NEGATIONS = frozenset({"not", "never"})
TENSED = frozenset("will would shall should may might can could must had has have is are was were if to".split())  # noqa: SIM905
AUXILIARIES = (
    TENSED | NEGATIONS | {"be", "been", "being", "having", "do", "does", "did", "already", "still", "now", "soon", "yet"}
)
IN_WORDS = frozenset({"'s", "’s", "-", "%", "$"})  # marks that part nothing
FORM = re.compile(r"(?P<ing>ing)$|(?P<ed>ed|en|wn|ld|ught)$|(?P<s>s)$")


class Told(NamedTuple):
    """What is known of the statement within whose content an event stands."""

    cue: tuple[str, ...]  # its words
    opens: str  # the first word of the content: "that", "to"
    manner: str  # "direct", "mixed", "indirect", "implied"


class Surroundings:
    """The words of a story as they stand around its events."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._starts = [word.start for word in layers.words]
        self._sentences = [bisect_left(self._starts, sentence.start) for sentence in layers.sentences]

    def facts(self, trigger: Span, kind: EventType, told: Told | None, is_act: bool) -> Facts:
        """What stands around an event: ``hoped to | visit | Oslo`` -> ..., "under 0: hope to", "visit", ..."""
        first = max(bisect_right(self._starts, trigger.start) - 1, 0)
        after = max(bisect_left(self._starts, trigger.end), first + 1)
        at = max(bisect_right(self._sentences, first) - 1, 0)
        opens = self._sentences[at] if self._sentences else 0
        closes = self._sentences[at + 1] if at + 1 < len(self._sentences) else len(self._starts)
        before, behind = self._words(opens, first, opens), self._words(after, max(closes, after), opens)
        named = self._printed(first).lower()
        return all_of(
            holds("any", kind, "act" if is_act else "no act"), _told_facts(told), _event_facts(named, before),
            _before_facts(before), _under_facts(before), _auxiliary_facts(before), _after_facts(behind),
        )  # fmt: skip

    def _printed(self, word: int) -> str:
        return self._layers.text[slice(*self._layers.words[word])]

    def _words(self, first: int, last: int, opens: int) -> list[str]:
        """In lower case and spelt out; a name, whatever it is, as ``Name``, a number as ``0``."""
        found = []
        for word in range(first, last):
            printed = self._printed(word)
            if printed[0].isupper() and word > opens and not printed.startswith("I"):
                found.append("Name")
            elif printed[0].isdigit():
                found.append("0")
            else:
                found += spelt_out(printed.lower())
        return found


def told_by(layers: Layers, draft: Draft) -> Told:
    """The statement as its events look at it."""
    cue = tuple(word for span in draft.cue for word in re.findall(r"\w+", layers.text[slice(*span)].lower()))
    opens = re.search(r"\w+", layers.text[slice(*draft.content[0])].lower()) if draft.content else None
    return Told(cue, opens.group() if opens else "", "implied" if draft.implied else draft.form)


def presented(heard: Floats, facts: Facts, weights: Mapping[str, Sequence[float]] | None = None) -> Floats:
    """The probability of each of ``STATUSES``, given those that the network hears. ``weights`` stand in for those shipped."""
    known = _shipped() if weights is None else weights
    total: Floats = (HEARD * np.log(np.maximum(heard, LEAST))).astype(np.float32)
    for fact, amount in facts.items():
        if fact in known:
            total += np.float32(amount) * np.asarray(known[fact], dtype=np.float32)
    return softmax(total)


def spelt_out(word: str) -> tuple[str, ...]:
    """``didn't`` -> did not, ``won't`` -> will not, ``they'll`` -> they will, ``cannot`` -> can not"""
    word = word.replace("’", "'")
    if word == "won't":
        return "will", "not"
    if word in ("can't", "cannot"):
        return "can", "not"
    if word.endswith("n't"):
        return word.removesuffix("n't"), "not"
    return (word.removesuffix("'ll"), "will") if word.endswith("'ll") else (word,)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """By Porter's second English algorithm (Snowball): ``hoped``, ``hopes``, ``hoping`` -> hope."""
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


@cache
def _stemmer() -> BaseStemmer:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@cache
def _shipped() -> Mapping[str, Floats]:
    weights = json.loads((files("reportedly.annotate") / "lang" / "en" / "statuses.json").read_text("utf8"))
    return {fact: np.array(each, dtype=np.float32) for fact, each in weights.items()}


# ---- what is looked at


def _told_facts(told: Told | None) -> Iterator[Fact]:
    """Who tells it, and under which verb: promised | to ..."""
    if told is None:
        yield from holds("told by the story")
        return
    yield from holds("told", f"told, {told.manner}", f"told, opens with {told.opens}")
    yield from holds(*(f"told by {stem(word)}" for word in told.cue))


def _event_facts(named: str, before: Sequence[str]) -> Iterator[Fact]:
    """The event's first word, its form, and the two words before it."""
    found = FORM.search(named)
    form = found.lastgroup if found else "plain"
    last = before[-1] if before else "nothing"
    yield from holds(f"form {form}", f"is {stem(named)}", f"next to {last}", f"next to {last}, form {form}")
    if len(before) > 1:
        yield from holds(f"next to {stem(before[-2])} {last}")


def _before_facts(before: Sequence[str]) -> Iterator[Fact]:
    """Words before it in its sentence, by how far off they are and whether a mark stands between."""
    apart = False
    for off, word in enumerate(reversed(before)):
        apart = apart or is_mark(word)
        if off < NEAR:
            yield f"near {stem(word)}", 1.0
        if off < AROUND:
            yield f"{'apart' if apart else 'before'} {stem(word)}", 1.0
        else:
            yield f"far {stem(word)}", 0.5


def _under_facts(before: Sequence[str]) -> Iterator[Fact]:
    """What governs it in its clause, a preposition between: ``hope of | an agreement to | visit`` -> agreement to, hope of"""
    links = 0
    for i in range(len(before) - 1, 0, -1):
        if is_mark(before[i]) or links == LINKS:
            return
        if before[i] in PREPOSITIONS:
            yield from holds(f"under {links}: {stem(before[i - 1])} {before[i]}", f"under {stem(before[i - 1])}")
            links += 1


def _auxiliary_facts(before: Sequence[str]) -> Iterator[Fact]:
    """``would not have | visited``, and the first and last word of the sentence's verbs: "will" in ``will try to | visit``"""
    yield from holds("auxiliaries " + " ".join([word for word in before[-8:] if word in AUXILIARIES][-3:]))
    tensed = [word for word in before if word in TENSED]
    if tensed:
        yield from holds(f"first tensed {tensed[0]}", f"after tensed {tensed[-1]}")


def _after_facts(behind: Sequence[str]) -> Iterator[Fact]:
    """Words after it in its sentence: ``may be visited | if``"""
    yield from holds(*(f"then {stem(word)}" for word in behind[:FOLLOWING]))
    yield from holds(*(f"later {word}" for word in behind[FOLLOWING:] if word in CONDITIONS))


def is_mark(word: str) -> bool:
    """Whether it parts what stands before it from what stands after."""
    return not word[0].isalnum() and word not in IN_WORDS
