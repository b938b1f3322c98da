"""What words mean alike and the contrary; who says no."""

import pytest

from reportedly.compare.accounts import negations_of
from reportedly.compare.words import senses_of_english


@pytest.mark.parametrize(
    ("word", "lemma"), [("withdrew", "withdraw"), ("stopped", "stop"), ("inmates", "inmate"), ("bodies", "body")]
)
def test_lemmas(word: str, lemma: str) -> None:
    assert senses_of_english().lemma(word) == lemma


@pytest.mark.parametrize(("one", "other"), [("crack", "fissure"), ("refund", "repay"), ("gymnasium", "gym"), ("hurt", "injure")])
def test_words_of_like_meaning(one: str, other: str) -> None:
    assert senses_of_english().alike(one, other) >= 0.5


@pytest.mark.parametrize(("one", "other"), [("open", "shut"), ("guilty", "innocent"), ("alive", "dead")])
def test_words_of_contrary_meaning(one: str, other: str) -> None:
    senses = senses_of_english()
    assert senses.opposed(one, other)
    assert senses.opposed(other, one)
    assert not senses.opposed(one, one)


@pytest.mark.parametrize(
    "words",
    ["No gate was shut", "Nobody gave such an order", "The wall is free of cracks", "They didn't come", "He refused to pay"],
)
def test_passages_that_say_no(words: str) -> None:
    assert negations_of(words)


@pytest.mark.parametrize(
    "words",
    [
        "The gate was shut",
        "It took no more than an hour",
        "It was not finished until six",
        "She struck a rock that was on no chart",
        "Nobody denied it",
        "He asked for nothing else",
    ],
)
def test_passages_that_do_not(words: str) -> None:
    assert not negations_of(words)
