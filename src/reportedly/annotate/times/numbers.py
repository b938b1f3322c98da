"""Numbers as times print them: "3", "1,200", "two and a half", "twenty-five", "a dozen", "several".

A count is read as a string, since TIMEX3 writes what is not counted as ``X``: "several days" is ``PXD``.
"""

from __future__ import annotations

import re

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
ONES = {word: number for number, word in enumerate(_ONES.split(), 1)}
TENS = {
    word: 10 * number
    for number, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_ORDERED = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth
    twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first
"""
ORDINALS = {word: number for number, word in enumerate(_ORDERED.split(), 1)}


def any_of(words: object) -> str:
    """A pattern for any of the words, longest first, so that "twenty-first" is not read as "twenty"."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


_WORD = rf"(?:(?:{any_of(TENS)})(?:[-\s](?:{any_of(ONES)}))?|{any_of(ONES)})"
_HALF = r"(?:[-\s]and[-\s]a[-\s]half)"
_FIGURE = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,2}|(?!(?:1[6-9]|20)[0-9]{2}(?![0-9]))[0-9]{1,4})(?:\.[0-9]{1,2})?(?![0-9])"
EXACT = (
    rf"(?:[0-9]{{1,3}}[-\s][13]/[24]|(?:{_FIGURE}|{_WORD}|an?(?=\s(?:{any_of(SCALES)})\b))(?:\s(?:{any_of(SCALES)}))?{_HALF}?"
    r"|(?<!\w)½)"
)
VAGUE = (
    r"(?:a\s(?:good\s)?few|the\sfew|several|many|(?:a\s)?couple(?:\sof)?|a\snumber\sof|few|some|countless|numerous|various"
    r"|(?:tens|scores|dozens|hundreds|thousands|millions)\sof)"
)
COUPLE = re.compile(r"(?:a\s)?couple", re.IGNORECASE)


def count_of(words: str) -> str:
    """ "two and a half", "2 1/2" -> "2.5", "1,200" -> "1200", "a couple of" -> "2", "several" -> "X" """
    plain = words.lower()
    if COUPLE.match(plain):
        return "2"
    if re.fullmatch(VAGUE, plain):
        return "X"
    if parts := re.fullmatch(r"([0-9]+)[-\s]([13])/([24])", plain):
        return figure(int(parts[1]) + int(parts[2]) / int(parts[3]))
    half = 0.5 if re.search(_HALF, plain) else 0.0
    total: float | None = None
    scale = 1
    for word in re.findall(r"[0-9][0-9.,]*|[a-z½]+", re.sub(_HALF, "", plain)):
        if word in SCALES:
            scale *= SCALES[word]
        elif (number := _single(word)) is not None:
            total = (total or 0) + number
    return figure((1 if total is None else total) * scale + half)


def _single(word: str) -> float | None:
    if word[0].isdigit():
        return float(word.replace(",", ""))
    return {"a": 1, "an": 1, "½": 0.5}.get(word) or ONES.get(word) or TENS.get(word)


def figure(number: float) -> str:
    """2.0 -> "2", 2.5 -> "2.5" """
    return f"{number:g}" if number < 1e6 else f"{number:.0f}"


def ordinal_of(words: str) -> int:
    """ "third" -> 3, "22nd" -> 22, "twenty first" -> 21"""
    plain = words.lower().replace(" ", "-")
    return ORDINALS.get(plain) or int(re.sub(r"[^0-9]", "", plain))
