"""Registers: read whatever they hold, replaced whole, and actors of stories known by them only where nothing is in doubt."""

from __future__ import annotations

import gzip
import json
import random
import tracemalloc
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from reportedly.errors import BadOption, UnreadableFile
from reportedly.ledger.actors import find, import_register, merge, registers, retire
from reportedly.ledger.actors.entries import Bad, Entry, country_code, read_register
from reportedly.ledger.actors.matching import overlap
from reportedly.ledger.schema import entry, entry_fact, entry_name
from tests.ledger.actors.conftest import in_memory
from tests.ledger.actors.stories import add, story

MINISTER = "x | person | Marit Solheim; Solheim | foreign minister of NO | she"


def ftm(path: Path, *entities: Mapping[str, Any]) -> Path:
    path.write_text("".join(json.dumps(entity) + "\n" for entity in entities), "utf8")
    return path


def person(key: str, name: str, **properties: list[Any]) -> dict[str, Any]:
    return {"id": key, "caption": name, "schema": "Person", "properties": {"name": [name], **properties}}


def table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["name,aliases,kind,country,role,from,to,wikidata", *rows]) + "\n", "utf8")
    return path


def entries(path: Path) -> list[Entry]:
    return [found for found in read_register(path) if isinstance(found, Entry)]


# ---- reading


def test_an_entity_of_followthemoney(tmp_path: Path) -> None:
    properties = {"alias": ["Marit A. Solheim"], "country": ["no"], "position": ["Minister of Foreign Affairs (2017-2021)"]}
    others = {"wikidataId": ["Q1"], "gender": ["female"], "topics": ["role.pep"]}
    path = ftm(tmp_path / "entities.ftm.json", person("NK-1", "Marit Solheim", **properties, **others))
    (found,) = entries(path)
    assert (found.key, found.name, found.kind, found.names) == (
        "NK-1",
        "Marit Solheim",
        "person",
        ("Marit Solheim", "Marit A. Solheim"),
    )
    assert found.links == {"wikidata": "Q1"}
    facts = [(held.field, held.value, held.begin, held.end) for held in found.facts]
    assert facts == [
        ("country", "NO", None, None),
        ("role", "foreign minister@NO", "2017", "2021"),
        ("gender", "female", None, None),
        ("topic", "role.pep", None, None),
    ]


def test_the_nested_form_has_posts_inside(tmp_path: Path) -> None:
    post = {"id": "p", "schema": "Position", "properties": {"name": ["Mayor of Oslo"], "country": ["no"]}}
    held = {"id": "o", "schema": "Occupancy", "properties": {"post": [post], "startDate": ["2019-10-01"], "endDate": ["2023"]}}
    (found,) = entries(ftm(tmp_path / "targets.nested.json", person("Q7", "Ola Berg", positionOccupancies=[held])))
    assert [(fact.value, fact.begin, fact.end) for fact in found.facts] == [("oslo mayor@NO", "2019-10-01", "2023")]
    assert found.links == {"wikidata": "Q7"}


def test_a_company_with_its_lei(tmp_path: Path) -> None:
    company = {
        "id": "c",
        "schema": "Company",
        "properties": {"name": ["Equinox Energi ASA"], "jurisdiction": ["no"], "leiCode": ["5493"]},
    }
    (found,) = entries(ftm(tmp_path / "x.json", company))
    assert (found.kind, found.links) == ("organization", {"lei": "5493"})
    assert ("equinox energi", "Equinox Energi ASA") in found.keys


def test_a_row_of_csv(tmp_path: Path) -> None:
    path = table(
        tmp_path / "x.csv", "Marit Solheim,M. Solheim; Marit A. Solheim,person,Norway,Foreign Minister,2017-05-01,2021,Q1"
    )
    (found,) = entries(path)
    assert found.names == ("Marit Solheim", "M. Solheim", "Marit A. Solheim")
    assert [(held.value, held.begin, held.end) for held in found.facts] == [
        ("NO", None, None),
        ("foreign minister@NO", "2017-05-01", "2021"),
    ]


def test_a_packed_file_is_read_as_if_it_were_not(tmp_path: Path) -> None:
    plain = ftm(tmp_path / "x.json", person("Q1", "Marit Solheim"))
    packed = tmp_path / "x.json.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert entries(packed) == entries(plain)


