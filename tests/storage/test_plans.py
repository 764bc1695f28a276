"""How PostgreSQL reads pages: in the order of an index, whatever is asked for."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import cycle, islice
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import CompoundSelect, Select
from sqlalchemy.dialects import postgresql

from service.storage import changes, compared, past, queries, since
from service.storage.filters import ClaimFilter, SeriesFilter, SourceFilter, SourceSort
from service.storage.page import Position
from service.storage.queries import Order
from service.storage.store import SESSION, Store
from service.values import (
    Amount,
    Claim,
    Hedge,
    Kind,
    Metric,
    Place,
    Population,
    Reading,
    Source,
    SourceKind,
    Span,
    Stance,
)
from tests.conftest import fresh_database
from tests.storage.readings import PUBLISHED, SENTENCE, claim, reading

ARTICLES = 50
MIDDLE = {
    "ordered_at": "2025-01-06T00:00:00+00:00",
    "last_ordered_at": "2025-01-06T00:00:00+00:00",
    "ordinal": "500",
    "claim_count": "50",
    "title": "North",
    "name": "Source 3",
    "id": str(UUID(int=1)),
}
"""Values in the middle of what columns hold."""
CLAIMS = 40
COUNTRIES = cycle(("RU", "UA", "KP", "US", "IL"))
METRICS, HEDGES = cycle(Metric), cycle(Hedge)
KINDS = cycle([Kind.COUNT] * 19 + [Kind.MONEY])
STANCES = cycle([Stance.ASSERTED] * 29 + [Stance.DENIED])

MORE_SERIES = """
INSERT INTO series (key, title, metric, population, whose, place_scope, basis, kind, unit,
                    claim_count, last_ordered_at)
SELECT 'more ' || n, 'Number ' || n, (ARRAY['killed', 'wounded', 'missing', 'cases'])[1 + n % 4],
       'class-' || n % 50, (ARRAY['RU', 'UA', 'KP', 'US', 'IL'])[1 + n % 5], 'place ' || n % 400,
       (ARRAY['cumulative', 'incident', 'level'])[1 + n % 3],
       CASE n % 20 WHEN 0 THEN 'money' ELSE 'count' END, CASE n % 20 WHEN 0 THEN 'USD' END,
       n * 37 % 100, timestamptz '2025-01-05' + n * interval '1 minute'
