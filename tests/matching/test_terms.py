import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import BadOption
from reportedly.ledger.query import words_wanted
from reportedly.matching.terms import label, names_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Armenia's negotiators refused.", "armenia negoti refus"),
        ("Recep Tayyip Erdoğan’s cease-fire", "recep tayyip erdogan ceas fire"),
        ("O'Brien: 1,200 tonnes", "obrien 1 200 tonn"),
        ("Договор — Ελλάδα", "договор ελλαδα"),
        ("…", ""),
    ],
)
def test_words_are_folded_and_stemmed(text: str, words: str) -> None:
    assert " ".join(words_of(text)) == words


@given(st.text())
def test_terms_are_never_labels_nor_broken(text: str) -> None:
    assert all(term and not set(term) & set(" :\"'-") for term in [*words_of(text), *names_of(text)])


@given(st.text())
def test_labels_are_one_term(value: str) -> None:
    made = label("publisher", value)
    assert made.startswith("publisher:")
    assert not set(made) & set(" \"'")


@pytest.mark.parametrize(
    ("words", "sqlite", "postgresql"),
    [
        ("peace talks", '("peac" AND "talk")', "('peac' & 'talk')"),
        ('"peace talks"', '"peac talk"', "('peac' <-> 'talk')"),
        ("negotiat*", '("negotiat"* OR "negoti")', "('negotiat':* | 'negoti')"),
        ("sluice*", '("sluice"* OR "sluic")', "('sluice':* | 'sluic')"),
        ("truce OR ceasefire", '("truce" OR "ceasefir")', "('truce' | 'ceasefir')"),
        ("talks -football", '("talk" NOT "footbal")', "('talk' & !'footbal')"),
        ("cease-fire", '"ceas fire"', "('ceas' <-> 'fire')"),
        ("the talks", '"talk"', "'talk'"),
        ("the", '"the"', "'the'"),
        ('"unclosed quote', '"unclos quot"', "('unclos' <-> 'quot')"),
        ("OR talks OR", '"talk"', "'talk'"),
    ],
)
def test_words_are_asked_for_as_each_database_wants(words: str, sqlite: str, postgresql: str) -> None:
    wanted = words_wanted(words)
    assert wanted
    assert (wanted.for_sqlite(), wanted.for_postgresql()) == (sqlite, postgresql)


def test_nothing_is_asked_for_by_no_words() -> None:
    assert words_wanted("… —") is None


def test_only_unwanted_words_make_no_question() -> None:
    with pytest.raises(BadOption, match="only what not to find"):
        words_wanted("-football")
