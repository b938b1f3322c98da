"""The judge: evidence measured, weighed, and said with its pieces."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.compare import judge
from reportedly.compare.accounts import story_of
from reportedly.compare.comparing import pair_of
from reportedly.compare.point import Scene
from reportedly.compare.records import Relation
from reportedly.compare.verdicts import Pair
from reportedly.compare.verdicts import judge as rules
from tests.compare.stories import Line, told

SHUT = Line("Anna Reinholt", "The north lock of the canal at Velmar was shut all night")
OPEN = Line("Petra Onasko", "The north lock of the canal at Velmar stood open all night")
THANKS = Line("Petra Onasko", "I should like to thank the firemen of Dolnaya for their patience")

Weighed = Callable[[dict[str, float]], None]


@pytest.fixture
def weighed(monkeypatch: pytest.MonkeyPatch) -> Weighed:
    """Puts fixed probabilities in the place of those that are weighed; kinds not named are improbable."""

    def put(sure: dict[str, float]) -> None:
        monkeypatch.setattr(judge, "weigh", lambda evidence: {kind: sure.get(kind, 0.0) for kind in judge.LIKELY})

    return put


def pair(earlier: Line, later: Line, days: int = 0) -> tuple[Scene, Pair]:
    stories = [told("1", "2024-04-02T12:00:00+00:00", [earlier]), told("2", f"2024-04-{2 + days:02}T13:00:00+00:00", [later])]
    scene = Scene([account for story in map(story_of, stories) for account in story.accounts])
    return scene, pair_of(scene, 0, 1)


def settled(earlier: Line, later: Line) -> list[Relation]:
    scene, found = pair(earlier, later)
    return judge.settle(scene, 0, 1, found, rules(found))


def evidence(earlier: Line, later: Line, days: int = 0) -> judge.Evidence:
    scene, found = pair(earlier, later, days)
    rows = rules(found)
    return judge.evidence_of(scene, 0, 1, found, rows[0] if rows else [])


def test_all_that_is_measured_has_a_weight_and_the_other_way_round() -> None:
    for table in judge.weights().values():
        assert set(table) - {"bias"} == set(evidence(SHUT, OPEN))


def test_contrary_words_of_one_thing_are_a_likelier_dispute_than_thanks() -> None:
    assert judge.weigh(evidence(SHUT, OPEN))["disputes"] > 1.2 * judge.weigh(evidence(SHUT, THANKS))["disputes"]


def test_what_is_said_weeks_later_is_a_less_likely_dispute() -> None:
    assert judge.weigh(evidence(SHUT, OPEN))["disputes"] > judge.weigh(evidence(SHUT, OPEN, days=20))["disputes"]


def test_contrary_words_are_measured() -> None:
    found = evidence(SHUT, OPEN)
    assert found["contrary words"] == 1
    assert found["one says no"] == 0
    assert evidence(SHUT, THANKS)["contrary words"] == 0


def test_a_verdict_of_the_rules_that_holds_keeps_its_reason_and_has_the_judges_probability(weighed: Weighed) -> None:
    weighed({"disputes": 0.8})
    [relation] = settled(SHUT, OPEN)
    assert (relation.kind, relation.confidence) == ("disputes", 0.8)
    assert relation.reasons[0].rule == "contrary words"


def test_a_verdict_of_the_rules_that_evidence_does_not_bear_out_becomes_cannot_tell(weighed: Weighed) -> None:
    weighed({})
    [relation] = settled(SHUT, OPEN)
    assert relation.kind == "cannot_tell"
    assert relation.reasons[0].rule == "not borne out"
    assert relation.reasons[0].first
    assert relation.reasons[0].second


def test_what_no_rule_found_is_said_to_be_the_judges_with_the_words_of_both(weighed: Weighed) -> None:
    weighed({"disputes": 0.6})
    [relation] = settled(SHUT, THANKS)
    reason = relation.reasons[-1]
    assert relation.kind == "disputes"
    assert reason.sentence == "the judge finds, 60% sure, that the two cannot both be true"
    assert [relation.a.document.text[start:end] for start, end in reason.first] == [THANKS.words]
    assert [relation.b.document.text[start:end] for start, end in reason.second] == [SHUT.words]


def test_the_judge_alone_makes_no_figures_differ(weighed: Weighed) -> None:
    weighed({"differs_in_number": 0.9})
    assert not [relation for relation in settled(SHUT, THANKS) if relation.kind == "differs_in_number"]


WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=12, max_size=60)


@settings(max_examples=30, deadline=None)
@given(WORDS, WORDS)
def test_any_words_give_probabilities(one: str, other: str) -> None:
    scene = Scene(
        [
            account
            for n, words in enumerate((one, other))
            for account in story_of(told(str(n), "2024-04-02", [f"{SHUT.words} {words}."])).accounts
        ]
    )
    for j in range(1, len(scene.accounts)):
        found = pair_of(scene, 0, j)
        measured = judge.evidence_of(scene, 0, j, found, [])
        assert all(math.isfinite(value) for value in measured.values())
        assert all(0 <= sure <= 1 for sure in judge.weigh(measured).values())
