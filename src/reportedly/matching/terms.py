"""What a search looks at: the words of a statement, stemmed, and after them labels for what is known of it.

Both databases search the same terms, so both find the same: SQLite's FTS5 and PostgreSQL's ``tsvector`` only look terms up, and
neither one's own idea of words or stems comes into play. Labels are terms with a colon, which no word has:

>>> " ".join(words_of("Armenia's negotiators refused."))
'armenia negoti refus'
>>> label("status", "denied")
'status:denied'

A label narrows a search before a row is read, so that "Lavrov on the mission" costs what the rarer of the two costs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

MOST_YEARS = 12  # that an interval is labelled with, or a query asks for; longer ones are compared day by day alone
AGES = "ages"  # what an interval of more years is labelled with instead
LONGEST = 60  # characters of a term; longer strings are no words
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

# Words that stand in so many statements that looking for them finds nothing more; left out of a query that has others.
# Articles, and the commonest prepositions and conjunctions of English.
EMPTY = frozenset(
    ["a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "but", "that", "this", "it", "its"]
)


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: without accents, case and endings."""
    return [stem(word) for word in names_of(text)]


def names_of(text: str) -> list[str]:
    """The words of a text without accents and case, but with their endings: ``Erdoğan's`` -> ``erdogan``."""
    return [part[:LONGEST] for word in WORD.findall(fold(text)) if (part := _bare(word))]


def fold(text: str) -> str:
    """Lower case, without accents: ``Łódź`` keeps its Ł, which is a letter of its own."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _bare(word: str) -> str:
    """Without the genitive and inner apostrophes: ``armenia's`` -> ``armenia``, ``o'brien`` -> ``obrien``."""
    plain = word.replace("’", "'")
    return plain.removesuffix("'s").replace("'", "")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem by Porter's second English algorithm (Snowball)."""
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


@lru_cache(maxsize=1)
def _stemmer() -> BaseStemmer:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def label(kind: str, value: object) -> str:
    """What is known of a statement, as a term: ``label("speaker", 12)`` -> ``speaker:12``."""
    return f"{kind}:{'-'.join(names_of(str(value)))}"[: LONGEST + len(kind)]


def words_in(terms: str) -> str:
    """The words of a statement's terms, which stand before the labels."""
    return terms[: terms.rfind(" ", 0, terms.find(":"))] if ":" in terms else terms


# What is looked for: a tree of terms, which each database is asked for in its own words.


class Wanted:
    """Terms to be looked for. ``&`` wants both, ``|`` either."""

    def __and__(self, other: Wanted) -> Wanted:
        return All((self, other))

    def __or__(self, other: Wanted) -> Wanted:
        return Either((self, other))

    def for_sqlite(self) -> str:
        """As FTS5 is asked."""
        raise NotImplementedError

    def for_postgresql(self) -> str:
        """As a ``tsquery`` is written."""
        raise NotImplementedError


class Term(Wanted):
    """One term, or all that begin with it."""

    def __init__(self, text: str, begins: bool = False) -> None:
        self.text = text
        self.begins = begins

    def for_sqlite(self) -> str:
        return f'"{self.text}"' + ("*" if self.begins else "")

    def for_postgresql(self) -> str:
        return f"'{self.text}'" + (":*" if self.begins else "")


class Phrase(Wanted):
    """Terms that follow each other."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = tuple(terms)

    def for_sqlite(self) -> str:
        return f'"{" ".join(self.terms)}"'

    def for_postgresql(self) -> str:
        return "(" + " <-> ".join(f"'{term}'" for term in self.terms) + ")"


class All(Wanted):
    """Every one of these."""

    def __init__(self, parts: Iterable[Wanted]) -> None:
        self.parts = tuple(parts)

    def for_sqlite(self) -> str:
        return "(" + " AND ".join(part.for_sqlite() for part in self.parts) + ")"

    def for_postgresql(self) -> str:
        return "(" + " & ".join(part.for_postgresql() for part in self.parts) + ")"


class Either(Wanted):
    """At least one of these."""

    def __init__(self, parts: Iterable[Wanted]) -> None:
        self.parts = tuple(parts)

    def for_sqlite(self) -> str:
        return "(" + " OR ".join(part.for_sqlite() for part in self.parts) + ")"

    def for_postgresql(self) -> str:
        return "(" + " | ".join(part.for_postgresql() for part in self.parts) + ")"


class But(Wanted):
    """These, unless those."""

    def __init__(self, wanted: Wanted, unwanted: Wanted) -> None:
        self.wanted = wanted
        self.unwanted = unwanted

    def for_sqlite(self) -> str:
        return f"({self.wanted.for_sqlite()} NOT {self.unwanted.for_sqlite()})"

    def for_postgresql(self) -> str:
        return f"({self.wanted.for_postgresql()} & !{self.unwanted.for_postgresql()})"
