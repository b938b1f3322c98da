import pytest

from benchmarks.coding import context_row, half_of, micro_f1, mode_row
from reportedly.annotate.contexts import Topics
from reportedly.annotate.segment import layers_of
from reportedly.annotate.vocabulary import PlainWords
from reportedly.records import EventType, Span
from training.contexts import Coded, learn


def _coded(text: str, trigger: str, event_type: EventType, mode: str | None, *contexts: str) -> Coded:
    words = PlainWords.of(layers_of(text))
    span = Span(text.index(trigger), text.index(trigger) + len(trigger))
    return Coded(text, words, Topics(words, {}), event_type, span, mode, frozenset(contexts))


EXAMPLES = [
    _coded("Norvia's army shelled a mill.", "shelled", "ASSAULT", "heavy-weapons", "military"),
    _coded("A judge had the clerk arrested.", "arrested", "COERCE", "arrest", "legal"),
    _coded("Three were killed.", "killed", "ASSAULT", "firearms", "military"),
    _coded("Ruhm gave bread.", "gave", "AID", None, "human_security"),
]


def test_micro_f1_by_hand() -> None:
    assert micro_f1([{"a", "b"}, {"c"}], [{"a"}, {"c"}]) == pytest.approx(0.8)
    assert micro_f1([set()], [set()]) == 0


def test_modes_are_asked_only_of_types_that_have_them() -> None:
    row = mode_row("mode", EXAMPLES, EXAMPLES[2:])
    assert row.events == 3
    assert row.ours == pytest.approx(2 / 3)
    assert row.commonest == pytest.approx(1 / 3)


def test_contexts_are_learned_from_the_other_half() -> None:
    pytest.importorskip("sklearn")
    row = context_row("contexts", EXAMPLES, EXAMPLES * 20)
    assert row.events == 4
    assert row.ours == 1
    assert row.commonest == 1


def test_what_is_learned_favours_what_is_annotated() -> None:
    pytest.importorskip("sklearn")
    weights = learn(EXAMPLES * 20)
    assert weights["ASSAULT: military"] > 0
    assert weights["any"] < 0


def test_a_story_keeps_its_half() -> None:
    assert [half_of(f"story-{i}") for i in range(8)] == [1, 0, 1, 1, 1, 0, 0, 1]
