"""Accounts compared, as pages and as JSON; and a person's word against the rules."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from starlette.testclient import TestClient

from reportedly.compare import RELATION_KINDS
from reportedly.ledger import Ledger
from reportedly.ledger.accounts.views import Mark
from reportedly.serve.app import create_app
from reportedly.serve.comparing import Comparer
from reportedly.serve.pages.compare import FIRST, INSTEAD, PAGED, marked
from reportedly.serve.settings import Settings
from tests.compare.stories import Line
from tests.ledger.test_accounts import CRACK, DONE, STORIES, put, tale


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with five stories, four of one happening, compared."""
    path = tmp_path_factory.mktemp("dam") / "ledger.db"
    with Ledger.open(path, create=True) as ledger:
        put(ledger, [*STORIES[:3], tale("done", 6, DONE, publisher="Valley Mail"), STORIES[4]])
        ledger.bring_up_to_date()
    return path


def number(client: TestClient) -> int:
    """The happening at the dam."""
    (one,) = client.get("/api/compare").json()["happenings"]
    found: int = one["number"]
    return found


def test_happenings_are_listed_with_their_disputes(client: TestClient) -> None:
    text = " ".join(client.get("/compare").text.split())
    assert "4 stories" in text
    assert "Dolnaya Post" in text
    assert f'href="/compare/{number(client)}"' in text
    assert "dispute" in text


def test_a_happening_shows_both_sides_with_the_words_that_tell(client: TestClient) -> None:
    text = client.get(f"/compare/{number(client)}").text
    assert "At odds" in text
    assert "Other figures, dates and places" in text
    assert '<mark class="all">Four villagers were hurt' in text
    assert '<mark class="all">Six villagers were hurt' in text
    assert "independent voices" in text
    assert "Voice by voice" in text


def test_the_number_of_any_story_finds_its_happening(client: TestClient) -> None:
    whole = client.get(f"/api/compare/{number(client)}").json()
    assert len(whole["stories"]) == 4
    assert client.get("/api/compare/2").json()["number"] == whole["number"]
    assert client.get("/compare/2").text.count("<article") == client.get(f"/compare/{number(client)}").text.count("<article")


def test_there_is_no_happening_of_a_story_that_is_not_there(client: TestClient) -> None:
    assert client.get("/compare/4711").status_code == 404
    assert client.get("/api/compare/4711").json() == {"detail": "There is no happening 4711, or its stories wait to be compared."}


def test_disputes_and_promises_are_lists_of_their_own(client: TestClient) -> None:
    found = client.get("/api/disputes").json()
    text = client.get("/compare/disputes").text
    assert text.count('<article class="pair disputes"') == len(found) > 0
    fates = [one["fate"] for one in client.get("/api/promises").json()]
    text = client.get("/compare/promises").text
    assert fates
    assert all(f"<b>{fate}</b>" in text for fate in fates)


def test_a_query_narrows_all_lists(client: TestClient) -> None:
    assert client.get("/api/compare?words=dockers").json()["happenings"][0]["stories"] == 1
    assert client.get("/api/disputes?words=dockers").json() == []
    assert "Nothing is disputed" in client.get("/compare/disputes?words=dockers").text
    assert "No happening was found" in client.get("/compare?words=nowhere").text
    assert "No promise or demand was found" in client.get("/compare/promises?words=nowhere").text