def test_a_packed_table_is_known_by_its_name(tmp_path: Path) -> None:
    packed = tmp_path / "x.csv.gz"
    packed.write_bytes(gzip.compress(table(tmp_path / "x.csv", "Ola Berg,,,,,,,").read_bytes()))
    assert [found.name for found in entries(packed)] == ["Ola Berg"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",,person,,,,,", "no name"),
        ("Ola Berg,,person,Atlantis,,,,", "no country: Atlantis"),
        ("Ola Berg,,person,NO,Mayor,last spring,,", "no date: last spring"),
        ("Ola Berg,,robot,NO,,,,", "no kind: robot; person or organization"),
    ],
)
def test_a_bad_row_says_why(tmp_path: Path, row: str, reason: str) -> None:
    good = "Ina Lund,,person,NO,,,,"
    first, second = read_register(table(tmp_path / "x.csv", row, good))
    assert first == Bad(2, reason)
    assert isinstance(second, Entry)


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"id": "x"}', '{"schema": "Person", "properties": {"name": ["A B"]}}', '{"a": ' * 2000]
)
def test_a_bad_line_stops_nothing(tmp_path: Path, line: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(line + "\n" + json.dumps(person("Q1", "Ina Lund")) + "\n", "utf8")
    first, second = read_register(path)
    assert isinstance(first, Bad)
    assert isinstance(second, Entry)


def test_an_address_is_no_actor(tmp_path: Path) -> None:
    assert list(read_register(ftm(tmp_path / "x.json", {"id": "a", "schema": "Address", "properties": {"full": ["x"]}}))) == [
        None
    ]


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        list(read_register(tmp_path / "missing.json"))
    (tmp_path / "latin.csv").write_bytes("name\nJosé\n".encode("latin-1"))
    with pytest.raises(UnreadableFile, match="UTF-8"):
        list(read_register(tmp_path / "latin.csv"))
    (tmp_path / "other.csv").write_text("who,when\n")
    with pytest.raises(UnreadableFile, match="no column 'name'"):
        list(read_register(tmp_path / "other.csv"))
    (tmp_path / "torn.json.gz").write_bytes(gzip.compress(b"{}\n" * 9000)[:30])
    with pytest.raises(UnreadableFile, match="to its end"):
        list(read_register(tmp_path / "torn.json.gz"))


FIELDS = st.sampled_from(
    ["id", "schema", "properties", "name", "country", "position", "positionOccupancies", "post", "startDate", "topics", "gender"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=4),
)
PROPERTIES = st.dictionaries(FIELDS, JSON, max_size=4)
ENTITIES = st.builds(
    lambda properties, other: {"id": "x", "schema": "Person", "properties": {"name": ["A B"], **properties}} | other,
    PROPERTIES,
    st.dictionaries(st.sampled_from(["id", "caption"]), JSON, max_size=1),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(ENTITIES, max_size=4))
def test_any_json_is_an_entry_or_bad(tmp_path_factory: pytest.TempPathFactory, entities: list[dict[str, Any]]) -> None:
    path = ftm(tmp_path_factory.mktemp("any") / "x.json", *entities)
    with in_memory().connect() as connection:
        done = import_register(connection, path, "any")
        assert done.entries + done.bad == len(entities)


@pytest.mark.parametrize(
    ("words", "code"), [("no", "NO"), ("gb-sct", "GB"), ("Norway", "NO"), ("suhh", None), ("", None), ("zz", None)]
)
def test_countries(words: str, code: str | None) -> None:
    assert country_code(words) == code


# ---- importing


def rows(connection: Connection) -> list[int]:
    return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (entry, entry_name, entry_fact)]


def test_a_second_import_replaces_the_first(connection: Connection, tmp_path: Path) -> None:
    add(connection, story(MINISTER))
    path = ftm(tmp_path / "x.json", person("Q1", "Marit Solheim", country=["no"]), person("Q2", "Ola Berg"))
    assert import_register(connection, path, "peps").linked == 1
    before = rows(connection)
    done = import_register(connection, path, "peps")
    assert (done.entries, done.linked) == (2, 1)
    assert rows(connection) == before
    ftm(path, person("Q2", "Ola Berg"))
    import_register(connection, path, "peps")
    assert registers(connection) == [("peps", 1)]
    assert find(connection, "Marit Solheim")[0].links == {}


def test_registers_do_not_touch_each_other(connection: Connection, tmp_path: Path) -> None:
    path = ftm(tmp_path / "x.json", person("Q1", "Marit Solheim", country=["no"]))
    import_register(connection, path, "one")
    import_register(connection, path, "two")
    assert retire(connection, "one") == 1
    assert registers(connection) == [("two", 1)]
    with pytest.raises(BadOption, match="there are: two"):
        retire(connection, "one")


def test_bad_lines_are_counted_and_the_first_are_shown(connection: Connection, tmp_path: Path) -> None:
    path = table(tmp_path / "x.csv", *[f"Person {n},,robot,,,,," for n in range(30)], "Ina Lund,,person,NO,,,,")
    done = import_register(connection, path, "ours")
    assert (done.entries, done.bad, len(done.shown)) == (1, 30, 20)


def test_one_id_twice_is_one_entry(connection: Connection, tmp_path: Path) -> None:
    path = ftm(tmp_path / "x.json", person("Q1", "Marit Solheim"), person("Q1", "Marit Solheim"))
    done = import_register(connection, path, "peps")
    assert (done.entries, done.bad) == (1, 1)


