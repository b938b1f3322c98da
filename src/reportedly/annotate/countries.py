"""States by any of their names, by the word for their people, and by the city they are ruled from.

The data is ``lang/en/countries.json``, drawn from libraries by ``training/lexicon.py``; ``lang/en/seats.json`` adds the houses
and streets that stand for a government, which no library lists.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Country:
    """A state of ISO 3166-1 (and Kosovo, XK)."""

    iso3166: str  # two letters, "AM"
    name: str  # common English name, "Armenia"


@dataclass(frozen=True, slots=True)
class Atlas:
    """What each folded word or name means: ``plain("Yaoundé") -> "yaounde"``."""

    by_code: dict[str, Country]
    names: dict[str, Country]
    demonyms: dict[str, Country]
    capitals: dict[str, Country]
    seats: dict[str, Country]

    def named(self, words: str) -> Country | None:
        """The state of this name: ``Britain``, ``the United States``."""
        return self.names.get(plain(words))

    def of_people(self, words: str) -> Country | None:
        """The state whose people or things are so called: ``Armenian``, ``Argentines``, ``Dutchman``; its name, too."""
        key = plain(words)
        stems = (key, key.removesuffix("s"), re.sub("(wo)?m[ae]n$", "", key))
        return next((self.demonyms[stem] for stem in stems if stem in self.demonyms), None) or self.names.get(key)

    def ruled_from(self, words: str) -> Country | None:
        """The state that this capital or seat of government stands for: ``Yerevan``, ``the Kremlin``."""
        key = plain(words)
        return self.seats.get(key) or self.capitals.get(key)


def plain(words: str) -> str:
    """Lower case, without accents, full stops and the article: ``The U.S.`` -> ``us``."""
    decomposed = unicodedata.normalize("NFKD", words.replace("’", "'").replace(".", ""))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    return letters.removeprefix("the ")


@cache
def atlas() -> Atlas:
    """The states as English news writes of them. Where several share a word, the most populous bears it (Chinese: China)."""
    folder = files("reportedly.annotate") / "lang" / "en"
    found = Atlas({}, {}, {}, {}, {})
    rows = json.loads((folder / "countries.json").read_text("utf8"))
    for row in rows:  # own names first: the Republic of China must not take China
        country = found.by_code[row["iso3166"]] = Country(row["iso3166"], row["name"])
        found.names.setdefault(plain(row["name"]), country)
    for row in rows:
        country = found.by_code[row["iso3166"]]
        for field, table in (("names", found.names), ("demonyms", found.demonyms), ("capitals", found.capitals)):
            for name in row[field]:
                table.setdefault(plain(name), country)
    for seat in json.loads((folder / "seats.json").read_text("utf8")):
        found.seats[plain(seat["name"])] = found.by_code[seat["iso3166"]]
    return found
