"""How the part of a day is written after its date."""

from __future__ import annotations

from reportedly.annotate.times.calendar import PARTS
from reportedly.annotate.times.rule import Words


def day_with_part(day: str, words: Words) -> str:
    """2019-10-16 with {"part": "morning"} -> 2019-10-16TMO"""
    return f"{day}T{PARTS[words['part'].lower()]}" if "part" in words else day
