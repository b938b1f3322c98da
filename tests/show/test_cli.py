from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reportedly import __version__, pipeline
from reportedly.errors import ModelError
from reportedly.records import Actor, Document, Event, Reading, Span, Statement
from reportedly.show import cli, look
from reportedly.show.cli import main
from reportedly.show.progress import progress_of

STORY = "The harbour will be dredged in spring, the mayor said on Monday."


def reading_of(document: Document) -> Reading:
    """A reading without a model: the mayor says all of it, and dredging is an event."""
    mayor = Actor("a1", "the mayor", "person")
    whole = (Span(0, len(document.text)),)
    said = Statement("s1", "indirect", False, mayor, (), (), whole, None, None, None, None, 0.9, document)
    found = re.finditer("dredged", document.text)
    events = [Event("e1", Span(*m.span()), "AID", None, (), (), (), said, "future", "2024-SP", None, 0.9) for m in found]
    return Reading(document, (mayor,), (said,), (), tuple(events))


class Stub:
    """Stands for the reader. A story with the word BUG has one; with INTERRUPT, the user loses patience."""

    def read(self, document: Document) -> Reading:
        from reportedly.read.language import ensure_readable

        if "BUG" in document.text:
            raise ZeroDivisionError("a bug")
        if "INTERRUPT" in document.text:
            raise KeyboardInterrupt
        ensure_readable(document.language)
        return reading_of(document)


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "load", Stub)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with two stories of the same name and a broken one."""
    folder = tmp_path / "news"
    (folder / "old").mkdir(parents=True)
    (folder / "harbour.txt").write_text(STORY)
    (folder / "old" / "harbour.txt").write_text("Once more: " + STORY)
    (folder / "broken.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    return folder


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """What standard error got: one sentence, and nothing on standard output."""
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert captured.err.startswith("reportedly: ")
    return captured.err


def test_read_tells_who_says_what(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(news / "harbour.txt"), "--published", "2024-03-29"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("29 March 2024\n───")
    assert f"the mayor · indirect · 90%\n│ {STORY}\n" in out
    assert "\x1b" not in out


def test_several_stories_as_text_are_named(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = news / "harbour.txt", news / "old" / "harbour.txt"
    assert main(["read", str(first), str(second)]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"==> {first} <==\n")
    assert f"\n\n==> {second} <==\n" in out


def test_json_is_the_record(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(news / "harbour.txt"), "--format", "json"]) == 0
    out = capsys.readouterr().out
    assert Reading.from_json(out).document.text == STORY
    assert out.startswith('{\n  "schema"')


def test_jsonl_is_a_line_a_story(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(news / "harbour.txt"), str(news / "old"), "--format", "jsonl"]) == 0
    texts = [json.loads(line)["document"]["text"] for line in capsys.readouterr().out.splitlines()]
    assert texts == [STORY, "Once more: " + STORY]


def test_html_is_a_page(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(news / "harbour.txt"), "--format", "html"]) == 0
    page = capsys.readouterr().out
    assert ">The harbour will be <b " in page
    assert ">dredged</b> in spring, the mayor said on Monday.</mark>" in page


def test_csv_has_one_header_for_all_stories(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(news / "harbour.txt"), str(news / "old"), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["status"], row["according_to"], row["quote"]) for row in rows] == [
        ("future", "the mayor", STORY),
        ("future", "the mayor", "Once more: " + STORY),
    ]


def test_csv_files_each_have_the_header(news: Path, tmp_path: Path) -> None:
    assert main(["read", str(news / "old"), "--format", "csv", "--output", str(tmp_path)]) == 0
    assert (tmp_path / "harbour.csv").read_text(encoding="utf-8").startswith("date,said_on,")


def test_timeml_is_the_story_with_tags(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(news / "harbour.txt"), "--format", "timeml"]) == 0
    assert 'be <EVENT eid="e1" class="OCCURRENCE">dredged</EVENT> in spring' in capsys.readouterr().out


def test_explain_tells_the_reasons(news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(news / "harbour.txt"), "--explain"]) == 0
    printed = capsys.readouterr().out
    assert "    statement s1 · model, 90%\n" in printed
    assert "│     according to the mayor\n" in printed
    assert main(["read", str(news / "harbour.txt"), "--explain", "--output", str(tmp_path)]) == 0
    assert (tmp_path / "harbour.txt").read_text(encoding="utf-8") == printed


def test_standard_input_is_a_story(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    assert main(["read", "-", "--format", "jsonl", "--language", "en"]) == 0
    assert json.loads(capsys.readouterr().out)["document"]["text"] == STORY


def test_a_web_address_is_fetched(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[str] = []

    def read_url(url: str, **known: Any) -> Document:
        asked.append(url)
        return Document("sha256:", STORY)

    monkeypatch.setattr("reportedly.read.web.read_url", read_url)
    assert main(["read", "https://example.org/news"]) == 0
    assert asked == ["https://example.org/news"]
    assert STORY in capsys.readouterr().out


@pytest.mark.parametrize("name", cli.FORMATS)
def test_output_gets_a_file_a_story(news: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "made" / "here"
    assert main(["read", str(news / "harbour.txt"), str(news / "old"), "--format", name, "--output", str(folder)]) == 0
    suffix = cli.FORMATS[name].suffix
    assert sorted(path.name for path in folder.iterdir()) == [f"harbour-2{suffix}", f"harbour{suffix}"]
    assert "Once more" not in (folder / f"harbour{suffix}").read_text(encoding="utf-8")
    assert "Once more" in (folder / f"harbour-2{suffix}").read_text(encoding="utf-8")
    assert capsys.readouterr() == ("", "")


def test_a_story_is_never_overwritten_by_its_reading(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(news / "harbour.txt"), "--output", str(news)]) == 2
    assert "would be overwritten; give --output another folder." in complaint(capsys)
    assert (news / "harbour.txt").read_text() == STORY


def test_one_bad_story_among_many_costs_only_itself(news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(news), str(tmp_path / "missing.txt"), "--format", "jsonl"]) == 1
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 2
    first, second, last = captured.err.splitlines()
    assert "broken.txt" in first
    assert "missing.txt does not exist" in second
    assert last == "reportedly: 2 of 4 stories could not be read."


@pytest.mark.parametrize("wrong", ["missing.txt", "news/broken.txt", "empty.txt", "folder", "russian.txt"])
def test_bad_input_is_a_sentence(news: Path, tmp_path: Path, wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "russian.txt").write_text("Министр заявил, что переговоры о водохранилище возобновятся весной. " * 5)
    assert main(["read", str(tmp_path / wrong)]) == 2
    assert wrong in complaint(capsys)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["read", "a.txt", "--format", "xml"], "There is no format 'xml'; choose text, json, jsonl, html, csv or timeml."),
        (["read", "a.txt", "--published", "yesterday"], "The date 'yesterday'"),
        (["read", "a.txt", "--language", "English!"], "The language 'English!'"),
        (["read"], "The following arguments are required: STORY; see reportedly read --help."),
        (["read", "a.txt", "--quick"], "Unrecognized arguments: --quick"),
        (["write"], "invalid choice: 'write'"),
        (["read", "a.txt", "b.txt", "--format", "json"], "The format json holds one story, not 2;"),
        (["read", "a.txt", "b.txt", "--format", "html"], "The format html holds one story, not 2;"),
    ],
)
def test_a_wrong_option_is_a_sentence(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert words in complaint(capsys)


def test_an_output_that_is_no_folder_is_a_sentence(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = news / "harbour.txt"
    assert main(["read", str(file), "--output", str(file / "below")]) == 2
    assert "cannot be made: Not a directory." in complaint(capsys)


def test_a_name_that_steers_the_terminal_is_shown_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "\x1b[31mred.txt"]) == 2
    assert "␛[31mred.txt does not exist" in complaint(capsys)


def test_a_bug_keeps_its_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("BUG " + STORY)
    with pytest.raises(ZeroDivisionError):
        main(["read", str(tmp_path / "a.txt")])


def test_a_broken_model_is_no_fault_of_a_story(
    news: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken:
        def read(self, document: Document) -> Reading:
            raise ModelError("The model is damaged; install it anew.")

    monkeypatch.setattr(pipeline, "load", Broken)
    assert main(["read", str(news / "harbour.txt"), str(news / "old")]) == 2
    assert complaint(capsys) == "reportedly: The model is damaged; install it anew.\n"


def test_an_interrupt_ends_quietly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("INTERRUPT " + STORY)
    assert main(["read", str(tmp_path / "a.txt")]) == 130
    assert capsys.readouterr() == ("", "")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"reportedly {__version__}\n"


def test_alone_it_helps(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "reportedly read story.txt" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("variable", "value", "color"), [("TERM", "xterm", True), ("NO_COLOR", "1", False), ("TERM", "dumb", False)]
)
def test_colour_is_for_terminals(variable: str, value: str, color: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(variable, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert look.look_of_terminal() == look.Look(80, color)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("total", "error", "shown"), [(3, Terminal(), True), (1, Terminal(), False), (3, io.StringIO(), False)])
def test_a_bar_is_for_several_stories_on_a_terminal(
    total: int, error: io.StringIO, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", error)
    monkeypatch.setenv("TERM", "xterm")
    with progress_of(total) as progress:
        for _ in range(total):
            with progress.aside():
                pass
            progress.advance()
    assert ("Reading" in error.getvalue()) == shown


# In a process of its own

STUBBED = """
import sys
from reportedly import pipeline
from reportedly.records import Reading
from reportedly.show.cli import main
pipeline.load = lambda: type("Stub", (), {"read": lambda self, document: Reading(document, (), ())})()
sys.exit(main(sys.argv[1:]))
"""


def test_nobody_reading_on_is_no_trouble(news: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-c", STUBBED, "read", str(news / "harbour.txt")]
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is there on Linux only")
def test_a_full_disk_is_a_sentence(news: Path) -> None:
    command = [sys.executable, "-c", STUBBED, "read", str(news / "harbour.txt")]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "reportedly: Standard output cannot be written: No space left on device.\n")


def test_the_command_starts_without_what_only_some_of_it_needs() -> None:
    heavy = "{'numpy', 'onnxruntime', 'tokenizers', 'lxml', 'trafilatura', 'jinja2', 'rich'}"
    code = f"import sys, reportedly.show.cli; print({heavy} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
