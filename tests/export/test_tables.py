from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from frictionless import Package, validate
from hypothesis import given, settings

from reportedly.errors import BadOption, OutputError
from reportedly.export import FORMATS, csv_safe, csv_tables, parquet
from reportedly.export.tables import TABLES, Row, rows_of
from reportedly.records import SCHEMA, Actor, Reading
from tests.test_serialize import readings

Written = dict[str, list[Row]]


def csv_rows(folder: Path) -> Written:
    """The tables as written: each cell as the text it is."""
    found: Written = {}
    csv.field_size_limit(10_000_000)
    for table in TABLES:
        with (folder / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            found[table.name] = list(csv.DictReader(file))
    return found


def typed(written: Written) -> Written:
    """The cells as the values that they stand for, by the types of their columns."""
    return {
        table.name: [
            {c.name: row[c.name] if c.type == "string" else json.loads(row[c.name] or "null") for c in table.columns}
            for row in written[table.name]
        ]
        for table in TABLES
    }


def parquet_rows(folder: Path) -> Written:
    from pyarrow.parquet import read_table

    found: Written = {}
    for table in TABLES:
        rows: list[Any] = read_table(folder / f"{table.name}.parquet").to_pylist()
        objects = [column.name for column in table.columns if column.type == "object"]
        found[table.name] = [row | {name: json.loads(row[name]) for name in objects} for row in rows]
    return found


def rebuilt(tables: Written) -> list[Reading]:
    """The readings that the tables tell of, from what is not derived."""
    return [Reading.from_json(json.dumps(_record(row, tables))) for row in tables["documents"]]


def _record(row: Row, tables: Written) -> dict[str, Any]:
    def local(value: Any) -> Any:
        if isinstance(value, list):
            return [local(item) for item in value]
        return value and value.removeprefix(f"{row['document_id']}#")

    def of_story(name: str, **ids: str) -> Iterator[dict[str, Any]]:
        for other in tables[name]:
            if other["document_id"] == row["document_id"]:
                yield other | {new: local(other[old]) for new, old in ids.items()}

    actors = list(of_story("actors", id="actor_id"))
    return {
        "schema": SCHEMA,
        "document": row | {"id": row["document_id"]},
        "produced_by": row["produced_by"],
        "actors": [actor | {"roles": [role | {"of": local(role["of"])} for role in actor["roles"]]} for actor in actors],
        "statements": list(
            of_story("statements", id="statement_id", speaker="speaker_id", parent="parent_id", addressee="addressee_id")
        ),
        "times": list(of_story("times")),
        "events": list(
            of_story(
                "events", id="event_id", statement="statement_id", source="source", target="target", according_to="according_to"
            )
        ),
    }


def plain(reading: Reading) -> Any:
    return json.loads(reading.to_json())


def test_csv_holds_all_of_the_readings(examples: list[Reading], river: Reading, tmp_path: Path) -> None:
    FORMATS["csv"].write([*examples, river], tmp_path)
    tables = typed(csv_rows(tmp_path))
    nulls = {
        name: [{key: value if value != "" else None for key, value in row.items()} for row in rows]
        for name, rows in tables.items()
    }
    assert rebuilt(nulls) == [*examples, river]


def test_parquet_holds_all_of_the_readings(examples: list[Reading], river: Reading, tmp_path: Path) -> None:
    FORMATS["parquet"].write([*examples, river], tmp_path)
    assert rebuilt(parquet_rows(tmp_path)) == [*examples, river]


@settings(max_examples=50, deadline=None)
@given(readings())
def test_any_reading_comes_back_from_parquet(reading: Reading) -> None:
    with TemporaryDirectory() as folder:
        parquet.write([reading], Path(folder))
        assert [plain(again) for again in rebuilt(parquet_rows(Path(folder)))] == [plain(reading)]


@settings(max_examples=100, deadline=None)
@given(readings())
def test_every_cell_of_csv_is_read_back_as_it_was(reading: Reading) -> None:
    with TemporaryDirectory() as folder:
        csv_tables.write([reading], Path(folder))
        written = typed(csv_rows(Path(folder)))
    for table in TABLES:
        expected = [
            {c.name: ("" if row[c.name] is None and c.type == "string" else row[c.name]) for c in table.columns}
            for row in rows_of(reading)[table.name]
        ]
        assert written[table.name] == expected


def test_the_description_is_a_data_package_that_the_tables_keep(examples: list[Reading], river: Reading, tmp_path: Path) -> None:
    """Types, primary keys and foreign keys, all checked by the Frictionless library."""
    FORMATS["csv"].write([*examples, river], tmp_path)
    report = validate(tmp_path / "datapackage.json")
    assert report.valid, report.flatten(["title", "message"])
    package = Package(tmp_path / "datapackage.json")
    assert [resource.name for resource in package.resources] == [table.name for table in TABLES]


def test_a_foreign_key_that_leads_nowhere_is_found(river: Reading, tmp_path: Path) -> None:
    FORMATS["csv"].write([river], tmp_path)
    statements = tmp_path / "statements.csv"
    statements.write_text(statements.read_text("utf-8").replace("#a3,Mara", "#a99,Mara"), encoding="utf-8")
    assert not validate(tmp_path / "datapackage.json").valid


@settings(max_examples=40, deadline=None)
@given(readings())
def test_keys_hold_in_a_database(reading: Reading) -> None:
    with sqlite3.connect(":memory:") as database:
        database.execute("PRAGMA foreign_keys = ON")
        for table in TABLES:
            database.execute(_ddl(table.name))
        for table in TABLES:
            for row in _parents_first(rows_of(reading)[table.name]):
                values = [row[c.name] if c.type in ("string", "integer") else json.dumps(row[c.name]) for c in table.columns]
                database.execute(f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(values))})", values)
    database.close()


