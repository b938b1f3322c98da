"""Anchors and roles -> well-formed drafts of statements.

The network says of every word how likely it is source, cue or content of an anchor. Here those probabilities become spans: one
source, one cue around the anchor, contents with sensible bounds, quotation marks with their quotation, parents by containment.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from reportedly.annotate.accounts import accounts_around, asides
from reportedly.annotate.features import Ints
from reportedly.annotate.layers import Draft, Layers, Quote, without
from reportedly.annotate.lexicon import lexicon
from reportedly.annotate.network import ADDRESSEE, CONTENT, CUE, NONE, SOURCE, SPEAKER, VENUE, Anchor, Floats, Thresholds
from reportedly.annotate.overlaps import common, untangled
from reportedly.annotate.signatures import signed_quotations
from reportedly.records import Span, Spans, StatementForm

RELATIVE = frozenset({"who", "which", "that"})
ARTICLES = frozenset({"the", "a", "an"})
ENDS = (".", ",", "!", "?", ";", "…")
SURE_SOURCE = 0.4  # a word with this probability belongs to the source even where another role is likelier
POSSIBLE_SOURCE = 0.15
SURE_PART = 0.4  # between two contents, a word with this probability of being source or cue keeps them apart
CHANGE = 0.5  # nats: what a change between content and not costs; chosen on dev
FAINT = 0.05  # words with less probability of being content are not looked at
LONGEST_LINE = 12  # words of an attribution that is a paragraph by itself
MOST = 0.5  # of a quotation's characters
CUE_REACH = 12  # words between an anchor and other words of its cue ("called" ... "for")
Run = tuple[int, int]  # words [first, last) of a window
Flags = NDArray[np.bool_]


def drafts_of(layers: Layers, anchors: Sequence[Anchor], thresholds: Thresholds) -> list[Draft]:
    """The statements that hang on ``anchors``, in the order of their first content word, parents linked."""
    claims = [(a, whole_quotations(d, layers)) for a in anchors if (d := _draft(layers, a, thresholds)) is not None]
    drafts = untangled(sorted(claims, key=lambda claim: _order(claim[1])), layers)
    for line in filter(None, (_line_by_itself(layers, a) for a in anchors if a.statement >= thresholds.statement)):
        if not any(d.cue and common(d.content, line.content) == line.content for d in drafts):
            drafts = [d for d in drafts if d.cue or not common(d.content, line.content)] + [line]
    drafts += signed_quotations(layers, drafts)
    linked = link_parents(sorted(drafts, key=_order), layers)
    weak = {i for i, d in enumerate(linked) if d.anchor_score < _needed(d, thresholds)}
    strong = link_parents(without(linked, weak), layers)
    whole = link_parents(sorted([*strong, *accounts_around(strong, layers)], key=_order), layers)
    return link_parents(without(whole, asides(whole)), layers)


def _order(draft: Draft) -> tuple[int, int]:
    """By the first word, the longer one first."""
    return draft.content[0].start, -draft.content[-1].end


def _needed(draft: Draft, thresholds: Thresholds) -> float:
    if draft.implied:
        return thresholds.implied
    return thresholds.statement if draft.parent is None else thresholds.nested


def _draft(layers: Layers, anchor: Anchor, thresholds: Thresholds) -> Draft | None:
    implied = anchor.implied > anchor.statement
    score = anchor.implied if implied else anchor.statement
    if score < (thresholds.implied if implied else min(thresholds.statement, thresholds.nested)):
        return None
    best = anchor.roles.argmax(axis=1)
    content = _closed_up(layers, anchor, _runs(steady(anchor.roles[:, CONTENT])))
    if not content:
        return None
    cue = [] if implied else [run for run in _runs(best == CUE) if abs(run[0] - (anchor.word - anchor.offset)) < CUE_REACH]
    return Draft(
        _spans(layers, anchor, content),
        source=() if implied else _spans(layers, anchor, _source(layers, anchor)),
        cue=_spans(layers, anchor, cue),
        implied=implied,
        addressee=_span(layers, anchor, _likeliest(anchor.extras[:, ADDRESSEE], thresholds.extra)),
        venue=_span(layers, anchor, _likeliest(anchor.extras[:, VENUE], thresholds.extra)),
        voices=_voices(layers, anchor),
        anchor_score=score,
        role_score=_certainty(anchor, best),
    )


def steady(probability: Floats) -> Flags:
    """The likeliest labelling of words as content or not if every change between the two costs CHANGE (Viterbi 1967).

    One doubtful word in the middle of a content stays in it, one in the middle of nothing stays out.
    """
    flags = np.zeros(len(probability), dtype=np.bool_)
    near = np.flatnonzero(probability > FAINT)
    if not len(near):
        return flags
    p = np.clip(probability[near[0] : near[-1] + 1], 0.002, 0.998)
    inside, outside = -CHANGE, 0.0
    stayed: list[tuple[bool, bool]] = []  # for each word: whether its best way in, and its best way out, came from the same
    for odds in np.log(p / (1 - p)).tolist():
        stayed.append((inside >= outside - CHANGE, outside >= inside - CHANGE))
        inside, outside = max(inside, outside - CHANGE) + odds, max(outside, inside - CHANGE)
    is_content = inside > outside
    for i in range(len(stayed) - 1, -1, -1):
        flags[near[0] + i] = is_content
        is_content = is_content == stayed[i][0 if is_content else 1]
    return flags


def _line_by_itself(layers: Layers, anchor: Anchor) -> Draft | None:
    """``Lavrov said.`` alone in its paragraph, for which the network found no words: the quotation in the paragraph before."""
    start = layers.words[anchor.word].start
    at = bisect_right(layers.paragraphs, start, key=itemgetter(0)) - 1
    line = _words_in(layers, layers.paragraphs[at]) if at > 0 else ()
    if not line or len(line) > LONGEST_LINE or (anchor.roles[:, CONTENT] > 0.5).any():
        return None
    before = layers.paragraphs[at - 1]
    quote = next((q for q in layers.quotes if q.depth == 0 and q.span.start == before.start), None)
    if quote is None or not quote.closed or before.end - quote.span.end > 1:
        return None
    cue = (layers.words[anchor.word],)
    source = _spans(layers, anchor, _source(layers, anchor))
    return Draft((quote.span,), source, cue, anchor_score=anchor.statement, role_score=0.9) if source else None


def _runs(flags: Flags) -> list[Run]:
    """Runs of True: [F T T F T] -> [(1, 3), (4, 5)]."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def _likeliest(probability: Floats, sure: float) -> list[Run]:
    """The one run of words with the most probability on it: a statement has one source, in one place."""
    runs = _runs(probability > sure)
    return [max(runs, key=lambda r: float(probability[r[0] : r[1]].sum()))] if runs else []


