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
from pathlib import Path

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
    half = COLLECTION / options.half
    reader = load()
    found = to_scored(compare(reader.read(read_path(path)) for path in find_stories(half / "stories")))
    with tempfile.TemporaryDirectory() as scratch:
        system = options.out or Path(scratch) / "system.json"
        system.write_text(json.dumps(found) + "\n", encoding="utf-8")
        command = [sys.executable, str(scorer), str(half / "gold.json"), str(system), *(["--errors"] if options.errors else [])]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
