"""Tables: which column is what, and rows that are no stories."""

import csv
import gzip
import io
import json
import pickle
import tracemalloc
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import UnreadableFile
from reportedly.read.intake import tables
from reportedly.read.intake.tables import Columns, as_published, as_words
from reportedly.read.items import TOLD_BY_NAME, Item, Trouble, items_of

STORY = "LISBON, March 29 (Lusitania) -- “Nobody sails,” the port authority said.\n\nThe harbour stays closed until Friday.\n"
any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip)


def table(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def taken(path: Path, columns: Columns = TOLD_BY_NAME) -> Iterator[Item | Trouble]:
    """What comes out, as another process would get it."""
    return (pickle.loads(pickle.dumps(each)) for each in items_of([str(path)], columns))


def shown(path: Path, columns: Columns = TOLD_BY_NAME) -> list[str]:
    """``#2 the text`` for a story, ``#2! why not`` for trouble; without a number for the file."""
    return [
        f"{each.name.removeprefix(str(path))} {each.document().text}"
        if isinstance(each, Item)
        else f"{each.name.removeprefix(str(path))}! {str(each.error).replace(str(path), path.name)}"
        for each in taken(path, columns)
    ]


def written(rows: list[dict[str, str]], delimiter: str = ",") -> str:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def test_a_row_knows_what_its_columns_say(tmp_path: Path) -> None:
    row = {
        "Full Text": STORY, "Headline": " Port  shut ", "publishedAt": "29 March 2024", "source": "Lusitania Wire", "By": "x",
        "authors": "Ana Lopes", "URL": "https://lusitania.example/1", "lang": "en-GB",
    }  # fmt: skip
    for path in (table(tmp_path, "wire.csv", written([row])), table(tmp_path, "wire.jsonl", json.dumps(row))):
        (item,) = taken(path)
        assert isinstance(item, Item)
        document = item.document()
        assert document.text == STORY
        assert (document.title, document.published, document.publisher) == ("Port shut", "2024-03-29", "Lusitania Wire")
        assert (document.author, document.uri, document.language) == ("Ana Lopes", "https://lusitania.example/1", "en")
        assert item.document(publisher="Mine").publisher == "Mine"


def test_what_a_row_does_not_say_is_told_as_ever(tmp_path: Path) -> None:
    path = table(
        tmp_path, "wire.jsonl", json.dumps({"text": STORY, "date": "2024", "title": None, "source": {"id": 1, "name": "Pars"}})
    )
    (item,) = taken(path)
    assert isinstance(item, Item)
    document = item.document()
    assert (document.published, document.publisher, document.place) == ("2024-03-29", "Pars", "LISBON")
    assert document.uri == f"{path.as_uri()}#1"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["id", "content", "headline"], {"text": "content", "title": "headline"}),
        (["body", "text"], {"text": "text"}),
        (["Article Text", "Published_On"], {"text": "Article Text", "published": "Published_On"}),
        (["a", "b"], {}),
    ],
)
def test_columns_are_told_by_their_names(header: list[str], expected: dict[str, str]) -> None:
    assert Columns().among(header) == expected


def test_columns_that_were_named_beat_those_told() -> None:
    columns = Columns(text="summary", title="text")
    assert columns.among(["text", "summary", "date"]) == {"text": "summary", "title": "text", "published": "date"}
    assert columns.among(["body", "date"]) == {"published": "date"}  # not another column that may hold a text too


@pytest.mark.parametrize("delimiter", list(",;\t|"))
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    rows = [{"title": "A, b; c | d", "text": 'He said "no",\nthen left;\tand | so on'}, {"title": "", "text": "Two."}]
    path = table(tmp_path, "wire.csv", written(rows, delimiter))
    assert shown(path) == ["#2 " + rows[0]["text"], "#3 Two."]


def test_a_column_that_cannot_be_told(tmp_path: Path) -> None:
    path = table(tmp_path, "wire.csv", "id,words,when\n1,One.,2024\n")
    there = "its columns are 'id', 'words', 'when': say which with --text-column."
    assert shown(path) == [f"! wire.csv has no column that is known to hold the text; {there}"]
    assert shown(path, Columns(text="words", published="when")) == ["#2 One."]
    assert "has no column 'wrods'; its columns are 'id'" in shown(path, Columns(text="wrods"))[0]
    assert "say which with --title-column" in shown(path, Columns(text="words", title="head"))[0]


