"""The tables as Parquet, lists and spans as nested columns; written group of rows by group of rows, so that memory stays flat."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from reportedly.export.sinks import Target, folder, opened
from reportedly.export.tables import TABLES, CellType, Row, Table, rows_of
from reportedly.records import Reading

if TYPE_CHECKING:
    import pyarrow

GROUP = 4096  # rows; some megabytes of statements
GROUP_OF_STORIES = 256  # their rows hold whole texts


def write(readings: Iterable[Reading], target: Target) -> None:
    """Into the folder ``target``: ``statements.parquet`` and so on. Needs pyarrow."""
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    path = folder(target)
    waiting: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    with ExitStack() as stack:
        schemas = {table.name: schema_of(table) for table in TABLES}
        writers = {
            table.name: stack.enter_context(
                ParquetWriter(
                    stack.enter_context(opened(path / f"{table.name}.parquet")), schemas[table.name], compression="zstd"
                )
            )
            for table in TABLES
        }

        def flush(name: str) -> None:
            writers[name].write_table(pyarrow.Table.from_pylist(waiting[name], schema=schemas[name]))
            waiting[name].clear()

        for reading in readings:
            for name, rows in rows_of(reading).items():
                waiting[name] += [_arrow(row) for row in rows]
                if len(waiting[name]) >= (GROUP_OF_STORIES if name == "documents" else GROUP):
                    flush(name)
        for name, rows in waiting.items():
            if rows:
                flush(name)


def schema_of(table: Table) -> pyarrow.Schema:
    """The table's columns in Arrow's types, their meanings as metadata, as is the table's key."""
    import pyarrow

    fields = [
        pyarrow.field(column.name, _type(column.type), column.name != table.key, {"meaning": column.meaning})
        for column in table.columns
    ]
    return pyarrow.schema(fields, {"table": table.name, "key": table.key})


def _type(cell: CellType) -> Any:
    import pyarrow

    text, span = pyarrow.string(), pyarrow.list_(pyarrow.int32())
    roles = pyarrow.struct({"title": text, "of": text, "span": span})
    mentions = pyarrow.struct({"span": span, "form": text})
    evidence = pyarrow.struct({"field": text, "by": text, "span": span, "confidence": pyarrow.float64()})
    types: dict[CellType, Any] = {
        "string": text,
        "integer": pyarrow.int32(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "span": span,
        "spans": pyarrow.list_(span),
        "strings": pyarrow.list_(text),
        "roles": pyarrow.list_(roles),
        "mentions": pyarrow.list_(mentions),
        "evidence": pyarrow.list_(evidence),
        "object": text,  # JSON: the registers of links and the models are not known beforehand
    }
    return types[cell]


def _arrow(row: Row) -> Row:
    """Objects as JSON."""
    return {name: json.dumps(value) if isinstance(value, dict) else value for name, value in row.items()}
