"""Names as they are compared: ``Sergei Lavrov``, ``Sergey V. Lavrov``, ``Mr. Lavrov`` and ``Лавров`` side by side.

Every name has *keys*, by which others that may be the same are looked up in an index; whether they are the same is then decided
on the words themselves (``likeness``). Nothing here is ever printed.

======================  ===================================================================
``lavrov srg``          the whole name: its words without vowels, in the order of letters
``~lavrov``             the last word of a longer name, and other words it is cut down to
``?lavrov``             a single word as a name of which nothing more is known
``iso3166:RU``          an identifier
======================  ===================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from reportedly.annotate.countries import atlas
from reportedly.annotate.lexicon import lexicon
from reportedly.ledger.actors.wordlists import words

LONGEST_KEY = 200  # characters of a key, as schema.py has it
LONGEST_NAME = 400  # characters of a printed name that are kept
CLOSE = 0.94  # Jaro-Winkler likeness of two surnames of which one may be a misprint
LONG = 6  # letters from which on a surname may be compared so, or the vowel within a word counts little

Likeness = Literal["same", "spelling", "longer", "initial", "close", "part", "different", "contrary"]

SUFFIXES = words("suffixes")
ARTICLES = words("articles")

# One sound in several spellings, in the order they are applied. Each row: what is written, what it becomes, for whose sake.
SPELLINGS: tuple[tuple[str, str, str], ...] = (
    (r"ph", "f", "Stephan, Stefan"),
    (r"^ye", "e", "Yevgeny, Evgeny"),
    (r"x", "ks", "Alexei, Aleksei"),
    (r"ck|q", "k", "Qaddafi, Kaddafi"),
    (r"kh", "h", "Mikhail, Mihail"),
    (r"c(?![hiey])", "k", "Katherine, Catherine"),
    (r"w", "v", "Lawrow, Lavrov"),
    (r"ou|oo", "u", "Boutros, Butros"),
    (r"ee", "i", "Rasheed, Rashid"),
    (r"(.)\1+", r"\1", "Mohammed, Mohamed"),
    (r"(?<=[aeou])[yj]", "i", "Sergey, Sergej"),
    (r"(?<=[^aeiou])[iyj]+$", "i", "Zelensky, Zelenskyy, Zelenskij"),
    (r"(?<=[^aeiouy])y(?=[^aeiou])", "i", "Volodymyr, Volodimir"),
    (r"(?<=[^aeiou])er$", "r", "Aleksander, Aleksandr"),
)
_SPELLINGS = tuple((re.compile(written), sound) for written, sound, _ in SPELLINGS)

# British and American words in the names of bodies.
WORDINGS: tuple[tuple[str, str, str], ...] = (
    (r"is(?=ation|ing$|ed$)", "iz", "organisation"),
    (r"(?<=[a-z]{3})our$", "or", "labour"),
    (r"tre$", "ter", "centre"),
    (r"(?<=[a-z])ence$", "ense", "defence"),
    (r"programme$", "program", "programme"),
)
_WORDINGS = tuple((re.compile(british), american) for british, american, _ in WORDINGS)


# ---- words


@lru_cache(maxsize=65536)
def latin(name: str) -> str:
    """Lower-case ASCII: ``Łódź`` -> ``lodz``, ``Лавров`` -> ``lavrov``."""
    if name.isascii():
        return name.lower()
    from anyascii import anyascii

    return anyascii(name).lower()


def words_of(name: str) -> tuple[str, ...]:
    """``B.K. O’Neill-Ray`` -> ``("b", "k", "oneill", "ray")``."""
    return tuple(re.findall(r"[a-z0-9]+", re.sub(r"['’`]", "", latin(name.replace("’", "'")))))


@dataclass(frozen=True, slots=True)
class PersonName:
    """The words of a person's name: without honorifics, with ``jr`` or ``iii`` kept apart."""

    words: tuple[str, ...]
    suffix: str | None = None

    @property
    def last(self) -> str:
        return self.words[-1] if self.words else ""


@lru_cache(maxsize=65536)
def person_name(name: str) -> PersonName:
    """``Dr. Marit Solheim`` -> marit solheim; ``al-Assad, Bashar`` -> bashar assad; a word alone is never taken for a title."""
    before, comma, after = name.partition(",")
    words = list(words_of(before))
    behind = list(words_of(after)) if comma else []
    if behind and behind[0] not in SUFFIXES:
        words = behind + words
        behind = []
    words += behind
    suffix = words.pop() if len(words) > 1 and words[-1] in SUFFIXES else None
    while len(words) > 1 and _is_title(words[0]):
        del words[0]
    kept = [word for word in words if word not in ARTICLES]
    return PersonName(tuple(kept or words), suffix)


