"""Finding what to compare, over HTTP: series and sources by words, size and facets."""

import csv
import io
import json
from typing import Any

import httpx
import pytest

from service.api.schemas import SeriesFacets, SourceFacets

ARTICLES = [
    (
        "Ukraine's General Staff said that Russia had lost more than 798,000 soldiers since the "
        "invasion began.",
        "2025-01-05T18:30:00Z",
    ),
    (
        "Ukraine's General Staff said that Russia had lost more than 801,000 soldiers since the "
        "invasion began. At least 31 people were killed in Kyiv on Sunday, the mayor said.",
        "2025-01-07T18:30:00Z",
    ),
    (
        "More than 100 people were wounded, police said. At least 12 were arrested in Tbilisi.",
        "2025-02-01T08:00:00Z",
    ),
]


@pytest.fixture(scope="module", autouse=True)
def _articles(real: httpx.Client) -> None:
    for number, (text, moment) in enumerate(ARTICLES):
        document = {
            "text": text,
            "url": f"https://courier.example/{number}",
            "published_at": moment,
        }
        assert real.post("/v1/articles", json=document).status_code == 201


def items(client: httpx.Client, path: str, **asked: Any) -> list[dict[str, Any]]:
    response = client.get(f"/v1/{path}", params=asked)
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["items"]
    return found


def metrics(client: httpx.Client, **asked: Any) -> list[str]:
    return [series["metric"] for series in items(client, "series", **asked)]


def losses(client: httpx.Client) -> str:
    (series,) = items(client, "series", q="Russian losses")
    return str(series["id"])


def test_series_are_found_by_what_people_call_them(real: httpx.Client) -> None:
    assert metrics(real, q="Russian losses") == ["casualties"]
    assert metrics(real, q="how many dead in Kyiv?") == ["killed"]
    assert metrics(real, q="injured") == ["wounded"]
    assert metrics(real, q="arrests") == ["detained"]
    assert metrics(real, q="Russian arrests") == []


def test_the_series_with_the_most_claims_comes_first(real: httpx.Client) -> None:
    first, *others = items(real, "series")
    assert (first["metric"], first["claim_count"]) == ("casualties", 2)
    assert first["last_published_at"] == "2025-01-07T18:30:00+00:00"
    assert {series["claim_count"] for series in others} == {1}
    assert metrics(real, sort="claims")[-1] == "casualties"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"place": "kyiv"}, {"killed"}),
        ({"source": "general staff"}, {"casualties"}),
        ({"source_kind": "military"}, {"casualties"}),
        ({"min_claims": 2}, {"casualties"}),
        ({"published_from": "2025-01-07"}, {"casualties", "killed", "wounded", "detained"}),
        ({"published_from": "2025-01-08"}, {"wounded", "detained"}),
        ({"published_to": "2025-01-07"}, {"casualties", "killed"}),
        ({"unit": "USD"}, set()),
    ],
)
def test_filters_choose(real: httpx.Client, asked: dict[str, Any], found: set[str]) -> None:
    assert set(metrics(real, **asked)) == found


@pytest.mark.parametrize("path", ["series", "sources"])
@pytest.mark.parametrize("sort", ["-claims", "claims", "-published", "published"])
def test_pages_are_the_whole_list_in_its_order(real: httpx.Client, path: str, sort: str) -> None:
    whole = [item["id"] for item in items(real, path, sort=sort)]
    url: str | None = str(real.base_url.join(f"/v1/{path}?limit=1&sort={sort}"))
    found = []
    while url:
        response = real.get(url)
        found += [item["id"] for item in response.json()["items"]]
        url = response.links.get("next", {}).get("url")
    assert found == whole
    assert len(whole) > 2


def test_a_next_of_another_order_is_refused(real: httpx.Client) -> None:
    cursor = real.get("/v1/series", params={"limit": 1}).json()["next"]
    response = real.get("/v1/series", params={"next": cursor, "sort": "title"})
    assert response.status_code == 422
    assert response.json()["type"] == "/v1/problems/malformed-cursor"


def test_facets_say_what_there_is(real: httpx.Client) -> None:
    response = real.get("/v1/series/facets")
    facets = SeriesFacets.model_validate_json(response.content, strict=True)
    assert facets.metric[0].model_dump() == {"value": "casualties", "series": 1, "claims": 2}
    assert {count.value for count in facets.metric} == set(metrics(real))
    assert sum(count.claims for count in facets.source_kind) == len(items(real, "claims"))
    fewer = real.get("/v1/series/facets", params={"limit": 1, "metric": "killed"}).json()
    assert {len(values) for values in fewer.values()} == {1}
    assert fewer["place_scope"][0]["series"] == 1


def test_facets_of_sources_say_what_there_is(real: httpx.Client) -> None:
    response = real.get("/v1/sources/facets", params={"country": "UA"})
    facets = SourceFacets.model_validate_json(response.content, strict=True)
    assert facets.kind[0].model_dump() == {"value": "military", "sources": 1, "claims": 2}
    assert [count.value for count in facets.country] == ["UA"]


@pytest.mark.parametrize(("path", "noun"), [("series", "series"), ("sources", "sources")])
def test_facets_come_as_rows_too(real: httpx.Client, path: str, noun: str) -> None:
    whole = real.get(f"/v1/{path}/facets").json()
    rows = [{"facet": name, **count} for name, counts in whole.items() for count in counts]
    lines = real.get(f"/v1/{path}/facets", params={"format": "ndjson"})
    assert [json.loads(line) for line in lines.text.splitlines()] == rows
    table = real.get(f"/v1/{path}/facets", headers={"accept": "text/csv"})
    assert table.headers["content-type"].startswith("text/csv")
    read = list(csv.DictReader(io.StringIO(table.text, newline="")))
    assert list(read[0]) == ["facet", "value", noun, "claims"]
    assert [row["value"] or None for row in read] == [row["value"] for row in rows]


def test_the_source_with_the_most_claims_comes_first(real: httpx.Client) -> None:
    first, *_ = items(real, "sources")
    assert (first["name"], first["claim_count"]) == ("Ukraine's General Staff", 2)
    assert first["last_published_at"] == "2025-01-07T18:30:00+00:00"
    names = [source["name"] for source in items(real, "sources", sort="name")]
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["more than 801,000", "more than 798,000"]),
        ({"sort": "published"}, ["more than 798,000", "more than 801,000"]),
        ({"sort": "amount"}, ["more than 798,000", "more than 801,000"]),
        ({"published_to": "2025-01-06"}, ["more than 798,000"]),
        ({"high": 800_000}, ["more than 798,000"]),
        ({"source": "general staff", "limit": 1}, ["more than 801,000"]),
        ({"source": "police"}, []),
        ({"superseded": True}, []),
    ],
)
def test_the_claims_of_a_series_take_the_filters_of_claims(
    real: httpx.Client, asked: dict[str, Any], found: list[str]
) -> None:
    path = f"series/{losses(real)}/claims"
    assert [claim["quote"] for claim in items(real, path, **asked)] == found


def test_the_claims_of_a_series_are_not_those_of_another(real: httpx.Client) -> None:
    response = real.get(f"/v1/series/{losses(real)}/claims", params={"series": losses(real)})
    assert response.status_code == 422
    fault = response.json()["errors"][0]
    assert fault["parameter"] == "series"
    assert {"metric", "sort", "superseded", "low"} <= set(fault["allowed"])
