"""How an event is presented, by the words around it: invented sentences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.annotate.events.statuses import Surroundings, Told, presented, spelt_out, stem, told_by
from reportedly.annotate.events.weighing import Facts
from reportedly.annotate.layers import Draft
from reportedly.annotate.segment import layers_of
from reportedly.records import STATUSES, EventType, Span, Status

UNDECIDED = np.full(len(STATUSES), 1 / len(STATUSES), dtype=np.float32)


def facts(text: str, event: str, kind: EventType = "CONSULT", told: Told | None = None) -> Facts:
    at = text.index(event)
    return Surroundings(layers_of(text)).facts(Span(at, at + len(event)), kind, told, is_act=False)


def test_what_stands_around_an_event() -> None:
    found = facts("In May Marovia hoped to visit 12 islands if they didn’t mind, and it would.", "visit")
    assert {"CONSULT", "no act", "told by the story", "is visit", "form plain", "next to to", "next to hope to"} <= set(found)
    assert {"near hope", "before hope", "under 0: hope to", "under hope", "auxiliaries to", "after tensed to"} <= set(found)
    assert {"then 0", "then island", "then if", "later would"} <= set(found)
    assert {"near Name", "before in"} <= set(found)  # Marovia is a name, "In" only opens the sentence
    assert not any("marovia" in fact for fact in found)


def test_what_a_mark_parts_governs_nothing() -> None:
    found = facts("After a promise of talks, the army attacked.", "attacked", "ASSAULT")
    assert {"apart promis", "form ed"} <= set(found)
    assert not any(fact.startswith("under") for fact in found)


def test_words_far_off_count_half() -> None:
    found = facts("Threats were made and " + "so on and " * 5 + "the two met.", "met")
    assert (found["far threat"], found["near two"]) == (0.5, 1.0)


def test_the_verb_under_which_it_is_told() -> None:
    text = "Lindqvist promised to send the guns back."
    told = told_by(layers_of(text), Draft((Span(19, 40),), cue=(Span(10, 18),)))
    assert told == Told(("promised",), "to", "indirect")
    assert {"told by promis", "told, opens with to", "told, indirect"} <= set(facts(text, "send", "AID", told))


@pytest.mark.parametrize(
    ("word", "spelt"),
    [("won’t", "will not"), ("can't", "can not"), ("isn't", "is not"), ("they'll", "they will"), ("met", "met")],
)
def test_short_forms(word: str, spelt: str) -> None:
    assert " ".join(spelt_out(word)) == spelt


def test_stems() -> None:
    assert {stem(word) for word in ("hoped", "hopes", "hoping")} == {"hope"}


def test_network_and_words_both_have_their_say() -> None:
    denied = [3.0 * (status == "denied") for status in STATUSES]
    sure = np.array([0.996 if status == "future" else 0.001 for status in STATUSES], dtype=np.float32)

    def heaviest(heard: np.ndarray, names: list[str]) -> Status:
        return STATUSES[int(presented(heard, dict.fromkeys(names, 1.0), {"under fail": denied}).argmax())]

    assert heaviest(UNDECIDED, ["under fail", "unknown"]) == "denied"
    assert heaviest(sure, ["under fail"]) == "future"
    assert presented(sure, {}, {}).sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "event", "kind", "status"),
    [
        ("The envoys of Marovia met in Velden on Friday.", "met", "CONSULT", "asserted"),
        ("The envoys of Marovia failed to reach Velden for the talks and did not meet.", "meet", "CONSULT", "denied"),
        ("The envoys of Marovia plan to meet in Velden next week.", "meet", "CONSULT", "future"),
        ("The envoys of Marovia should meet, the paper wrote.", "meet", "CONSULT", "demanded"),
        ("The ferry might be attacked if it sailed.", "attacked", "ASSAULT", "hypothetical"),
    ],
)
def test_weights_that_are_shipped(text: str, event: str, kind: EventType, status: Status) -> None:
    assert STATUSES[int(presented(UNDECIDED, facts(text, event, kind)).argmax())] == status


@given(st.text(alphabet=st.sampled_from(list("ab 'n’t.,\"0A\n")), min_size=1), st.data())
def test_any_text(text: str, data: st.DataObject) -> None:
    layers = layers_of(text)
    if layers.words:
        trigger = data.draw(st.sampled_from(list(layers.words)))
        shares = presented(UNDECIDED, Surroundings(layers).facts(trigger, "ASSAULT", None, is_act=False))
        assert shares.sum() == pytest.approx(1, abs=1e-4)
