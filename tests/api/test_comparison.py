"""A comparison over HTTP: who says how many, at a time, and what may not be compared."""

import json
from typing import Any

import httpx
import jsonschema_rs
import pytest

PUBLISHED = [
    ("12", "2025-01-05T08:00:00Z", "The Courier"),
    ("15", "2025-01-07T08:00:00Z", "The Courier"),
    ("9", "2025-01-06T08:00:00Z", "The Gazette"),
]


@pytest.fixture(scope="module", autouse=True)
def _articles(client: httpx.Client) -> None:
    for number, moment, publisher in PUBLISHED:
        text = f"{number} killed"
        document = {"text": text, "published_at": moment, "publisher": publisher}
        assert client.post("/v1/articles", json=document).status_code == 201


@pytest.fixture(scope="module")
def series_id(client: httpx.Client) -> str:
    (series,) = client.get("/v1/series", params={"metric": "killed"}).json()["items"]
    return str(series["id"])


def compared(client: httpx.Client, series_id: str, **asked: str) -> dict[str, Any]:
    response = client.get(f"/v1/series/{series_id}/comparison", params=asked)
    assert response.status_code == 200, response.text
    document: dict[str, Any] = response.json()
    return document


def standing(comparison: dict[str, Any]) -> dict[str, str]:
    return {
        position["source"]: position["standing"]["quote"]
        for position in comparison["positions"]
        if position["standing"]
    }


def test_each_source_stands_where_it_last_stood(client: httpx.Client, series_id: str) -> None:
    comparison = compared(client, series_id)
    assert standing(comparison) == {"The Courier": "15", "The Gazette": "9"}
    (courier,) = (each for each in comparison["positions"] if each["source"] == "The Courier")
    assert [claim["quote"] for claim in courier["earlier"]] == ["12"]
    assert comparison["spread"]["gap"] == {
        "low": 6,
        "high": 6,
        "low_excluded": False,
        "high_excluded": False,
    }
    assert comparison["counts"]["origins"] == 3


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2025-01-04", {}),
        ("2025-01-05", {"The Courier": "12"}),
        ("2025-01-05T07:59:59Z", {}),
        ("2025-01-06", {"The Courier": "12", "The Gazette": "9"}),
        ("2025-01-07T10:00:00+02:00", {"The Courier": "15", "The Gazette": "9"}),
    ],
)
def test_at_asks_for_a_moment_or_the_end_of_a_day(
    client: httpx.Client, series_id: str, at: str, expected: dict[str, str]
) -> None:
    assert standing(compared(client, series_id, at=at)) == expected


def test_a_comparison_is_what_is_documented(client: httpx.Client, series_id: str) -> None:
    document = client.get("/openapi.json").json()
    schema = {"$ref": "#/components/schemas/Comparison", "components": document["components"]}
    jsonschema_rs.validate(schema, compared(client, series_id))


@pytest.mark.parametrize("at", ["2025-01-05T08:00:00", "then", ""])
def test_a_moment_without_an_offset_is_refused(
    client: httpx.Client, series_id: str, at: str
) -> None:
    response = client.get(f"/v1/series/{series_id}/comparison", params={"at": at})
    assert response.status_code == 422
    assert {fault["parameter"] for fault in response.json()["errors"]} == {"at"}


def test_a_series_beside_itself_is_only_itself(client: httpx.Client, series_id: str) -> None:
    beside = compared(client, series_id, **{"with": series_id})
    assert beside == compared(client, series_id)


def test_unlike_series_are_not_put_side_by_side(real: httpx.Client, series_id: str) -> None:
    text = "More than 100 people were wounded, police said."
    (claim,) = real.post("/v1/articles", json={"text": text}).json()["claims"]
    other = claim["series_id"]
    for asked in ({"with": other}, {"with": other, "at": "2020-01-01"}):
        response = real.get(f"/v1/series/{series_id}/comparison", params=asked)
        assert response.status_code == 409
        problem = response.json()
        assert problem["type"] == "/v1/problems/unlike-series"
        assert "metric" in problem["detail"]
        assert "killed" in problem["detail"]
        assert "wounded" in problem["detail"]
        assert "metric" in json.dumps(problem["errors"])


def test_an_unknown_series_beside_is_named(client: httpx.Client, series_id: str) -> None:
    unknown = "01936c8e-52f7-7d24-9a51-6f2b8f2f7c11"
    response = client.get(f"/v1/series/{series_id}/comparison", params={"with": unknown})
    assert response.status_code == 404
    assert unknown in response.json()["detail"]
