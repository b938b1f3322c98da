from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.statuses import Presented, folded, read_meantime, scored, status_of
from reportedly.records import Span, Status

CERTAIN = {"polarity": "POS", "certainty": "CERTAIN", "time": "NON_FUTURE", "special_cases": "NONE"}
WORDS = ["Ruhm", "'s", "exit", "3", "May", ",", "2011", "Ruhm", "``", "Go", "''", ",", "it", "did", "n't", "say", "."]
SENTENCES = [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3]


def _mention(token: int, **changed: str) -> str:
    attributes = " ".join(f'{key}="{value}"' for key, value in (CERTAIN | changed).items())
    return f'<EVENT_MENTION m_id="{token}" {attributes}><token_anchor t_id="{token}"/></EVENT_MENTION>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tokens = "".join(
        f'<token number="{i}" sentence="{s}" t_id="{i}">{w}</token>'
        for i, (w, s) in enumerate(zip(WORDS, SENTENCES, strict=True))
    )
    events = _mention(15, polarity="NEG") + _mention(2, time="FUTURE") + '<EVENT_MENTION m_id="9"/>' + _mention(9, certainty="")
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "7_Exit.xml").write_text(
        f'<?xml version="1.0" ?><Document>{tokens}<Markables>{events}</Markables></Document>', encoding="utf-8"
    )
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, "asserted"),
        ({"certainty": "PROBABLE"}, "asserted"),
        ({"special_cases": "GEN"}, "asserted"),
        ({"time": "UNDERSPECIFIED"}, "asserted"),
        ({"time": "FUTURE"}, "future"),
        ({"polarity": "NEG"}, "denied"),
        ({"polarity": "NEG", "time": "FUTURE"}, "denied"),
        ({"certainty": "POSSIBLE"}, "hypothetical"),
        ({"certainty": "POSSIBLE", "polarity": "NEG"}, "hypothetical"),
        ({"special_cases": "COND_IF_CLAUSE", "certainty": "UNDERSPECIFIED"}, "hypothetical"),
        ({"certainty": "UNDERSPECIFIED"}, None),
        ({"polarity": "UNDERSPECIFIED"}, None),
        ({"time": ""}, None),
    ],
)
def test_four_attributes_make_one_status(changed: dict[str, str], status: Status | None) -> None:
    assert status_of(CERTAIN | changed) == status


def test_stories_are_joined_as_printed_with_their_events_in_order(folder: Path) -> None:
    [story] = read_meantime(folder)
    assert story.text == "Ruhm's exit\n\n3 May, 2011\n\nRuhm “Go”, it didn't say."
    assert [story.text[a:b] for a, b in story.triggers] == ["exit", "say"]
    assert story.statuses == ("future", "denied")


def test_ours_is_measured_beside_the_commonest_status() -> None:
    def guess(text: str, triggers: Sequence[Span]) -> Sequence[Status]:
        return ["demanded" if text[span.start] == "w" else "asserted" for span in triggers]

    text = "came saw won went"
    triggers = (Span(0, 4), Span(5, 8), Span(9, 12), Span(13, 17))
    ours, baseline = scored([Presented("x", text, triggers, ("asserted", "asserted", "future", "denied"))], guess)
    assert ours.f1 == {"asserted": 1, "future": 2 / 3, "denied": 0}
    assert baseline.f1 == {"asserted": 2 * 2 / 6, "future": 0, "denied": 0}


def test_demands_are_future_where_gold_has_no_demands() -> None:
    assert [folded(s) for s in ("demanded", "denied")] == ["future", "denied"]
