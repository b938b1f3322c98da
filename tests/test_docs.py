"""What the documents say is there and true; what is there is in the documents."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import reportedly
from benchmarks import report

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")])
GUIDE_PAGES = ("README.md", "docs/quickstart.md", "docs/record.md", "docs/ledger.md")
GUIDES = "\n".join((ROOT / page).read_text("utf-8") for page in GUIDE_PAGES)
SHOWN_LINES = 36
PERCENT = re.compile(r"\d+%")
COMMAND = Path(sys.executable).with_name("reportedly")
ACT = re.compile(r"^ +([a-z]+)  ", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?://)([^)#\s]+)(?:#[^)]*)?\)")
PYTHON = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
JSON = re.compile(r"^```json\n(\{\n.*?)^```", re.DOTALL | re.MULTILINE)


def help_of(*command: str) -> str:
    done = subprocess.run([COMMAND, *command, "--help"], stdout=subprocess.PIPE, text=True, check=True, timeout=60)
    return done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("name", [n for n in reportedly.__all__ if n != "__version__"])
def test_every_public_name_is_explained(name: str) -> None:
    assert re.search(rf"`(?:reportedly\.)?{name}\b", GUIDES)


def test_every_command_is_explained() -> None:
    commands = re.findall(r"^    ([a-z]+) ", help_of().partition("\ncommands:\n")[2].partition("\n\n")[0], re.MULTILINE)
    assert "read" in commands
    assert [name for name in commands if f"reportedly {name}" not in GUIDES] == []


def test_every_option_is_explained() -> None:
    commands = re.findall(r"^    ([a-z]+) ", help_of().partition("\ncommands:\n")[2].partition("\n\n")[0], re.MULTILINE)
    acts = [(command, act) for command in commands for act in ACT.findall(help_of(command).partition("what to do:")[2])]
    helps = [help_of(), *(help_of(command) for command in commands), *(help_of(*names) for names in acts)]
    options = set(re.findall(r"--[a-z][a-z-]+", "".join(helps))) - {"--help"}
    assert options >= {"--format", "--output", "--ledger", "--why"}
    assert [option for option in sorted(options) if f"`{option}" not in GUIDES] == []


@pytest.mark.parametrize("page", GUIDE_PAGES)
def test_python_in_the_documents_runs(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    snippets = PYTHON.findall((ROOT / page).read_text("utf-8"))
    assert snippets
    for snippet in snippets:
        exec(compile(snippet, page, "exec"), {"__name__": page})


def test_readme_shows_what_the_command_prints() -> None:
    """Filled by ``make accept``. Percentages differ a little between processors and are not compared."""
    command = [str(COMMAND), "read", "examples/story.txt"]
    printed = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, timeout=60).stdout
    shown = "\n".join(printed.splitlines()[:SHOWN_LINES])
    block = f"```console\n$ reportedly read examples/story.txt | head -n {SHOWN_LINES}\n{shown}\n```"
    readme = ROOT / "README.md"
    if os.environ.get("ACCEPT"):
        readme.write_text(report.with_blocks(readme.read_text("utf-8"), {"reading": block}), encoding="utf-8")
    page = readme.read_text("utf-8")
    assert PERCENT.sub("%", report.with_blocks(page, {"reading": block})) == PERCENT.sub("%", page)


def record_example() -> dict[str, Any]:
    (example,) = JSON.findall((ROOT / "docs/record.md").read_text("utf-8"))
    value: dict[str, Any] = json.loads(example)
    return value


def fields(value: object) -> dict[str, set[str]]:
    """The names of the fields of each kind of record in a reading, by where they stand."""
    found: dict[str, set[str]] = {}

    def walk(part: object, place: str) -> None:
        if isinstance(part, dict) and place not in ("links", "models"):
            found.setdefault(place, set()).update(part)
            for key, item in part.items():
                walk(item, key)
        elif isinstance(part, list):
            for item in part:
                walk(item, place)

    walk(value, "reading")
    return found


def test_record_example_has_the_fields_of_a_real_reading() -> None:
    story = (ROOT / "examples/story.txt").read_text("utf-8")
    real = fields(reportedly.extract(story, published="2024-03-12").to_dict())
    assert fields(record_example()) == real


def test_every_field_of_the_record_is_explained() -> None:
    page = (ROOT / "docs/record.md").read_text("utf-8")
    named = set().union(*fields(record_example()).values()) - {"schema", "document", "actors", "statements"}
    assert [name for name in sorted(named) if f"`{name}`" not in page] == []


def test_record_example_points_at_the_words_of_its_story() -> None:
    text = (ROOT / "examples/story.txt").read_text("utf-8")
    example = record_example()
    speaker, state, other = example["actors"]
    (statement,) = example["statements"]
    (role,) = speaker["roles"]
    words = {name: [text[slice(*span)] for span in statement[name]] for name in ("source", "cue", "content")}
    assert words["source"] == ["Fisheries Minister Ingrid Solvang"]
    assert words["cue"] == ["said"]
    assert words["content"] == ["Norway will keep its mackerel quota at 280,000 tonnes this year"]
    assert text[slice(*role["span"])] == role["title"]
    mentions = [text[slice(*m["span"])] for m in speaker["mentions"] + state["mentions"] + other["mentions"]]
    assert mentions == ["Fisheries Minister Ingrid Solvang", "Solvang", "the minister", "Norway", "Iceland"]
    assert [text[slice(*time["span"])] for time in example["times"]] == ["this year"]
    assert [text[slice(*event["trigger"])] for event in example["events"]] == ["rejecting"]


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs/decisions"
    index = (folder / "README.md").read_text("utf-8")
    assert [p.name for p in sorted(folder.glob("0*.md")) if f"({p.name})" not in index] == []


def test_changelog_tells_of_this_version() -> None:
    assert f"\n## {reportedly.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("page", report.PAGES, ids=lambda p: p.name)
def test_figures_in_the_documents_are_those_measured(page: Path) -> None:
    """README and docs/benchmarks.md are filled by ``python -m benchmarks --publish`` and by nobody's hand."""
    results = json.loads(report.RESULTS.read_text("utf-8"))
    text = page.read_text("utf-8")
    assert report.with_blocks(text, report.blocks(results)) == text
