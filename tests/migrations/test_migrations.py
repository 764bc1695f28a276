"""The migrations, by pytest-alembic and with rows in every table."""

import asyncio
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from threading import Thread
from typing import Any
from uuid import UUID

import psycopg
import pytest
from alembic import command
from pytest_alembic.tests import (
    test_model_definitions_match_ddl,
    test_single_head_revision,
    test_up_down_consistency,
    test_upgrade,
)
from sqlalchemy import Engine

from service.curation import correction
from service.signatures import signature
from service.storage import migrate
from service.storage.filters import ClaimFilter, SeriesFilter, SourceFilter
from service.storage.rows import indexable
from service.storage.store import Store
from service.storage.tables import Row
from service.values import Place, Reading, Span
from tests.storage.counting import counted, kept
from tests.storage.readings import READER, SENTENCE, claim, reading

__all__ = [
    "test_model_definitions_match_ddl",
    "test_single_head_revision",
    "test_up_down_consistency",
    "test_upgrade",
]


@pytest.fixture
def alembic_engine(empty_database_url: str) -> Iterator[Engine]:
    """A database without tables, for pytest-alembic."""
    engine = migrate.engine_for(empty_database_url)
    yield engine
    engine.dispose()


def fill(url: str, *more: Reading) -> None:
    """Put rows into every table."""

    async def save() -> None:
        await save_two(url)
        async with Store(url) as store:
            (stored,) = json.loads((await store.claims(ClaimFilter())).items)
            await curate(store, stored)
            await store.save_many(more)

    asyncio.run(save())


async def curate(store: Store, claim: dict[str, Any]) -> None:
    """A claim in a place that its text does not name, in a part of its series, and rejected."""
    key, who = claim["id"], {"who": "Ada", "why": "The words say so."}
    for action, asked in (
        ("correct_claim", {"claim": key, "fields": {"place": "the front"}}),
        ("split_series", {"claims": [key], "part": key}),
        ("reject_claim", {"claim": key}),
    ):
        found = json.loads(await store.claim(UUID(key)) or b"")
        whole = asked | ({"series": found["series_id"]} if "part" in asked else {})
        await store.curate(correction({"action": action, **who, "asked": whole}))


def counts(url: str) -> dict[str, int]:
    with psycopg.connect(url) as connection:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()[0]  # type: ignore[index]
            for table in Row.metadata.tables
            if connection.execute("SELECT to_regclass(%s)", [table]).fetchone() != (None,)
        }


def downgrade(url: str, to: str = "base") -> None:
    config = migrate.configuration()
    with migrate.engine_for(url).begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)


def test_up_and_down_and_up_again_with_rows_in_every_table(empty_database_url: str) -> None:
    for _ in range(2):
        migrate.upgrade(empty_database_url)
        fill(empty_database_url)
        assert min(counts(empty_database_url).values()) > 0
        downgrade(empty_database_url)
    with psycopg.connect(empty_database_url) as connection:
        left = connection.execute("SELECT relname FROM pg_stat_user_tables").fetchall()
    assert left == [("alembic_version",)]


def test_each_migration_goes_down_and_up_with_rows_in_the_tables(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url)
    fill(empty_database_url)
    before = counts(empty_database_url)
    downgrade(empty_database_url, "0001")
    without = {table: count for table, count in before.items() if table != "curation"}
    assert counts(empty_database_url) == without
    migrate.upgrade(empty_database_url)
    assert counts(empty_database_url) == without | {"curation": 0}
    fill(empty_database_url)


def test_what_was_stored_before_there_were_counts_is_counted(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url)
    asyncio.run(save_two(empty_database_url))
    before = kept(empty_database_url)
    downgrade(empty_database_url, "0002")
    migrate.upgrade(empty_database_url)
    assert kept(empty_database_url) == before == counted(empty_database_url)
    assert max(claims for claims, _ in before.values()) > 0


def test_what_no_index_takes_is_cut_as_the_rows_of_claims_are(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url)
    downgrade(empty_database_url, "0002")
    name = "ä" * 5000
    with psycopg.connect(empty_database_url) as connection:
        connection.execute(
            "INSERT INTO series (key, title, metric, kind, population, whose, place_scope)"
            " VALUES ('a', 'a', 'killed', 'count', %s, %s, 'short')",
            (name, name),
        )
    migrate.upgrade(empty_database_url)
    with psycopg.connect(empty_database_url) as connection:
        found = connection.execute("SELECT population, whose, place_scope FROM series").fetchall()
    assert found == [(indexable(name), indexable(name), "short")]


def test_what_was_stored_before_there_was_a_history_has_one(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url)
    asyncio.run(save_two(empty_database_url))
    moments = recorded(empty_database_url)
    before = [asyncio.run(read(empty_database_url, moment)) for moment in moments]
    downgrade(empty_database_url, "0003")
    migrate.upgrade(empty_database_url)
    assert [asyncio.run(read(empty_database_url, moment)) for moment in moments] == before
    assert [(len(current), len(old)) for current, old, _, _ in before] == [(0, 0), (1, 0), (1, 1)]
    asyncio.run(save_two(empty_database_url))
    assert [asyncio.run(read(empty_database_url, moment)) for moment in moments] == before


