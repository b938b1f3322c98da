"""What accounts and relations are called: names that hold however often a story is read and compared again.

>>> spot = Spot("sha256:0751aa065a62ab37", 136, 199)
>>> spot.name
'0751aa065a:136-199'
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportedly.compare.accounts import Account

DIGITS = 10  # of a story's digest in the name of an account

# What is asked of two accounts. One answer takes the place of another to the same question; different questions stand side by
# side: a story may repeat another and give another number.
QUESTIONS = {
    "repeats": "whose words",
    "differs_in_number": "number",
    "differs_in_date": "date",
    "differs_in_place": "place",
}
CLAIM = "claim"  # agrees, disputes, reverses, fulfils, breaks, cannot_tell


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """The place of an account."""

    document: str  # digest
    first: int
    last: int

    @classmethod
    def of(cls, account: Account) -> Spot:
        return cls(account.document.id, account.span.start, account.span.end)

    @property
    def name(self) -> str:
        return f"{self.document.removeprefix('sha256:')[:DIGITS]}:{self.first}-{self.last}"


def name_of_relation(one: Spot, other: Spot, kind: str) -> str:
    """Twelve hexadecimal digits, of two accounts in either order and what is asked of them."""
    question = QUESTIONS.get(kind, CLAIM)
    written = "|".join([question, *(f"{spot.document}:{spot.first}:{spot.last}" for spot in sorted((one, other)))])
    return hashlib.blake2b(written.encode(), digest_size=6).hexdigest()
