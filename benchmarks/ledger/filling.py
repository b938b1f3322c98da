"""Ledgers filled with made readings, and one copied into another database."""

from __future__ import annotations

import time
from itertools import islice

from sqlalchemy import Engine, func, insert, select, text

from benchmarks.ledger.made import STATEMENTS, readings
from reportedly.ledger import store
from reportedly.ledger.database import open_database, read_transaction, write_transaction
from reportedly.ledger.schema import metadata

BATCH = 64
ROWS = 5_000


def fill(where: str, statements: int) -> float:
    """Put readings into a new ledger until it has about so many statements; the stories it took in a second."""
    engine = open_database(where, create=True)
    made = readings(statements // STATEMENTS)
    start, stories = time.perf_counter(), 0
    while batch := list(islice(made, BATCH)):
        with write_transaction(engine) as connection:
            for reading in batch:
                store.put(connection, reading, store.Found(reading.document.id))
        stories += len(batch)
    return stories / (time.perf_counter() - start)


def copy(origin: str, where: str) -> None:
    """Fill an empty ledger with all that another one holds."""
    source, target = open_database(origin), open_database(where, create=True)
    for table in metadata.sorted_tables:
        with read_transaction(source) as reading, write_transaction(target) as writing:
            if writing.dialect.name == "postgresql":
                writing.execute(text("SET session_replication_role = replica"))  # rows may point at later ones
            rows = reading.execute(select(table)).yield_per(ROWS).mappings()
            while some := [dict(row) for row in islice(rows, ROWS)]:
                writing.execute(insert(table), some)
    _go_on_counting(target)


def _go_on_counting(target: Engine) -> None:
    """Let PostgreSQL number new rows behind those that were copied, and learn how many there are of what."""
    with write_transaction(target) as connection:
        if connection.dialect.name != "postgresql":
            return
        for table in metadata.sorted_tables:
            if "id" in table.c:
                last = connection.execute(select(func.max(table.c.id))).scalar() or 1
                connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)))
        connection.execute(text("ANALYZE"))
