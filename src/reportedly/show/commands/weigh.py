"""``reportedly compare``, ``promises``, ``disputes``: the accounts of many set against each other."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from reportedly.errors import BadOption
from reportedly.show import outlets, rows
from reportedly.show.commands.options import Commands, add_filters, add_format, command, open_ledger, query_of
from reportedly.show.look import look_of_terminal

if TYPE_CHECKING:
    from reportedly.compare import Account, Comparison, Relation, Undertaking

COMPARE_EXAMPLES = """\
examples:
  reportedly compare mackerel quota             the stories with such statements, account by account
  reportedly compare --speaker Solvang --said-after 2024-03
  reportedly compare --all --format json        the whole ledger: groups, relations and reprints

= agrees, ✕ disputes, ≠ differs in number, date or place, » repeats, ↺ takes back, ✓ kept, ✗ broken, ? cannot tell
"""
CAUTION = """\
Verdicts are proposals, to be read beside the words: what belongs together and who repeats whom is nearly always right, disputes
and what became of promises about every other time (docs/compare.md)."""


def add_to(commands: Commands) -> None:
    compare = _add(commands, "compare", "set accounts of one happening side by side: who agrees, denies, repeats", _compare)
    compare.epilog = COMPARE_EXAMPLES
    _add(commands, "promises", "list promises and demands, and what later accounts say became of them", _promises)
    _add(commands, "disputes", "list what is disputed still, the newest first", _disputes)


def _add(commands: Commands, name: str, does: str, run: Any) -> Any:
    parser = command(commands, name, does, run)
    parser.add_argument("words", nargs="*", metavar="WORD", help="words of a statement in the stories that are compared")
    parser.add_argument("--all", action="store_true", help="compare all stories of the ledger")
    add_filters(parser)
    add_format(parser, ("table", "json"))
    return parser


def _comparison(arguments: argparse.Namespace) -> Comparison:
    """Of all stories, or of those in which a statement meets the options."""
    from reportedly.compare import compare

    query = query_of(arguments, words=" ".join(arguments.words) or None)
    if query.is_empty and not arguments.all:
        raise BadOption(f"Say what to compare, such as: reportedly {arguments.command} quota; or --all for the whole ledger.")
    with open_ledger(arguments) as ledger:
        return compare(ledger.readings(None if arguments.all else query))


def _compare(arguments: argparse.Namespace) -> int:
    from reportedly.compare import to_scored
    from reportedly.show import accounts

    comparison = _comparison(arguments)
    if arguments.format == "json":
        return rows.write_one(to_scored(comparison))
    return _write(accounts.render(comparison, look_of_terminal().width), "Nothing that two voices tell of was found.")


def _promises(arguments: argparse.Namespace) -> int:
    from reportedly.compare import promises
    from reportedly.show import accounts

    found = promises(_comparison(arguments))
    if arguments.format == "json":
        return rows.write_many([_undertaking(one) for one in found])
    return _write(accounts.undertakings(found, look_of_terminal().width), "No promise or demand was found.")


def _disputes(arguments: argparse.Namespace) -> int:
    from reportedly.compare import live_disputes
    from reportedly.show import accounts

    found = live_disputes(_comparison(arguments))
    if arguments.format == "json":
        return rows.write_many([_relation(one) for one in found])
    return _write(accounts.disputes(found, look_of_terminal().width), "Nothing is disputed.")


def _write(text: str, nothing: str) -> int:
    outlets.open_standard_output(exact=False)
    outlets.write_standard_output(f"{text}\n{CAUTION}\n" if text else f"{nothing}\n")
    return 0


def _account(account: Account) -> dict[str, Any]:
    chain = [actor.name if actor else None for actor in account.chain]
    place = {"document": account.document.id, "start": account.span.start, "end": account.span.end}
    return {**place, "words": account.text, "chain": chain, "said_on": account.said}


def _relation(relation: Relation) -> dict[str, Any]:
    reasons = [{"rule": reason.rule, "sentence": reason.sentence} for reason in relation.reasons]
    return {"a": _account(relation.a), "b": _account(relation.b), "relation": relation.kind, "reasons": reasons}


def _undertaking(one: Undertaking) -> dict[str, Any]:
    return {**_account(one.account), "kind": one.account.stance, "fate": one.fate, "told": [_relation(r) for r in one.told]}
