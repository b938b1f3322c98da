"""Quotations with a name under them."""

import pytest

from reportedly.annotate.layers import Draft
from reportedly.annotate.segment import layers_of
from reportedly.annotate.signatures import signed_quotations
from reportedly.records import Span


@pytest.mark.parametrize(
    ("paragraph", "name"),
    [
        ("“I will not vote again.” ― Ida Solheim", "Ida Solheim"),
        ("“I will not vote again.”― Ida Solheim, Bergen", "Ida Solheim"),
        ('"I will not vote again." -- Maria del Carmen Vega.', "Maria del Carmen Vega"),
        ("«We were never asked.» — Juma bin Said", "Juma bin Said"),
    ],
)
def test_signed(paragraph: str, name: str) -> None:
    layers = layers_of(f"Readers wrote in.\n\n{paragraph}\n\nThe poll closes on Friday.")
    (draft,) = signed_quotations(layers, [])
    assert [layers.text[s:e] for s, e in draft.source] == [name]
    assert layers.text[slice(*draft.content[0])][1:-1] in paragraph
    assert draft.form == "direct"


@pytest.mark.parametrize(
    "paragraph",
    [
        "“I will not vote again,” Ida Solheim said.",
        "“I will not vote again” — and she did not.",
        "“I will not vote again” — Ida Solheim said so and left the hall.",
        "Of “the first hour” — Ida Solheim",
        "“I will not vote again.”",
    ],
)
def test_not_signed(paragraph: str) -> None:
    assert list(signed_quotations(layers_of(paragraph), [])) == []


def test_a_quotation_that_has_its_statement_is_left_alone() -> None:
    layers = layers_of("“I will not vote again.” ― Ida Solheim")
    assert list(signed_quotations(layers, [Draft((Span(0, 24),))])) == []
