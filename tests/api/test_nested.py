"""Series in wider and narrower scopes, over HTTP: told beside each other, never combined."""

from typing import Any

import httpx
import pytest

from service.api.schemas import WholeSeries

WAR = {"basis": "cumulative", "period_start": "2022-02-24"}
MONDAY = {"basis": "incident", "period_start": "2024-12-16", "period_end": "2024-12-16"}
ROWS = [
    {"place": "Ukraine", "value": 659, **WAR},
    {"place": "Kiev", "country": "Ukraine", "value": 31, **WAR},
    {"place": "Kyiv", "value": 2, **MONDAY},
    {"place": "Kyiv region", "value": 40, **WAR},
]


@pytest.fixture(scope="module")
def series(client: httpx.Client) -> list[str]:
    """Ids of the series of the rows."""
    shared = {"source": "Prosecutors", "metric": "killed", "population": "child"}
    rows = [{"date": "2024-12-17", **shared, **row} for row in ROWS]
    response = client.post("/v1/claims", json=rows)
    assert response.status_code in (200, 201), response.text
    return [claim["series_id"] for claim in response.json()["items"]]


def answer(client: httpx.Client, path: str, **asked: Any) -> dict[str, Any]:
    response = client.get(f"/v1/series/{path}", params=asked)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def by(nested: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {each["series_id"]: each["by"] for each in nested}


def test_a_series_leads_to_the_wider_and_the_narrower_ones(
    client: httpx.Client, series: list[str]
) -> None:
    war, kyiv, monday, region = series
    found = answer(client, war)
    WholeSeries.model_validate(found)
    assert by(found["narrower"]) == {kyiv: ["place"], monday: ["place", "time"], region: ["place"]}
    assert (found["narrower_count"], found["wider"]) == (3, [])
    found = answer(client, monday)
    assert by(found["wider"]) == {kyiv: ["time"], war: ["place", "time"]}
    for each in found["wider"]:
        assert client.get(each["comparison"]).status_code == 200


def test_a_comparison_tells_of_them_and_takes_nothing_from_them(
    client: httpx.Client, series: list[str]
) -> None:
    found = answer(client, f"{series[0]}/comparison")
    assert found["nested"] == {
        name: answer(client, series[0])[name]
        for name in ("wider", "narrower", "narrower_count", "perhaps")
    }
    assert found["counts"]["claims"] == 1


def test_the_refusal_says_which_scope_contains_the_other(
    client: httpx.Client, series: list[str]
) -> None:
    war, kyiv, *_ = series
    response = client.get(f"/v1/series/{war}/comparison", params={"with": kyiv})
    assert response.status_code == 409
    assert "place_scope (UA, UA kyiv); UA kyiv lies in UA." in response.json()["detail"]


def test_series_are_asked_for_in_a_place_and_within_it(
    client: httpx.Client, series: list[str]
) -> None:
    war, kyiv, monday, region = series
    listed = client.get("/v1/series", params={"place": "Ukraine"}).json()["items"]
    assert {each["id"] for each in listed} == {war, kyiv, monday, region}
    asked = {"place": "Kiev", "within": "false"}
    listed = client.get("/v1/series", params=asked).json()["items"]
    assert {each["id"] for each in listed} == {kyiv, monday}
