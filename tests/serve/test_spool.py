"""Names from strangers, and files that come whole or in pieces."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import BadOption, LedgerError
from reportedly.serve.spool import LONGEST_NAME, MOST_FILES, Spool, safe_name


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool.open(tmp_path / "spool")


@given(
    st.text(max_size=300) | st.sampled_from(["../../etc/passwd", "..\\..\\x", "/abs", "a/../../b", "...", "\0", "CON", "x" * 500])
)
def test_any_name_is_one_of_a_file_in_its_folder(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert not set(safe) & {"/", "\\", "\0", "\n"}
    assert not safe.startswith(".")
    assert len(os.fsencode(safe)) <= LONGEST_NAME + 20
    assert Path("/spool", safe).resolve().parent == Path("/spool")


def test_a_suffix_is_kept_and_a_second_of_the_name_is_another_file(spool: Spool) -> None:
    token = spool.begin()
    names = [spool.write(token, "../a.txt.gz", io.BytesIO(b"x"), 100) for _ in range(3)]
    assert names == ["a.txt.gz", "a-2.txt.gz", "a-3.txt.gz"]
    assert safe_name("å" * 400 + ".html").endswith("å.html")


def test_what_is_too_much_leaves_nothing_of_it(spool: Spool) -> None:
    token = spool.begin()
    spool.write(token, "a.txt", io.BytesIO(b"x" * 60), 100)
    with pytest.raises(BadOption, match="taken at once"):
        spool.write(token, "b.txt", io.BytesIO(b"x" * 60), 100)
    assert [path.name for path in spool.files(token)] == ["a.txt"]


def test_too_many_files_are_refused(spool: Spool) -> None:
    token = spool.begin()
    for number in range(MOST_FILES):
        spool.append(token, f"{number}.txt", 0, b"x", 10**6)
    with pytest.raises(BadOption, match="zip archive"):
        spool.append(token, "more.txt", 0, b"x", 10**6)
    with pytest.raises(BadOption, match="zip archive"):
        spool.write(token, "more.txt", io.BytesIO(b"x"), 10**6)


def test_pieces_follow_each_other_whatever_is_sent_twice(spool: Spool) -> None:
    token = spool.begin()
    assert spool.append(token, "a.txt", 0, b"one ", 100) == 4
    assert spool.append(token, "a.txt", 0, b"one ", 100) == 4  # sent again, for the answer was lost
    assert spool.append(token, "a.txt", 9, b"gap", 100) == 4
    assert spool.append(token, "a.txt", 4, b"two", 100) == 7
    assert spool.files(token)[0].read_bytes() == b"one two"
    with pytest.raises(BadOption, match="taken at once"):
        spool.append(token, "a.txt", 7, b"x" * 100, 100)


@pytest.mark.parametrize("token", ["", "..", "../spool", "0" * 16, "g" * 16, "0123456789abcdef/../x"])
def test_no_token_leads_elsewhere(spool: Spool, token: str) -> None:
    with pytest.raises(BadOption, match="begin again"):
        spool.append(token, "a.txt", 0, b"x", 100)
    spool.forget(token)
    assert spool.folder.is_dir()


def test_a_folder_knows_itself_to_all_who_open_it(spool: Spool) -> None:
    assert Spool.open(spool.folder) == spool
    (spool.folder / "x").write_text("")
    with pytest.raises(LedgerError, match="cannot be kept"):
        Spool.open(spool.folder / "x")


def test_what_nobody_waits_for_is_swept_after_a_day(spool: Spool) -> None:
    old, needed, new = spool.begin(), spool.begin(), spool.begin()
    for token in (old, needed):
        os.utime(spool.folder / token, (time.time() - 90_000,) * 2)
    spool.sweep({spool.name_of(needed)})
    assert {path.name for path in spool.folder.iterdir() if path.is_dir()} == {needed, new}
