"""Whose account goes on: implied statements and the statement whose speaker they continue.

"According to the minister, a few days later Pashinyan called for a mission. *The Azerbaijani side was promised that it would
operate for two months.*" The second sentence names nobody; it is still the minister's account. Of 317 implied statements in
the training stories 311 continue the speaker of the last statement before them that nobody else reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportedly.annotate.layers import Draft, without

REACH = 50  # statements looked back on


def link_continuations(drafts: Sequence[Draft]) -> list[Draft]:
    """Give each implied draft the statement it continues; one that has none before it is the story's own voice and dropped.

    ``drafts`` are in the order of their first content word.
    """
    linked: list[Draft] = list(drafts)
    dropped: set[int] = set()
    for i, draft in enumerate(drafts):
        if not draft.implied:
            continue
        before = [
            j for j, d in enumerate(drafts) if j != i and j not in dropped and d.parent == draft.parent and _is_before(d, draft)
        ]
        if before or draft.parent is not None:
            goes_on = max(before, key=lambda j: _end(drafts[j])) if before else draft.parent
            linked[i] = replace(draft, continues=goes_on)
        else:
            dropped.add(i)
    return without(linked, dropped)


def _is_before(one: Draft, other: Draft) -> bool:
    return one.content[-1].end <= other.content[0].start


def _end(draft: Draft) -> int:
    return max(span.end for span in (*draft.content, *draft.cue, *draft.source))
