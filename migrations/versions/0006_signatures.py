"""What near-identical texts are found by, and who is left open"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from service.signatures import signature

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LENGTH = 128
"""Bytes of a signature."""
SIGNATURES = ("sentence_signature", "text_signature")
BATCH_SIZE = 1000


def upgrade() -> None:
    """Add the columns, and sign what is there."""
    op.execute("CALL history.pause()")
    op.add_column("claim", sa.Column("left_open", sa.Text))
    op.execute(
        "UPDATE claim SET left_open = substr(text, source_start + 1, source_end - source_start)"
        " FROM article WHERE article.id = article_id"
        " AND source IS NULL AND source_start IS NOT NULL"
    )
    op.create_check_constraint("left_open", "claim", "num_nonnulls(source, left_open) < 2")
    for column in SIGNATURES:
        op.add_column("claim", sa.Column(column, sa.LargeBinary))
    op.execute(
        "UPDATE claim SET sentence_signature = '', text_signature = '' WHERE reader LIKE 'rows-%'"
    )
    for rows in _batches():
        _sign(rows)
    for column in SIGNATURES:
        op.alter_column("claim", column, nullable=False)
        op.create_check_constraint(column, "claim", f"octet_length({column}) IN (0, {LENGTH})")
    op.execute("CALL history.resume()")
    # What is read anew or corrected keeps its words.
    op.execute(
        "UPDATE history.claim was SET sentence_signature = claim.sentence_signature,"
        " text_signature = claim.text_signature,"
        " left_open = CASE WHEN was.source IS NULL THEN"
        " substr(text, was.source_start + 1, was.source_end - was.source_start) END"
        " FROM claim JOIN article ON article.id = article_id WHERE claim.id = was.id"
    )


def downgrade() -> None:
    """Drop the columns and what they hold."""
    op.execute("CALL history.pause()")
    for column in ("left_open", *SIGNATURES):
        op.drop_column("claim", column)
    op.execute("CALL history.resume()")


def _batches() -> Iterator[Sequence[sa.Row[Any]]]:
    """Each claim's id, sentence and text; those of one text together."""
    statement = sa.text(
        "SELECT claim.id, article_id, sentence, text FROM claim"
        " JOIN article ON article.id = article_id WHERE sentence_signature IS NULL"
        " AND (article_id, claim.id) > (:article, :claim)"
        f" ORDER BY article_id, claim.id LIMIT {BATCH_SIZE}"
    )
    last = {"article": UUID(int=0), "claim": UUID(int=0)}
    while rows := op.get_bind().execute(statement, last).all():
        yield rows
        last = {"article": rows[-1].article_id, "claim": rows[-1].id}


def _sign(rows: Sequence[sa.Row[Any]]) -> None:
    signed = cache(signature)
    op.get_bind().execute(
        sa.text(
            "UPDATE claim SET sentence_signature = made.sentence, text_signature = made.text"
            " FROM unnest(CAST(:ids AS uuid[]), CAST(:sentences AS bytea[]),"
            " CAST(:texts AS bytea[])) AS made (id, sentence, text) WHERE claim.id = made.id"
        ),
        {
            "ids": [row.id for row in rows],
            "sentences": [signed(row.sentence) for row in rows],
            "texts": [signed(row.text) for row in rows],
        },
    )
