"""Everything reportedly raises on purpose.

::

    ReportedlyError
    ├── InputError            what was handed in cannot be read as a story
    │   ├── UnreadableFile    missing, a folder, binary, empty, unknown encoding
    │   ├── LanguageError     a language no model here reads
    │   └── BadOption         a date, format or setting that means nothing
    ├── FetchError            a URL the user named could not be fetched
    ├── RecordError           JSON that is no reading of schema ``reportedly/1``
    ├── OutputError           what was made of a story cannot be written
    ├── LedgerError           a ledger is missing, unreachable, or something else
    └── ModelError            the model file is missing, damaged or of another version

Each message is one sentence that says what is wrong and what to do about it. The command line prints it and exits with 2;
nothing else is ever shown to a user as an error of his input.
"""


class ReportedlyError(Exception):
    """Root of the tree: catch this to catch all that reportedly raises on purpose."""


class InputError(ReportedlyError):
    """What was handed in cannot be read as a story."""


class UnreadableFile(InputError):
    """The file is missing, not a file, binary, empty, or in no encoding we know."""


class LanguageError(InputError):
    """The story is in a language that no model here reads."""


class BadOption(InputError):
    """A date, format or setting that means nothing."""


class FetchError(ReportedlyError):
    """A URL that the user named could not be fetched."""


class RecordError(ReportedlyError):
    """JSON that is no reading of schema ``reportedly/1``."""


class OutputError(ReportedlyError):
    """What was made of a story cannot be written."""


class LedgerError(ReportedlyError):
    """A ledger is missing, cannot be reached, or is something else."""


class ModelError(ReportedlyError):
    """The model file is missing, damaged or made for another version."""
