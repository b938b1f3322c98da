"""Review and uploads: who took a correction back, what is least sure, and stories that were handed in to be read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNSURE = (("statement", "confidence"), ("event", "confidence"), ("appearance", "score"))


def upgrade() -> None:
    op.add_column("correction", sa.Column("undone_by", sa.Text(), nullable=True))
    # Without it SQLite looks through all statements for each appearance that is withdrawn when a story is corrected.
    op.create_index("ix_statement_addressee", "statement", ["addressee"])
    for table, column in UNSURE:
        op.create_index(f"ix_{table}_{column}_id", table, [column, "id"])
    op.create_table(
        "upload",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("spool", sa.String(length=40), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("worker", sa.String(length=120), nullable=True),
        sa.Column("beat", sa.Float(), nullable=True),
        sa.Column("reading", sa.Text(), nullable=True),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("stories", sa.Integer(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("finished", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index(op.f("ix_upload_state"), "upload", ["state"])
    op.create_table(
        "upload_story",
        sa.Column("upload_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("document_id", ID, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_upload_story_upload_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_upload_story_document_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("upload_id", "number", name=op.f("pk_upload_story")),
    )
    op.create_index(op.f("ix_upload_story_document_id"), "upload_story", ["document_id"])
