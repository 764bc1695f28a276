"""Series of places that lie in each other, and of one place by many names."""

import json

import pytest

from service.storage.filters import ClaimFilter, SeriesFilter
from service.storage.store import Store
from service.values import Place
from tests.storage.readings import claim, reading

PLACES = ["Ukraine", "Kyiv", "Kherson", "Kherson oblast", "Nova Kakhovka", "Kursk", "a trench"]


@pytest.fixture
async def placed(store: Store) -> Store:
    named = [reading(claim(place=Place(name, None)), url=f"u:{name}") for name in PLACES]
    again = reading(claim(place=Place("Kiev", None)), url="u:again")
    await store.save_many([*named, again])
    return store


async def scopes(store: Store, **asked: object) -> set[str]:
    page = await store.series_list(SeriesFilter.model_validate(asked))
    return {series["place_scope"] for series in json.loads(page.items)}


IN_KHERSON_REGION = {"UA kherson region", "UA kherson", "UA nova kakhovka"}


async def test_spellings_of_one_place_meet(placed: Store) -> None:
    page = await placed.series_list(SeriesFilter(place="Kyiv"))
    (series,) = json.loads(page.items)
    assert (series["place_scope"], series["claim_count"]) == ("UA kyiv", 2)


async def test_a_place_is_asked_for_with_all_that_lies_in_it(placed: Store) -> None:
    assert await scopes(placed, place="UA") == {"UA", "UA kyiv"} | IN_KHERSON_REGION
    assert await scopes(placed, place="Kherson region") == IN_KHERSON_REGION
    page = await placed.claims(ClaimFilter(place="Kherson region"))
    assert {found["place"] for found in json.loads(page.items)} == {
        "Kherson",
        "Kherson oblast",
        "Nova Kakhovka",
    }


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("UA", {"UA"}),
        ("Kiev", {"UA kyiv"}),
        ("Kherson", {"UA kherson"}),
        ("UA kherson region", {"UA kherson region"}),
        ("trenches", set()),
        ("a trench", {"trench"}),
    ],
)
async def test_a_place_is_asked_for_alone(placed: Store, place: str, found: set[str]) -> None:
    assert await scopes(placed, place=place, within=False) == found
