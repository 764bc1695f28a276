"""What every row was before, so that any time can be read as it was then

Three schemas: `public` holds what is, `history` what was, and `past` shows the rows of any one
time, that which the setting `whocounts.as_of` names.

A migration that changes tables runs `CALL history.pause()` before and `CALL history.resume()`
after, on its way up and on its way down: what it changes in between leaves no history. In a column
that is new the history holds what the row holds then. A new table takes part by having a column
`valid_from`. What is renamed in `public` is to be renamed in
`history` as well, and where other claims than the current ones are counted from now on,
`history.counting` is to say which.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("article", "source", "source_alias", "place", "place_alias", "series", "claim")
TOLD = ("source", "series", "claim")
"""The tables whose changes are told in their order."""
MOMENT = sa.DateTime(timezone=True)

CLOCK = """
CREATE TABLE history.clock (
    at timestamptz NOT NULL,
    single boolean PRIMARY KEY DEFAULT true CHECK (single)
)
"""
RECORDED_NOW = """
CREATE FUNCTION recorded_now() RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
    me text := pg_current_xact_id()::text;
    kept text := current_setting('whocounts.recorded_now', true);
    stamp timestamptz;
BEGIN
    IF starts_with(kept, me || ' ') THEN
        RETURN substr(kept, length(me) + 2)::timestamptz;
    END IF;
    UPDATE history.clock SET at = greatest(clock_timestamp(), at + interval '1 microsecond')
        RETURNING at INTO stamp;
    PERFORM set_config('whocounts.recorded_now', me || ' ' || stamp, true);
    RETURN stamp;
END $$;
COMMENT ON FUNCTION recorded_now() IS
    'The moment that all the transaction writes is recorded at. Whoever asks waits for whoever '
    'asked before to be done: moments are in the order of commits, and no two are equal.'
"""
SETTLE = """
CREATE FUNCTION history.settle(asked timestamptz) RETURNS timestamptz LANGUAGE sql AS $$
    UPDATE history.clock SET at = asked WHERE at < asked AND asked <= clock_timestamp();
    SELECT greatest(at, clock_timestamp()) FROM history.clock;
$$;
COMMENT ON FUNCTION history.settle(timestamptz) IS
    'The present by the clock of recording. Where what is asked for is not after it, nothing will '
    'be recorded at that time or before any more, and all that was has been committed.'
"""
STAMP = """
CREATE FUNCTION history.stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.valid_from := public.recorded_now();
    RETURN NEW;
END $$
"""
FOLLOWED = """
CREATE VIEW history.followed AS
SELECT relname::text AS name,
       EXISTS (SELECT FROM pg_attribute
               WHERE attrelid = c.oid AND attname = 'claim_count' AND NOT attisdropped) AS counts
FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid AND attname = 'valid_from'
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT attisdropped;
COMMENT ON VIEW history.followed IS 'The tables with a history, and whether they keep counts.'
"""
COLUMNS = """
CREATE VIEW history.columns AS
SELECT f.name, a.attname::text AS field, format_type(a.atttypid, a.atttypmod) AS type, a.attnum,
       a.attgenerated <> '' AS generated,
       EXISTS (SELECT FROM pg_index WHERE indrelid = a.attrelid AND indisprimary
               AND a.attnum = ANY (indkey)) AS key
FROM history.followed f
JOIN pg_attribute a ON a.attrelid = format('public.%I', f.name)::regclass
WHERE a.attnum > 0 AND NOT a.attisdropped
  AND a.attname NOT IN ('claim_count', 'last_ordered_at');
COMMENT ON VIEW history.columns IS
    'The columns with a history: all but the kept counts, which follow from the claims.'
"""
HELD = """
CREATE VIEW history.held AS
SELECT relname::text AS name, attname::text AS field
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relnamespace = 'history'::regnamespace AND relkind = 'r' AND attnum > 0
  AND NOT attisdropped AND attname <> 'valid_to';
