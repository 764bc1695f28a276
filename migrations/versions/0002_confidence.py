"""How likely a claim is to be read right"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was read before has none."""
    op.add_column("claim", sa.Column("confidence", sa.Double))
    op.create_check_constraint("confidence", "claim", "confidence BETWEEN 0 AND 1")


def downgrade() -> None:
    """Drop the column, what it holds and its constraint."""
    op.drop_column("claim", "confidence")
