"""What to look for among all statements, as a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Literal, get_args

from reportedly.errors import BadOption
from reportedly.ledger.stances import STANCES, Stance
from reportedly.matching.days import interval_of
from reportedly.matching.terms import (
    AGES,
    EMPTY,
    MOST_YEARS,
    All,
    But,
    Either,
    Phrase,
    Term,
    Wanted,
    label,
    names_of,
    stem,
    words_of,
)
from reportedly.records import EVENT_TYPES, STATUSES, EventType, StatementForm, Status

Sort = Literal["rank", "said", "happened", "confidence", "added"]
SORTS: tuple[Sort, ...] = get_args(Sort)
CHOICES: dict[str, tuple[str, ...]] = {
    "type": EVENT_TYPES,
    "status": STATUSES,
    "stance": STANCES,
    "form": get_args(StatementForm),
    "sort": SORTS,
}
PIECE = re.compile(r'(?P<no>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
ENDINGS = ("", "e", "s", "es", "ed", "ing", "ion", "or", "al", "ive")  # that a word cut short may have had


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Statements are wanted that meet all of this; what is None does not matter.

    Dates are ISO 8601, as precise as one likes: ``said_after="2021"`` is from 2021 on, ``said_before="2022"`` until the end of
    2021. A time as vague as "2021" is taken to lie wherever it may.
    """

    words: str | None = None  # words in any order; "a phrase"; begin*; -without; this OR that
    speaker: str | int | None = None  # a name, or the number of an actor of the ledger
    about: str | int | None = None  # an actor or words that the statement speaks of
    not_by: int | None = None  # the number of an actor whose own statements are left out
    type: EventType | None = None  # of an event in the statement
    status: Status | None = None  # of an event in the statement; with ``type``, of the same one
    stance: Stance | None = None  # what the speaker does by saying it
    form: StatementForm | None = None
    said_after: str | None = None
    said_before: str | None = None
    happened_after: str | None = None  # when what it speaks of happened or will
    happened_before: str | None = None
    publisher: str | None = None
    confidence: float = 0.0  # at least
    nested: bool | None = None
    implied: bool | None = None
    reprints: bool = False  # show each copy of the same dispatch by itself
    replaced: bool = False  # also what stands in versions that were corrected since
    sort: Sort = "rank"
    limit: int = 20
    offset: int = 0

    def __post_init__(self) -> None:
        """Raises BadOption for what cannot be meant."""
        for name, choices in CHOICES.items():
            value = getattr(self, name)
            if value is not None and value not in choices:
                raise BadOption(f"There is no {name} {value!r}; choose one of {', '.join(choices)}.")
        for name in ("said_after", "said_before", "happened_after", "happened_before"):
            value = getattr(self, name)
            if value is not None and interval_of(value) is None:
                raise BadOption(f"{value!r} is no date; write {name.replace('_', '-')} as 2021, 2021-10 or 2021-10-05.")
        if not 0 <= self.confidence <= 1:
            raise BadOption(f"A confidence lies between 0 and 1, {self.confidence} does not.")
        if self.limit < 1 or self.offset < 0:
            raise BadOption("The limit must be at least 1, and the offset at least 0.")

    @property
    def is_empty(self) -> bool:
        """Whether any statement will do."""
        plain = Query(sort=self.sort, limit=self.limit, offset=self.offset, reprints=self.reprints, replaced=self.replaced)
        return all(getattr(self, field.name) == getattr(plain, field.name) for field in fields(self))

    @property
    def said(self) -> tuple[str, str]:
        """The days within which it was said: first, and the one after the last."""
        return _bounds(self.said_after, self.said_before)

    @property
    def happened(self) -> tuple[str, str]:
        return _bounds(self.happened_after, self.happened_before)


BEGINNING, END = "0000-00-00", "9999-99-99"


def _bounds(after: str | None, before: str | None) -> tuple[str, str]:
    first = interval_of(after)
    last = interval_of(before)
    return (first[0] if first else BEGINNING), (last[0] if last else END)


# Words -> terms


def words_wanted(words: str) -> Wanted | None:
    """The terms that a user's words ask for; None where they ask for nothing ("the").

    ``peace talks`` both; ``"peace talks"`` as a phrase; ``negotiat*``; ``talks -football``; ``ceasefire OR truce``.
    Raises BadOption where all is unwanted.
    """
    wanted: list[Wanted] = []
    unwanted: list[Wanted] = []
    either = False
    for piece in _pieces(words):
        if piece is None:
            either = bool(wanted)
            continue
        no, part = piece
        if no:
            unwanted.append(part)
        elif either:
            wanted[-1] = Either((wanted[-1], part))
        else:
            wanted.append(part)
        either = False
    if not wanted:
        if unwanted:
            raise BadOption(f"{words!r} says only what not to find; add a word that is wanted.")
        return None
    found = wanted[0] if len(wanted) == 1 else All(wanted)
    return But(found, unwanted[0] if len(unwanted) == 1 else Either(unwanted)) if unwanted else found


