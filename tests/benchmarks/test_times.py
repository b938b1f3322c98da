from pathlib import Path

import pytest

from benchmarks.corpora import GoldMissingError, shared_folder
from benchmarks.score import load_scorer
from benchmarks.times import SCORER, GumFigures, gum_figures, meantime_figures, read_gum, read_meantime
from reportedly.records import Span

WORDS = ["Ruhm", "'s", "exit", "3", "May", ",", "2011", "Ruhm", "left", "on", "Monday", ".", "Later", "2012", "came", "."]
SENTENCES = [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 6, 6, 6, 6]
GUM_STORY = """<text dateCreated="2011-05-03">
<p>
<s>
Ruhm\tNP\tRuhm
left\tVVD\tleave
on\tIN\ton
<date when="2011-05-02">
Monday\tNP\tMonday
</date>
,\t,\t,
after\tIN\tafter
<date from="2010-09-01" to="2011-05-02">
a\tDT\ta
long\tJJ\tlong
term\tNN\tterm
</date>
.\tSENT\t.
</s>
</p>
</text>
"""


def _timex(words: list[int], value: str, function: str = "NONE") -> str:
    anchors = "".join(f'<token_anchor t_id="{word}"/>' for word in words)
    return f'<TIMEX3 type="DATE" value="{value}" functionInDocument="{function}">{anchors}</TIMEX3>'


@pytest.fixture
def meantime(tmp_path: Path) -> Path:
    tokens = "".join(
        f'<token sentence="{s}" t_id="{i}">{w}</token>' for i, (w, s) in enumerate(zip(WORDS, SENTENCES, strict=True))
    )
    times = _timex([3, 4, 5, 6], "2011-05-03", "CREATION_TIME") + _timex([10], "2011-05-02") + _timex([], "2011")
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "7_Exit.xml").write_text(f"<Document>{tokens}{times}</Document>", encoding="utf-8")
    return tmp_path


def test_meantime_is_read_as_far_as_it_is_annotated(meantime: Path) -> None:
    (story,) = read_meantime(meantime)
    assert story.text == "Ruhm's exit\n\n3 May, 2011\n\nRuhm left on Monday."
    assert story.published == "2011-05-03"
    assert [(story.text[slice(*span)], kind, value) for span, kind, value in story.times] == [("Monday", "DATE", "2011-05-02")]
    assert [story.text[slice(*span)] for span in story.own_date] == ["3 May, 2011"]


def test_figures_are_the_scorers_own(meantime: Path) -> None:
    try:
        scorer = load_scorer(shared_folder() / SCORER)
    except GoldMissingError as missing:
        pytest.skip(str(missing))
    figures = meantime_figures(read_meantime(meantime), scorer)
    assert figures["counts"] == {"gold": 1, "predicted": 1, "strict": 1, "relaxed": 1, "type_right": 1, "value_right": 1}


def test_gum(tmp_path: Path) -> None:
    (tmp_path / "GUM_news_exit.xml").write_text(GUM_STORY, encoding="utf-8")
    (story,) = read_gum(tmp_path)
    assert story.text.strip() == "Ruhm left on Monday, after a long term."
    assert story.times == ((Span(13, 19), "DATE", "2011-05-02"), (Span(27, 38), "DATE", ""))
    assert gum_figures([story]) == GumFigures(dates=2, found=1, valued=1, right=1)
