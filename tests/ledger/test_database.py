"""A ledger's tables are what the schema says, whatever way they came to be."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, text

from reportedly.errors import LedgerError
from reportedly.ledger import Ledger, migrations
from reportedly.ledger.database import name_of, open_database, read_transaction, write_transaction
from reportedly.ledger.schema import metadata


@pytest.fixture
def engine(where: str) -> Iterator[Engine]:
    opened = open_database(where)
    yield opened
    opened.dispose()


def is_ours(thing: Any, name: str | None, kind: str, reflected: bool, compared: Any) -> bool:
    """All but the index of terms, which each database builds by its own means."""
    return not (name or "").startswith("statement_terms") and name not in ("vector", "ix_statement_vector")


def test_the_steps_make_what_the_schema_says(engine: Engine) -> None:
    with read_transaction(engine) as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours})
        assert compare_metadata(context, metadata) == []


def test_the_newest_step_is_known() -> None:
    steps = sorted(path.name[:4] for path in (Path(migrations.__file__).parent / "versions").glob("[0-9]*.py"))
    assert steps[-1] == migrations.NEWEST


def test_a_ledger_of_a_newer_version_is_refused(engine: Engine, where: str) -> None:
    with write_transaction(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerError, match="newer reportedly"):
        Ledger.open(where)


def test_several_may_make_it_at_once(tmp_path: Path) -> None:
    trouble: list[BaseException] = []

    def make() -> None:
        try:
            Ledger.open(tmp_path / "ledger.db", create=True).close()
        except BaseException as error:
            trouble.append(error)
            raise

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []


def test_a_transaction_that_fails_leaves_nothing(engine: Engine, where: str) -> None:
    def fail() -> None:
        with write_transaction(engine) as connection:
            connection.execute(text("INSERT INTO failure (name, kind, reason, at, times) VALUES ('a', 'b', 'c', 'd', 1)"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with Ledger.open(where) as ledger:
        assert ledger.failures() == []


def test_a_damaged_file_is_said_to_be_so(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Ledger.open(path, create=True).close()
    data = bytearray(path.read_bytes())
    data[4096 : len(data) // 2] = b"\xff" * (len(data) // 2 - 4096)
    path.write_bytes(data)
    with pytest.raises(LedgerError, match=r"ledger\.db cannot be used"), Ledger.open(path) as ledger:
        ledger.counts()


def test_a_password_is_not_shown() -> None:
    assert "secret" not in name_of("postgresql://desk:secret@db.example/ledger")
    with pytest.raises(LedgerError) as caught:
        open_database("postgresql://desk:secret@localhost:1/ledger")
    assert "secret" not in str(caught.value)


def test_readers_do_not_wait_for_a_writer(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db", create=True) as ledger:
        engine = create_engine(f"sqlite:///{tmp_path / 'ledger.db'}", connect_args={"timeout": 0})
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            assert ledger.counts().documents == 0
        engine.dispose()
