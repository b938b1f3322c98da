"""Identifiers that states and major organisations carry out of the box.

``states.json`` is drawn from a library by ``training/identifiers.py``; ``organizations.json`` is ours, for no library has them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportedly.ledger.actors.names import body_name, is_acronym


@dataclass(frozen=True, slots=True)
class Organization:
    """A body that needs no introduction."""

    name: str
    names: tuple[str, ...]  # others, acronyms among them
    wikidata: str


@cache
def organizations() -> Mapping[str, Organization]:
    """Each by the keys of all its names."""
    rows = json.loads((files("reportedly.ledger.actors") / "organizations.json").read_text("utf8"))
    found = [Organization(row["name"], tuple(row["names"]), row["wikidata"]) for row in rows]
    return {body_name(name).key: body for body in found for name in (body.name, *body.names)}


@cache
def _wikidata_of_states() -> Mapping[str, str]:
    rows: dict[str, str] = json.loads((files("reportedly.ledger.actors") / "states.json").read_text("utf8"))
    return rows


def organization(name: str) -> Organization | None:
    """The body of this name: ``NATO``, ``the Council of Europe``. An acronym counts only in capitals: ``WHO``, not ``who``."""
    body = organizations().get(body_name(name).key)
    return body if body and (" " in name.strip() or is_acronym(name) or name in (body.name, *body.names)) else None


def state_links(iso3166: str) -> dict[str, str]:
    """``RU`` -> its codes in other registers."""
    wikidata = _wikidata_of_states().get(iso3166)
    return {"iso3166": iso3166} | ({"wikidata": wikidata} if wikidata else {})
