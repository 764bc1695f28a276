"""The migrations, by pytest-alembic and with rows in every table."""

import asyncio
from collections.abc import Iterator
from itertools import accumulate
from threading import Thread
from typing import Any

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

from service.signatures import signature
from service.storage import migrate
from service.storage.rows import indexable
from service.storage.store import Store
from service.storage.tables import Row
from service.values import Reading, Span
from tests.storage.counting import counted, kept
from tests.storage.readings import SENTENCE, claim, reading

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
        async with Store(url) as store:
            await store.save_many([reading(), reading(text=SENTENCE + "!"), *more])

    asyncio.run(save())


def counts(url: str) -> dict[str, int]:
    with psycopg.connect(url) as connection:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()[0]  # type: ignore[index]
            for table in Row.metadata.tables
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
    assert counts(empty_database_url) == before
    migrate.upgrade(empty_database_url)
    assert counts(empty_database_url) == before
    fill(empty_database_url)


def test_what_was_stored_before_there_were_counts_is_counted(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url)
    fill(empty_database_url)
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
