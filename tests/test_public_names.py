"""The public face: what ``import reportedly`` promises, and what it costs."""

import inspect
import subprocess
import sys

import reportedly
from reportedly import errors

NAMES = {
    "Actor",
    "BadOption",
    "Document",
    "Event",
    "Evidence",
    "FetchError",
    "InputError",
    "LanguageError",
    "Ledger",
    "LedgerError",
    "Mention",
    "ModelError",
    "OutputError",
    "Query",
    "Reader",
    "Reading",
    "RecordError",
    "ReportedlyError",
    "Role",
    "Span",
    "Statement",
    "Time",
    "UnreadableFile",
    "__version__",
    "extract",
    "load",
}


def test_public_names_are_those_promised() -> None:
    """A name that goes breaks somebody's program; a name that comes has to be kept. Both want a second look and the changelog."""
    assert set(reportedly.__all__) == NAMES


def test_no_other_name_looks_public() -> None:
    visible = {name for name, value in vars(reportedly).items() if not name.startswith("_") and not inspect.ismodule(value)}
    visible.discard("TYPE_CHECKING")
    assert visible <= NAMES


def test_all_is_sorted_and_true() -> None:
    assert list(reportedly.__all__) == sorted(reportedly.__all__)
    assert all(hasattr(reportedly, name) for name in reportedly.__all__)


def test_every_error_is_public_and_in_the_drawing() -> None:
    classes = {name for name, value in vars(errors).items() if inspect.isclass(value)}
    assert classes <= NAMES
    drawing = (errors.__doc__ or "").split("::")[1]
    assert {name for name in classes if name not in drawing} == set()


def test_every_public_name_explains_itself() -> None:
    things = [getattr(reportedly, name) for name in reportedly.__all__ if name != "__version__"]
    assert [thing.__name__ for thing in things if not inspect.getdoc(thing)] == []


def test_importing_loads_neither_the_model_nor_its_runtime() -> None:
    """`reportedly --version` and a program that only reads JSON should not wait for it."""
    slow = ("numpy", "onnxruntime", "tokenizers", "rich", "sqlalchemy")
    code = f"import reportedly, sys; print([m for m in {slow} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout.strip() == "[]"
