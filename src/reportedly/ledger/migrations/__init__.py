"""The steps by which a ledger of an older version becomes one of this version, run by Alembic.

A step is a file in ``versions/``; its name in the ledger is its number. A new one is drafted by Alembic from what
``schema.py`` says and a ledger has (docs/decisions/0072-ledger.md tells how), and read before it is kept.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Engine, inspect, select, table, text
from sqlalchemy.sql import column

from reportedly.errors import LedgerError

NEWEST = "0006"  # the last step in versions/
MARK = table("alembic_version", column("version_num"))


def bring_up_to_date(engine: Engine, check_ours: Callable[[Connection], None]) -> None:
    """Run the steps that are missing, each wholly or not at all. ``check_ours`` refuses a database that is no ledger."""
    with engine.connect() as connection:
        if _version(connection) == NEWEST:
            return
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        _wait_for_others(connection)
        version = _version(connection)
        if version == NEWEST:
            return  # another process was faster
        if version is None:
            check_ours(connection)
        elif version > NEWEST:
            raise LedgerError(
                f"This ledger was made by a newer reportedly (its form is {version}, the newest known here {NEWEST}); update it."
            )
        _run_steps(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(MARK.name):
        return None
    version: str | None = connection.execute(select(MARK.c.version_num)).scalar()
    return version


def _wait_for_others(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": 5_271_008})


def _run_steps(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "reportedly.ledger:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
