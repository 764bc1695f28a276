"""Articles, their claims, and what the claims are about"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

CURRENT = sa.text("superseded_at IS NULL")
SUPERSEDED = sa.text("superseded_at IS NOT NULL")
MOMENT = sa.DateTime(timezone=True)

HEDGES = "exact about at_least more_than at_most less_than between vague unknown"
KINDS = "count money percent measure"
METRICS = (
    "killed wounded casualties missing captured detained abducted released displaced troops "
    "weapons destroyed attacks cases attendance affected support money share other"
)
BASES = "cumulative incident level"
STANCES = "asserted denied hypothetical"
SOURCE_KINDS = (
    "government military intelligence intergovernmental ngo medical media academic witness "
    "unnamed other"
)
PRECISIONS = "day month year"


def upgrade() -> None:
    """Make the tables."""
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    _create_article()
    _create_entity(
        "source", _one_of("kind", SOURCE_KINDS), sa.Column("kind", sa.Text, nullable=False)
    )
    _create_entity("place")
    _create_series()
    _create_claim()
    _index_claim()


def downgrade() -> None:
    """Drop the tables, and all that they hold."""
    for table in ("claim", "series", "place_alias", "place", "source_alias", "source", "article"):
        op.drop_table(table)
    op.execute("DROP EXTENSION pg_trgm")


def _create_article() -> None:
    op.create_table(
        "article",
        _key(),
        sa.Column("url", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("publisher", sa.Text),
        sa.Column("publisher_key", sa.Text),
        sa.Column("published_at", MOMENT),
        _ordered_at(),
        sa.Column("language", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("text_length", sa.Integer, nullable=False),
        sa.Column("text_sha256", sa.LargeBinary, nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("superseded_at", MOMENT),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("url", "version"),
        sa.UniqueConstraint("id", "text_length"),
        sa.CheckConstraint("octet_length(url) BETWEEN 1 AND 2048", name="url"),
        sa.CheckConstraint("version >= 1", name="version"),
        sa.CheckConstraint("text <> '' AND text_length = char_length(text)", name="text_length"),
        sa.CheckConstraint("text_sha256 = sha256(convert_to(text, 'UTF8'))", name="text_sha256"),
        sa.CheckConstraint("recorded_at <= superseded_at", name="superseded_at"),
        _together("publisher", "publisher publisher_key"),
    )
    op.create_index(
        "uq_article_url_current", "article", ["url"], unique=True, postgresql_where=CURRENT
    )
    op.create_index(
        "uq_article_text_sha256_current",
        "article",
        ["text_sha256"],
        unique=True,
        postgresql_where=sa.text("url IS NULL AND superseded_at IS NULL"),
    )
    _index_newest("article")
    _index_newest("article", "publisher_key")
    _index_superseded("article")
    _index_words("article", "title")


def _create_entity(name: str, *more: sa.Column[str] | sa.CheckConstraint) -> None:
    op.create_table(
        name,
        _key(),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        *more,
        sa.Column("country", sa.Text),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        f"{name}_alias",
        sa.Column(f"{name}_id", sa.Uuid, nullable=False),
        sa.Column("alias", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint(f"{name}_id", "alias"),
        sa.ForeignKeyConstraint([f"{name}_id"], [f"{name}.id"]),
    )
    _index_words(f"{name}_alias", "alias")


def _create_series() -> None:
    op.create_table(
        "series",
        _key(),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("metric", sa.Text, nullable=False),
        sa.Column("population", sa.Text),
        sa.Column("whose", sa.Text),
        sa.Column("place_scope", sa.Text),
        sa.Column("basis", sa.Text),
        sa.Column("period", sa.Text),
        sa.Column("unit", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        _one_of("metric", METRICS),
        _one_of("basis", BASES),
        _one_of("kind", KINDS),
    )
    _index_words("series", "title")


def _create_claim() -> None:
    op.create_table(
        "claim",
        _key(),
        sa.Column("article_id", sa.Uuid, nullable=False),
        sa.Column("text_length", sa.Integer, nullable=False),
        sa.Column("series_id", sa.Uuid, nullable=False),
        sa.Column("source_id", sa.Uuid),
        sa.Column("place_id", sa.Uuid),
        sa.Column("published_at", MOMENT),
        _ordered_at(),
        sa.Column("superseded_at", MOMENT),
        sa.Column("publisher_key", sa.Text),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("quote_start", sa.Integer, nullable=False),
        sa.Column("quote_end", sa.Integer, nullable=False),
        sa.Column("sentence", sa.Text, nullable=False),
        sa.Column("sentence_start", sa.Integer, nullable=False),
        sa.Column("sentence_end", sa.Integer, nullable=False),
        sa.Column("low", sa.Numeric),
        sa.Column("high", sa.Numeric),
        sa.Column(
            "ordinal",
            sa.Numeric,
            sa.Computed("coalesce(low, high, '-Infinity')", persisted=True),
            nullable=False,
        ),
        sa.Column("hedge", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("unit", sa.Text),
        sa.Column("vague_table", sa.Text),
        sa.Column("item", sa.Text),
        *_span_columns("item"),
        sa.Column("metric", sa.Text, nullable=False),
        sa.Column("population", sa.Text),
        sa.Column("whose", sa.Text),
        sa.Column("place", sa.Text),
        *_span_columns("place"),
        sa.Column("place_country", sa.Text),
        sa.Column("period_start", sa.Date),
        sa.Column("period_start_precision", sa.Text),
        sa.Column("period_end", sa.Date),
        sa.Column("period_end_precision", sa.Text),
        sa.Column("basis", sa.Text),
        sa.Column("source", sa.Text),
        *_span_columns("source"),
        sa.Column("source_kind", sa.Text),
        *_span_columns("cue"),
        sa.Column("relayer", sa.Text),
        sa.Column("stance", sa.Text, nullable=False),
        *_span_columns("part_of"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["article_id", "text_length"], ["article.id", "article.text_length"]
        ),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"]),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"]),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"]),
        *_claim_checks(),
    )


def _claim_checks() -> list[sa.CheckConstraint]:
    return [
        *map(_span, ("quote", "sentence", "item", "place", "source", "cue", "part_of")),
        sa.CheckConstraint(
            "char_length(sentence) = sentence_end - sentence_start", name="sentence_length"
        ),
        sa.CheckConstraint(
            "sentence_start <= quote_start AND quote_end <= sentence_end AND quote = "
            "substr(sentence, quote_start - sentence_start + 1, quote_end - quote_start)",
            name="quote_in_sentence",
        ),
        sa.CheckConstraint("low <= high", name="low_high"),
        sa.CheckConstraint(
            "'-Infinity' < low AND low < 'Infinity' AND '-Infinity' < high AND high < 'Infinity'",
            name="finite",
        ),
        sa.CheckConstraint("period_start <= period_end", name="period"),
        _together("period_start_precision_given", "period_start period_start_precision"),
        _together("period_end_precision_given", "period_end period_end_precision"),
        _together("place_given", "place place_id place_start"),
        _together("source_given", "source source_id source_kind"),
        _one_of("hedge", HEDGES),
        _one_of("kind", KINDS),
        _one_of("metric", METRICS),
        _one_of("basis", BASES),
        _one_of("stance", STANCES),
        _one_of("source_kind", SOURCE_KINDS),
        _one_of("period_start_precision", PRECISIONS),
        _one_of("period_end_precision", PRECISIONS),
    ]


def _index_claim() -> None:
    _index_newest("claim")
    for column in [
        "metric",
        "population",
        "whose",
        "place_id",
        "place_country",
        "source_id",
        "publisher_key",
        "hedge",
        "kind",
        "stance",
    ]:
        _index_newest("claim", column)
    _index_superseded("claim")
    op.create_index("ix_claim_largest", "claim", ["ordinal", "id"], postgresql_where=CURRENT)
    op.create_index(
        "ix_claim_metric_largest", "claim", ["metric", "ordinal", "id"], postgresql_where=CURRENT
    )
    op.create_index(
        "ix_claim_series_newest",
        "claim",
        ["series_id", "ordered_at", "id"],
        postgresql_include=["superseded_at"],
    )
    op.create_index("ix_claim_article", "claim", ["article_id", "quote_start"])
    _index_amount()
    _index_words("claim", "sentence")


def _index_amount() -> None:
    interval = "numrange(low, high, '[]')"
    op.create_index(
        "ix_claim_amount",
        "claim",
        [sa.text(interval)],
        postgresql_using="gist",
        postgresql_where=CURRENT,
    )
    # Of a partial index the planner keeps none, and would scan all claims for a rare amount.
    op.execute(f"CREATE STATISTICS claim_amount ON ({interval}) FROM claim")


def _key() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid, server_default=sa.text("uuidv7()"), nullable=False)


def _ordered_at() -> sa.Column[object]:
    return sa.Column(
        "ordered_at",
        MOMENT,
        sa.Computed("coalesce(published_at, '-infinity')", persisted=True),
        nullable=False,
    )


def _span_columns(name: str) -> tuple[sa.Column[int], sa.Column[int]]:
    return sa.Column(f"{name}_start", sa.Integer), sa.Column(f"{name}_end", sa.Integer)


def _span(name: str) -> sa.CheckConstraint:
    start, end = f"{name}_start", f"{name}_end"
    return sa.CheckConstraint(
        f"num_nonnulls({start}, {end}) <> 1"
        f" AND 0 <= {start} AND {start} < {end} AND {end} <= text_length",
        name=f"{name}_span",
    )


def _one_of(column: str, values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values.split())
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


def _together(name: str, columns: str) -> sa.CheckConstraint:
    listed = columns.split()
    return sa.CheckConstraint(f"num_nonnulls({', '.join(listed)}) IN (0, {len(listed)})", name=name)


def _index_newest(table: str, *columns: str) -> None:
    name = "_".join(("ix", table, *columns, "newest"))
    op.create_index(name, table, [*columns, "ordered_at", "id"], postgresql_where=CURRENT)


def _index_superseded(table: str) -> None:
    op.create_index(
        f"ix_{table}_superseded_newest",
        table,
        ["ordered_at", "id"],
        postgresql_where=SUPERSEDED,
    )


def _index_words(table: str, column: str) -> None:
    op.create_index(
        f"ix_{table}_{column}_words",
        table,
        [column],
        postgresql_using="gin",
        postgresql_ops={column: "gin_trgm_ops"},
    )
