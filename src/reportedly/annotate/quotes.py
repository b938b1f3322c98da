"""Quotations in every house style: what stands between quotation marks, however the marks are printed.

``marks.py`` says what each mark may do; here they are paired, paragraph by paragraph, with a stack. Trouble stays in its
paragraph: a mark that is never closed costs one quotation, and the ``Quote`` says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportedly.annotate.layers import Quote
from reportedly.annotate.marks import Family, Mark, marks_of
from reportedly.records import Span, Spans

DEEPEST = 6  # quotations within quotations; marks that would go deeper are noise


@dataclass(slots=True, eq=False)
class Pair:
    """A quotation in the making."""

    opening: Mark | None  # None where the mark is lost or stands in the paragraph before
    family: Family
    start: int
    inner_start: int
    inner_end: int = -1
    end: int = -1
    closed: bool = True
    continues: Pair | None = None
    index: int | None = None  # among all quotations of the text; None for one with nothing in it


Carried = dict[Family, Pair]  # quotations that go on in the next paragraph


def quotes_of(text: str, paragraphs: Spans) -> tuple[Quote, ...]:
    """The quotations of ``text`` by their start; linear in its length.

    They lie within paragraphs and within each other, never across. A quotation that runs over paragraphs is one ``Quote`` for
    each, linked by ``continues``. Marks with nothing between them are no quotation. Where the opening mark is lost, ``inner``
    begins with ``span``.
    """
    found: list[Quote] = []
    carried: Carried = {}
    marks = [list(marks_of(text, paragraph)) for paragraph in paragraphs]
    for paragraph, own, following in zip(paragraphs, marks, [*marks, []][1:], strict=True):
        pairing = Pairing(text, paragraph, carried)
        for mark in without_apostrophes(own):
            pairing.take(mark)
        carried = pairing.finish(following)
        found.extend(_as_quotes(text, pairing.done, len(found)))
    return tuple(found)


def without_apostrophes(marks: list[Mark]) -> list[Mark]:
    """``'The workers' rights matter,' he said``: the mark after "workers" is none, as a surer closing one follows."""
    kept: list[Mark] = []
    surer_follows = False
    for mark in reversed(marks):
        if mark.apostrophe and surer_follows:
            continue
        if mark.family == "single" and not mark.apostrophe:
            surer_follows = mark.closes and not mark.opens
        kept.append(mark)
    return kept[::-1]


def carried_on_by(text: str, marks: list[Mark]) -> set[Family]:
    """The families of marks with which a paragraph may carry on a quotation of the one before.

    It opens anew with such a mark, or the first such mark in it can only close.
    """
    families: set[Family] = set()
    seen: set[Family] = set()
    head = marks[0].start if marks else 0
    at_head = text[head - 1 : head].isspace()
    for mark in marks:
        at_head = at_head and mark.opens and mark.start == head
        head = mark.end
        only_closes = mark.closes and not mark.opens and mark.family != "single"
        if (at_head or only_closes) and mark.family not in seen:
            families.add(mark.family)
        seen.add(mark.family)
    return families


