"""The tables as CSV for spreadsheets, which would run some cells as formulas: such a cell gets an apostrophe before it.

The rule is OWASP's (https://owasp.org/www-community/attacks/CSV_Injection). It alters words: whoever reads the tables back takes
the apostrophe off again, and cannot know one that the story printed. So it is a format of its own beside ``csv``.
"""

from __future__ import annotations

from collections.abc import Iterable

from reportedly.export import csv_tables
from reportedly.export.sinks import Target
from reportedly.records import Reading

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide ones run in Japanese spreadsheets


def write(readings: Iterable[Reading], target: Target) -> None:
    """As ``csv_tables.write``, but no cell is a formula."""
    csv_tables.write(readings, target, safe)


def safe(text: str) -> str:
    """ "=1+1" as "'=1+1"; anything that no spreadsheet runs as it is."""
    return f"'{text}" if text.startswith(FORMULA) else text
