"""Many stories are added: each once, whatever happens meanwhile."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

from reportedly.errors import LedgerError, ModelError
from reportedly.ledger import Added, Ledger, Query
from tests.ledger.stories import QuickReader, newer_reader, quick_reader

KILLS = int(os.environ.get("REPORTEDLY_TEST_KILLS", "5"))
T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]


def write_stories(folder: Path, count: int, words: str = "nothing new") -> None:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        text = (
            f"Anna Lind: Story {number} has {words}, she said.\nBo Ek: Nor has number {number} of mine, and that is {number}.\n"
        )
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")


def add(ledger: Ledger, *paths: Path, workers: int = 1) -> Added:
    return ledger.add(paths, workers=workers, make_reader=quick_reader, language="en")


def test_what_is_there_already_is_not_read_again(ledger: Ledger, tmp_path: Path) -> None:
    write_stories(tmp_path / "news", 3)
    first = add(ledger, tmp_path / "news")
    second = add(ledger, tmp_path / "news")
    assert (first.new, first.total) == (3, 3)
    assert (second.unchanged, second.total) == (3, 3)
    assert ledger.counts().statements == 6


def test_a_text_found_elsewhere_is_seen_twice(ledger: Ledger, tmp_path: Path) -> None:
    write_stories(tmp_path / "a", 1)
    write_stories(tmp_path / "b", 1)
    assert add(ledger, tmp_path / "a", tmp_path / "b").again == 1
    (hit, _) = ledger.search(Query(sort="added")).hits
    assert len(hit.where) == 2


def test_a_changed_file_is_a_new_story(ledger: Ledger, tmp_path: Path) -> None:
    write_stories(tmp_path / "news", 1)
    add(ledger, tmp_path / "news")
    write_stories(tmp_path / "news", 1, words="quite other tidings of a river")
    assert add(ledger, tmp_path / "news").new == 1
    write_stories(tmp_path / "news", 1)
    back = add(ledger, tmp_path / "news")
    assert (back.again, ledger.counts().documents) == (1, 2)


def test_bad_stories_are_listed_and_stop_nothing(ledger: Ledger, tmp_path: Path) -> None:
    write_stories(tmp_path / "news", 4)
    (tmp_path / "news" / "0001.txt").write_bytes(b"\0\1\2")
    (tmp_path / "news" / "0002.txt").write_text("Anna Lind: I trip over this.")
    added = add(ledger, tmp_path / "news", tmp_path / "missing.txt")
    assert (added.new, added.failed) == (2, 3)
    reasons = {Path(failure.name).name: failure for failure in ledger.failures()}
    assert "NUL" in reasons["0001.txt"].reason
    assert "ZeroDivisionError: tripped" in reasons["0002.txt"].reason
    assert reasons["missing.txt"].kind == "UnreadableFile"
    (tmp_path / "news" / "0001.txt").write_text("Anna Lind: Mended now.")
    assert add(ledger, tmp_path / "news").new == 1
    assert "0001.txt" not in {Path(failure.name).name for failure in ledger.failures()}


def test_all_kinds_of_collections(ledger: Ledger, tmp_path: Path) -> None:
    lines = [{"id": number, "text": f"Cy Dahl: Row {number} of the table, nothing else."} for number in range(3)]
    (tmp_path / "wire.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert add(ledger, tmp_path / "wire.jsonl").new == 3
    assert add(ledger, tmp_path / "wire.jsonl").unchanged == 3
    (hit,) = ledger.search(Query(words='"row 1"')).hits
    assert hit.where == (f"{tmp_path / 'wire.jsonl'}#2",)


def test_several_processes_read(where: str, tmp_path: Path) -> None:
    write_stories(tmp_path / "news", 30)
    with Ledger.open(where, create=True) as ledger:
        assert add(ledger, tmp_path / "news", workers=2).new == 30
        names = [reading.document.text.split()[3] for reading in ledger.readings()]
        assert names == [str(number) for number in range(30)]  # whoever was faster, the order is that of the files
        assert add(ledger, tmp_path / "news", workers=2).unchanged == 30


def test_a_process_that_dies_costs_its_story(where: str, tmp_path: Path) -> None:
    write_stories(tmp_path / "news", 6)
    (tmp_path / "news" / "0003.txt").write_text("Anna Lind: They die of this.")
    with Ledger.open(where, create=True) as ledger:
        added = add(ledger, tmp_path / "news", workers=2)
        assert (added.new, added.failed) == (5, 1)
        (failure,) = ledger.failures()
        assert "exit code 9" in failure.reason


def broken_reader() -> QuickReader:
    raise ModelError("The model is gone; install it again.")


def test_a_model_that_cannot_be_loaded_is_said_once(tmp_path: Path) -> None:
    write_stories(tmp_path / "news", 3)
    for workers in (1, 2):
        with Ledger.open(tmp_path / "ledger.db", create=True) as ledger, pytest.raises(ModelError, match="install it again"):
            ledger.add([tmp_path / "news"], workers=workers, make_reader=broken_reader)


ADD = """
import sys
from reportedly.ledger import Ledger
from tests.ledger.stories import quick_reader
if __name__ == "__main__":
    with Ledger.open(sys.argv[1], create=True) as ledger:
        ledger.add([sys.argv[2]], workers=int(sys.argv[3]), make_reader=quick_reader, language="en")
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "add.py"
    path.write_text(ADD)
    return path


