"""Actors: who there is, and what one of them says, of whom, promises and denies; who quotes him; and why it is he."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import Field

from reportedly.errors import BadOption
from reportedly.ledger import Appearance, Judgement, Ledger, Portrait, Profile, Summary
from reportedly.ledger.query import Query as Asking
from reportedly.ledger.voices import Period, Voice
from reportedly.records import ActorKind
from reportedly.serve.asked import FARTHEST, Blank, Filters
from reportedly.serve.dependencies import Editor, OpenLedger, Viewer
from reportedly.serve.rendering import page

router = APIRouter()
SHOWN = 5  # statements of each kind
ON_A_PAGE = 50
BARS = 60  # most years or months in the drawing
NAMESAKES = 30  # most that somebody is offered to be the same as
DECISIONS = 20  # most about one actor that are shown
KINDS = ("person", "organization", "country", "place", "group", "other")

Number = Annotated[int, Path(ge=1, le=2**53, description="the actor's number in the ledger")]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Judged = Annotated[int | None, Query(ge=1, lt=2**63, description="a decision just made, to be taken back")]
Kind = Annotated[ActorKind | None, Blank, Query()]


@dataclass(frozen=True, slots=True)
class Bar:
    """The statements of a year or month, for a drawing without a script."""

    period: str
    label: str
    count: int
    height: float  # 0..100
    link: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about an actor, and who took it back."""

    judgement: Judgement
    undone: Judgement | None


@router.get("/actors", response_class=HTMLResponse, include_in_schema=False)
def actors(
    request: Request,
    ledger: OpenLedger,
    user: Viewer,
    name: Annotated[str, Query(max_length=200)] = "",
    kind: Kind = None,
    offset: Offset = 0,
) -> Response:
    if name.strip():
        found = [_summary(profile) for profile in ledger.namesakes(name, kind)]
        if len(found) == 1:
            return RedirectResponse(f"/actors/{found[0].id}", 303)
        return page(request, "actors.html", found=found, name=name, kind=kind, kinds=KINDS, more=False, offset=0)
    found = ledger.actors(kind, ON_A_PAGE + 1, offset)
    listed, more = found[:ON_A_PAGE], len(found) > ON_A_PAGE
    return page(request, "actors.html", found=listed, name="", kind=kind, kinds=KINDS, more=more, offset=offset)


@router.get("/actors/{number}", response_class=HTMLResponse, include_in_schema=False)
def actor(
    request: Request, number: Number, ledger: OpenLedger, user: Viewer, offset: Offset = 0, judged: Judged = None
) -> Response:
    portrait = _portrait(ledger, number)
    if portrait.actor.id != number:
        return RedirectResponse(f"/actors/{portrait.actor.id}", 303)
    voice = ledger.voice(number)
    return page(
        request,
        "actor.html",
        portrait=portrait,
        bars=_bars(portrait.actor, voice.periods),
        voice=voice,
        appearances=ledger.appearances(number, 20, offset),
        offset=offset,
        decisions=_decisions(ledger.history(DECISIONS, of=number)),
        judged=judged,
        most=max((subject.statements for subject in portrait.subjects), default=1),
    )


@router.get("/actors/{number}/merge", response_class=HTMLResponse, include_in_schema=False)
def same_as(
    request: Request, number: Number, ledger: OpenLedger, user: Editor, name: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """Whom an actor may be the same as: those of a name or number, or of his own name; to be joined by a form."""
    one = _portrayed(ledger, number)
    others = [other for other in _called(ledger, name.strip() or one.name) if other.id != one.id]
    return page(request, "actor_merge.html", actor=one, name=name.strip(), others=others[:NAMESAKES])


@router.get("/api/actors")
def listed(
    ledger: OpenLedger,
    user: Viewer,
    name: Annotated[Annotated[str, Field(max_length=200)] | None, Blank] = None,
    kind: Kind = None,
    limit: Annotated[int, Query(ge=1, le=200)] = ON_A_PAGE,
    offset: Offset = 0,
) -> list[Summary]:
    """The actors of all stories, those met most often first; or those of a name, the best first."""
    if name:
        return [_summary(profile) for profile in ledger.namesakes(name, kind)][offset : offset + limit]
    return ledger.actors(kind, limit, offset)


@router.get("/api/actors/{number}")
def portrayed(number: Number, ledger: OpenLedger, user: Viewer) -> Portrait:
    """What an actor says, denies, demands and promises, and what others say of him."""
    return _portrait(ledger, number)


@router.get("/api/actors/{number}/voice")
def heard(number: Number, ledger: OpenLedger, user: Viewer) -> Voice:
    """In which years or months an actor spoke, and who reports it, counted over at most the 500 statements added last."""
    _portrayed(ledger, number)
    return ledger.voice(number)


@router.get("/api/actors/{number}/appearances")
def appears(
    number: Number,
    ledger: OpenLedger,
    user: Viewer,
    limit: Annotated[int, Query(ge=1, le=200)] = ON_A_PAGE,
    offset: Annotated[int, Query(ge=0, le=FARTHEST)] = 0,
) -> list[Appearance]:
    """Where an actor appears, the last added first, and why it is taken to be this one."""
    _portrayed(ledger, number)
    return ledger.appearances(number, limit, offset)


def _portrait(ledger: Ledger, number: int) -> Portrait:
    try:
        return ledger.speaker(number, Asking(limit=SHOWN))
    except BadOption as error:
        raise HTTPException(404, str(error)) from error


def _portrayed(ledger: Ledger, number: int) -> Profile:
    try:
        return ledger.actor(number)
    except BadOption as error:
        raise HTTPException(404, str(error)) from error


@router.get("/api/actors/{number}/decisions")
def decided(number: Number, ledger: OpenLedger, user: Viewer) -> list[Judgement]:
    """What people decided about an actor, the last first."""
    _portrayed(ledger, number)
    return ledger.history(DECISIONS, of=number)


def _called(ledger: Ledger, name: str) -> list[Profile]:
    """Those of a name, the best first; or the one of a number."""
    if name.isdecimal() and len(name) <= 15:
        return [_portrayed(ledger, int(name))]
    return ledger.namesakes(name)


def _decisions(found: Sequence[Judgement]) -> list[Decision]:
    """Each decision once, with the one that took it back."""
    numbered = {one.id: one for one in found}
    return [Decision(one, numbered.get(one.undone_by or 0)) for one in found if one.act != "undo"]


def _summary(profile: Profile) -> Summary:
    return Summary(profile.id, profile.name, profile.kind, profile.links, profile.appearances)


def _bars(actor: Profile, found: tuple[Period, ...]) -> list[Bar]:
    """All periods from the first to the last, the quiet ones too; of very many the last."""
    if not found:
        return []
    counts = {_number(one.period): one.statements for one in found}
    monthly = "-" in found[0].period
    most, last = max(counts.values()), max(counts)
    return [
        Bar(
            _period(number, monthly),
            f"{calendar.month_abbr[number % 12 + 1]} {number // 12 % 100:02}" if monthly else str(number),
            counts.get(number, 0),
            round(100 * counts.get(number, 0) / most, 1),
            Filters(speaker=str(actor.id), said_after=_period(number, monthly), said_before=_period(number + 1, monthly)).link(
                "/search"
            ),
        )
        for number in range(max(min(counts), last - BARS + 1), last + 1)
    ]


def _number(period: str) -> int:
    """Years and months counted through: "2024-03" -> 24291."""
    year, _, month = period.partition("-")
    return int(year) * 12 + int(month) - 1 if month else int(year)


def _period(number: int, monthly: bool) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}" if monthly else f"{number:04}"
