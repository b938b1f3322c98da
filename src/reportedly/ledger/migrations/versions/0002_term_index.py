"""The index of terms, which each database builds by its own means."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# FTS5 keeps no copy of the terms but reads them in the table, and must be told of every change. A term is whatever stands
# between spaces: the colon of labels belongs to it.
SQLITE = (
    """
    CREATE VIRTUAL TABLE statement_terms USING fts5(
        terms, content = 'statement', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 0 tokenchars ':-'"
    )
    """,
    """
    CREATE TRIGGER statement_terms_added AFTER INSERT ON statement BEGIN
        INSERT INTO statement_terms (rowid, terms) VALUES (new.id, new.terms);
    END
    """,
    """
    CREATE TRIGGER statement_terms_removed AFTER DELETE ON statement BEGIN
        INSERT INTO statement_terms (statement_terms, rowid, terms) VALUES ('delete', old.id, old.terms);
    END
    """,
    """
    CREATE TRIGGER statement_terms_changed AFTER UPDATE OF terms ON statement BEGIN
        INSERT INTO statement_terms (statement_terms, rowid, terms) VALUES ('delete', old.id, old.terms);
        INSERT INTO statement_terms (rowid, terms) VALUES (new.id, new.terms);
    END
    """,
)

# PostgreSQL's own parser would cut labels in two; terms are handed to it as they are, each with its place.
POSTGRESQL = (
    r"""
    CREATE FUNCTION reportedly_terms(terms text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT coalesce(string_agg('''' || term || ''':' || least(place, 16383), ' '), '')::tsvector
        FROM unnest(string_to_array(terms, ' ')) WITH ORDINALITY AS found (term, place)
        WHERE term <> ''
    $$
    """,
    "ALTER TABLE statement ADD COLUMN vector tsvector GENERATED ALWAYS AS (reportedly_terms(terms)) STORED",
    "CREATE INDEX ix_statement_vector ON statement USING gin (vector) WITH (fastupdate = off)",
)


def upgrade() -> None:
    for step in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(step)
