"""Passages that only recall or point at something else: another year, another place. They tell of no happening of today's.

"In 2016 the harbour's pilots kept their boats tied up"; "A riot at a prison 80 kilometres away"; "Last year the neighbouring
republic raised its duty".
"""

from __future__ import annotations

import datetime
import re

from reportedly.compare.accounts import Account
from reportedly.matching.terms import names_of
from reportedly.records import Time

FIRST = 12  # characters of a passage in which a date stands at its beginning
LONG_AGO = 45  # days between what is told and the story
ELSEWHERE_AGO = 4  # where the passage names nothing that the story names elsewhere
PLACED_APART = re.compile(
    r"\b(?:kilomet(?:re|er)s?|miles?|km)\s(?:away|upstream|downstream|further"
    r"|(?:to the )?(?:north|south|east|west)\w*|from|up|down)\b"
    r"|\bneighbouring\b|\bneighboring\b|\bat the other end of\b|\bno relation\b",
    re.IGNORECASE,
)
AGO = re.compile(r"\b(?:years|decades|centuries)\s(?:ago|before|earlier)\b", re.IGNORECASE)
OPEN_ENDED = re.compile(r"\b(?:since|until|from|by|for)\s(?:the\s)?(?:\w+\s){0,2}$", re.IGNORECASE)


def is_background(account: Account) -> bool:
    """Whether a passage in the story's own voice is dated long before it or placed apart from it, or a statement begins so."""
    if account.statement is not None:
        first = [time for time in account.times if time.end and time.span.start < account.span.start + FIRST]
        return bool(first) and _long_ago(account, first[0])
    if PLACED_APART.search(account.text) or AGO.search(account.text):
        return True
    dated = [time for time in account.times if time.end]
    days = ELSEWHERE_AGO if _elsewhere(account) else LONG_AGO
    return bool(dated) and all(_long_ago(account, time, days) for time in dated)


def _elsewhere(account: Account) -> bool:
    """Whether it names something, and nothing that the story names anywhere else: "In November a court in Santa Clara ..."."""
    text = account.document.text
    rest = set(names_of(text[: account.sentence.start] + " " + text[account.sentence.end :]))
    return bool(account.names) and not account.names & rest


def _long_ago(account: Account, time: Time, days: int = LONG_AGO) -> bool:
    """Ended long before the story: "in 2016"; not "since June", which lasts."""
    text = account.document.text
    if OPEN_ENDED.search(text[max(0, time.span.start - 24) : time.span.start]):
        return False
    ended, published = _day(time.end), _day(account.document.published)
    return ended is not None and published is not None and (published - ended).days >= days


def _day(value: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((value or "")[:10])
    except ValueError:
        return None
