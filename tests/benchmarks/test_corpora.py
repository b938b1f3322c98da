import json
from pathlib import Path

import pytest

from benchmarks.corpora import GoldMissingError, GoldSet, Story, shared_folder


@pytest.fixture
def gold(tmp_path: Path) -> GoldSet:
    (tmp_path / "b.txt").write_text("The mayor said no.\n", encoding="utf-8")
    (tmp_path / "a.txt").write_bytes("Line one\r\nline two, said the mayor’s clerk.".encode())
    (tmp_path / "a.meta.json").write_text(json.dumps({"published": "2024-05-01"}), encoding="utf-8")
    return GoldSet("own", "wire", tmp_path)


def test_stories_come_in_order_with_what_is_known_of_them(gold: GoldSet) -> None:
    assert [(s.name, s.known) for s in gold.stories()] == [("a", {"published": "2024-05-01"}), ("b", {})]


def test_line_ends_are_kept_because_offsets_count_them(gold: GoldSet) -> None:
    assert gold.stories()[0].text.startswith("Line one\r\nline two")


def test_words_are_runs_of_letters_and_digits() -> None:
    assert Story("x", "Sir Robert’s 3 boats -- gone.").words == 6


@pytest.mark.parametrize("change", ["contents", "name", "another file"])
def test_digest_tells_any_change(gold: GoldSet, change: str) -> None:
    before = gold.digest()
    assert gold.digest() == before
    if change == "contents":
        (gold.folder / "b.txt").write_text("The mayor said yes.\n", encoding="utf-8")
    elif change == "name":
        (gold.folder / "b.txt").rename(gold.folder / "c.txt")
    else:
        (gold.folder / "d.json").write_text("{}", encoding="utf-8")
    assert gold.digest() != before


def test_absent_gold_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTEDLY_SHARED", str(tmp_path))
    with pytest.raises(GoldMissingError, match="so nothing can be measured: put the folder 'shared' beside the repository"):
        shared_folder()
