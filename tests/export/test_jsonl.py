from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from reportedly.errors import OutputError
from reportedly.export import FORMATS
from reportedly.records import Reading
from tests.test_serialize import readings


def test_each_reading_is_a_line(examples: list[Reading], river: Reading, tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    FORMATS["jsonl"].write([*examples, river], path)
    assert [Reading.from_json(line) for line in path.read_bytes().splitlines()] == [*examples, river]
    assert list(tmp_path.iterdir()) == [path]


@settings(max_examples=50, deadline=None)
@given(readings())
def test_any_reading_comes_back(reading: Reading) -> None:
    out = io.BytesIO()
    FORMATS["jsonl"].write([reading, reading], out)
    lines = out.getvalue().split(b"\n")
    assert lines.pop() == b""
    assert [Reading.from_json(line) for line in lines] == [reading, reading]


def test_halves_of_characters_survive(tell: Callable[..., Any]) -> None:
    out = io.BytesIO()
    FORMATS["jsonl"].write([tell("a\ud83db").reading()], out)
    assert Reading.from_json(out.getvalue()).document.text == "a\ud83db"


def test_an_older_export_stays_until_the_new_one_is_whole(river: Reading, tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text("older")
    with pytest.raises(ZeroDivisionError):
        FORMATS["jsonl"].write((reading for reading in [river] if 1 / 0), path)
    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_is_none_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written: No such file or directory"):
        FORMATS["jsonl"].write([], tmp_path / "missing" / "all.jsonl")
