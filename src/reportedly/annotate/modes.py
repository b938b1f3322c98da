"""How an event was done: PLOVER's mode of it, by the words of the trigger and those around it.

The lists are in ``lang/en/modes.json``: by type, by mode, words that say so ``near`` the trigger, words that say so only as the
``trigger`` itself (``took`` is an abduction in "took three nurses", and little elsewhere), and the mode of a type ``otherwise``.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from reportedly.annotate.vocabulary import Found, PlainWords, Vocabulary
from reportedly.records import EventType, Span

REACH = 12  # words of the sentence looked at on either side of a trigger
UNSURE = 2  # a word that says so only as the trigger gives way to one that follows within so many words: "took ... hostage"
BEFORE = 2  # a word before the trigger counts as so many times as far off: "asked for help" says more than "the aid group asked"
NONE = "none"  # a list of this name says that there is no mode


class Mode(NamedTuple):
    """A mode, or None, with the rule that chose it and the words it rests on."""

    name: str | None
    rule: str  # "mode: trigger", "mode: near", "mode: otherwise"
    span: Span | None


class _Lists(NamedTuple):
    trigger: Vocabulary
    near: Vocabulary
    otherwise: str | None


def has_modes(event_type: EventType) -> bool:
    """Whether PLOVER has modes for this type: not for AGREE, SUPPORT, CONCEDE, COOPERATE, AID."""
    return event_type in _lists()


def mode_of(event_type: EventType, words: PlainWords, trigger: Span) -> Mode:
    """The mode of an event whose trigger stands there; the type has to be known.

    PROTEST, "began a hunger strike" -> hunger, REQUEST, "asked the mayor for blankets" -> assist, AID -> None (AID has no modes)
    """
    lists = _lists().get(event_type)
    if lists is None:
        return Mode(None, "mode: none of this type", None)
    inside = words.within(trigger)
    own = lists.near.find(words.texts, inside)
    if own:
        return _mode(min(own, key=lambda found: found.start - found.end), words, "trigger")
    weighed = [(float(UNSURE), found, "trigger") for found in lists.trigger.find(words.texts, inside)]
    weighed += [(_distance(f, inside), f, "near") for f in lists.near.find(words.texts, words.around(trigger, REACH))]
    if weighed:
        _, found, rule = min(weighed, key=lambda choice: (choice[0], choice[1].start - choice[1].end))
        return _mode(found, words, rule)
    return Mode(lists.otherwise, "mode: otherwise", None)


def _mode(found: Found, words: PlainWords, rule: str) -> Mode:
    span = Span(words.starts[found.start], words.ends[found.end - 1])
    return Mode(None if found.name == NONE else found.name, f"mode: {rule}", span)


def _distance(found: Found, trigger: range) -> float:
    """How many words off, those before the trigger counted double."""
    return found.start - trigger.stop if found.start >= trigger.stop else BEFORE * (trigger.start - found.end)


@cache
def _lists() -> dict[EventType, _Lists]:
    by_type = json.loads((files("reportedly.annotate") / "lang" / "en" / "modes.json").read_text("utf8"))
    return {
        event_type: _Lists(
            Vocabulary({name: mode.get("trigger", "") for name, mode in entry["modes"].items()}),
            Vocabulary({name: mode.get("near", "") for name, mode in entry["modes"].items()}),
            entry["otherwise"],
        )
        for event_type, entry in by_type.items()
    }
