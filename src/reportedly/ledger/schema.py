"""The tables of a ledger, the same in SQLite and PostgreSQL.

::

    sighting ─┐                    ┌─ statement ── moment
    failure   ├─> document ─ reading ─ event ── participant ─┐
    band     ─┘        └── correction                        │
                                   appearance <──────────────┘
                                       └─> actor ── actor_name, actor_fact, placement, judgement
                                             └─> entry ── entry_name, entry_fact        (registers)

    document ─ story ── story_key, story_word ─> account ── relation, reprint <── overruling

A *document* is one text; a *sighting*, one place where it was found. A *reading* is what one version of the software read out of
it, whole, as the record of ``READING`` form without the text; the tables *statement*, *event*, *moment*, *participant* and
*appearance* are an index of the document's present reading, corrections applied, and can be made anew from it at any time.
An *appearance* is an actor of one story; an *actor* is the same one in all stories. A *story* is a document as one of those that
are compared; *account*, *relation* and *reprint* are what comparing found, and can be made anew at any time.

Moments of the ledger's own doings (``added``, ``at``) are ISO 8601 in UTC. Days (``said_from``, ``begin``) are ISO dates, and
``*_to`` and ``end`` are exclusive. Values of JSON are kept as text, so that both databases hold the same bytes.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}  # fixed names, so that a migration can speak of them
metadata = MetaData(naming_convention=NAMES)

# SQLite numbers rows by itself only where the type is INTEGER to the letter; that has 64 bits there.
Id = BigInteger().with_variant(Integer(), "sqlite")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def _of(name: str, target: str, *, index: bool = True, gone: str = "CASCADE", nullable: bool = False) -> Column[int]:
    """A reference; ``gone`` says what becomes of the row when the one it points at is deleted."""
    return Column(name, Id, ForeignKey(target, ondelete=gone), nullable=nullable, index=index)


document = Table(
    "document",
    metadata,
    _id(),
    Column("digest", String(80), nullable=False, unique=True),  # "sha256:..." of the text, the record's document.id
    Column("uri", Text),
    Column("title", Text),
    Column("publisher", Text, index=True),
    Column("author", Text),
    Column("language", String(16), nullable=False),
    Column("published", String(40), index=True),
    Column("place", Text),
    Column("added", String(40), nullable=False),
    Column("copy_of", Id, ForeignKey("document.id", ondelete="SET NULL"), index=True),  # the first added of a group of reprints
    Column("dispatch", Id, index=True),  # the first document of those that are one dispatch: its reprints and versions; or itself
    Column("replaces", Id, ForeignKey("document.id", ondelete="SET NULL"), index=True),  # the version that this one corrects
    Column("replaced", Boolean, nullable=False, default=False),  # whether a later version corrects this one
    Column("reading_id", Id),  # the present one; no foreign key, as the two tables would wait for each other
    Column("signature", LargeBinary),  # MinHash of the words; None for a text too short to compare
    Column("text", Text, nullable=False),  # last: SQLite reads through all that stands before a column
)

sighting = Table(
    "sighting",
    metadata,
    _id(),
    _of("document_id", "document.id"),
    Column("name", Text, nullable=False, index=True),  # where it was found: "news.zip!/a.txt"
    Column("mark", Text),  # changes whenever what is found there may have changed
    Column("uri", Text),
    Column("title", Text),
    Column("publisher", Text),
    Column("published", String(40)),
    Column("seen", String(40), nullable=False),
    UniqueConstraint("document_id", "name"),
)

failure = Table(
    "failure",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    Column("kind", String(40), nullable=False),  # the error's name
    Column("reason", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("times", Integer, nullable=False, default=1),
)

band = Table(
    "band",
    metadata,
    Column("hash", BigInteger, primary_key=True),
    Column("document_id", Id, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
)

reading = Table(
    "reading",
    metadata,
    _id(),
    _of("document_id", "document.id"),
    Column("made", String(40), nullable=False),
    Column("produced_by", Text, nullable=False),  # JSON: software and model versions
    Column("body", LargeBinary, nullable=False),  # the record without document.text: JSON, compressed by zlib
)

correction = Table(
    "correction",
    metadata,
    _id(),
    _of("document_id", "document.id"),
    Column("what", Text, nullable=False),  # JSON of a Correction
    Column("who", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("undone", String(40)),  # when it was taken back
    Column("undone_by", Text),
)

appearance = Table(
    "appearance",
    metadata,
    _id(),
    _of("document_id", "document.id"),
    Column("local", String(16), nullable=False),  # the actor's id in the reading: "a1"
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    _of("actor_id", "actor.id", gone="SET NULL", nullable=True),  # None: nobody who could be met again ("a resident")
    Column("score", Float),  # 0..1, how sure the link is
    Column("reasons", Text),  # JSON list of sentences
    Column("by", String(80)),  # "rules", or who decided
    Column("traits", Text),  # JSON of what the actor was learned from this story: names by key, facts (actors/learn.py)
    UniqueConstraint("document_id", "local"),
    Index("ix_appearance_score_id", "score", "id"),
)

statement = Table(
    "statement",
    metadata,
    _id(),
    _of("document_id", "document.id"),
    Column("local", String(16), nullable=False),
    _of("speaker", "appearance.id", nullable=True),
    _of("addressee", "appearance.id", nullable=True),
    _of("parent", "statement.id", nullable=True),
    Column("depth", SmallInteger, nullable=False),
    Column("chain", Text, nullable=False),  # the names of those who vouch for it, outermost first, by " › "
    Column("form", String(8), nullable=False),
    Column("implied", Boolean, nullable=False),
    Column("cue", Text),
    Column("content", Text, nullable=False),  # the exact words; parts are joined by " ... "
    Column("first", Integer, nullable=False),  # where the content begins and ends in the document's text
    Column("last", Integer, nullable=False),
    Column("said_on", String(40)),
    Column("said_from", String(10), index=True),
    Column("said_to", String(10)),
    Column("confidence", Float, nullable=False),
    Column("terms", Text, nullable=False),  # what a search looks at (terms.py)
    UniqueConstraint("document_id", "local"),
    Index("ix_statement_confidence_id", "confidence", "id"),
)

moment = Table(
    "moment",
    metadata,
    _id(),
    _of("statement_id", "statement.id"),
    Column("begin", String(10), nullable=False, index=True),
    Column("end", String(10), nullable=False),
)

event = Table(
    "event",
    metadata,
    _id(),
    _of("document_id", "document.id"),
    Column("local", String(16), nullable=False),
    _of("statement_id", "statement.id", nullable=True),  # None: the story's own voice
    Column("type", String(16), nullable=False),
    Column("mode", String(40)),
    Column("contexts", Text, nullable=False),  # joined by spaces
    Column("status", String(16), nullable=False),
    Column("time", String(40)),  # TIMEX3 value
    Column("begin", String(10), index=True),
    Column("end", String(10)),
    Column("place", Text),
    Column("trigger", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    UniqueConstraint("document_id", "local"),
    Index("ix_event_type_status", "type", "status"),
    Index("ix_event_confidence_id", "confidence", "id"),
)

participant = Table(
    "participant",
    metadata,
    Column("event_id", Id, ForeignKey("event.id", ondelete="CASCADE"), primary_key=True),
    Column("part", String(8), primary_key=True),  # source or target
    Column("appearance_id", Id, ForeignKey("appearance.id", ondelete="CASCADE"), primary_key=True, index=True),
)

# Actors across stories

actor = Table(
    "actor",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("links", Text, nullable=False, default="{}"),  # JSON: identifiers in registers, {"wikidata": "Q58217"}
    _of("merged_into", "actor.id", gone="SET NULL", nullable=True),
    Column("appearances", Integer, nullable=False, default=0, index=True),  # of it and of all that are merged into it
    _of("entry_id", "entry.id", gone="SET NULL", nullable=True),
    Column("entry_score", Float),  # 0..1, how sure it is that entry
    Column("entry_reasons", Text),  # JSON list of sentences: why it is that entry, or why none of several
    Column("added", String(40), nullable=False),
    sqlite_autoincrement=True,  # people note the numbers of actors down: none is given twice
)

placement = Table(  # who an actor of a document was found to be; outlives the appearance when the document is read again
    "placement",
    metadata,
    Column("document_id", Id, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(200), primary_key=True),  # the actor's name as it is compared; "#2" is put to that of a second bearer
    _of("actor_id", "actor.id"),
    Column("by", String(80), nullable=False),  # "rules", or who decided
)

actor_name = Table(
    "actor_name",
    metadata,
    Column("actor_id", Id, ForeignKey("actor.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(200), primary_key=True, index=True),  # the name as it is compared
    Column("name", String(400), primary_key=True),  # as printed
    Column("times", Integer, nullable=False, default=1),
)

actor_fact = Table(
    "actor_fact",
    metadata,
    Column("actor_id", Id, ForeignKey("actor.id", ondelete="CASCADE"), primary_key=True),
    Column("field", String(16), primary_key=True),  # role, country, gender, company (who is named in the same stories)
    Column("value", String(200), primary_key=True),
    Column("times", Integer, nullable=False, default=1),
)

judgement = Table(
    "judgement",
    metadata,
    _id(),
    Column("act", String(16), nullable=False),  # merge, split, confirm, undo
    Column("what", Text, nullable=False),  # JSON: what was joined or parted, enough to take it back
    Column("who", Text, nullable=False),
    Column("why", Text),
    Column("at", String(40), nullable=False),
    _of("undone_by", "judgement.id", index=False, gone="SET NULL", nullable=True),
)

entry = Table(
    "entry",
    metadata,
    _id(),
    Column("register", Text, nullable=False, index=True),
    Column("key", Text, nullable=False),  # its identifier there
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("links", Text, nullable=False, default="{}"),
    UniqueConstraint("register", "key"),
)

entry_fact = Table(
    "entry_fact",
    metadata,
    Column("entry_id", Id, ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True),
    Column("number", SmallInteger, primary_key=True),
    Column("field", String(16), nullable=False),  # role, country (ISO 3166-1 alpha-2), gender, topic
    Column("value", String(200), nullable=False),
    Column("begin", String(10)),  # from when on it held, an ISO date as precise as known
    Column("end", String(10)),
)

entry_name = Table(
    "entry_name",
    metadata,
    Column("entry_id", Id, ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(200), primary_key=True, index=True),
    Column("name", String(400), primary_key=True),
)

# Accounts compared (ledger/accounts)

story = Table(  # a document as one of the stories that are compared
    "story",
    metadata,
    Column("document_id", Id, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("day", String(10), nullable=False),  # of publication; "" where it is not known
    Column("state", SmallInteger, nullable=False, index=True),  # what is to be done with it next (accounts/entering.py)
    Column("form", SmallInteger, nullable=False, index=True),  # in which way it was compared; an older one is done again
    Column("revision", Integer, nullable=False, default=0),  # goes up whenever its reading or its actors are others
    Column("happening", Id),  # the lowest number of a story of its happening; None until that is known
    Column("words", LargeBinary),  # the words counted in story_word, by spaces, compressed by zlib
    Column("outline", LargeBinary),  # what it is likened to others by (compare/outlines.py)
    Index("ix_story_happening_day", "happening", "day"),
)

story_key = Table(  # by what stories of one happening find each other
    "story_key",
    metadata,
    Column("key", String(100), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("document_id", Id, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True, index=True),
)

story_word = Table(  # in how many stories a word stands; "" stands in all
    "story_word",
    metadata,
    Column("word", String(80), primary_key=True),
    Column("stories", Integer, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("document_id", Id, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("first", Integer, primary_key=True),  # where it begins and ends in the document's text
    Column("last", Integer, primary_key=True),
    Column("stance", String(16), nullable=False),
    Column("said", String(40), nullable=False),  # "" where it is not known
    Index("ix_account_stance_said", "stance", "said"),
)

relation = Table(
    "relation",
    metadata,
    _id(),
    Column("name", String(16), nullable=False, index=True),  # of the two accounts and what is asked of them; outlasts the row
    Column("a", Id, ForeignKey("document.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("a_first", Integer, nullable=False),
    Column("a_last", Integer, nullable=False),
    Column("b", Id, ForeignKey("document.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("b_first", Integer, nullable=False),
    Column("b_last", Integer, nullable=False),
    Column("found", String(20)),  # by the rules; None where they found nothing and a person says it
    Column("kind", String(20)),  # what holds, people's word included; None where a person says that it is nothing
    Column("confidence", Float, nullable=False),
    Column("reasons", Text, nullable=False),  # JSON list of [rule, sentence, spans in a, spans in b]
    Column("said", String(40), nullable=False),  # the later of the two; "" where it is not known
    Column("answer", Boolean, nullable=False),  # whether it says what became of a demand
    Column("overruled_by", Id),  # the overruling by which ``kind`` is not what was found
    Index("ix_relation_kind_said", "kind", "said"),
)

reprint = Table(  # as comparing finds them, among the stories of one happening; document.copy_of knows whole copies everywhere
    "reprint",
    metadata,
    Column("later", Id, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("earlier", Id, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True, index=True),
)

overruling = Table(  # what people decided about comparisons
    "overruling",
    metadata,
    _id(),
    Column("act", String(16), nullable=False),  # verdict, apart, together
    Column("name", String(16), index=True),  # verdict: relation.name
    Column("a", Id, index=True),  # verdict: the documents of the two accounts
    Column("b", Id),
    Column("what", Text, nullable=False),  # JSON: the accounts by their stories' digests and spans, or the stories
    Column("verdict", String(20)),  # verdict: what holds instead, or "none"
    Column("who", Text, nullable=False),
    Column("why", Text),
    Column("at", String(40), nullable=False),
    Column("undone", String(40)),  # when it was taken back
    Column("undone_by", Text),
)

# Stories handed in to be read (uploads.py)

upload = Table(
    "upload",
    metadata,
    _id(),
    Column("name", Text, nullable=False),  # what people call it: a file's name, "12 files", a title
    Column("address", Text),  # of the web, where that was handed in; None for files
    Column("facts", Text, nullable=False),  # JSON of what is known of all its stories
    Column("spool", String(40), nullable=False),  # the folder that holds its files, by its own name for itself
    Column("who", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("state", String(16), nullable=False, index=True),  # waiting, reading, done
    Column("worker", String(120)),  # the process that reads it
    Column("beat", Float),  # when that process was last known to live: seconds since 1970
    Column("reading", Text),  # the story that it is at
    Column("tries", SmallInteger, nullable=False, default=0),  # processes that died over that story
    Column("stories", Integer),  # how many it holds; None: not known yet
    Column("done", Integer, nullable=False, default=0),  # how many of them are done
    Column("finished", String(40)),
)

upload_story = Table(
    "upload_story",
    metadata,
    Column("upload_id", Id, ForeignKey("upload.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("outcome", String(16), nullable=False),  # new, again, copy, version, failed
    _of("document_id", "document.id", gone="SET NULL", nullable=True),
    Column("reason", Text),  # why it could not be read
)

# The workbench (trail.py, saved.py)

deed = Table(  # what somebody did in the workbench
    "deed",
    metadata,
    _id(),
    Column("at", String(40), nullable=False),
    Column("who", Text, nullable=False, index=True),
    Column("act", Text, nullable=False),  # "POST /review"
    Column("what", Text, nullable=False),  # JSON: what came of it; never what a form held
)

saved_search = Table(
    "saved_search",
    metadata,
    _id(),
    Column("who", Text, nullable=False),
    Column("name", String(200), nullable=False),
    Column("asked", Text, nullable=False),  # the parameters of its address
    Column("at", String(40), nullable=False),
    UniqueConstraint("who", "name"),
)
