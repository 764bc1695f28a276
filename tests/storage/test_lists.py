"""How series and sources are listed, in which order, and counted by what they have in common."""

import json
from datetime import timedelta
from typing import Any

import pytest

from service.storage.filters import (
    PageFilter,
    SeriesFacetFilter,
    SeriesFilter,
    SourceFacetFilter,
    SourceFilter,
)
from service.storage.page import BadCursor, Page
from service.storage.store import Store
from service.values import Metric, Population, Source, SourceKind
from tests.storage.readings import PUBLISHED, SENTENCE, claim, reading

GROWING = (("soldier", 3), ("civilian", 2), ("child", 2), ("woman", 1), ("man", 1))
"""Populations, and in how many articles they are counted."""


async def save_one(store: Store, population: str, number: int) -> None:
    """An article that counts the population, in the name of a source of its own."""
    source = Source(f"Ministry of {population}", SourceKind.GOVERNMENT, "UA")
    one = claim(population=Population(population), source=source)
    day = PUBLISHED + timedelta(days=number) if number else None
    await store.save(reading(one, url=f"u:{population} {number}", published_at=day))


@pytest.fixture
async def growing(store: Store) -> Store:
    """Series and sources of which each has another number of claims."""
    for population, articles in GROWING:
        for number in range(articles):
            await save_one(store, population, number)
    return store


SORTED: dict[str, tuple[type[PageFilter], str]] = {
    "series_list": (SeriesFilter, "population"),
    "sources": (SourceFilter, "name"),
}


async def listed(store: Store, kind: str, **asked: Any) -> tuple[list[str], Page]:
    """The names in a list of series or sources, without what the names of sources begin with."""
    asks, name = SORTED[kind]
    page: Page = await getattr(store, kind)(asks.model_validate(asked))
    names = [json.loads(row)[name].removeprefix("Ministry of ") for row in page.rows]
    return names, page


@pytest.mark.parametrize("kind", SORTED)
@pytest.mark.parametrize(
    ("sort", "found"),
    [
        (None, "soldier child civilian man woman"),
        ("-claims", "soldier child civilian man woman"),
        ("claims", "woman man civilian child soldier"),
        ("-published", "soldier child civilian man woman"),
        ("published", "woman man civilian child soldier"),
    ],
)
async def test_lists_come_in_the_order_asked_for_whole_and_in_pages(
    growing: Store, kind: str, sort: str | None, found: str
) -> None:
    asked = {"sort": sort} if sort else {}
    assert (await listed(growing, kind, **asked))[0] == found.split()
    names, page = await listed(growing, kind, limit=2, **asked)
    while page.next:
        more, page = await listed(growing, kind, limit=2, next=page.next, **asked)
        names += more
    assert names == found.split()


@pytest.mark.parametrize(("kind", "sort"), [("series_list", "title"), ("sources", "name")])
async def test_lists_come_by_name_too(growing: Store, kind: str, sort: str) -> None:
    names, page = await listed(growing, kind, sort=sort, limit=3)
    assert names + (await listed(growing, kind, sort=sort, next=page.next))[0] == [
        "child", "civilian", "man", "soldier", "woman"
    ]  # fmt: skip


@pytest.mark.parametrize("kind", SORTED)
async def test_what_grows_between_pages_moves_nothing_else(growing: Store, kind: str) -> None:
    names, page = await listed(growing, kind, limit=2)
    assert names == ["soldier", "child"]
    for number in range(5, 8):
        await save_one(growing, "child", number)
    assert (await listed(growing, kind, next=page.next))[0] == ["civilian", "man", "woman"]


@pytest.mark.parametrize("kind", SORTED)
async def test_a_page_belongs_to_its_order(growing: Store, kind: str) -> None:
    _, page = await listed(growing, kind, limit=2)
    with pytest.raises(BadCursor):
        await listed(growing, kind, next=page.next, sort="claims")


def counts(page: Page, noun: str) -> dict[str, list[tuple[str | None, int, int]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(page.json)
    return {
        name: [(row["value"], row[noun], row["claims"]) for row in rows]
        for name, rows in found.items()
    }


async def test_facets_count_series_and_their_claims(few: Store) -> None:
    found = counts(await few.series_facets(SeriesFacetFilter()), "series")
    assert found == {
        "metric": [("casualties", 1, 1), ("killed", 1, 1), ("money", 1, 1)],
        "population": [("100%_\\'x", 1, 1), ("artillery-shell", 1, 1), ("soldier", 1, 1)],
        "whose": [("Hamas", 1, 1), ("RU", 1, 1), (None, 1, 1)],
        "place_scope": [("RU kursk region", 1, 1), ("UA", 1, 1), (None, 1, 1)],
        "basis": [("cumulative", 3, 3)],
        "kind": [("count", 2, 2), ("money", 1, 1)],
        "source_kind": [("government", 1, 1), ("military", 1, 1), (None, 1, 1)],
    }


@pytest.mark.parametrize(
    "asked", [{}, {"metric": "killed"}, {"place": "UA"}, {"q": "losses"}, {"source": "Kyiv"}]
)
async def test_facets_are_of_what_the_list_gives(few: Store, asked: dict[str, str]) -> None:
    listed = (await few.series_list(SeriesFilter.model_validate(asked))).rows
    facets = counts(await few.series_facets(SeriesFacetFilter.model_validate(asked)), "series")
    for name, rows in facets.items():
        if name != "source_kind":
            assert {value for value, *_ in rows} == {json.loads(row)[name] for row in listed}
            assert sum(series for _, series, _ in rows) == len(listed)


async def test_facets_give_the_largest_first_and_no_more_than_asked_for(growing: Store) -> None:
    await save_one(growing, "woman", 9)
    found = counts(await growing.series_facets(SeriesFacetFilter(limit=2)), "series")
    assert found["population"] == [("soldier", 1, 3), ("child", 1, 2)]
    assert found["metric"] == [("casualties", 5, 10)]
    assert found["source_kind"] == [("government", 5, 10)]


async def test_superseded_claims_are_not_counted(growing: Store) -> None:
    for number in range(2):
        text = SENTENCE + "!"
        url, day = f"u:child {number}", PUBLISHED + timedelta(days=number)
        await growing.save(reading(claim(), text=text, url=url, published_at=day))
    found = counts(await growing.series_facets(SeriesFacetFilter()), "series")
    assert ("child", 1, 0) in found["population"]
    assert found["source_kind"] == [("government", 5, 9)]
    listed = await growing.series_list(SeriesFilter(source="Ministry of child"))
    assert listed.rows == ()


async def test_facets_count_sources_and_their_claims(few: Store) -> None:
    found = counts(await few.source_facets(SourceFacetFilter()), "sources")
    assert found == {
        "kind": [("government", 1, 1), ("military", 1, 1)],
        "country": [("UA", 2, 2)],
        "side": [(None, 2, 2)],
    }
    one = counts(await few.source_facets(SourceFacetFilter(q="general staff")), "sources")
    assert one["kind"] == [("military", 1, 1)]


async def test_facets_in_csv_are_a_row_a_value(few: Store) -> None:
    page = await few.source_facets(SourceFacetFilter())
    assert page.csv.decode().split("\r\n")[:2] == [
        "facet,value,sources,claims",
        "kind,government,1,1",
    ]
    assert len(page.ndjson.splitlines()) == 4


async def test_facets_of_nothing_are_empty(store: Store) -> None:
    found = await store.series_facets(SeriesFacetFilter(metric=Metric.KILLED))
    assert set(map(tuple, json.loads(found.json).values())) == {()}
    assert found.csv == b"facet,value,series,claims\r\n"