def test_an_editor_overrules_a_verdict_and_takes_it_back(client: TestClient, csrf: dict[str, str]) -> None:
    before = client.get("/api/disputes").json()
    dispute, happening = before[0], number(client)
    assert "so says ann" not in client.get(f"/compare/{happening}").text
    form = {
        "verdict": dispute["id"],
        "instead": "agrees",
        "because": "Of <b>another</b> wall.",
        "happening": str(happening),
    }
    answer = client.post("/compare/overrule", data=form, headers=csrf, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/compare/{happening}#decided")
    assert dispute["id"] not in {one["id"] for one in client.get("/api/disputes").json()}
    text = client.get(f"/compare/{happening}").text
    assert "so says ann, not the rules: Of &lt;b&gt;another&lt;/b&gt; wall." in text
    (decision,) = client.get("/api/overrulings").json()
    client.post("/compare/withdraw", data={"decision": decision["id"], "happening": happening}, headers=csrf)
    assert client.get("/api/disputes").json() == before
    assert "so says ann" not in client.get(f"/compare/{happening}").text


def test_a_statement_shows_what_others_were_found_to_be_to_it(client: TestClient, csrf: dict[str, str]) -> None:
    dispute = client.get("/api/disputes").json()[0]
    for here, there in ((dispute["a"], dispute["b"]), (dispute["b"], dispute["a"])):
        address = f"/stories/{here['document'][7:23]}"
        text = client.get(f"{address}/{here['statement']}").text
        others = text.partition('class="plain others"')[2].partition("</ul>")[0]
        assert "<b>disputes</b>" in others
        assert there["words"] in html.unescape(others)
        assert f'href="/compare/{dispute["happening"]}"' in others
        found = client.get(f"/api{address}/statements/{here['statement']}").json()["compared"]
        assert dispute["id"] in {one["id"] for one in found}
    client.post(f"/api/verdicts/{dispute['id']}", json={"instead": "none"}, headers=csrf)
    assert "<b>disputes</b>" not in client.get(f"{address}/{here['statement']}").text


def test_the_api_overrules_too(client: TestClient, csrf: dict[str, str]) -> None:
    dispute = client.get("/api/disputes").json()[0]
    made = client.post(f"/api/verdicts/{dispute['id']}", json={"instead": "none", "because": "Of another wall."}, headers=csrf)
    assert (made.json()["who"], made.json()["verdict"]) == ("ann", "none")
    assert client.delete(f"/api/overrulings/{made.json()['id']}", headers=csrf).json()["undone_by"] == "ann"
    assert client.delete(f"/api/overrulings/{made.json()['id']}", headers=csrf).status_code == 400
    assert client.post("/api/verdicts/0123abc", json={"instead": "none"}, headers=csrf).status_code == 400
    assert client.post(f"/api/verdicts/{dispute['id']}", json={"instead": "maybe"}, headers=csrf).status_code == 422


def test_a_story_is_said_to_be_of_something_else(client: TestClient, csrf: dict[str, str]) -> None:
    happening = number(client)
    story = client.get(f"/api/compare/{happening}").json()["stories"][-1]
    client.post("/compare/part", data={"document": story["document"]}, headers=csrf)
    assert len(client.get(f"/api/compare/{number(client)}").json()["stories"]) == 3


@pytest.mark.parametrize("path", ["/compare/overrule", "/compare/withdraw", "/compare/part", "/api/verdicts/x"])
def test_nothing_is_decided_without_the_form_of_ours(client: TestClient, path: str) -> None:
    assert client.post(path, data={"verdict": "x", "instead": "none", "decision": "1", "document": "x"}).status_code == 403


@given(
    path=st.sampled_from(["/compare/overrule", "/compare/withdraw", "/compare/part"]),
    form=st.dictionaries(
        st.sampled_from(["verdict", "instead", "because", "happening", "decision", "document"]),
        st.one_of(st.text(max_size=90), st.integers().map(str), st.sampled_from(["none", "agrees", "0a1b2c", "sha256:00ff00"])),
    ),
)
@limits(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_form_breaks_anything(client: TestClient, csrf: dict[str, str], path: str, form: dict[str, str]) -> None:
    answer = client.post(path, data=form, headers=csrf, follow_redirects=False)
    assert answer.status_code in (400, 422)


def test_people_can_say_whatever_the_rules_can() -> None:
    assert set(INSTEAD) == {"none", *RELATION_KINDS}


def test_what_waits_is_compared_in_the_background(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Comparer] = []
    monkeypatch.setattr(Comparer, "compare", lambda self: asked.append(self))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        client.get("/compare")
        assert asked == []
        put(app.state.ledger, [tale("new", 7, "The Velmar dam in the valley of Dolnaya held, engineers found.")])
        text = " ".join(client.get("/compare").text.split())
    assert len(asked) == 1
    assert "1 story waits to be compared" in text


def test_the_process_compares_and_ends(tmp_path: Path) -> None:
    where = tmp_path / "ledger.db"
    with Ledger.open(where, create=True) as ledger:
        put(ledger, STORIES[:2])
        comparer = Comparer(ledger.engine)
        comparer.compare()
        process = comparer._process
        assert process is not None
        process.join(120)
        assert process.exitcode == 0
        assert ledger.bring_up_to_date().total == 0
        comparer.stop()


def test_the_process_ends_with_its_server(tmp_path: Path) -> None:
    where = tmp_path / "ledger.db"
    with Ledger.open(where, create=True) as ledger:
        put(ledger, STORIES)
        comparer = Comparer(ledger.engine)
        comparer.compare()
        process = comparer._process
        comparer.stop()
        assert process is not None
        assert not process.is_alive()
        ledger.bring_up_to_date()  # what was begun goes on
        assert ledger.disputes()


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        ([(12, 15)], "He <mark>did</mark>n’t &lt;go&gt;"),
        ([(9, 27)], "He didn’t &lt;go&gt;"),  # all of it, and so nothing in particular
        ([(0, 5), (40, 50)], "He didn’t &lt;go&gt;"),
        ([(12, 15), (13, 18)], "He <mark>did</mark><mark>n’t</mark> &lt;go&gt;"),
    ],
)
def test_words_that_tell_are_marked(marks: list[tuple[int, int]], shown: str) -> None:
    assert marked("He didn’t <go>", 9, [Mark("", *place) for place in marks]) == shown


