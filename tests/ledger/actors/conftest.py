"""A ledger's tables, empty, in SQLite and in PostgreSQL."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, event

from reportedly.ledger.schema import metadata


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of our own, which ends with the tests."""
    pgserver = pytest.importorskip("pgserver", reason="no PostgreSQL here: pip install pgserver")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    with tempfile.TemporaryDirectory(prefix="reportedly-") as folder:  # pytest's own are closed to the server's user
        Path(folder).chmod(0o755)
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database with a ledger's tables; what a test writes in it is taken back."""
    if request.param == "sqlite":
        made = create_engine(f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/ledger.db")
        event.listen(made, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
    else:
        made = create_engine(request.getfixturevalue("postgresql"))
    metadata.create_all(made)
    yield made
    made.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A transaction in an empty ledger, which is taken back after the test."""
    with engine.connect() as opened:
        transaction = opened.begin()
        yield opened
        transaction.rollback()


@pytest.fixture
def embedded() -> Iterator[Connection]:
    """A transaction in memory, for what is no matter of the database."""
    made = in_memory()
    with made.connect() as opened:
        yield opened
    made.dispose()


def in_memory() -> Engine:
    """An empty ledger in memory."""
    made = create_engine("sqlite://")
    event.listen(made, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
    metadata.create_all(made)
    return made
