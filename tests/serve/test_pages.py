"""Each page and its twin in the API: search, story, statement, actors, saved searches, CSV."""

from __future__ import annotations

import csv
import io

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from starlette.testclient import TestClient

from reportedly.export.csv_safe import FORMULA
from reportedly.ledger import Ledger, Query
from reportedly.records import Reading
from reportedly.serve.asked import Asked
from tests.ledger.stories import reading_of
from tests.serve.conftest import csrf_of

SAME = limits(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.fixture
def story(client: TestClient) -> str:
    """The address of the first story."""
    hit = client.get("/api/search", params={"words": "observers"}).json()["hits"][0]
    return f"/stories/{hit['document'].removeprefix('sha256:')[:16]}"


# Search


def test_finds_what_the_ledger_finds(client: TestClient, ledger_path: str) -> None:
    with Ledger.open(ledger_path) as ledger:
        wanted = [hit.statement for hit in ledger.search(Query(words="quota OR fleet", sort="said")).hits]
    found = client.get("/api/search", params={"words": "quota OR fleet", "sort": "said"}).json()
    assert [hit["statement"] for hit in found["hits"]] == wanted


def test_empty_fields_of_the_form_leave_no_trace(client: TestClient) -> None:
    answer = client.get("/search?words=quota&speaker=&type=&nested=&confidence=&sort=rank", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/search?words=quota"


def test_facets_count_what_is_found(client: TestClient) -> None:
    facets = client.get("/api/facets").json()
    found = client.get("/api/search", params={"limit": 200}).json()["hits"]
    assert facets["statements"] == len(found)
    publishers = {choice["value"]: choice["count"] for choice in facets["publisher"]}
    assert publishers["Northern Wire"] == sum(hit["publisher"] == "Northern Wire" for hit in found)
    assert facets["cut"] is False


def test_each_facet_leads_to_as_many_as_it_says(client: TestClient) -> None:
    facets = client.get("/api/facets").json()
    for name in ("speaker", "about", "type", "status", "stance", "form", "publisher"):
        for choice in facets[name]:
            found = client.get("/api/search", params={name: choice["value"], "limit": 200}).json()["hits"]
            assert len(found) == choice["count"], (name, choice)


def test_what_means_nothing_is_said_in_a_sentence(client: TestClient) -> None:
    for asked in ("type=PARTY", "said_after=yesterday", "confidence=2", "limit=0", "offset=-1", "sort=best"):
        assert client.get(f"/search?{asked}").status_code == 422, asked
        assert client.get(f"/api/search?{asked}").status_code == 422, asked
    answer = client.get("/search?words=-quota")
    assert answer.status_code == 400
    assert "says only what not to find" in answer.text
    assert client.get("/search?speaker=999999").status_code in (200, 400)


@SAME
@given(st.dictionaries(st.sampled_from(sorted(Asked.model_fields)), WORDS, max_size=6))
def test_any_form_is_answered(client: TestClient, asked: dict[str, str]) -> None:
    for path in ("/search", "/api/search", "/api/facets", "/search.csv"):
        assert client.get(path, params=asked).status_code in (200, 400, 422)


@given(
    st.builds(
        Asked,
        words=st.none() | st.text(min_size=1).filter(str.strip),
        nested=st.none() | st.booleans(),
        limit=st.integers(1, 200),
    )
)
def test_a_link_asks_for_the_same(asked: Asked) -> None:
    if asked.words is None or len(asked.words) <= 500:
        assert Asked.model_validate(asked.given) == asked


def test_csv_holds_what_the_page_shows(client: TestClient) -> None:
    answer = client.get("/search.csv?words=quota")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["statement"] for row in rows] == [
        hit["statement"] for hit in client.get("/api/search?words=quota").json()["hits"]
    ]


@pytest.mark.parametrize("start", FORMULA)
def test_no_cell_of_a_csv_file_is_a_formula(client: TestClient, app: FastAPI, start: str) -> None:
    words = f"{start}HYPERLINK(A1) walrus"
    app.state.ledger.put(reading_of("Ada Berg: a walrus came.\n", title=words, publisher="-2+3 Courier"))
    (row,) = csv.DictReader(io.StringIO(client.get("/search.csv?words=walrus").text, newline=""))
    assert (row["title"], row["publisher"]) == (f"'{words}", "'-2+3 Courier")
    assert not any(cell.startswith(FORMULA) for cell in row.values())
    (exact,) = csv.DictReader(io.StringIO(client.get("/search.csv?words=walrus&exact=true").text, newline=""))
    assert (exact["title"], exact["publisher"]) == (words, "-2+3 Courier")
    assert client.get("/search?words=walrus").text.count("/search.csv?words=walrus") == 2


def test_searches_are_saved_for_oneself(client: TestClient, csrf: dict[str, str]) -> None:
    kept = {"name": "  Fish \n quota ", "search": {"words": "quota", "type": "CONCEDE"}}
    assert client.put("/api/searches", json=kept, headers=csrf).status_code == 204
    (saved,) = client.get("/api/searches").json()
    assert (saved["name"], saved["asked"]) == ("Fish quota", "words=quota&type=CONCEDE")
    assert 'href="/search?words=quota&amp;type=CONCEDE"' in client.get("/").text
    again = client.put("/api/searches", json=kept | {"search": {"words": "fleet"}}, headers=csrf)
    assert again.status_code == 204
    assert [one["asked"] for one in client.get("/api/searches").json()] == ["words=fleet"]
    assert client.delete(f"/api/searches/{saved['id']}", headers=csrf).status_code == 204
    assert client.delete(f"/api/searches/{saved['id']}", headers=csrf).status_code == 404


@SAME
@given(WORDS, WORDS)
def test_any_search_may_be_saved_or_is_refused(client: TestClient, name: str, asked: str) -> None:
    data = {"csrf": csrf_of(client), "name": name, "asked": asked}
    assert client.post("/search/saved", data=data, follow_redirects=False).status_code in (303, 400, 422)


# Story


def test_a_story_is_shown_as_published(client: TestClient, story: str) -> None:
    record = client.get(f"/api{story}").json()
    reading = Reading.from_json(client.get(f"/api{story}").content)
    assert record["schema"] == "reportedly/1"
    text = client.get(story).text
    for statement in reading.statements:
        assert f'id="said-{statement.id}"' in text
    assert '<a href="https://wire.example/1" rel="noreferrer noopener">' in text


def test_a_statement_has_its_evidence(client: TestClient, story: str) -> None:
    told = client.get(f"/api{story}/statements/s4").json()
    assert told["chain"] == ["Helga Marsdottir", "Ingrid Solvang"]
    assert {"field": "reported within", "value": "s3", "by": "", "words": "", "start": None, "end": None} in told["evidence"]
    whole, part = client.get(f"{story}/s4").text, client.get(f"{story}/s4?part=true").text
    assert "<html" in whole
    assert "<html" not in part
    assert "What others say of the same" in part
    review = part.partition('class="button" href="')[2].partition('"')[0]
    assert client.get(review).status_code == 200


def test_what_is_not_there_is_said_so(client: TestClient, story: str) -> None:
    for path in ("/stories/abcdef012345", f"{story}/s99", "/actors/999", f"{story}/s99?part=true", "/stories/xyz"):
        assert client.get(path).status_code in (404, 422), path
        assert client.get(f"/api{path.partition('?')[0]}").status_code in (404, 422), path


def test_what_other_stories_say_of_the_same(client: TestClient, app_ledger: Ledger) -> None:
    said = "the northern trawler quota stands at 208,000 tonnes"
    for number, speaker in enumerate(("Olav Brekke", "Signe Dahl")):
        app_ledger.put(
            reading_of(f"Trawlers {number}\n\n{speaker}: {said} {number}.\n", title=f"T{number}", published="2024-05-01")
        )
    hit = client.get("/api/search", params={"words": "trawler", "speaker": "Dahl"}).json()["hits"][0]
    told = client.get(f"/api/stories/{hit['document']}/statements/{hit['statement']}").json()
    assert [other["chain"] for other in told["akin"]] == [["Olav Brekke"]]


@pytest.fixture
def app_ledger(client: TestClient) -> Ledger:
    ledger: Ledger = client.app.state.ledger  # type: ignore[attr-defined]
    return ledger


# Actors


def test_actors_are_listed_and_found(client: TestClient) -> None:
    everybody = client.get("/api/actors").json()
    assert {known["name"] for known in everybody} >= {"Paul Deering", "Helga Marsdottir"}
    answer = client.get("/actors?name=Paul+Deering", follow_redirects=False)
    assert answer.status_code == 303
    page = client.get(answer.headers["location"]).text
    assert "the fleet will return" in page
    assert "nobody known bears this name" in page
    assert client.get("/api/actors", params={"name": "Ingrid Solvang"}).json()[0]["name"] == "Ingrid Solvang"


def test_who_quotes_him(client: TestClient) -> None:
    number = next(one["id"] for one in client.get("/api/actors").json() if one["name"] == "Ingrid Solvang")
    voice = client.get(f"/api/actors/{number}/voice").json()
    assert {quoter["name"] for quoter in voice["quoters"]} == {"Northern Wire", "Helga Marsdottir"}
    assert [period["period"] for period in voice["periods"]] == ["2024-03"]
    assert client.get(f"/api/actors/{number}/appearances").json()[0]["reasons"]


def test_who_was_joined_is_found_under_the_one_that_stands(client: TestClient, app_ledger: Ledger) -> None:
    one, other = [known["id"] for known in client.get("/api/actors", params={"name": "Ingrid Solvang"}).json()]
    app_ledger.merge([one, other], "ann", "one person")
    answer = client.get(f"/actors/{other}", follow_redirects=False)
    assert answer.headers["location"] == f"/actors/{one}"


def test_names_of_odd_stories_are_only_text(client: TestClient) -> None:
    for path in ("/", "/search", "/actors", "/search?words=stand", "/actors/5"):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "<img" not in text
    assert "&lt;b&gt;Bold&lt;/b&gt;" in client.get("/search?words=stand").text


# The whole


def test_every_answer_is_described(client: TestClient) -> None:
    """Each request of the API says what comes back, in a model that has a name or is plain."""
    document = client.get("/api/openapi.json").json()
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            answers = [answer for code, answer in told["responses"].items() if code.startswith("2")]
            assert answers, (method, path)
            assert told.get("description") or told.get("summary"), (method, path)
            for answer in answers:
                for content in answer.get("content", {}).values():
                    assert content["schema"] != {}, (method, path)
