"""Curations that are made again for a newer version of an article"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; none was made again before."""
    op.execute("CALL history.pause()")
    op.add_column("curation", sa.Column("carries", sa.Uuid))
    op.create_foreign_key(None, "curation", "curation", ["carries"], ["id"])
    op.execute("CALL history.resume()")


def downgrade() -> None:
    """Drop the column: the curations stay, as if somebody had asked for them."""
    op.execute("CALL history.pause()")
    op.drop_column("curation", "carries")
    op.execute("CALL history.resume()")
