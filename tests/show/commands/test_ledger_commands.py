"""The commands of the ledger: what they print, and how they end."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from reportedly.ledger import Ledger
from reportedly.show import rows
from reportedly.show.cli import main
from reportedly.show.commands import find
from tests.ledger.stories import reading_of

STORY = """\
Anna Lind: The sluices were opened [CONCEDE asserted] in 2021.
Bo Ek: I never agreed [AGREE denied] to any opening, and \u202ethat\x1b[31m is that.
Bo Ek > Cy Dahl: The sluice keepers will strike [PROTEST future] in 2026.
"""


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "ledger.db"
    monkeypatch.setenv("REPORTEDLY_LEDGER", str(path))
    monkeypatch.setenv("COLUMNS", "80")
    with Ledger.open(path, create=True) as opened:
        opened.put(reading_of(STORY, publisher="Northern Wire", published="2024-03-12", title="River"), "wire.txt")
        opened.put(reading_of("Bo Ek: Nothing to add.", published="2024-04-01", title="Short"), "short.txt")
    return path


@pytest.fixture
def run(ledger: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


class Run:
    """Runs a command and gives what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str, code: int = 0) -> str:
        assert main(arguments) == code
        printed = self._capsys.readouterr()
        self.complaints = printed.err
        return printed.out


def test_a_table_steers_no_terminal(run: Run) -> None:
    out = run("search", "opening")
    assert "Bo Ek" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_json_is_one_list_and_csv_one_table(run: Run) -> None:
    (hit,) = json.loads(run("search", "strike", "--format", "json", "--type", "protest"))
    assert hit["chain"] == ["Bo Ek", "Cy Dahl"]
    (line,) = run("search", "strike", "--format", "jsonl", "--type", "protest").splitlines()
    assert json.loads(line) == hit
    (row,) = csv.DictReader(io.StringIO(run("search", "strike", "--format", "csv", "--type", "protest")))
    assert json.loads(row["chain"]) == hit["chain"]
    assert run("search", "nowhere", "--format", "csv") == ""


def test_csv_for_spreadsheets_runs_nothing() -> None:
    found = [{"title": "=1+1", "confidence": -0.5, "chain": ["-x"], "speaker": None}]
    assert rows.as_csv(found) == 'title,confidence,chain,speaker\r\n=1+1,-0.5,"[""-x""]",\r\n'
    assert rows.as_csv_safe(found) == 'title,confidence,chain,speaker\r\n\'=1+1,-0.5,"[""-x""]",\r\n'


def test_csv_safe_is_a_format_of_the_search(run: Run) -> None:
    assert run("search", "strike", "--format", "csv-safe") == run("search", "strike", "--format", "csv") != ""


def test_what_is_not_found_is_said(run: Run) -> None:
    assert run("search", "nowhere") == "Nothing was found.\n"
    assert run("timeline", "nowhere") == "No statement that was found speaks of a time.\n"
    assert run("failures") == "Every story could be read.\n"


def test_more_pages_are_said_to_be_there(run: Run) -> None:
    assert "--offset 1 shows the next" in run("search", "--limit", "1")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["search", "--type", "SHOUT"], "There is no type 'SHOUT'"),
        (["search", "--said-after", "yesterday"], "is no date"),
        (["search", "--confidence", "high"], "no number between 0 and 1"),
        (["search", "--limit", "few"], "no whole number"),
        (["search", "--format", "xml"], "There is no format 'xml'"),
        (["search", "--ledger", "nowhere.db"], "There is no ledger nowhere.db"),
        (["speaker", "Nobody Known"], "knows nobody called"),
        (["speaker", "999"], "There is no actor 999"),
        (["export", "--format", "brat"], "add --output FOLDER"),
        (["export", "--format", "xml"], "There is no format 'xml'"),
        (["bundle", "feed#s1"], "holds no document feed"),
        (["verify", "nowhere.json"], "does not exist"),
        (["actors", "merge", "1"], "two actors"),
        (["actors", "merge", "one", "two"], "is no number"),
        (["actors", "undo"], "no judgement to take back"),
        (["corrections", "undo", "7"], "no correction 7"),
        (["registers", "retire", "none"], "no register"),
        (["add", "x.txt", "--workers", "0"], "no number of processes"),
    ],
)
def test_a_mistake_is_one_sentence(run: Run, arguments: list[str], complaint: str) -> None:
    run(*arguments, code=2)
    assert complaint in run.complaints
    assert run.complaints.startswith("reportedly: ")
    assert run.complaints.count("\n") == 1


