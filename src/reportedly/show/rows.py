"""Records of one kind, as a table to look at, JSON, JSON lines or CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from typing import Any

from reportedly.show import outlets
from reportedly.show.wording import unsteered

Row = Mapping[str, Any]


def write(rows: Sequence[Row], form: str, headings: Mapping[str, str], nothing: str, notes: Sequence[str] = ()) -> int:
    """Write the rows to standard output; the exit code.

    ``headings`` names the columns that the table shows, where a value may be Rich's Text; the other forms hold all. ``nothing``
    is said where there are no rows, ``notes`` after a table.
    """
    outlets.open_standard_output(exact=form != "table")
    if form == "table":
        text = table(rows, headings) if rows else f"{nothing}\n"
        text += "".join(f"{note}\n" for note in notes)
    else:
        text = {"json": as_json, "jsonl": as_lines, "csv": as_csv, "csv-safe": as_csv_safe}[form](rows)
    outlets.write_standard_output(text)
    return 0


def write_one(record: Row) -> int:
    """Write one record as JSON to standard output; the exit code."""
    outlets.open_standard_output(exact=True)
    outlets.write_standard_output(json_of(record))
    return 0


def json_of(record: Row) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def as_json(rows: Sequence[Row]) -> str:
    return json.dumps(list(rows), ensure_ascii=False, indent=2) + "\n"


def as_lines(rows: Sequence[Row]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def as_csv(rows: Sequence[Row], cell: Callable[[str], str] = str) -> str:
    """What is no plain value is JSON in its cell; without rows there is nothing to name the columns by.

    ``cell`` may alter the text of a cell.
    """
    out = StringIO()
    if rows:
        writer = csv.DictWriter(out, list(rows[0]))  # lines end in CRLF, else a CR in a cell would not be quoted
        writer.writeheader()
        writer.writerows({name: _cell(value, cell) for name, value in row.items()} for row in rows)
    return out.getvalue()


def as_csv_safe(rows: Sequence[Row]) -> str:
    """The same for spreadsheets, which would run "=1+1" as a formula: such a cell gets an apostrophe before it."""
    from reportedly.export.csv_safe import safe

    return as_csv(rows, safe)


def table(rows: Sequence[Row], headings: Mapping[str, str], width: int | None = None) -> str:
    """A table as wide as the terminal; what does not fit goes on below."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from reportedly.show.look import look_of_terminal

    look = look_of_terminal()
    out = StringIO()
    console = Console(file=out, width=width or look.width, force_terminal=look.color, no_color=not look.color, highlight=False)
    bare = not any(headings.values())
    spaced = any(isinstance(value, Text) for row in rows for value in row.values())
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, show_header=not bare, leading=int(spaced))
    for name, heading in headings.items():
        numbers = all(isinstance(row[name], int) for row in rows)
        grid.add_column(heading, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        cells = (row[name] for name in headings)
        grid.add_row(*(cell if isinstance(cell, Text) else Text(unsteered(_shown(cell))) for cell in cells))
    console.print(grid)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def _cell(value: object, cell: Callable[[str], str]) -> object:
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False)
    return cell(value) if isinstance(value, str) else value
