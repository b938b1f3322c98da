"""The record itself, a reading a line: what ``reportedly read --format jsonl`` prints, and the one format that loses nothing."""

from __future__ import annotations

from collections.abc import Iterable

from reportedly.export.sinks import Target, json_bytes, opened
from reportedly.records import Reading


def write(readings: Iterable[Reading], target: Target) -> None:
    """A line of JSON for each reading; ``Reading.from_json`` reads each back."""
    with opened(target) as out:
        for reading in readings:
            out.write(json_bytes(reading.to_dict()) + b"\n")
