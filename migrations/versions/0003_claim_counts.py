"""How many claims each series and source has, and how new they are"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CURRENT = sa.text("superseded_at IS NULL")
INDEXED_LENGTH, DIGEST_LENGTH = 300, 32
"""Characters of a name that an index takes, and of the digest that ends what is longer."""
FACETS = ("metric", "population", "whose", "place_scope", "basis", "kind")


def upgrade() -> None:
    """Count what is there, and index the lists by it."""
    for column in ("population", "whose", "place_scope"):
        _make_indexable(column)
    for table in ("series", "source"):
        _add_counts(table)
        op.create_index(f"ix_{table}_largest", table, ["claim_count", "id"])
        op.create_index(f"ix_{table}_newest", table, ["last_ordered_at", "id"])
    op.create_index("ix_series_title", "series", ["title", "id"])
    op.create_index("ix_source_name", "source", ["name", "id"])
    for column in FACETS:
        op.create_index(f"ix_series_{column}_largest", "series", [column, "claim_count", "id"])
    op.create_index(
        "ix_series_unit_largest",
        "series",
        [sa.text("lower(unit)"), "claim_count", "id"],
        postgresql_where=sa.text("unit IS NOT NULL"),
    )
    _index_claim("ix_claim_series_largest", "series_id", "ordinal", "id")
    _index_claim("ix_claim_source_series", "source_id", "series_id")


def downgrade() -> None:
    """Drop the counts and their indexes."""
    op.drop_index("ix_claim_source_series", "claim")
    op.drop_index("ix_claim_series_largest", "claim")
    for column in FACETS:
        op.drop_index(f"ix_series_{column}_largest", "series")
    op.drop_index("ix_series_title", "series")
    op.drop_index("ix_source_name", "source")
    for table in ("series", "source"):
        op.drop_column(table, "last_ordered_at")
        op.drop_column(table, "claim_count")


def _make_indexable(column: str) -> None:
    """As the columns of claims are: what is too long for an index ends in a digest."""
    start = INDEXED_LENGTH - DIGEST_LENGTH - 1
    op.execute(
        f"UPDATE series SET {column} = left({column}, {start}) || ' ' ||"
        f" left(encode(sha256(convert_to({column}, 'UTF8')), 'hex'), {DIGEST_LENGTH})"
        f" WHERE char_length({column}) > {INDEXED_LENGTH}"
    )


def _add_counts(table: str) -> None:
    count = sa.Column("claim_count", sa.Integer, server_default=sa.text("0"), nullable=False)
    op.add_column(table, count)
    op.add_column(
        table,
        sa.Column(
            "last_ordered_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("'-infinity'"),
            nullable=False,
        ),
    )
    op.create_check_constraint("claim_count", table, "claim_count >= 0")
    op.execute(
        f"UPDATE {table} SET claim_count = counted.claims, last_ordered_at = counted.last"
        f" FROM (SELECT {table}_id, count(*) AS claims, max(ordered_at) AS last"
        f" FROM claim WHERE superseded_at IS NULL GROUP BY {table}_id) counted"
        f" WHERE {table}.id = counted.{table}_id"
    )


def _index_claim(name: str, *columns: str) -> None:
    op.create_index(name, "claim", list(columns), postgresql_where=CURRENT)
