"""The place that a claim is limited to where only its article tells"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what was read before has no scope."""
    op.execute("CALL history.pause()")
    for column, of in (
        ("scope", sa.Text),
        ("scope_start", sa.Integer),
        ("scope_end", sa.Integer),
        ("scope_country", sa.Text),
    ):
        op.add_column("claim", sa.Column(column, of))
    op.create_check_constraint(
        "scope_span",
        "claim",
        "num_nonnulls(scope_start, scope_end) <> 1"
        " AND 0 <= scope_start AND scope_start < scope_end AND scope_end <= text_length",
    )
    op.create_check_constraint("scope_given", "claim", "num_nonnulls(scope, scope_start) IN (0, 2)")
    op.create_check_constraint("scope_of_none", "claim", "num_nonnulls(place, scope) < 2")
    op.execute("CALL history.resume()")


def downgrade() -> None:
    """Drop the columns, what they hold and their constraints."""
    op.execute("CALL history.pause()")
    for column in ("scope_country", "scope_end", "scope_start", "scope"):
        op.drop_column("claim", column)
    op.execute("CALL history.resume()")