def test_memory_does_not_grow_with_the_register(tmp_path: Path) -> None:
    def peak(number: int) -> int:
        draw = random.Random(0)
        names = ["".join(draw.choice("abdeikmnorstu") for _ in range(8)).title() for _ in range(number)]
        path = ftm(tmp_path / f"{number}.json", *(person(f"Q{n}", f"Ola {name}", country=["no"]) for n, name in enumerate(names)))
        with in_memory().connect() as connection:
            import_register(connection, path, "warm")
            tracemalloc.start()
            import_register(connection, path, "peps")
            top = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return top

    assert peak(6_000) < 1.5 * peak(2_000)


# ---- actors of stories and entries


def linked(connection: Connection, name: str = "Marit Solheim") -> tuple[Mapping[str, str], str | None, tuple[str, ...]]:
    found = find(connection, name)[0]
    return found.links, found.entry, found.entry_reasons


def test_an_actor_is_the_entry_of_his_name_and_country(connection: Connection, tmp_path: Path) -> None:
    add(connection, story(MINISTER))
    import_register(connection, ftm(tmp_path / "x.json", person("Q1", "Marit Solheim", country=["no"])), "peps")
    links, listed, reasons = linked(connection)
    assert (links, listed) == ({"wikidata": "Q1"}, "peps Q1")
    assert "the same full name" in reasons


def test_it_is_found_for_later_stories_too(connection: Connection, tmp_path: Path) -> None:
    import_register(connection, ftm(tmp_path / "x.json", person("Q1", "Marit Solheim", country=["no"])), "peps")
    add(connection, story(MINISTER))
    assert linked(connection)[0] == {"wikidata": "Q1"}


@pytest.mark.parametrize(
    "other",
    [
        person("Q2", "Marit Solheim", country=["dk"]),
        person("Q2", "Marit Solheim"),
        person("Q2", "Marit Solheim", country=["no"], position=["footballer"]),
        person("Q2", "Marit Solheim", country=["no"], gender=["male"]),
        person("Q2", "Solheim", country=["no"], position=["Minister of Foreign Affairs"]),
        person("Q2", "Marit Solheim", country=["no"], position=["Minister of Foreign Affairs (1980-1984)"]),
    ],
)
def test_no_link_where_anything_is_in_doubt(connection: Connection, tmp_path: Path, other: dict[str, Any]) -> None:
    add(connection, story(MINISTER))
    assert import_register(connection, ftm(tmp_path / "x.json", other), "peps").linked == 0
    assert linked(connection)[:2] == ({}, None)


def test_father_and_son_are_told_apart_by_the_time_of_their_office(connection: Connection, tmp_path: Path) -> None:
    add(connection, story("x | person | George Brand | president of US | he", day="2003-05-01"))
    father = person("Q1", "George Brand", country=["us"], position=["President of the United States (1989-1993)"])
    son = person("Q2", "George Brand", country=["us"], position=["President of the United States (2001-2009)"])
    import_register(connection, ftm(tmp_path / "x.json", father, son), "peps")
    assert linked(connection, "George Brand")[0] == {"wikidata": "Q2"}


def test_of_two_that_fit_neither_is_taken_and_why_is_kept(connection: Connection, tmp_path: Path) -> None:
    add(connection, story(MINISTER))
    twins = [person(key, "Marit Solheim", country=["no"]) for key in ("Q1", "Q2")]
    import_register(connection, ftm(tmp_path / "x.json", *twins), "peps")
    links, listed, reasons = linked(connection)
    assert (links, listed) == ({}, None)
    assert "several entries fit about as well" in reasons[0]


def test_an_entry_is_one_actor_only(connection: Connection, tmp_path: Path) -> None:
    add(connection, story(MINISTER, number=0))
    import_register(connection, ftm(tmp_path / "x.json", person("Q1", "Marit Solheim", country=["no"])), "peps")
    add(connection, story("x | person | Marit Solheim | painter of NO | she", number=1))
    first, second = sorted(find(connection, "Marit Solheim"), key=lambda found: found.id)
    assert (first.links, second.links) == ({"wikidata": "Q1"}, {})
    assert merge(connection, [first.id, second.id], "ann").actor == first.id
    assert find(connection, "Marit Solheim")[0].links == {"wikidata": "Q1"}


@pytest.mark.parametrize(
    ("begin", "end", "same"),
    [
        (None, None, True),
        ("2003", None, True),
        ("2004", None, False),
        (None, "2003", True),
        (None, "2003-04-30", False),
        ("1989", "1993-01", False),
    ],
)
def test_times_that_overlap(begin: str | None, end: str | None, same: bool) -> None:
    assert overlap(begin, end, ("2003-05-01", "2003-06-01")) is same
