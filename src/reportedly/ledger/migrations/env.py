"""Alembic runs this file; the connection, within a transaction, comes from ``bring_up_to_date``."""

from alembic import context

from reportedly.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite can only change a table by copying it
    transactional_ddl=True,
)
context.run_migrations()
