"""A database with one long series: who counts the losses of an army over four years of war."""

from benchmarks.database import created

SERIES = "the long one"
FILL = """
INSERT INTO series (key, title, metric, population, whose, basis, kind, valid_from)
VALUES ('{series}', 'Russian soldiers: casualties, cumulative', 'casualties', 'soldier', 'RU',
        'cumulative', 'count', now());

INSERT INTO series (key, title, metric, kind, valid_from)
SELECT 'other ' || n, 'People killed in the war of number ' || n, 'killed', 'count', now()
FROM generate_series(1, 20) n;

INSERT INTO source (key, name, kind, valid_from)
SELECT 'ministry ' || n, 'The ministry of number ' || n, 'government', now()
FROM generate_series(1, 40) n;

-- What a newspaper has of an agency it has in the agency's words: one article in four.
INSERT INTO article (url, version, title, publisher, publisher_key, published_at, text,
                     text_length, text_sha256, reader, recorded_at, superseded_at, valid_from)
SELECT 'https://example.org/' || n, 1, 'Article of number ' || n, 'Paper ' || paper,
       'paper ' || paper, day + n * 7919 % {articles} * interval '1 day' / {articles},
       words, char_length(words), sha256(convert_to(words, 'UTF8')), 'benchmark', now(),
       CASE WHEN n % 53 = 0 THEN now() END, now()
FROM generate_series(1, {articles}) n,
     LATERAL (SELECT timestamptz '2022-02-25' + n * 1460 / {articles} * interval '1 day' AS day,
                     n * 31 % 307 AS paper) d,
     LATERAL (SELECT 'Dispatch ' || CASE WHEN n % 4 = 0 THEN n / 64 * 64 ELSE n END || ': at least '
                     'so many soldiers have been killed or wounded since the invasion began, the '
                     'ministry said in its morning report on the fighting.' AS words) t;

-- Half of the claims are by one source, an eighth each by two more, some by the papers
-- themselves and the rest by many.
INSERT INTO claim (article_id, text_length, reader, series_id, home_series_id, source_id,
                   home_source_id, published_at, recorded_at, publisher, publisher_key,
                   superseded_at, quote, quote_start, quote_end, sentence, sentence_start,
                   sentence_end, sentence_signature, text_signature,
                   low, high, hedge, kind, item, item_start, item_end, metric, population, whose,
                   period_start, period_start_precision, period_end, period_end_precision, basis,
                   source, source_start, source_end, source_kind, cue_start, cue_end, stance,
                   valid_from)
SELECT a.id, a.text_length, a.reader,
       CASE WHEN k = 1 THEN own.id ELSE other.ids[1 + (n + k) % 20] END,
       CASE WHEN k = 1 THEN own.id ELSE other.ids[1 + (n + k) % 20] END,
       source.ids[by], source.ids[by], a.published_at, a.recorded_at, a.publisher, a.publisher_key,
       a.superseded_at, substr(a.text, at, 16), at - 1, at + 15, a.text, 0, a.text_length,
       signature, signature, round(total, -digits),
       CASE WHEN hedge <> 'more_than' THEN round(total, -digits) END, hedge, 'count', 'soldiers',
       at + 16, at + 24, 'casualties', 'soldier', 'RU',
       CASE WHEN n % 10 = 0 THEN date '2022-02-24' END, CASE WHEN n % 10 = 0 THEN 'day' END,
       CASE WHEN n % 5 = 0 THEN said - 1 END, CASE WHEN n % 5 = 0 THEN 'day' END, 'cumulative',
       CASE WHEN by > 0 THEN 'the ministry of number ' || by END,
       CASE WHEN by > 0 THEN at + 88 END, CASE WHEN by > 0 THEN at + 100 END,
       CASE WHEN by > 0 THEN 'government' END, NULL, NULL,
       CASE WHEN n % 61 = 0 THEN 'denied' WHEN n % 67 = 0 THEN 'hypothetical' ELSE 'asserted' END,
       now()
FROM (SELECT *, row_number() OVER (ORDER BY published_at) n, strpos(text, 'at least') AS at,
             published_at::date AS said,
             decode(md5('1' || text) || md5('2' || text) || md5('3' || text) || md5('4' || text) ||
                    md5('5' || text) || md5('6' || text) || md5('7' || text) || md5('8' || text),
                    'hex') AS signature
      FROM article) a,
     generate_series(1, {claims}) k,
     LATERAL (SELECT CASE WHEN n % 8 < 4 THEN 1 WHEN n % 8 = 4 THEN 2 WHEN n % 8 = 5 THEN 3
                          WHEN n % 8 = 6 THEN 4 + n / 8 % 37 ELSE 0 END AS by) b,
     LATERAL (SELECT (said - date '2022-02-24' - n % 3 % 2) * (900 + 30 * by) AS total,
                     (ARRAY[0, 0, 3, 2])[1 + n * k % 4] AS digits,
                     (ARRAY['exact', 'exact', 'about', 'more_than'])[1 + n * k % 4] AS hedge) t,
     (SELECT id FROM series WHERE key = '{series}') own,
     (SELECT array_agg(id) AS ids FROM series WHERE key <> '{series}') other,
     (SELECT array_agg(id ORDER BY id) AS ids FROM source) source;
"""


def filled(server_url: str, claims: int, times: int) -> str:
    """The URL of a new database with so many claims in the long series, an article each, and as
    many times that in all."""
    fill = FILL.format(series=SERIES, articles=claims, claims=times)
    return created(server_url, f"long_{claims}_{times}", fill)
