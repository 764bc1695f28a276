"""A data package says all about itself, and the same data give the same package."""

import csv
import io
import json
import re
import time
from datetime import datetime
from hashlib import sha256
from typing import Any
from zipfile import ZipFile

import httpx
import pytest

from service.api.package.columns import columns_of
from service.api.package.tables import TABLES
from service.api.schemas import StoredClaim, StoredSource
from service.moments import in_utc

UNKNOWN = "01936c8e-52f7-7d24-9a51-6f2b8f2f7c11"
TEXT = "Hundreds of Russian soldiers were killed in Kursk, Ukraine's General Staff said on Sunday."
CONVERTED: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
}


@pytest.fixture(scope="module")
def series_id(real: httpx.Client) -> str:
    """A series with a claim of a source by a vague word, in two versions of one article."""
    document = {
        "url": "https://courier.example/kursk",
        "title": "Losses in Kursk",
        "publisher": "The Courier",
        "published_at": "2025-01-05T18:30:00Z",
    }
    for text in (TEXT, f"{TEXT} It gave no names."):
        stored = real.post("/v1/articles", json=document | {"text": text})
        assert stored.status_code == 201, stored.text
    (claim,) = stored.json()["claims"]
    return str(claim["series_id"])


def downloaded(client: httpx.Client, series_id: str, **asked: str) -> ZipFile:
    response = client.get(f"/v1/series/{series_id}/package.zip", params=asked)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/zip"
    assert int(response.headers["content-length"]) == len(response.content)
    return ZipFile(io.BytesIO(response.content))


@pytest.fixture(scope="module")
def package(real: httpx.Client, series_id: str) -> ZipFile:
    return downloaded(real, series_id)


@pytest.fixture(scope="module")
def descriptor(package: ZipFile) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(package.read("datapackage.json"))
    return found


def rows(package: ZipFile, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(package.read(f"{table}.csv").decode(), newline="")))


def test_a_package_holds_the_tables_and_what_explains_them(package: ZipFile) -> None:
    assert package.testzip() is None
    assert package.namelist() == [
        "claims.csv",
        "articles.csv",
        "sources.csv",
        "README.md",
        "datapackage.json",
    ]


def test_the_claims_are_those_of_the_series_in_every_version(
    real: httpx.Client, package: ZipFile, series_id: str
) -> None:
    stored = real.get(f"/v1/series/{series_id}/claims", params={"format": "csv"}).text
    (current,) = csv.DictReader(io.StringIO(stored, newline=""))
    earlier, newest = rows(package, "claims")
    assert newest == current
    assert (earlier["superseded"], newest["superseded"]) == ("true", "false")
    assert earlier["quote"] == newest["quote"] == "Hundreds"


def test_articles_come_without_their_text(package: ZipFile) -> None:
    assert {row["title"] for row in rows(package, "articles")} == {"Losses in Kursk"}
    held = b"".join(package.read(name) for name in package.namelist())
    assert b"It gave no names" not in held


def test_every_id_that_is_referred_to_is_there(
    package: ZipFile, descriptor: dict[str, Any]
) -> None:
    for resource in descriptor["resources"]:
        own = rows(package, resource["name"])
        assert len({row["id"] for row in own}) == len(own) > 0
        for key in resource["schema"]["foreignKeys"]:
            there = {row["id"] for row in rows(package, key["reference"]["resource"])}
            assert {row[key["fields"][0]] for row in own} - {""} <= there


def test_the_descriptor_tells_what_the_files_are(
    package: ZipFile, descriptor: dict[str, Any]
) -> None:
    assert [each["path"] for each in descriptor["resources"]] == package.namelist()[:3]
    for resource in descriptor["resources"]:
        written = package.read(resource["path"])
        assert resource["bytes"] == len(written)
        assert resource["hash"] == f"sha256:{sha256(written).hexdigest()}"
        header = next(csv.reader(io.StringIO(written.decode(), newline="")))
        assert [field["name"] for field in resource["schema"]["fields"]] == header


def test_every_cell_is_of_the_type_that_the_descriptor_says(
    package: ZipFile, descriptor: dict[str, Any]
) -> None:
    for resource in descriptor["resources"]:
        fields = resource["schema"]["fields"]
        for row in rows(package, resource["name"]):
            for field in fields:
                checked(field, row[field["name"]])


def checked(field: dict[str, Any], cell: str) -> None:
    limits = field.get("constraints", {})
    assert cell or not limits.get("required"), field
    if not cell:
        return
    assert cell in limits.get("enum", [cell])
    if field["type"] in CONVERTED:
        CONVERTED[field["type"]](cell)
    else:
        assert field["type"] in ("date", "datetime")
        assert cell[:2] == "20"


