"""What holds for every format."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from reportedly.errors import BadOption
from reportedly.export import FORMATS, names
from reportedly.export.sinks import json_bytes
from reportedly.export.tables import TABLES, rows_of
from reportedly.records import Document, Reading

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/exports.md").read_text("utf-8")
STORY = "b4d49485e132be1b10ed3e774df6ad7061aa981d78f294b1ceb9a88405d9ae57"  # the digest of examples/story.txt


def written(name: str, readings: list[Reading], folder: Path) -> dict[str, bytes]:
    """The export, file by file."""
    form = FORMATS[name]
    if form.shape == "file":
        out = io.BytesIO()
        form.write(readings, out)
        return {f"all{form.suffix}": out.getvalue()}
    form.write(readings, folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_readings_make_the_same_bytes(name: str, examples: list[Reading], tmp_path: Path) -> None:
    first = written(name, examples, tmp_path / "first")
    assert first == written(name, examples, tmp_path / "second")
    assert all(data for data in first.values())


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.shape == "file"])
def test_a_path_gets_what_a_stream_gets(name: str, river: Reading, tmp_path: Path) -> None:
    path = tmp_path / "all"
    FORMATS[name].write([river], path)
    assert path.read_bytes() in written(name, [river], tmp_path).values()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.shape != "file"])
def test_a_folder_does_not_fit_into_a_stream(name: str) -> None:
    with pytest.raises(BadOption, match="does not fit into one stream"):
        FORMATS[name].write([], io.BytesIO())


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.shape == "file a story"])
def test_each_story_has_its_file(name: str, examples: list[Reading], tmp_path: Path) -> None:
    FORMATS[name].write(examples, tmp_path)
    stems = [path.name.removesuffix(FORMATS[name].suffix) for path in tmp_path.glob(f"*{FORMATS[name].suffix}")]
    assert sorted(stems) == sorted(names.file_stem(reading.document) for reading in examples)


def many(reading: Reading, number: int) -> Iterator[Reading]:
    """The same story under other titles, made one at a time."""
    for count in range(number):
        text = f"{reading.document.text}{count}"
        document = replace(reading.document, id=f"sha256:{sha256(text.encode()).hexdigest()}", text=text)
        statements = tuple(replace(s, document=document, parent=None) for s in reading.statements)
        yield replace(reading, document=document, statements=statements, events=())


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "parquet"])  # Arrow's memory is not Python's
def test_memory_stays_flat(name: str, river: Reading, tmp_path: Path) -> None:
    """What a hundred stories more take is less than what a dozen of them are."""

    def peak(number: int) -> int:
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        FORMATS[name].write(many(river, number), tmp_path / f"{name}-{number}")
        return tracemalloc.get_traced_memory()[1] - before

    tracemalloc.start()
    try:
        peak(1)  # what is loaded once
        few, more = peak(20), peak(120)
    finally:
        tracemalloc.stop()
    assert more - few < 12 * len(river.to_json())


def test_formats_cost_nothing_before_they_are_used() -> None:
    heavy = "{'pyarrow', 'lxml', 'csv', 'followthemoney', 'reportedly.export.tables'}"
    code = f"import sys, reportedly.export; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "set()"


def test_every_format_is_explained() -> None:
    assert [name for name in FORMATS if f"`{name}`" not in PAGE] == []


@pytest.mark.parametrize(
    ("uri", "title", "stem"),
    [
        ("file:///home/ada/News%20of%20today.html", None, "news-of-today-9f86d081884c"),
        ("https://example.org/2024/tarn/", "Talks", "tarn-9f86d081884c"),
        (None, "Talks: “no”?", "talks-no-9f86d081884c"),
        ("https://[bad", "", "story-9f86d081884c"),
        ("https://example.org/../../etc/passwd", None, "passwd-9f86d081884c"),
        ("https://example.org/Переговоры", None, "story-9f86d081884c"),
        (None, "a" * 300, "a" * 48 + "-9f86d081884c"),
    ],
)
def test_names_of_files(uri: str | None, title: str | None, stem: str) -> None:
    document = Document(f"sha256:{sha256(b'test').hexdigest()}", "test", uri=uri, title=title)
    assert names.file_stem(document) == stem
    assert re.fullmatch("[a-z0-9-]+", stem)


# docs/exports.md


@pytest.fixture(scope="module")
def story(examples: list[Reading]) -> Reading:
    return next(reading for reading in examples if reading.document.id == f"sha256:{STORY}")


def unsure(text: str) -> str:
    """Confidences differ a little between processors."""
    return re.sub(r'("confidence": |confidence )[0-9.]+', r"\1", text)


@pytest.mark.parametrize("name", ["web-annotation", "prov", "schema-org", "ftm"])
def test_samples_are_real(name: str, story: Reading, tmp_path: Path) -> None:
    ((_, data),) = written(name, [story], tmp_path).items()
    (sample,) = re.findall(rf"^## {name}$.*?^```json\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    shown = json.loads(sample.replace("b4d4…", STORY))
    assert unsure(json.dumps(shown)) in unsure(json.dumps([json.loads(line.strip(b",")) for line in data.splitlines()[1:-1]]))


def test_the_sample_of_brat_is_real(story: Reading, tmp_path: Path) -> None:
    data = written("brat", [story], tmp_path)
    (sample,) = re.findall(r"^## brat$.*?^```text\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    (ann,) = (data[name].decode() for name in data if name.endswith(".ann"))
    assert [line for line in unnumbered(sample) if line not in unnumbered(ann)] == []


def unnumbered(annotations: str) -> list[str]:
    """Lines without the numbers that annotations have among all of the story, which move when another is found before them."""
    return [re.sub(r"\b([TERAN])\d+|#\d+", r"\1", line) for line in unsure(annotations).splitlines()]


def test_the_sample_of_a_row_is_real(story: Reading) -> None:
    row = rows_of(story)["statements"][2]
    cells = dict(re.findall(r"^\| `(\w+)` \| (?:`(.*)`)? \|$", PAGE, re.MULTILINE))
    names = [column.name for column in TABLES[2].columns]
    shown = {name: cells[name].replace("b4d4…", STORY) for name in names if name != "confidence"}
    expected = {name: row[name] if isinstance(row[name], str) else json_bytes(row[name]).decode() for name in shown}
    assert shown == {name: "" if value == "null" else value for name, value in expected.items()}


def test_python_on_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    scope = {"__name__": "exports"}
    for snippet in re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE):
        exec(compile(snippet, "docs/exports.md", "exec"), scope)
