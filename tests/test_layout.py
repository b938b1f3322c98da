"""Imports point backwards along the path of the data (docs/decisions/0001-layout.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "reportedly"
MAY_USE = {
    "errors": set(),
    "records": {"errors", "serialize"},  # Reading.to_json, .from_json: loaded when called
    "serialize": {"errors", "records"},
    "read": {"errors", "records"},
    "annotate": {"errors", "records"},
    "pipeline": {"errors", "records", "serialize", "read", "annotate"},
    "corrections": {"errors", "records", "serialize"},
    "matching": set(),
    "compare": {"errors", "records", "serialize", "read", "annotate", "pipeline", "matching"},
    "ledger": {"errors", "records", "serialize", "corrections", "read", "annotate", "pipeline", "matching", "compare"},
    "export": {"errors", "records", "serialize", "corrections", "annotate"},
    "show": {
        "errors", "records", "serialize", "corrections", "read", "annotate", "pipeline", "matching", "compare", "ledger",
        "export",
    },
    "serve": {
        "errors", "records", "serialize", "corrections", "read", "annotate", "pipeline", "matching", "compare", "ledger",
        "export", "show",
    },
    "__init__": {"errors", "records", "pipeline", "ledger"},
    "__main__": {"show"},
    "show/commands/serve.py": {"errors", "ledger", "show", "serve"},  # the command that opens the workbench, which is on top
}  # fmt: skip
MODULES = sorted(SOURCE.rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_imports_point_backwards(module: Path) -> None:
    path = module.relative_to(SOURCE)
    station = path.as_posix() if path.as_posix() in MAY_USE else path.parts[0].removesuffix(".py")
    assert set(used_by(module)) - {station, "__version__"} <= MAY_USE[station]


def used_by(module: Path) -> Iterator[str]:
    """The stations a module imports from: "from reportedly.read.html import main_text" is "read"."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "reportedly":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("reportedly."):
            yield (node.module or "").split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("reportedly."))
