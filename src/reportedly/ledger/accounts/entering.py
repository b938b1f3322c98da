"""A reading -> what its story is found by, when accounts are compared.

Adding a story only notes that it waits. What it is found by, and what stands between its accounts and those of others, is made
when somebody asks (``updating``), and kept. Whatever changes a reading makes what was found stale, in the same transaction.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from reportedly.ledger.actors.trees import batches
from reportedly.ledger.schema import account, relation, reprint, story, story_key, story_word

if TYPE_CHECKING:
    from reportedly.compare.outlines import Outline
    from reportedly.compare.strands import Profile

# What is to be done with a story next (story.state).
TO_ENTER, TO_LINK, TO_JUDGE, DONE = range(4)

NO_FORM = 0
FORM = 2  # of keys and verdicts; raise it where a newer version compares otherwise, and every story is compared again
ALL = ""  # the "word" that stands in every story
MOST = 192  # stories of a happening that is found anew as a whole; of a larger one only what changed
LONGEST_KEY = 100  # characters
LONGEST_WORD = 80


def await_entering(connection: Connection, document_id: int) -> None:
    """Note that a document is new, or another than it was, and waits to be made one of the stories that are compared."""
    withdraw(connection, document_id)
    values = {"day": "", "state": TO_ENTER, "form": NO_FORM, "happening": None, "words": None, "outline": None}
    here = story.c.document_id == document_id
    if not connection.execute(update(story).where(here).values(**values, revision=story.c.revision + 1)).rowcount:
        connection.execute(insert(story).values(document_id=document_id, revision=0, **values))


@dataclass(frozen=True, slots=True)
class Found:
    """What a story is found by, and likened to others by."""

    keys: Sequence[str]
    words: Sequence[str]  # by whose rarity its likeness to others is weighed
    outline: Outline


def found_by(profile: Profile) -> Found:
    """What a story is found by. Raises ModelError where the model is missing."""
    from reportedly.compare.outlines import Outline

    words = {word[:LONGEST_WORD] for word in (*profile.names, *profile.words)}
    return Found(list(dict.fromkeys(key[:LONGEST_KEY] for key in profile.keys)), sorted(words), Outline.of(profile))


def enter(connection: Connection, document_id: int, published: str | None, found: Found) -> None:
    """Make a document one of the stories that are compared, in place of what it was before."""
    withdraw(connection, document_id)
    day = (published or "")[:10]
    words = zlib.compress(" ".join(found.words).encode())
    values = {"day": day, "state": TO_LINK, "form": FORM, "happening": None, "words": words, "outline": found.outline.packed()}
    here = story.c.document_id == document_id
    if not connection.execute(update(story).where(here).values(**values, revision=story.c.revision + 1)).rowcount:
        connection.execute(insert(story).values(document_id=document_id, revision=0, **values))
    if found.keys:
        connection.execute(insert(story_key), [{"key": key, "day": day, "document_id": document_id} for key in found.keys])
    _count(connection, found.words, 1)


def withdraw(connection: Connection, document_id: int) -> None:
    """Take back what a story was found by, and what was found; its happening is found anew without it."""
    row = connection.execute(select(story).where(story.c.document_id == document_id)).first()
    if row is None:
        return
    if row.words is not None:
        _count(connection, zlib.decompress(row.words).decode().split(), -1)
    connection.execute(delete(story_key).where(story_key.c.document_id == document_id))
    if row.happening is not None:
        link_again(connection, row.happening, document_id)
    forget(connection, [document_id])
    connection.execute(update(story).where(story.c.document_id == document_id).values(words=None, outline=None, happening=None))


def link_again(connection: Connection, happening: int, concerned: int) -> None:
    """Let a happening be found anew; of a very large one only the story that it is about."""
    of_it = story.c.happening == happening
    members = list(connection.execute(select(story.c.document_id).where(of_it).limit(MOST + 1)).scalars())
    if len(members) > MOST:
        members = [concerned]
    forget(connection, members)
    stale = {"state": TO_LINK, "happening": None, "revision": story.c.revision + 1}
    connection.execute(update(story).where(story.c.document_id.in_(members)).values(stale))
    if first := connection.execute(select(func.min(story.c.document_id)).where(of_it)).scalar():
        connection.execute(update(story).where(of_it).values(happening=first))


def judge_again(connection: Connection, documents: Iterable[int]) -> None:
    """Let the accounts of these documents be judged anew: their actors are others now."""
    for part in batches(documents):
        stale = (story.c.document_id.in_(part), story.c.state.in_((TO_JUDGE, DONE)))
        connection.execute(update(story).where(*stale).values(state=TO_JUDGE, revision=story.c.revision + 1))


def forget(connection: Connection, documents: Collection[int]) -> None:
    """Delete what was found between the accounts of these documents and any others."""
    connection.execute(delete(account).where(account.c.document_id.in_(documents)))
    connection.execute(delete(relation).where(or_(relation.c.a.in_(documents), relation.c.b.in_(documents))))
    connection.execute(delete(reprint).where(or_(reprint.c.later.in_(documents), reprint.c.earlier.in_(documents))))


def _count(connection: Connection, words: Iterable[str], by: int) -> None:
    """Count a story and its words up or down; in the order of the alphabet, as the pages of the index lie."""
    rows = [{"word": word, "stories": by} for word in sorted({*words, ALL})]
    made = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(story_word)
    more = {"stories": story_word.c.stories + made.excluded.stories}
    connection.execute(made.on_conflict_do_update(index_elements=["word"], set_=more), rows)
