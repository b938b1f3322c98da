"""What a comparison says: groups of accounts, relations between two of them, and why."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Literal, get_args

from reportedly.compare.accounts import Account, Story, same_voice
from reportedly.records import Actor, Document, Span, Spans

RelationKind = Literal[
    "agrees", "disputes", "differs_in_number", "differs_in_date", "differs_in_place", "repeats", "reverses", "fulfils", "breaks",
    "cannot_tell",
]  # fmt: skip
RELATION_KINDS: tuple[RelationKind, ...] = get_args(RelationKind)
DIRECTED: frozenset[RelationKind] = frozenset(("repeats", "reverses", "fulfils", "breaks", "cannot_tell"))


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece a verdict rests on."""

    rule: str  # the name of the rule
    sentence: str  # what it found, for a reader
    first: tuple[Span, ...] = ()  # the words in the story of ``Relation.a``
    second: tuple[Span, ...] = ()  # and in that of ``Relation.b``


@dataclass(frozen=True, slots=True)
class Relation:
    """What one account is to another. Of directed kinds ``a`` is the one that repeats, reverses, fulfils or breaks ``b``."""

    a: Account
    b: Account
    kind: RelationKind
    confidence: float  # 0..1: of the verdict as the judge weighs it; of promises, dates and places that both speak to one point
    reasons: tuple[Reason, ...]

    @property
    def of_promise(self) -> bool:
        """Whether it says what became of a promise."""
        return self.kind in ("fulfils", "breaks") or (self.kind == "cannot_tell" and self.b.stance == "promises")


@dataclass(frozen=True, slots=True)
class Group:
    """The accounts of one happening, in order of time."""

    accounts: tuple[Account, ...]
    stories: tuple[Document, ...]

    def of(self, told: Set[Account]) -> Group:
        """These accounts of it, and their stories."""
        tellers = {account.document.id for account in told}
        accounts = tuple(account for account in self.accounts if account in told)
        return Group(accounts, tuple(story for story in self.stories if story.id in tellers))


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that was found between some readings."""

    stories: tuple[Story, ...]
    groups: tuple[Group, ...]
    relations: tuple[Relation, ...]
    reprints: tuple[tuple[Document, Document], ...]  # the copy, and what it is a copy of
    answers: tuple[Relation, ...] = ()  # what became of demands: kept apart, for a demand asserts nothing

    def of(self, account: Account) -> Iterator[Relation]:
        """The relations of one account."""
        return (relation for relation in self.relations if account in (relation.a, relation.b))

    def about(self, document: Document, words: Spans) -> Comparison:
        """What is told of these words of a story: the accounts with some of them, and those that a relation sets beside them."""
        own = {
            account
            for group in self.groups
            for account in group.accounts
            if account.document.id == document.id
            and any(account.span.start < end and start < account.span.end for start, end in words)
        }
        relations, answers = (tuple(r for r in some if own & {r.a, r.b}) for some in (self.relations, self.answers))
        told = own | {side for relation in (*relations, *answers) for side in (relation.a, relation.b)}
        tellers = {account.document.id for account in told}
        return Comparison(
            tuple(story for story in self.stories if story.document.id in tellers),
            tuple(part for part in (group.of(told) for group in self.groups) if part.accounts),
            relations,
            tuple(pair for pair in self.reprints if tellers.issuperset(one.id for one in pair)),
            answers,
        )

    def origin(self, account: Account) -> Account:
        """The account whose words these are: a chain "A quotes B, who quotes C" rests on C."""
        source = {relation.a: relation.b for relation in self.relations if relation.kind == "repeats"}
        seen = {account}
        while account in source and source[account] not in seen:
            account = source[account]
            seen.add(account)
        return account


Fate = Literal["kept", "broken", "cannot tell", "disputed", "open"]


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A promise or a demand, and what later accounts say became of it."""

    account: Account
    fate: Fate
    told: tuple[Relation, ...]  # the later accounts, the newest last


def promises(comparison: Comparison) -> tuple[Undertaking, ...]:
    """All promises and demands but repetitions, the oldest first; "disputed" where one says kept and another broken."""
    found = []
    for account in (a for group in comparison.groups for a in group.accounts):
        if account.stance in ("promises", "demands") and comparison.origin(account) is account:
            every = (*comparison.relations, *comparison.answers)
            told = sorted((r for r in every if r.b is account and r.kind in FATES), key=lambda r: r.a.said or "")
            found.append(Undertaking(account, _fate({r.kind for r in told}), tuple(told)))
    return tuple(sorted(found, key=lambda undertaking: undertaking.account.said or ""))


FATES: dict[RelationKind, Fate] = {"fulfils": "kept", "breaks": "broken", "cannot_tell": "cannot tell"}


def _fate(kinds: set[RelationKind]) -> Fate:
    if {"fulfils", "breaks"} <= kinds:
        return "disputed"
    return next((fate for kind, fate in FATES.items() if kind in kinds), "open")


def over_time(comparison: Comparison, speaker: Actor) -> tuple[Account, ...]:
    """What one speaker says, the first said first; what he takes back is among ``comparison.of(account)``."""
    found = (a for story in comparison.stories for a in story.accounts if same_voice(a.speaker, speaker))
    return tuple(sorted(found, key=lambda account: account.said or ""))


def witnesses(group: Group, comparison: Comparison) -> tuple[Account, ...]:
    """The first account of each independent source of a group: neither reprints nor repetitions count, nor one voice twice."""
    found: list[Account] = []
    for account in group.accounts:
        if comparison.origin(account) is account and not any(_one_source(account, other) for other in found):
            found.append(account)
    return tuple(found)


def _one_source(one: Account, other: Account) -> bool:
    if one.speaker is None and other.speaker is None:
        return one.document.publisher == other.document.publisher
    return same_voice(one.speaker, other.speaker)


def live_disputes(comparison: Comparison) -> tuple[Relation, ...]:
    """Disputes that neither side has given up since, the newest first."""
    given_up = {relation.b for relation in comparison.relations if relation.kind == "reverses"}
    open_still = (r for r in comparison.relations if r.kind == "disputes" and not {r.a, r.b} & given_up)
    return tuple(sorted(open_still, key=lambda r: max(r.a.said or "", r.b.said or ""), reverse=True))