def test_the_readme_explains_every_column(package: ZipFile, descriptor: dict[str, Any]) -> None:
    readme = package.read("README.md").decode()
    for resource in descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            assert field["description"]
            line = f"| `{field['name']}` | {field['type']} | {field['description']} |"
            assert line in readme


def test_the_readme_says_what_it_is_of_and_how_to_cite_it(
    real: httpx.Client, package: ZipFile, series_id: str
) -> None:
    readme = package.read("README.md").decode()
    series = real.get(f"/v1/series/{series_id}").json()
    recorded = (datetime.fromisoformat(row["recorded_at"]) for row in rows(package, "articles"))
    newest = in_utc(max(recorded))
    assert f"- As of: {newest}, when it was last changed" in readme
    assert series["key"] in readme
    assert f"{series['title']}. 2 claims in 2 articles, as of {newest}." in readme
    assert f"{real.base_url}/v1/series/{series_id}/package.zip".replace("//v1", "/v1") in readme
    assert "texts of the articles are not in this package" in readme


def test_the_table_of_vague_words_is_in_the_readme(package: ZipFile) -> None:
    (name,) = {row["vague_table"] for row in rows(package, "claims")}
    readme = package.read("README.md").decode()
    assert f"`{name}`" in readme
    assert "| hundreds | 200 to 999 |" in readme


def test_at_leaves_out_what_was_published_later(real: httpx.Client, series_id: str) -> None:
    empty = downloaded(real, series_id, at="2025-01-04")
    assert [rows(empty, table.name) for table in TABLES] == [[], [], []]
    readme = empty.read("README.md").decode()
    assert "published by 2025-01-04T23:59:59Z" in readme
    assert "0 claims in 0 articles" in readme
    assert len(rows(downloaded(real, series_id, at="2025-01-05"), "claims")) == 2


def test_the_same_data_give_the_same_bytes(real: httpx.Client, series_id: str) -> None:
    path = f"/v1/series/{series_id}/package.zip"
    first = real.get(path)
    time.sleep(2.1)  # zip files count time in twos of seconds
    again = real.get(path)
    assert again.content == first.content
    kept = real.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (kept.status_code, kept.content) == (304, b"")


def only_claim(client: httpx.Client, number: int) -> dict[str, Any]:
    (found,) = client.get("/v1/claims", params={"q": f"{number} pit"}).json()["items"]
    return dict(found)


def test_as_of_gives_the_same_tables_as_the_package_that_tells_it(
    client: httpx.Client,
) -> None:
    for number in (410, 411):
        made = client.post("/v1/articles", json={"text": f"{number} killed in the pit."})
        assert made.status_code == 201
    one, other = (only_claim(client, number) for number in (410, 411))
    assert one["series_id"] == other["series_id"]
    for asked in (
        {"action": "correct_claim", "claim": other["id"], "fields": {"metric": "wounded"}},
        {"action": "reject_claim", "claim": one["id"]},
    ):
        made = client.post("/v1/curations", json=asked | {"who": "Ada", "why": "It says so."})
        assert made.status_code == 201, made.text
    other = only_claim(client, 411)
    assert one["series_id"] != other["series_id"]
    for series in (one["series_id"], other["series_id"]):
        now = downloaded(client, series)
        (as_of,) = re.findall("- As of: ([^,]+),", now.read("README.md").decode())
        then = downloaded(client, series, as_of=as_of)
        assert [rows(then, table.name) for table in TABLES] == [
            rows(now, table.name) for table in TABLES
        ]


def test_another_series_changes_nothing(real: httpx.Client, series_id: str) -> None:
    before = real.get(f"/v1/series/{series_id}/package.zip").content
    other = {"text": "Ukraine's General Staff said that 12 soldiers were wounded."}
    assert real.post("/v1/articles", json=other).status_code == 201
    assert real.get(f"/v1/series/{series_id}/package.zip").content == before


def test_an_unknown_series_is_a_problem(real: httpx.Client) -> None:
    response = real.get(f"/v1/series/{UNKNOWN}/package.zip")
    assert response.status_code == 404
    assert response.json()["type"] == "/v1/problems/unknown-id"


def test_a_client_that_takes_no_zip_is_told(real: httpx.Client, series_id: str) -> None:
    path = f"/v1/series/{series_id}/package.zip"
    response = real.get(path, headers={"Accept": "text/csv"})
    assert response.status_code == 406
    assert "application/zip" in response.json()["detail"]


def test_the_columns_are_those_of_the_documented_models() -> None:
    (aliases,) = columns_of(StoredSource, ("aliases",))
    assert (aliases.type, aliases.required) == ("string", True)
    start, end = columns_of(StoredClaim, ("item_span",))
    assert (start.name, end.name, start.type, start.required) == (
        "item_start",
        "item_end",
        "integer",
        False,
    )
    (stance,) = columns_of(StoredClaim, ("stance",))
    assert stance.values == ("asserted", "denied", "hypothetical")
