"""The status of an event where the words right before it say it plainly, whatever the network hears.

The network hears most of them. What it misses is what stands a few words off: "I'm *not* going to negotiate". Each rule only ever
changes what it names, for "no" may also stand in a demand. How often each is right on annotated stories that are no dev stories:
not 34 of 40, no 13 of 15, if 27 of 36, should 15 of 16; of 61 events after "will" one was asserted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reportedly.records import Status

WORD = re.compile(r"\w+(?:['’]\w+)*")
CLAUSE = re.compile(r"[,;:()\"“”«»\n]|\s[-–—]+\s|—")
NEAR = 4  # words before the event


class Plain(NamedTuple):
    """Of events heard as ``heard``, those with one of ``words`` before them are ``status``."""

    words: frozenset[str]
    anywhere: bool  # in the clause, not only near
    heard: frozenset[Status]
    status: Status


def _plain(words: str, status: Status, *heard: Status, anywhere: bool = False) -> Plain:
    return Plain(frozenset(words.split()), anywhere, frozenset(heard), status)


RULES: Sequence[Plain] = (
    _plain("if unless whether", "hypothetical", "asserted", "future", "demanded", anywhere=True),  # "if Oslo attacks"
    _plain("not never cannot no without", "denied", "asserted", "demanded"),  # "no further talks"
    _plain("should must", "demanded", "asserted"),  # "they should meet"
    _plain("may might could", "hypothetical", "asserted", "future"),  # "they may meet"
    _plain("will shall", "future", "asserted"),  # "they will meet"
    _plain("expected scheduled due planned plans promised pledged", "future", "asserted"),  # "talks expected in May"
)


def plainly(before: str, heard: Status) -> Status:
    """The status of an event that the network hears as ``heard``; ``before`` is its sentence up to the trigger.

    ``"I'm not going to "``, asserted -> denied; ``"If it wins, Oslo "``, asserted -> asserted
    """
    clause = [word for found in WORD.findall(CLAUSE.split(before)[-1].lower()) for word in _spelt_out(found)]
    if "only" in clause[-NEAR:]:
        return heard  # "not only attacked"
    return next((rule.status for rule in RULES if heard in rule.heard and _applies(rule, clause)), heard)


def _applies(rule: Plain, clause: Sequence[str]) -> bool:
    return not rule.words.isdisjoint(clause if rule.anywhere else clause[-NEAR:])


def _spelt_out(word: str) -> tuple[str, ...]:
    """``didn't`` -> did not, ``won't`` -> will not, ``they'll`` -> they will"""
    word = word.replace("’", "'")
    if word == "won't":
        return "will", "not"
    if word.endswith("n't"):
        return word.removesuffix("n't"), "not"
    return (word.removesuffix("'ll"), "will") if word.endswith("'ll") else (word,)
