"""The walks in docs/ledger.md and docs/compare.md: each command runs, one after the other, and prints what the page shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("ledger.md", "compare.md")
BLOCK = re.compile(r"^```console\n\$ (?P<command>[^\n]+)\n(?P<shown>.*?)^```\n", re.DOTALL | re.MULTILINE)
VARYING = re.compile(r"\d+%|(?<=digest over all is sha256:)[0-9a-f]+")
COMMAND = Path(sys.executable).with_name("reportedly")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_shows_what_the_commands_print(tmp_path: Path, name: str) -> None:
    """Filled by ``make accept``. Percentages, and the digest over them, differ between processors and are not compared."""
    settings = {"REPORTEDLY_LEDGER": str(tmp_path / "reportedly.db"), "COLUMNS": "80", "NO_COLOR": "1", "USER": "editor"}
    claim = str(tmp_path / "claim.json")

    def printed(block: re.Match[str]) -> str:
        command = block["command"].replace("reportedly ", f"{COMMAND} ", 1).replace("claim.json", claim)
        done = subprocess.run(
            command, shell=True, cwd=ROOT, env=os.environ | settings, stdout=subprocess.PIPE, text=True, check=True, timeout=120
        )
        out = done.stdout.replace(f"{tmp_path}{os.sep}", "")
        return f"```console\n$ {block['command']}\n{out}```\n"

    walk = ROOT / "docs" / name
    page = walk.read_text("utf-8")
    filled = BLOCK.sub(printed, page)
    if os.environ.get("ACCEPT"):
        walk.write_text(filled, encoding="utf-8")
        page = filled
    assert VARYING.sub("", page) == VARYING.sub("", filled)
