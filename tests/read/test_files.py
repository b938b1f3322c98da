"""Files, bytes and strings become documents; what is known is taken from the best source."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import BadOption, InputError, LanguageError, UnreadableFile
from reportedly.read.files import find_stories, read_bytes, read_path, read_text
from reportedly.read.language import ensure_readable

STORY = "LISBON, March 29 (Lusitania) -- The harbour will stay closed until Friday, the port authority said.\n"
PAGES = Path(__file__).parent / "pages"


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_text_is_the_whole_file(tmp_path: Path) -> None:
    text = "\n\n  " + STORY + "  \t\n\n"
    document = read_path(write(tmp_path / "story.txt", text))
    assert document.text == text
    assert document.id == "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    assert document.uri == (tmp_path / "story.txt").as_uri()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_newlines_and_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "story.txt", "One.\r\nTwo.\rThree.\n", encoding)
    assert read_path(path).text == "One.\nTwo.\nThree.\n"


def test_a_string_is_kept_as_it_is() -> None:
    assert read_text("One.\r\n\0 Two.").text == "One.\r\n\0 Two."


def test_dateline_is_read() -> None:
    document = read_text(STORY, published="2024")
    assert (document.place, document.publisher, document.published, document.language) == (
        "LISBON",
        "Lusitania",
        "2024-03-29",
        "en",
    )


def test_nothing_depends_on_the_day() -> None:
    assert read_text(STORY).published is None


@pytest.mark.parametrize(
    ("given_date", "published"),
    [("2024", "2024-03-29"), ("2024-03", "2024-03-29"), ("2024-04", "2024-04"), ("2024-03-30", "2024-03-30"), (None, None)],
)
def test_dateline_makes_a_rough_date_precise_but_contradicts_none(given_date: str | None, published: str | None) -> None:
    assert read_text(STORY, published=given_date).published == published


def test_argument_beats_meta_beats_text(tmp_path: Path) -> None:
    path = write(tmp_path / "story.txt", STORY)
    meta = {"published": "2023-03-30", "publisher": "Meta", "author": "M. Eta", "title": None, "language": "en", "score": 3}
    write(tmp_path / "story.meta.json", json.dumps(meta))
    document = read_path(path, author="A. Argument", uri="https://lusitania.example/1")
    assert (document.published, document.publisher, document.author) == ("2023-03-30", "Meta", "A. Argument")
    assert (document.title, document.uri) == (None, "https://lusitania.example/1")


def test_meta_beats_page(tmp_path: Path) -> None:
    write(tmp_path / "story.meta.json", '{"title": "Meta"}')
    path = write(tmp_path / "story.html", (PAGES / "agency.html").read_text(encoding="utf-8"))
    document = read_path(path, published="2020-01-01")
    assert (document.title, document.author) == ("Meta", "Ana Lopes")
    assert document.published == "2020-01-01"


@pytest.mark.parametrize(
    ("meta", "named"),
    [
        ("{", "is not JSON that can be read"),
        ("[]", "should hold a JSON object"),
        ('{"title": 3}', "the value of title should be a string, but is 3"),
        ('{"published": "yesterday"}', "The date 'yesterday' is none that can be used"),
        ('{"language": "English"}', "The language 'English' is not a code"),
        ("[" * 100_000, "is not JSON that can be read"),
    ],
)
def test_malformed_meta(tmp_path: Path, meta: str, named: str) -> None:
    path = write(tmp_path / "story.txt", STORY)
    write(tmp_path / "story.meta.json", meta)
    with pytest.raises(UnreadableFile, match=named) as caught:
        read_path(path)
    assert "story.meta.json" in str(caught.value)


def test_options_that_mean_nothing() -> None:
    with pytest.raises(BadOption, match="The date 'soon'"):
        read_text(STORY, published="soon")
    with pytest.raises(BadOption, match="The language 'English'"):
        read_text(STORY, language="English")


def test_language_is_told_unless_given() -> None:
    russian = "Порт останется закрытым до пятницы, сообщила во вторник администрация порта."
    assert read_text(russian).language == "ru"
    assert read_text(russian, language="en-GB").language == "en"
    with pytest.raises(LanguageError, match="Russian"):
        ensure_readable(read_text(russian).language)


@pytest.mark.parametrize("data", [b"", b" \n\t ", "\u2003\n".encode()])
def test_empty(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="is empty"):
        read_bytes(data, "story.txt")


def test_missing_folder_and_binary(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="does not exist"):
        read_path(tmp_path / "missing.txt")
    with pytest.raises(UnreadableFile, match="is a folder"):
        read_path(tmp_path)
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        read_path("a\0b")
    (tmp_path / "story.txt").write_bytes(b"%PDF-1.7\n")
    with pytest.raises(UnreadableFile, match="is a PDF"):
        read_path(tmp_path / "story.txt")


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportedly.read.files.MAX_BYTES", 10)
    with pytest.raises(UnreadableFile, match="larger than"):
        read_path(write(tmp_path / "story.txt", STORY))


def test_lone_surrogate_is_no_text() -> None:
    with pytest.raises(UnreadableFile, match="at offset 4"):
        read_text("One \ud800.")


def test_pages_are_told_from_text_by_name_then_by_looks() -> None:
    page = b"<!DOCTYPE html><html><body><article><p>The harbour is shut, the mayor said on Friday.</p></article></body></html>"
    assert read_bytes(page).text == "The harbour is shut, the mayor said on Friday."
    assert read_bytes(page, "story.txt").text == page.decode()
    assert read_bytes(b"\xef\xbb\xbf \n" + page).text == "The harbour is shut, the mayor said on Friday."
    assert read_bytes(b"He wrote <html> on the wall.").text == "He wrote <html> on the wall."


def test_stories_of_a_folder(tmp_path: Path) -> None:
    names = ["b.txt", "a.HTML", "sub/c.htm", "sub/d.txt", "a.meta.json", "x.pdf", ".hidden.txt", ".git/e.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path / name, STORY)
    found = [path.relative_to(tmp_path).as_posix() for path in find_stories(tmp_path)]
    assert found == ["a.HTML", "b.txt", "sub/c.htm", "sub/d.txt"]


def test_folder_without_stories(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="holds no story"):
        find_stories(tmp_path)
    with pytest.raises(UnreadableFile, match="is no folder"):
        find_stories(tmp_path / "missing")


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_give_a_document_or_an_input_error(data: bytes) -> None:
    try:
        document = read_bytes(data, "story.txt")
    except InputError:
        return
    assert document.text.strip()
    assert document.id == read_text(document.text).id


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100))
def test_utf8_comes_back_to_the_letter(text: str) -> None:
    data = ("." + text).encode()
    if b"\0" not in data:
        assert read_bytes(data, "story.txt").text == ("." + text).replace("\r\n", "\n").replace("\r", "\n")
