"""Who speaks about whom: speakers and those they speak of as a network, and as a table."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from reportedly.ledger.pairs import SHOWN, Pairs
from reportedly.serve.asked import Filters
from reportedly.serve.constellation import constellation
from reportedly.serve.dependencies import OpenLedger, Viewer
from reportedly.serve.rendering import page

router = APIRouter()
ROOM = (15, 30, 50)  # actors that one may choose to see
LISTED = 60  # pairs in the table


class Network(Filters):
    """Which statements are counted, and how many actors are shown."""

    actors: int = Field(SHOWN, ge=2, le=100, description="how many actors at most: those of the strongest pairs")

    @property
    def filters(self) -> Filters:
        """What is asked of the statements alone."""
        return Filters(**self.model_dump(exclude={"actors"}))


Asked = Annotated[Network, Query()]


@router.get("/network", response_class=HTMLResponse, include_in_schema=False)
def network(request: Request, asked: Asked, ledger: OpenLedger, user: Viewer) -> Response:
    found = ledger.pairs(asked.filters.query(), asked.actors)
    return page(
        request,
        "network.html",
        asked=asked,
        filters=asked.filters,
        found=found,
        picture=constellation(found),
        names={party.actor: party.name for party in found.parties},
        hues={party.actor: min(rank, 7) % 7 for rank, party in enumerate(found.parties, 1)},
        room=ROOM,
        listed=LISTED,
    )


@router.get("/api/network")
def network_as_json(asked: Asked, ledger: OpenLedger, user: Viewer) -> Pairs:
    """Who speaks about whom in matching statements: the strongest pairs, and the actors in them."""
    return ledger.pairs(asked.filters.query(), asked.actors)
