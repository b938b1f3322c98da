"""Accounts compared: who tells of one happening, who agrees, who denies, who only repeats whom, and what became of promises.

>>> from reportedly.compare import compare, live_disputes, promises, witnesses  # doctest: +SKIP
>>> comparison = compare(ledger.readings())  # doctest: +SKIP
>>> for relation in live_disputes(comparison):  # doctest: +SKIP
...     print(relation.a.text, "against", relation.b.text, relation.reasons[0].sentence)

Nothing here keeps anything: readings go in, a ``Comparison`` comes out. Every verdict carries the pieces that it rests on.
"""

from reportedly.compare.accounts import Account, Story, story_of
from reportedly.compare.comparing import compare, compare_happening, compare_with, name_of, to_scored
from reportedly.compare.events import Telling, happenings
from reportedly.compare.records import (
    RELATION_KINDS,
    Comparison,
    Group,
    Reason,
    Relation,
    RelationKind,
    Undertaking,
    live_disputes,
    over_time,
    promises,
    witnesses,
)
from reportedly.compare.strands import Rarity, keys_of

__all__ = [
    "RELATION_KINDS",
    "Account",
    "Comparison",
    "Group",
    "Rarity",
    "Reason",
    "Relation",
    "RelationKind",
    "Story",
    "Telling",
    "Undertaking",
    "compare",
    "compare_happening",
    "compare_with",
    "happenings",
    "keys_of",
    "live_disputes",
    "name_of",
    "over_time",
    "promises",
    "story_of",
    "to_scored",
    "witnesses",
]
