from __future__ import annotations

from pathlib import Path

import pytest

from reportedly.errors import BadOption
from reportedly.show.outlets import target_paths
from reportedly.show.sources import Source, sources_of


@pytest.mark.parametrize(
    ("argument", "stem"),
    [
        ("news/story.txt", "story"),
        ("2024.03.29.txt", "2024.03.29"),
        ("-", "stdin"),
        ("https://example.org/2024/river-talks.html?id=3", "river-talks"),
        ("https://example.org/a/b/", "b"),
        ("https://example.org", "example.org"),
        ("HTTPS://example.org/%2e%2e%2Fetc", "etc"),
        ("https://example.org/..", "example.org"),
    ],
)
def test_a_file_is_named_after_its_story(argument: str, stem: str) -> None:
    assert Source(argument).stem == stem


def test_a_folder_stands_for_its_stories(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "a.meta.json"):
        (tmp_path / name).touch()
    assert [source.argument for source in sources_of(["-", str(tmp_path)])] == [
        "-",
        str(tmp_path / "a.html"),
        str(tmp_path / "b.txt"),
    ]


def test_no_two_stories_get_one_file() -> None:
    sources = [Source(name) for name in ("a/story.txt", "b/story.html", "b/Story.txt", "story-2.txt", "a/story.txt")]
    names = [path.name for path in target_paths(sources, Path("out"), ".json")]
    assert names == ["story.json", "story-2.json", "Story-3.json", "story-2-2.json", "story-4.json"]


def test_a_story_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="would be overwritten"):
        target_paths([Source(str(tmp_path / "page.html"))], tmp_path / ".." / tmp_path.name, ".html")
