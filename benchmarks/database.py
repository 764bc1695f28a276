"""Databases full of claims, on a server that is gone afterwards.

They are filled as a dump is restored: no trigger says when rows came or looks each reference up,
and indexes are made last. Claims in millions would take a quarter of an hour otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from service.storage import embedded, migrate

CLAIMS_PER_ARTICLE = 10
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
WHERE relnamespace = 'public'::regnamespace AND NOT indisunique
"""
FILL = """
INSERT INTO series (key, title, metric, kind, valid_from)
SELECT 'killed ' || n, 'People killed in the war of number ' || n, 'killed', 'count', now()
FROM generate_series(1, 20) n;

INSERT INTO source (key, name, kind, valid_from)
SELECT 'ministry ' || n, 'The ministry of number ' || n, 'government', now()
FROM generate_series(1, 20) n;

INSERT INTO article (url, version, title, publisher, publisher_key, published_at, text,
                     text_length, text_sha256, reader, recorded_at, valid_from)
SELECT 'https://example.org/' || n, 1, 'Article of number ' || n, 'Paper ' || n % 50,
       'paper ' || n % 50, timestamptz '2024-01-01' + n * interval '1 minute', words,
       char_length(words), sha256(convert_to(words, 'UTF8')), 'benchmark', now(), now()
FROM generate_series(1, {articles}) n,
     LATERAL (SELECT 'Article ' || n || ': at least 1,234 soldiers were killed in the '
                     'fighting of this week, the ministry said on Monday.' AS words) t;

INSERT INTO claim (article_id, text_length, reader, series_id, home_series_id, source_id,
                   home_source_id, published_at, recorded_at, publisher, publisher_key, quote,
                   quote_start, quote_end, sentence, sentence_start, sentence_end,
                   sentence_signature, text_signature, low, high, hedge, kind, item, item_start,
                   item_end, metric, population, whose, basis, source, source_start, source_end,
                   source_kind, cue_start, cue_end, stance, valid_from)
SELECT a.id, a.text_length, a.reader, series.ids[1 + m % 20], series.ids[1 + m % 20],
       source.ids[1 + m * 7 % 20], source.ids[1 + m * 7 % 20], a.published_at, a.recorded_at,
       a.publisher, a.publisher_key, substr(a.text, at, 14), at - 1, at + 13,
       a.text, 0, a.text_length, signature, signature, m * 37 % 100000, NULL, 'at_least', 'count',
       'soldiers', at + 14, at + 22, 'killed', 'soldier',
       (ARRAY['RU', 'UA', 'KP', 'SD'])[1 + m % 4], 'incident', 'The ministry', at + 62, at + 74,
       'government', at + 75, at + 79, 'asserted', now()
FROM (SELECT *, row_number() OVER (ORDER BY published_at) n, strpos(text, 'at least') AS at,
             decode(md5('1' || text) || md5('2' || text) || md5('3' || text) || md5('4' || text) ||
                    md5('5' || text) || md5('6' || text) || md5('7' || text) || md5('8' || text),
                    'hex') AS signature
      FROM article) a,
     LATERAL (SELECT a.n * {claims} + k AS m FROM generate_series(1, {claims}) k) t,
     (SELECT array_agg(id) AS ids FROM series) series,
     (SELECT array_agg(id) AS ids FROM source) source;

UPDATE series SET claim_count = n, last_ordered_at = newest
FROM (SELECT series_id, count(*) n, max(ordered_at) newest FROM claim GROUP BY 1) c
WHERE c.series_id = series.id;

UPDATE source SET claim_count = n, last_ordered_at = newest
FROM (SELECT source_id, count(*) n, max(ordered_at) newest FROM claim GROUP BY 1) c
WHERE c.source_id = source.id
"""


@contextmanager
def server() -> Iterator[str]:
    """The URL of a PostgreSQL that holds nothing yet."""
    with TemporaryDirectory() as folder, embedded.postgres(Path(folder)) as url:
        yield url


def filled(server_url: str, claims: int) -> str:
    """The URL of a new database with so many claims, ten an article."""
    sizes = {"articles": claims // CLAIMS_PER_ARTICLE, "claims": CLAIMS_PER_ARTICLE}
    return created(server_url, f"claims_{claims}", FILL.format(**sizes))


def created(server_url: str, name: str, fill: str) -> str:
    """The URL of a new database of that name, filled by these statements."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    url = server_url.replace("/postgres?", f"/{name}?")
    migrate.upgrade(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        with unindexed(connection):
            connection.execute(fill)
        connection.execute("VACUUM ANALYZE")
    return url


@contextmanager
def unindexed(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Without the indexes that hold nothing unique, which are made once all rows are there."""
    indexes = connection.execute(INDEXES).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    yield
    connection.execute("SET maintenance_work_mem = '256MB'")
    for _, made in indexes:
        connection.execute(made)
