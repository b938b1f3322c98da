"""Places and publishers as the tops of stories print them: runs of capitalised words, told apart by how they look."""

from __future__ import annotations

import re

from reportedly.read.moments import month_number

_WORD = re.compile(r"(?i:St|Ste|Mt|Ft)\.(?= )|(?:[A-Z]\.){2,}|[^\W\d_](?:[\w’'-]*\w)?")
_CONNECTORS = {"of", "the", "and", "de", "del", "la", "al", "do", "da", "du", "des", "am", "upon", "van"}
# What stands in capitals or before a dash at the top of a story and is no place.
_RUBRIC = re.compile(
    r"ADDS|ALERT|ANALYSIS|BACKGROUND|BREAKING|BRIEF|BULLETIN|CHRONICLE|COMMENT|CORRECTED|CORRECTION|EDITORIAL|EXCLUSIVE|EXPLAINER"
    r"|FACTBOX|FEATURE|FLASH|INTERVIEW|LATEST|LEAD|LIVE|NEWS|OBITUARY|OPINION|PHOTOS?|POLITICS|PREVIEW|PROFILE|QUOTES|RECAST"
    r"|REPEAT|REVIEW|SOURCE|SPORT|TIMELINE|TRANSCRIPT|UPDATED?|URGENT|VIDEO|WATCH|WRAPUP",
    re.IGNORECASE,
)
_NOT_FIRST = {"In", "On", "At", "By", "From", "After", "Since", "Until", "For", "As", "It", "He", "She", "We", "But"}
_PUBLISHES = re.compile(
    r"\b(?:agency|news|press|presse|wire|post|times|tribune|herald|gazette|courier|telegraph|chronicle|radio|tv|media|inform"
    r"|newswire|newsroom|service|today|daily|dispatch|ledger|report|reports|bureau)\b",
    re.IGNORECASE,
)


def name_end(text: str, start: int) -> int:
    """The end of a name of up to five capitalised words at ``start``; ``start`` itself where there is none.

    ``RIO DE JANEIRO``, ``St. Petersburg``, ``Port of Spain``.
    """
    end = position = start
    for _ in range(5):
        word = _WORD.match(text, position)
        if not word or not (word[0][0].isupper() or word[0] in _CONNECTORS):
            break
        if word[0] not in _CONNECTORS:
            end = word.end()
        if not text.startswith(" ", word.end()):
            break
        position = word.end() + 1
    return end


def place_end(text: str, start: int) -> int:
    """The end of a place and what it lies in or is joined with: ``KYIV, Ukraine``, ``WASHINGTON, D.C.``, ``ZAGREB/SARAJEVO``."""
    end = name_end(text, start)
    while text.startswith("/", end) and (further := name_end(text, end + 1)) > end + 1:
        end = further
    if end > start and text.startswith(", ", end):
        further = name_end(text, end + 2)
        if further > end + 2 and _AFTER_REGION.match(text, further) and _is_region(text[end + 2 : further]):
            return further + text.startswith(".", further)
    return end


def _is_region(name: str) -> bool:
    """What stands behind a place's comma is where it lies, and no month, weekday or publisher."""
    return month_number(name) is None and not _WEEKDAY.fullmatch(name) and not publishes(name)


_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)
_AFTER_REGION = re.compile(r"\.?(?:,? ?\(|, |\. ?[–—-]|\.? [–—-]+|,? /)")


def publishes(name: str) -> bool:
    """A name that says of itself that it is a publisher's: ``Pars Wire``, ``Kasbah Post``."""
    return bool(_PUBLISHES.search(name))


def is_place(name: str) -> bool:
    """A name fit to be a place: no rubric, and it does not begin as sentences do."""
    words = re.findall(r"\w+", name)
    return bool(words) and len(name) > 2 and not _RUBRIC.fullmatch(words[0]) and words[0] not in _NOT_FIRST