def test_actors_are_merged_and_parted_again(run: Run) -> None:
    bos = [one["id"] for one in json.loads(run("actors", "--format", "json")) if one["name"] == "Bo Ek"]
    assert len(bos) == 2
    run("speaker", "Bo Ek", code=2)
    assert "Several actors" in run.complaints
    assert "stands for all" in run("actors", "merge", *map(str, bos), "--by", "editor", "--why", "same man")
    assert "3 statements" in run("speaker", "Bo Ek") or "Nothing to add" in run("speaker", "Bo Ek")
    (decision,) = json.loads(run("actors", "history", "--format", "json"))
    assert (decision["act"], decision["who"], decision["why"]) == ("merge", "editor", "same man")
    run("actors", "undo", "--by", "editor")
    assert len([one for one in json.loads(run("actors", "--format", "json")) if one["name"] == "Bo Ek"]) == 2


def test_an_actor_split_off_is_found_by_himself(run: Run) -> None:
    bos = [str(one["id"]) for one in json.loads(run("actors", "--format", "json")) if one["name"] == "Bo Ek"]
    run("actors", "merge", *bos, "--by", "editor")
    (short,) = json.loads(run("search", "add", "--format", "json"))
    run("actors", "split", bos[0], "--document", short["document"], "--by", "editor")
    (again,) = json.loads(run("search", "add", "--format", "json"))
    assert again["speaker"] not in map(int, bos)
    (found,) = json.loads(run("search", "--speaker", str(again["speaker"]), "--format", "json"))
    assert found["words"] == "Nothing to add."


def test_what_is_corrected_in_brat_is_shown_from_then_on(run: Run, tmp_path: Path) -> None:
    denied = ("search", "--type", "PROTEST", "--status", "denied", "--format", "json")
    run("export", "--format", "brat", "--output", str(tmp_path / "brat"), "--publisher", "Northern Wire")
    (path,) = (tmp_path / "brat").glob("*.ann")
    annotations = path.read_text("utf-8")
    event = re.search(r"^(E\d+)\tPROTEST", annotations, re.MULTILINE)
    assert event
    path.write_text(annotations.replace(f"Status {event[1]} future", f"Status {event[1]} denied"), encoding="utf-8")
    assert json.loads(run(*denied)) == []
    assert run("corrections", "import", str(tmp_path / "brat"), "--by", "editor") == "1 correction kept.\n"
    assert len(json.loads(run(*denied))) == 1
    (made,) = json.loads(run("corrections", "--format", "json"))
    assert (made["who"], made["undone"]) == ("editor", None)
    run("corrections", "undo", str(made["id"]))
    assert json.loads(run(*denied)) == []


def test_a_bundle_is_verified_and_a_tampered_one_is_not(run: Run, tmp_path: Path) -> None:
    (hit,) = json.loads(run("search", "sluices", "opened", "--format", "json"))
    bundle = run("bundle", f"{hit['document'].removeprefix('sha256:')[:10]}#{hit['statement']}")
    path = tmp_path / "claim.json"
    path.write_text(bundle, encoding="utf-8")
    assert "✗" not in run("verify", str(path))
    path.write_text(bundle.replace("2021", "2020"), encoding="utf-8")
    assert "✗" in run("verify", str(path), code=1)


@pytest.mark.usefixtures("ledger")
def test_readings_are_exported_to_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", "--publisher", "Northern Wire"]) == 0
    (line,) = capfdbinary.readouterr().out.splitlines()
    assert json.loads(line)["document"]["text"] == STORY


def test_a_register_gives_its_identifiers(run: Run, tmp_path: Path) -> None:
    register = tmp_path / "ministers.csv"
    register.write_text("name,kind,country,role,wikidata\nAnna Lind,person,SE,minister,Q1\n,person,,,\n", encoding="utf-8")
    assert run("registers", "import", str(register)).startswith("1 entries")
    assert json.loads(run("registers", "--format", "json")) == [{"name": "ministers", "entries": 1}]
    assert run("registers", "retire", "ministers") == "1 entries are gone.\n"


QUARREL = """\
Ines Marlow: The east wall of the Velmar dam has a crack three metres long.
"""
DENIAL = """\
Tomas Grell: The east wall of the Velmar dam has no crack.
"""


@pytest.fixture
def quarrel(ledger: Path) -> None:
    with Ledger.open(ledger) as opened:
        opened.put(reading_of(QUARREL, publisher="Northern Wire", published="2024-05-04", title="A crack"), "a.txt")
        opened.put(reading_of(DENIAL, publisher="Ellery Post", published="2024-05-05", title="No crack"), "b.txt")


