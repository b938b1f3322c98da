from __future__ import annotations

import pytest

from reportedly.annotate.words import words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Orlov's", "Orlov|'s"),
        ("Orlov’s", "Orlov|’s"),
        ("don't", "don|'t"),
        ("the workers' rights", "the|workers|'|rights"),
        ("'quoted'", "'|quoted|'"),
        ("seven-nation", "seven|-|nation"),
        ("U.S.", "U|.|S|."),
        ("1,400.5", "1|,|400|.|5"),
        ("“Why?!” – he", "“|Why|?|!|”|–|he"),
        ("$5bn", "$|5bn"),
        ("@user_name", "@|user_name"),
        ("cafe\u0301 ouvert", "cafe\u0301|ouvert"),
        ("Правда 北京", "Правда|北京"),
        ("a\u200bb\x00\u00a0\ufeff c", "a|b|c"),
        ("👍ok", "👍|ok"),
        ("", ""),
    ],
)
def test_words(text: str, words: str) -> None:
    assert "|".join(text[start:end] for start, end in words_of(text)) == words
