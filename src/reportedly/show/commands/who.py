"""``reportedly actors`` and ``registers``: who is who across all stories."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportedly.show import outlets, rows, wording
from reportedly.show.commands.options import Commands, add_format, add_page, command, number, open_ledger, user, who

if TYPE_CHECKING:
    from reportedly.ledger import Done, Profile

ACTORS_EXAMPLES = """\
examples:
  reportedly actors                             those met most often, with their numbers
  reportedly actors show "Sergey Lavrov"        his names, roles and company, and why each story's Lavrov is he
  reportedly actors merge 12 57                 57 is 12
  reportedly actors split 12 --name "J. Smith"  who is called so is somebody else
  reportedly actors undo                        take the last decision back

Stories' actors are linked with care: two that might not be one stay apart until you say so.
"""
REGISTERS_EXAMPLES = """\
examples:
  reportedly registers                                  those of the ledger
  reportedly registers import entities.ftm.json --name opensanctions
  reportedly registers import ministers.csv             columns name, aliases, kind, country, role, from, to, wikidata
  reportedly registers retire opensanctions
"""


def add_to(commands: Commands) -> None:
    _add_actors(commands)
    _add_registers(commands)


def _add_actors(commands: Commands) -> None:
    parser = command(
        commands, "actors", "list who is met in the stories; join and part those who were taken wrongly", _list, ACTORS_EXAMPLES
    )
    parser.add_argument("--kind", metavar="KIND", help="person, organization, country, place, group or other")
    add_page(parser, limit=50)
    add_format(parser)
    acts = parser.add_subparsers(title="what to do", metavar="ACT")
    show = command(acts, "show", "show what is known of an actor, and what each link rests on", _show)
    show.add_argument("who", metavar="WHO", type=who, help="a name, or an actor's number")
    add_format(show, ("table", "json"))
    merge = command(acts, "merge", "say that several actors are one", _merge)
    merge.add_argument("actors", metavar="NUMBER", nargs="+", type=number, help="the first stands for all")
    split = command(acts, "split", "say that some of an actor's appearances are somebody else", _split)
    split.add_argument("actor", metavar="NUMBER", type=number)
    split.add_argument("--name", metavar="NAME", help="where a story calls him so")
    split.add_argument("--document", metavar="DIGEST", action="append", default=[], help="in this document; may be given again")
    undo = command(acts, "undo", "take a decision back, the last one if none is named", _undo)
    undo.add_argument("judgement", metavar="NUMBER", nargs="?", type=number)
    for parser in (merge, split, undo):
        parser.add_argument("--by", metavar="WHO", default=user(), help="who decides (you)")
        parser.add_argument("--why", metavar="REASON")
    history = command(acts, "history", "list the decisions, the last first", _history)
    add_page(history, limit=50)
    add_format(history)


def _add_registers(commands: Commands) -> None:
    parser = command(
        commands, "registers", "list, import and retire registers that actors are known by", _registers, REGISTERS_EXAMPLES
    )
    add_format(parser)
    acts = parser.add_subparsers(title="what to do", metavar="ACT")
    imports = command(acts, "import", "read a register: FollowTheMoney or OpenSanctions JSON lines, or CSV", _import)
    imports.add_argument("file", metavar="FILE", type=Path)
    imports.add_argument("--name", metavar="NAME", help="what the register is called; the file's name if left out")
    retire = command(acts, "retire", "take a register out, and the identifiers it gave", _retire)
    retire.add_argument("name", metavar="NAME")


def _list(arguments: argparse.Namespace) -> int:
    with open_ledger(arguments) as ledger:
        found = [asdict(one) for one in ledger.actors(arguments.kind, arguments.limit, arguments.offset)]
    headings = {"id": "No.", "name": "Name", "kind": "Kind", "appearances": "Stories", "known": "Known as"}
    if arguments.format == "table":
        found = [{**one, "known": _known(one["links"])} for one in found]
    return rows.write(found, arguments.format, headings, "Nobody has been met yet.")


def _known(links: dict[str, str]) -> str:
    return ", ".join(f"{register} {key}" for register, key in links.items())


def _show(arguments: argparse.Namespace) -> int:
    with open_ledger(arguments) as ledger:
        profile = ledger.actor(arguments.who)
        met = ledger.appearances(profile.id, limit=20)
    if arguments.format == "json":
        return rows.write_one({**asdict(profile), "shown": [asdict(one) for one in met]})
    outlets.open_standard_output(exact=False)
    lines = [*facts_of(profile), ""]
    shown = [{"name": one.name, "story": one.title or one.document, "why": "; ".join(one.reasons)} for one in met]
    outlets.write_standard_output("\n".join(wording.unsteered(line) for line in lines) + "\n")
    return rows.write(shown, "table", {"name": "Called", "story": "In", "why": "Because"}, "He appears in no story.")


def facts_of(profile: Profile) -> list[str]:
    """What is known of an actor, in lines."""
    lines = [profile.name, f"{profile.kind} · no. {profile.id} · {wording.count(profile.appearances, 'appearance')}"]
    listed = (
        ("also called", [name for name, _ in profile.names if name != profile.name]),
        ("roles", [role.replace("@", " of ").removesuffix(" of ") for role, _ in profile.roles]),
        ("countries", [country for country, _ in profile.countries]),
        ("known as", [f"{register} {key}" for register, key in profile.links.items()]),
    )
    lines += [f"{title}: {'; '.join(values)}" for title, values in listed if values]
    return lines + ([f"in {profile.entry}: {'; '.join(profile.entry_reasons)}"] if profile.entry else [])


def _merge(arguments: argparse.Namespace) -> int:
    with open_ledger(arguments) as ledger:
        done = ledger.merge(arguments.actors, arguments.by, arguments.why)
    return _tell(done, f"Actor {done.actor} stands for all of them now")


def _split(arguments: argparse.Namespace) -> int:
    with open_ledger(arguments) as ledger:
        done = ledger.split(arguments.actor, arguments.by, arguments.why, documents=arguments.document, name=arguments.name)
    return _tell(done, f"Actor {done.actor} is the new one")


def _undo(arguments: argparse.Namespace) -> int:
    with open_ledger(arguments) as ledger:
        done = ledger.undo(arguments.by, arguments.judgement, arguments.why)
    return _tell(done, f"Actor {done.actor} is as before")


def _tell(done: Done, what: str) -> int:
    stories = wording.count(len(done.documents), "story")
    outlets.write_standard_output(f"{what} ({stories}); reportedly actors undo {done.id} takes it back.\n")
    return 0


def _history(arguments: argparse.Namespace) -> int:
    with open_ledger(arguments) as ledger:
        found: list[dict[str, Any]] = [asdict(one) for one in ledger.history(arguments.limit, arguments.offset)]
    headings = {
        "id": "No.",
        "act": "What",
        "actors": "Actors",
        "who": "Who",
        "why": "Why",
        "at": "When",
        "undone_by": "Undone by",
    }
    return rows.write(found, arguments.format, headings, "Nobody has decided anything yet.")


def _registers(arguments: argparse.Namespace) -> int:
    with open_ledger(arguments) as ledger:
        found = [{"name": name, "entries": entries} for name, entries in ledger.registers()]
    return rows.write(found, arguments.format, {"name": "Register", "entries": "Entries"}, "There are no registers.")


def _import(arguments: argparse.Namespace) -> int:
    with open_ledger(arguments, create=True) as ledger:
        done = ledger.import_register(arguments.file, arguments.name or arguments.file.name.partition(".")[0])
    for bad in done.shown:
        outlets.complain(f"{arguments.file}, {bad}")
    left = [f"{done.skipped} are neither persons nor bodies"] if done.skipped else []
    left += [f"{done.bad} could not be read"] if done.bad else []
    told = f"{done.entries} entries; {wording.count(done.linked, 'actor')} linked" + "".join(f"; {one}" for one in left)
    outlets.write_standard_output(f"{told}.\n")
    return 0 if done.entries else 1


def _retire(arguments: argparse.Namespace) -> int:
    with open_ledger(arguments) as ledger:
        entries = ledger.retire(arguments.name)
    outlets.write_standard_output(f"{entries} entries are gone.\n")
    return 0
