"""Quotations in every house style: what stands between quotation marks, however the marks are printed.

Two steps. ``marks_of`` finds the quotation marks of a paragraph and says of each whether it may open or close, from its shape
and its neighbours. ``_Pairing`` walks over them with a stack. Trouble stays in its paragraph: a mark that is never closed costs
one quotation, and the ``Quote`` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from reportedly.annotate.layers import Quote
from reportedly.records import Span, Spans


class Family(Enum):
    """Marks that may close each other: “ is closed by ” or ", never by »."""

    DOUBLE = "double"
    SINGLE = "single"
    ANGLE = "angle"
    SMALL_ANGLE = "small angle"


class Mark(NamedTuple):
    """A quotation mark, and what it may do where it stands."""

    start: int
    end: int
    glyph: str
    family: Family
    opens: bool
    closes: bool
    possessive: bool = False  # may as well be the apostrophe of "the workers' rights"
    bare: bool = False  # closes right after a word, with no punctuation: "a 'friend' of theirs"


DOUBLES, SINGLES, ANGLES, SMALL_ANGLES = "\"＂“”„‟", "'‘’‚‛`", "«»", "‹›"
FAMILY = {
    **dict.fromkeys([*DOUBLES, "``", "''", "‘‘", "’’"], Family.DOUBLE),
    **dict.fromkeys(SINGLES, Family.SINGLE),
    **dict.fromkeys(ANGLES, Family.ANGLE),
    **dict.fromkeys(SMALL_ANGLES, Family.SMALL_ANGLE),
}
RUN = re.compile(rf"[{DOUBLES}{SINGLES}{ANGLES}{SMALL_ANGLES}]++")
GLYPH = re.compile(r"``|''|‘‘|’’|.")
GLYPH_WHERE_CLOSING = re.compile(r"'(?=''(?!'))|’(?=’’(?!’))|``|''|‘‘|’’|.")  # "''He said 'go.'''" closes the inner one first

BEFORE_OPENING = frozenset("([{<—–-/:=|*_~")
AFTER_CLOSING = frozenset(")]}>—–-/:=|*_~,.;!?…")
STARTS_WORDS = frozenset("$£€([…#@-¿¡")

# 'em, 'tis, rock 'n' roll, the '90s, the class of '06: an apostrophe for what is left out.
ELISION = re.compile(r"(?:em|tis|twas|til|till|cause|n|bout|round|neath|nuff|\d0s|\d\d)\b(?!-)", re.IGNORECASE)
FEET_AND_INCHES = re.compile(r"\d['’′]\s?\d{1,2}[½¼¾]?\Z")  # 6'2" tall

DEEPEST = 6  # quotations within quotations; marks that would go deeper are noise


@dataclass(slots=True, eq=False)
class _Pair:
    """A quotation in the making."""

    opening: Mark | None  # None where the mark is lost or stood in the paragraph before
    family: Family
    start: int
    inner_start: int
    inner_end: int = -1
    end: int = -1
    closed: bool = True
    continues: _Pair | None = None
    index: int | None = None  # among all quotations of the text


def quotes_of(text: str, paragraphs: Spans) -> tuple[Quote, ...]:
    """The quotations of ``text`` by their start; linear in its length.

    They lie within paragraphs and within each other, never across. A quotation that runs over paragraphs is one ``Quote`` for
    each, linked by ``continues``. Marks with nothing between them are no quotation. Where the opening mark is lost, ``inner``
    begins with ``span``.
    """
    found: list[Quote] = []
    carried: dict[Family, _Pair] = {}
    marks = [list(marks_of(text, paragraph)) for paragraph in paragraphs]
    for paragraph, own, following in zip(paragraphs, marks, [*marks[1:], []], strict=True):
        pairing = _Pairing(text, paragraph, carried)
        for mark, next_single in zip(own, _next_singles(own), strict=True):
            pairing.take(mark, next_single)
        pairs, carried = pairing.finish(_goes_on_with(text, following))
        found.extend(_as_quotes(text, pairs, len(found)))
    return tuple(found)


