"""What must hold of any text whatever: nothing shown as said is absent from the story at its offsets."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reportedly
from reportedly import Reading

MARKS = "\"'“”‘’„‚«»‹›`´''``…—-()[]"
PLAIN = (
    "said",
    " told reporters",
    "according to ",
    "that ",
    "The minister ",
    "Lavrov",
    "Mr. ",
    "she ",
    ". ",
    ", ",
    "\n\n",
    "\n",
    " ",
)
ODD = (
    "denied",
    "“We will go,”",
    "مرحبا",
    "שלום",
    "Привет",
    "東京",
    "🙂",
    "\u202e",
    "\x00",
    "\ufeff",
    "e\u0301",
    "\x1b[31m",
    "?",
    "!",
)
piece = st.one_of(st.sampled_from(PLAIN + ODD), st.sampled_from(MARKS), st.text(max_size=8))
hostile = st.lists(piece, max_size=60).map("".join)
slow = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(reading: Reading) -> None:
    """Every span lies in the text and covers something; links lead somewhere; JSON loses nothing."""
    text = reading.document.text
    ids = {s.id for s in reading.statements}
    for statement in reading.statements:
        spans = [*statement.content, *statement.source, *statement.cue, *([statement.venue] if statement.venue else [])]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert statement.content
        assert statement.text == " ... ".join(text[s:e] for s, e in statement.content)
        assert statement.parent is None or statement.parent.id in ids
        assert 0 < statement.confidence < 1
    for actor in reading.actors:
        assert all(0 <= m.span.start < m.span.end <= len(text) for m in actor.mentions)
    assert Reading.from_json(reading.to_json()) == reading


@slow
@given(hostile.filter(str.strip))
def test_any_text(text: str) -> None:
    check(reportedly.extract(text, language="en"))


@pytest.mark.parametrize(
    "text",
    [
        '"' * 20_000,
        "“" * 20_000,
        "'a" * 20_000,
        "word" * 50_000,
        "Orlov said " * 5_000,
        "“We will go,” Orlov said. " * 2_000,
        "(" * 20_000 + "said" + ")" * 20_000,
        "\x00said\x00 “so”\x00",
        "🙂 said “🙂” 🙂 " * 500,
        "\u202e“dlaw liw eW” dias volrO\u202c " * 300,
        "a\n" * 20_000,
    ],
    ids=lambda text: repr(text[:20]),
)
def test_hostile_text(text: str) -> None:
    check(reportedly.extract(text, language="en"))


def test_the_same_story_gives_the_same_reading() -> None:
    text = "MOSCOW, March 29 (Agency) -- “We will go,” Minister Orlov said. He added that Lind had promised help."
    assert reportedly.extract(text, published="2024-03-29") == reportedly.extract(text, published="2024-03-29")


def test_five_megabytes_on_one_line() -> None:
    """The rules and the cutting into windows, which see the whole line at once; the network itself sees a window at a time."""
    from reportedly.annotate.features import LARGEST_WINDOW, encode, windows
    from reportedly.annotate.network import Network
    from reportedly.annotate.segment import layers_of

    text = '“We will go,” Orlov said, \'and "stay". ' * 130_000
    encoded = encode(layers_of(text), Network().tokenizer)
    cuts = list(windows(encoded))
    assert [w.core_start for w in cuts[1:]] == [w.core_end for w in cuts[:-1]]
    assert cuts[-1].core_end == len(encoded)
    assert all(encoded.first_piece[w.end - 1] - encoded.first_piece[w.start] <= LARGEST_WINDOW for w in cuts)
