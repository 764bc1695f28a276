"""The claims of a series with all that they are compared by, in one piece"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BRIEF = (
    "octet_length(quote || coalesce(publisher, '') || coalesce(source, '') ||"
    " coalesce(left_open, '') || coalesce(vague_table, '') || coalesce(low::text, '') ||"
    " coalesce(high::text, '')) <= 1000"
)
COMPARED = (
    "article_id",
    "publisher",
    "source_id",
    "source",
    "left_open",
    "low",
    "high",
    "ordinal",
    "hedge",
    "vague_table",
    "period_start",
    "period_start_precision",
    "period_end",
    "period_end_precision",
    "stance",
    "superseded_at",
    "review",
    "quote",
    "wording",
    "sentence_signature",
    "text_signature",
    "published_at",
    "recorded_at",
)


def upgrade() -> None:
    """Index them, here and in the history, and those that are too long for that apart."""
    op.execute("CALL history.pause()")
    op.create_index(
        "ix_claim_compared",
        "claim",
        ["series_id", "ordered_at", "id"],
        postgresql_include=COMPARED,
        postgresql_where=sa.text(BRIEF),
    )
    op.create_index(
        "ix_claim_long", "claim", ["series_id"], postgresql_where=sa.text(f"NOT ({BRIEF})")
    )
    op.execute("CALL history.resume()")


def downgrade() -> None:
    """Drop the indexes."""
    op.execute("CALL history.pause()")
    op.drop_index("ix_claim_long", "claim")
    op.drop_index("ix_claim_compared", "claim")
    op.execute("CALL history.resume()")
