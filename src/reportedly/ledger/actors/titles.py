"""What a title says: ``Minister of Foreign Affairs`` is a foreign minister, and no footballer.

Stories print titles in many wordings; here each becomes the words that tell it from others, with its noun last.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, get_args

from reportedly.annotate.countries import atlas
from reportedly.annotate.lexicon import lexicon
from reportedly.ledger.actors.wordlists import words

Walk = Literal["public", "sport", "arts", "faith", "trade"]

SMALL = words("small")
WHEN = words("when")
NO_TITLES = words("no_titles")
SAME = {
    "pm": "prime minister",
    "fm": "foreign minister",
    "mp": "member parliament",
    "ceo": "chief executive",
    "cfo": "chief financial officer",
}

# Walks of life that one person seldom changes between. A noun belongs to those that it, or what WordNet calls it, stands in.
WALKS: dict[Walk, frozenset[str]] = {walk: words(walk) for walk in get_args(Walk)}


@lru_cache(maxsize=65536)
def title_key(title: str) -> str:
    """``then Deputy Minister of Foreign Affairs`` -> ``deputy foreign minister``; nothing where it names no kind of person."""
    said = _words(title)
    at = next((i for i in range(len(said)) if _is_head(said, i)), None)
    if at is None or said[at] in NO_TITLES:
        return ""
    said[at] = re.sub(r"(?<=[a-z]{3})(wo)?man$", "person", said[at])
    rest = sorted(word for word in said[:at] + said[at + 1 :] if word not in SMALL)
    return " ".join((*rest, said[at]))[:120]


def _words(title: str) -> list[str]:
    printed = re.findall(r"[a-z]+", title.lower().replace("’", "'").replace("'s", ""))
    spelt = " ".join(SAME.get(word, word) for word in printed if word not in WHEN).split()
    states = {word.lower() for word in re.findall(r"\w+", title) if word[:1].isupper() and atlas().of_people(word)}
    return [word for word in spelt if word not in states]


def _is_head(said: list[str], i: int) -> bool:
    """``minister`` in "prime minister" and in "minister of finance"; not ``deputy`` in "deputy minister"."""
    if lexicon().kind_of(said[i]) != "person" or lexicon().is_plural(said[i]):
        return False
    after = said[i + 1 :]
    stop = next((n for n, word in enumerate(after) if word in SMALL), len(after))
    return not any(lexicon().kind_of(word) == "person" for word in after[:stop])


def head_of(key: str) -> str:
    """``minister`` of ``foreign minister``."""
    return key.rpartition(" ")[2]


def is_specific(key: str) -> bool:
    """Whether the title says what of: ``foreign minister``, ``mayor``'s town it does not."""
    return " " in key


@lru_cache(maxsize=65536)
def walks_of(key: str) -> frozenset[Walk]:
    """The walks of life that a title belongs to; none where nobody can say."""
    head = head_of(key)
    nouns = {head, head.replace("person", "man"), head.removesuffix("person")}
    if own := frozenset(walk for walk, members in WALKS.items() if nouns & members):
        return own
    broader = frozenset[str]().union(*(lexicon().broader.get(noun, frozenset()) for noun in nouns))
    return frozenset(walk for walk, members in WALKS.items() if broader & members)


@lru_cache(maxsize=65536)
def contradict(one: str, other: str) -> bool:
    """Whether nobody is likely to be both: a judge and a footballer; a minister may have been a mayor."""
    left, right = walks_of(one), walks_of(other)
    return bool(left and right and not left & right)
