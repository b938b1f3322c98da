"""Reports that stand within somebody's account though nothing around them says so.

    According to the minister, the talks had gone well. Baku had insisted on three years. The sentries would be its own.

The second sentence reports Baku, the third goes on with the minister's account: so the second is the minister's, too, and what
Baku insisted on is nested in it. The network often sees the report and misses the account around it; but it hears the minister,
not Baku, in the sentence before and in the one behind.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import hypot

from reportedly.annotate.layers import Draft, Layers
from reportedly.records import Span

ALIKE = 0.8  # likeness of two voices from which they are one; chosen on training and dev stories
UNLIKE = 0.5  # likeness below which they are two
OWN = 0.6  # likeness from which what stands in an account is the speaker's own
MOST = 0.6  # of an account's characters: a report that takes them is no aside


def accounts_around(drafts: Sequence[Draft], layers: Layers) -> list[Draft]:
    """The implied statements that go around reports in the midst of an account. Parents of ``drafts`` are linked."""
    starts = [sentence.start for sentence in layers.sentences]

    def sentence_of(span: Span) -> int:
        return max(bisect_right(starts, span.start) - 1, 0)

    outermost = [draft for draft in drafts if draft.parent is None]
    told = {sentence_of(span): draft for draft in outermost for span in (*draft.content, *draft.cue)}
    found: dict[int, Draft] = {}
    for draft in outermost:
        at = sentence_of(draft.cue[0]) if draft.cue else 0
        before, behind = told.get(at - 1), told.get(at + 1)
        if at == 0 or before is None or not _within(draft, layers.sentences[at]):
            continue
        if _goes_on(before, draft, behind) or _is_told_on(before, draft, layers):
            owner = behind if behind is not None and behind.implied and likeness(before, behind) > ALIKE else before
            found[at] = Draft(
                (layers.sentences[at],), implied=True, voices=owner.voices,
                anchor_score=owner.anchor_score, role_score=owner.role_score,
            )  # fmt: skip
    return list(found.values())


def _goes_on(before: Draft, draft: Draft, behind: Draft | None) -> bool:
    """Whether the account of the sentence before goes on, in so many words, behind a report of somebody else's."""
    if behind is None or not behind.implied:
        return False
    return likeness(before, behind) > ALIKE and likeness(draft, behind) < UNLIKE


def _is_told_on(before: Draft, draft: Draft, layers: Layers) -> bool:
    """Whether an account that had gone on unsaid goes on with somebody else's report: ``The fort was empty. Baku denied it.``

    Only in one paragraph: of 43 such reports of the training stories 42 stand within the account.
    """
    between = layers.text[before.content[-1].end : draft.cue[0].start]
    return before.implied and "\n" not in between and likeness(draft, before) < UNLIKE


def asides(drafts: Sequence[Draft]) -> set[int]:
    """``The minister was sure *the bridge would hold*``, where he speaks on: his own attitude is no statement within his account.

    Of 205 reports within implied statements of the training stories six are the speaker's own and take no more than this.
    """
    found = set()
    for i, draft in enumerate(drafts):
        account = None if draft.parent is None else drafts[draft.parent]
        if account and account.implied and not draft.implied and likeness(draft, account) > OWN:
            length = sum(e - s for s, e in (*draft.content, *draft.cue, *draft.source))
            if length < MOST * sum(e - s for s, e in account.content):
                found.add(i)
    return found


def _within(draft: Draft, sentence: Span) -> bool:
    """Whether a report has a sentence to itself."""
    return all(sentence.start <= s and e <= sentence.end for s, e in (*draft.content, *draft.cue, *draft.source))


def likeness(one: Draft, other: Draft) -> float:
    """How alike the voices of two drafts are, 0..1: the cosine between what the network hears in them, word by word."""
    heard = dict(other.voices)
    norm = hypot(*(p for _, p in one.voices)) * hypot(*heard.values())
    return sum(p * heard.get(word, 0.0) for word, p in one.voices) / norm if norm else 0.0
