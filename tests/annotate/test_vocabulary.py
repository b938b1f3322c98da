import pytest

from reportedly.annotate.segment import layers_of
from reportedly.annotate.vocabulary import PlainWords, Vocabulary
from reportedly.records import Span

LISTS = Vocabulary({"army": "army soldier* cease_fire*", "talks": "peace_talk* peace"})


def _words(text: str) -> PlainWords:
    return PlainWords.of(layers_of(text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The ARMY left.", ["army"]),
        ("The armyworm left.", []),
        ("Soldiers, soldiering on.", ["army", "army"]),
        ("The cease-fire and the cease fires held; fire ceased.", ["army", "army"]),
        ("Peace talks began.", ["talks", "talks"]),
        ("They wanted peace", ["talks"]),
        ("a cease", []),
        ("", []),
    ],
)
def test_entries_are_words_stems_and_phrases(text: str, names: list[str]) -> None:
    assert [found.name for found in LISTS.find(_words(text).texts)] == names


def test_what_is_found_says_which_words() -> None:
    words = _words("The cease-fire held.")
    [(start, end, _)] = LISTS.find(words.texts)
    assert (words.starts[start], words.ends[end - 1]) == (4, 14)


def test_words_around_a_span_stay_in_its_sentence() -> None:
    text = "Nobody left. The army held the old bridge. It burned."
    words = _words(text)
    held = Span(text.index("held"), text.index("held") + 4)
    assert [words.texts[i] for i in words.within(held)] == ["held"]
    assert [words.texts[i] for i in words.around(held, 2)] == ["the", "army", "held", "the", "old"]
    assert [words.texts[i] for i in words.around(held, 99)] == ["the", "army", "held", "the", "old", "bridge"]


def test_a_span_without_words_has_none_around_it() -> None:
    words = _words("No. -- Yes.")
    assert not words.around(Span(4, 6), 5)


def test_a_word_of_a_million_letters_is_looked_up_at_once() -> None:
    assert LISTS.find(["soldier" + "x" * 1_000_000]) == [(0, 1, "army")]