@pytest.mark.usefixtures("quarrel")
def test_accounts_of_one_happening_stand_side_by_side(run: Run) -> None:
    out = run("compare", "crack")
    assert "2 stories · 2 independent voices" in out
    assert "Ines Marlow" in out
    assert "Verdicts are proposals" in out
    scored = json.loads(run("compare", "--all", "--format", "json"))
    assert {"groups", "relations", "reprints"} <= set(scored)
    both = {reading_of(QUARREL).document.id, reading_of(DENIAL).document.id}
    assert any(both <= {account["story"] for account in group} for group in scored["groups"])


@pytest.mark.usefixtures("quarrel")
def test_a_happening_is_compared_by_its_number_or_a_statement(run: Run) -> None:
    digest = reading_of(DENIAL).document.id.removeprefix("sha256:")
    by_statement = run("compare", f"{digest[:10]}#s1")
    assert "no. 3" in by_statement
    assert run("compare", "--happening", "4") == by_statement
    run("compare", "abcdef0123#s1", code=2)
    assert "no document" in run.complaints


@pytest.mark.usefixtures("quarrel")
def test_what_is_disputed_and_promised_is_listed(run: Run) -> None:
    for dispute in json.loads(run("disputes", "--all", "--format", "json")):
        assert dispute["relation"] == "disputes"
        assert dispute["reasons"]
    fates = {one["fate"] for one in json.loads(run("promises", "--all", "--format", "json"))}
    assert fates <= {"kept", "broken", "cannot tell", "disputed", "open"}
    assert run("promises", "crack") == "No promise or demand was found.\n"


@pytest.mark.usefixtures("quarrel")
def test_a_verdict_is_overruled_and_the_decision_taken_back(run: Run) -> None:
    before = run("disputes")
    (dispute,) = json.loads(run("disputes", "--format", "json"))
    assert dispute["id"] in before
    told = run("overrule", dispute["id"], "none", "--by", "editor", "--because", "another wall")
    assert told == f"The verdict {dispute['id']} is none now (decision 1); reportedly overrule --undo 1 takes it back.\n"
    assert run("disputes") == "Nothing is disputed.\n"
    (decided,) = json.loads(run("overrule", "--history", "--format", "json"))
    assert (decided["who"], decided["because"], decided["undone"]) == ("editor", "another wall", None)
    assert run("overrule", "--undo") == "Decision 1 is taken back.\n"
    assert run("disputes") == before
    run("overrule", dispute["id"], "agrees", "--by", "editor")
    assert "= agrees with" in run("compare", "crack")
    assert "so says editor" in run("compare", "crack")


@pytest.mark.usefixtures("quarrel")
def test_stories_are_parted_and_happenings_joined(run: Run) -> None:
    assert "2 stories" in run("compare", "crack")
    digest = reading_of(DENIAL).document.id.removeprefix("sha256:")
    assert "is not of that happening now" in run("overrule", digest, "apart")
    assert "2 stories" not in run("compare", "crack")
    run("overrule", "--undo")
    run("compare", "--all", "--format", "json")
    assert "one happening now" in run("overrule", "1", "together", "3")
    assert "3 stories" in run("compare", "crack")
    run("overrule", "1", code=2)
    assert "Say what to overrule" in run.complaints


@pytest.mark.usefixtures("quarrel")
@pytest.mark.parametrize("command", [("compare", "--all"), ("disputes",), ("promises",)], ids=lambda command: command[0])
def test_each_is_a_page_too(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    page = run(*command, "--format", "html")
    assert page.startswith("<!doctype html>")
    assert page.count("<h1") == 1
    assert run(*command, "--format", "html", "--output", str(tmp_path / "page.html")) == ""
    assert (tmp_path / "page.html").read_text("utf-8") == page


def test_what_is_to_be_compared_must_be_said(run: Run) -> None:
    run("compare", code=2)
    assert "or --all for the whole ledger" in run.complaints


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        ("2021-01-01", "2022-01-01", "2021"),
        ("2021-10-01", "2021-11-01", "October 2021"),
        ("2021-10-05", "2021-10-06", "5 October 2021"),
        ("2024-04-15", "2024-04-22", "15 – 21 April 2024"),
        ("2024-04-29", "2024-05-06", "29 April 2024 – 5 May 2024"),
        ("2021-09-01", "2021-12-01", "September – November 2021"),
        ("2021-12-01", "2022-03-01", "December 2021 – February 2022"),
        ("2020-01-01", "2022-01-01", "January 2020 – December 2021"),
    ],
)
def test_days_are_shown_as_short_as_can_be(begin: str, end: str, words: str) -> None:
    assert find.in_days(begin, end) == words
