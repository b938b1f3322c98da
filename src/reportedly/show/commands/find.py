"""``reportedly search``, ``speaker``, ``timeline``: what the ledger holds, found again."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from reportedly.show import rows, wording
from reportedly.show.commands.options import Commands, add_filters, add_format, add_page, command, open_ledger, query_of, who

if TYPE_CHECKING:
    from reportedly.ledger import Found, Hit, Point, Portrait

SEARCH_EXAMPLES = """\
words: both of  peace talks,  a phrase  "peace talks",  any that begin with  negotiat*,  either of  truce OR ceasefire,
one without the other  talks -football.  Endings, case and accents do not matter.

examples:
  reportedly search mission --speaker Lavrov --happened-after 2021
  reportedly search --about CSTO --status denied
  reportedly search quota --type AGREE --status future --sort said --format csv
"""
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
        {"said": "Said", "who": "Who", "what": "What, and where it stands", "sure": "Sure"},
        "Nothing was found.",
        _notes(found, query.offset + query.limit),
    )


def _notes(found: Found, seen: int) -> list[str]:
    notes = [f"There are more: --offset {seen} shows the next."] if found.more else []
    return notes + (
        ["So many match that only those added last were ranked; narrow the search to see others."] if found.cut else []
    )


def _row(hit: Hit) -> dict[str, object]:
    return {
        "said": wording.day(hit.said_on) or "–",
        "who": " › ".join(hit.chain),
        "what": "\n".join((" ".join(hit.words.split()), *_below(hit))),
        "sure": wording.percent(hit.confidence),
    }


def _below(hit: Hit) -> list[str]:
    """What stands under the words: the events in them, and the place where they can be read."""
    told = [f"● {one.type} {one.trigger} · {one.status}" + (f" · {one.time}" if one.time else "") for one in hit.events]
    story = [part for part in (hit.publisher, wording.day(hit.published)) if part]
    where = [f"{name}:{hit.start}–{hit.end}" for name in hit.where[:1]]
    others = [wording.count(hit.reprints, "reprint")] if hit.reprints else []
    others += [f"{len(hit.where) - 1} more sightings"] if len(hit.where) > 1 else []
    return [*told, "  " + " · ".join((*story, *where, *others, *(["since corrected"] if hit.replaced else [])))]


def _timeline(arguments: argparse.Namespace) -> int:
    query = query_of(arguments, words=" ".join(arguments.words) or None)
    with open_ledger(arguments) as ledger:
        points = ledger.timeline(query)
    plain = [{"begin": point.begin, "end": point.end, **asdict(point.hit)} for point in points]
    return rows.write(
        [{"of": _days(point), **_row(point.hit)} for point in points] if arguments.format == "table" else plain,
        arguments.format,
        {"of": "Of", "said": "Said", "who": "Who", "what": "What, and where it stands"},
        "No statement that was found speaks of a time.",
    )


def _days(point: Point) -> str:
    """The days a statement speaks of, as short as can be: ``2021``, ``2021-10``, ``2021-10-05``, or first and last."""
    from reportedly.ledger.days import interval_of, last_day

    for precision in (point.begin[:4], point.begin[:7], point.begin):
        if interval_of(precision) == (point.begin, point.end):
            return wording.day(precision)
    return f"{wording.day(point.begin)} – {wording.day(last_day(point.end))}"


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
    him = portrait.actor
    lines = [wording.unsteered(him.name), f"{him.kind} · no. {him.id} · {wording.count(portrait.statements, 'statement')}"]
    lines += [wording.unsteered(f"{name}: {'; '.join(values)}") for name, values in _facts(him) if values]
    if portrait.subjects:
        most = ", ".join(f"{subject.name} ({subject.statements})" for subject in portrait.subjects)
        lines += ["", wording.unsteered(f"Speaks of {most}")]
    parts = (
        ("Says", portrait.says),
        ("Denies", portrait.denies),
        ("Demands", portrait.demands),
        ("Says will be", portrait.promises),
        ("Others say", portrait.others),
    )
    for title, found in parts:
        if found.hits:
            lines += ["", title, rows.table([_row(hit) for hit in found.hits], {"said": "", "who": "", "what": "", "sure": ""})]
    return lines


def _facts(him: Any) -> Sequence[tuple[str, Sequence[str]]]:
    return (("also", him.names), ("roles", him.roles), ("known as", [f"{key} {value}" for key, value in him.links.items()]))