def marks_of(text: str, paragraph: Span) -> Iterator[Mark]:
    """The quotation marks of a paragraph; apostrophes that cannot be any are left out."""
    for run in RUN.finditer(text, *paragraph):
        start, end = run.span()
        left = text[start - 1] if start > paragraph.start else " "
        right = text[end] if end < paragraph.end else " "
        if end - start == 1 and left.isalnum() and right.isalnum() and run[0] in SINGLES:
            continue  # don't, O'Neill
        glyphs = GLYPH if left.isspace() else GLYPH_WHERE_CLOSING
        for match in glyphs.finditer(text, start, end):
            mark = _judge(text, match, left, right, end)
            if mark.opens or mark.closes:
                yield mark


def _judge(text: str, match: re.Match[str], left: str, right: str, run_end: int) -> Mark:
    """What the mark may do, by its shape and by what stands left and right of its run of marks."""
    glyph, family = match[0], FAMILY[match[0]]
    before = left.isspace() or left in BEFORE_OPENING  # an opening mark may stand here
    after = right.isspace() or right in AFTER_CLOSING
    may_open = before and not right.isspace()
    may_close = after and not left.isspace()
    bare = left.isalnum()
    possessive = False
    if family is Family.SINGLE:
        opens, closes = _single(text, glyph, left, right, may_close, run_end)
        possessive = closes and not opens and left in "sS" and right.isspace() and glyph in "'’"
    elif glyph in ('"', "＂", "''"):
        opens, closes = (may_open, may_close) if may_open != may_close else (not left.isdigit(), True)
        if left.isdigit() and FEET_AND_INCHES.search(text, max(0, match.start() - 8), match.start()):
            opens = closes = False
    elif glyph in ("“", "‟"):  # closes „so“
        opens, closes = True, may_close
    elif glyph in ("„", "``", "‘‘"):
        opens, closes = True, False
    elif glyph in ("”", "’’"):  # opens ”so”
        opens, closes = may_open, True
    else:  # guillemets point inwards or outwards: the pairing knows
        opens, closes = may_open or glyph in "«‹", True
    return Mark(match.start(), match.end(), glyph, family, opens, closes, possessive, bare and may_close)


def _single(text: str, glyph: str, left: str, right: str, may_close: bool, run_end: int) -> tuple[bool, bool]:
    """Single marks open only right before a word and close only right after something."""
    before = left.isspace() or left in BEFORE_OPENING
    may_open = before and (right.isalnum() or right in STARTS_WORDS) and not ELISION.match(text, run_end)
    return may_open and glyph != "’", may_close and glyph in "'’‘"


def _next_singles(marks: list[Mark]) -> list[Mark | None]:
    """For each mark the next single one that is surely no possessive."""
    following: list[Mark | None] = []
    upcoming: Mark | None = None
    for mark in reversed(marks):
        following.append(upcoming)
        if mark.family is Family.SINGLE and not mark.possessive:
            upcoming = mark
    return following[::-1]


def _goes_on_with(text: str, marks: list[Mark]) -> set[Family]:
    """The families of marks with which a paragraph carries on a quotation of the one before.

    It opens with their mark anew, or its first mark of theirs can only close.
    """
    families: set[Family] = set()
    seen: set[Family] = set()
    at = marks[0].start if marks else 0
    for mark in marks:
        reopens = mark.opens and mark.start == at and text[at - 1 : at].isspace()
        at = mark.end if reopens else -1
        only_closes = mark.closes and not mark.opens and mark.family is not Family.SINGLE
        if (reopens or only_closes) and mark.family not in seen:
            families.add(mark.family)
        seen.add(mark.family)
    return families


