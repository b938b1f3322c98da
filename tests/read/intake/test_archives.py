"""Zip and tar archives: every member a story, nothing read ahead, nothing that a hostile one can do."""

import bz2
import gzip
import io
import lzma
import os
import pickle
import struct
import sys
import tarfile
import tracemalloc
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.errors import InputError, UnreadableFile
from reportedly.read import items as intake
from reportedly.read.files import read_path
from reportedly.read.intake import sidecars, streams, zips
from reportedly.read.items import Item, Trouble, items_of
from reportedly.records import Document

STORY = "LISBON, March 29 (Lusitania) -- The harbour will stay closed until Friday, the port authority said.\n"
PAGE = "<html><body><article><p>“Nobody sails,” the mayor said on Friday.</p></article></body></html>"
if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Members = list[tuple[str, bytes]]


def zipped(members: Members, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def tarred(members: Members) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


FORMS: dict[str, Callable[[Members], bytes]] = {
    "n.zip": zipped,
    "stored.zip": lambda members: zipped(members, zipfile.ZIP_STORED),
    "bzip2.zip": lambda members: zipped(members, zipfile.ZIP_BZIP2),
    "lzma.zip": lambda members: zipped(members, zipfile.ZIP_LZMA),
    "n.tar": tarred,
    "n.tar.gz": lambda members: gzip.compress(tarred(members)),
    "n.tgz": lambda members: gzip.compress(tarred(members)),
    "n.tar.bz2": lambda members: bz2.compress(tarred(members)),
    "n.tar.xz": lambda members: lzma.compress(tarred(members)),
    "n.tar.zst": lambda members: zstd.compress(tarred(members)),
}
forms = pytest.mark.parametrize("form", FORMS)
both = pytest.mark.parametrize("form", ["n.zip", "n.tar"])


def archive(folder: Path, form: str, *members: tuple[str, str | bytes]) -> Path:
    path = folder / form
    path.write_bytes(FORMS[form]([(name, data.encode() if isinstance(data, str) else data) for name, data in members]))
    return path


def taken(path: Path) -> Iterator[Item | Trouble]:
    """What comes out, as another process would get it."""
    return (pickle.loads(pickle.dumps(each)) for each in items_of([str(path)]))


def names(path: Path) -> list[str]:
    return [each.name.removeprefix(f"{path}!/") for each in taken(path)]


def texts(path: Path) -> list[str]:
    return [each.document().text if isinstance(each, Item) else f"! {each.error}" for each in taken(path)]


@forms
def test_each_member_is_a_story(tmp_path: Path, form: str) -> None:
    path = archive(tmp_path, form, ("news/b.html", PAGE), ("news/a.txt", STORY), ("news/x.pdf", "%PDF"), ("news/.h.txt", STORY))
    page, story = taken(path)
    assert isinstance(page, Item)
    assert isinstance(story, Item)
    assert (page.name, story.name) == (f"{path}!/news/b.html", f"{path}!/news/a.txt")
    for item, name in ((page, "b.html"), (story, "a.txt")):
        (tmp_path / name).write_text(PAGE if name == "b.html" else STORY)
        alone = read_path(tmp_path / name, uri=f"{path.as_uri()}!/news/{name}")
        assert item.document(title=None) == alone


@forms
@settings(max_examples=20)
@given(stories=st.lists(st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip), max_size=5))
def test_what_was_packed_is_read(form: str, stories: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    members = [(f"{number}.txt", text.encode("utf-8-sig")) for number, text in enumerate(stories)]
    path = tmp_path_factory.mktemp("packed") / form
    path.write_bytes(FORMS[form](members))
    found = [each for each in items_of([str(path)]) if isinstance(each, Item)]
    read = [document.text if (document := readable(item)) else None for item in found]
    expected = [text.replace("\r\n", "\n").replace("\r", "\n") for text in stories]
    assert len(found) == len(stories)
    assert all(mine in (None, theirs) for mine, theirs in zip(read, expected, strict=True))


def readable(item: Item) -> Document | None:
    """None for what is no story in a file either, such as a lone NUL."""
    try:
        return item.document(language="en")
    except UnreadableFile:
        return None


@forms
def test_sidecars(tmp_path: Path, form: str) -> None:
    beside = '{"title": "Shut", "published": "2024-03-30"}'
    path = archive(tmp_path, form, ("./n/a.html", PAGE), ("n/a.meta.json", beside), ("n/a.txt", STORY), ("n/b.txt", STORY))
    last = [each.document() for each in taken(path) if isinstance(each, Item)][1:]
    assert [(each.title, each.published) for each in last] == [("Shut", "2024-03-30"), (None, None)]
    first = next(taken(path))
    assert isinstance(first, Item)
    assert (first.document().title, first.document(title="Mine").title) == ("Shut", "Mine")


def test_every_story_of_a_zip_archive_hears_its_sidecar(tmp_path: Path) -> None:
    path = archive(tmp_path, "n.zip", ("a.txt", STORY), ("b.txt", STORY), ("a.meta.json", '{"title": "Shut"}'))
    assert [each.document().title for each in taken(path) if isinstance(each, Item)] == ["Shut", None]


def test_a_sidecar_too_late_in_a_tar_archive_is_told(tmp_path: Path) -> None:
    path = archive(tmp_path, "n.tar", ("a.txt", STORY), ("b.txt", STORY), ("a.meta.json", "{}"))
    assert texts(path) == [
        STORY,
        STORY,
        f"! {path}!/a.meta.json tells of no story behind it; put it before its story in the archive.",
    ]


def test_sidecars_wait_in_bounded_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sidecars, "WAITING", 2)
    waiting = [(f"{name}.meta.json", "{}") for name in "abc"]
    path = archive(tmp_path, "n.tar", *waiting, ("c.txt", STORY), ("a.txt", STORY))
    assert names(path) == ["a.meta.json", "c.txt", "a.txt", "b.meta.json"]


