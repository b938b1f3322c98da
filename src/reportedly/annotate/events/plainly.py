"""The status of an event where the words right before it say it plainly, whatever has been heard and weighed.

Network and weights miss some of what stands a few words off: "I'm *not* going to negotiate". Each rule only ever changes what it
names, for "no" may also stand in a demand. How often a rule puts right and puts wrong what the weights alone make of training
stories that they were not learned from: those that deny 31 and 7, all others 34 and 19.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reportedly.annotate.events.statuses import spelt_out
from reportedly.records import STATUSES, Status

WORD = re.compile(r"\w+(?:['’]\w+)*")
CLAUSE = re.compile(r"[,;:()\"“”«»\n]|\s[-–—]+\s|—")
NEAR = 4  # words before the event
# Whoever fails to do it has not done it: negative implicatives (Karttunen 1971) and their like, right before the event.
LEFT_UNDONE = re.compile(
    r"\b(?:(?:fail(?:s|ed|ing|ure)?|refus(?:e[sd]?|ing|al)|declin(?:e[sd]?|ing)|neglect(?:s|ed|ing)?|forg[eo]t(?:s|ting)?) to"
    r"|unable to"
    r"|(?:stop(?:s|ped|ping)? short of|refrain(?:s|ed|ing)? from|rul(?:e[sd]?|ing) out)(?: any| further| the)?)(?: \w+ly)?$"
)


class Plain(NamedTuple):
    """Of events heard as ``heard``, those with one of ``words`` before them are ``status``."""

    words: frozenset[str]
    anywhere: bool  # in the clause, not only near
    heard: frozenset[Status]
    status: Status


def _plain(words: str, status: Status, *heard: Status, anywhere: bool = False) -> Plain:
    return Plain(frozenset(words.split()), anywhere, frozenset(heard), status)


RULES: Sequence[Plain] = (
    _plain("if unless whether", "hypothetical", *(set(STATUSES) - {"denied"}), anywhere=True),  # "if Oslo does not attack"
    _plain("not never no without", "denied", "asserted", "demanded", "hypothetical"),  # "no further talks"
    _plain(
        "none nobody nothing neither nor", "denied", "asserted", "demanded", "future", "hypothetical"
    ),  # "nobody was arrested"
    _plain("should must", "demanded", "asserted"),  # "they should meet"
    _plain("may might could", "hypothetical", "asserted", "future"),  # "they may meet"
    _plain("will shall", "future", "asserted"),  # "they will meet"
    _plain("expected scheduled due planned plans promised pledged", "future", "asserted"),  # "talks expected in May"
)


def plainly(before: str, heard: Status) -> Status:
    """The status of an event so far taken for ``heard``; ``before`` is its sentence up to the trigger.

    ``"I'm not going to "``, asserted -> denied; ``"Oslo refused to "``, demanded -> denied; ``"If it wins, Oslo "``: as before
    """
    clause = [word for found in WORD.findall(CLAUSE.split(before)[-1].lower()) for word in spelt_out(found)]
    if "only" in clause[-NEAR:]:
        return heard  # "not only attacked"
    if LEFT_UNDONE.search(" ".join(clause)):
        return "denied"
    if before.lstrip("\"“‘' ").startswith("Should ") and clause[:1] == ["should"] and heard != "denied":
        return "hypothetical"  # "Should the permit be withdrawn, ..."
    return next((rule.status for rule in RULES if heard in rule.heard and _applies(rule, clause)), heard)


def _applies(rule: Plain, clause: Sequence[str]) -> bool:
    return not rule.words.isdisjoint(clause if rule.anywhere else clause[-NEAR:])