def test_a_row_of_json_that_lacks_the_column(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "wire.jsonl",
        '{"words": "One."}\n{"text": "Two."}\n\n{"text": ["a"]}\n{"text": " "}\n[1]\n{bad\n{"text": "Three."}',
    )
    found = shown(path)
    assert [each.split()[0] for each in found] == ["#1!", "#2", "#4!", "#5!", "#6!", "#7!", "#8"]
    assert "its columns are 'words': say which with --text-column" in found[0]
    assert "has no text in its column 'text'" in found[2]
    assert "Line 6 of wire.jsonl should be a JSON object" in found[4]
    assert "Line 7 of wire.jsonl is not JSON that can be read" in found[5]


def test_a_file_of_something_else_is_given_up(tmp_path: Path) -> None:
    path = table(tmp_path, "wire.jsonl", '{"words": "One."}\n' * 1000)
    found = shown(path)
    assert len(found) == tables.PATIENCE + 1
    assert found[-1] == "! None of the first 100 rows of wire.jsonl is a story, so the rest was not tried."


def test_a_row_that_is_a_reading(tmp_path: Path) -> None:
    path = table(tmp_path, "story.json", json.dumps({"schema": "reportedly/1", "document": {"text": STORY}, "text": "x"}))
    assert "is a reading of a story, not a story" in shown(path)[0]


def test_a_row_that_holds_a_page(tmp_path: Path) -> None:
    page = "<!DOCTYPE html><html><body><article><p>Nobody sails, the mayor said on Friday.</p></article></body></html>"
    assert shown(table(tmp_path, "wire.jsonl", json.dumps({"body": page}))) == ["#1 Nobody sails, the mayor said on Friday."]


# JSON


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('[{"text": "One."}, {"text": "Two."}]', ["#1 One.", "#2 Two."]),
        ('\ufeff \n[\n{"text": "One."}\n]\n', ["#1 One."]),
        ('{"text": "One."}', [" One."]),
        ('{"text": "One."}\n{"text": "Two."}\n', ["#1 One.", "#2 Two."]),
        ("[]", ["! holds no story"]),
        ("", ["! holds no story"]),
        ('[{"text": "One."}, 12, {"text": "Two."}]', ["#1 One.", "#2! should be a JSON object", "#3 Two."]),
        ('[{"text": "One."}, {"text": "Two."', ["#1 One.", "#2! is not JSON that can be read from its value 2 on"]),
        ('[{"text": "One."}', ["#1 One.", "#2! is not JSON that can be read"]),
        ('{"text": "One."} and more', ["#1 One.", "#2! is not JSON"]),
        ('[{"text": "One."}, ' + "[" * 100_000, ["#1 One.", "#2! is not JSON"]),
        ('{"title": "No text"}', ["! has no column that is known to hold the text"]),
    ],
)
def test_json(tmp_path: Path, content: str, expected: list[str]) -> None:
    found = shown(table(tmp_path, "wire.json", content))
    assert len(found) == len(expected)
    for each, part in zip(found, expected, strict=True):
        name, _, words = part.partition(" ")
        assert each.startswith(name + " ")
        assert words in each


@given(
    st.lists(st.dictionaries(st.sampled_from(["text", "a", "b"]), any_text, min_size=1), min_size=2),
    st.sampled_from(["", " ", "\n"]),
)
def test_a_list_in_json_is_read_whatever_the_window(rows: list[dict[str, str]], space: str) -> None:
    class Narrow(io.StringIO):
        def read(self, size: int | None = -1, /) -> str:
            return super().read(3)  # so that every value is cut

    for content in (json.dumps(rows, indent=len(space) or None), space.join(map(json.dumps, rows))):
        assert list(tables._Values(Narrow(content), "x")) == rows  # type: ignore[arg-type]


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("name", ["wire.csv", "wire.tsv", "wire.jsonl", "wire.json"])
def test_encodings(tmp_path: Path, encoding: str, name: str) -> None:
    rows = [{"title": "Café", "text": "“Nobody sails,” the mayor of Évora said — twice."}] * 3
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    content = {
        "wire.csv": written(rows),
        "wire.tsv": written(rows, "\t"),
        "wire.jsonl": "\n".join(lines),
        "wire.json": f"[{','.join(lines)}]",
    }[name]
    found = list(taken(table(tmp_path, name, content.encode(encoding))))
    assert [each.document().text for each in found if isinstance(each, Item)] == [row["text"] for row in rows]


