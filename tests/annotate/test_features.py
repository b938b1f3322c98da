"""Words in numbers, and long stories cut into windows."""

import numpy as np
import pytest

from reportedly.annotate.features import LARGEST_WINDOW, encode, inputs_of, windows
from reportedly.annotate.layers import Layers
from reportedly.annotate.network import Network
from reportedly.annotate.segment import layers_of

TOKENIZER = Network().tokenizer
SENTENCE = "The minister said that the bridge across the Lower Vessa would stay closed until the autumn inspection. "


def of_words(layers: Layers, values: np.ndarray) -> dict[str, int]:
    return {layers.text[s:e]: int(v) for (s, e), v in zip(layers.words, values, strict=True)}


def test_letter_case_of_each_word() -> None:
    layers = layers_of("In 2021 the CSTO met Lavrov.")
    assert of_words(layers, encode(layers, TOKENIZER).case) == {
        "In": 2,
        "2021": 4,
        "the": 1,
        "CSTO": 3,
        "met": 1,
        "Lavrov": 2,
        ".": 0,
    }


def test_quotation_state_of_each_word() -> None:
    layers = layers_of("He said “we call it ‘peace’ here”.")
    states = of_words(layers, encode(layers, TOKENIZER).quote)
    assert states == {
        "He": 0,
        "said": 0,
        "“": 3,
        "we": 1,
        "call": 1,
        "it": 1,
        "‘": 3,
        "peace": 2,
        "’": 3,
        "here": 1,
        "”": 3,
        ".": 0,
    }


def test_starts_of_sentences_and_paragraphs() -> None:
    layers = layers_of("One. Two.\n\nThree.")
    starts = encode(layers, TOKENIZER).start
    assert [int(s) for s in starts] == [2, 0, 1, 0, 2, 0]


def test_a_word_without_pieces_shares_its_neighbours() -> None:
    layers = layers_of("Orlov \u0301 said")
    encoded = encode(layers, TOKENIZER)
    assert len(encoded) == len(layers.words)
    assert all(0 <= p < len(encoded.pieces) for p in encoded.first_piece)


def test_nothing_to_read_gives_no_window() -> None:
    assert list(windows(encode(layers_of(" \n "), TOKENIZER))) == []


def test_a_short_story_is_one_window() -> None:
    encoded = encode(layers_of(SENTENCE * 3), TOKENIZER)
    (window,) = windows(encoded)
    assert (window.start, window.end, window.core_start, window.core_end) == (0, len(encoded), 0, len(encoded))


@pytest.mark.parametrize(
    "text", [SENTENCE * 200, "word " * 3000, "supercalifragilistic" * 500], ids=["story", "one sentence", "one word"]
)
def test_cores_tile_a_long_story_and_windows_fit(text: str) -> None:
    encoded = encode(layers_of(text), TOKENIZER)
    cuts = list(windows(encoded))
    assert cuts[0].core_start == 0
    assert cuts[-1].core_end == len(encoded)
    assert [w.core_start for w in cuts[1:]] == [w.core_end for w in cuts[:-1]]
    for window in cuts:
        assert window.start <= window.core_start < window.core_end <= window.end
        inputs = inputs_of(encoded, window)
        assert len(inputs["pieces"]) <= LARGEST_WINDOW + 2
        assert inputs["first_piece"].max() < len(inputs["pieces"]) - 1


def test_cores_end_with_sentences() -> None:
    encoded = encode(layers_of(SENTENCE * 200), TOKENIZER)
    for window in list(windows(encoded))[:-1]:
        assert encoded.sentence[window.core_end - 1] != encoded.sentence[window.core_end]
