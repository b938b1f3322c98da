"""Options that several commands have."""

from __future__ import annotations

import argparse
import getpass
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reportedly.errors import BadOption

if TYPE_CHECKING:
    from reportedly.ledger import Ledger, Query

Commands = Any  # argparse's own type for what add_subparsers gives is private and takes a parameter only in its stubs
LEDGER_VARIABLE = "REPORTEDLY_LEDGER"
DEFAULT_LEDGER = "reportedly.db"
FORMATS = ("table", "json", "jsonl", "csv", "csv-safe")


def command(commands: Commands, name: str, does: str, run: Callable[[argparse.Namespace], int], epilog: str = "") -> Any:
    """A command's parser, with the option that says which ledger."""
    parser = commands.add_parser(
        name,
        help=does,
        description=f"{does[:1].upper()}{does[1:]}.",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--ledger",
        metavar="WHERE",
        default=os.environ.get(LEDGER_VARIABLE, DEFAULT_LEDGER),
        help=f"a file, or postgresql://user@host/name (default: ${LEDGER_VARIABLE}, or {DEFAULT_LEDGER} in this folder)",
    )
    parser.set_defaults(run=run, command=name)
    return parser


def open_ledger(arguments: argparse.Namespace, create: bool = False) -> Ledger:
    from reportedly.ledger import Ledger

    return Ledger.open(arguments.ledger, create)


def add_format(parser: Any, formats: tuple[str, ...] = FORMATS) -> None:
    *most, last = formats
    parser.add_argument(
        "-f", "--format", default=formats[0], metavar="FORMAT", type=_one_of(formats), help=f"{', '.join(most)} or {last}"
    )


def _one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    def check(name: str) -> str:
        if name not in choices:
            raise BadOption(f"There is no format {name!r}; choose {', '.join(choices[:-1])} or {choices[-1]}.")
        return name

    return check


def add_filters(parser: Any) -> None:
    """What narrows a search, a timeline or an export."""
    parser.add_argument("--speaker", metavar="WHO", type=who, help="who says it: a name, or an actor's number")
    parser.add_argument("--about", metavar="WHOM", type=who, help="an actor or words that it speaks of")
    parser.add_argument("--type", metavar="TYPE", type=str.upper, help="a PLOVER type of an event in it, such as AGREE or ACCUSE")
    parser.add_argument("--status", metavar="STATUS", help="of the event: asserted, denied, future, demanded or hypothetical")
    parser.add_argument("--stance", metavar="STANCE", help="what is done by saying it: denies, demands or promises")
    parser.add_argument("--form", metavar="FORM", help="direct, indirect or mixed")
    parser.add_argument("--said-after", metavar="DATE", help="said on this day or later: 2021, 2021-10 or 2021-10-05")
    parser.add_argument("--said-before", metavar="DATE", help="said before this day")
    parser.add_argument("--happened-after", metavar="DATE", help="speaks of this day or later ones")
    parser.add_argument("--happened-before", metavar="DATE", help="speaks of days before this one")
    parser.add_argument("--publisher", metavar="NAME", help="of the story")
    parser.add_argument("--confidence", metavar="SHARE", type=_share, default=0.0, help="at least as sure as this: 0 to 1")
    parser.add_argument("--replaced", action="store_true", help="also what stands in versions that were corrected since")


def add_page(parser: Any, limit: int) -> None:
    parser.add_argument("--limit", metavar="N", type=_whole, default=limit, help=f"how many at most ({limit})")
    parser.add_argument("--offset", metavar="N", type=_whole, default=0, help="how many to skip first")


def query_of(arguments: argparse.Namespace, **more: Any) -> Query:
    """The query that the options ask for. Raises BadOption for what cannot be meant."""
    from dataclasses import fields

    from reportedly.ledger import Query

    names = {field.name for field in fields(Query)}
    given = {name: value for name, value in vars(arguments).items() if name in names and value is not None}
    return Query(**given | more)


def who(value: str) -> str | int:
    """ "17" is an actor's number, anything else a name."""
    return int(value) if value.isdecimal() else value


def _share(value: str) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise BadOption(f"{value!r} is no number between 0 and 1.") from error


def _whole(value: str) -> int:
    if not value.isdecimal():
        raise BadOption(f"{value!r} is no whole number.")
    return int(value)


def number(value: str) -> int:
    """Of an actor, a decision or a correction, as the lists show it."""
    if not value.isdecimal():
        raise BadOption(f"{value!r} is no number; the lists show them.")
    return int(value)


def user() -> str:
    """Whoever is logged in; some systems name nobody."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"