def test_odd_bytes_far_into_a_file(tmp_path: Path) -> None:
    path = table(tmp_path, "wire.csv", b"text\n" + b"Plain words.\n" * 5000 + b"\x93Nobody sails\x94.\n")
    *_, last = taken(path)
    assert isinstance(last, Item)
    assert last.document().text == "“Nobody sails”."


@pytest.mark.parametrize("name", ["wire.csv", "wire.jsonl", "wire.json"])
def test_no_text_at_all(tmp_path: Path, name: str) -> None:
    assert "is a PDF, which is not read" in shown(table(tmp_path, name, b"%PDF-1.7 \x00\xff"))[0]
    assert all("!" in each for each in shown(table(tmp_path, name, bytes(range(256)) * 50)))


# What is hard on a reader


def test_a_field_of_a_megabyte(tmp_path: Path) -> None:
    text = "Nobody sails. " * 80_000
    assert shown(table(tmp_path, "wire.csv", written([{"text": text}, {"text": "Two."}]))) == [f"#2 {text}", "#3 Two."]


def test_rows_that_are_no_csv(tmp_path: Path) -> None:
    path = table(
        tmp_path, "wire.csv", 'id,text\n1,"He said "no" twice"\n2,Two.\n3\n4,a,b\n5,Five.,,\n"6","never closed\n7,Seven.\n'
    )
    found = shown(path)
    assert [each.split()[0] for each in found] == ["#2!", "#3", "#4!", "#5!", "#6", "#7!"]
    assert "mend its quotation marks" in found[0]
    assert "Row 4 of wire.csv has 1 fields where its header has 2" in found[2]
    assert found[4] == "#6 Five."
    assert "unexpected end of data" in found[5]


def test_lines_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_BYTES", 1000)
    row = json.dumps({"text": "One."})
    path = table(tmp_path, "wire.jsonl", f'{row}\n{{"text": "{"x" * 5000}"}}\n{row}\n')
    assert shown(path) == ["#1 One.", "#2! Line 2 of wire.jsonl is longer than 0 MiB; split it into stories.", "#3 One."]
    path = table(tmp_path, "wire.json", f'[{row}, {{"text": "{"x" * 200_000}"}}, {row}]')
    assert [each.split()[0] for each in shown(path)] == ["#1", "#2!"]
    path = table(tmp_path, "wire.csv", 'id,text\n1,One.\n2,"' + "\n".join(["x" * 300] * 20) + '"\n3,Three.\n')
    found = shown(path)
    assert (found[0], found[-1].split(maxsplit=1)[1]) == ("#2 One.", "Three.")
    assert all("!" in each for each in found[1:-1])
    csv.field_size_limit(131072)


@pytest.mark.parametrize("name", ["wire.jsonl", "wire.jsonl.gz", "wire.json", "wire.csv"])
def test_tables_are_read_as_they_are_asked_for(tmp_path: Path, name: str) -> None:
    count, text = 3000, "Nobody sails, the mayor said. " * 300
    row = json.dumps({"text": text})
    content = {
        "wire.csv": written([{"text": text}] * count),
        "wire.json": f"[{','.join([row] * count)}]",
    }.get(name, f"{row}\n" * count)
    path = table(tmp_path, name, gzip.compress(content.encode(), 1) if name.endswith("gz") else content)
    tracemalloc.start()
    assert len(list(islice(items_of([str(path)]), 3))) == 3
    first = tracemalloc.get_traced_memory()[1]
    assert sum(1 for _ in items_of([str(path)])) == count
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert max(first, peak) < 3 * 2**20  # of 27


