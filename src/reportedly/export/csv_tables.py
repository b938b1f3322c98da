"""The tables as files of CSV, with ``datapackage.json``, which tells programs their columns, types and keys.

A cell holds the words of the story exactly, line ends included; lists and spans are JSON, ``[[488,1035]]``; empty cells are null.
Spreadsheets may run a cell that begins with "=", "+", "-" or "@" as a formula. To prevent that, such a cell would have to be
altered, and an export that alters words cannot be read back; so this one alters nothing, and ``csv-safe`` is for spreadsheets.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from io import TextIOWrapper
from typing import Any

from reportedly.export.sinks import Target, folder, json_bytes, opened
from reportedly.export.tables import TABLES, CellType, Column, Table, rows_of
from reportedly.records import Reading

DESCRIPTION = "datapackage.json"
JSON_TYPES: dict[CellType, str] = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean"}


def write(readings: Iterable[Reading], target: Target, cell: Callable[[str], str] = str) -> None:
    """Into the folder ``target``: ``statements.csv`` and so on, and their description. ``cell`` may alter the text of a cell."""
    path = folder(target)
    with ExitStack() as stack:
        writers = {}
        for table in TABLES:
            binary = stack.enter_context(opened(path / f"{table.name}.csv"))
            file = TextIOWrapper(binary, encoding="utf-8", newline="")
            stack.callback(file.detach)
            writers[table.name] = csv.writer(file)
            writers[table.name].writerow([column.name for column in table.columns])
        for reading in readings:
            rows = rows_of(reading)
            for table in TABLES:
                writers[table.name].writerows(
                    [_cell(row[column.name], column, cell) for column in table.columns] for row in rows[table.name]
                )
    with opened(path / DESCRIPTION) as out:
        out.write(json.dumps(description(), indent=2).encode() + b"\n")


def _cell(value: Any, column: Column, cell: Callable[[str], str]) -> str:
    if value is None:
        return ""
    if column.type == "string":
        return cell(value)
    return json_bytes(value).decode()


def description() -> dict[str, Any]:
    """The tables as a Frictionless Data Package (https://specs.frictionlessdata.io/data-package/)."""
    return {
        "name": "reportedly",
        "profile": "tabular-data-package",
        "title": "Who said what, on whose authority",
        "resources": [_resource(table) for table in TABLES],
    }


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": table.key,
            "foreignKeys": [
                {
                    "fields": foreign.column,
                    "reference": {
                        # A table that refers to itself is named "" there.
                        "resource": "" if foreign.table == table.name else foreign.table,
                        "fields": next(other.key for other in TABLES if other.name == foreign.table),
                    },
                }
                for foreign in table.foreign
            ],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    kind = "object" if column.type == "object" else JSON_TYPES.get(column.type, "array")
    return {"name": column.name, "type": kind, "description": column.meaning}
