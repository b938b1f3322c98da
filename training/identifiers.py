"""Identifiers of states -> ``src/reportedly/ledger/actors/states.json``, from the library ``rigour``.

``python training/identifiers.py`` writes the file anew; the wheel ships it and does not need the library.
"""

from __future__ import annotations

import json
from pathlib import Path

from rigour.territories import get_territories

from reportedly.annotate.countries import atlas

TARGET = Path(__file__).parent.parent / "src/reportedly/ledger/actors/states.json"


def main() -> None:
    by_code = {territory.code.upper(): territory.qid for territory in get_territories()}
    rows = {code: by_code[code] for code in sorted(atlas().by_code) if by_code.get(code)}
    TARGET.write_text(json.dumps(rows, indent=0) + "\n", "utf8")
    print(f"{len(rows)} of {len(atlas().by_code)} states")


if __name__ == "__main__":
    main()
