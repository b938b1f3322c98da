"""The scorers are the gold sets' own and lie beside the repository; the stories and annotations here are ours."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpora import GoldMissingError, GoldSet, shared_folder
from benchmarks.score import Judged, events_judged, judged, judged_events, score

TEXT = 'Solvang said that Thorvald had promised to wait. "We have counted the fish," she added.\n'


def spans(*parts: str) -> list[list[int]]:
    return [[TEXT.index(part), TEXT.index(part) + len(part)] for part in parts]


def statement(identity: str, speaker: str, source: str, cue: str, content: str, **rest: Any) -> dict[str, Any]:
    known = {"form": "indirect", "implied": False, "parent": None, "said_on": None, "venue": None, "confidence": 0.9}
    return (
        known | {"id": identity, "speaker": speaker, "source": spans(source), "cue": spans(cue), "content": spans(content)} | rest
    )


ACTORS = [
    {"id": "a1", "name": "Ingrid Solvang", "kind": "person", "mentions": [{"span": [0, 7], "form": "name"}]},
    {"id": "a2", "name": "Gunnar Thorvald", "kind": "person"},
]
STATEMENTS = [
    statement("s1", "a1", "Solvang", "said", "that Thorvald had promised to wait"),
    statement("s2", "a2", "Thorvald", "promised", "to wait", parent="s1", confidence=0.6),
    statement("s3", "a1", "she", "added", '"We have counted the fish,"', form="direct", confidence=0.8),
]
EVENT = {
    "id": "e1", "trigger": spans("promised")[0], "type": "AGREE", "source": ["a2"], "target": [], "statement": "s1",
    "status": "asserted", "time": None,
}  # fmt: skip


@pytest.fixture
def shared() -> Path:
    try:
        return shared_folder()
    except GoldMissingError as missing:
        pytest.skip(str(missing))


@pytest.fixture
def wire(tmp_path: Path) -> GoldSet:
    (tmp_path / "story.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "story.json").write_text(
        json.dumps({"actors": ACTORS, "statements": STATEMENTS, "events": [EVENT]}), encoding="utf-8"
    )
    return GoldSet("own", "wire", tmp_path)


@pytest.fixture
def polnear(tmp_path: Path) -> GoldSet:
    """The outermost statements in brat's standoff form."""
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "story.txt").write_text(TEXT, encoding="utf-8")
    lines = []
    for i, one in enumerate(s for s in STATEMENTS if s["parent"] is None):
        roles = []
        for j, role in enumerate(("source", "cue", "content")):
            start, end = one[role][0]
            lines.append(f"T{3 * i + j}\t{role.title()} {start} {end}\t{TEXT[start:end]}")
            roles.append(f"{role.title()}:T{3 * i + j}")
        lines.append(f"E{i}\t{' '.join(roles)}")
    (tmp_path / "attributions" / "story_0000.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return GoldSet("own", "polnear", tmp_path)


def reading(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"story": {"actors": ACTORS, "statements": list(statements)}}


def test_the_gold_itself_scores_one_on_wire(wire: GoldSet, shared: Path) -> None:
    found = score(wire, reading(*STATEMENTS), shared)
    for what in ("statements: who said what", "nested: who said what", "of matched, right parent", "of matched, right cue"):
        assert found[f"own: {what}"].value == 1.0


def test_the_wrong_speaker_costs_who_said_what_but_not_found(wire: GoldSet, shared: Path) -> None:
    found = score(wire, reading(*STATEMENTS[:2], STATEMENTS[2] | {"speaker": "a2"}), shared)
    assert found["own: statements: found"].value == 1.0
    assert found["own: statements: who said what"].value == pytest.approx(2 / 3)


def test_events_are_scored_with_their_roles(wire: GoldSet, shared: Path) -> None:
    whole = "own: events: typed, with source, target, status and attribution"
    told = reading(*STATEMENTS)["story"] | {"events": [EVENT]}
    assert score(wire, {"story": told}, shared)[whole].value == 1.0
    done_by_another = told | {"events": [EVENT | {"source": ["a1"]}]}
    found = score(wire, {"story": done_by_another}, shared)
    assert found["own: events: found and typed"].value == 1.0
    assert found[whole].value == 0.0


def test_events_are_judged_one_by_one(wire: GoldSet, shared: Path) -> None:
    (story,) = wire.stories()
    told = {"events": [EVENT | {"type": "ACCUSE", "trigger": spans("counted")[0]}, EVENT]}
    assert judged_events(wire, story, told, shared) == [False, True]
    sure = {"events": [event | {"confidence": 0.7} for event in told["events"]]}
    assert events_judged(wire, {"story": sure}, shared) == [Judged(0.7, False), Judged(0.7, True)]


def test_on_polnear_only_statements_without_parent_count(polnear: GoldSet, shared: Path) -> None:
    found = score(polnear, reading(*STATEMENTS), shared)
    assert found["own: content+source"].value == 1.0
    assert found["own: content+source, direct only"].value == 1.0
    assert len(judged(polnear, reading(*STATEMENTS), shared)) == 2


def test_direct_only_leaves_indirect_statements_out(polnear: GoldSet, shared: Path) -> None:
    found = score(polnear, reading(STATEMENTS[2]), shared)
    assert found["own: content+source, direct only"].value == 1.0
    assert found["own: content+source"].recall == 0.5


def test_statements_are_judged_one_by_one_on_wire(wire: GoldSet, shared: Path) -> None:
    spurious = statement("s4", "a1", "Solvang", "said", "counted")
    found = judged(wire, reading(STATEMENTS[0], STATEMENTS[1] | {"speaker": "a1"}, STATEMENTS[2], spurious), shared)
    assert found == [Judged(0.9, True), Judged(0.6, False), Judged(0.8, True), Judged(0.9, False)]


def test_statements_are_judged_one_by_one_on_polnear(polnear: GoldSet, shared: Path) -> None:
    wrong_source = STATEMENTS[0] | {"source": spans("Thorvald")}
    assert judged(polnear, reading(wrong_source, STATEMENTS[2]), shared) == [Judged(0.9, False), Judged(0.8, True)]
