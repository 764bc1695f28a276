"""By which clock the time of publication was told"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = ("article", "claim")


def upgrade() -> None:
    """Add the columns; of what is stored already it is not known, and UTC is taken."""
    op.execute("CALL history.pause()")
    for table in TABLES:
        op.add_column(table, sa.Column("utc_offset", sa.Integer))
    op.execute("CALL history.resume()")


def downgrade() -> None:
    """Drop the columns."""
    op.execute("CALL history.pause()")
    for table in TABLES:
        op.drop_column(table, "utc_offset")
    op.execute("CALL history.resume()")
