"""``reportedly compare``, ``promises``, ``disputes``, ``overrule``: the accounts of many set against each other."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportedly.errors import BadOption
from reportedly.show import outlets, progress, rows
from reportedly.show.commands.options import Commands, add_filters, add_format, add_page, command, number, open_ledger, query_of
from reportedly.show.commands.options import user as whoever
from reportedly.show.look import look_of_terminal

if TYPE_CHECKING:
    from reportedly.ledger import Compared, Happening, Overruling, Query, Testimony, Updated
    from reportedly.ledger.accounts.updating import Tell

COMPARE_EXAMPLES = """\
examples:
  reportedly compare mackerel quota             the happenings in stories with such statements, account by account
  reportedly compare --speaker Solvang --said-after 2024-03
  reportedly compare 0751aa065a#e3              what is told of this event, or statement
  reportedly compare --happening 12             the happening of this number
  reportedly compare --all --format json        the whole ledger: groups, relations and reprints
  reportedly compare quota -f html > quota.html

= agrees, ✕ disputes, ≠ differs in number, date or place, » repeats, ↺ takes back, ✓ kept, ✗ broken, ? cannot tell
"""
OVERRULE_EXAMPLES = """\
examples:
  reportedly overrule 75d12e1bfdd6 none --because "they speak of two quotas"
  reportedly overrule 75d12e1bfdd6 agrees
  reportedly overrule 0751aa065a apart          this story is not of that happening
  reportedly overrule 12 together 17            happenings 12 and 17 are one
  reportedly overrule --undo 3                  take decision 3 back; without a number the last one
  reportedly overrule --history

