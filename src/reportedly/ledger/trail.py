"""Who did what in the workbench, and when: a trail that is only ever added to.

What a correction or a judgement about actors says is kept with these; the trail says who came, from where, and what he sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from reportedly.ledger import store
from reportedly.ledger.schema import deed


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that somebody did."""

    id: int
    at: str  # ISO 8601, UTC
    who: str  # "" for somebody who was not let in
    act: str  # "POST /review"
    what: Mapping[str, Any]


def note(connection: Connection, who: str, act: str, what: Mapping[str, Any]) -> None:
    """Add to the trail."""
    row = {"at": store.now(), "who": who, "act": act, "what": json.dumps(what, ensure_ascii=False)}
    connection.execute(insert(deed).values(row))


def trail(connection: Connection, who: str | None = None, before: int | None = None, limit: int = 100) -> list[Deed]:
    """What was done, the last first: by everybody or by one; ``before``: earlier than the deed of this number."""
    asked = select(deed).order_by(deed.c.id.desc()).limit(limit)
    if who is not None:
        asked = asked.where(deed.c.who == who)
    if before is not None:
        asked = asked.where(deed.c.id < before)
    return [Deed(row.id, row.at, row.who, row.act, json.loads(row.what)) for row in connection.execute(asked)]