@both
def test_a_bad_sidecar_costs_its_story_alone(tmp_path: Path, form: str) -> None:
    path = archive(tmp_path, form, ("a.meta.json", "{"), ("a.txt", STORY), ("b.txt", STORY))
    bad, good = taken(path)
    if isinstance(bad, Item):
        with pytest.raises(UnreadableFile, match=r"a\.meta\.json is not JSON"):
            bad.document()
    else:
        assert "a.meta.json is not JSON" in str(bad.error)
    assert isinstance(good, Item)
    assert good.document().text == STORY


@forms
def test_the_mark_tells_whether_a_member_changed(tmp_path: Path, form: str) -> None:
    def marks(*members: tuple[str, str]) -> list[str]:
        return [each.mark for each in taken(archive(tmp_path, form, *members)) if isinstance(each, Item)]

    first = marks(("a.txt", STORY), ("b.txt", STORY))
    assert marks(("a.txt", STORY), ("b.txt", STORY + "!")) == [first[0], marks(("b.txt", STORY + "!"))[0]] != first
    assert marks(("a.meta.json", "{}"), ("a.txt", STORY))[0] != first[0]


@both
@pytest.mark.parametrize("name", ["../../x.txt", "/etc/x.txt", "a\\b.txt", "C:\\x.txt", "x/\x1b[31m.txt", "日本/ü.txt"])
def test_odd_paths_are_but_names(tmp_path: Path, form: str, name: str) -> None:
    path = archive(tmp_path, form, (name, STORY))
    before = sorted(tmp_path.rglob("*"))
    (item,) = taken(path)
    assert isinstance(item, Item)
    assert item.document().text == STORY
    assert item.name.isprintable()
    assert sorted(tmp_path.rglob("*")) == before


def test_a_path_in_the_code_page_of_dos(tmp_path: Path) -> None:
    path = archive(tmp_path, "n.zip", ("cafe.txt", STORY))
    path.write_bytes(path.read_bytes().replace(b"cafe", b"caf\x82"))
    assert names(path) == ["café.txt"]


# Archives in archives


@both
def test_collections_in_archives(tmp_path: Path, form: str) -> None:
    inner = FORMS["n.tar.gz"]([("deep/c.txt", STORY.encode()), ("deep/wire.csv", b"text\nOne.\nTwo.\n")])
    path = archive(tmp_path, form, ("in.zip", zipped([("in.tgz", inner), ("d.txt", b"D."), ("d.meta.json", b'{"title": "D"}')])))
    assert names(path) == [
        "in.zip!/in.tgz!/deep/c.txt",
        "in.zip!/in.tgz!/deep/wire.csv#2",
        "in.zip!/in.tgz!/deep/wire.csv#3",
        "in.zip!/d.txt",
    ]
    assert texts(path) == [STORY, "One.", "Two.", "D."]
    assert [each.document().title for each in taken(path) if isinstance(each, Item)][-1] == "D"