def _is_title(word: str) -> bool:
    """``Dr.``, ``Senator``, ``Mullah``; not ``Dean``, a first name."""
    words = lexicon()
    return word in words["honorific"] or (words.kind_of(word) == "person" and word not in words.first_names)


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """One spelling for all in ``SPELLINGS``: ``sergey`` -> ``sergei``."""
    for written, becomes in _SPELLINGS:
        word = written.sub(becomes, word)
    return word


@lru_cache(maxsize=65536)
def _loose(word: str) -> str:
    """As ``sound``, and Arabic vowels as they come: ``muhammad`` and ``mohamed``; but Hassan is not Hussein, nor Maria Marie."""
    loose = sound(word).replace("o", "u")
    middle = loose[1:-1].replace("a", "e") if len(loose) >= LONG else loose[1:-1]
    return (loose[:1] + middle + loose[-1:]).replace("ei", "i").replace("e", "i").replace("ii", "i") if len(loose) > 2 else loose


@lru_cache(maxsize=65536)
def _skeleton(word: str) -> str:
    """What spellings of a name share: ``sergey`` -> ``srg``."""
    heard = sound(word)
    return heard[:1].replace("o", "u") + re.sub(r"[aeiouy]", "", heard[1:])


def _key(words: Iterable[str]) -> str:
    return " ".join(sorted(words))[:LONGEST_KEY]


# ---- persons


def person_keys(name: str) -> tuple[str, ...]:
    """The keys of a person's whole name: in full, without middle names, and with the first name as an initial."""
    words = person_name(name).words
    if not words:
        return ()
    if len(words) == 1:
        return (_skeleton(words[0])[:LONGEST_KEY],)
    first, last = _skeleton(words[0]), _skeleton(words[-1])
    keys = (_key(map(_skeleton, words)), _key((first, last)), _key((words[0][0] + ".", last)))
    return tuple(dict.fromkeys(keys))


def part_key(word: str) -> str:
    """The key of a word that a longer name is cut down to."""
    return f"~{_skeleton(word)}"[:LONGEST_KEY]


def likeness(one: str, other: str) -> Likeness:
    """How two names of persons bear on each other.

    same: Marit Solheim, Dr. Marit Solheim; spelling: Sergei, Sergey; longer: Recep Erdogan, Recep Tayyip Erdogan;
    initial: S. Lavrov; close: Johansson, Johanssen; part: Lavrov; contrary: George W. Bush, George H. W. Bush; King Sr., King Jr.
    """
    left, right = person_name(one), person_name(other)
    if not left.words or not right.words:
        return "different"
    if left.suffix and right.suffix and left.suffix != right.suffix:
        return "contrary" if left.words == right.words else "different"
    short, long = sorted((left.words, right.words), key=len)
    if len(short) == 1 and len(long) > 1:
        return "part" if _loose(short[0]) in (_loose(long[-1]), _loose(long[0])) else "different"
    if sorted(short) == sorted(long):
        if len(short) > 1 and 1 in (len(short[0]), len(short[-1])):
            return "initial"
        return "same" if short == long or len(short) == 2 else "spelling"
    if sorted(map(_loose, short)) == sorted(map(_loose, long)):
        return "spelling"
    return _unequal(short, long)


def _unequal(short: tuple[str, ...], long: tuple[str, ...]) -> Likeness:
    """The likeness of two names, both of several words, that are not the same words."""
    if _loose(short[-1]) != _loose(long[-1]):
        misprint = len(short) == len(long) and short[:-1] == long[:-1] and _nearly(short[-1], long[-1])
        return "close" if misprint else "different"
    if not _agree(short[0], long[0]):
        return "different"
    if not _middles_agree(short[1:-1], long[1:-1]):
        return "contrary"
    return "initial" if 1 in (len(short[0]), len(long[0])) else "longer"


def _agree(one: str, other: str) -> bool:
    """The same name, or its initial."""
    return other.startswith(one) or one.startswith(other) if 1 in (len(one), len(other)) else _loose(one) == _loose(other)


