"""What is said to have happened, in the order it is said to have happened."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from reportedly.ledger.query import Query
from reportedly.ledger.search import Hit, search

MOST = 2000  # matching statements whose times are shown; of more, those added last


@dataclass(frozen=True, slots=True)
class Point:
    """A statement on the two axes: the days it speaks of, and when it was said."""

    begin: str  # first day
    end: str  # the day after the last
    hit: Hit


def timeline(connection: Connection, query: Query) -> list[Point]:
    """A point for each time that a matching statement speaks of, within the days that the query asks for; earliest first."""
    found = search(connection, replace(query, limit=MOST, offset=0, sort="said"), ranked=MOST)
    first, last = query.happened
    points = [Point(begin, end, hit) for hit in found.hits for begin, end in hit.speaks_of if end > first and begin < last]
    points.sort(key=lambda point: (point.begin, point.end, point.hit.said_on or ""))
    return points[query.offset : query.offset + query.limit]