def _source(layers: Layers, anchor: Anchor) -> list[Run]:
    """The likeliest run of sure words, or, where no word is sure, of possible ones, for few statements have no source.

    It takes possible neighbours along ("Ghassan" -> "Ghassan Tohme") and leaves marks at its ends out; an article is none.
    """
    probability = anchor.roles[:, SOURCE]
    for first, last in _likeliest(probability, SURE_SOURCE) or _likeliest(probability, POSSIBLE_SOURCE):
        while first > 0 and probability[first - 1] > POSSIBLE_SOURCE:
            first -= 1
        while last < len(probability) and probability[last] > POSSIBLE_SOURCE:
            last += 1
        while first < last and _is_mark(layers, anchor.offset + first):
            first += 1
        while first < last and _is_mark(layers, anchor.offset + last - 1):
            last -= 1
        words = [layers.text[s:e] for s, e in layers.words[anchor.offset + first : anchor.offset + last]]
        last -= _dangling(words)
        return [(first, last)] if {word.lower() for word in words} - ARTICLES else []
    return []


def _dangling(words: Sequence[str]) -> int:
    """How many words at the end of a source begin what it does not hold: "his uncle | who on", "a note | released"."""
    known, kept = lexicon(), len(words)
    while kept > 1:
        word, before = words[kept - 1], words[kept - 2]
        somebody = before[0].isupper() or known.kind_of(before.lower()) or before.lower() in known["issued"]
        verb = somebody and word.islower() and word.endswith("ed") and not known.kind_of(word)
        if not (verb or word.lower() in RELATIVE or word.lower() in known["preposition"]):
            break
        kept -= 1
    return len(words) - kept


def _closed_up(layers: Layers, anchor: Anchor, runs: list[Run]) -> list[Run]:
    """Contents that only punctuation or one word of no role parts are one; contents of punctuation alone are none.

    "[the bridge], [built in 1961], [would close]" is one content; "[We will go]," he said, "[and stay]" is two.
    """
    joined: list[Run] = []
    for first, last in runs:
        if joined and _is_gap(layers, anchor, joined[-1][1], first):
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return [(first, last) for first, last in joined if not all(_is_mark(layers, anchor.offset + i) for i in range(first, last))]


def _is_gap(layers: Layers, anchor: Anchor, first: int, last: int) -> bool:
    between = anchor.roles[first:last]
    if (between[:, SOURCE] + between[:, CUE] > SURE_PART).any():
        return False
    return last - first == 1 or all(_is_mark(layers, anchor.offset + i) for i in range(first, last))


def _is_mark(layers: Layers, word: int) -> bool:
    start, end = layers.words[word]
    return not any(c.isalnum() for c in layers.text[start:end])


def _spans(layers: Layers, anchor: Anchor, runs: list[Run]) -> Spans:
    words = layers.words
    return tuple(Span(words[anchor.offset + first].start, words[anchor.offset + last - 1].end) for first, last in runs)


def _span(layers: Layers, anchor: Anchor, runs: list[Run]) -> Span | None:
    return _spans(layers, anchor, runs)[0] if runs else None


def _voices(layers: Layers, anchor: Anchor) -> tuple[tuple[int, float], ...]:
    """Where else in the window the speaker is named: "Sergey Lavrov", "the diplomat", for a statement whose source is "he"."""
    p = anchor.extras[:, SPEAKER]
    return tuple((layers.words[anchor.offset + i].start, float(p[i])) for i in np.flatnonzero(p > FAINT).tolist())


