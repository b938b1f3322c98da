"""Stories in the encodings that they come in."""

import pytest

from reportedly.errors import UnreadableFile
from reportedly.read.decode import decode, decode_page

ENGLISH = "“Nobody sails,” Inês Prata said – “not until Friday.”\n\nThe port’s pilots went home."
RUSSIAN = "Порт останется закрытым до пятницы, сообщила во вторник администрация порта. Министры не смогли согласовать бюджет."
JAPANESE = "港湾当局は火曜日、港は金曜日まで閉鎖されると発表した。閣僚らは9時間の協議の末、予算案で合意できなかった。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_english(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding), "story.txt") == ENGLISH


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251", "koi8-r", "iso8859-5"])
def test_russian(encoding: str) -> None:
    assert decode(RUSSIAN.encode(encoding), "story.txt") == RUSSIAN


def test_french_in_latin_1() -> None:
    assert decode("Il a dit « déjà vu » à Orléans.".encode("iso8859-1"), "story.txt") == "Il a dit « déjà vu » à Orléans."


@pytest.mark.parametrize("encoding", ["shift_jis", "utf-8"])
def test_japanese(encoding: str) -> None:
    assert decode(JAPANESE.encode(encoding), "story.txt") == JAPANESE


def test_one_curly_quote_in_a_short_text() -> None:
    assert decode(b"It\x92s shut.", "story.txt") == "It’s shut."


def test_a_large_text_is_decoded_whole() -> None:
    assert decode((RUSSIAN * 5000).encode("cp1251"), "story.txt") == RUSSIAN * 5000


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"%PDF-1.7\n", "is a PDF"),
        (b"PK\x03\x04rest", "zip archive or an office document"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"text\0\0\0with NULs", "holds NUL bytes"),
        (b"\xff\xfea", "begins as utf-16-le but is broken at byte 0"),
    ],
)
def test_what_is_no_text(data: bytes, named: str) -> None:
    with pytest.raises(UnreadableFile, match=named) as caught:
        decode(data, "story.txt")
    assert str(caught.value).startswith("story.txt")


PAGE = "<html><head><meta charset='{}'></head><body>«Порт»</body></html>"


def test_page_declares_its_encoding() -> None:
    assert "«Порт»" in decode_page(PAGE.format("windows-1251").encode("cp1251"), "page")
    declared_so = b'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">It\x92s'
    assert decode_page(declared_so, "page").endswith("It’s")  # as browsers do


def test_server_beats_page_and_utf8_beats_both() -> None:
    assert "«Порт»" in decode_page(PAGE.format("koi8-r").encode("cp1251"), "page", "windows-1251")
    assert "«Порт»" in decode_page(PAGE.format("koi8-r").encode(), "page", "windows-1251")
    assert "«Порт»" in decode_page(PAGE.format("koi8-r").encode("utf-16"), "page")


@pytest.mark.parametrize("charset", ["nonsense", "hex", "rot13", "utf-8"])
def test_declaration_that_means_nothing_is_passed_over(charset: str) -> None:
    assert "It’s" in decode_page(b"<p>It\x92s shut.</p>" if charset != "utf-8" else "<p>It’s</p>".encode(), "page", charset)
