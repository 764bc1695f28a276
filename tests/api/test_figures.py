"""Published figures go in as rows and are claims like any other."""

import json
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx
import pytest

from service.api.schemas import StoredClaim, StoredFigures
from service.figures import READER


def row(**changes: Any) -> dict[str, Any]:
    """A row of a source of its own."""
    return {
        "source": f"Board {uuid4()}",
        "date": "2024-03-05",
        "metric": "missing",
        "item": "sailors",
        "value": 12,
    } | changes


def post(client: httpx.Client, body: Any) -> httpx.Response:
    return client.post("/v1/claims", json=body)


def test_a_row_is_created_as_a_claim(client: httpx.Client) -> None:
    response = post(client, row(link="https://sea.example/losses"))
    assert response.status_code == 201
    claim = StoredClaim.model_validate_json(response.content, strict=True)
    assert (claim.quote, claim.low, claim.high) == ("12", Decimal(12), Decimal(12))
    assert claim.reader == READER
    assert response.headers["location"] == f"/v1/claims/{claim.id}"
    assert client.get(response.headers["location"]).content == response.content
    article = client.get(f"/v1/articles/{claim.article_id}").json()
    assert article["text"][claim.start : claim.end] == claim.quote


def test_the_same_again_is_the_stored_claim(client: httpx.Client) -> None:
    sent = row()
    first, second = post(client, sent), post(client, sent)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.content == second.content
    assert first.headers["location"] == second.headers["location"]


def test_a_changed_value_supersedes_the_one_before(client: httpx.Client) -> None:
    sent = row()
    old, new = post(client, sent).json(), post(client, sent | {"value": 13}).json()
    assert client.get(f"/v1/claims/{old['id']}").json()["superseded"]
    current = client.get(
        "/v1/claims", params={"series": new["series_id"], "source": sent["source"]}
    )
    assert [claim["quote"] for claim in current.json()["items"]] == ["13"]


def test_a_list_is_answered_in_its_order(client: httpx.Client) -> None:
    several = [row(value=value) for value in (9, 7, 8)]
    response = post(client, several)
    assert response.status_code == 201
    answer = StoredFigures.model_validate_json(response.content, strict=True)
    assert [claim.quote for claim in answer.items] == ["9", "7", "8"]
    assert (answer.new, answer.known) == (3, 0)
    again = post(client, [several[1], row(value=1), several[1]])
    assert (again.status_code, again.json()["new"], again.json()["known"]) == (201, 1, 1)
    assert [claim["quote"] for claim in again.json()["items"]] == ["7", "1"]
    assert post(client, several).status_code == 200


def test_a_thousand_rows_are_taken_and_no_more(client: httpx.Client) -> None:
    several = [row(value=value) for value in range(1001)]
    assert len(post(client, several[1:]).json()["items"]) == 1000
    assert post(client, several).status_code == 422


@pytest.mark.parametrize(
    ("body", "pointer", "said"),
    [
        (row(value="12k"), "/value", "is no number"),
        (row(metric="slain"), "/metric", "should be 'killed'"),
        (row(hedje="about"), "/hedje", "is no field here"),
        ({"metric": "killed"}, "/date", "is missing"),
        (row(source=None), "", "needs a source or a publisher"),
        ([row(), row(date="soon")], "/1/date", "is not spelled like 2025-01-05"),
        ([row(), 7], "/1", "should be a JSON object"),
        ("a row", "", "should be a JSON object"),
        ([], "", "at least 1 item"),
        ([row(source="B", value=value) for value in (1, 2)], "/1", "series of /0 and says"),
    ],
)
def test_an_unfit_row_is_pointed_at_and_nothing_is_stored(
    client: httpx.Client, body: Any, pointer: str, said: str
) -> None:
    before = client.get("/v1/claims", params={"format": "csv", "limit": 1000}).text
    response = post(client, body)
    assert response.status_code == 422
    fault = response.json()["errors"][0]
    assert fault["pointer"] == pointer
    assert said in fault["detail"]
    assert client.get("/v1/claims", params={"format": "csv", "limit": 1000}).text == before


def test_what_is_no_json_is_refused(client: httpx.Client) -> None:
    assert client.post("/v1/claims", content=b"[{").status_code == 415
    headers = {"Content-Type": "application/json"}
    assert client.post("/v1/claims", content=b"[{", headers=headers).status_code == 400


def test_published_and_read_figures_meet_in_one_series(client: httpx.Client) -> None:
    text = f"12 killed, and {uuid4()}"
    article = client.post("/v1/articles", json={"text": text}).json()
    published = post(client, row(metric="killed", item="the dead", population="people", value=13))
    assert published.json()["series_id"] == article["claims"][0]["series_id"]


def test_numbers_keep_their_digits(client: httpx.Client) -> None:
    sent = json.dumps(row(kind="measure", unit="kilometre", metric="other")).replace("12", "12.25")
    headers = {"Content-Type": "application/json"}
    claim = client.post("/v1/claims", content=sent.encode(), headers=headers).json()
    assert (claim["quote"], claim["low"]) == ("12.25", 12.25)


def test_rows_of_two_sources_are_two_origins_however_alike_they_read(client: httpx.Client) -> None:
    item = f"sailors of {uuid4()}"
    alike = [row(source=f"The {name} Board {uuid4()}", item=item) for name in ("Harbour", "River")]
    series = post(client, alike).json()["items"][0]["series_id"]
    counts = client.get(f"/v1/series/{series}/comparison").json()["counts"]
    assert (counts["claims"], counts["sources"], counts["origins"]) == (2, 2, 2)