def test_archives_do_not_go_down_for_ever(tmp_path: Path) -> None:
    data = zipped([("a.txt", STORY.encode())])
    for _ in range(5):
        data = zipped([("in.zip", data)])
    (tmp_path / "n.zip").write_bytes(data)
    (only,) = texts(tmp_path / "n.zip")
    assert "is an archive in 3 others; unpack some of them first." in only


def test_an_archive_in_another_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "LARGEST_INNER", 1000)
    path = archive(tmp_path, "n.tar", ("in.zip", zipped([("a.txt", os.urandom(2000))])), ("b.txt", STORY))
    inner, story = texts(path)
    assert "unpack it yourself first" in inner
    assert story == STORY


# Hostile and damaged


@forms
def test_members_of_more_than_a_story(tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (intake, streams):
        monkeypatch.setattr(module, "MAX_BYTES", 2**20)
    path = archive(tmp_path, form, ("bomb.txt", b"a" * (2**20 + 1)), ("b.txt", STORY), ("edge.txt", b"a" * 2**20))
    bomb, story, edge = texts(path)
    assert "is larger than 1 MiB; split it into stories." in bomb
    assert (story, len(edge)) == (STORY, 2**20)


def test_a_zip_member_that_lies_about_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MAX_BYTES", 2**20)
    path = archive(tmp_path, "n.zip", ("bomb.txt", b"a" * 2**24))
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", 2**24), struct.pack("<L", 1000)))
    (item,) = taken(path)
    assert isinstance(item, Item)
    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        item.document()


def test_a_bomb_in_a_compressed_member_is_not_inflated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MAX_BYTES", 2**20)
    bomb = gzip.compress(bytes(2**26))
    path = archive(tmp_path, "n.tar", ("bomb.txt.gz", bomb), ("b.txt", STORY))
    tracemalloc.start()
    first, second = texts(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ("is larger than 1 MiB" in first, second) == (True, STORY)
    assert peak < 8 * 2**20


def test_encrypted_and_unknown_members(tmp_path: Path) -> None:
    path = archive(tmp_path, "n.zip", ("a.txt", STORY), ("b.txt", STORY), ("c.txt", STORY))
    data = bytearray(path.read_bytes())
    first = data.find(b"PK\1\2")
    second = data.find(b"PK\1\2", first + 1)
    data[first + 8] |= 1
    data[second + 10] = 98
    path.write_bytes(data)
    encrypted, unknown, plain = texts(path)
    assert "a.txt is encrypted; unpack it with its password." in encrypted
    assert "b.txt is compressed by method 98" in unknown
    assert plain == STORY


def test_a_damaged_member_costs_itself_alone(tmp_path: Path) -> None:
    path = archive(tmp_path, "stored.zip", ("a.txt", STORY), ("b.txt", STORY), ("in.jsonl", '{"text": "One."}'))
    data = path.read_bytes()
    path.write_bytes(data.replace(b"LISBON", b"LISBOA", 1).replace(b"One.", b"Two.", 1))
    first, second, *rest = taken(path)
    assert isinstance(first, Item)
    with pytest.raises(UnreadableFile, match=r"a\.txt is damaged or cut off \(Bad CRC-32"):
        first.document()
    assert isinstance(second, Item)
    assert second.document().text == STORY
    assert any(isinstance(each, Trouble) for each in rest)


@pytest.mark.parametrize("form", [form for form in FORMS if not form.endswith("zip")])
def test_a_tar_archive_cut_off(tmp_path: Path, form: str) -> None:
    members = [(f"{number}.txt", STORY.encode() + os.urandom(3000).hex().encode()) for number in range(40)]
    path = archive(tmp_path, form, *members)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    found = list(taken(path))
    stories = [each for each in found if isinstance(each, Item)]
    rest = [str(each.error) for each in found[len(stories) :] if isinstance(each, Trouble)]
    assert all(each.document().text.startswith(STORY) for each in stories)
    assert len(stories) > 5 or form.endswith(("bz2", "xz", "zst"))  # which come in large blocks
    assert 1 <= len(rest) <= 2  # the story that was cut, and the archive
    assert all("damaged or cut off" in error for error in rest)


@pytest.mark.parametrize("cut", [1, 22, 60, 200])
def test_a_zip_archive_cut_off(tmp_path: Path, cut: int) -> None:
    path = archive(tmp_path, "n.zip", ("a.txt", STORY), ("b.txt", STORY))
    path.write_bytes(path.read_bytes()[:-cut])
    (only,) = texts(path)
    assert "damaged or cut off (it has no directory)" in only


@forms
def test_an_archive_of_nothing(tmp_path: Path, form: str) -> None:
    assert "holds no story" in texts(archive(tmp_path, form))[0]
    assert "holds no story" in texts(archive(tmp_path, form, ("a.pdf", "x")))[0]


@pytest.mark.parametrize("form", ["n.zip", "n.tar", "n.tar.gz"])
@settings(max_examples=60)
@given(data=st.data())
def test_no_damage_is_more_than_trouble(form: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    whole = bytearray(FORMS[form]([("a.txt", STORY.encode()), ("b/w.jsonl", b'{"text": "One."}'), ("c.html", PAGE.encode())]))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))
    path = tmp_path_factory.mktemp("damaged") / form
    path.write_bytes(whole)
    for each in items_of([str(path)]):
        if isinstance(each, Item):
            with suppress(InputError):
                each.document(language="en")


def test_a_tar_header_that_points_backwards(tmp_path: Path) -> None:
    data = bytearray(tarred([("a.txt", STORY.encode())]))
    data[124:136] = b"\xff" * 8 + (-1024).to_bytes(
        4, "big", signed=True
    )  # a size of -1024, which some versions follow in circles
    data[148:156] = b"        "
    data[148:156] = b"%06o\0 " % sum(data[:512])
    path = tmp_path / "n.tar"
    path.write_bytes(data)
    assert len(list(taken(path))) <= 2


def test_a_tar_header_that_asks_for_gigabytes(tmp_path: Path) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 2**33
    path = tmp_path / "n.tar.gz"
    path.write_bytes(gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + bytes(2**26)))
    (only,) = texts(path)
    assert "a header in it is broken" in only


