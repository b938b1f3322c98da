import json
from importlib.resources import files

import pytest

from reportedly.annotate.contexts import MOST, NEAR, STORY, TRIGGER, Topics, vocabulary
from reportedly.annotate.segment import layers_of
from reportedly.annotate.vocabulary import PlainWords
from reportedly.records import Span

LISTS = json.loads((files("reportedly.annotate") / "lang" / "en" / "contexts.json").read_text("utf8"))
EVEN = {"any": -1.0, TRIGGER: 3.0, NEAR: 2.0, STORY: 0.1}


def _topics(text: str, weights: dict[str, float] | None = None) -> Topics:
    return Topics(PlainWords.of(layers_of(text)), weights)


def _span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


@pytest.mark.parametrize(("context", "example"), [(name, entry["example"]) for name, entry in LISTS.items()])
def test_each_context_has_words_in_its_example(context: str, example: str) -> None:
    assert _topics(example).story[context] > 0


def test_there_are_plovers_37_contexts() -> None:
    assert len(vocabulary().names) == 37


def test_near_words_decide() -> None:
    text = "Norvia expelled two diplomats on Monday. The harvest was poor and the glacier shrank by nine metres."
    [first, *_] = _topics(text, EVEN).contexts_of("SANCTION", "expel", _span(text, "expelled"))
    assert first.name == "diplomatic"
    assert first.span == _span(text, "diplomats")


def test_what_the_kind_of_event_is_usually_about_counts() -> None:
    text = "They took him away."
    weights = EVEN | {"COERCE: legal": 2.0, "COERCE arrest: crime": 3.0}
    found = _topics(text, weights).contexts_of("COERCE", "arrest", _span(text, "took"))
    assert [c.name for c in found] == ["crime", "legal"]
    assert [c.name for c in _topics(text, weights).contexts_of("COERCE", None, _span(text, "took"))] == ["legal"]
    assert found[0].span is None
    assert found[0].confidence == pytest.approx(1 / (1 + 2.718282**-2), abs=0.001)


def test_the_likeliest_needs_less_than_the_others() -> None:
    text = "They met."
    weights = EVEN | {"CONSULT: diplomatic": -0.2, "CONSULT: military": -0.2, "any": -1.0}
    assert len(_topics(text, weights).contexts_of("CONSULT", None, _span(text, "met"))) == 1
    assert _topics(text, EVEN | {"any": -3.0}).contexts_of("CONSULT", None, _span(text, "met")) == ()


def test_at_most_three() -> None:
    text = "Soldiers, spies, ministers, lawmakers and judges met voters."
    assert len(_topics(text, EVEN | {"any": 5.0}).contexts_of("CONSULT", None, _span(text, "met"))) == MOST


def test_shipped_weights_tell_an_arrest_from_a_shelling() -> None:
    text = "Prosecutors had the editor arrested. A court will try her.\n\nThe army shelled two villages across the border."
    topics = _topics(text)
    assert topics.contexts_of("COERCE", "arrest", _span(text, "arrested"))[0].name == "legal"
    assert topics.contexts_of("ASSAULT", "heavy-weapons", _span(text, "shelled"))[0].name == "military"