def recorded(url: str) -> list[datetime]:
    """Before the first article was recorded, when it was, and when the next was."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT recorded_at FROM article ORDER BY 1").fetchall()
    first, second = (moment for (moment,) in found)
    return [first - timedelta(microseconds=1), first, second]


async def read(url: str, as_of: datetime) -> list[tuple[bytes, ...]]:
    """Current claims, old ones, series and sources of that time."""
    async with Store(url) as store:
        current = await store.claims(ClaimFilter(as_of=as_of))
        old = await store.claims(ClaimFilter(as_of=as_of, superseded=True))
        series = await store.series_list(SeriesFilter(as_of=as_of))
        sources = await store.sources(SourceFilter(as_of=as_of))
    return [page.rows for page in (current, old, series, sources)]


def made_of_words(url: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT claim.id, sentence, text, sentence_signature, text_signature, left_open"
            " FROM claim JOIN article ON article_id = article.id ORDER BY claim.id"
        ).fetchall()


def several_of_whom_it_is_left_open_who_says_so() -> Reading:
    """More claims than a batch has, the sentence of each another."""
    sentences = [f"He said that {number} had died." for number in range(1001)]
    text = " ".join(sentences)
    starts = accumulate((len(sentence) + 1 for sentence in sentences), initial=0)
    claims = (
        claim(
            quote=str(number),
            span=Span(start + 13, start + 13 + len(str(number))),
            sentence=sentence,
            sentence_span=Span(start, start + len(sentence)),
            source=None,
            source_span=Span(start, start + 2),
        )
        for number, (start, sentence) in enumerate(zip(starts, sentences, strict=False))
    )
    return reading(*claims, text=text, url="u:he")


def test_what_was_stored_without_signatures_is_signed(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url)
    fill(empty_database_url, several_of_whom_it_is_left_open_who_says_so())
    before = made_of_words(empty_database_url)
    assert {row[-1] for row in before} == {None, "He"}
    assert all(row[3:5] == tuple(map(signature, row[1:3])) for row in before)
    downgrade(empty_database_url, "0003")
    migrate.upgrade(empty_database_url)
    assert made_of_words(empty_database_url) == before


def test_a_scope_without_words_of_its_own_is_left_open_where_none_may_be(
    empty_database_url: str,
) -> None:
    homeland = reading(claim(place=None, scope=Place("Ukraine", None, "UA")))
    migrate.upgrade(empty_database_url)
    asyncio.run(save_one(empty_database_url, homeland))
    downgrade(empty_database_url, "0010")
    with psycopg.connect(empty_database_url) as connection:
        found = connection.execute("SELECT scope, scope_country FROM claim").fetchall()
    assert found == [(None, None)]
    migrate.upgrade(empty_database_url)


async def save_one(url: str, read: Reading) -> None:
    async with Store(url) as store:
        await store.save(read)


def test_an_upgrade_of_what_is_new_already_keeps_all_rows(database_url: str) -> None:
    fill(database_url)
    before = counts(database_url)
    migrate.upgrade(database_url)
    assert counts(database_url) == before


def test_processes_that_start_together_upgrade_once(empty_database_url: str) -> None:
    threads = [Thread(target=migrate.upgrade, args=(empty_database_url,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with psycopg.connect(empty_database_url) as connection:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    assert found == [(migrate.head(),)]


def test_every_constraint_and_index_has_a_name_of_the_convention(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        names = connection.execute(
            "SELECT conname FROM pg_constraint JOIN pg_class ON conrelid = pg_class.oid"
            " WHERE relnamespace = 'public'::regnamespace AND contype <> 'n'"
            " AND relname <> 'alembic_version'"
            " UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"
            " AND tablename <> 'alembic_version'"
        ).fetchall()
    kinds = {name.split("_")[0] for (name,) in names}
    assert kinds == {"pk", "fk", "uq", "ck", "ix"}


def test_what_was_read_before_there_were_curators_is_as_it_was_read(
    empty_database_url: str,
) -> None:
    migrate.upgrade(empty_database_url)
    with psycopg.connect(empty_database_url) as connection:
        asyncio.run(save_two(empty_database_url))
        downgrade(empty_database_url, "0003")
        migrate.upgrade(empty_database_url)
        found = connection.execute(
            "SELECT series_id = home_series_id, source_id = home_source_id, reader, review, as_read"
            " FROM claim"
        ).fetchall()
    assert found == [(True, True, READER, None, None)] * 2


async def save_two(url: str) -> None:
    async with Store(url) as store:
        await store.save_many([reading(), reading(text=SENTENCE + "!")])
