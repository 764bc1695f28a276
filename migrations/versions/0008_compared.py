"""Claims with all that their comparison reads"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WORDING = r"md5(lower(regexp_replace(btrim(sentence, E' \t\n\r'), '\s+', ' ', 'g')))"


def upgrade() -> None:
    """Give every claim what it shares with its article, and a digest of its words."""
    op.execute("CALL history.pause()")
    op.add_column("claim", sa.Column("publisher", sa.Text))
    op.add_column("claim", sa.Column("recorded_at", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE claim SET publisher = article.publisher, recorded_at = article.recorded_at"
        " FROM article WHERE article.id = claim.article_id"
    )
    op.alter_column("claim", "recorded_at", nullable=False)
    op.create_check_constraint(
        "publisher", "claim", "num_nonnulls(publisher, publisher_key) IN (0, 2)"
    )
    wording = sa.Computed(WORDING, persisted=True)
    op.add_column("claim", sa.Column("wording", sa.Text, wording, nullable=False))
    op.execute("CALL history.resume()")
    op.execute(
        "UPDATE history.claim SET publisher = article.publisher, recorded_at = article.recorded_at,"
        f" wording = {WORDING} FROM article WHERE article.id = claim.article_id"
    )


def downgrade() -> None:
    """Leave it to the articles again."""
    op.execute("CALL history.pause()")
    op.drop_column("claim", "wording")
    op.drop_constraint("publisher", "claim", type_="check")
    op.drop_column("claim", "recorded_at")
    op.drop_column("claim", "publisher")
    op.execute("CALL history.resume()")
