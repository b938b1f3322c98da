"""Search: all that ``reportedly search`` can do, with facets, links that can be shared, and CSV."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Form, HTTPException, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field, ValidationError

from reportedly.errors import BadOption
from reportedly.ledger import Choice, Facets, Found
from reportedly.ledger.query import SORTS
from reportedly.ledger.saved import LONGEST, Saved
from reportedly.serve.asked import Asked, Searched, is_clean
from reportedly.serve.dependencies import OpenLedger, Viewer
from reportedly.serve.rendering import page
from reportedly.show import rows

router = APIRouter()
IN_TABLE = 1000  # most hits of a CSV file
NAMES = {
    "words": "words",
    "speaker": "said by",
    "about": "about",
    "type": "type",
    "status": "status",
    "stance": "stance",
    "form": "form",
    "said_after": "said from",
    "said_before": "said before",
    "happened_after": "happened from",
    "happened_before": "happened before",
    "publisher": "publisher",
    "confidence": "at least as sure as",
    "nested": "nested",
    "implied": "implied",
    "reprints": "each reprint by itself",
    "replaced": "also what was corrected since",
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet, and the search that it leads to."""

    choice: Choice
    link: str
    share: int  # percent of the largest


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow the search."""

    name: str
    heading: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A condition that the search has, and the search without it."""

    name: str
    value: str
    without: str


@router.get("/search", response_class=HTMLResponse, include_in_schema=False)
def search(request: Request, asked: Searched, ledger: OpenLedger, user: Viewer) -> Response:
    if not is_clean(request):
        return RedirectResponse(asked.link("/search"), 303)
    found, counted = ledger.explore(asked.query())
    return page(
        request,
        "search.html",
        asked=asked,
        found=found,
        facets=_facets(asked, counted),
        counted=counted,
        given=_given(asked, ledger),
        sorts=SORTS,
        saved=ledger.saved_searches(user.name),
    )


@router.post("/search/saved", include_in_schema=False)
def save_search(
    ledger: OpenLedger, user: Viewer, asked: Annotated[str, Form(max_length=4000)], name: Annotated[str, Form(max_length=LONGEST)]
) -> Response:
    """Keep a search under a name of one's own."""
    wanted = _asked(asked)
    ledger.save_search(user.name, name, urlencode(wanted.given))
    return RedirectResponse(wanted.link("/search"), 303)


@router.post("/search/saved/{number}/forget", include_in_schema=False)
def forget_search(number: Annotated[int, Path(ge=1, le=2**53)], ledger: OpenLedger, user: Viewer) -> Response:
    ledger.forget_search(user.name, number)
    return RedirectResponse("/search", 303)


@router.get("/api/searches")
def saved_searches(ledger: OpenLedger, user: Viewer) -> list[Saved]:
    """The searches that you saved."""
    return ledger.saved_searches(user.name)


class Kept(BaseModel):
    """A search to be kept under a name."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    search: Asked


@router.put("/api/searches", status_code=204)
def keep_search(kept: Kept, ledger: OpenLedger, user: Viewer) -> None:
    """Keep a search under a name of your own; in place of the one that you had under it."""
    ledger.save_search(user.name, kept.name, urlencode(kept.search.given))


@router.delete("/api/searches/{number}", status_code=204)
def drop_search(number: Annotated[int, Path(ge=1, le=2**53)], ledger: OpenLedger, user: Viewer) -> None:
    """Take a saved search of yours away."""
    try:
        ledger.forget_search(user.name, number)
    except BadOption as error:
        raise HTTPException(404, str(error)) from error


def _asked(parameters: str) -> Asked:
    """A search as its address says it. Raises RequestValidationError for what is none."""
    try:
        return Asked.model_validate(dict(parse_qsl(parameters, max_num_fields=50)))
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    except ValueError as error:
        raise BadOption("This is no search; load the page again.") from error


class Taken(Asked):
    """A search whose result is taken away as a table."""

    exact: bool = Field(False, exclude=True)  # the words as they are printed, though a spreadsheet may run some as formulas

    @property
    def table(self) -> Callable[[Sequence[rows.Row]], str]:
        return rows.as_csv if self.exact else rows.as_csv_safe


@router.get("/search.csv", include_in_schema=False)
def search_csv(asked: Annotated[Taken, Query()], ledger: OpenLedger, user: Viewer) -> Response:
    """The hits as ``reportedly search --format csv-safe`` writes them, from the first on; ``exact``: as ``--format csv``."""
    found = ledger.search(asked.query(limit=IN_TABLE, offset=0))
    text = asked.table([asdict(hit) for hit in found.hits])
    return Response(text, media_type="text/csv", headers={"Content-Disposition": 'attachment; filename="statements.csv"'})


@router.get("/api/search")
def found_statements(asked: Searched, ledger: OpenLedger, user: Viewer) -> Found:
    """The statements that match, best first."""
    return ledger.search(asked.query())


@router.get("/api/facets")
def counted_facets(asked: Searched, ledger: OpenLedger, user: Viewer) -> Facets:
    """What is known of the statements that match, counted over at most the 500 that were added last."""
    return ledger.facets(asked.query())


def _facets(asked: Asked, counted: Facets) -> list[Facet]:
    plain = (
        ("speaker", "Who says it"),
        ("about", "Of whom"),
        ("type", "Type of event"),
        ("status", "Status of event"),
        ("stance", "Stance"),
        ("form", "Form"),
        ("publisher", "Publisher"),
    )
    found = [_facet(asked, name, heading, getattr(counted, name)) for name, heading in plain if name not in asked.given]
    if not {"said_after", "said_before"} & asked.given.keys():
        found.append(_facet(asked, "year", "Year in which it was said", counted.year))
    return [facet for facet in found if facet.values]


def _facet(asked: Asked, name: str, heading: str, values: tuple[Choice, ...]) -> Facet:
    most = max((choice.count for choice in values), default=1)

    def link(value: str) -> str:
        if name == "year":
            return asked.link("/search", said_after=value, said_before=f"{int(value) + 1}", offset=None)
        return asked.link("/search", **{name: value}, offset=None)

    return Facet(name, heading, tuple(Value(choice, link(choice.value), round(100 * choice.count / most)) for choice in values))


def _given(asked: Asked, ledger: OpenLedger) -> list[Given]:
    """The conditions, but for the words, which stand in their field."""
    given = asked.given
    return [
        Given(NAMES[name], _named(name, value, ledger), asked.link("/search", **{name: None}, offset=None))
        for name, value in given.items()
        if name in NAMES and name != "words"
    ]


def _named(name: str, value: str, ledger: OpenLedger) -> str:
    """An actor's number with his name."""
    if name in ("speaker", "about") and value.isdecimal() and len(value) <= 15:
        return f"{ledger.actor(int(value)).name} ({value})"
    return "" if value == "true" and name in ("reprints", "replaced") else value