def _middles_agree(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """What is said of middle names on both sides must be the same: not George W. and George H. W."""
    return all(_agree(one, other) for one, other in zip(short, long, strict=False))


def _nearly(one: str, other: str) -> bool:
    if min(len(one), len(other)) < LONG or _skeleton(one) != _skeleton(other):
        return False
    from jellyfish import jaro_winkler_similarity

    return jaro_winkler_similarity(one, other) >= CLOSE


# ---- bodies


@dataclass(frozen=True, slots=True)
class BodyName:
    """The words of a body's name, and the states it names."""

    words: tuple[str, ...]
    countries: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        return " ".join(self.words)[:LONGEST_KEY]

    @property
    def initials(self) -> str:
        """``csto`` of the Collective Security Treaty Organization."""
        return "".join(word[0] for word in self.words if word not in lexicon()["of_words"])


@lru_cache(maxsize=65536)
def body_name(name: str) -> BodyName:
    """``Norwegian Ministry of Defence`` -> ministry defense (NO); ``Acme Ltd.`` -> acme; ``Bank of Norway`` stays whole (NO)."""
    printed = [word for word in re.findall(r"[\w’'&-]+", re.sub(r"\.", "", name)) if word.lower() != "the"]
    countries, rest = _without_country(printed)
    words = tuple(_wording(word) for word in words_of(_without_form(" ".join(rest))))
    if "ministry" in words and len(words) > 1:  # "Foreign Ministry", "Ministry of Foreign Affairs"
        small = lexicon()["of_words"] | {"affairs"}
        words = ("ministry", *sorted(word for word in words if word != "ministry" and word not in small))
    return BodyName(words, countries)


def _without_country(printed: list[str]) -> tuple[frozenset[str], list[str]]:
    """The state that a body's name begins or ends with, and the rest of it, which must still be a name."""
    for length in (1, 2):
        word = " ".join(printed[:length])
        state = atlas().of_people(re.sub(r"['’]s$", "", word))
        rest = printed[length:]
        if state and rest and (len(rest) > 1 or _is_office(rest)):
            return frozenset({state.iso3166}), rest
    for at in range(len(printed) - 1, 0, -1):
        if printed[at].lower() == "of" and (state := atlas().named(" ".join(printed[at + 1 :]))):
            whole = at < 2 and not _is_office(printed[:at])
            return frozenset({state.iso3166}), printed if whole else printed[:at]
    return frozenset(), printed


def _is_office(words: list[str]) -> bool:
    """A body that every state has: ``Parliament``, ``Foreign Ministry``; not ``Bank``, of which a state has many."""
    return words[-1].lower() in OFFICES or words[0].lower() in OFFICES


def _without_form(name: str) -> str:
    """``Acme Ltd`` -> ``Acme``, ``Equinor ASA`` -> ``Equinor``."""
    from cleanco import basename

    return str(basename(name)) or name


@lru_cache(maxsize=65536)
def _wording(word: str) -> str:
    for british, american in _WORDINGS:
        word = british.sub(american, word)
    return word


OFFICES = words("offices")
COMMON = OFFICES | words("common")


def is_distinctive(name: str) -> bool:
    """Whether a name alone says which body it is: ``Gazprom``, ``Human Rights Watch``; not ``Ministry of Health``, ``Front``."""
    words = body_name(name).words
    if not words or all(len(word) < 3 for word in words):
        return False
    small = lexicon()["of_words"]
    ordinary = [word for word in words if word in COMMON or lexicon().is_ordinary(word) or lexicon().kind_of(word)]
    if len(ordinary) + sum(word in small and word not in ordinary for word in words) < len(words):
        return True
    return len(words) >= 3 and not COMMON & set(words)


def body_keys(name: str) -> tuple[str, ...]:
    """The key of a body's name."""
    key = body_name(name).key
    return (key,) if key else ()


def is_acronym(name: str) -> bool:
    """``CSTO``, ``F.S.B.``."""
    letters = name.replace(".", "").replace("-", "")
    return 2 <= len(letters) <= 8 and letters.isalpha() and letters.isupper()


# ---- looking up


def keys_to_find(name: str) -> Iterator[str]:
    """All keys under which somebody asked for by this name may be kept."""
    yield from dict.fromkeys((*person_keys(name), *body_keys(name)))
    words = person_name(name).words
    if len(words) == 1:
        yield part_key(words[0])
        yield f"?{_skeleton(words[0])}"
    yield from (f"?{key}" for key in body_keys(name))
