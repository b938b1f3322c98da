"""``reportedly export``: what the ledger holds, taken away."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reportedly.errors import BadOption
from reportedly.show import outlets
from reportedly.show.commands.options import Commands, add_filters, command, open_ledger, query_of

EXPORT_EXAMPLES = """\
examples:
  reportedly export --format jsonl > readings.jsonl
  reportedly export --format parquet --output tables/
  reportedly export --format brat --output to-correct/ --about CSTO

Of the stories in which a statement meets the options, all is taken.
"""


def add_to(commands: Commands) -> None:
    export = command(commands, "export", "take readings away in the forms of other software", _export, EXPORT_EXAMPLES)
    export.add_argument("-f", "--format", default="jsonl", metavar="FORMAT", help=f"one of: {', '.join(_formats())}")
    export.add_argument("-o", "--output", type=Path, metavar="PATH", help="a file or folder; standard output if left out")
    add_filters(export)


def _formats() -> list[str]:
    from reportedly.export import FORMATS

    return list(FORMATS)


def _export(arguments: argparse.Namespace) -> int:
    from reportedly.export import FORMATS

    form = FORMATS.get(arguments.format)
    if form is None:
        raise BadOption(f"There is no format {arguments.format!r}; choose one of {', '.join(FORMATS)}.")
    if arguments.output is None and form.shape != "file":
        raise BadOption(f"The format {form.name} makes a folder of files; add --output FOLDER.")
    query = query_of(arguments)
    with open_ledger(arguments) as ledger:
        readings = ledger.readings(None if query.is_empty else query)
        if arguments.output is not None:
            form.write(readings, arguments.output)
        else:
            outlets.open_standard_output(exact=True)
            form.write(readings, sys.stdout.buffer)
    return 0
