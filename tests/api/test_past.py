"""`as_of` on every read: the same bytes for good, whatever is stored or changed later."""

import asyncio
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import httpx
import pytest

from service.api.app import create_app
from service.moments import in_utc
from service.settings import Settings
from service.storage.store import Store
from service.values import Metric, Reading
from tests.conftest import execute
from tests.storage.readings import GENERAL_STAFF, SENTENCE, claim, reading, three

DOCUMENT: dict[str, Any] = create_app(Settings(database_url="postgresql://nowhere")).openapi()
READS = {
    path: methods["get"]
    for path, methods in DOCUMENT["paths"].items()
    if "get" in methods and methods["get"]["tags"] != ["status"]
}
LATER = """
UPDATE claim SET confidence = 0.01, quote_start = quote_start;
UPDATE series SET title = title || ' anew';
UPDATE source SET name = name || ' anew', country = 'XX';
INSERT INTO source_alias SELECT id, 'Another name' FROM source;
UPDATE article SET title = title || ' anew', publisher = 'Another', publisher_key = 'another'
"""


async def save(url: str, *readings: Reading) -> None:
    async with Store(url) as store:
        await store.save_many(readings)


def changed() -> Iterator[Reading]:
    """More claims of the same series and sources, and new versions of what is stored."""
    for number in range(3):
        yield reading(claim(source=GENERAL_STAFF), url=f"u:new {number}", title="lost again")
    yield reading(claim(metric=Metric.MISSING), url="u:lost", text=SENTENCE + " So it is.")


@pytest.fixture(scope="module")
def ids(client: httpx.Client, module_database_url: str) -> dict[str, str]:
    """Ids of what there is once three articles are stored, by the parameter of the paths."""
    asyncio.run(save(module_database_url, *three()))
    (found,) = client.get("/v1/claims", params={"q": "Russian", "metric": "casualties"}).json()[
        "items"
    ]
    return {f"{noun}_id": found[f"{noun}_id"] for noun in ("article", "series", "source")} | {
        "claim_id": found["id"],
        "curation_id": curate(client, "accept_claim", claim=found["id"]),
    }


def curate(client: httpx.Client, action: str, **asked: Any) -> str:
    """The id of a correction that is made."""
    body = {"action": action, "who": "Ada", "why": "The words say so."} | asked
    response = client.post("/v1/curations", json=body)
    assert response.status_code == 201, response.text
    return str(response.json()["id"])


@pytest.fixture(scope="module")
def then(client: httpx.Client, ids: dict[str, str]) -> str:
    """When the last of it was stored."""
    (curation,) = client.get("/v1/curations").json()["items"]
    return in_utc(datetime.fromisoformat(curation["made_at"]))


@pytest.fixture(scope="module")
def answers(client: httpx.Client, ids: dict[str, str], then: str) -> dict[str, httpx.Response]:
    """What each read answered then, before anything else was stored."""
    return {path: client.get(path.format(**ids), params={"as_of": then}) for path in READS}


@pytest.fixture(scope="module")
def afterwards(
    client: httpx.Client,
    answers: dict[str, httpx.Response],
    ids: dict[str, str],
    module_database_url: str,
) -> httpx.Client:
    """A client of the service once much else has been stored and changed."""
    asyncio.run(save(module_database_url, *changed()))
    execute(module_database_url, LATER)
    curate(client, "rename_series", series=ids["series_id"], title="Losses")
    return client


@pytest.mark.parametrize("path", READS)
def test_every_read_takes_as_of(path: str) -> None:
    assert "as_of" in [each["name"] for each in READS[path]["parameters"]]


@pytest.mark.parametrize("path", READS)
def test_what_was_answered_is_answered_for_good(
    path: str,
    answers: dict[str, httpx.Response],
    afterwards: httpx.Client,
    ids: dict[str, str],
    then: str,
) -> None:
    again = afterwards.get(path.format(**ids), params={"as_of": then})
    assert answers[path].status_code == again.status_code == 200
    assert again.content == answers[path].content
    assert again.headers["cache-control"] == "max-age=86400, immutable"
    # Words of its caption are no bytes of a picture, and no curation ever changes.
    if not path.endswith(("png", "{curation_id}")):
        assert afterwards.get(path.format(**ids)).content != again.content


@pytest.mark.parametrize("path", [path for path in READS if "_id}" not in path])
def test_before_anything_was_stored_lists_are_empty(afterwards: httpx.Client, path: str) -> None:
    found = afterwards.get(path, params={"as_of": "2020-01-01"}).json()
    assert not any(found.values()) or found["items"] == []