# Many stories


CROWD = 40  # papers that print one dispatch, each with another figure


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A happening of forty stories, each of which repeats all before it: the ways through them are countless."""
    path = tmp_path_factory.mktemp("crowd") / "ledger.db"
    with Ledger.open(path, create=True) as ledger:
        for place in range(CROWD):
            hurt = Line("Anna Reinholt", f"{place % 7 + 3} villagers were hurt when the water came")
            put(ledger, [tale(f"s{place}", 2 + place % 27, CRACK, hurt, publisher=f"Paper {place}")])
        ledger.bring_up_to_date()
    with TestClient(create_app(str(path), Settings(requests_a_minute=100_000)), base_url="http://127.0.0.1") as asking:
        yield asking


def test_a_happening_of_many_stories_is_shown_in_short(crowded: TestClient) -> None:
    happening = number(crowded)
    relations = Counter(one["relation"] for one in crowded.get(f"/api/compare/{happening}").json()["relations"])
    assert relations["repeats"] > 5 * CROWD
    page = crowded.get(f"/compare/{happening}")
    assert len(page.content) < 300_000
    assert page.text.count("<article") <= FIRST
    differences = relations["differs_in_number"]
    assert differences > PAGED
    assert f"All {differences}<span" in page.text
    seen: list[str] = []
    address: str | None = f"/compare/{happening}?part=difference"
    while address:
        text = crowded.get(address).text
        assert len(text) < 500_000
        seen += re.findall(r'<article class="pair[^"]*" id="([^"]+)"', text)
        onward = re.search(r'rel="next" href="([^"]+)"', text)
        address = html.unescape(onward[1]) if onward else None
    assert len(set(seen)) == len(seen) == differences


def test_what_a_page_does_not_show_is_led_to(crowded: TestClient) -> None:
    happening = number(crowded)
    text = crowded.get(f"/compare/{happening}").text
    here = set(re.findall(r'id="([^"]+)"', text))
    links = {html.unescape(link) for link in re.findall(r'<li><a href="([^"]*#h[^"]+)">', text)}
    assert {link.rpartition("#")[2] for link in links if link.startswith("#")} <= here
    beyond = sorted(link for link in links if not link.startswith("#"))
    assert beyond
    for link in beyond[:: max(len(beyond) // 8, 1)]:
        address, _, target = link.partition("#")
        assert f'id="{target}"' in crowded.get(address).text, link


def test_who_repeats_stands_once_below_whom_he_repeats(crowded: TestClient) -> None:
    page = crowded.get(f"/compare/{number(crowded)}?part=repeats").text
    chains = re.findall(r'<ol class="repeated">(.*?)</ol>', page, re.DOTALL)
    assert max(chain.count("<li") for chain in chains) >= CROWD - 1
    names = re.findall(r'<li id="([^"]+)" class="depth', page)
    assert len(set(names)) == len(names)
    assert crowded.get(f"/compare/{number(crowded)}?part=nothing").status_code == 422
    assert crowded.get(f"/compare/{number(crowded)}?part=repeats&offset=99").status_code == 200
