"""Accounts compared: what stories find each other by, what was found between them, and what people said of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _stories()
    _findings()
    op.create_table(
        "overruling",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=16), nullable=True),
        sa.Column("a", ID, nullable=True),
        sa.Column("b", ID, nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("undone", sa.String(length=40), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overruling")),
    )
    op.create_index(op.f("ix_overruling_a"), "overruling", ["a"])
    op.create_index(op.f("ix_overruling_name"), "overruling", ["name"])
    # Every document is a story of which nothing is known yet (state 0): its keys are made when accounts are compared first.
    op.execute(
        "INSERT INTO story (document_id, day, state, form, revision)"
        " SELECT id, coalesce(substr(published, 1, 10), ''), 0, 0, 0 FROM document WHERE reading_id IS NOT NULL"
    )


def _stories() -> None:
    op.create_table(
        "story",
        sa.Column("document_id", ID, autoincrement=False, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("form", sa.SmallInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("happening", ID, nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        _of_document("story", "document_id"),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_story")),
    )
    op.create_index(op.f("ix_story_state"), "story", ["state"])
    op.create_index(op.f("ix_story_form"), "story", ["form"])
    op.create_index("ix_story_happening_day", "story", ["happening", "day"])
    op.create_table(
        "story_key",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        _of_document("story_key", "document_id"),
        sa.PrimaryKeyConstraint("key", "day", "document_id", name=op.f("pk_story_key")),
    )
    op.create_index(op.f("ix_story_key_document_id"), "story_key", ["document_id"])
    op.create_table(
        "story_word",
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.Column("stories", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_story_word")),
    )


def _findings() -> None:
    op.create_table(
        "account",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=16), nullable=False),
        sa.Column("said", sa.String(length=40), nullable=False),
        _of_document("account", "document_id"),
        sa.PrimaryKeyConstraint("document_id", "first", "last", name=op.f("pk_account")),
    )
    op.create_index("ix_account_stance_said", "account", ["stance", "said"])
    op.create_table(
        "relation",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("a", ID, nullable=False),
        sa.Column("a_first", sa.Integer(), nullable=False),
        sa.Column("a_last", sa.Integer(), nullable=False),
        sa.Column("b", ID, nullable=False),
        sa.Column("b_first", sa.Integer(), nullable=False),
        sa.Column("b_last", sa.Integer(), nullable=False),
        sa.Column("found", sa.String(length=20), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("said", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.Boolean(), nullable=False),
        sa.Column("overruled_by", ID, nullable=True),
        _of_document("relation", "a"),
        _of_document("relation", "b"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
    )
    for column in ("a", "b", "name"):
        op.create_index(op.f(f"ix_relation_{column}"), "relation", [column])
    op.create_index("ix_relation_kind_said", "relation", ["kind", "said"])
    op.create_table(
        "reprint",
        sa.Column("later", ID, nullable=False),
        sa.Column("earlier", ID, nullable=False),
        _of_document("reprint", "later"),
        _of_document("reprint", "earlier"),
        sa.PrimaryKeyConstraint("later", "earlier", name=op.f("pk_reprint")),
    )
    op.create_index(op.f("ix_reprint_earlier"), "reprint", ["earlier"])


def _of_document(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["document.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")
