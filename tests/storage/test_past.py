"""What was stored at a time is answered from then on, whatever is stored or changed later."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.storage.filters import (
    ArticleFilter,
    ClaimFilter,
    SeriesFacetFilter,
    SeriesFilter,
    SeriesSort,
    Sort,
    SourceFacetFilter,
    SourceFilter,
)
from service.storage.page import Page
from service.storage.past import FutureMoment
from service.storage.store import Store
from service.values import Metric, Reading
from tests.conftest import execute, fresh_database
from tests.storage.readings import GENERAL_STAFF, SENTENCE, claim, reading, three

BEFORE = datetime(2020, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
CHANGED = SENTENCE + " It gave no source."
VERSIONED = ("article", "source", "source_alias", "place", "place_alias", "series", "claim")


def now(url: str) -> datetime:
    """The time of the last that was recorded."""
    with psycopg.connect(url) as connection:
        (moment,) = connection.execute("SELECT at FROM history.clock").fetchone() or (BEFORE,)
    assert isinstance(moment, datetime)
    return moment


async def everything(store: Store, as_of: datetime | None = None) -> dict[str, Any]:
    """All that can be read, as bytes."""
    asked: dict[str, Any] = {"as_of": as_of, "limit": 1000}
    pages: dict[str, Page] = {
        "claims": await store.claims(ClaimFilter(**asked)),
        "superseded": await store.claims(ClaimFilter(superseded=True, **asked)),
        "largest": await store.claims(ClaimFilter(sort=Sort.AMOUNT_DOWN, **asked)),
        "of a source": await store.claims(ClaimFilter(source="General Staff", **asked)),
        "in a place": await store.claims(ClaimFilter(place="Kursk", **asked)),
        "articles": await store.articles(ArticleFilter(**asked)),
        "old articles": await store.articles(ArticleFilter(superseded=True, **asked)),
        "sources": await store.sources(SourceFilter(**asked)),
        "series": await store.series_list(SeriesFilter(**asked)),
        "series in a country": await store.series_list(SeriesFilter(place="Russia", **asked)),
        "series by title": await store.series_list(SeriesFilter(sort=SeriesSort.TITLE, **asked)),
        "series facets": await store.series_facets(SeriesFacetFilter(**asked)),
        "source facets": await store.source_facets(SourceFacetFilter(**asked)),
    }
    found: dict[str, Any] = {name: page.rows for name, page in pages.items()}
    for noun, read in singles(store).items():
        keys = (json.loads(row)["id"] for row in found[noun])
        found[f"each of {noun}"] = [await read(UUID(key), as_of) for key in keys]
    series = [UUID(json.loads(row)["id"]) for row in found["series"]]
    compared = [await store.compared_claims(key, None, as_of) for key in series]
    found["compared"] = [None if claims is None else tuple(claims) for claims in compared]
    found["keys"] = await store.series_keys(series, as_of)
    found["tables"] = [await tables(store, key, as_of) for key in series]
    return found


def singles(store: Store) -> dict[str, Callable[[UUID, datetime | None], Awaitable[bytes | None]]]:
    return {
        "claims": store.claim,
        "articles": store.article,
        "sources": store.source,
        "series": store.series,
    }


async def tables(store: Store, series_id: UUID, as_of: datetime | None) -> dict[str, list[bytes]]:
    async with store.tables_of(series_id, as_of=as_of) as (_, found):
        return {name: [row async for rows in each for row in rows] for name, each in found.items()}


async def test_nothing_was_stored_before_anything_was(few: Store) -> None:
    found = await everything(few, BEFORE)
    assert not any(found.values())
    (row, *_) = (await few.claims(ClaimFilter())).rows
    assert await few.claim(UUID(json.loads(row)["id"]), BEFORE) is None


async def test_a_moment_ago_is_the_present_where_nothing_has_changed(
    few: Store, few_url: str
) -> None:
    assert await everything(few, now(few_url)) == await everything(few)


async def test_an_article_is_there_from_the_moment_that_it_says(store: Store) -> None:
    saved = await store.save(reading())
    whole = await store.article(saved.article_id)
    assert whole
    recorded_at = datetime.fromisoformat(json.loads(whole)["recorded_at"])
    assert await store.article(saved.article_id, recorded_at) == whole
    assert await store.article(saved.article_id, recorded_at - MICROSECOND) is None


async def test_what_is_superseded_was_current(store: Store, database_url: str) -> None:
    first = await store.save(reading())
    before, then = await everything(store), now(database_url)
    await store.save(reading(text=CHANGED))
    assert await everything(store, then) == before
    old = json.loads(await store.article(first.article_id, then) or b"null")
    assert (old["superseded"], old["superseded_at"]) == (False, None)
    assert [each["superseded"] for each in old["claims"]] == [False]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE claim SET metric = 'missing', confidence = 0.1",
        "UPDATE claim SET series_id = (SELECT max(id::text) FROM series)::uuid",
        "UPDATE series SET title = 'Another title'",
        "UPDATE source SET name = 'Another name', kind = 'other', country = NULL",
        "UPDATE place SET country = 'XX'",
        "UPDATE article SET title = 'Another title', published_at = NULL",
        "DELETE FROM source_alias; INSERT INTO source_alias SELECT id, 'Another' FROM source",
        "DELETE FROM place_alias",
        "DELETE FROM claim",
        "DELETE FROM claim; DELETE FROM series; DELETE FROM article",
    ],
)
async def test_what_is_changed_by_hand_was_otherwise(
    store: Store, database_url: str, change: str
) -> None:
    await store.save_many(three())
    before, then = await everything(store), now(database_url)
    execute(database_url, change)
    assert await everything(store) != before
    assert await everything(store, then) == before


async def test_the_future_is_refused_with_the_present(store: Store) -> None:
    ahead = datetime.now(UTC) + timedelta(hours=1)
    with pytest.raises(FutureMoment, match="has not come yet: by the clock of recording it is 20"):
        await store.claims(ClaimFilter(as_of=ahead))


async def test_what_was_asked_for_is_before_all_that_is_stored_later(
    store: Store, database_url: str
) -> None:
    asked = datetime.now(UTC)
    assert (await store.claims(ClaimFilter(as_of=asked))).rows == ()
    assert now(database_url) == asked
    # Even where the clock of the machine is set back.
    execute(database_url, "UPDATE history.clock SET at = at + interval '1 hour'")
    set_ahead = now(database_url)
    await store.save(reading())
    assert now(database_url) == set_ahead + MICROSECOND


async def test_reading_the_past_writes_no_history(store: Store, database_url: str) -> None:
    await store.save(reading())
    await everything(store, now(database_url))
    assert history(database_url) == dict.fromkeys(VERSIONED, 0)


async def test_a_reader_waits_for_what_was_recorded_before(store: Store, database_url: str) -> None:
    with psycopg.connect(database_url) as writer:
        (stamp,) = writer.execute("SELECT recorded_now()").fetchone() or (BEFORE,)
        writer.execute("INSERT INTO source (key, name, kind) VALUES ('a', 'A', 'other')")
        asked = asyncio.create_task(store.sources(SourceFilter(as_of=datetime.now(UTC))))
        await asyncio.to_thread(wait_for_a_lock, database_url)
        assert not asked.done()
        writer.commit()
    assert len((await asked).rows) == 1
    assert (await store.sources(SourceFilter(as_of=stamp - MICROSECOND))).rows == ()


def wait_for_a_lock(url: str) -> None:
    """Returns when somebody waits for one."""
    blocked = (
        "SELECT FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    with psycopg.connect(url, autocommit=True) as connection:
        while not connection.execute(blocked).fetchall():
            time.sleep(0.01)


def history(url: str) -> dict[str, int]:
    counts = " UNION ALL ".join(
        f"SELECT '{table}', count(*) FROM history.{table}" for table in VERSIONED
    )
    with psycopg.connect(url) as connection:
        return dict(connection.execute(counts.encode()).fetchall())


@pytest.mark.parametrize(
    ("changes", "versions"),
    [
        (("UPDATE series SET title = title",), 0),
        (("UPDATE series SET claim_count = claim_count + 1, last_ordered_at = now()",), 0),
        (("UPDATE series SET title = 'a'",), 1),
        (("UPDATE series SET valid_from = 'epoch'",), 1),
        (("UPDATE series SET title = 'a'", "UPDATE series SET title = 'b'"), 1),
        (("UPDATE series SET title = 'a'", "COMMIT", "UPDATE series SET title = 'b'"), 2),
        (("SAVEPOINT a", "UPDATE series SET title = 'a'", "ROLLBACK TO a"), 0),
        (
            (
                "SAVEPOINT a",
                "UPDATE series SET title = 'a'",
                "ROLLBACK TO a",
                "UPDATE series SET title = 'b'",
            ),
            1,
        ),
    ],
)
async def test_a_transaction_leaves_one_version_of_what_it_changes(
    store: Store, database_url: str, changes: tuple[str, ...], versions: int
) -> None:
    await store.save(reading())
    then = now(database_url)
    with psycopg.connect(database_url) as connection:
        for change in changes:
            connection.execute(change.encode())
    assert history(database_url) == dict.fromkeys(VERSIONED, 0) | {"series": versions}
    with psycopg.connect(database_url) as connection:
        (stamp,) = connection.execute("SELECT valid_from FROM series").fetchone() or (BEFORE,)
    assert (stamp > then) == (versions > 0)


async def test_what_comes_and_goes_in_one_transaction_never_was(database_url: str) -> None:
    insert = "INSERT INTO source (key, name, kind) VALUES ('a', 'A', 'other')"
    execute(database_url, f"{insert}; UPDATE source SET name = 'B'; DELETE FROM source")
    assert history(database_url)["source"] == 0


@pytest.mark.parametrize("table", VERSIONED)
def test_no_past_is_cut_off(database_url: str, table: str) -> None:
    with pytest.raises(psycopg.errors.RaiseException, match=f"the past of {table} is kept"):
        execute(database_url, f"TRUNCATE {table} CASCADE")


def test_every_column_has_a_past(database_url: str) -> None:
    public, past, kept = (columns(database_url, each) for each in ("public", "past", "history"))
    assert public.keys() == set(VERSIONED)
    assert past == public
    counts = {"claim_count", "last_ordered_at"}
    assert kept == {table: names - counts for table, names in public.items()}


def columns(url: str, schema: str) -> dict[str, set[str]]:
    statement = (
        "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
        " WHERE table_schema = %s AND table_name = ANY (%s) AND column_name <> 'valid_to'"
        " GROUP BY table_name"
    )
    with psycopg.connect(url) as connection:
        found = connection.execute(statement, (schema, list(VERSIONED))).fetchall()
    return {table: set(names) for table, names in found}


ALTERED = """
BEGIN;
CALL history.pause();
DROP INDEX ix_claim_newest;
CREATE INDEX ix_claim_newest ON claim (ordered_at, id) WHERE metric = 'killed';
ALTER TABLE claim ADD COLUMN note text DEFAULT 'as read', DROP COLUMN relayer;
UPDATE claim SET note = 'from the migration';
CREATE INDEX ix_claim_note ON claim (article_id, note);
CREATE TABLE remark (id integer PRIMARY KEY, words text, valid_from timestamptz NOT NULL);
CALL history.resume();
COMMIT
"""


async def test_tables_can_change_and_come_about(store: Store, database_url: str) -> None:
    await store.save_many([reading(), reading(text=CHANGED)])
    execute(database_url, ALTERED)
    then = history(database_url)
    assert (then["claim"], then["article"]) == (1, 1)
    with psycopg.connect(database_url) as connection:
        kept = connection.execute("SELECT note, superseded_at FROM history.claim").fetchall()
    assert kept == [("from the migration", None)]
    execute(database_url, "INSERT INTO remark VALUES (1, 'first')")
    recorded = now(database_url)
    execute(database_url, "UPDATE claim SET note = 'by hand'; UPDATE remark SET words = 'second'")
    assert history(database_url)["claim"] == 3
    with psycopg.connect(database_url) as connection:
        connection.execute("SELECT set_config('whocounts.as_of', %s, true)", (str(recorded),))
        notes = connection.execute("SELECT DISTINCT note FROM past.claim").fetchall()
        words = connection.execute("SELECT words FROM past.remark").fetchall()
        indexes = connection.execute(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'history'"
            " AND indexname IN ('ix_claim_newest', 'ix_claim_note') ORDER BY 1"
        ).fetchall()
    assert sorted("'killed'" in each for (each,) in indexes) == [False, True]
    assert (notes, words) == ([("from the migration",)], [("first",)])


async def test_what_is_recorded_at_once_is_recorded_in_order(
    store: Store, database_url: str
) -> None:
    await asyncio.gather(*(store.save(reading(url=f"u:{number}")) for number in range(20)))
    articles = json.loads((await store.articles(ArticleFilter())).items)
    assert len({each["recorded_at"] for each in articles}) == 20
    sizes = []
    for each in sorted(articles, key=lambda each: each["recorded_at"]):
        as_of = datetime.fromisoformat(each["recorded_at"])
        sizes.append(len((await store.articles(ArticleFilter(as_of=as_of))).rows))
    assert sizes == list(range(1, 21))


METRICS = (Metric.KILLED, Metric.WOUNDED)
SAVES = st.builds(
    lambda url, length, metric, source: reading(
        claim(metric=metric, source=source),
        url=f"u:{url}",
        text=SENTENCE + " " * length,
        published_at=None if length else datetime(2025, 1, 1 + url, tzinfo=UTC),
    ),
    st.integers(1, 3),
    st.integers(0, 2),
    st.sampled_from(METRICS),
    st.sampled_from([None, GENERAL_STAFF, replace(GENERAL_STAFF, source="Kyiv")]),
)
COUNT = " ".join(
    f"UPDATE {table} SET (claim_count, last_ordered_at) ="
    f" (SELECT count(*), coalesce(max(ordered_at), '-infinity') FROM claim"
    f" WHERE {table}_id = {table}.id AND superseded_at IS NULL);"
    for table in ("series", "source")
)
"""As whoever writes claims has to do."""
HANDS = st.sampled_from(
    [
        "UPDATE claim SET confidence = coalesce(confidence, 0) / 2 + 0.1",
        "UPDATE claim SET superseded_at = NULL",
        "UPDATE series SET title = title || '!'",
        "UPDATE source SET name = name || '!'",
        "UPDATE series SET title = 'a'; UPDATE series SET title = 'b'",
        "DELETE FROM claim WHERE metric = 'killed'",
        "DELETE FROM source_alias",
    ]
)


@asynccontextmanager
async def new_store(server_url: str, template: str) -> AsyncIterator[tuple[Store, str]]:
    with fresh_database(server_url, template) as url:
        async with Store(url) as store:
            yield store, url


@given(st.lists(st.one_of(SAVES, SAVES, HANDS), max_size=6))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_was_answered_as_of_a_time_is_answered_for_good(
    server_url: str, template: str, steps: list[Reading | str]
) -> None:
    async def held() -> None:
        async with new_store(server_url, template) as (store, url):
            answers = {BEFORE: await everything(store)}
            for step in steps:
                if isinstance(step, Reading):
                    await store.save(step)
                else:
                    execute(url, f"{step}; {COUNT}")
                answers[now(url)] = await everything(store)
            for moment, answer in answers.items():
                assert await everything(store, moment) == answer

    asyncio.run(held())
