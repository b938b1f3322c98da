"""The words that rules about names and titles speak of: ``words.json``."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


def words(name: str) -> frozenset[str]:
    """One list: ``words("offices")``."""
    return frozenset(_lists()[name]["words"].split())


@cache
def _lists() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((files("reportedly.ledger.actors") / "words.json").read_text("utf8"))
    return found
