"""Quotation marks: which characters are some, and what each may do where it stands.

``ROLES`` has a rule for every printed form. A rule looks at the characters around the mark and says whether it may open and
whether it may close a quotation; where it says both, the pairing in ``quotes.py`` decides. A mark that may do neither is an
apostrophe, a sign of minutes or inches, or an ornament.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from reportedly.records import Span

Family = Literal["double", "single", "angle", "small angle"]  # of marks that may close each other: “ by ” or ", never by »

DOUBLES, SINGLES, ANGLES, SMALL_ANGLES = '"＂“”„‟', "'‘’‚‛`", "«»", "‹›"
RUN = re.compile(rf"[{DOUBLES}{SINGLES}{ANGLES}{SMALL_ANGLES}]++")
LONGEST_RUN = 6  # five marks can meet where quotations within quotations end; more are a line drawn with them

# Two single marks are one double mark. Of three, the outer are the two: "''She said 'go.'''" ends with ' and then ''.
GLYPHS_OPENING = re.compile(r"``|''|‘‘|’’|.")
GLYPHS_CLOSING = re.compile(r"'(?=''(?!'))|’(?=’’(?!’))|``|''|‘‘|’’|.")

BEFORE_OPENING = frozenset("([{<—–-/:=|*_~")  # besides white space
AFTER_CLOSING = frozenset(")]}>—–-/:=|*_~,.;!?…")
ENDS_SPEECH = frozenset(",.!?…'’)]")
STARTS_WORDS = frozenset("$£€([…#@-¿¡")

# 'em, 'tis, rock 'n' roll, the '90s, the class of '06: an apostrophe for what is left out.
LEFT_OUT_BEFORE = re.compile(r"(?:em|tis|twas|til|till|cause|n|bout|round|neath|nuff|\d0s|\d\d)\b(?!-)", re.IGNORECASE)
# the workers' rights, Lyin' Joe: here it stands at the end of a word.
LEFT_OUT_AFTER = re.compile(r"(?:s|in)\Z", re.IGNORECASE)
FEET_BEFORE_INCHES = re.compile(r"\d['’′]\s?\d{1,2}[½¼¾]?\Z")


class Place(NamedTuple):
    """Where a run of marks stands."""

    text: str
    start: int
    end: int
    left: str  # the character before it, a space at the head of a paragraph
    right: str  # the character after it, a space at its end
    opening: bool  # as before a word: |"We| and |("we|
    closing: bool  # as after one: |go."| and |go"),|


class Mark(NamedTuple):
    """A quotation mark and what it may do."""

    start: int
    end: int
    glyph: str
    family: Family
    opens: bool
    closes: bool
    ends_speech: bool = False  # stands right after a comma or stop
    apostrophe: bool = False  # may as well be that of "the workers' rights"


Rule = Callable[[Place], tuple[bool, bool]]


def straight_double(place: Place) -> tuple[bool, bool]:
    """``"We go," he said`` opens and closes by its neighbours; ``said"We`` may do either; ``6'2"`` neither."""
    if place.left.isdigit() and FEET_BEFORE_INCHES.search(place.text, max(0, place.start - 8), place.start):
        return False, False
    if place.opening != place.closing:
        return place.opening, place.closing
    return not place.left.isdigit(), True


def left_double(place: Place) -> tuple[bool, bool]:
    """``“We go`` opens; ``„Wir“, so`` and ``go.“ He`` close."""
    ends_speech = place.left in ENDS_SPEECH and not place.right.isalnum()
    return True, place.closing or place.right.isspace() or ends_speech


def right_double(place: Place) -> tuple[bool, bool]:
    """``go.”`` closes; ``”Vi går`` opens."""
    return place.opening, True


def low_double(place: Place) -> tuple[bool, bool]:
    """``„Wir gehen`` opens, and so do two back quotes, as old wires print them."""
    return True, False


def straight_or_left_single(place: Place) -> tuple[bool, bool]:
    """``'We go,' he said`` opens and closes; ``'em`` and ``the '90s`` do not open, nor does ``' lone``."""
    return _before_word(place), place.closing


def right_single(place: Place) -> tuple[bool, bool]:
    """``go,’ he said`` closes; ``’tis`` does not open."""
    return False, place.closing


def low_single(place: Place) -> tuple[bool, bool]:
    """``‚Wir gehen`` opens."""
    return _before_word(place), False


def left_angle(place: Place) -> tuple[bool, bool]:
    """``«On va`` and ``« On va`` open; ``gehen«`` closes what ``»`` opened."""
    return True, True


def right_angle(place: Place) -> tuple[bool, bool]:
    """``va.»`` and ``va. »`` close; ``»Wir`` opens."""
    return place.opening, True


def _before_word(place: Place) -> bool:
    word_follows = place.right.isalnum() or place.right in STARTS_WORDS
    return place.opening and word_follows and not LEFT_OUT_BEFORE.match(place.text, place.end)


ROLES: Mapping[str, tuple[Family, Rule]] = {
    '"': ("double", straight_double),
    "＂": ("double", straight_double),
    "''": ("double", straight_double),
    "“": ("double", left_double),
    "‟": ("double", left_double),
    "”": ("double", right_double),
    "’’": ("double", right_double),
    "„": ("double", low_double),
    "``": ("double", low_double),
    "‘‘": ("double", low_double),
    "'": ("single", straight_or_left_single),
    "‘": ("single", straight_or_left_single),
    "’": ("single", right_single),
    "‚": ("single", low_single),
    "‛": ("single", low_single),
    "`": ("single", low_single),
    "«": ("angle", left_angle),
    "»": ("angle", right_angle),
    "‹": ("small angle", left_angle),
    "›": ("small angle", right_angle),
}


def marks_of(text: str, paragraph: Span) -> Iterator[Mark]:
    """The marks of a paragraph that may open or close a quotation, in order."""
    for run in RUN.finditer(text, *paragraph):
        start, end = run.span()
        if end - start > LONGEST_RUN:
            continue
        left = text[start - 1] if start > paragraph.start else " "
        right = text[end] if end < paragraph.end else " "
        if end - start == 1 and run[0] in SINGLES and left.isalnum() and right.isalnum():
            continue  # most are these: don't, O'Neill
        yield from _marks_of_run(_place(text, start, end, left, right))


def _place(text: str, start: int, end: int, left: str, right: str) -> Place:
    opening = (left.isspace() or left in BEFORE_OPENING) and not right.isspace()
    closing = (right.isspace() or right in AFTER_CLOSING) and not left.isspace()
    return Place(text, start, end, left, right, opening, closing)


def _marks_of_run(place: Place) -> Iterator[Mark]:
    """The marks of a run share their neighbours: in ``"'We`` both open."""
    glyphs = GLYPHS_OPENING if place.left.isspace() else GLYPHS_CLOSING
    for match in glyphs.finditer(place.text, place.start, place.end):
        glyph = match[0]
        family, rule = ROLES[glyph]
        opens, closes = rule(place)
        if opens or closes:
            ends_speech = place.left in ENDS_SPEECH
            apostrophe = family == "single" and closes and not opens and _is_like_apostrophe(place)
            yield Mark(match.start(), match.end(), glyph, family, opens, closes, ends_speech, apostrophe)


def _is_like_apostrophe(place: Place) -> bool:
    between_words = place.right.isspace() and place.end - place.start == 1
    return between_words and LEFT_OUT_AFTER.search(place.text, max(0, place.start - 2), place.start) is not None
