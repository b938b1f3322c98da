"""Opening the database of a ledger: one file of SQLite, or PostgreSQL by its address.

Whatever the database complains of reaches the user as one sentence (``LedgerError``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from reportedly.errors import LedgerError
from reportedly.ledger import migrations

PATIENCE = 120  # seconds that a writer waits for another
ONE_WRITER = 5_271_009  # number of the PostgreSQL advisory lock that all writers of a ledger take
MMAP = 2**28  # bytes of the file that SQLite may map into memory


def open_database(where: str | Path, create: bool = False) -> Engine:
    """The database at a path or an address, its tables up to date; with ``create`` made if there is none.

    Raises LedgerError where there is none, it cannot be reached, or it is something else.
    """
    url = _url(where)
    if url.drivername == "sqlite":
        _check_file(url, create)
    engine = _engine(url)
    try:
        with trouble(engine):
            migrations.bring_up_to_date(engine, _check_ours)
    except BaseException:
        engine.dispose()
        raise
    return engine


def name_of(where: str | Path) -> str:
    """The ledger's name for people: a password in its address is not shown."""
    return _url(where).render_as_string(hide_password=True) if "://" in str(where) else str(where)


@contextmanager
def read_transaction(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the ledger throughout."""
    level = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}  # SQLite reads so anyway
    with trouble(engine), engine.connect().execution_options(**level) as connection:
        yield connection


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction that is alone in writing; others wait. All of it is kept, or nothing."""
    with trouble(engine), engine.connect().execution_options(writing=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_WRITER})
        yield connection


@contextmanager
def trouble(engine: Engine) -> Iterator[None]:
    """The database's complaints as LedgerError."""
    try:
        yield
    except DBAPIError as error:
        # A bug in a statement of ours is no trouble of the user's, and keeps its traceback.
        if _is_bug(error):
            raise
        name = engine.url.render_as_string(hide_password=True)
        raise LedgerError(f"The ledger {name} cannot be used: {_first_line(error.orig)}.") from error


def _is_bug(error: DBAPIError) -> bool:
    """Whether we asked nonsense: bad SQL, a broken rule of the schema."""
    from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, ProgrammingError

    return isinstance(error, ProgrammingError | IntegrityError | DataError | InterfaceError)


def _first_line(error: BaseException | None) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")


def _url(where: str | Path) -> URL:
    """``ledger.db`` -> an address of SQLite; ``postgres://`` and ``postgresql://`` are the same, by the driver psycopg."""
    if "://" not in str(where):
        return URL.create("sqlite", database=str(where))
    try:
        url = make_url(str(where))
    except ArgumentError as error:
        raise LedgerError(f"{where!r} is no address of a database; give a file or postgresql://user@host/name.") from error
    if url.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database:
        return url
    raise LedgerError(f"A ledger is kept in SQLite or PostgreSQL, not in {url.drivername!r}; give a file or postgresql://...")


def _check_file(url: URL, create: bool) -> None:
    path = Path(url.database or "")
    if path.is_dir():
        raise LedgerError(f"{path} is a folder; name the ledger's file in it, such as {path / 'ledger.db'}.")
    if not path.exists() and not create:
        raise LedgerError(f"There is no ledger {path}; make one by reportedly add STORIES --ledger {path}.")
    if not path.parent.is_dir():
        raise LedgerError(f"The folder {path.parent} does not exist; make it, or name another place for the ledger.")


def _engine(url: URL) -> Engine:
    try:
        engine = create_engine(url, connect_args=_connect_arguments(url))
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise LedgerError('PostgreSQL needs a driver: pip install "reportedly[postgresql]".') from error
    if url.drivername == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _connect_arguments(url: URL) -> dict[str, object]:
    if url.drivername == "sqlite":
        return {"timeout": PATIENCE, "check_same_thread": False}
    return {"connect_timeout": 10, "application_name": "reportedly"}


def _prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    """Readers and a writer at once (WAL); transactions begin where we say so and not by the driver's guess."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for setting in (
        f"busy_timeout = {PATIENCE * 1000}",
        "journal_mode = WAL",
        "synchronous = NORMAL",  # a power cut may take the last transactions back whole, and harms nothing else
        "foreign_keys = ON",
        f"mmap_size = {MMAP}",
        "temp_store = MEMORY",
    ):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its turn before it reads: two that first read and then write would each wait for the other."""
    alone: Any = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if alone else "BEGIN")


def _check_ours(connection: Connection) -> None:
    """Raises LedgerError where a database without our mark has tables already."""
    if tables := inspect(connection).get_table_names():
        url = connection.engine.url.render_as_string(hide_password=True)
        raise LedgerError(f"{url} is a database of something else (it has a table {tables[0]!r}); name another one.")
