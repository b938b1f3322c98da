"""Events across documents: how ECB+ is read, and what the baseline says, on a corpus made by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.crossdoc import gold, laid_out, mentions_of, same_lemma
from reportedly.records import Reading
from tests.compare.stories import told

LINES = [
    "d1\t0\t0\tPolice\t-",
    "d1\t0\t1\tarrested\tA1",
    "d1\t0\t2\tCastell\t-",
    "d1\t0\t3\t.\t-",
    "d1\t1\t0\tHe\t-",
    "d1\t1\t1\tfled\tA2",
]
GOLD = [
    {"doc_id": "d1", "sent_id": 0, "tokens_number": [1], "coref_chain": "A1"},
    {"doc_id": "d1", "sent_id": 1, "tokens_number": [1], "coref_chain": "A2"},
    {"doc_id": "d2", "sent_id": 0, "tokens_number": [0], "coref_chain": "A1"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = [*LINES, "d2\t0\t0\tarrests\tA1", "d2\t0\t1\tfollowed\t-"]
    (tmp_path / "ECB_Dev_corpus.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "ECB_Dev_Event_gold_mentions.json").write_text(json.dumps(GOLD), encoding="utf-8")
    return tmp_path


def read(text: str) -> Reading:
    return told("x", "2024-05-07", [text])


def test_tokens_become_text_and_every_token_keeps_its_place() -> None:
    tokens = [(0, 0, "He"), (0, 1, "paid"), (0, 2, "$"), (0, 3, "5"), (0, 4, ","), (0, 5, "he"), (0, 6, "said"), (0, 7, ".")]
    text, places = laid_out(tokens)
    assert text == "He paid $5, he said. "
    assert [text[places[s, t].start : places[s, t].end] for s, t, _ in tokens] == [word for *_, word in tokens]


def test_a_mention_stands_in_its_sentence(folder: Path) -> None:
    arrested, fled, arrests = mentions_of("Dev", read, folder)
    assert [m.telling.trigger_text for m in (arrested, fled, arrests)] == ["arrested", "fled", "arrests"]
    assert arrested.telling.sentence_text == "Police arrested Castell."
    assert fled.telling.sentence_text == "He fled"
    assert arrested.telling.profile is fled.telling.profile


def test_the_baseline_joins_a_lemma_within_a_topic_only(folder: Path) -> None:
    mentions = mentions_of("Dev", read, folder)
    assert gold(mentions) == [[0, 2], [1]]
    assert same_lemma(mentions, [[0, 1, 2]]) == [[0, 2], [1]]
    assert same_lemma(mentions, [[0, 1], [2]]) == [[0], [1], [2]]
