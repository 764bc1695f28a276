"""The amounts that claims without a source give, by series"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index them, here and in the history."""
    op.execute("CALL history.pause()")
    op.create_index(
        "ix_claim_nameless",
        "claim",
        ["series_id", "ordinal"],
        postgresql_where=sa.text("source_id IS NULL"),
    )
    op.execute("CALL history.resume()")


def downgrade() -> None:
    """Drop the index."""
    op.execute("CALL history.pause()")
    op.drop_index("ix_claim_nameless", "claim")
    op.execute("CALL history.resume()")
