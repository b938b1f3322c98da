"""A story that corrects or updates another, and is no second witness either.

Agencies send a story again under the same headline with a mark before it, or after it; web pages change under the same address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportedly.matching.terms import fold

# What agencies write before or after the headline of a story sent again.
AGAIN = re.compile(
    r"^\W*(?:attention\b|correct(?:s|ed|ion)\b|updat(?:e|es|ed|ing)\b|refil(?:e|es|ed)\b|recast\w*\b|adds\b|clarif\w+\b"
    r"|wrap-?up\b|writethru\b|repeat\w*\b|amends?\b|\d+(?:st|nd|rd|th) (?:ld|lead|writethru|update)\b)"
    r"|\b(?:eds?: )?(?:updates|adds|corrects|recasts|clarifies) (?:with|that|to|throughout|para|spelling|quote)"
    r"|[(\[](?:updated?|corrected|correction|writethru|refiled|adds[^)]*|recasts[^)]*|corrects[^)]*)[)\]]\W*$"
    r"|\b(?:update|wrap-?up|lead|ld) ?\d\b",
    re.IGNORECASE,
)
HEAD = 400  # characters at the top of a text where such a mark may stand


@dataclass(frozen=True, slots=True)
class Issue:
    """What tells whether one story is a later version of another."""

    text: str
    title: str | None
    publisher: str | None
    uri: str | None
    published: str | None


def is_version(new: Issue, old: Issue) -> bool:
    """Whether ``new``, which shares most of its words with ``old``, is the same story told anew by the same publisher.

    "ATTENTION - ADDS quotes ///" and "UPDATE 2-Ministers meet" are; a reprint in another paper, or the same dispatch put on the
    wire twice without a mark, is not.
    """
    if _is_address(new.uri) and new.uri == old.uri:
        return True
    if not _same_publisher(new, old) or is_earlier(new.published, old.published):
        return False
    return sent_again(new) and not _same_mark(new, old)


def sent_again(issue: Issue) -> bool:
    """Whether the story itself says so, in its title or at its top."""
    lines = [issue.title or "", *issue.text[:HEAD].splitlines()[:4]]
    return any(AGAIN.search(line.strip()) for line in lines if len(line) <= 200)


def _same_mark(new: Issue, old: Issue) -> bool:
    """The same headline with the same mark: the update itself twice."""
    return sent_again(old) and fold(new.title or "") == fold(old.title or "") and new.text[:80] == old.text[:80]


def _same_publisher(new: Issue, old: Issue) -> bool:
    """Where one names no publisher nothing speaks against it."""
    return not new.publisher or not old.publisher or fold(new.publisher) == fold(old.publisher)


def is_earlier(one: str | None, other: str | None) -> bool:
    """Compared as far as both dates go: 2024-03 is not earlier than 2024-03-12; what is not known is not earlier."""
    if not one or not other:
        return False
    length = min(len(one), len(other), len("2024-03-29T12:15"))
    return one[:length] < other[:length]


def _is_address(uri: str | None) -> bool:
    """A web page may change under its address; a file's path says only where a copy lay."""
    return bool(uri) and str(uri).startswith(("http://", "https://"))
