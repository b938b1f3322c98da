"""Words: the smallest pieces that spans of statements are made of.

A word is a run of letters, digits and underscores, an apostrophe with the letters that follow it (``Lavrov|'s``, ``don|'t``),
or a single punctuation mark or symbol. Hyphens, full stops and commas always stand alone: ``seven|-|nation``, ``U|.|S|.``,
``1|,|400``. White space and invisible characters (controls, zero-width and direction marks) belong to no word.
"""

from __future__ import annotations

import re
from functools import partial

from reportedly.records import Span, Spans

# Accents written apart (e + U+0301) stay with their letter.
LETTERS = r"[\w\u0300-\u036f]"
INVISIBLE = r"\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
WORD = re.compile(rf"{LETTERS}+|(?<={LETTERS})['’]{LETTERS}+|[^\w\s{INVISIBLE}]")

_span = partial(tuple.__new__, Span)  # Span._make without its length check: this runs once for every word


def words_of(text: str) -> Spans:
    """The words of ``text`` in order; linear in its length."""
    return tuple([_span(match.span()) for match in WORD.finditer(text)])
