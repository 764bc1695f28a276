"""Fewer and quicker indexes to write, where claims are many

Whatever changes is written twice, as it is and as it was, each time with an entry in every index.
The past keeps those that find few rows: by an id, a time or words. What many rows have in common,
their metric or a number, is looked at row by row in the order of time, as lists show it. Amounts
are found in a tree that is written in half the time.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

COUNTING = sa.text("superseded_at IS NULL AND review IS DISTINCT FROM 'rejected'")
INDEXES = """
CREATE OR REPLACE VIEW history.indexes AS
SELECT relnamespace::regnamespace::text AS schema, relname::text AS name,
       indexrelid::regclass AS index,
       replace(replace(pg_get_indexdef(indexrelid), ' ON public.', ' ON history.'),
               'CREATE INDEX ', 'CREATE INDEX IF NOT EXISTS ') AS statement
FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
WHERE relnamespace IN ('public'::regnamespace, 'history'::regnamespace) AND NOT indisunique
  AND NOT EXISTS (SELECT FROM pg_attribute
                  WHERE attrelid = indrelid AND attnum = ANY (indkey)
                    AND attname IN ('claim_count', 'last_ordered_at', 'valid_to')){more}
"""
FINDING_FEW = """
  AND (relnamespace = 'history'::regnamespace
       OR EXISTS (SELECT FROM pg_class made JOIN pg_am ON pg_am.oid = made.relam
                  WHERE made.oid = indexrelid AND amname = 'gin')
       OR EXISTS (SELECT FROM pg_attribute
                  WHERE attrelid = indrelid AND attnum = indkey[0]
                    AND atttypid IN ('uuid'::regtype, 'timestamptz'::regtype)))
"""
TOLD = """
COMMENT ON VIEW history.indexes IS
    'What indexes present and past alike, and how the past is indexed so: by all indexes of the '
    'present but for those that hold something unique or sort by counts{more}.'
"""


def upgrade() -> None:
    """Drop the others from the history, and make the tree of amounts anew."""
    op.execute("CALL history.pause()")
    op.execute(INDEXES.format(more=FINDING_FEW.rstrip()))
    op.execute(TOLD.format(more=", or find rows by anything but an id, a time or words"))
    _index_amounts("spgist")
    op.execute("CALL history.resume()")


def downgrade() -> None:
    """Have the past indexed as the present again."""
    op.execute("CALL history.pause()")
    op.execute(INDEXES.format(more=""))
    op.execute(TOLD.format(more=""))
    _index_amounts("gist")
    op.execute("CALL history.resume()")


def _index_amounts(method: str) -> None:
    op.drop_index("ix_claim_amount", "claim")
    op.create_index(
        "ix_claim_amount",
        "claim",
        [sa.text("numrange(low, high, '[]')")],
        postgresql_using=method,
        postgresql_where=COUNTING,
    )
