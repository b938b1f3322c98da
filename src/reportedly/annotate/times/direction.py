"""Whether a clause tells of the past or of the future: it decides which Tuesday "on Tuesday" is.

No tagger: the verb forms that decide are few. The nearest one before the expression counts, else the first one after it.
"""

from __future__ import annotations

import re

from reportedly.annotate.tense import IRREGULAR
from reportedly.annotate.times.calendar import Direction
from reportedly.records import Span

REACH = 120  # characters of the sentence looked at on either side
WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?|[,;:]")
CLAUSE_MARKS = frozenset(",;:")
FUTURE = frozenset(
    {"will", "shall", "won't", "won’t", "upcoming", "tomorrow", "await", "awaits", "awaiting", "ahead", "delivery"}
    # told in the present, meant of what the calendar holds: "talks resume Monday"
    | {"begins", "starts", "opens", "resumes", "resume", "ends", "expires", "expire", "meets", "retires", "arrives", "leaves"}
    | {"returns", "closes", "kicks"}
)
MODAL = frozenset({"would", "may", "might", "could", "can", "should", "must", "cannot"})
LEADS_TO = frozenset(
    {"is", "are", "be", "expected", "expects", "expect", "scheduled", "due", "set", "plans", "plan", "planned", "planning"}
    | {"hopes", "hope", "hoping", "intends", "intend", "agreed", "wants", "want", "supposed", "ready", "likely", "going"}
    | {"decided", "promised", "pledged", "vowed", "slated", "poised", "aims", "ordered", "preparing", "prepares", "ought"}
)
AWAITED = frozenset(
    {
        "expected",
        "scheduled",
        "due",
        "slated",
        "planned",
        "set",
        "expects",
        "plans",
        "anticipated",
        "forecast",
        "predicted",
        "starting",
        "beginning",
    }
)
PAST = IRREGULAR | frozenset(
    [
        "was",
        "were",
        "had",
        "did",
        "began",
        "became",
        "broke",
        "brought",
        "built",
        "bought",
        "came",
        "caught",
        "chose",
        "cost",
        "cut",
        "dealt",
        "died",
        "drew",
        "drove",
        "fell",
        "felt",
        "fled",
        "flew",
        "forgot",
        "fought",
        "found",
        "froze",
        "gave",
        "got",
        "grew",
        "heard",
        "held",
        "hid",
        "hit",
        "hurt",
        "kept",
        "knew",
        "laid",
        "led",
        "left",
        "lent",
        "lost",
        "made",
        "meant",
        "met",
        "paid",
        "put",
        "ran",
        "rang",
        "rose",
        "sat",
        "saw",
        "sold",
        "sent",
        "shot",
        "shut",
        "sank",
        "slid",
        "slept",
        "spent",
        "stood",
        "stole",
        "struck",
        "swept",
        "swore",
        "taught",
        "threw",
        "took",
        "understood",
        "woke",
        "won",
        "wore",
        "wrote",
        "spoke",
        "drank",
        "blew",
        "bore",
        "beat",
        "begun",
        "been",
    ]
)
PASSIVE = frozenset({"be", "being", "is", "are"})
NOT_VERBS = frozenset(
    {"need", "indeed", "united", "hundred", "speed", "feed", "red", "bed", "led", "seed", "breed", "agreed", "limited"}
)


def direction_of(text: str, sentence: Span, span: Span) -> Direction | None:
    """ "will meet on | Friday" -> future, "met on | Friday" -> past, None where nothing tells.

    The clause between commas is asked first: "It may fall, two guests of | Monday's | dinner said, ..." is of the past.
    """
    before = WORD.findall(text[max(sentence.start, span.start - REACH) : span.start])
    after = WORD.findall(text[span.end : min(sentence.end, span.end + REACH)])
    opened = max((number for number, word in enumerate(before) if word in CLAUSE_MARKS), default=-1) + 1
    closed = next((number for number, word in enumerate(after) if word in CLAUSE_MARKS), len(after))
    asked = (
        *((before, number) for number in range(len(before) - 1, opened - 1, -1)),
        *((after, number) for number in range(closed)),
        *((before, number) for number in range(opened - 1, -1, -1)),
        *((after, number) for number in range(closed, len(after))),
    )
    return next((found for words, number in asked if (found := _direction_at(words, number))), None)


def _direction_at(words: list[str], number: int) -> Direction | None:
    """What one verb form says; the words before it are looked at, since "was expected to" is not "expected"."""
    word = words[number].lower()
    earlier = [each.lower() for each in words[max(0, number - 3) : number]]
    told_as_past = not {"was", "were", "had"}.isdisjoint(earlier)
    if word in FUTURE or word.endswith(("'ll", "’ll")):
        return "future"
    if word == "due" and not told_as_past:
        return "future"
    if word in AWAITED and not told_as_past and not {"is", "are", "be"}.isdisjoint(earlier):
        return "future"
    if word == "to" and earlier and earlier[-1] in LEADS_TO:
        return "past" if told_as_past and earlier[-1] not in AWAITED else "future"
    if word in MODAL:
        return "past" if words[number + 1 : number + 2] == ["have"] else "future"
    if word in PAST or (word.endswith("ed") and word not in NOT_VERBS and len(word) > 3):
        return None if earlier and earlier[-1] in PASSIVE else "past"  # "will be held": what is before "be" tells
    return None
