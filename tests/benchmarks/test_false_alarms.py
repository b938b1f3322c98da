from pathlib import Path

import pytest

from benchmarks.corpora import Story
from benchmarks.false_alarms import Alarm, Record, draw, record, stories, write
from reportedly.records import Actor, Event, Span

STORY = Story("GUM_court_pie", "The baker said\n\nthe clerk attacked the pie.")


def _alarm(number: int) -> Alarm:
    start = STORY.text.index("attacked")
    event = Event(
        id=f"e{number}", trigger=Span(start, start + 8), type="ASSAULT", mode=None, contexts=(), target=(), statement=None,
        source=(Actor("a1", "clerk", "person"),), status="asserted", time=None, place=None, confidence=0.5,
    )  # fmt: skip
    return Alarm(event, STORY)


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    path = tmp_path / "drawn.tsv"
    write(path, [_alarm(i) for i in range(4)], words=2000, events=12)
    return path


def _fill(path: Path, verdicts: list[str]) -> None:
    head, *rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([head, *(v + row for v, row in zip(verdicts, rows, strict=True))]) + "\n", encoding="utf-8")


def test_a_row_shows_the_event_in_its_words(judged: Path) -> None:
    row = judged.read_text("utf-8").splitlines()[1].split("\t")
    assert row[1:8] == [
        "ASSAULT", "asserted", "0.50", "clerk", "", "The baker said the clerk >>attacked<< the pie.", "GUM_court_pie",
    ]  # fmt: skip


def test_verdicts_become_a_rate(judged: Path) -> None:
    _fill(judged, ["y", "n", "N ", "y"])
    found = record(judged)
    assert (found.words, found.events, found.judged, found.false) == (2000, 12, 4, 2)
    assert found.false_per_thousand_words == 1000 * 12 / 2000 * 0.5


def test_a_verdict_left_open_is_an_error(judged: Path) -> None:
    _fill(judged, ["y", "", "n", "y"])
    with pytest.raises(ValueError, match="row 2 has the verdict ''"):
        record(judged)


def test_the_draw_is_the_same_each_time() -> None:
    found = [_alarm(i) for i in range(50)]
    drawn = draw(found, 10)
    assert drawn == draw(found, 10)
    assert len({alarm.event.id for alarm in drawn}) == 10
    assert {alarm.event.id for alarm in draw(found[:3], 10)} == {"e0", "e1", "e2"}


def test_only_talk_is_read(tmp_path: Path) -> None:
    for name in ("GUM_court_pie", "GUM_news_pie", "GUM_interview_pie"):
        (tmp_path / f"{name}.conllu").write_text("# newpar\n1\tPie\t_\t_\t_\t_\t_\t_\t_\t_\n\n", encoding="utf-8")
    assert [(s.name, s.text) for s in stories(tmp_path)] == [("GUM_court_pie", "Pie\n"), ("GUM_interview_pie", "Pie\n")]


def test_without_a_hand_check_there_is_no_record(tmp_path: Path) -> None:
    assert Record.load(tmp_path / "none.json") is None
