"""Anchors and roles -> well-formed drafts of statements.

The network says of every word how likely it is source, cue or content of an anchor. Here those probabilities become spans: one
source, one cue around the anchor, contents with sensible bounds, quotation marks with their quotation, parents by containment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from reportedly.annotate.layers import Draft, Layers, Quote
from reportedly.annotate.network import ADDRESSEE, CONTENT, CUE, NONE, SOURCE, VENUE, Anchor, Floats, Thresholds
from reportedly.records import Span, Spans, StatementForm

OPENING = frozenset("\"'“”‘’„‚«»‹›`(")
CLOSING = frozenset("\"'“”‘’«»‹›),.")
Run = tuple[int, int]  # words [first, last)


def drafts_of(layers: Layers, anchors: Sequence[Anchor], thresholds: Thresholds) -> list[Draft]:
    """The statements that hang on ``anchors``, in the order of their first content word, parents linked."""
    drafts = [d for a in anchors if (d := _draft(layers, a, thresholds)) is not None]
    return link_parents(sorted(drafts, key=lambda d: (d.content[0].start, -d.content[-1].end)), layers)


def _draft(layers: Layers, anchor: Anchor, thresholds: Thresholds) -> Draft | None:
    implied = anchor.implied > anchor.statement
    score = anchor.implied if implied else anchor.statement
    if score < (thresholds.implied if implied else thresholds.statement):
        return None
    best = anchor.roles.argmax(axis=1)
    content = _spans(layers, anchor, _closed_up(layers, anchor, list(_runs(best == CONTENT))))
    if not content:
        return None
    source, cue, venue, addressee = (), (), None, None
    if not implied:
        source = _spans(layers, anchor, _likeliest(anchor.roles[:, SOURCE], best == SOURCE))
        cue = _spans(layers, anchor, _around(anchor.word - anchor.offset, best == CUE))
    if found := _likeliest(anchor.extras[:, VENUE], anchor.extras[:, VENUE] > thresholds.extra):
        venue = _spans(layers, anchor, found)[0]
    if found := _likeliest(anchor.extras[:, ADDRESSEE], anchor.extras[:, ADDRESSEE] > thresholds.extra):
        addressee = _spans(layers, anchor, found)[0]
    return Draft(
        content,
        source,
        cue,
        implied=implied,
        addressee=addressee,
        venue=venue,
        anchor_score=score,
        role_score=_certainty(anchor, best),
    )


def _runs(flags: np.ndarray) -> Iterator[Run]:
    """Runs of True: [F T T F T] -> (1, 3), (4, 5)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    for first, last in edges.reshape(-1, 2).tolist():
        yield first, last


def _likeliest(probability: Floats, flags: np.ndarray) -> list[Run]:
    """The one run with the most probability on it: a statement has one source in one place."""
    runs = list(_runs(flags))
    return [max(runs, key=lambda r: float(probability[r[0] : r[1]].sum()))] if runs else []


def _around(anchor: int, flags: np.ndarray) -> list[Run]:
    """The cue's runs; the anchor's own run first if it has one ("called" ... "for")."""
    return [r for r in _runs(flags) if abs(r[0] - anchor) < 12] if flags.any() else []


def _closed_up(layers: Layers, anchor: Anchor, runs: list[Run]) -> list[Run]:
    """Join contents that only punctuation or a stray unlabelled word parts, and drop crumbs of punctuation."""
    joined: list[Run] = []
    for first, last in runs:
        if joined:
            gap = range(joined[-1][1], first)
            if all(
                _is_mark(layers, anchor.offset + i)
                or anchor.roles[i, NONE] > 0.5 > anchor.roles[i, CONTENT] + 0.4
                and len(gap) == 1
                for i in gap
            ) and not any(anchor.roles[i, SOURCE] + anchor.roles[i, CUE] > 0.4 for i in gap):
                joined[-1] = (joined[-1][0], last)
                continue
        joined.append((first, last))
    return [r for r in joined if any(not _is_mark(layers, anchor.offset + i) for i in range(*r))]


def _is_mark(layers: Layers, word: int) -> bool:
    start, end = layers.words[word]
    return not any(c.isalnum() for c in layers.text[start:end])


def _spans(layers: Layers, anchor: Anchor, runs: list[Run]) -> Spans:
    words = layers.words
    return tuple(Span(words[anchor.offset + first].start, words[anchor.offset + last - 1].end) for first, last in runs)


def _certainty(anchor: Anchor, best: np.ndarray) -> float:
    """How sure the network is of the words it gave a role, as a mean probability."""
    taken = best != NONE
    return float(anchor.roles[taken, best[taken]].mean()) if taken.any() else 0.0


def link_parents(drafts: Sequence[Draft], layers: Layers) -> list[Draft]:
    """Give each draft its parent, the smallest other content that holds its own content, and its form.

    "recalled that [Putin stated [that Russia would improve relations]]": the inner content lies within the outer.
    """
    sizes = [sum(e - s for s, e in d.content) for d in drafts]
    linked = []
    for i, d in enumerate(drafts):
        holders = [j for j, other in enumerate(drafts) if j != i and sizes[j] > sizes[i] and _holds(other, d)]
        parent = min(holders, key=lambda j: sizes[j]) if holders else None
        linked.append(replace(d, parent=parent, form=form_of(d.content, parent is not None, layers)))
    return linked


def _holds(outer: Draft, inner: Draft) -> bool:
    """Whether the inner statement, its cue included, is part of what the outer one's speaker says."""
    cue = inner.cue or inner.content[:1]
    return _inside(cue, outer.content) > 0.5 and _inside(inner.content, outer.content) > 0.5


def _inside(spans: Spans, others: Spans) -> float:
    """The share of ``spans`` that lies in ``others``."""
    common = sum(max(0, min(e, f) - max(s, t)) for s, e in spans for t, f in others)
    return common / max(1, sum(e - s for s, e in spans))


def form_of(content: Spans, nested: bool, layers: Layers) -> StatementForm:
    """direct: all its words stand in quotation marks of its own; mixed: some; indirect: none.

    A report inside somebody else's quotation ("Mr. P. said that there was no consensus") is indirect: those marks are not its
    own. Marks are its own where the quotation does not reach beyond the content.
    """
    inside = total = 0
    for span in content:
        own = [q for q in layers.quotes if q.inner.start < span.end and span.start < q.inner.end and _is_own(q, content, nested)]
        for word in _words_in(layers, span):
            if any(c.isalnum() for c in layers.text[word.start : word.end]):
                total += 1
                inside += any(q.inner.start <= word.start < q.inner.end for q in own)
    return "indirect" if not inside else "direct" if inside == total else "mixed"


def _is_own(quote: Quote, content: Spans, nested: bool) -> bool:
    if not nested:
        return True
    return any(s - 1 <= quote.inner.start and quote.inner.end <= e + 1 for s, e in content)


def _words_in(layers: Layers, span: Span) -> Spans:
    lo, hi = np.searchsorted(np.array([w.start for w in layers.words]), [span.start, span.end])
    return layers.words[lo:hi]
