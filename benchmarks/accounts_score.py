"""``python -m benchmarks.accounts_score [tuning|alike|untouched]``: our own collection of accounts, through the shared scorer.

Reads the stories, compares them and prints what ``../shared/bench/compare_score.py`` says. With ``--errors`` it also lists what
was missed and what was wrong; not for the untouched half, of which only the figures may be looked at. ``--out FILE`` keeps the
comparison. Exit code 2 where the scorer is absent.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.corpora import REPOSITORY, GoldMissingError, shared_folder
from reportedly.compare import compare, to_scored
from reportedly.pipeline import load
from reportedly.read.files import find_stories, read_path

COLLECTION = REPOSITORY / "benchmarks" / "accounts"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accounts_score", description="Measure how accounts are compared.")
    parser.add_argument("half", nargs="?", choices=["tuning", "alike", "untouched"], default="tuning")
    parser.add_argument("--errors", action="store_true", help="list errors, of the tuning half only")
    parser.add_argument("--out", type=Path, help="write the comparison here")
    options = parser.parse_args()
    if options.errors and options.half == "untouched":
        parser.error("errors of the untouched half are not looked at")
    try:
        scorer = shared_folder() / "bench" / "compare_score.py"
    except GoldMissingError as missing:
        print(missing, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        system = options.out or Path(scratch) / "system.json"
        _write(options.half, system)
        command = [*_command(scorer, options.half, system), *(["--errors"] if options.errors else [])]
        return subprocess.run(command, check=False).returncode


def figures(half: str, shared: Path) -> Mapping[str, Any]:
    """All that the scorer says of one half."""
    with tempfile.TemporaryDirectory() as scratch:
        system = Path(scratch) / "system.json"
        _write(half, system)
        command = [*_command(shared / "bench" / "compare_score.py", half, system), "--json"]
        found: Mapping[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        return found


def _write(half: str, system: Path) -> None:
    """Read the stories of a half and compare them, as the scorer wants it."""
    reader = load()
    found = to_scored(compare(reader.read(read_path(path)) for path in find_stories(COLLECTION / half / "stories")))
    system.write_text(json.dumps(found) + "\n", encoding="utf-8")


def _command(scorer: Path, half: str, system: Path) -> list[str]:
    return [sys.executable, str(scorer), str(COLLECTION / half / "gold.json"), str(system)]


if __name__ == "__main__":
    sys.exit(main())
