"""Names of one place meet, and places lie in each other."""

import tomllib
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.gazetteer import PlaceKind, at, chain, cities_of, find, within
from tables.gazetteer import NEWS_NAMES

PLACES = {
    "UA": ["Ukraine", "ukraine", "UA", "Ukraine's"],
    "UA kyiv": ["Kyiv", "Kiev", "kyiv", "Kyiv, Ukraine", "Ukraine's Kyiv", "city of Kyiv"],
    "UA kyiv region": ["Kyiv region", "Kiev Oblast", "the Kyiv Region", "Kyiv region, Ukraine"],
    "UA kharkiv": ["Kharkiv", "Kharkov", "Kharkiv city"],
    "UA kherson": ["Kherson", "Kherson, Kherson region, Ukraine"],
    "UA kherson region": ["Kherson region", "Kherson oblast", "Ukraine's Kherson region"],
    "UA odesa": ["Odesa", "Odessa"],
    "UA sloviansk": ["Sloviansk", "Slovyansk", "Slavyansk"],
    "UA crimea region": ["Crimea"],
    "RU kursk": ["Kursk"],
    "RU kursk region": ["Russia's Kursk Region", "region of Kursk", "Kursk Oblast"],
    "RU moscow": ["Moscow", "Moskva"],
    "RU moscow region": ["Moscow region"],
    "RU saint petersburg": ["St. Petersburg", "Saint Petersburg", "St Petersburg"],
    "PS gaza": ["Gaza", "the Gaza Strip", "Gaza Strip"],
    "PS gaza city": ["Gaza City"],
    "PS khan younis": [
        "Khan Younis",
        "Khan Yunis",
        "Gaza's Khan Younis",
        "Khan Younis, Gaza Strip",
    ],
    "SY idlib": ["Idlib"],
    "SY idlib region": ["Idlib province", "Idlib Governorate"],
    "US springfield, illinois": ["Springfield, Illinois"],
    "US new york city": ["New York", "New York City"],
    "US new york region": ["New York state", "state of New York"],
    "US delaware region": ["Delaware"],
    "GB london": ["London", "London, England", "London, UK"],
    "GB england": ["England"],
    "IN mumbai": ["Mumbai", "Bombay"],
}


@pytest.mark.parametrize(
    ("key", "name"), [(key, name) for key, names in PLACES.items() for name in names]
)
def test_ways_of_writing_a_place_meet(key: str, name: str) -> None:
    found = find(name)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    "name", ["Tripoli", "Hyderabad", "Springfield", "Nowhere", "", "Kyiv, Russia"]
)
def test_where_it_is_open_which_place_is_meant_none_is(name: str) -> None:
    assert find(name) is None


def test_the_country_tells_which_place_is_meant() -> None:
    assert find("Tripoli", "LB") == at("LB tripoli")
    assert find("Tripoli", "LY") == at("LY tripoli")
    assert find("Georgia", "US") == at("US georgia region")
    assert find("Georgia") == at("GE")
    assert find("Kyiv, Ukraine", "RU") is None


def test_a_region_and_the_city_of_its_name_stay_apart() -> None:
    city, region = find("Kherson"), find("Kherson region")
    assert city is not None
    assert region is not None
    assert (city.kind, region.kind) == (PlaceKind.CITY, PlaceKind.REGION)
    assert city.region == region.key


def test_places_lie_in_each_other() -> None:
    assert chain("UA kherson") == ("UA kherson", "UA kherson region", "UA")
    assert chain("UA kyiv") == ("UA kyiv", "UA")
    assert chain("GB london") == ("GB london", "GB england", "GB")
    assert within("PS khan younis", "PS gaza")
    assert not within("UA kherson region", "UA kherson")
    assert not within("UA kherson", "RU")


def test_a_place_that_is_not_known_lies_in_the_country_of_its_key() -> None:
    assert chain("UA trench nine") == ("UA trench nine", "UA")
    assert chain("trench nine") == ("trench nine",)


def test_the_cities_of_a_region_are_those_that_lie_in_it() -> None:
    cities = cities_of("UA kherson region")
    assert "UA kherson" in cities
    assert all(within(city, "UA kherson region") for city in cities)
    assert cities_of("UA kherson") == ()


def news_names(what: str) -> Iterator[tuple[str, str]]:
    tables = tomllib.loads(NEWS_NAMES.read_text(encoding="utf-8"))[what]
    for country, of in tables.items():
        yield from ((country, name) for names in of.values() for name in names)


@pytest.mark.parametrize(("country", "name"), [*news_names("cities")])
def test_a_city_is_found_by_what_the_news_call_it(country: str, name: str) -> None:
    found = find(name, country)
    assert found is not None


@pytest.mark.parametrize(("country", "name"), [*news_names("regions")])
def test_a_region_is_found_by_what_the_news_call_it(country: str, name: str) -> None:
    found = find(f"{name} region", country) or find(name, country)
    assert found is not None
    assert found.kind is PlaceKind.REGION


SOME = [*PLACES, *cities_of("UA kherson region")[:20], "UA trench nine", "trench nine", "nowhere"]
keys = st.sampled_from(SOME)


@given(keys, keys, keys)
def test_what_lies_in_a_place_lies_in_all_that_this_lies_in(one: str, two: str, three: str) -> None:
    assert within(one, one)
    assert within(one, three) or not (within(one, two) and within(two, three))


def test_no_two_places_lie_in_each_other() -> None:
    both = [(one, two) for one, two in product(SOME, SOME) if within(one, two) and within(two, one)]
    assert all(one == two for one, two in both)


@given(keys)
def test_a_city_is_found_by_its_name_and_region(key: str) -> None:
    place = at(key)
    region = place and place.region and at(place.region)
    if place and region:
        assert find(f"{place.name}, {region.name} region", place.country) == place


@given(st.text())
def test_any_text_is_the_name_of_a_place_or_of_none(text: str) -> None:
    found = find(text)
    assert found is None or at(found.key) == found
