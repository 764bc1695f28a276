"""What curators correct"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CURRENT = "superseded_at IS NULL"
COUNTING = f"{CURRENT} AND review IS DISTINCT FROM 'rejected'"
ACTIONS = (
    "accept_claim reject_claim correct_claim move_claim add_claim merge_series split_series "
    "rename_series merge_sources rename_source describe_source undo"
)
NEWEST = (
    "metric population whose place_id place_country source_id publisher_key hedge kind stance"
).split()
INDEXES = {
    "ix_claim_newest": ("ordered_at", "id"),
    **{f"ix_claim_{column}_newest": (column, "ordered_at", "id") for column in NEWEST},
    "ix_claim_largest": ("ordinal", "id"),
    "ix_claim_metric_largest": ("metric", "ordinal", "id"),
    "ix_claim_series_largest": ("series_id", "ordinal", "id"),
    "ix_claim_source_series": ("source_id", "series_id"),
}
"""Of the claims that count."""


def upgrade() -> None:
    """Add what curators change, and the table of what they did."""
    op.execute("CALL history.pause()")
    for table in ("series", "source"):
        _add_merged_into(table)
    op.add_column("source", sa.Column("side", sa.Text))
    op.add_column("source", sa.Column("met_as", sa.Text))
    op.create_index(
        "ix_source_name_words",
        "source",
        ["name"],
        postgresql_using="gin",
        postgresql_ops={"name": "gin_trgm_ops"},
    )
    op.add_column("series", sa.Column("part", sa.Text))
    _add_claim_columns()
    _create_curation()
    _index_claims(COUNTING, ["superseded_at", "review"])
    op.create_index(
        "ix_claim_rejected_newest",
        "claim",
        ["ordered_at", "id"],
        postgresql_where=sa.text("review = 'rejected'"),
    )
    op.execute("CALL history.resume()")
    op.execute(
        "UPDATE history.claim SET home_series_id = series_id, home_source_id = source_id,"
        " reader = article.reader FROM article WHERE article.id = article_id"
    )


def downgrade() -> None:
    """Drop what curators did, and leave what they made of the claims. What had been rejected or
    merged counts where it was put last."""
    op.execute("CALL history.pause()")
    op.drop_index("ix_claim_rejected_newest", "claim")
    _index_claims(CURRENT, ["superseded_at"])
    op.drop_table("curation")
    _drop_claim_columns()
    op.drop_column("series", "part")
    op.drop_index("ix_source_name_words", "source")
    op.drop_column("source", "met_as")
    op.drop_column("source", "side")
    for table in ("series", "source"):
        op.drop_column(table, "merged_into")
    op.execute("DROP TABLE history.curation")
    op.execute("CALL history.resume()")


def _add_merged_into(table: str) -> None:
    op.add_column(table, sa.Column("merged_into", sa.Uuid))
    op.create_foreign_key(None, table, table, ["merged_into"], ["id"])
    op.create_check_constraint("merged_into", table, "merged_into <> id")
    op.create_index(
        f"ix_{table}_merged_into",
        table,
        ["merged_into"],
        postgresql_where=sa.text("merged_into IS NOT NULL"),
    )


def _add_claim_columns() -> None:
    for column, kind in (
        ("home_series_id", sa.Uuid),
        ("home_source_id", sa.Uuid),
        ("reader", sa.Text),
        ("review", sa.Text),
        ("as_read", JSONB),
    ):
        op.add_column("claim", sa.Column(column, kind))
    op.execute(
        "UPDATE claim SET home_series_id = series_id, home_source_id = source_id,"
        " reader = article.reader FROM article WHERE article.id = article_id"
    )
    for column in ("home_series_id", "reader"):
        op.alter_column("claim", column, nullable=False)
    op.create_foreign_key(None, "claim", "series", ["home_series_id"], ["id"])
    op.create_foreign_key(None, "claim", "source", ["home_source_id"], ["id"])
    op.create_check_constraint("review", "claim", "review IN ('accepted', 'rejected')")
    _replace_together("source_given", "source, source_id, home_source_id, source_kind")
    _replace_together("place_given", "place, place_id")


def _drop_claim_columns() -> None:
    op.execute("UPDATE claim SET place = NULL, place_id = NULL WHERE place_start IS NULL")
    _replace_together("source_given", "source, source_id, source_kind")
    _replace_together("place_given", "place, place_id, place_start")
    for column in ("as_read", "review", "reader", "home_source_id", "home_series_id"):
        op.drop_column("claim", column)


def _replace_together(name: str, columns: str) -> None:
    count = len(columns.split())
    op.drop_constraint(op.f(f"ck_claim_{name}"), "claim")
    op.create_check_constraint(name, "claim", f"num_nonnulls({columns}) IN (0, {count})")


def _create_curation() -> None:
    op.create_table(
        "curation",
        sa.Column("id", sa.Uuid, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("targets", ARRAY(sa.Uuid), nullable=False),
        sa.Column("asked", JSONB, nullable=False),
        sa.Column("made", sa.Uuid),
        sa.Column("before", JSONB, nullable=False),
        sa.Column("after", JSONB, nullable=False),
        sa.Column("undoes", sa.Uuid),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["undoes"], ["curation.id"]),
        sa.UniqueConstraint("undoes"),
        sa.CheckConstraint("(action = 'undo') = (undoes IS NOT NULL)", name="undoes"),
        sa.CheckConstraint(f"action IN ({', '.join(map(repr, ACTIONS.split()))})", name="action"),
    )
    op.create_index("ix_curation_targets", "curation", ["targets"], postgresql_using="gin")
    op.create_index("ix_curation_who", "curation", ["who", "id"])
    op.create_index("ix_curation_made_at", "curation", ["made_at"])
    op.create_index("ix_curation_valid_from", "curation", ["valid_from", "id"])


def _index_claims(counting: str, covered: list[str]) -> None:
    where = sa.text(counting)
    for name, columns in INDEXES.items():
        op.drop_index(name, "claim")
        op.create_index(name, "claim", list(columns), postgresql_where=where)
    op.drop_index("ix_claim_amount", "claim")
    op.create_index(
        "ix_claim_amount",
        "claim",
        [sa.text("numrange(low, high, '[]')")],
        postgresql_using="gist",
        postgresql_where=where,
    )
    op.drop_index("ix_claim_series_newest", "claim")
    op.create_index(
        "ix_claim_series_newest",
        "claim",
        ["series_id", "ordered_at", "id"],
        postgresql_include=covered,
    )
