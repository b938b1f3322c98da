"""Quotations with a name under them: “I will not vote again.” ― Ida Solheim, Bergen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportedly.annotate.layers import Draft, Layers
from reportedly.records import Span

LONGEST = 90  # characters of a name with what stands behind it
SIGNATURE = re.compile(r"\s*(?P<dash>--|[—–―])\s*(?P<name>[^\W\d_a-z][^\n,;:()]*?)(?=[.\s]*$|,)(?P<rest>[^\n]*)")
SMALL = frozenset({"of", "the", "de", "da", "van", "von", "bin", "al", "and", "del", "di", "la"})


def signed_quotations(layers: Layers, known: Sequence[Draft]) -> Iterator[Draft]:
    """Drafts for signed quotations that none of ``known`` has. The quotation opens its paragraph and the name closes it."""
    opening = {quote.span.start: quote for quote in layers.quotes if quote.depth == 0 and quote.closed}
    for paragraph in layers.paragraphs:
        quote = opening.get(paragraph.start)
        if quote is None or paragraph.end - quote.span.end > LONGEST:
            continue
        found = SIGNATURE.fullmatch(layers.text, quote.span.end, paragraph.end)
        if found and _is_name(found["name"]) and not any(_has(draft, quote.inner) for draft in known):
            yield Draft((quote.span,), (Span(*found.span("name")),), (Span(*found.span("dash")),), "direct", anchor_score=0.9)


def _is_name(words: str) -> bool:
    return len(words.split()) < 7 and all(word[0].isupper() or word in SMALL for word in words.split())


def _has(draft: Draft, span: Span) -> bool:
    """Whether the draft's content has most of the span."""
    return sum(max(0, min(e, span.end) - max(s, span.start)) for s, e in draft.content) * 2 > span.end - span.start