def run(script: Path, *arguments: object) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))}
    command = [sys.executable, str(script), *map(str, arguments)]
    return subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True, stderr=subprocess.PIPE)


def test_killed_at_any_moment_it_goes_on_where_it_stopped(where: str, tmp_path: Path, script: Path) -> None:
    """Nothing half-written, nothing twice. REPORTEDLY_TEST_KILLS says how often it is killed."""
    stories = 40 * max(1, KILLS // 10)
    write_stories(tmp_path / "news", stories, words="to sleep over this")
    Ledger.open(where, create=True).close()
    luck = random.Random(7)
    kept = 0
    for _ in range(KILLS):
        running = run(script, where, tmp_path / "news", 2)
        time.sleep(luck.uniform(0.3, 2.5))
        running.kill()
        running.communicate()
        with Ledger.open(where) as ledger:
            counts = ledger.counts()
            check_whole(ledger)
        assert counts.documents >= kept
        assert (counts.statements, counts.failures) == (2 * counts.documents, 0)
        kept = counts.documents
    finishing = run(script, where, tmp_path / "news", 2)
    _, complaints = finishing.communicate(timeout=300)
    assert (finishing.returncode, complaints) == (0, b"")
    with Ledger.open(where) as ledger:
        assert ledger.counts().documents == stories
        assert {hit.words.split()[1] for hit in ledger.search(Query(words="sleep", limit=10_000)).hits} == set(
            map(str, range(stories))
        )
        check_whole(ledger)


def check_whole(ledger: Ledger) -> None:
    """Every document is whole: its reading, its place and its index."""
    for reading in ledger.readings():
        assert len(reading.statements) == 2
    if ledger.name.endswith(".db"):
        with sqlite3.connect(ledger.name) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            connection.execute("INSERT INTO statement_terms (statement_terms) VALUES ('integrity-check')")


def test_its_processes_end_with_it(tmp_path: Path, script: Path) -> None:
    """By ``kill -9`` of the one that the user sees, too."""
    write_stories(tmp_path / "news", 2000, words="to sleep over this")
    running = run(script, tmp_path / "ledger.db", tmp_path / "news", 2)
    try:
        children = waited_for(psutil.Process(running.pid).children, 30)
        running.kill()
        running.communicate()
        _, alive = psutil.wait_procs(children, timeout=30)
        assert alive == []
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)


def waited_for(look: Callable[[], T], seconds: float) -> T:
    """What ``look`` finds, as soon as it finds something."""
    until = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < until:
        time.sleep(0.1)
    assert found
    return found


def test_two_writers_at_once(where: str, tmp_path: Path, script: Path) -> None:
    write_stories(tmp_path / "a", 60)
    write_stories(tmp_path / "b", 90)
    Ledger.open(where, create=True).close()
    running = [run(script, where, tmp_path / folder, 1) for folder in ("a", "b", "a")]
    complaints = [one.communicate(timeout=300)[1] for one in running]
    assert complaints == [b"", b"", b""]
    with Ledger.open(where) as ledger:
        assert (ledger.counts().documents, ledger.counts().failures) == (90, 0)
        check_whole(ledger)


def test_reading_again_keeps_the_old_reading(ledger: Ledger, tmp_path: Path) -> None:
    write_stories(tmp_path / "news", 3)
    add(ledger, tmp_path / "news")
    done = ledger.reread(make_reader=newer_reader)
    assert (done.read, done.current) == (3, 0)
    assert {reading.produced_by["version"] for reading in ledger.readings()} == {"2"}
    again = ledger.reread(make_reader=newer_reader)
    assert (again.read, again.current) == (0, 3)
    assert ledger.reread(make_reader=newer_reader, again=True).read == 3
    (first, *_) = ledger.readings()
    assert [made["version"] for made in ledger.read_by(first.document.id)] == ["1", "2", "2"]
    assert ledger.counts().statements == 6


def test_memory_does_not_grow_with_the_stories(tmp_path: Path) -> None:
    """A table ten times as long takes no more memory, but for what the caches of words hold."""
    peaks = []
    for number, count in enumerate((150, 1500)):
        table = tmp_path / f"{count}.jsonl"
        rows = (json.dumps({"text": f"Anna Lind: Row {row} of {count}, and nothing else to tell."}) for row in range(count))
        table.write_text("\n".join(rows))
        with Ledger.open(tmp_path / f"{number}.db", create=True) as ledger:
            tracemalloc.start()
            add(ledger, table)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0] + 2_000_000


def test_a_ledger_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("These are my notes, and no database at all. " * 50)
    with pytest.raises(LedgerError, match="not a database"):
        Ledger.open(tmp_path / "notes.txt", create=True)
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE prices (euro REAL)")
    with pytest.raises(LedgerError, match="something else"):
        Ledger.open(tmp_path / "other.db", create=True)
    with pytest.raises(LedgerError, match="There is no ledger"):
        Ledger.open(tmp_path / "none.db")
    with pytest.raises(LedgerError, match="is a folder"):
        Ledger.open(tmp_path)
    with pytest.raises(LedgerError, match="does not exist"):
        Ledger.open(tmp_path / "no" / "ledger.db", create=True)
    with pytest.raises(LedgerError, match="SQLite or PostgreSQL"):
        Ledger.open("mysql://root@localhost/news", create=True)
    with pytest.raises(LedgerError, match="cannot be used"):
        Ledger.open("postgresql://nobody@localhost:1/news")
