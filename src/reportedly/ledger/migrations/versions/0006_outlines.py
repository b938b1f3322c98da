"""What stories are likened by is kept: it is made when accounts are compared next."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("story", sa.Column("outline", sa.LargeBinary(), nullable=True))
