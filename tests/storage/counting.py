"""What counting gives, beside what is kept."""

from datetime import datetime

import psycopg

from service.storage.tables import SERIES, SOURCE

Counts = dict[str, tuple[int, datetime | None]]
"""Claims, and when the newest was published, by the key of a series or source."""
KEPT = "SELECT key, claim_count, nullif(last_ordered_at, '-infinity') FROM {table}"
COUNTED = (
    "SELECT key, count(c.id), max(c.published_at) FROM {table} t"
    " LEFT JOIN claim c ON c.{table}_id = t.id AND c.superseded_at IS NULL"
    " AND c.review IS DISTINCT FROM 'rejected' GROUP BY key"
)


def kept(url: str) -> Counts:
    """As the rows of series and sources have it."""
    return _counts(url, KEPT)


def counted(url: str) -> Counts:
    """As it is."""
    return _counts(url, COUNTED)


def _counts(url: str, statement: str) -> Counts:
    with psycopg.connect(url) as connection:
        return {
            f"{table.name} {key}": (claims, newest)
            for table in (SERIES, SOURCE)
            for key, claims, newest in connection.execute(
                statement.format(table=table.name).encode()
            )
        }