def _ddl(name: str) -> str:
    (table,) = [table for table in TABLES if table.name == name]
    columns = [f'"{column.name}"' for column in table.columns]
    keys = [f"PRIMARY KEY ({table.key})"]
    keys += [f"FOREIGN KEY ({foreign.column}) REFERENCES {foreign.table}" for foreign in table.foreign]
    return f"CREATE TABLE {name} ({', '.join([*columns, *keys])})"


def _parents_first(rows: list[Row]) -> Iterable[Row]:
    return sorted(rows, key=lambda row: row.get("depth", 0))


def test_each_row_has_a_value_for_each_column_and_no_other(river: Reading) -> None:
    for table in TABLES:
        rows = rows_of(river)[table.name]
        assert rows
        assert all(row.keys() == {column.name for column in table.columns} for row in rows)


def test_a_statement_tells_its_words_and_who_vouches_for_it(river: Reading, tmp_path: Path) -> None:
    FORMATS["csv"].write([river], tmp_path)
    row = next(row for row in csv_rows(tmp_path)["statements"] if row["statement_id"].endswith("#s5"))
    told = {name: row[name] for name in ("speaker_id", "speaker", "words", "parent_id", "depth", "according_to", "implied")}
    story = river.document.id
    assert told == {
        "speaker_id": f"{story}#a4",
        "speaker": "Tomas Okafor",
        "words": "that his engineers would share their measurements",
        "parent_id": f"{story}#s4",
        "depth": "1",
        "according_to": f'["{story}#a3","{story}#a4"]',
        "implied": "false",
    }


def test_the_ledger_s_actor_is_a_column(tell: Callable[..., Any], tmp_path: Path) -> None:
    story = tell("Ada spoke.")
    story.actors.append(Actor("a1", "Ada", "person", {"ledger": "17", "wikidata": "Q7259"}))
    FORMATS["csv"].write([story.reading()], tmp_path)
    (row,) = csv_rows(tmp_path)["actors"]
    assert (row["ledger_id"], row["wikidata"], row["iso3166"]) == ("17", "Q7259", "")


@pytest.mark.parametrize("start", csv_safe.FORMULA)
def test_no_cell_for_spreadsheets_is_a_formula(tell: Callable[..., Any], tmp_path: Path, start: str) -> None:
    story = tell(f"{start}1+1", title=f"{start}2")
    story.says(story.actor(f"{start}1"), f"{start}1+1")
    for name in ("csv", "csv-safe"):
        FORMATS[name].write([story.reading()], tmp_path / name)
    exact, safe = csv_rows(tmp_path / "csv"), csv_rows(tmp_path / "csv-safe")
    assert exact["documents"][0]["text"] == exact["statements"][0]["words"] == f"{start}1+1"
    assert safe["documents"][0]["text"] == safe["statements"][0]["words"] == f"'{start}1+1"
    assert not any(cell.startswith(csv_safe.FORMULA) for rows in safe.values() for row in rows for cell in row.values())


def test_words_that_spreadsheets_do_not_run_are_the_same_for_them(river: Reading, tmp_path: Path) -> None:
    for name in ("csv", "csv-safe"):
        FORMATS[name].write([river], tmp_path / name)
    assert csv_rows(tmp_path / "csv") == csv_rows(tmp_path / "csv-safe")


def test_halves_of_characters_are_signs(tell: Callable[..., Any], tmp_path: Path) -> None:
    story = tell("a\ud83db")
    story.says(story.actor("\ud83d"), "a\ud83db")
    for name, read in (("csv", csv_rows), ("parquet", parquet_rows)):
        FORMATS[name].write([story.reading()], tmp_path)
        assert [row["words"] for row in read(tmp_path)["statements"]] == ["a�b"]


def test_many_readings_are_written_in_groups_of_rows(river: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyarrow.parquet import ParquetFile

    monkeypatch.setattr(parquet, "GROUP", 20)
    FORMATS["parquet"].write([river] * 5, tmp_path)
    with ParquetFile(tmp_path / "statements.parquet") as file:
        assert (file.num_row_groups, file.metadata.num_rows) == (3, 5 * len(river.statements))


def test_no_readings_make_tables_without_rows(tmp_path: Path) -> None:
    for name, read in (("csv", csv_rows), ("parquet", parquet_rows)):
        FORMATS[name].write([], tmp_path)
        assert read(tmp_path) == {table.name: [] for table in TABLES}


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(OutputError, match="cannot be made"):
        FORMATS["csv"].write([], tmp_path / "taken")


def test_what_fails_half_way_leaves_nothing(river: Reading, tmp_path: Path) -> None:
    def failing() -> Iterator[Reading]:
        yield river
        raise BadOption("The ledger is gone.")

    for name in ("csv", "parquet"):
        with pytest.raises(BadOption):
            FORMATS[name].write(failing(), tmp_path / name)
        assert list((tmp_path / name).iterdir()) == []


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("reportedly.export.find_spec", lambda name: None)
    with pytest.raises(BadOption, match=r"needs pyarrow, which is not installed; run: pip install 'reportedly\[parquet\]'"):
        FORMATS["parquet"].write([], tmp_path)
