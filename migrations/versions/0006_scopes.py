"""What place a count is limited to where its sentence names none"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nothing was inferred of what was read before."""
    op.add_column("claim", sa.Column("scope", sa.Text))


def downgrade() -> None:
    """Drop the column and what it holds."""
    op.drop_column("claim", "scope")