COMMENT ON VIEW history.held IS 'The columns that the history has.'
"""
MISSING = """
CREATE FUNCTION history.missing(followed text) RETURNS TABLE (field text, type text)
LANGUAGE sql AS $$
    SELECT field, type FROM history.columns WHERE name = followed
    AND field NOT IN (SELECT h.field FROM history.held h WHERE name = followed) ORDER BY attnum
$$
"""
NEEDLESS = """
CREATE FUNCTION history.needless(followed text) RETURNS TABLE (field text)
LANGUAGE sql AS $$
    SELECT field FROM history.held WHERE name = followed
    AND field NOT IN (SELECT c.field FROM history.columns c WHERE name = followed)
$$
"""
COUNTING = """
CREATE FUNCTION history.counting() RETURNS text LANGUAGE sql IMMUTABLE
    RETURN 'superseded_at IS NULL';
COMMENT ON FUNCTION history.counting() IS 'Which claims the kept counts count.'
"""
INDEXES = """
CREATE VIEW history.indexes AS
SELECT relnamespace::regnamespace::text AS schema, relname::text AS name,
       indexrelid::regclass AS index,
       replace(replace(pg_get_indexdef(indexrelid), ' ON public.', ' ON history.'),
               'CREATE INDEX ', 'CREATE INDEX IF NOT EXISTS ') AS statement
FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
WHERE relnamespace IN ('public'::regnamespace, 'history'::regnamespace) AND NOT indisunique
  AND NOT EXISTS (SELECT FROM pg_attribute
                  WHERE attrelid = indrelid AND attnum = ANY (indkey)
                    AND attname IN ('claim_count', 'last_ordered_at', 'valid_to'));
COMMENT ON VIEW history.indexes IS
    'What indexes present and past alike, and how the past is indexed so: by all indexes of the '
    'present but for those that hold something unique or sort by counts.'
"""
PAUSE = """
CREATE PROCEDURE history.pause() LANGUAGE plpgsql AS $$
DECLARE
    followed record;
    made text;
BEGIN
    DROP SCHEMA IF EXISTS past CASCADE;
    FOR followed IN SELECT * FROM history.followed LOOP
        FOREACH made IN ARRAY '{stamped,followed,removed,kept}'::text[] LOOP
            EXECUTE format('DROP TRIGGER IF EXISTS %I ON public.%I', made, followed.name);
        END LOOP;
        EXECUTE format('DROP FUNCTION IF EXISTS history.follow_%s()', followed.name);
    END LOOP;
END $$
"""
RESUME = """
CREATE PROCEDURE history.resume() LANGUAGE plpgsql AS $$
DECLARE
    followed record;
BEGIN
    CREATE SCHEMA past;
    CREATE FUNCTION past.moment() RETURNS timestamptz LANGUAGE sql STABLE
        RETURN current_setting('whocounts.as_of')::timestamptz;
    -- Counts of the past are counted in the claims of the past.
    FOR followed IN SELECT * FROM history.followed ORDER BY counts, name LOOP
        CALL history.make_table(followed.name);
        CALL history.make_indexes(followed.name);
        CALL history.make_triggers(followed.name);
        CALL history.make_view(followed.name, followed.counts);
    END LOOP;
END $$
"""
MAKE_TABLE = """
CREATE PROCEDURE history.make_table(followed text) LANGUAGE plpgsql AS $$
DECLARE
    keys text;
    same text;
    known text;
    each record;
BEGIN
    SELECT string_agg(quote_ident(field), ', ' ORDER BY attnum),
           string_agg(format('was.%1$I = is_now.%1$I', field), ' AND ')
    INTO keys, same FROM history.columns WHERE name = followed AND key;
    EXECUTE format('CREATE TABLE IF NOT EXISTS history.%I (valid_to timestamptz NOT NULL)',
                   followed);
    SELECT string_agg(format('%1$I = is_now.%1$I', field), ', ')
    INTO known FROM history.missing(followed);
    FOR each IN SELECT * FROM history.missing(followed) LOOP
        EXECUTE format('ALTER TABLE history.%I ADD COLUMN %I %s',
                       followed, each.field, each.type);
    END LOOP;
    IF known IS NOT NULL THEN
        EXECUTE format('UPDATE history.%1$I was SET %2$s FROM public.%1$I is_now WHERE %3$s',
                       followed, known, same);
    END IF;
    FOR each IN SELECT * FROM history.needless(followed) LOOP
        EXECUTE format('ALTER TABLE history.%I DROP COLUMN %I', followed, each.field);
    END LOOP;
    EXECUTE format('CREATE UNIQUE INDEX IF NOT EXISTS %I ON history.%I (%s, valid_to)',
                   'uq_' || followed || '_valid_to', followed, keys);
    EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON history.%I (valid_to, %s)',
                   'ix_' || followed || '_valid_to', followed, keys);
