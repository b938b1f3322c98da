"""``reportedly search``, ``speaker``, ``timeline``: what the ledger holds, found again."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict
from typing import TYPE_CHECKING

from reportedly.show import rows, wording
from reportedly.show.commands.options import Commands, add_filters, add_format, add_page, command, open_ledger, query_of, who
from reportedly.show.commands.who import facts_of
from reportedly.show.when import in_words

if TYPE_CHECKING:
    from rich.text import Text

    from reportedly.ledger import Found, Hit, Portrait

SEARCH_EXAMPLES = """\
words: both of  peace talks,  a phrase  "peace talks",  any that begin with  negotiat*,  either of  truce OR ceasefire,
one without the other  talks -football.  Endings, case and accents do not matter.

examples:
  reportedly search mission --speaker Lavrov --happened-after 2021
  reportedly search --about CSTO --status denied
  reportedly search quota --type AGREE --status future --sort said --format csv
"""
SHORT = 10  # digits of a document's digest that tell it from others
SORTS = ("rank", "said", "happened", "confidence", "added")


def add_to(commands: Commands) -> None:
    search = command(commands, "search", "find statements by words and by what is known of them", _search, SEARCH_EXAMPLES)
    search.add_argument("words", nargs="*", metavar="WORD", help="words of the statement; none: whatever meets the options")
    add_filters(search)
    search.add_argument("--sort", metavar="ORDER", default="rank", help=f"{', '.join(SORTS[:-1])} or {SORTS[-1]}")
    search.add_argument("--reprints", action="store_true", help="show each reprint of the same dispatch by itself")
    add_page(search, limit=20)
    add_format(search)

    speaker = command(
        commands, "speaker", "what somebody says, denies, demands and promises, and what others say of him", _speaker
    )
    speaker.add_argument("who", metavar="WHO", type=who, help="a name, or an actor's number")
    add_page(speaker, limit=5)
    add_format(speaker, ("table", "json"))

    timeline = command(commands, "timeline", "what statements speak of, in the order it is said to have happened", _timeline)
    timeline.add_argument("words", nargs="*", metavar="WORD", help="words of the statements")
    add_filters(timeline)
    add_page(timeline, limit=100)
    add_format(timeline)


def _search(arguments: argparse.Namespace) -> int:
    query = query_of(arguments, words=" ".join(arguments.words) or None)
    with open_ledger(arguments) as ledger:
        found = ledger.search(query)
    return rows.write(
        [_row(hit) for hit in found.hits] if arguments.format == "table" else [asdict(hit) for hit in found.hits],
        arguments.format,
        {"said": "Said", "what": "By whom, in which words, and where it stands"},
        "Nothing was found.",
        _notes(found, query.offset + query.limit),
    )


def _notes(found: Found, seen: int) -> list[str]:
    notes = [f"There are more: --offset {seen} shows the next."] if found.more else []
    return notes + (
        ["So many match that only those added last were ranked; narrow the search to see others."] if found.cut else []
    )


def _row(hit: Hit) -> rows.Row:
    return {"said": f"{in_words(hit.said_on) or 'undated'}\n{wording.percent(hit.confidence)}", "what": _what(hit)}


def _what(hit: Hit) -> Text:
    """Who vouches for it, the exact words, and under them the events in them and the place where they can be read."""
    from rich.text import Text

    found = Text(wording.unsteered(" › ".join(hit.chain)), style="bold")
    found.append(f"\n{wording.unsteered(' '.join(hit.words.split()))}", style="not bold")
    for line in _below(hit):
        found.append(f"\n{wording.unsteered(line)}", style="not bold dim")
    return found


def _below(hit: Hit) -> list[str]:
    told = [f"● {one.type} {one.trigger} · {one.status}" + (f" · {one.time}" if one.time else "") for one in hit.events]
    story = [part for part in (hit.publisher, wording.day(hit.published)) if part]
    where = [f"{_near(name)}:{hit.start}–{hit.end}" for name in hit.where[:1]]
    others = [wording.count(hit.reprints, "reprint")] if hit.reprints else []
    here = f"{hit.document.removeprefix('sha256:')[:SHORT]}#{hit.statement}"
    others += [wording.count(len(hit.where) - 1, "more sighting")] if len(hit.where) > 1 else []
    return [*told, " · ".join((*story, *where, here, *others, *(["corrected since"] if hit.replaced else [])))]


def _near(name: str) -> str:
    """A file's name as seen from here, if that is shorter."""
    return min(name, os.path.relpath(name), key=len) if name.startswith(os.sep) else name


def _timeline(arguments: argparse.Namespace) -> int:
    query = query_of(arguments, words=" ".join(arguments.words) or None)
    with open_ledger(arguments) as ledger:
        points = ledger.timeline(query)
    plain = [{"begin": point.begin, "end": point.end, **asdict(point.hit)} for point in points]
    return rows.write(
        [{"of": in_days(point.begin, point.end), **_row(point.hit)} for point in points]
        if arguments.format == "table"
        else plain,
        arguments.format,
        {"of": "Of", "said": "Said", "what": "By whom, in which words, and where it stands"},
        "No statement that was found speaks of a time.",
    )


def in_days(begin: str, end: str) -> str:
    """The days a statement speaks of, as short as can be: "2021", "October 2021", "5 October 2021", "15 – 21 April 2024"."""
    from reportedly.matching.days import interval_of, last_day

    for precision in (begin[:4], begin[:7], begin):
        if interval_of(precision) == (begin, end):
            return wording.day(precision)
    first, last = begin, last_day(end)
    if first.endswith("-01") and end.endswith("-01"):  # whole months: "September – November 2021"
        first, last = first[:7], last[:7]
        return f"{wording.day(first).removesuffix(f' {last[:4]}')} – {wording.day(last)}"
    day = str(int(first[8:])) if first[:7] == last[:7] else wording.day(first)
    return f"{day} – {wording.day(last)}"


def _speaker(arguments: argparse.Namespace) -> int:
    with open_ledger(arguments) as ledger:
        portrait = ledger.speaker(arguments.who, query_of(arguments))
    if arguments.format == "json":
        return rows.write_one(asdict(portrait))
    from reportedly.show import outlets

    outlets.open_standard_output(exact=False)
    outlets.write_standard_output("\n".join(_portrait(portrait)) + "\n")
    return 0


def _portrait(portrait: Portrait) -> list[str]:
    lines = [wording.unsteered(line) for line in facts_of(portrait.actor)]
    lines += ["", wording.count(portrait.statements, "statement")]
    if portrait.subjects:
        most = ", ".join(f"{subject.name} ({subject.statements})" for subject in portrait.subjects)
        lines += ["", wording.unsteered(f"Speaks of {most}")]
    parts = (
        ("Says", portrait.says),
        ("Denies", portrait.denies),
        ("Demands", portrait.demands),
        ("Promises", portrait.promises),
        ("Others say", portrait.others),
    )
    for title, found in parts:
        if found.hits:
            lines += ["", title, rows.table([_row(hit) for hit in found.hits], {"said": "", "what": ""})]
    return lines
