"""Actors across stories: who is who, on what grounds, and what people and registers say of it.

::

    Reading ─> traits ─> linking (compare, dossier) ─> appearance, actor, actor_name, actor_fact
                              └─> matching ─> entry of a register (entries, registers)
    people ─> judgements: merge, split, confirm, undo
"""

from reportedly.ledger.actors.finding import Profile, Summary, find, links_of, links_of_each, listing, members, profile
from reportedly.ledger.actors.judgements import Done, Judgement, appearance_at, confirm, documents_of, history, merge, split, undo
from reportedly.ledger.actors.linking import doubt_again, doubts_of, link, unlink
from reportedly.ledger.actors.registers import Imported, import_register, registers, retire

__all__ = [
    "Done",
    "Imported",
    "Judgement",
    "Profile",
    "Summary",
    "appearance_at",
    "confirm",
    "documents_of",
    "doubt_again",
    "doubts_of",
    "find",
    "history",
    "import_register",
    "link",
    "links_of",
    "links_of_each",
    "listing",
    "members",
    "merge",
    "profile",
    "registers",
    "retire",
    "split",
    "undo",
    "unlink",
]