END $$
"""
MAKE_INDEXES = """
CREATE PROCEDURE history.make_indexes(followed text) LANGUAGE plpgsql AS $$
DECLARE
    each record;
BEGIN
    FOR each IN
        SELECT index FROM history.indexes i
        WHERE schema = 'history' AND name = followed
          AND statement NOT IN (SELECT o.statement FROM history.indexes o
                                WHERE o.schema = 'public' AND o.name = followed)
    LOOP
        EXECUTE format('DROP INDEX %s', each.index);
    END LOOP;
    FOR each IN SELECT * FROM history.indexes WHERE schema = 'public' AND name = followed LOOP
        EXECUTE each.statement;
    END LOOP;
END $$
"""
MAKE_TRIGGERS = """
CREATE PROCEDURE history.make_triggers(followed text) LANGUAGE plpgsql AS $$
DECLARE
    listed text;
    old_ones text;
    old_written text;
    new_written text;
BEGIN
    SELECT string_agg(format('%I', c.field), ', '),
           string_agg(format('OLD.%I', c.field), ', '),
           string_agg(format('OLD.%I', c.field), ', ') FILTER (WHERE NOT generated),
           string_agg(format('NEW.%I', c.field), ', ') FILTER (WHERE NOT generated)
    INTO listed, old_ones, old_written, new_written
    FROM (SELECT * FROM history.columns WHERE name = followed ORDER BY attnum) c;
    EXECUTE format($body$
        CREATE FUNCTION history.follow_%1$s() RETURNS trigger LANGUAGE plpgsql AS $follow$
        DECLARE
            stamp timestamptz := public.recorded_now();
        BEGIN
            -- What one transaction changes twice never was in between.
            IF OLD.valid_from < stamp THEN
                INSERT INTO history.%1$I (%2$s, valid_to) VALUES (%3$s, stamp);
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            NEW.valid_from := stamp;
            RETURN NEW;
        END $follow$
        $body$, followed, listed, old_ones);
    EXECUTE format(
        'CREATE TRIGGER stamped BEFORE INSERT ON public.%I'
        ' FOR EACH ROW EXECUTE FUNCTION history.stamp()', followed);
    EXECUTE format(
        'CREATE TRIGGER followed BEFORE UPDATE ON public.%1$I FOR EACH ROW'
        ' WHEN ((%2$s) IS DISTINCT FROM (%3$s)) EXECUTE FUNCTION history.follow_%1$s()',
        followed, old_written, new_written);
    EXECUTE format(
        'CREATE TRIGGER removed BEFORE DELETE ON public.%1$I'
        ' FOR EACH ROW EXECUTE FUNCTION history.follow_%1$s()', followed);
    EXECUTE format(
        'CREATE TRIGGER kept BEFORE TRUNCATE ON public.%1$I'
        ' FOR EACH STATEMENT EXECUTE FUNCTION history.refuse()', followed);
END $$
"""
REFUSE = """
CREATE FUNCTION history.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the past of % is kept: DELETE its rows instead', TG_TABLE_NAME;
END $$
"""
MAKE_VIEW = """
CREATE PROCEDURE history.make_view(followed text, counts boolean) LANGUAGE plpgsql AS $$
DECLARE
    listed text;
    rows text;
