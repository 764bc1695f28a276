"""Scopes that no place in the text names, but whose people are counted"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NAMED = "num_nonnulls(scope, scope_start) IN (0, 2)"
GIVEN = "scope IS NOT NULL OR scope_start IS NULL"


def upgrade() -> None:
    """Let a scope have no words of its own."""
    _given(GIVEN)


def downgrade() -> None:
    """Leave the scopes open that have no words of their own."""
    op.execute("CALL history.pause()")
    op.execute(
        "UPDATE claim SET scope = NULL, scope_country = NULL"
        " WHERE scope IS NOT NULL AND scope_start IS NULL"
    )
    op.execute("CALL history.resume()")
    _given(NAMED)


def _given(condition: str) -> None:
    op.execute("CALL history.pause()")
    op.drop_constraint(op.f("ck_claim_scope_given"), "claim")
    op.create_check_constraint("scope_given", "claim", condition)
    op.execute("CALL history.resume()")