def _certainty(anchor: Anchor, best: Ints) -> float:
    """How sure the network is of the words it gave a role, as a mean probability."""
    taken = best != NONE
    return float(anchor.roles[taken, best[taken]].mean()) if taken.any() else 0.0


def whole_quotations(draft: Draft, layers: Layers) -> Draft:
    """A content that holds most of a quotation holds all of it, marks included, unless its own cue stands inside.

    “[We sat until the night]. In the morning [he said] [there was no consensus]”: the outer speaker said all of it.
    """
    content = list(draft.content)
    for quote in (q for span in draft.content for q in _quotes_at(layers, span)):
        common = sum(max(0, min(e, quote.inner.end) - max(s, quote.inner.start)) for s, e in draft.content)
        holds_cue = any(quote.inner.start < e and s < quote.inner.end for s, e in (*draft.cue, *draft.source))
        if quote.closed and not holds_cue and common >= MOST * (quote.inner.end - quote.inner.start):
            content.append(quote.span)
    return replace(draft, content=_united(content))


def _united(spans: Sequence[Span]) -> Spans:
    """Overlapping spans as one, in order: (3, 9), (1, 5), (12, 14) -> (1, 9), (12, 14)."""
    united: list[Span] = []
    for span in sorted(spans):
        if united and span.start <= united[-1].end:
            united[-1] = Span(united[-1].start, max(united[-1].end, span.end))
        else:
            united.append(span)
    return tuple(united)


def link_parents(drafts: Sequence[Draft], layers: Layers) -> list[Draft]:
    """Give each draft its parent, the smallest other content that holds its own content, and its form.

    "recalled that [Putin stated [that Russia would improve relations]]": the inner content lies within the outer. ``drafts`` are
    in the order of their first content word.
    """
    starts = [d.content[0].start for d in drafts]
    longest = max((d.content[-1].end - d.content[0].start for d in drafts), default=0)
    sizes = [sum(e - s for s, e in d.content) for d in drafts]
    linked = []
    for i, d in enumerate(drafts):
        near = range(bisect_left(starts, starts[i] - longest), bisect_right(starts, d.content[-1].end))
        parent = min((j for j in near if sizes[j] > sizes[i] and _holds(drafts[j], d)), key=sizes.__getitem__, default=None)
        around = () if parent is None else drafts[parent].content
        linked.append(replace(d, parent=parent, form=form_of(d.content, around, layers)))
    return linked


def _holds(outer: Draft, inner: Draft) -> bool:
    """Whether the inner statement, its cue included, is part of what the outer one's speaker says."""
    cue = inner.cue or inner.content[:1]
    return _inside(cue, outer.content) > 0.5 and _inside(inner.content, outer.content) > 0.5


def _inside(spans: Spans, others: Spans) -> float:
    """The share of ``spans`` that lies in ``others``."""
    common = sum(max(0, min(e, f) - max(s, t)) for s, e in spans for t, f in others)
    return common / max(1, sum(e - s for s, e in spans))


def form_of(content: Spans, around: Spans, layers: Layers) -> StatementForm:
    """direct: all its words stand in quotation marks of its own; mixed: some; indirect: none.

    ``around`` is the parent's content, () for a statement that has none. A report inside somebody else's quotation ("Mr. P. said
    that there was no consensus") is indirect: those marks are the parent's. Names (the “Shirvan”) are no speech.
    """
    own = [q for span in content for q in _quotes_at(layers, span) if _is_own(q, content, around)]
    inside = total = 0
    for word in (w for span in content for w in _words_in(layers, span)):
        if any(c.isalnum() for c in layers.text[word.start : word.end]):
            total += 1
            inside += any(q.inner.start <= word.start < q.inner.end for q in own)
    if inside == total:
        return "direct" if inside else "indirect"
    return "mixed" if any(not is_name(q, layers) for q in own) else "indirect"


def _is_own(quote: Quote, content: Spans, around: Spans) -> bool:
    """Whether the marks belong to this statement: they stand within its content, and do not enclose its parent's as well."""
    if not around:
        return True
    within = any(s - 1 <= quote.inner.start and quote.inner.end <= e + 1 for s, e in content)
    return within and not all(quote.span.start <= s and e <= quote.span.end for s, e in around)


def is_name(quote: Quote, layers: Layers) -> bool:
    """The “Shirvan”, the "Treaty on the Waters of the Border River": each long word has a capital, and no sentence ends in it."""
    inner = layers.text[quote.inner.start : quote.inner.end]
    return all(w[0].isupper() for w in inner.split() if len(w) > 3) and inner[:1].isupper() and not inner.rstrip().endswith(ENDS)


def _quotes_at(layers: Layers, span: Span) -> list[Quote]:
    return [q for q in layers.quotes if q.inner.start < span.end and span.start < q.inner.end]


def _words_in(layers: Layers, span: Span) -> Spans:
    first = bisect_left(layers.words, span.start, key=itemgetter(0))
    last = bisect_left(layers.words, span.end, key=itemgetter(0))
    return layers.words[first:last]
