"""Readings to be exported: a story told by hand, and those of the examples as the software reads them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import reportedly
from reportedly.records import Reading
from tests.show.conftest import river, tell

__all__ = ["examples", "river", "tell"]

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="session")
def examples() -> list[Reading]:
    """The readings of the example stories, read once."""
    return [_read(path) for path in sorted(EXAMPLES.glob("*.txt"))]


def _read(path: Path) -> Reading:
    meta = path.with_suffix(".meta.json")
    about = json.loads(meta.read_text("utf-8")) if meta.exists() else {}
    return reportedly.extract(path.read_text("utf-8"), **({"uri": f"https://example.org/{path.name}"} | about))