class _Pairing:
    """Pairs the marks of one paragraph."""

    def __init__(self, text: str, paragraph: Span, carried: dict[Family, _Pair]) -> None:
        self.text = text
        self.paragraph = paragraph
        self.carried = carried  # what the paragraph before left open
        self.open: list[_Pair] = []  # outermost first
        self.done: list[_Pair] = []
        self.seen: set[Family] = set()
        self.head = paragraph.start  # end of the marks the paragraph begins with

    def take(self, mark: Mark, next_single: Mark | None) -> None:
        """Let ``mark`` close, open, or be nothing."""
        depth = self._depth_closed_by(mark)
        if depth is not None and not _is_possessive(mark, next_single):
            self._close(depth, mark)
        elif mark.opens:
            self._open(mark)
        elif mark.closes and depth is None:
            self._close_unopened(mark)
        self.seen.add(mark.family)

    def _depth_closed_by(self, mark: Mark) -> int | None:
        """Which open quotation ``mark`` may close; a single mark never reaches over marks of another family."""
        if not mark.closes:
            return None
        for depth in range(len(self.open) - 1, -1, -1):
            pair = self.open[depth]
            if pair.family is mark.family:
                return depth if _matches(pair, mark) else None
            if mark.family is Family.SINGLE:
                return None
        return None

    def _close(self, depth: int, mark: Mark) -> None:
        for pair in self.open[depth + 1 :]:
            self._give_up(pair, mark.start)
        pair = self.open[depth]
        pair.inner_end, pair.end = mark.start, mark.end
        self.done.append(pair)
        del self.open[depth:]

    def _open(self, mark: Mark) -> None:
        if len(self.open) == DEEPEST:
            return
        pair = _Pair(mark, mark.family, mark.start, mark.end)
        if mark.start == self.head:
            self.head = mark.end
            pair.continues = self.carried.pop(mark.family, None)
        self.open.append(pair)

    def _close_unopened(self, mark: Mark) -> None:
        """``We go," he said.``: the first mark of a paragraph, after a comma or stop, closes what began with the paragraph."""
        carried = self.carried.get(mark.family)
        single_or_late = mark.family is Family.SINGLE or mark.family in self.seen or self.open
        if single_or_late or (carried is None and mark.bare):
            return
        start = self.paragraph.start
        self.done.append(_Pair(None, mark.family, start, start, mark.start, mark.end, continues=carried))

    def finish(self, goes_on: set[Family]) -> tuple[list[_Pair], dict[Family, _Pair]]:
        """All quotations of the paragraph by start, and those that the next one carries on."""
        carried: dict[Family, _Pair] = {}
        for pair in self.open[::-1]:
            self._give_up(pair, self.paragraph.end, cut=pair.family not in goes_on)
            if pair.family in goes_on:
                carried[pair.family] = pair
        self.done.sort(key=lambda pair: (pair.start, -pair.end))
        return self.done, carried

    def _give_up(self, pair: _Pair, end: int, cut: bool = False) -> None:
        """``pair`` was never closed: it ends at ``end``, or (``cut``) where the next quotation in the same marks begins.

        A lone single mark that does not stand at the head of a paragraph is an apostrophe after all.
        """
        if cut:
            if pair.family is Family.SINGLE and pair.start > self.paragraph.start and pair.opening and pair.opening.glyph != "‘":
                return
            end = self._next_beginning(pair, end)
        body = self.text[pair.inner_start : end].rstrip()
        pair.inner_end = pair.end = pair.inner_start + len(body)
        pair.closed = False
        self.done.append(pair)

    def _next_beginning(self, pair: _Pair, end: int) -> int:
        """Where the next quotation after ``pair`` in its own marks begins, or the outermost one around that."""
        outer: _Pair | None = None
        for later in sorted(self.done, key=lambda done: (done.start, -done.end)):
            if later.start <= pair.start:
                continue
            if outer is None or later.start >= outer.end:
                outer = later
            if later.family is pair.family:
                return outer.start
        return end


def _matches(pair: _Pair, mark: Mark) -> bool:
    """Guillemets are closed by the other one, «so» or »so«, or by the same one right after a word, »so»."""
    if mark.family not in (Family.ANGLE, Family.SMALL_ANGLE) or pair.opening is None:
        return True
    return mark.glyph != pair.opening.glyph or not mark.opens


def _is_possessive(mark: Mark, next_single: Mark | None) -> bool:
    """``'The workers' rights matter,' he said``: the mark after "workers" is none, as a surer closing one follows."""
    return mark.possessive and next_single is not None and next_single.closes and not next_single.opens


def _as_quotes(text: str, pairs: list[_Pair], index: int) -> Iterator[Quote]:
    """``pairs``, sorted by start, as records; ``index`` is that of the first."""
    around: list[_Pair] = []
    for pair in pairs:
        if not text[pair.inner_start : pair.inner_end].strip():
            continue
        while around and around[-1].end <= pair.start:
            around.pop()
        pair.index = index
        inner = Span(pair.inner_start, pair.inner_end)
        continues = pair.continues.index if pair.continues else None
        yield Quote(Span(pair.start, pair.end), inner, len(around), pair.closed, continues)
        around.append(pair)
        index += 1