A verdict is none, agrees, disputes, differs_in_number, differs_in_date, differs_in_place, repeats, reverses, fulfils, breaks
or cannot_tell. What you decide holds when stories are read or compared again.
"""
CAUTION = """\
Verdicts are proposals, to be read beside the words: of the disputes named in stories not seen before, about half were none, and
most are missed (docs/compare.md). reportedly overrule puts them right."""
NAMED = re.compile(r"(?:sha256:)?[0-9a-f]{6,64}[#:][\w-]+$")
SHOWN = 20


def add_to(commands: Commands) -> None:
    compare = _add(commands, "compare", "set accounts of one happening side by side: who agrees, denies, repeats", _compare)
    compare.epilog = COMPARE_EXAMPLES
    compare.add_argument("--happening", metavar="N", type=number, help="by its number, or that of any story of it")
    compare.add_argument("--limit", metavar="N", type=number, help=f"how many happenings at most ({SHOWN}; as JSON all)")
    compare.add_argument("--offset", metavar="N", type=number, default=0, help="how many to skip first")
    promises = _add(commands, "promises", "list promises and demands, and what later accounts say became of them", _promises)
    add_page(promises, limit=50)
    disputes = _add(commands, "disputes", "list what is disputed still, the newest first", _disputes)
    add_page(disputes, limit=50)
    _add_overrule(commands)


def _add(commands: Commands, name: str, does: str, run: Any) -> Any:
    parser = command(commands, name, does, run)
    parser.add_argument("words", nargs="*", metavar="WORD", help="words of a statement in the stories that are compared")
    parser.add_argument("--all", action="store_true", help="compare all stories of the ledger")
    add_filters(parser)
    add_format(parser, ("table", "json", "html"))
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write there, and not to standard output")
    return parser


def _add_overrule(commands: Commands) -> None:
    does = "say what accounts are to each other, or which stories are of one happening, against the rules"
    parser = command(commands, "overrule", does, _overrule, OVERRULE_EXAMPLES)
    parser.add_argument("what", nargs="*", metavar="WHAT", help="VERDICT INSTEAD, STORY apart, or NUMBER together NUMBER")
    parser.add_argument("--by", metavar="WHO", default=whoever(), help="who decides (you)")
    parser.add_argument("--because", metavar="WORDS")
    parser.add_argument(
        "--undo", nargs="?", const="", metavar="NUMBER", help="take a decision back, the last one if none is named"
    )
    parser.add_argument("--history", action="store_true", help="list the decisions, the last first")
    add_page(parser, limit=50)
    add_format(parser)


# Showing


def _compare(arguments: argparse.Namespace) -> int:
    compared = _compared(arguments)
    if arguments.format == "json":
        return _put(arguments, rows.json_of(as_record(compared)))
    if arguments.format == "html":
        from reportedly.show import accounts_page

        return _put(arguments, accounts_page.compared(compared))
    from reportedly.show import accounts

    text = accounts.render(compared, look_of_terminal().width)
    more = f"There is more: --offset {arguments.offset + len(compared.happenings)}.\n" if compared.more else ""
    return _write(arguments, text and text + more, "Nothing that two voices tell of was found.")


def _compared(arguments: argparse.Namespace) -> Compared:
    """The happenings that are asked for: by number, by an event, by what is said, or all."""
    from reportedly.ledger import Compared

    named = arguments.words[0] if len(arguments.words) == 1 and NAMED.match(arguments.words[0]) else arguments.happening
    limit = arguments.limit if arguments.limit is not None else None if arguments.format == "json" else SHOWN
    with open_ledger(arguments) as ledger, _telling() as tell:
        if named is not None:
            return Compared((ledger.happening(named, tell=tell),))
        query = _query(arguments)
        if query is None and not arguments.all:
            raise BadOption("Say what to compare, such as: reportedly compare quota; or --all for the whole ledger.")
        return ledger.compare(query, limit=limit, offset=arguments.offset, tell=tell)


def _promises(arguments: argparse.Namespace) -> int:
    with open_ledger(arguments) as ledger, _telling() as tell:
        found = ledger.promises(_query(arguments), limit=arguments.limit, offset=arguments.offset, tell=tell)
    if arguments.format == "json":
        return _put(arguments, rows.as_json([asdict(one) for one in found]))
    if arguments.format == "html":
        from reportedly.show import accounts_page

        return _put(arguments, accounts_page.promises(found))
    from reportedly.show import accounts

    return _write(arguments, accounts.sequels(found, look_of_terminal().width), "No promise or demand was found.")


def _disputes(arguments: argparse.Namespace) -> int:
    with open_ledger(arguments) as ledger, _telling() as tell:
        found = ledger.disputes(_query(arguments), limit=arguments.limit, offset=arguments.offset, tell=tell)
    if arguments.format == "json":
        return _put(arguments, rows.as_json([asdict(one) for one in found]))
    if arguments.format == "html":
        from reportedly.show import accounts_page

        return _put(arguments, accounts_page.disputes(found))
    from reportedly.show import accounts

    return _write(arguments, accounts.disputes(found, look_of_terminal().width), "Nothing is disputed.")


def _query(arguments: argparse.Namespace) -> Query | None:
    """What the words and options narrow it to; None where that is nothing, or all is asked for."""
    query = query_of(arguments, words=" ".join(arguments.words) or None, limit=SHOWN, offset=0)
    return None if arguments.all or query.is_empty else query


@contextmanager
def _telling() -> Iterator[Tell]:
    """How far the comparing of what waits is, on a terminal."""
    with progress.tally("Comparing") as tell:

        def told(done: Updated) -> None:
            tell(done.linked + done.entered, f"{done.judged:,} judged")

        yield told


def _put(arguments: argparse.Namespace, text: str) -> int:
    if arguments.output:
        outlets.write_file(arguments.output, text)
    else:
        outlets.open_standard_output(exact=True)
        outlets.write_standard_output(text)
    return 0


def _write(arguments: argparse.Namespace, text: str, nothing: str) -> int:
    told = f"{text}\n{CAUTION}\n" if text else f"{nothing}\n"
    if arguments.output:
        outlets.write_file(arguments.output, told)
    else:
        outlets.open_standard_output(exact=False)
        outlets.write_standard_output(told)
    return 0


def as_record(compared: Compared) -> dict[str, Any]:
    """As JSON: ``groups``, ``relations`` and ``reprints`` by the stories' names and spans, with all that is known of each.

    What became of demands is apart, in ``answers``; a single story is no group, but what stands between its accounts is told.
    """
    names = {story.document: story.name for one in compared.happenings for story in one.stories}
    verdicts = [verdict for one in compared.happenings for verdict in one.verdicts if verdict.tells]
    return {
        "groups": [[asdict(account) for account in one.accounts] for one in compared.happenings if len(one.stories) > 1],
        "relations": [_relation(verdict) for verdict in verdicts if not verdict.answer],
        "answers": [_relation(verdict) for verdict in verdicts if verdict.answer],
        "reprints": [[names[earlier], names[later]] for one in compared.happenings for later, earlier in one.reprints],
        "happenings": [_happening(one) for one in compared.happenings],
        "more": compared.more,
    }


def _relation(verdict: Any) -> dict[str, Any]:
    return {**asdict(verdict), "a": _place(verdict.a), "b": _place(verdict.b)}


def _place(account: Testimony) -> dict[str, Any]:
    return {"story": account.story, "start": account.start, "end": account.end, "id": account.id, "words": account.words}


def _happening(one: Happening) -> dict[str, Any]:
    told = {"number": one.number, "title": one.title, "first": one.first, "last": one.last}
    stories = [asdict(story) for story in one.stories]
    return {**told, "stories": stories, "witnesses": list(one.witnesses), "disputes": list(one.disputes)}


# Overruling


def _overrule(arguments: argparse.Namespace) -> int:
    if arguments.history:
        return _history(arguments)
    with open_ledger(arguments) as ledger:
        match arguments.what:
            case [] if arguments.undo is not None:
                done = ledger.withdraw(number(arguments.undo) if arguments.undo else None, arguments.by)
                outlets.write_standard_output(f"Decision {done.id} is taken back.\n")
                return 0
            case [story, "apart"]:
                done = ledger.part(story, arguments.by, arguments.because)
            case [one, "together", other]:
                done = ledger.join(number(one), number(other), arguments.by, arguments.because)
            case [verdict, instead]:
                done = ledger.overrule(verdict, instead, arguments.by, arguments.because)
            case _:
                raise BadOption("Say what to overrule, and how: reportedly overrule 75d12e1bfdd6 none; --help has the rest.")
    outlets.write_standard_output(f"{_told(done)} (decision {done.id}); reportedly overrule --undo {done.id} takes it back.\n")
    return 0


def _told(done: Overruling) -> str:
    """ "The verdict 75d12e1bfdd6 is none now"."""
    if done.act == "verdict":
        return f"The verdict {done.relation} is {done.verdict} now"
    return "That story is not of that happening now" if done.act == "apart" else "They are one happening now"


def _history(arguments: argparse.Namespace) -> int:
    with open_ledger(arguments) as ledger:
        found = [asdict(one) for one in ledger.overrulings(arguments.limit, arguments.offset)]
    headings = {"id": "No.", "act": "What", "relation": "Of", "verdict": "Verdict", "who": "Who", "because": "Why", "at": "When"}
    headings["undone"] = "Undone"
    return rows.write(found, arguments.format, headings, "Nobody has decided anything yet.")
