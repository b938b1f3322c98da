"""The tense of a reporting cue, by its form and the few words before it.

No tagger: cues are few and regular, and all that is asked is whether the report is the news of the day ("said", "saying"), a
state that holds ("believes", "is accused"), or background ("has long said", "had warned", "its claim").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Tense = Literal["past", "present", "perfect", "pluperfect", "passive", "progressive", "participle", "infinitive", "noun", "none"]

IRREGULAR = frozenset(
    {"said", "told", "wrote", "spoke", "made", "gave", "put", "read", "saw", "thought", "knew", "felt", "held", "took", "sent"}
    | {"set", "went", "came", "brought", "sought", "swore", "let", "met", "known", "seen", "given", "taken", "written", "shown"}
)
HAVE: dict[str, Tense] = {"has": "perfect", "have": "perfect", "'ve": "perfect", "’ve": "perfect", "had": "pluperfect"}
BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "'s", "’s", "'re", "’re"})
MODAL = frozenset({"to", "will", "would", "could", "should", "may", "might", "must", "can", "did", "does", "do"})
BEFORE_NOUNS = frozenset(
    {"its", "his", "her", "their", "my", "our", "your", "the", "a", "an", "this", "that", "of", "by", "no", "any"}
)
BACKGROUND = frozenset(
    {"long", "always", "often", "repeatedly", "consistently", "usually", "traditionally", "routinely", "regularly", "frequently"}
    | {"earlier", "previously", "formerly", "once", "already", "since", "used"}
)
AUXILIARY_REACH = 4  # words: "had not yet publicly denied"


def tense_of(before: Sequence[str], cue: Sequence[str]) -> Tense:
    """The tense of a cue; both arguments are lower-case words, ``before`` those that lead up to it in its sentence.

    has long | said -> perfect, is widely | believed -> passive, their | claim -> noun, , | adding -> participle
    """
    if not cue:
        return "none"
    if before and (before[-1] in BEFORE_NOUNS or before[-1].endswith(("'s", "’s", "s'", "s’"))) and not _is_past(cue[0]):
        return "noun"
    for word in [cue[0], *reversed(before[-AUXILIARY_REACH:])]:
        if word in HAVE:
            return HAVE[word]
        if word in BE:
            return "progressive" if cue[0].endswith("ing") else "passive"
        if word in MODAL:
            return "infinitive"
    if cue[0].endswith("ing"):
        return "participle"
    return "past" if _is_past(cue[0]) else "present"


def _is_past(word: str) -> bool:
    return word in IRREGULAR or word.endswith("ed")


def is_background(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether words beside a cue say that it is old or many times told: have long | said, | said earlier"""
    return not BACKGROUND.isdisjoint([*before[-AUXILIARY_REACH:], *after[:1]])