@pytest.mark.parametrize("path", [path for path in READS if "_id}" in path])
def test_what_was_not_there_yet_is_not_found(
    afterwards: httpx.Client, path: str, ids: dict[str, str]
) -> None:
    response = afterwards.get(path.format(**ids), params={"as_of": "2020-01-01"})
    assert response.status_code == 404
    noun = path.split("/")[2].removesuffix("s") if "series" not in path else "series"
    key = ids[f"{noun}_id"]
    detail = f"No {noun} {key} was stored at 2020-01-01T23:59:59.999999+00:00."
    assert response.json()["detail"] == detail
    assert "cache-control" not in response.headers


@pytest.mark.parametrize("path", READS)
def test_the_future_is_refused_with_the_present(
    afterwards: httpx.Client, path: str, ids: dict[str, str]
) -> None:
    ahead = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    response = afterwards.get(path.format(**ids), params={"as_of": ahead})
    assert response.status_code == 422
    problem = response.json()
    assert problem["type"] == "/v1/problems/invalid"
    assert f"as_of {ahead} has not come yet: by the clock of recording it is" in problem["detail"]
    assert problem["errors"][0]["parameter"] == "as_of"


@pytest.mark.parametrize("as_of", ["2025-01-05T08:00:00", "then", "", "20250105.5"])
@pytest.mark.parametrize("path", READS)
def test_no_other_spelling_is_taken(client: httpx.Client, path: str, as_of: str) -> None:
    an_id = uuid4()
    nouns = ("article", "claim", "source", "series", "curation")
    named = dict.fromkeys((f"{noun}_id" for noun in nouns), an_id)
    response = client.get(path.format(**named), params={"as_of": as_of})
    assert response.status_code == 422
    assert {fault["parameter"] for fault in response.json()["errors"]} == {"as_of"}


def test_the_next_page_is_of_the_same_time(afterwards: httpx.Client, then: str) -> None:
    whole = afterwards.get("/v1/claims", params={"as_of": then}).json()["items"]
    url: str | None = f"/v1/claims?limit=1&as_of={then}"
    found = []
    while url:
        response = afterwards.get(url)
        found += response.json()["items"]
        url = response.links.get("next", {}).get("url")
    assert found == whole
    assert len(whole) == 3


def test_the_comparison_says_as_of_when_it_is(
    afterwards: httpx.Client, ids: dict[str, str], then: str
) -> None:
    path = f"/v1/series/{ids['series_id']}/comparison"
    found = afterwards.get(path, params={"as_of": then}).json()
    assert datetime.fromisoformat(found["as_of"]) == datetime.fromisoformat(then)
    assert found["counts"]["claims"] == 1
    assert afterwards.get(path).json()["as_of"] is None


def test_charts_say_as_of_when_they_are_and_link_to_claims_as_they_were(
    afterwards: httpx.Client, ids: dict[str, str], then: str
) -> None:
    path = f"/v1/series/{ids['series_id']}/chart.svg"
    drawn = afterwards.get(path, params={"as_of": then}).text
    assert f"as of all that was stored at {then}" in drawn
    assert f"/v1/claims/{ids['claim_id']}?as_of={then}" in drawn
    both = afterwards.get(path, params={"as_of": then, "at": "2025-01-07"}).text
    assert f"as of 2025-01-07 23:59 UTC, of all that was stored at {then}" in both


def test_a_package_says_as_of_when_it_is_and_holds_no_more(
    afterwards: httpx.Client, ids: dict[str, str], then: str
) -> None:
    path = f"/v1/series/{ids['series_id']}/package.zip"
    response = afterwards.get(path, params={"as_of": then})
    with ZipFile(io.BytesIO(response.content)) as package:
        readme = package.read("README.md").decode()
        described = json.loads(package.read("datapackage.json"))
        claims = package.read("claims.csv").decode().splitlines()
    assert f"- As of: {then}: what was stored then, as it was" in readme
    assert f"1 claims in 1 articles, as of {then}. {response.url}" in readme
    assert datetime.fromisoformat(described["created"]) == datetime.fromisoformat(then)
    assert len(claims) == 2
    kept = {"If-None-Match": response.headers["etag"]}
    again = afterwards.get(path, params={"as_of": then}, headers=kept)
    assert (again.status_code, again.headers["cache-control"]) == (
        304,
        "max-age=86400, immutable",
    )
