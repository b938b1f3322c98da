"""Comparing is killed in the midst of its work by ``kill -9``: nothing half-written, nothing twice, and it goes on from there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from reportedly.ledger import Ledger
from reportedly.ledger.database import read_transaction
from reportedly.ledger.schema import account, relation, story
from tests.ledger.test_accounts import STORIES, put

ROOT = Path(__file__).parents[2]
DYING = """
import os, signal, sys
from sqlalchemy import event
from reportedly.ledger import Ledger

written = 0

def before(connection, cursor, statement, parameters, context, many):
    global written
    written += statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")
    if written == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

with Ledger.open(sys.argv[1]) as ledger:
    event.listen(ledger._engine, "before_cursor_execute", before)
    ledger.compare(limit=None)
"""

Rows = Counter[tuple[object, ...]]


def test_killed_at_any_write_it_goes_on_where_it_stopped(where: str, tmp_path: Path) -> None:
    with Ledger.open(str(tmp_path / "whole.db"), create=True) as whole:
        put(whole, STORIES)
        whole.compare(limit=None)
        wanted = rows(whole)
    with Ledger.open(where) as ledger:
        put(ledger, STORIES)
    killed, write = 0, 1  # before which write the next run is killed
    while compared_until(where, write) == -signal.SIGKILL:
        killed += 1
        write += 1 + write // 2
        with Ledger.open(where) as ledger:
            check_whole(rows(ledger), wanted)
    assert killed > 4
    with Ledger.open(where) as ledger:
        assert rows(ledger) == wanted


def compared_until(where: str, write: int) -> int:
    """The exit code of a process that compares all and is killed before this write."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))}
    command = [sys.executable, "-c", DYING, where, str(write)]
    return subprocess.run(command, env=environment, cwd=ROOT, timeout=300, check=False).returncode


def rows(ledger: Ledger) -> tuple[Rows, Rows, Rows]:
    """What is kept of comparing: stories with their happenings, accounts, and relations without their own numbers."""
    of_stories = select(story.c.document_id, story.c.state, story.c.happening)
    of_accounts = select(account.c.document_id, account.c.first, account.c.last)
    of_relations = select(*(relation.c[name] for name in ("a", "a_first", "a_last", "b", "b_first", "b_last", "kind", "name")))
    with read_transaction(ledger._engine) as connection:
        stories, accounts, relations = (
            Counter(tuple(row) for row in connection.execute(asked)) for asked in (of_stories, of_accounts, of_relations)
        )
    return stories, accounts, relations


def check_whole(found: tuple[Rows, Rows, Rows], wanted: tuple[Rows, Rows, Rows]) -> None:
    """Accounts and relations are those of a whole run, none twice, and of a story and its happening all or none."""
    _, accounts, relations = found
    assert accounts <= wanted[1]
    assert relations <= wanted[2]
    for document in {place[0] for place in accounts}:
        assert of(document, accounts) == of(document, wanted[1])
    assert {end for one in relations for end in (one[:3], one[3:6])} <= set(accounts)


def of(document: object, accounts: Rows) -> Rows:
    return Counter({place: count for place, count in accounts.items() if place[0] == document})
