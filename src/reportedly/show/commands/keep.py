"""``reportedly add``, ``failures``, ``reread``: stories into the ledger."""

from __future__ import annotations

import argparse
import os
from typing import Any

from reportedly.errors import BadOption
from reportedly.show import outlets, wording
from reportedly.show.commands.options import Commands, add_format, command, open_ledger
from reportedly.show.progress import tally

ADD_EXAMPLES = """\
examples:
  reportedly add news/                          all stories in a folder and the folders in it
  reportedly add 'wire/2024-*.txt' feed.xml     what a pattern names, and a feed that was saved
  reportedly add crawl.warc.gz archive.zip      web archives, zip and tar files
  reportedly add corpus.csv --text-column body  a table with a story a row; also JSON lines
  reportedly add news/ --ledger postgresql://desk@db/ledger

What is in the ledger already is not read again, so the same command may be run every hour, and goes on where it was killed.
What cannot be read is listed by reportedly failures and does not stop the rest.

exit codes: 0 all there, 1 some stories could not be read, 2 none could or an option is wrong
"""
COLUMNS = ("text", "title", "published", "publisher", "author", "uri", "language")


def add_to(commands: Commands) -> None:
    _add_add(commands)
    failures = command(commands, "failures", "list the stories that could not be read, and why", _failures)
    add_format(failures)
    _add_reread(commands)


def _add_add(commands: Commands) -> None:
    parser = command(commands, "add", "read stories and keep them in a ledger", _add, ADD_EXAMPLES)
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a file, folder or pattern: text, HTML, JSONL, CSV, zip, tar, WARC, RSS, Atom; a web address; - for standard input",
    )
    for name in COLUMNS:
        parser.add_argument(f"--{name}-column", metavar="NAME", help=f"of JSONL and CSV, the column with the story's {name}")
    parser.add_argument("--published", metavar="DATE", type=_date, help="when the stories were published, if they do not say")
    parser.add_argument(
        "--language", metavar="CODE", type=_language, help="the stories' language; told from the text if left out"
    )
    _add_workers(parser)


def _add_reread(commands: Commands) -> None:
    does = "read again what an older version has read; its readings and your corrections are kept"
    parser = command(commands, "reread", does, _reread)
    parser.add_argument("--all", action="store_true", help="also what this version has read")
    _add_workers(parser)


def _add_workers(parser: Any) -> None:
    parser.add_argument(
        "--workers", metavar="N", type=_count, default=os.cpu_count() or 1, help="processes that read (all cores)"
    )


def _count(value: str) -> int:
    if not value.isdecimal() or not int(value):
        raise BadOption(f"{value!r} is no number of processes; give 1 or more.")
    return int(value)


def _date(value: str) -> str:
    from reportedly.read.metadata import check_published

    return check_published(value)


def _language(code: str) -> str:
    from reportedly.read.language import check_language

    return check_language(code)


def _add(arguments: argparse.Namespace) -> int:
    from reportedly.ledger import Added
    from reportedly.read.items import Columns

    columns = Columns(**{name: getattr(arguments, f"{name}_column") for name in COLUMNS})
    with open_ledger(arguments, create=True) as ledger, tally("Reading") as show:

        def tell(added: Added) -> None:
            show(added.total, _in_words(added))

        facts: Any = {"published": arguments.published, "language": arguments.language}
        added = ledger.add(arguments.paths, columns=columns, workers=arguments.workers, tell=tell, **facts)
        counts = ledger.counts()
        failures = ledger.failures() if added.failed else []
    for failure in failures[:5] if added.failed <= 5 else []:
        outlets.complain(failure.reason)
    if added.failed:
        missed = f"{added.failed} of {added.total} stories could not be read"
        outlets.complain(f"{missed}; reportedly failures lists them.")
    held = f"{wording.count(counts.documents, 'story')} with {wording.count(counts.statements, 'statement')}"
    outlets.write_standard_output(f"{_in_words(added)}. {ledger.name} holds {held}.\n")
    if not added.failed:
        return 0
    return 1 if added.total > added.failed else 2


def _in_words(added: Any) -> str:
    """ "12 new (2 reprints, 1 corrected version), 3 known"."""
    kinds = [(added.copy, "reprint"), (added.version, "corrected version")]
    among = ", ".join(wording.count(number, noun) for number, noun in kinds if number)
    known = added.again + added.unchanged
    parts = [f"{added.kept} new" + (f" ({among})" if among else "")]
    parts += [f"{known} known"] if known else []
    parts += [f"{added.failed} failed"] if added.failed else []
    return ", ".join(parts)


def _failures(arguments: argparse.Namespace) -> int:
    from dataclasses import asdict

    from reportedly.show import rows

    with open_ledger(arguments) as ledger:
        found = [asdict(failure) for failure in ledger.failures()]
    headings = {"name": "Story", "reason": "Why it could not be read", "at": "When", "times": "Times"}
    return rows.write(found, arguments.format, headings, "Every story could be read.")


def _reread(arguments: argparse.Namespace) -> int:
    from reportedly.ledger import Reread

    with open_ledger(arguments) as ledger, tally("Reading again") as show:

        def tell(done: Reread) -> None:
            show(done.total, f"{done.read} read again, {done.current} current")

        done = ledger.reread(workers=arguments.workers, again=arguments.all, tell=tell)
    failed = f", {done.failed} failed" if done.failed else ""
    outlets.write_standard_output(f"{done.read} read again, {done.current} current already{failed}.\n")
    return 1 if done.failed else 0
