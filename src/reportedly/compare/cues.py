"""Closed classes of English words that turn, weaken or frame what is said: ``lang/en/cues.json``, each with an example."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportedly.records import Span


@dataclass(frozen=True, eq=False)
class Cues:
    """One pattern for each class, to be looked for in lower-case text."""

    patterns: Mapping[str, re.Pattern[str]]

    def find(self, name: str, text: str) -> Span | None:
        """The first word or phrase of a class in a text."""
        found = self.patterns[name].search(text.lower().replace("’", "'"))
        return Span(*found.span()) if found else None

    def has(self, name: str, text: str) -> bool:
        return self.find(name, text) is not None

    def each(self, name: str, text: str) -> list[Span]:
        """All words or phrases of a class in a text."""
        return [Span(*match.span()) for match in self.patterns[name].finditer(text.lower().replace("’", "'"))]


@cache
def cues() -> Cues:
    """Those of English."""
    data = json.loads((files("reportedly.compare") / "lang" / "en" / "cues.json").read_text("utf8"))
    return Cues({name: _pattern([*entry.get("words", "").split(), *entry.get("phrases", ())]) for name, entry in data.items()})


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, phrases), key=len, reverse=True)
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(longest_first)})(?![\w'-]*\w)".replace(r"\ ", r"\s+"))
