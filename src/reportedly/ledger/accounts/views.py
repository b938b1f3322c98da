"""What a ledger gives of accounts compared: plain, immutable records, ready to be shown and to be written as JSON.

::

    Compared ─> Happening ─> Testimony (an account), Verdict (a relation of two) ─> Ground (why) ─> Mark (the words)
    Sequel: a promise or a demand, and the verdicts on it
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from reportedly.compare.accounts import Stance
    from reportedly.compare.records import Fate, RelationKind

Act = Literal["verdict", "apart", "together"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Words in a story, and where they stand."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Testimony:
    """An account: one passage of one story, and who vouches for it."""

    id: str  # "0751aa065a:136-199", the story's digest and the place; the same however often the story is read again
    document: str  # "sha256:..."
    start: int
    end: int
    words: str
    sentence: Mark  # the sentence around it, attribution and all
    chain: tuple[str | None, ...]  # names, outermost first, None for the unnamed; () where the story itself tells it
    speaker: int | None  # the innermost voice's number in the ledger
    statement: str | None  # its id in the reading; None where the story itself tells it
    said_on: str | None
    stance: Stance
    figures: tuple[Mark, ...]
    dates: tuple[Mark, ...]
    story: str  # what users call the story: its file's name
    title: str | None
    publisher: str | None
    published: str | None
    rests_on: str | None  # the id of the account whose words these are, at the end of the chain; None: its own

    @property
    def name(self) -> str:
        """Who speaks; "" where the story itself does."""
        return (self.chain[-1] or "unnamed") if self.chain else ""


@dataclass(frozen=True, slots=True)
class Ground:
    """A piece that a verdict rests on."""

    rule: str
    sentence: str
    first: tuple[Mark, ...]  # the words in the story of ``Verdict.a``
    second: tuple[Mark, ...]  # and in that of ``Verdict.b``


@dataclass(frozen=True, slots=True)
class Overruling:
    """What a person decided against the rules."""

    id: int
    act: Act
    verdict: RelationKind | Literal["none"] | None  # of act "verdict": what holds instead
    about: tuple[str, ...]  # verdict: the ids of the two accounts; apart, together: digests of the stories
    relation: str | None  # verdict: the relation's id
    who: str
    because: str | None
    at: str
    undone: str | None  # when it was taken back
    undone_by: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one account is to another. Of directed kinds ``a`` repeats, reverses, fulfils or breaks ``b``."""

    id: str  # to overrule it by; the same however often the stories are read and compared again
    relation: RelationKind
    a: Testimony
    b: Testimony
    confidence: float  # 0..1; 1 where a person says it
    reasons: tuple[Ground, ...]
    happening: int
    answer: bool  # whether it says what became of a demand, which asserts nothing itself
    overruled: Overruling | None = None  # who says so instead of the rules

    @property
    def tells(self) -> bool:
        """Whether it says anything: ``cannot_tell`` does of promises and demands only."""
        return self.relation != "cannot_tell" or self.b.stance in ("promises", "demands")


@dataclass(frozen=True, slots=True)
class StoryOf:
    """A story that tells of a happening."""

    document: str
    number: int  # in the ledger; that of any of its stories finds a happening
    name: str
    title: str | None
    publisher: str | None
    published: str | None
    copy_of: str | None  # digest of the story that it is a copy of


@dataclass(frozen=True, slots=True)
class Sequel:
    """A promise or a demand, and what later accounts say became of it."""

    account: Testimony
    kind: Literal["promises", "demands"]
    fate: Fate  # kept, broken, cannot tell, disputed or open
    told: tuple[Verdict, ...]  # the later accounts, the newest last
    happening: int


@dataclass(frozen=True)
class Happening:
    """All that stories tell of one happening."""

    number: int  # to link to: stays as long as the story with this number is of the happening
    title: str
    first: str | None  # the days between which it is told of
    last: str | None
    stories: tuple[StoryOf, ...]  # in order of time
    accounts: tuple[Testimony, ...]  # in order of time and text
    verdicts: tuple[Verdict, ...]
    reprints: tuple[tuple[str, str], ...]  # digests: the copy, and what it is a copy of
    witnesses: tuple[str, ...]  # ids of the first account of each independent source
    disputes: tuple[str, ...]  # ids of the verdicts that are disputes neither side has given up
    sequels: tuple[Sequel, ...]  # of its promises and demands, the oldest first

    @cached_property
    def by_id(self) -> Mapping[str, Testimony]:
        return {account.id: account for account in self.accounts}

    def of(self, account: str) -> Iterator[Verdict]:
        """The verdicts on one account."""
        return (verdict for verdict in self.verdicts if account in (verdict.a.id, verdict.b.id))


@dataclass(frozen=True, slots=True)
class Compared:
    """Some happenings, the last told of first."""

    happenings: tuple[Happening, ...]
    more: bool = False  # whether there are others that were not asked for
