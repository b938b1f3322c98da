"""The command ``reportedly``.

Exit codes: 0 all read; 1 some stories could not be read; 2 none could, or what was asked makes no sense; 130 interrupted; 141
nobody reads the output any more. Whatever is wrong with the input is said in a sentence on standard error; a bug keeps its
traceback.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NoReturn

from reportedly import __version__, pipeline
from reportedly.errors import BadOption, FetchError, InputError, ReportedlyError
from reportedly.records import Reading
from reportedly.show import outlets
from reportedly.show.commands import find, keep, serve, take, weigh, who
from reportedly.show.look import Look, look_of_terminal
from reportedly.show.progress import progress_of
from reportedly.show.sources import Source, sources_of
from reportedly.show.wording import unsteered

DESCRIPTION = """\
Reads news stories and keeps who said what, on whose authority, about which events, and when."""

EXAMPLES = """\
examples:
  reportedly read story.txt                     who says what, for you to read
  reportedly read story.html --format html > page.html
                                                the story as a page, its statements marked
  reportedly read story.txt --format json       the whole record, for programs
  reportedly read news/ --format jsonl          a line of JSON for each story in a folder
  reportedly read news/ --format csv            the events of all stories as one table
  reportedly read story.txt --explain           with the reasons: model or rule, how sure, which words
  reportedly read *.txt --format json --output readings/
                                                a file for each story
  curl -s https://example.org/story | reportedly read - --published 2024-03-29

Everything happens on this machine; only a web address that you name is ever fetched.
"""

READ_EXAMPLES = """\
A file NAME.meta.json beside NAME.txt or NAME.html tells what is known of the story:
  {"published": "2024-03-29", "title": "...", "publisher": "...", "author": "...", "uri": "...", "language": "en"}

Text, jsonl and csv take several stories on standard output; json, html and timeml are one document a story, so
several need --output, which names them after their stories: story.json, and story-2.json for the next of that name.