class Pairing:
    """Pairs the marks of one paragraph."""

    def __init__(self, text: str, paragraph: Span, carried: Carried) -> None:
        self.text = text
        self.paragraph = paragraph
        self.carried = carried
        self.open: list[Pair] = []  # outermost first
        self.done: list[Pair] = []
        self.seen: set[Family] = set()
        self.head = paragraph.start  # end of the marks that the paragraph begins with

    def take(self, mark: Mark) -> None:
        """Let ``mark`` close, open, or be nothing; what can close does."""
        depth = self._depth_closed_by(mark) if mark.closes else None
        if depth is not None:
            self._close(depth, mark)
        elif mark.opens:
            self._open(mark)
        elif not self.open:
            self._close_unopened(mark)
        self.seen.add(mark.family)

    def _depth_closed_by(self, mark: Mark) -> int | None:
        """Which open quotation ``mark`` may close; a single mark never reaches over marks of another family."""
        for depth in range(len(self.open) - 1, -1, -1):
            pair = self.open[depth]
            if pair.family == mark.family:
                return depth if _matches(pair, mark) else None
            if mark.family == "single":
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
        pair = Pair(mark, mark.family, mark.start, mark.end)
        if mark.start == self.head:
            self.head = mark.end
            pair.continues = self.carried.pop(mark.family, None)
        self.open.append(pair)

    def _close_unopened(self, mark: Mark) -> None:
        """``We go," he said.``: the first mark of a paragraph, right after a comma or stop, closes what began with it."""
        carried = self.carried.get(mark.family)
        if mark.family == "single" or mark.family in self.seen or not (carried or mark.ends_speech):
            return
        start = self.paragraph.start
        self.done.append(Pair(None, mark.family, start, start, mark.start, mark.end, continues=carried))

    def finish(self, following: list[Mark]) -> Carried:
        """End what is still open, sort ``done`` by start, and return what the next paragraph, by its marks, carries on."""
        carried: Carried = {}
        carried_on = carried_on_by(self.text, following) if self.open else set()
        for pair in reversed(self.open):
            if pair.family in carried_on and not self._has_lost_its_end(pair):
                carried[pair.family] = pair
                self._give_up(pair, self.paragraph.end)
            elif not self._is_stray(pair):
                self._give_up(pair, self._next_beginning(pair))
        self.done.sort(key=_outer_first)
        return carried

    def _give_up(self, pair: Pair, end: int) -> None:
        """``pair`` was never closed and ends at ``end``."""
        body = self.text[pair.inner_start : end].rstrip()
        pair.inner_end = pair.end = pair.inner_start + len(body)
        pair.closed = False
        self.done.append(pair)

    def _has_lost_its_end(self, pair: Pair) -> bool:
        """``"We go, he said. "They stay."``: the last mark of the paragraph is like it and closes another quotation."""
        last = (done for done in self.done[-DEEPEST:] if done.closed and done.end == self.paragraph.end)
        return any(_open_alike(done, pair) for done in last)

    def _is_stray(self, pair: Pair) -> bool:
        """``the 'hood`` and ``late. " Then``: straight, never closed, and not at the head of a paragraph, where speech opens."""
        if pair.opening is None or pair.start == self.paragraph.start:
            return False
        glyph = pair.opening.glyph
        return glyph in ("'", "`") or (glyph in ('"', "''") and self.text[pair.inner_start : pair.inner_start + 1].isspace())

    def _next_beginning(self, pair: Pair) -> int:
        """Where ``pair`` ends if its closing mark is lost: where the next quotation in its own marks begins.

        ``"We go, he said. "We go now."`` are two. If that quotation lies within another, this one ends before the outer.
        """
        outer: Pair | None = None
        for later in sorted((done for done in self.done if done.start > pair.start), key=_outer_first):
            if outer is None or later.start >= outer.end:
                outer = later
            if _open_alike(later, pair):
                return outer.start
        return self.paragraph.end


def _matches(pair: Pair, mark: Mark) -> bool:
    """Guillemets are closed by the other one, «so» or »so«, or by the same one right after a word, »so»."""
    if pair.opening is None or "angle" not in mark.family:
        return True
    return mark.glyph != pair.opening.glyph or not mark.opens


def _open_alike(one: Pair, other: Pair) -> bool:
    """A quotation does not stand within another whose opening mark is the same: “a "b" c” nests, "a "b" hardly does."""
    return one.opening is not None and other.opening is not None and one.opening.glyph == other.opening.glyph


def _outer_first(pair: Pair) -> tuple[int, int]:
    return pair.start, -pair.end


def _as_quotes(text: str, pairs: list[Pair], index: int) -> Iterator[Quote]:
    """``pairs``, outer first, as records; ``index`` is that of the first."""
    around: list[Pair] = []
    for pair in pairs:
        inner = Span(pair.inner_start, pair.inner_end)
        if not text[inner.start : inner.end].strip():
            continue
        while around and around[-1].end <= pair.start:
            around.pop()
        pair.index = index
        continues = pair.continues.index if pair.continues else None
        yield Quote(Span(pair.start, pair.end), inner, len(around), pair.closed, continues)
        around.append(pair)
        index += 1