def test_a_thousand_headers_of_headers(tmp_path: Path) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 10
    path = tmp_path / "n.tar"
    path.write_bytes((info.tobuf(tarfile.GNU_FORMAT) + b"a.txt".ljust(512, b"\0")) * 3000)
    assert "damaged or cut off" in texts(path)[0]


# Large ones


def test_a_zip_archive_of_twenty_thousand_members_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "n.zip"
    path.write_bytes(wide_zip(20_000))
    tracemalloc.start()
    found = items_of([str(path)])
    count = sum(1 for _ in found)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, peak < 2**20) == (20_000, True)


def wide_zip(count: int) -> bytes:
    """A zip64 archive of one member under many names, because ``zipfile`` takes long to write as many."""
    text = STORY.encode()
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 0, zlib.crc32(text), len(text), len(text), 5, 0) + b"a.txt" + text
    entries = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 0, zlib.crc32(text), len(text), len(text), 10, 0, 0, 0, 0, 0, 0)
        + b"%06d.txt" % number
        for number in range(count)
    )
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(entries), len(local))
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(local) + len(entries), 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return local + entries + end64 + locator + end


def test_members_beyond_four_gigabytes_are_found(tmp_path: Path) -> None:
    path = tmp_path / "n.zip"
    with path.open("wb") as file:
        file.seek(5 * 2**30)  # a hole, which takes no room
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("a.txt", STORY)
    assert texts(path) == [STORY]
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        (slot,) = zips.slots(file)
        assert (slot.path, slot.size, slot.start) == ("a.txt", len(STORY), archive.infolist()[0].header_offset)


def test_what_stands_before_an_archive_does_not_matter(tmp_path: Path) -> None:
    path = archive(tmp_path, "n.zip", ("a.txt", STORY))
    path.write_bytes(b"#!/bin/sh\n" * 100 + path.read_bytes())
    assert texts(path) == [STORY]


def test_a_tar_archive_is_read_as_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path, "n.tar", *[(f"{number}.txt", STORY * 100) for number in range(1000)])
    Counting.total = 0
    monkeypatch.setattr(intake, "buffered", lambda file: streams.buffered(Counting(file)))
    assert len(list(islice(items_of([str(path)]), 3))) == 3
    assert Counting.total < 10 * len(STORY) * 100


class Counting:
    """A file that counts what is read of it."""

    total = 0

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read1(self, size: int) -> bytes:
        data = self._file.read1(size)
        Counting.total += len(data)
        return data


def test_no_file_stays_open(tmp_path: Path) -> None:
    path = archive(tmp_path, "n.tar", ("a.txt", STORY), ("in.zip", zipped([("w.jsonl", b'{"text": "One."}\n' * 9)])))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for count in range(12):
            found = items_of([str(path)])
            assert len(list(islice(found, count))) == min(count, 10)
            del found