FROM generate_series(1, 5000) n
"""
"""Enough series to be worth an index."""


def varied() -> Iterator[Claim]:
    """Claims of which few have a value in common, without end."""
    for number in cycle(range(997)):
        low = Decimal(number)
        yield replace(
            claim(),
            amount=Amount(low, low, next(HEDGES), next(KINDS)),
            metric=next(METRICS),
            population=Population(f"class-{number % 50}", next(COUNTRIES)),
            place=Place(f"Place {number % 50}", Span(0, 4), next(COUNTRIES)),
            source=Source(f"Source {number % 50}", SourceKind.NGO),
            stance=next(STANCES),
        )


def articles() -> Iterator[Reading]:
    """Articles full of them, every second one the next version of the one before."""
    claims = varied()
    for number in range(ARTICLES):
        yield reading(
            *islice(claims, CLAIMS),
            text=SENTENCE + " " * (number % 2),
            url=f"u:{number // 2}",
            publisher=f"Publisher {number % 20}",
            published_at=PUBLISHED + timedelta(hours=number),
        )


@pytest.fixture(scope="module")
def filled_url(server_url: str, template: str) -> Iterator[str]:
    """A database with enough claims to be worth an index, and what the planner knows of them."""

    async def save(url: str) -> None:
        async with Store(url) as store:
            await store.save_many(articles())

    with fresh_database(server_url, template) as url:
        asyncio.run(save(url))
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(MORE_SERIES)
            connection.execute("VACUUM ANALYZE")
        yield url


def plan(
    url: str, statement: Select[Any] | CompoundSelect[Any], as_of: datetime | None = None
) -> str:
    """What PostgreSQL would do, on a connection like those of a store."""
    with psycopg.connect(url, options=SESSION) as connection:
        if as_of:
            _run(connection, past.look_back(as_of))
        lines = _run(connection, statement, "EXPLAIN ")
        return "\n".join(line for (line,) in lines)


def _run(
    connection: psycopg.Connection[Any],
    statement: Select[Any] | CompoundSelect[Any],
    before: str = "",
) -> list[tuple[Any, ...]]:
    dialect = postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]
    compiled = statement.compile(dialect=dialect)
    return connection.execute(f"{before}{compiled}".encode(), compiled.params).fetchall()


def middle(order: Order) -> Position:
    """A position in the middle of a list."""
    return tuple(MIDDLE[name] for name in order.columns)


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "ix_claim_newest"),
        ({"sort": "published"}, "ix_claim_newest"),
        ({"published_from": "2025-01-01"}, "ix_claim_newest"),
        ({"metric": "killed"}, "ix_claim_metric_newest"),
        ({"population": "class 7"}, "ix_claim_population_newest"),
        ({"whose": "RU"}, "ix_claim_whose_newest"),
        ({"place": "Ukraine"}, "ix_claim_place_country_newest"),
        ({"place": "Place 7"}, "ix_claim_place_id_newest"),
        ({"source": "Source 7"}, "ix_claim_source_id_newest"),
        ({"publisher": "Publisher 7"}, "ix_claim_publisher_key_newest"),
        ({"hedge": "vague"}, "ix_claim_hedge_newest"),
        ({"kind": "money"}, "ix_claim_kind_newest"),
        ({"stance": "denied"}, "ix_claim_stance_newest"),
        ({"superseded": True}, "ix_claim_superseded_newest"),
        ({"review": "rejected"}, "ix_claim_rejected_newest"),
        ({"sort": "-amount"}, "ix_claim_largest"),
        ({"sort": "amount", "metric": "killed"}, "ix_claim_metric_largest"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_page_comes_in_the_order_of_an_index(
    filled_url: str, asked: dict[str, Any], index: str, first: bool
) -> None:
    asking = ClaimFilter.model_validate({"limit": 5} | asked)
    after = None if first else middle(queries.CLAIM_ORDERS[asking.sort])
    found = plan(filled_url, queries.claims(asking, after))
    assert f"using {index} on claim" in found
    assert "Seq Scan on claim" not in found


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({"series": str(UUID(int=1))}, "ix_claim_series"),
        ({"article": str(UUID(int=1))}, "ix_claim_article"),
        ({"low": 2, "high": 2}, "ix_claim_amount"),
        ({"q": "xylophone"}, "ix_claim_sentence_words"),
    ],
)
def test_what_is_rare_is_found_by_an_index(
    filled_url: str, asked: dict[str, Any], index: str
) -> None:
    assert index in plan(filled_url, queries.claims(ClaimFilter.model_validate(asked), None))


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "ix_series_largest"),
        ({"sort": "claims"}, "ix_series_largest"),
        ({"sort": "-published"}, "ix_series_newest"),
        ({"sort": "title"}, "ix_series_title"),
        ({"min_claims": 1}, "ix_series_largest"),
        ({"metric": "killed"}, "ix_series_metric_largest"),
        ({"population": "class 7"}, "ix_series_population_largest"),
        ({"whose": "RU"}, "ix_series_whose_largest"),
        ({"basis": "cumulative"}, "ix_series_basis_largest"),
        ({"kind": "money"}, "ix_series_kind_largest"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_page_of_series_comes_in_the_order_of_an_index(
    filled_url: str, asked: dict[str, Any], index: str, first: bool
) -> None:
    asking = SeriesFilter.model_validate({"limit": 5} | asked)
    after = None if first else middle(queries.SERIES_ORDERS[asking.sort])
    found = plan(filled_url, queries.series(asking, after))
    assert f"using {index} on series" in found
    assert "claim" not in found.replace("claim_count", "")


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({"q": "xylophone"}, "ix_series_title_words"),
        ({"place": "Place 7"}, "ix_series_place_scope_largest"),
        ({"unit": "usd"}, "ix_series_unit_largest"),
        ({"source": "Source 7"}, "ix_claim_source_series"),
    ],
)
def test_series_that_are_rare_are_found_by_an_index(
    filled_url: str, asked: dict[str, Any], index: str
) -> None:
    assert index in plan(filled_url, queries.series(SeriesFilter.model_validate(asked), None))


@pytest.mark.parametrize(
    ("sort", "index"),
    [
        (SourceSort.CLAIMS_DOWN, "ix_source_largest"),
        (SourceSort.CLAIMS, "ix_source_largest"),
        (SourceSort.PUBLISHED_DOWN, "ix_source_newest"),
        (SourceSort.PUBLISHED, "ix_source_newest"),
        (SourceSort.NAME, "ix_source_name"),
    ],
)
def test_a_page_of_sources_comes_in_the_order_of_an_index(
    filled_url: str, sort: SourceSort, index: str
) -> None:
    asking = SourceFilter(limit=5, sort=sort)
    for after in (None, middle(queries.SOURCE_ORDERS[sort])):
        found = plan(filled_url, queries.sources(asking, after))
        assert f"using {index} on source" in found
        assert "claim" not in found.replace("claim_count", "")


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "ix_claim_newest"),
        ({"place": "Place 7"}, "ix_claim_place_id_newest"),
        ({"source": "Source 7"}, "ix_claim_source_id_newest"),
    ],
)
def test_a_page_of_the_past_comes_in_the_order_of_an_index_of_what_is_and_of_what_was(
    filled_url: str, asked: dict[str, Any], index: str
) -> None:
    asking = ClaimFilter.model_validate({"limit": 5} | asked)
    found = plan(filled_url, queries.claims(asking, None), datetime.now(UTC))
    assert found.count(f"using {index} on claim") == 2
    assert "Merge Append" in found
    assert "Seq Scan on claim" not in found


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({"hedge": "vague"}, "ix_claim_hedge_newest"),
        ({"low": 2, "high": 2}, "ix_claim_amount"),
    ],
)
def test_what_many_have_in_common_is_indexed_in_what_is_and_looked_at_in_what_was(
    filled_url: str, asked: dict[str, Any], index: str
) -> None:
    asking = ClaimFilter.model_validate({"limit": 5} | asked)
    found = plan(filled_url, queries.claims(asking, None), datetime.now(UTC))
    assert found.count(index) == 1


def test_the_past_is_indexed_by_what_finds_few_rows(filled_url: str) -> None:
    with psycopg.connect(filled_url) as connection:
        found = connection.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = 'history' AND tablename = 'claim'"
        ).fetchall()
    names = {name.removeprefix("ix_claim_") for (name,) in found}
    assert {"newest", "compared", "place_id_newest", "sentence_words", "valid_to"} <= names
    assert names.isdisjoint({"metric_newest", "whose_newest", "largest", "amount"})


def test_a_series_is_read_slice_by_slice_in_the_order_of_an_index(filled_url: str) -> None:
    found = plan(filled_url, compared.claims_of(UUID(int=0), None))
    assert found.count("Index Only Scan using ix_claim_compared on claim") == 2
    assert "ix_claim_long" in found
    assert "using ix_claim_nameless on claim" in found
    assert "Seq Scan on claim" not in found


def test_changes_are_found_by_their_time(filled_url: str) -> None:
    late = since.after(datetime.now(UTC))
    found = plan(filled_url, changes.changes(late, None, 100))
    for index in ("ix_claim_valid_from", "ix_claim_valid_to", "ix_series_valid_from"):
        assert f"using {index} on" in found
    assert "Seq Scan on claim" not in found
