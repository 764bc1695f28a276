"""Which places there are, what they are called, and which lie in which.

    find("Kiev") is find("Kyiv, Ukraine"), a city in Ukraine
    find("Kherson") is a city in find("Kherson oblast"), which is a region of Ukraine
    find("Tripoli") is nothing: there is one in Libya and one in Lebanon

The tables are `service/data/places.tsv.gz` (key, name, kind, key of the region, inhabitants) and
`place_names.tsv.gz` (a name, the keys of all places that go by it), made by
`python -m tables.gazetteer` from facts of GeoNames (https://www.geonames.org, CC BY 4.0): regions
of the first order, and cities from 15,000 inhabitants on, in countries at war from 1,000 on.
Countries are those of `service/data/countries.csv`.

Lines are read when first asked for; they are sorted, and only those looked for are taken apart.
"""

import gzip
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from service.naming import country_name, country_of, place_key

CLEARLY = 8
"""How many times as many people live in the place that a name means as in the next of that
name."""
_DIVISIONS = frozenset(
    "department governorate krai oblast prefecture province region republic state territory "
    "voivodeship".split()
)
"""What a region may be called in any country."""
_TOWNS = frozenset({"city", "town"})
_WHOLE = frozenset({"country", "entire country", "nation", "our country", "whole country"})


class PlaceKind(StrEnum):
    """What sort of place it is."""

    COUNTRY = "country"
    REGION = "region"
    """A part of a country, of the first order: an oblast, a province, a state."""
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Location:
    """A place that the gazetteer knows."""

    key: str
    """`UA`, `UA kherson region`, `UA kherson`; where a country has several cities of one name, all
    but the clearly largest have their region with it: `US springfield, illinois`."""
    name: str
    """Its usual name, without what sort of place it is: "Kherson"."""
    kind: PlaceKind
    region: str | None = None
    """Key of the region that a city lies in; None where that is no more than the city."""
    population: int = 0
    """How many people live in a city, or in the cities of a region; 0 where that is unknown."""

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2 code of the country that it is or lies in."""
        return self.key[:2]


@lru_cache(maxsize=65536)
def find(name: str, country: str | None = None) -> Location | None:
    """The place of that name, in the country of that code where one is given; None where there is
    none, and where there are several of which none is clearly meant.

    A country is meant before all else of its name, and a city before the region that has its name.
    Else that place is meant in which more than CLEARLY times as many people live as in the next.
    """
    key = place_key(name)
    state, words = parted(key)
    if state and country in (None, state):
        return at(key) or _in_part(state, words) or _within(words, state)
    return None if state and words else _within(words or name.casefold(), country)


def scope_key(name: str, country: str | None = None) -> str:
    """One key for every name of a place, in the country of that code where that is known: of one
    that the gazetteer knows its own, of another its words behind the country."""
    if country and is_whole(name):
        return country
    if known := find(name, country):
        return known.key
    key = place_key(name)
    return key if country is None or parted(key)[0] else f"{country} {key}"


def is_whole(name: str) -> bool:
    """Whether a name means the whole of a country that is named elsewhere: "the country"."""
    return place_key(name) in _WHOLE


def at(key: str) -> Location | None:
    """The place of that key."""
    if key and country_of(key) == key:
        return Location(key, country_name(key), PlaceKind.COUNTRY)
    return next((_location(line) for line in _beginning("places", f"{key}\t")), None)


def chain(key: str) -> tuple[str, ...]:
    """Keys of all places that the one with that key lies in, from itself outward. One that the
    gazetteer does not know lies in the country that its key begins with, if that names one."""
    known, (country, words) = at(key), parted(key)
    region = known.region if known else None
    return tuple(filter(None, (key, region, country if words else None)))


def within(inner: str, outer: str) -> bool:
    """Whether the place with the one key is, or lies in, that with the other."""
    return outer in chain(inner)


@lru_cache(maxsize=256)
def cities_of(region: str) -> tuple[str, ...]:
    """Keys of the cities in a region."""
    own = f"\t{region}\t"
    return tuple(line.partition("\t")[0] for line in _lines("places") if own in line)


def parted(key: str) -> tuple[str | None, str]:
    """The country that a key begins with, if it does, and the words after that."""
    state, _, words = key.partition(" ")
    return (state, words) if state.isupper() and country_of(state) == state else (None, key)


def flat(name: str) -> str:
    """A name as the table of names has it: the words of its key, which hyphens and apostrophes do
    not tell apart."""
    key = place_key(name)
    _, words = parted(key)
    return _spelled(words or name.casefold())


def _spelled(words: str) -> str:
    plain = words.replace("-", " ").replace("'", "")
    return f"saint {plain[3:].lstrip()}" if plain.startswith(("st ", "st.")) else plain


def _in_part(country: str, words: str) -> Location | None:
    """The city in a part of a country that is written before it: "gaza khan yunis"."""
    for end in (end for end, char in enumerate(words) if char == " "):
        part = at(f"{country} {words[:end]}")
        if part and part.kind is PlaceKind.REGION:
            return _meant(p for p in _called(words[end + 1 :]) if p.region == part.key)
    return None


def _within(words: str, country: str | None) -> Location | None:
    """The place of that name in a country, and in the region that is written behind it."""
    inner, comma, outer = words.partition(" , ")
    if not comma:
        return _meant(p for p in _called(words) if country in (None, p.country))
    whole = _within(outer, country)
    return _meant(p for p in _called(inner) if whole and within(p.key, whole.key))


def _called(words: str) -> Iterator[Location]:
    """All places that may be meant by a name, once each."""
    name, _, last = words.rpartition(" ")
    yield from _named(words)
    if last in _DIVISIONS:
        yield from (p for p in _named(name) if p.kind is PlaceKind.REGION)
    elif last in _TOWNS:
        yield from (p for p in _named(name) if p.kind is PlaceKind.CITY)


def _named(words: str) -> Iterator[Location]:
    lines = _beginning("place_names", f"{_spelled(words)}\t")
    keys = (key for line in lines for key in line.split("\t")[1:])
    yield from filter(None, map(at, keys))


def _meant(found: Iterable[Location]) -> Location | None:
    """The one that is clearly meant."""
    every = set(found)
    # Kyiv gives the region around it its name, and lies in none.
    cities = {p.region or p.country for p in every if p.kind is PlaceKind.CITY}
    rivals = [p for p in every if p.kind is PlaceKind.CITY or cities.isdisjoint(chain(p.key))]
    first, *others = sorted(rivals, key=lambda place: -place.population)[:2] or (None,)
    if first and any(first.population <= CLEARLY * other.population for other in others):
        return None
    return first


def _location(line: str) -> Location:
    key, name, kind, region, population = line.split("\t")
    return Location(key, name, PlaceKind(kind), region or None, int(population))


def _beginning(table: str, start: str) -> Sequence[str]:
    """The lines of a table that begin so, of which there is one at most."""
    lines = _lines(table)
    at = bisect_left(lines, start)
    return [line for line in lines[at : at + 1] if line.startswith(start)]


@cache
def _lines(table: str) -> list[str]:
    packed = files("service").joinpath("data", f"{table}.tsv.gz").read_bytes()
    return gzip.decompress(packed).decode().splitlines()
