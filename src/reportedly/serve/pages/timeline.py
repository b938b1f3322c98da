"""The timeline on two axes: across when it happened, up when it was said; as a chart, and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import Field

from reportedly.ledger.plane import Dot, Plane
from reportedly.matching.days import last_day
from reportedly.serve import axes
from reportedly.serve.asked import Filters, Narrowed, is_clean
from reportedly.serve.dependencies import OpenLedger, Viewer
from reportedly.serve.rendering import page
from reportedly.show import wording

router = APIRouter()
LISTED = 40  # dots on a page of the table
DRAWN = 400  # dots of the picture that a browser without scripts shows; the chart that takes its place has all
WIDE, HIGH = 1000, 520  # of that picture, without what is written along the axes
HUES = 6  # speakers with a colour of their own; the others share one


class Timeline(Filters):
    """Which statements are shown, and where the table begins."""

    offset: int = Field(0, ge=0, le=100_000, description="how many lines of the table to skip")

    @property
    def filters(self) -> Filters:
        """What is asked of the statements alone."""
        return Filters(**self.model_dump(exclude={"offset"}))


Asked = Annotated[Timeline, Query()]


@dataclass(frozen=True, slots=True)
class Person:
    """Who speaks, and in how many dots."""

    name: str
    actor: int | None  # his number in the ledger
    dots: int
    hue: int  # 1 to 6 for those who speak most, 0 for the others


@dataclass(frozen=True, slots=True)
class Dots:
    """The dots of a timeline by columns: the values at one place of all lists belong to one dot."""

    begin: list[str]  # the days that it speaks of, the end exclusive
    end: list[str]
    said_from: list[str]  # the days on which it may have been said, the end exclusive
    said_to: list[str]
    person: list[int]  # who speaks: a place in ``people``
    chain: list[str | None]  # who vouches for it, outermost first, where that is more than who speaks
    status: list[str | None]  # of an event that is said to lie there
    type: list[str | None]
    words: list[str]  # the first of them
    document: list[int]  # a place in ``documents``
    statement: list[str]  # its id in the reading
    people: list[Person]
    documents: list[str]  # digests
    statements: int  # that were looked at
    undated: int  # of which have no place here
    cut: bool  # whether more match; those added last are shown


@router.get("/timeline", response_class=HTMLResponse, include_in_schema=False)
def timeline(request: Request, asked: Asked, ledger: OpenLedger, user: Viewer) -> Response:
    if not is_clean(request):
        return RedirectResponse(asked.link("/timeline"), 303)
    found = ledger.plane(asked.filters.query())
    happened, said = axes.across(found.dots), axes.upward(found.dots)
    people = _people(found.dots)
    return page(
        request,
        "timeline.html",
        asked=asked,
        filters=asked.filters,
        found=found,
        happened=happened,
        said=said,
        people=[person for person in people if person.hue],
        others=sum(person.dots for person in people if not person.hue),
        statuses=Counter(dot.status for dot in found.dots),
        hues={(person.name, person.actor): person.hue for person in people},
        drawn=list(axes.drawn(found.dots[:DRAWN], happened, said, WIDE, HIGH)),
        size=(WIDE, HIGH),
        rows=found.dots[asked.offset : asked.offset + LISTED],
        listed=LISTED,
        days=days,
    )


@router.get("/api/timeline")
def dots(asked: Narrowed, ledger: OpenLedger, user: Viewer) -> Dots:
    """What matching statements speak of, against when they were made."""
    return _columns(ledger.plane(asked.query()))


def days(begin: str, end: str) -> str:
    """An interval for people, its end exclusive: "March 2021", "2021", "12 – 14 March 2024", "3 May 2020 – 2 June 2021"."""
    last = last_day(end)
    if begin == last:
        return wording.day(begin)
    if begin[4:] == "-01-01" and last[4:] == "-12-31":
        return begin[:4] if begin[:4] == last[:4] else f"{begin[:4]} – {last[:4]}"
    if begin[8:] == "01" and end[8:] == "01":
        months = [wording.day(begin[:7]), wording.day(last[:7])]
        return months[0] if begin[:7] == last[:7] else " – ".join(months)
    if begin[:7] == last[:7]:
        return f"{int(begin[8:])} – {wording.day(last)}"
    return f"{wording.day(begin)} – {wording.day(last)}"


def _people(found: Iterable[Dot]) -> list[Person]:
    """Who speaks, those with most dots first."""
    counts = Counter((dot.name, dot.speaker) for dot in found)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0][0], item[0][1] or 0))
    return [
        Person(name, actor, count, rank if rank <= HUES else 0) for rank, ((name, actor), count) in enumerate(ordered, start=1)
    ]


def _columns(found: Plane) -> Dots:
    people = _people(found.dots)
    places = {(person.name, person.actor): place for place, person in enumerate(people)}
    documents = {digest: place for place, digest in enumerate(dict.fromkeys(dot.document for dot in found.dots))}
    rows: Sequence[Dot] = found.dots
    return Dots(
        begin=[dot.begin for dot in rows],
        end=[dot.end for dot in rows],
        said_from=[dot.said_from for dot in rows],
        said_to=[dot.said_to for dot in rows],
        person=[places[dot.name, dot.speaker] for dot in rows],
        chain=[" › ".join(dot.chain) if len(dot.chain) > 1 else None for dot in rows],
        status=[dot.status for dot in rows],
        type=[dot.type for dot in rows],
        words=[wording.visible(dot.words) for dot in rows],
        document=[documents[dot.document] for dot in rows],
        statement=[dot.statement for dot in rows],
        people=people,
        documents=list(documents),
        statements=found.statements,
        undated=found.undated,
        cut=found.cut,
    )
