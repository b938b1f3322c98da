"""What the user names becomes stories yet to be read, one by one."""

import io
import itertools
import json
import os
import pickle
import sys
import threading
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from reportedly.errors import BadOption, FetchError, UnreadableFile
from reportedly.read.files import find_stories, read_path
from reportedly.read.items import Item, Trouble, is_hidden, items_of, kind_of

STORY = "LISBON, March 29 (Lusitania) -- The harbour will stay closed until Friday, the port authority said.\n"
PAGE = "<html><head><title>Port shut</title></head><body><article><p>“Nobody sails,” the mayor said.</p></article></body></html>"
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Lusitania</title><item><guid isPermaLink="false">g1</guid>
<description>The harbour stays closed, the mayor said.</description></item></channel></rss>"""


@pytest.fixture
def news(tmp_path: Path) -> Path:
    for name, text in {
        "news/b.html": PAGE,
        "news/a.txt": STORY,
        "news/a.meta.json": '{"published": "2024-03-30", "title": "Shut"}',
        "news/sub/c.txt": STORY + "Later.",
        "news/sub/wire.jsonl": json.dumps({"text": STORY}),
        "news/.hidden.txt": STORY,
        "news/.git/d.txt": STORY,
        "news/notes.pdf": "no story",
        "news/settings.xml": "<settings/>",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "news"


def names(found: Iterator[Item | Trouble], below: Path) -> list[str]:
    return [each.name.removeprefix(f"{below}/") for each in found]


def only(found: Iterator[Item | Trouble]) -> Item:
    (item,) = found
    assert isinstance(item, Item)
    return item


def trouble(found: Iterator[Item | Trouble]) -> str:
    (it,) = found
    assert isinstance(it, Trouble)
    return str(it.error)


def test_a_folder_stands_for_what_is_in_it(news: Path) -> None:
    assert names(items_of([str(news)]), news) == ["a.txt", "b.html", "sub/c.txt", "sub/wire.jsonl#1"]


def test_folders_are_read_in_the_order_of_find_stories(tmp_path: Path) -> None:
    for name in ("b/z.txt", "b.txt", "b-c/y.txt", "B.txt", "a/b/c.txt", "a/b.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(STORY)
    assert [Path(item.name) for item in items_of([str(tmp_path)])] == find_stories(tmp_path)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["a.txt"]),
        ("**/*.txt", ["a.txt", "sub/c.txt"]),
        ("**", ["a.txt", "b.html", "sub/c.txt", "sub/wire.jsonl#1"]),
        ("*", ["a.txt", "b.html", "sub/c.txt", "sub/wire.jsonl#1"]),
        ("[ab].*", ["a.txt", "b.html"]),
        ("s?b", ["sub/c.txt", "sub/wire.jsonl#1"]),
    ],
)
def test_patterns(news: Path, pattern: str, expected: list[str]) -> None:
    assert names(items_of([str(news / pattern)]), news) == expected


def test_a_file_whose_name_looks_like_a_pattern(tmp_path: Path) -> None:
    path = tmp_path / "a[1].txt"
    path.write_text(STORY)
    assert only(items_of([str(path)])).name == str(path)


@pytest.mark.parametrize("name", ["a.txt", "b.html"])
def test_a_file_is_read_as_ever(news: Path, name: str) -> None:
    assert only(items_of([str(news / name)])).document() == read_path(news / name)


def test_a_compressed_file_is_read_as_the_file_itself(news: Path) -> None:
    import gzip

    packed = news / "a.txt.gz"
    packed.write_bytes(gzip.compress((news / "a.txt").read_bytes()))
    document = only(items_of([str(packed)])).document()
    assert document == replace(read_path(news / "a.txt"), uri=packed.as_uri())
    packed.write_bytes(packed.read_bytes()[:-9])
    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        only(items_of([str(packed)])).document()


def test_what_the_caller_says_beats_what_the_item_knows(news: Path) -> None:
    item = only(items_of([str(news / "a.txt")]))
    assert (item.document().title, item.document(title="Mine").title) == ("Shut", "Mine")
    with pytest.raises(BadOption):
        item.document(published="yesterday")


def test_the_mark_of_a_file_changes_with_it_and_with_its_sidecar(news: Path) -> None:
    def mark() -> str:
        return only(items_of([str(news / "a.txt")])).mark

    marks = [mark()]
    for name in ("a.txt", "a.meta.json"):
        assert mark() == marks[-1]
        with (news / name).open("a") as file:
            file.write(" ")
        marks.append(mark())
    os.utime(news / "a.txt", ns=(1, 1))
    assert len({*marks, mark()}) == 4


@pytest.mark.parametrize(
    ("argument", "named"),
    [
        ("none.txt", "none.txt' cannot be opened (No such file or directory); check its name"),
        ("none*", "none* holds no story"),
        ("empty", "empty holds no story"),
        ("a\0.txt", "cannot be opened"),
        ("settings.xml", "settings.xml is no feed"),
        ("", "'' cannot be opened"),
    ],
)
def test_what_cannot_be_opened(news: Path, argument: str, named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (news / "empty").mkdir()
    monkeypatch.chdir(news)
    assert named in trouble(items_of([argument]))


def test_a_story_of_another_kind_that_the_user_named_is_tried(news: Path) -> None:
    assert only(items_of([str(news / "notes.pdf")])).document().text == "no story"


@pytest.fixture
def endless(tmp_path: Path) -> Iterator[Path]:
    """A folder of folders within folders; taken out again one by one, for pytest removes what is left by recursion."""
    deep = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=deep)
        deeper = os.open("d", os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = deeper
    os.close(deep)
    yield tmp_path
    outer, inner = tmp_path / "d", tmp_path / "inner"
    while (outer / "d").exists():
        (outer / "d").rename(inner)
        outer.rmdir()
        inner.rename(outer)


def test_folders_within_folders_without_end(endless: Path) -> None:
    (endless / "z.txt").write_text(STORY)
    *_, last = items_of([str(endless)])
    assert last.name == f"{endless}/z.txt"


def test_a_sidecar_beside_its_story_is_no_story(news: Path) -> None:
    assert list(items_of([str(news / "a.meta.json")])) == []


def test_names_that_are_no_text_can_be_printed(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9\x1b.txt"
    with open(path, "wb") as file:
        file.write(STORY.encode())
    item = only(items_of([str(tmp_path)]))
    assert item.name == f"{tmp_path}/caf\ufffd\ufffd.txt"
    assert item.document().text == STORY


def test_standard_input_is_one_story(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    item = pickle.loads(pickle.dumps(only(items_of(["-"]))))
    assert (item.name, item.document().text) == ("Standard input", STORY)


def test_a_pipe_is_read_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    threading.Thread(target=(tmp_path / "pipe").write_text, args=(STORY,)).start()
    assert only(items_of([str(tmp_path / "pipe")])).document().text == STORY
    assert "holds no story" in trouble(items_of([str(tmp_path)]))  # nobody waits for a pipe in a folder


def test_items_are_made_when_they_are_asked_for() -> None:
    def endless() -> Iterator[str]:
        for number in itertools.count():
            asked.append(number)
            yield f"none-{number}.txt"

    asked: list[int] = []
    assert len(list(itertools.islice(items_of(endless()), 3))) == 3
    assert asked == [0, 1, 2]


def test_a_large_folder_of_tables_takes_little_memory(tmp_path: Path) -> None:
    row = json.dumps({"text": STORY * 100}) + "\n"
    with (tmp_path / "wire.jsonl").open("w") as file:
        file.writelines([row] * 5000)
    tracemalloc.start()
    count = sum(1 for _ in items_of([str(tmp_path)]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, peak < 4_000_000) == (5000, True)  # the file has 50 MB


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.TXT", "story"), ("wire.jsonl.gz", "jsonl"), ("x.tar.xz", "tar"), ("x.tgz", "tar"), ("CRAWL.WARC.GZ", "warc"),
        ("a.html.zst", "story"), ("a.meta.json", None), ("a.json", "json"), ("a.gz", None), ("a", None), ("a.docx", None),
    ],
)  # fmt: skip
def test_kinds(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("path", "hidden"),
    [("./a.txt", False), ("../a.txt", False), (".a.txt", True), ("__MACOSX/._a.txt", True), (".git/a.txt", True)],
)
def test_hidden(path: str, hidden: bool) -> None:
    assert is_hidden(path) == hidden


class Site(BaseHTTPRequestHandler):
    ANSWERS: ClassVar[dict[str, tuple[str, bytes]]] = {
        "/page": ("text/html; charset=utf-8", PAGE.encode()),
        "/feed": ("application/rss+xml", FEED),
        "/feed-as-text": ("text/plain", FEED),
        "/settings": ("application/xml", b"<settings/>"),
    }

    def do_GET(self) -> None:
        kind, body = self.ANSWERS.get(self.path, ("", b""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/plain")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_page_on_the_web(site: str) -> None:
    item = pickle.loads(pickle.dumps(only(items_of([f"{site}/page"]))))
    document = item.document()
    assert (document.text, document.title, document.uri) == ("“Nobody sails,” the mayor said.", "Port shut", f"{site}/page")


@pytest.mark.parametrize("path", ["/feed", "/feed-as-text"])
def test_a_feed_on_the_web(site: str, path: str) -> None:
    item = only(items_of([site + path]))
    assert (item.name, item.document().publisher) == (f"{site}{path}#g1", "Lusitania")


def test_an_address_that_gives_nothing(site: str) -> None:
    found = list(items_of([f"{site}/none", f"{site}/settings", f"{site}/page"]))
    errors = [each.error for each in found if isinstance(each, Trouble)]
    assert isinstance(errors[0], FetchError)
    assert "404" in str(errors[0])
    assert "no feed" in str(errors[1])
    assert isinstance(found[2], Item)
