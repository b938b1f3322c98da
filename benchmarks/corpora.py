"""The gold sets, read from the folder ``shared`` beside the repository.

Their texts belong to others and never enter the repository, so whoever lacks the folder can build and test everything else
and is told in one sentence why nothing is measured.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

WORD = re.compile(r"\w+")
REPOSITORY = Path(__file__).resolve().parent.parent


class GoldMissingError(Exception):
    """The gold sets are not where they should be."""


@dataclass(frozen=True, slots=True)
class Story:
    """One story to read: its text and what is known of it, all that a system under test is given."""

    name: str
    text: str
    known: Mapping[str, str] = field(default_factory=dict)  # published, publisher ... as in NAME.meta.json

    @property
    def words(self) -> int:
        """How many runs of letters and digits the text has."""
        return sum(1 for _ in WORD.finditer(self.text))


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A folder of annotated stories and the scheme they are annotated in."""

    name: str  # as shown in tables: "wire dev"
    scheme: Literal["polnear", "wire"]
    folder: Path

    def stories(self) -> list[Story]:
        """The stories in the order of their names."""
        texts = self.folder / "text" if self.scheme == "polnear" else self.folder
        return [_story(path) for path in sorted(texts.glob("*.txt"))]

    def digest(self) -> str:
        """SHA-256 over names and contents of all files, so that a floor is only held against the gold it was measured on."""
        total = hashlib.sha256()
        for path in sorted(p for p in self.folder.rglob("*") if p.is_file()):
            name = path.relative_to(self.folder).as_posix().encode()
            total.update(hashlib.sha256(name).digest())
            total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()


def shared_folder() -> Path:
    """The folder ``shared`` beside the repository, or where REPORTEDLY_SHARED points. Raises GoldMissingError without one."""
    folder = Path(os.environ.get("REPORTEDLY_SHARED") or REPOSITORY.parent / "shared")
    if not (folder / "wire" / "score.py").is_file():
        raise GoldMissingError(
            f"The gold sets are not in {folder}, so nothing can be measured: put the folder 'shared' beside the repository "
            "or point REPORTEDLY_SHARED at it."
        )
    return folder


def gold_sets(shared: Path) -> list[GoldSet]:
    """The three dev sets. The test halves are kept by others."""
    return [
        GoldSet("polnear dev", "polnear", shared / "data" / "polnear" / "dev"),
        GoldSet("wire dev", "wire", shared / "wire" / "dev"),
        GoldSet("retold dev", "wire", shared / "wire" / "retold" / "dev"),
    ]


def _story(path: Path) -> Story:
    """``NAME.txt`` with what ``NAME.meta.json`` beside it knows. Line ends stay: PolNeAR's offsets count them."""
    beside = path.with_suffix(".meta.json")
    known = json.loads(beside.read_text("utf-8")) if beside.is_file() else {}
    return Story(path.stem, path.read_bytes().decode("utf-8"), known)