BEGIN
    SELECT string_agg(quote_ident(c.field), ', ' ORDER BY attnum) INTO listed
    FROM history.columns c WHERE c.name = followed;
    -- The times are compared outside of the union, or it would not be read in the order of indexes.
    rows := format(
        'SELECT %1$s FROM (SELECT %1$s, NULL::timestamptz AS valid_to FROM public.%2$I'
        ' UNION ALL SELECT %1$s, valid_to FROM history.%2$I) versions'
        ' WHERE valid_from <= past.moment() AND (valid_to IS NULL OR past.moment() < valid_to)',
        listed, followed);
    IF counts THEN
        rows := format(
            'SELECT each.*, counted.claim_count, counted.last_ordered_at'
            ' FROM (%1$s) each, LATERAL ('
            '     SELECT count(*)::integer AS claim_count,'
            '            coalesce(max(ordered_at), ''-infinity'') AS last_ordered_at'
            '     FROM past.claim WHERE %2$I = each.id AND %3$s) counted',
            rows, followed || '_id', history.counting());
    END IF;
    EXECUTE format('CREATE VIEW past.%I AS %s', followed, rows);
END $$
"""
FUNCTIONS = (
    RECORDED_NOW,
    SETTLE,
    STAMP,
    REFUSE,
    FOLLOWED,
    COLUMNS,
    HELD,
    MISSING,
    NEEDLESS,
    INDEXES,
    COUNTING,
    MAKE_TABLE,
    MAKE_INDEXES,
    MAKE_TRIGGERS,
    MAKE_VIEW,
    PAUSE,
    RESUME,
)


def upgrade() -> None:
    """Say of all that is there since when it is, and follow it from now on."""
    op.execute("CREATE SCHEMA history")
    op.execute(CLOCK)
    for statement in FUNCTIONS:
        op.execute(statement)
    for table in TABLES:
        op.add_column(table, sa.Column("valid_from", MOMENT))
    _date_rows()
    for table in TABLES:
        op.alter_column(table, "valid_from", nullable=False)
    for table in TOLD:
        op.create_index(f"ix_{table}_valid_from", table, ["valid_from", "id"])
    op.execute("CALL history.resume()")
    _write_history()


def downgrade() -> None:
    """Forget the past."""
    op.execute("CALL history.pause()")
    for table in TABLES:
        op.drop_column(table, "valid_from")
    op.execute("DROP SCHEMA history CASCADE")
    op.execute("DROP FUNCTION recorded_now()")


def _date_rows() -> None:
    """Articles say when they and their claims were recorded and superseded; all else came with the
    first claim that it is of."""
    op.execute("UPDATE article SET valid_from = coalesce(superseded_at, recorded_at)")
    op.execute(
        "UPDATE claim SET valid_from = article.valid_from FROM article"
        " WHERE article_id = article.id"
    )
    for table in ("source", "place", "series"):
        op.execute(
            f"UPDATE {table} SET valid_from = coalesce(first, uuid_extract_timestamp({table}.id))"
            f" FROM {table} each LEFT JOIN (SELECT {table}_id, min(recorded_at) AS first FROM claim"
            f" JOIN article ON article_id = article.id GROUP BY {table}_id) claims"
            f" ON claims.{table}_id = each.id WHERE {table}.id = each.id"
        )
    for table in ("source", "place"):
        op.execute(
            f"UPDATE {table}_alias SET valid_from = {table}.valid_from FROM {table}"
            f" WHERE {table}_id = {table}.id"
        )
    latest = " UNION ALL ".join(f"SELECT max(valid_from) FROM {table}" for table in TABLES)
    op.execute(
        f"INSERT INTO history.clock (at) SELECT coalesce(max(max), 'epoch') FROM ({latest}) latest"
    )


def _write_history() -> None:
    """Until it was superseded, an article was current, and so were its claims."""
    for table, joined in (("article", ""), ("claim", "JOIN article ON article.id = article_id")):
        op.execute(
            f"INSERT INTO history.{table} SELECT (jsonb_populate_record(NULL::history.{table},"
            f" to_jsonb({table}) || jsonb_build_object('valid_from', article.recorded_at,"
            f" 'valid_to', {table}.valid_from, 'superseded_at', NULL))).*"
            f" FROM {table} {joined} WHERE {table}.superseded_at IS NOT NULL"
        )
