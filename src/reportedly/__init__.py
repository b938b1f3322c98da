"""reportedly reads news stories and keeps a ledger of who said what, on whose authority, about which events, and when.

>>> import reportedly
>>> reading = reportedly.extract('"We will go," Lavrov said.', published="2024-03-29")
>>> reading.statements[0].speaker.name
'Lavrov'
"""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

from reportedly.errors import (
    BadOption,
    FetchError,
    InputError,
    LanguageError,
    LedgerError,
    ModelError,
    OutputError,
    RecordError,
    ReportedlyError,
    UnreadableFile,
)
from reportedly.pipeline import Reader, extract, load
from reportedly.records import Actor, Document, Event, Evidence, Mention, Reading, Role, Span, Statement, Time

if TYPE_CHECKING:
    from reportedly.ledger import Ledger, Query

__all__ = [
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
]


def __getattr__(name: str) -> object:
    """The ledger comes with a database, which a program that reads one story does not wait for."""
    if name in ("Ledger", "Query"):
        from reportedly import ledger

        return getattr(ledger, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
