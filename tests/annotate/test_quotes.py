"""``tests/cases/quotes.txt`` holds the cases, one a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportedly.annotate.layers import Quote
from reportedly.annotate.marks import ROLES
from reportedly.annotate.paragraphs import paragraphs_of
from reportedly.annotate.quotes import DEEPEST, quotes_of

CASES = Path(__file__).parents[1] / "cases" / "quotes.txt"
LINES = [line for line in CASES.read_text("utf-8").splitlines() if not line.startswith("#")]


def quotes(text: str) -> tuple[Quote, ...]:
    return quotes_of(text, paragraphs_of(text))


def show(text: str) -> str:
    """``text`` with braces around its quotations, as the cases are marked; ``!}`` ends one that is not closed."""
    signs: list[tuple[int, int, str]] = []
    for quote in quotes(text):
        signs.append((quote.span.start, quote.depth, "{"))
        signs.append((quote.span.end, -1 - quote.depth, "}" if quote.closed else "!}"))
    for place, _, sign in sorted(signs, reverse=True):
        text = text[:place] + sign + text[place:]
    return text


@pytest.mark.parametrize("line", LINES)
def test_braces_mark_the_quotations(line: str) -> None:
    marked = line.replace("\\n", "\n")
    assert show(marked.replace("{", "").replace("!}", "").replace("}", "")) == marked


def test_inner_is_what_stands_between_the_marks() -> None:
    text = "He said: ``We 'll' go''."
    assert [text[slice(*quote.inner)] for quote in quotes(text)] == ["We 'll' go", "ll"]


def test_a_quotation_over_paragraphs_is_linked() -> None:
    text = '"We go.\n\n"They stay.\n\n"All of them," he said.\n\n"We know," she said.'
    assert [(quote.closed, quote.continues) for quote in quotes(text)] == [(False, None), (False, 0), (True, 1), (True, None)]


def test_each_level_is_linked_to_its_own() -> None:
    text = "“He said: ‘We go.\n\n“‘They stay,’ he said.”"
    assert [(quote.depth, quote.continues) for quote in quotes(text)] == [(0, None), (1, None), (0, 0), (1, 1)]


def test_an_attribution_between_does_not_link() -> None:
    text = '"We go, he said.\n\nIt was late.\n\n"They stay," she said.'
    assert [quote.continues for quote in quotes(text)] == [None, None]


def test_depth_is_bounded() -> None:
    assert max(quote.depth for quote in quotes("“a " * 50 + "b” " * 50)) == DEEPEST - 1


def test_every_mark_has_a_case() -> None:
    cases = "".join(LINES)
    rare = {"＂", "‟", "‛"}
    assert [glyph for glyph in ROLES if glyph not in cases and glyph not in rare] == []
