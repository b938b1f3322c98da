"""docs/coding-scheme.md names all that the code knows, and nothing that it does not."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest

import reportedly.annotate
from reportedly.annotate.times.intervals import interval
from reportedly.records import EventType, Status
from reportedly.show.events import QUADS, SIGNS

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "coding-scheme.md").read_text("utf-8")
LANGUAGE = Path(reportedly.annotate.__file__).parent / "lang" / "en"
ROW = re.compile(r"^\| ([^|]*) \| (.*) \|$", re.MULTILINE)


def section(title: str) -> str:
    """What stands under a heading, up to the next of its level or above."""
    level, start = next((m[1], m.end()) for m in re.finditer(r"^(#+) (.*)$", PAGE, re.MULTILINE) if m[2] == title)
    end = re.search(rf"^#{{1,{len(level)}}} ", PAGE[start:], re.MULTILINE)
    return PAGE[start : start + end.start()] if end else PAGE[start:]


def rows(title: str) -> dict[str, str]:
    """The rows of the tables in a section, by their first cell and without those of its heads."""
    return {m[1]: m[2] for m in ROW.finditer(section(title)) if m[1] not in ("type", "status", "field") and "---" not in m[1]}


@pytest.mark.parametrize("quad", sorted(set(QUADS.values())))
def test_every_type_stands_in_its_class_with_an_example(quad: str) -> None:
    described = rows(quad.capitalize())
    assert set(described) == {name for name, of in QUADS.items() if of == quad}
    assert all(row.count("**") == 2 for row in described.values())


def test_every_status_has_its_sign_and_an_example() -> None:
    described = rows("Statuses")
    assert set(described) == set(get_args(Status))
    for status, row in described.items():
        assert row.startswith(f"{SIGNS[status]} | ")  # type: ignore[index]
        assert row.count("**") == 2


def test_every_mode_is_listed() -> None:
    known = json.loads((LANGUAGE / "modes.json").read_text("utf-8"))
    listed = {name: set(re.findall(r"`([a-z-]+)`", row)) for name, row in rows("Modes").items()}
    assert listed == {name: set(of["modes"]) - {"none"} for name, of in known.items()}
    assert set(listed) <= set(get_args(EventType))


def test_every_context_is_listed_once() -> None:
    known = json.loads((LANGUAGE / "contexts.json").read_text("utf-8"))
    listed = [name for row in rows("Contexts").values() for name in re.findall(r"`([a-z_]+)`", row)]
    assert sorted(listed) == sorted(known)


def test_the_values_of_times_denote_what_the_page_says() -> None:
    values = re.findall(r"\| `([^`]+)` \| (.*) \|", section("Times"))
    assert len(values) == 10
    assert [value for value, words in values if (words == "–") != (interval(value) == (None, None))] == []