exit codes: 0 all read, 1 some stories could not be read, 2 none could or an option is wrong
"""


@dataclass(frozen=True, slots=True)
class Format:
    """One way to show a reading."""

    suffix: str  # of its files
    render: Callable[[Reading, Look], str]
    streams: bool  # whether several readings may follow each other on standard output
    for_people: bool = False
    head: Callable[[], str] = str  # what stands once before all readings of a file or of standard output


def _text(reading: Reading, look: Look) -> str:
    from reportedly.show.text import render

    return render(reading, look.width, look.color, look.explained)


def _html(reading: Reading, look: Look) -> str:
    from reportedly.show.html import render

    return render(reading)


def _csv_head() -> str:
    from reportedly.show.spreadsheet import header

    return header()


def _csv(reading: Reading, look: Look) -> str:
    from reportedly.show.spreadsheet import render

    return render(reading)


def _timeml(reading: Reading, look: Look) -> str:
    from reportedly.export.timeml import render

    return render(reading)


FORMATS = {
    "text": Format(".txt", _text, streams=True, for_people=True),
    "json": Format(".json", lambda reading, look: reading.to_json(indent=2) + "\n", streams=False),
    "jsonl": Format(".jsonl", lambda reading, look: reading.to_json() + "\n", streams=True),
    "html": Format(".html", _html, streams=False),
    "csv": Format(".csv", _csv, streams=True, head=_csv_head),
    "timeml": Format(".tml", _timeml, streams=False),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with ``argv`` (None: the process's own arguments) and return its exit code."""
    try:
        arguments = _parser().parse_args(argv)
        code: int = arguments.run(arguments)
        return code
    except ReportedlyError as error:
        outlets.complain(str(error))
        return 2
    except BrokenPipeError:
        return 141
    except KeyboardInterrupt:
        return 130


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, as for any other bad input, instead of reciting its usage."""

    def error(self, message: str) -> NoReturn:
        raise BadOption(f"{message[:1].upper()}{message[1:]}; see {self.prog} --help.")


def _parser() -> _Parser:
    style = argparse.RawDescriptionHelpFormatter
    parser = _Parser("reportedly", description=DESCRIPTION, epilog=EXAMPLES, formatter_class=style, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"reportedly {__version__}")
    parser.set_defaults(run=lambda arguments: _help(parser))
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_read(commands)
    for station in (keep, find, weigh, who, take, serve):
        station.add_to(commands)
    return parser


def _add_read(commands: argparse._SubParsersAction[_Parser]) -> None:
    read = commands.add_parser(
        "read",
        help="read stories: who says what, on whose authority",
        description="Read stories: who says what, on whose authority.",
        epilog=READ_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    read.add_argument(
        "stories",
        nargs="+",
        metavar="STORY",
        help="a file, a folder of .txt and .html files, a web address, or - for standard input",
    )
    read.add_argument(
        "-f",
        "--format",
        type=_format,
        default="text",
        metavar="FORMAT",
        help="text (to read; the default), json, jsonl (a line a story), html (a page), csv (a row an event) or timeml",
    )
    read.add_argument(
        "--explain",
        action="store_true",
        help="in text, tell for each statement, time and event which model or rule it rests on, and on which words",
    )
    read.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="DIR",
        help="write a file for each story into this folder, made if missing; files of that name are replaced",
    )
    read.add_argument(
        "--published",
        type=_date,
        metavar="DATE",
        help="when the stories were published, such as 2024-03-29 or 2024-03-29T12:15+03:00",
    )
    read.add_argument(
        "--language", type=_language, metavar="CODE", help="the stories' language, such as en; told from the text if left out"
    )
    read.set_defaults(run=_read)


def _help(parser: argparse.ArgumentParser) -> int:
    """``reportedly`` alone."""
    parser.print_help()
    return 0


def _format(name: str) -> str:
    if name not in FORMATS:
        *most, last = FORMATS
        raise BadOption(f"There is no format {name!r}; choose {', '.join(most)} or {last}.")
    return name


def _date(value: str) -> str:
    from reportedly.read.metadata import check_published

    return check_published(value)


def _language(code: str) -> str:
    from reportedly.read.language import check_language

    return check_language(code)


def _read(arguments: argparse.Namespace) -> int:
    """``reportedly read``: each story in turn; a bad one is reported at the end and costs only itself."""
    sources = sources_of(arguments.stories)
    deliveries = _deliveries(sources, arguments.format, arguments.output, arguments.explain)
    reader = pipeline.load()
    failures = []
    with progress_of(len(sources)) as progress:
        for source, deliver in zip(sources, deliveries, strict=True):
            try:
                reading = reader.read(source.document(published=arguments.published, language=arguments.language))
            except (InputError, FetchError) as error:
                failures.append(_sentence(source, error))
            else:
                with progress.aside():
                    deliver(reading)
            progress.advance()
    return _report(failures, len(sources))


def _deliveries(
    sources: Sequence[Source], format_name: str, folder: Path | None, explained: bool
) -> list[Callable[[Reading], None]]:
    """What is to be done with the reading of each story; what stands before all readings is written.

    Raises BadOption or OutputError where it is clear before anything is read that it cannot be done.
    """
    form = FORMATS[format_name]
    if explained and not form.for_people:
        raise BadOption(
            "--explain is for --format text; json and html hold the reasons anyway, csv and timeml have no place for them."
        )
    if folder is not None:
        paths = outlets.target_paths(sources, folder, form.suffix)
        outlets.make_folder(folder)
        return [partial(_to_file, form, Look(explained=explained), path) for path in paths]
    if len(sources) > 1 and not form.streams:
        raise BadOption(
            f"The format {format_name} holds one story, not {len(sources)}; add --output DIR for a file a story,"
            " or take --format jsonl for a line a story."
        )
    outlets.open_standard_output(exact=not form.for_people)
    named = form.for_people and len(sources) > 1
    look = replace(look_of_terminal(), explained=explained)
    outlets.write_standard_output(form.head())
    return [partial(_to_standard_output, form, look, _banner(source) if named else "") for source in sources]


def _to_file(form: Format, look: Look, path: Path, reading: Reading) -> None:
    outlets.write_file(path, form.head() + form.render(reading, look))


def _to_standard_output(form: Format, look: Look, banner: str, reading: Reading) -> None:
    outlets.write_standard_output(banner + form.render(reading, look) + ("\n" if banner else ""))


def _banner(source: Source) -> str:
    """Which of several stories comes now, as ``head`` and ``tail`` put it."""
    return f"==> {unsteered(source.name)} <==\n"


def _sentence(source: Source, error: ReportedlyError) -> str:
    """What is wrong with a story, by its name."""
    return str(error) if source.name in str(error) else f"{source.name}: {error}"


def _report(failures: Sequence[str], total: int) -> int:
    """Say what went wrong; the exit code."""
    for failure in failures:
        outlets.complain(failure)
    if failures and total > 1:
        outlets.complain(f"{len(failures)} of {total} stories could not be read.")
    if not failures:
        return 0
    return 1 if len(failures) < total else 2
