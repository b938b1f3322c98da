"""Uploads: one process claims each, and whatever dies, another goes on."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from reportedly.errors import BadOption
from reportedly.ledger import Ledger, uploads
from reportedly.ledger.database import read_transaction, write_transaction
from reportedly.ledger.uploads import Lost


def claim(ledger: Ledger, worker: str, spool: str = "s") -> uploads.Upload | None:
    with write_transaction(ledger.engine) as connection:
        return uploads.claim(connection, spool, worker)


def test_of_many_processes_one_gets_each_upload(ledger: Ledger, where: str) -> None:
    numbers = {ledger.hand_in(f"{number}.txt", f"s/{number}", "ann", {}) for number in range(5)}

    def take(number: int) -> list[int]:
        taken = []
        with Ledger.open(where) as mine:
            while upload := claim(mine, f"w{number}"):
                taken.append(upload.id)
        return taken

    with ThreadPoolExecutor(6) as pool:
        taken = [number for some in pool.map(take, range(6)) for number in some]
    assert sorted(taken) == sorted(numbers)


def test_a_process_takes_only_what_lies_in_its_own_spool(ledger: Ledger) -> None:
    ledger.hand_in("a.txt", "other/1", "ann", {})
    ledger.hand_in("a.txt", "s%/1", "ann", {})
    assert claim(ledger, "w") is None


def test_one_who_is_silent_has_lost_it(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    number = ledger.hand_in("a.txt", "s/1", "ann", {"publisher": "Northern Wire"})
    assert claim(ledger, "first") is not None
    assert claim(ledger, "second") is None
    later = time.time() + uploads.LEASE + 1
    monkeypatch.setattr(time, "time", lambda: later)
    found = claim(ledger, "second")
    assert found is not None
    assert found.facts == {"publisher": "Northern Wire"}
    with write_transaction(ledger.engine) as connection, pytest.raises(Lost):
        uploads.note(connection, number, "first", 1, "a.txt", "failed", None, "late")
    assert ledger.handed_in(number) == []


def test_a_story_over_which_a_process_died_is_tried_again(ledger: Ledger) -> None:
    number = ledger.hand_in("a.txt", "s/1", "ann", {})
    for tries in range(3):
        found = claim(ledger, "w")
        assert found is not None
        assert found.tries == tries
        with write_transaction(ledger.engine) as connection:
            uploads.beat(connection, number, "w", reading="a.txt")
            uploads.release(connection, "w", blame=True)
    with write_transaction(ledger.engine) as connection:
        uploads.claim(connection, "s", "w")
        uploads.release(connection, "w", blame=False)
    found = claim(ledger, "w")
    assert found is not None
    assert found.tries == 3  # a server that was stopped is nobody's fault


def test_failures_come_first_and_what_is_done_is_done(ledger: Ledger) -> None:
    number = ledger.hand_in("a.zip", "s/1", "ann", {})
    claim(ledger, "w")
    with write_transaction(ledger.engine) as connection:
        uploads.note(connection, number, "w", 1, "a.zip!/a.txt", "new")
        uploads.note(connection, number, "w", 2, "a.zip!/b\0.txt", "failed", None, "no \0 text")
        uploads.finish(connection, number, "w")
        uploads.release(connection, "w", blame=True)
    assert [(story.number, story.name, story.reason) for story in ledger.handed_in(number)] == [
        (2, "a.zip!/b�.txt", "no � text"),
        (1, "a.zip!/a.txt", None),
    ]
    assert (ledger.upload(number).state, ledger.open_spools()) == ("done", set())
    with read_transaction(ledger.engine) as connection:
        assert not uploads.is_due(connection, "s")
    with pytest.raises(BadOption, match="no upload"):
        ledger.upload(number + 1)
