"""``reportedly export``, ``bundle``, ``verify``, ``corrections``: what the ledger holds, taken away, and corrected there."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reportedly.errors import BadOption
from reportedly.show import outlets, rows, wording
from reportedly.show.commands.options import (
    Commands,
    add_filters,
    add_format,
    add_page,
    command,
    number,
    open_ledger,
    query_of,
    user,
)

FIELDS = ("id", "document", "title", "who", "at", "undone")
EXPORT_EXAMPLES = """\
examples:
  reportedly export --format jsonl > readings.jsonl
  reportedly export --format parquet --output tables/
  reportedly export --format brat --output to-correct/ --about CSTO

Of the stories in which a statement meets the options, all is taken.
"""
CORRECTIONS_EXAMPLES = """\
examples:
  reportedly export --format brat --output brat/        look at the stories in brat, and mend what is wrong
  reportedly corrections import brat/ --by "A. Editor"  keep it; searches and exports show it so from now on
  reportedly corrections undo 3
"""
VERIFIES = "check a bundle: that nothing in it was changed, and that its words stand where it says"


def add_to(commands: Commands) -> None:
    export = command(commands, "export", "take readings away in the forms of other software", _export, EXPORT_EXAMPLES)
    export.add_argument("-f", "--format", default="jsonl", metavar="FORMAT", help=f"one of: {', '.join(_formats())}")
    export.add_argument("-o", "--output", type=Path, metavar="PATH", help="a file or folder; standard output if left out")
    add_filters(export)

    bundle = command(commands, "bundle", "write the evidence for one statement: its text, place, chain and digest", _bundle)
    bundle.add_argument("statement", metavar="STATEMENT", help="as reportedly search shows it, such as 1f3a9c2e07#s3")
    verify = commands.add_parser("verify", help=VERIFIES, description=f"{VERIFIES[0].upper()}{VERIFIES[1:]}.", allow_abbrev=False)
    verify.add_argument("bundle", metavar="FILE", type=Path)
    verify.add_argument("--reread", action="store_true", help="read the story anew, and see whether the statement is found again")
    verify.set_defaults(run=_verify)
    _add_corrections(commands)


def _add_corrections(commands: Commands) -> None:
    does = "list, import and take back what people corrected"
    parser = command(commands, "corrections", does, _list_corrections, CORRECTIONS_EXAMPLES)
    add_page(parser, limit=50)
    add_format(parser)
    acts = parser.add_subparsers(title="what to do", metavar="ACT")
    imports = command(acts, "import", "keep what was corrected in brat files that were exported", _import)
    imports.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a folder of .ann and .txt files, or .ann files")
    imports.add_argument("--by", metavar="WHO", default=user(), help="who corrected them (you)")
    undo = command(acts, "undo", "take a correction back", _undo)
    undo.add_argument("number", metavar="NUMBER", type=number)


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


def _bundle(arguments: argparse.Namespace) -> int:
    from reportedly.export.bundle import Sighting, bundle_of

    digest, _, statement = arguments.statement.partition("#")
    with open_ledger(arguments) as ledger:
        reading = ledger.reading(digest)
        seen = [Sighting(place, when) for place, when in ledger.sightings(digest)]
    outlets.open_standard_output(exact=True)
    outlets.write_standard_output(bundle_of(reading, statement or "none", seen).decode("utf-8") + "\n")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    """``reportedly verify``: 0 where all holds, 1 where anything does not."""
    from reportedly import pipeline
    from reportedly.export.bundle import verify
    from reportedly.read.files import bytes_of

    data = bytes_of(arguments.bundle).removesuffix(b"\n")
    checks = verify(data, pipeline.load().read if arguments.reread else None)
    outlets.open_standard_output(exact=False)
    outlets.write_standard_output(
        "".join(f"{'✓' if check.passed else '✗'} {wording.unsteered(check.finding)}\n" for check in checks)
    )
    return 0 if all(check.passed for check in checks) else 1


def _list_corrections(arguments: argparse.Namespace) -> int:
    from reportedly import corrections

    with open_ledger(arguments) as ledger:
        made = ledger.corrections(arguments.limit, arguments.offset)
    found = [{**{name: getattr(one, name) for name in FIELDS}, "what": corrections.to_dict(one.what)} for one in made]
    if arguments.format == "table":
        shown = [{"what": type(one.what).__name__, "story": one.title or one.document} for one in made]
        found = [{**row, **short} for row, short in zip(found, shown, strict=True)]
    headings = {"id": "No.", "story": "Story", "what": "What", "who": "Who", "at": "When", "undone": "Undone"}
    return rows.write(found, arguments.format, headings, "Nobody has corrected anything yet.")


def _import(arguments: argparse.Namespace) -> int:
    """Each story's corrections at once; a file that cannot be compared is said and stops no other."""
    from reportedly.export.brat_import import read_brat

    kept = problems = 0
    with open_ledger(arguments) as ledger:
        for found in read_brat(arguments.paths, ledger.reading_if_any):
            if found.problem:
                problems += 1
                outlets.complain(f"{found.path}: {found.problem}")
            else:
                kept += len(ledger.correct(found.document, found.corrections, arguments.by))
    outlets.write_standard_output(f"{wording.count(kept, 'correction')} kept.\n")
    return 1 if problems else 0


def _undo(arguments: argparse.Namespace) -> int:
    with open_ledger(arguments) as ledger:
        ledger.take_back(arguments.number)
    outlets.write_standard_output("It is as before.\n")
    return 0
