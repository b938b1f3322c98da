"""Whole stories: the reading of each story in ``examples/``, short enough to be reviewed as a difference.

``make accept`` (ACCEPT=1) writes the expected readings anew instead of comparing. Confidence is left out: it differs a little
between processors. A statement that tips over between two processors does not belong in here; word the example more clearly.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportedly import Actor, Reading, Statement

HERE = Path(__file__).parent
EXAMPLES = HERE.parent.parent / "examples"
STORIES = sorted(path.name for path in EXAMPLES.iterdir() if path.suffix in (".txt", ".html"))
ENDS = 5  # words shown of the beginning and of the end of a content


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    """The examples as one command reads them, by file name."""
    command = [str(Path(sys.executable).with_name("reportedly")), "read", str(EXAMPLES), "--format", "jsonl"]
    lines = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=120).stdout.splitlines()
    found = [Reading.from_json(line) for line in lines]
    return {(reading.document.uri or "").rpartition("/")[2]: reading for reading in found}


@pytest.mark.parametrize("name", STORIES)
def test_reading_is_as_expected(name: str, readings: dict[str, Reading]) -> None:
    expected = HERE / f"{name}.expected"
    found = "\n".join(rendered(readings[name])) + "\n"
    if os.environ.get("ACCEPT"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text("utf-8")


def test_no_expected_reading_is_left_over() -> None:
    assert sorted(path.name.removesuffix(".expected") for path in HERE.glob("*.expected")) == STORIES


def test_long_contents_show_both_ends() -> None:
    assert shortened("Norway will keep its mackerel quota at 280,000 tonnes this year") == (
        "Norway will keep its mackerel … at 280,000 tonnes this year"
    )
    assert shortened("Two earlier rounds had ended in\nthe same way.") == "Two earlier rounds had ended in the same way."


def rendered(reading: Reading) -> Iterator[str]:
    """What is known of the story, its statements with those within them indented, its actors."""
    document = reading.document
    known = [document.publisher, document.author, document.place, document.published, document.language]
    yield " | ".join(str(fact) for fact in known if fact)
    yield ""
    for statement in reading.children(None):
        yield from told(statement, reading)
    yield ""
    for actor in reading.actors:
        yield described(actor, reading)


def told(statement: Statement, reading: Reading) -> Iterator[str]:
    """ "Ingrid Solvang said (indirect, 2024-03-12)" and below it the words; then what is reported within it."""
    indent = "    " * statement.depth
    text = statement.document.text
    name = statement.speaker.name if statement.speaker else "?"
    source = " ".join(f"[{text[start:end]}]" for start, end in statement.source)
    cue = "implied" if statement.implied else "/".join(text[start:end] for start, end in statement.cue) or "no cue"
    facts: list[str] = [statement.form]
    facts += [f"to {statement.addressee.name}"] if statement.addressee else []
    facts += [shortened(text[slice(*statement.venue)])] if statement.venue else []
    facts += [statement.said_on] if statement.said_on else []
    yield f"{indent}{' '.join(part for part in (name, source, cue) if part)} ({', '.join(facts)})"
    for start, end in statement.content:
        yield f"{indent}  > {shortened(text[start:end])}"
    for inner in reading.children(statement):
        yield from told(inner, reading)


def described(actor: Actor, reading: Reading) -> str:
    """ "Ingrid Solvang, person, Fisheries Minister of Norway: Solvang, the minister"."""
    names = {other.id: other.name for other in reading.actors}
    roles = dict.fromkeys(f"{role.title} of {names[role.of]}" if role.of else role.title for role in actor.roles)
    forms = dict.fromkeys(shortened(reading.document.text[slice(*mention.span)]) for mention in actor.mentions)
    links = [f"{register}:{value}" for register, value in actor.links.items()]
    return f"{', '.join([actor.name, actor.kind, *roles, *links])}: {' | '.join(forms)}"


def shortened(text: str) -> str:
    """The first and last words, enough to see where a span begins and ends."""
    words = text.split()
    return " ".join(words if len(words) <= 2 * ENDS else [*words[:ENDS], "…", *words[-ENDS:]])
