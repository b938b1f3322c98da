"""Who speaks about whom, as a page and as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from reportedly.ledger import Ledger
from tests.ledger.stories import reading_of

TALKS = """\
Anna Lind: Bo Ek opened [CONCEDE asserted] the sluices.
Anna Lind: Bo Ek must close [CONCEDE demanded] the sluices again.
Bo Ek: I accuse [ACCUSE asserted] Anna Lind of nothing.
Mallory <script>: Anna Lind and Bo Ek <b>lie</b>.
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("talks") / "ledger.db"
    with Ledger.open(path, create=True) as ledger:
        ledger.put(reading_of(TALKS, title="Sluices", publisher="Northern Wire", published="2024-03-12"), "talks.txt")
    return path


def test_the_page_has_a_picture_and_the_same_as_a_table(client: TestClient) -> None:
    text = client.get("/network").text
    assert text.count('class="node ') == 3
    assert text.count("<tr data-speaker") == text.count('class="edge ') == 4
    assert "Anna Lind speaks of Bo Ek in 2 statements" in text


def test_a_pair_leads_to_its_statements_and_an_actor_to_his_page(client: TestClient) -> None:
    pair = client.get("/api/network").json()["pairs"][0]
    text = client.get("/network?status=demanded").text
    assert f'href="/search?status=demanded&amp;speaker={pair["speaker"]}&amp;about={pair["target"]}"' in text
    assert f'href="/actors/{pair["speaker"]}"' in text
    found = client.get(f"/api/search?speaker={pair['speaker']}&about={pair['target']}").json()
    assert len(found["hits"]) == pair["statements"] == 2


def test_type_and_time_narrow_it(client: TestClient) -> None:
    assert [pair["types"] for pair in client.get("/api/network?type=accuse").json()["pairs"]] == [[["ACCUSE", 1]]]
    assert client.get("/api/network?said_before=2024").json()["pairs"] == []
    assert "Nobody speaks of anybody in these statements" in client.get("/network?said_before=2024").text


def test_the_fewer_actors_the_fewer_pairs(client: TestClient) -> None:
    found = client.get("/api/network?actors=2").json()
    assert (len(found["parties"]), len(found["pairs"]), found["left_out"]) == (2, 2, 2)


def test_names_and_words_of_stories_are_shown_as_text(client: TestClient) -> None:
    text = client.get("/network?words=%3Cscript%3Elie").text
    assert "<script>lie" not in text
    assert "Mallory &lt;script&gt;" in client.get("/network").text


@pytest.mark.parametrize("asked", ["actors=1", "actors=101", "type=NONSENSE", "said_after=soon", "actors=many"])
def test_what_cannot_be_meant_is_refused_in_a_sentence(client: TestClient, asked: str) -> None:
    answer = client.get(f"/api/network?{asked}")
    assert answer.status_code == 422
    assert answer.json()["detail"].endswith(".")


def test_empty_fields_of_the_form_do_not_matter(client: TestClient) -> None:
    assert client.get("/api/network?words=&speaker=&type=&said_after=").json() == client.get("/api/network").json()


def test_an_empty_ledger_says_so(tmp_path: Path) -> None:
    from reportedly.serve.app import create_app
    from reportedly.serve.settings import Settings

    with TestClient(create_app(str(tmp_path / "new.db"), Settings()), base_url="http://127.0.0.1") as asking:
        assert "Nobody speaks of anybody in this ledger" in asking.get("/network").text
