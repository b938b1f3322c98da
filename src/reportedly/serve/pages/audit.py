"""The audit trail: who did what, and when."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from reportedly.ledger.trail import Deed
from reportedly.serve.asked import Blank
from reportedly.serve.dependencies import Admin, OpenLedger
from reportedly.serve.rendering import page

router = APIRouter()
ON_A_PAGE = 100

Who = Annotated[Annotated[str, Field(max_length=100)] | None, Blank, Query(description="a user's name")]
Before = Annotated[
    Annotated[int, Field(ge=1, le=2**53)] | None, Blank, Query(description="only what was done before the deed of this number")
]


@router.get("/audit", response_class=HTMLResponse, include_in_schema=False)
def audit(request: Request, ledger: OpenLedger, user: Admin, who: Who = None, before: Before = None) -> Response:
    deeds = ledger.trail(who, before, ON_A_PAGE + 1)
    return page(request, "audit.html", deeds=deeds[:ON_A_PAGE], more=len(deeds) > ON_A_PAGE, who=who)


@router.get("/api/audit")
def trail(
    ledger: OpenLedger,
    user: Admin,
    who: Who = None,
    before: Before = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = ON_A_PAGE,
) -> list[Deed]:
    """Who did what, the last first."""
    return ledger.trail(who, before, limit)