def test_a_table_cut_off(tmp_path: Path) -> None:
    rows = "".join(json.dumps({"text": f"{number}. Nobody sails, the mayor said."}) + "\n" for number in range(5000))
    path = table(tmp_path, "wire.jsonl.gz", gzip.compress(rows.encode())[:-2000])
    *stories, last = taken(path)
    assert len(stories) > 1000
    assert isinstance(last, Trouble)
    assert "damaged or cut off" in str(last.error)


# Any text


@given(texts=st.lists(any_text, min_size=1, max_size=6))
def test_what_was_written_is_read(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    rows = [{"id": str(number), "text": text} for number, text in enumerate(texts)]
    for path in (
        table(folder, "wire.csv", written(rows)),
        table(folder, "wire.tsv", written(rows, "\t")),
        table(folder, "wire.jsonl", "".join(json.dumps(row) + "\n" for row in rows)),
        table(folder, "wire.json", json.dumps(rows, ensure_ascii=False)),
    ):
        found = [each.document(language="en").text for each in taken(path) if isinstance(each, Item)]
        assert found == texts or any(map(tables._PAGE.match, texts))


def test_a_nul(tmp_path: Path) -> None:
    assert "holds NUL characters" in shown(table(tmp_path, "wire.jsonl", '{"text": "Nobody\\u0000 sails."}'))[0]


def test_half_a_character(tmp_path: Path) -> None:
    path = table(tmp_path, "wire.jsonl", '{"text": "Nobody \\ud800 sails.", "title": "A\\ud800\\u0000b"}')
    (item,) = taken(path)
    assert isinstance(item, Item)
    assert item.known.title == "A\ufffd\ufffdb"
    with pytest.raises(UnreadableFile, match="half a character"):
        item.document()


def test_the_mark_changes_with_what_is_taken_from_a_row(tmp_path: Path) -> None:
    def mark(row: dict[str, str], columns: Columns = TOLD_BY_NAME) -> str:
        (item,) = taken(table(tmp_path, "wire.jsonl", json.dumps(row)), columns)
        assert isinstance(item, Item)
        return item.mark

    row = {"text": "One.", "title": "A", "id": "1", "lead": "B"}
    assert mark(row) == mark({**row, "id": "2"})
    assert len({mark(row), mark({**row, "text": "Two."}), mark({**row, "title": "C"}), mark(row, Columns(title="lead"))}) == 4


# Values

NO_DATES: list[object] = ["", "yesterday", "n/a", None, True, 3, -1, 1e300, float("nan"), float("inf"), 10**400, ["2024"]]
NO_WORDS: list[object] = ["", " ", None, 3, [], {}, {"id": 1}]


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2024", "2024"),
        ("2024-03", "2024-03"),
        (" 2024-03-29 ", "2024-03-29"),
        ("20240329", "2024-03-29"),
        ("29 March 2024", "2024-03-29"),
        ("29/03/2024", "2024-03-29"),
        ("03/04/2024", "2024"),
        ("2024-03-29T09:15:00Z", "2024-03-29T09:15:00+00:00"),
        ("Fri, 29 Mar 2024 09:15:00 GMT", "2024-03-29T09:15:00+00:00"),
        ("2024-03-29 00:00:00", "2024-03-29"),
        ("2024-03-29T00:00:00Z", "2024-03-29T00:00:00+00:00"),
        (1711703700, "2024-03-29T09:15:00+00:00"),
        (1711703700123, "2024-03-29T09:15:00+00:00"),
        ("1711703700", "2024-03-29T09:15:00+00:00"),
        (2024, "2024"),
        (20240329, "2024-03-29"),
        *[
            (value, None)
            for value in ("", "yesterday", "n/a", None, True, 3, -1, 1e300, float("nan"), float("inf"), 10**400, ["2024"])
        ],
    ],
)
def test_dates(value: object, iso: str | None) -> None:
    assert as_published(value) == iso


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (" Ana  Lopes\n", "Ana Lopes"),
        (["Ana Lopes", {"name": "Rui Prata"}, None], "Ana Lopes, Rui Prata"),
        ({"@type": "Organization", "name": "Lusitania"}, "Lusitania"),
        *[(value, None) for value in NO_WORDS],
    ],
)
def test_words(value: object, words: str | None) -> None:
    assert as_words(value) == words
