"""What near-identical texts are found by, and the sides of sources"""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from service.signatures import signature

revision = "0007"
down_revision = "0003"
branch_labels = None
depends_on = None

LENGTH = 128
"""Bytes of a signature."""
SIGNED = (("article", "text"), ("claim", "sentence"))
"""Tables with texts, and the columns that these stand in."""
BATCH_SIZE = 1000


def upgrade() -> None:
    """Add the columns, and sign what is there."""
    op.add_column("source", sa.Column("side", sa.Text))
    for table, text in SIGNED:
        signed = f"{text}_signature"
        op.add_column(table, sa.Column(signed, sa.LargeBinary))
        for rows in _texts(table, text):
            _sign(table, signed, rows)
        op.alter_column(table, signed, nullable=False)
        op.create_check_constraint(signed, table, f"octet_length({signed}) = {LENGTH}")


def downgrade() -> None:
    """Drop the columns and what they hold."""
    for table, text in SIGNED:
        op.drop_column(table, f"{text}_signature")
    op.drop_column("source", "side")


def _texts(table: str, text: str) -> Iterator[Sequence[sa.Row[Any]]]:
    """Ids and texts, a batch at a time."""
    statement = sa.text(
        f"SELECT id, {text} FROM {table} WHERE id > :last ORDER BY id LIMIT {BATCH_SIZE}"
    )
    last = "00000000-0000-0000-0000-000000000000"
    while rows := op.get_bind().execute(statement, {"last": last}).all():
        yield rows
        last = rows[-1].id


def _sign(table: str, signed: str, rows: Sequence[sa.Row[Any]]) -> None:
    statement = sa.text(
        f"UPDATE {table} SET {signed} = made.signature"
        " FROM unnest(CAST(:ids AS uuid[]), CAST(:signatures AS bytea[])) AS made (id, signature)"
        f" WHERE {table}.id = made.id"
    )
    signatures = [signature(text) for _, text in rows]
    op.get_bind().execute(statement, {"ids": [id for id, _ in rows], "signatures": signatures})