def _pieces(words: str) -> Iterator[tuple[bool, Wanted] | None]:
    """Each word or phrase and whether it is unwanted; None for an OR. Empty words count only where there are no others."""
    found = list(_all_pieces(words))
    telling = [piece for piece in found if piece is None or not piece[2]]
    for piece in telling if any(telling) else found:
        yield piece and piece[:2]


def _all_pieces(words: str) -> Iterator[tuple[bool, Wanted, bool] | None]:
    for match in PIECE.finditer(words):
        no = bool(match["no"])
        if match["word"] == "OR":
            yield None
        elif match["phrase"] is not None:
            if terms := words_of(match["phrase"]):
                yield no, _phrase(terms), False
        else:
            yield from ((no, term, empty) for term, empty in _terms(match["word"]))


def _terms(word: str) -> Iterator[tuple[Wanted, bool]]:
    """``cease-fire`` is two words that follow each other, ``negotiat*`` any that begin so."""
    names = names_of(word)
    if len(names) > 1:
        yield _phrase([stem(name) for name in names]), False
    elif names and word.endswith("*"):
        yield _beginning(names[0]), False
    elif names:
        yield Term(stem(names[0])), names[0] in EMPTY


def _beginning(start: str) -> Wanted:
    """Words that begin so. ``negotiat*`` also wants the stem ``negoti``, which is shorter, as ``negotiates`` has it."""
    stems = dict.fromkeys(stem(start + ending) for ending in ENDINGS)
    shorter: list[Wanted] = [Term(found) for found in stems if found != start and start.startswith(found)]
    return Either([Term(start, begins=True), *shorter]) if shorter else Term(start, begins=True)


def _phrase(terms: list[str]) -> Wanted:
    return Phrase(terms) if len(terms) > 1 else Term(terms[0])


# The rest of a query -> terms


def wanted_of(query: Query, members_of: Callable[[str | int], set[int]]) -> Wanted | None:
    """All that the index of terms can tell of a query; None where that is nothing.

    ``members_of`` gives the numbers of the actors that a name or number stands for.
    """
    parts = [part for part in _parts(query, members_of) if part is not None]
    if not parts:
        return None
    wanted = parts[0] if len(parts) == 1 else All(parts)
    return wanted if query.not_by is None else But(wanted, _spoken_by(query.not_by, members_of(query.not_by)))


def _parts(query: Query, members_of: Callable[[str | int], set[int]]) -> Iterator[Wanted | None]:
    if query.words:
        yield words_wanted(query.words)
    if query.speaker is not None:
        yield _spoken_by(query.speaker, members_of(query.speaker))
    if query.about is not None:
        yield _about(query.about, members_of(query.about))
    if query.type and query.status:
        yield Term(label("event", f"{query.type} {query.status}"))
    elif query.type or query.status:
        yield Term(label("type", query.type) if query.type else label("status", query.status))
    if query.stance:
        yield Term(label("stance", query.stance))
    if query.form:
        yield Term(label("form", query.form))
    if query.publisher:
        yield Term(label("publisher", query.publisher))
    if query.nested:
        yield Term(label("is", "nested"))
    if query.implied:
        yield Term(label("is", "implied"))
    yield _in_years("said", *query.said)
    yield _in_years("of", *query.happened)


def _spoken_by(speaker: str | int, members: set[int]) -> Wanted:
    """By one of these actors, or by somebody of that name whom the ledger does not know better."""
    known: list[Wanted] = [Term(label("speaker", member)) for member in sorted(members)]
    named = [Term(label("named", name)) for name in names_of(speaker)] if isinstance(speaker, str) else []
    return Either([*known, All(named)] if named else known or [Term(label("speaker", "nobody"))])


def _about(about: str | int, members: set[int]) -> Wanted:
    known: list[Wanted] = [Term(label("about", member)) for member in sorted(members)]
    words = words_wanted(f'"{about}"') if isinstance(about, str) else None
    return Either([*known, words] if words else known or [Term(label("about", "nobody"))])


def _in_years(kind: str, first: str, last: str) -> Wanted | None:
    """The years of a span of days; None where it is open or long. The exact days are compared afterwards."""
    if first == BEGINNING or last == END:
        return None
    years = range(int(first[:4]), int(last[:4]) + 1)
    return Either([Term(label(kind, year)) for year in (*years, AGES)]) if 0 < len(years) <= MOST_YEARS else None
