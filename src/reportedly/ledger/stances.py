"""What somebody does by saying something: denies, demands, promises.

Three things show it: the status of an event in the words ("there was *no* such meeting": denied), an event that is the saying
itself ("*rejecting* an accusation": REJECT), and the verb that introduces the words ("*denied* that").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from reportedly.matching.terms import names_of, stem
from reportedly.records import Event, EventType, Statement, Status

Stance = Literal["denies", "demands", "promises"]
STANCES: tuple[Stance, ...] = get_args(Stance)

BY_STATUS: dict[Status, Stance] = {"denied": "denies", "demanded": "demands"}
BY_ACT: dict[EventType, Stance] = {"REJECT": "denies", "REQUEST": "demands", "AGREE": "promises"}

# Verbs of denying, demanding and promising, and their nouns, after Levin, English Verb Classes (1993), 37.1-37.9, and Wierzbicka,
# English Speech Act Verbs (1987), without those that news uses for other things as well (answer, call, tell).
VERBS: dict[Stance, str] = {
    "denies": "deny denial rebut refute repudiate disavow disclaim reject rejection dismiss contradict gainsay dispute",
    "demands": "demand urge insist order require request exhort implore beseech entreat plead appeal instruct command",
    "promises": "promise pledge vow swear undertake guarantee commit commitment assure assurance",
}
_BY_STEM: dict[str, Stance] = {stem(verb): stance for stance, verbs in VERBS.items() for verb in verbs.split()}
NOT = re.compile(r"\b(?:not|never|n't|refused to|declined to|without)\b|n[’']t\b", re.IGNORECASE)


def stances_of(said: Statement, events: Iterable[Event]) -> Iterator[Stance]:
    """What is done by saying this; ``events`` are those that the statement reports or is."""
    cue = " ".join(said.document.text[start:end] for start, end in said.cue)
    if not NOT.search(cue):  # who "did not deny" something does not deny it
        for name in names_of(cue):
            if stance := _BY_STEM.get(stem(name)):
                yield stance
    for event in events:
        within_cue = any(start <= event.trigger.start < end for start, end in said.cue)
        if within_cue and event.status == "asserted" and (stance := BY_ACT.get(event.type)):
            yield stance
        if not within_cue and (stance := BY_STATUS.get(event.status)):
            yield stance
        if event.status == "future" and said.speaker in event.source:
            yield "promises"
