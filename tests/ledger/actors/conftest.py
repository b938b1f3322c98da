"""A ledger's tables, empty, in SQLite and in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, create_engine, event

from reportedly.ledger.database import open_database
from reportedly.ledger.schema import metadata
from tests.ledger.conftest import fresh


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The database of an empty ledger; what a test writes in it is taken back."""
    for where in fresh(request, tmp_path_factory.mktemp("actors")):
        made = open_database(where)
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
