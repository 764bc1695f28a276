"""Claims, sources and series of real sentences, over HTTP."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from service.api import examples
from service.api.schemas import (
    ArticlePage,
    ClaimPage,
    SeriesPage,
    SourcePage,
    StoredClaim,
    StoredSource,
    WholeSeries,
)
from service.documents import Document

ARTICLES = [
    Document.model_validate(
        {
            "text": "At least 31 people were killed in Kyiv on Sunday, the mayor said. More than "
            "100 others were wounded, according to police.",
            "url": "https://courier.example/kyiv",
            "title": "Kyiv counts its dead",
            "publisher": "The Courier",
            "published_at": "2025-01-05T18:30:00Z",
        }
    ),
    Document.model_validate(
        {
            "text": "\U0001f600 Between 10,000 and 12,000 North Korean soldiers were deployed to "
            "the Kursk region, Western officials said. Hundreds of civilians have fled.",
            "url": "https://gazette.example/kursk",
            "title": "Pyongyang's men",
            "publisher": "The Gazette",
            "published_at": "2025-02-10T08:00:00Z",
        }
    ),
]
KILLED, WOUNDED = "At least 31", "More than 100"
DEPLOYED, FLED = "Between 10,000 and 12,000", "Hundreds"
ALL = {KILLED, WOUNDED, DEPLOYED, FLED}


@pytest.fixture(scope="module", autouse=True)
def articles(real: httpx.Client) -> list[dict[str, Any]]:
    bodies = [article.model_dump(mode="json", exclude_none=True) for article in ARTICLES]
    responses = [real.post("/v1/articles", json=body) for body in bodies]
    assert [response.status_code for response in responses] == [201, 201]
    return [response.json() for response in responses]


def claims(client: httpx.Client, **asked: Any) -> list[dict[str, Any]]:
    response = client.get("/v1/claims", params=asked)
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


def quotes(client: httpx.Client, **asked: Any) -> set[str]:
    return {claim["quote"] for claim in claims(client, **asked)}


def test_every_claim_carries_its_evidence(real: httpx.Client) -> None:
    for claim in claims(real):
        text = real.get(f"/v1/articles/{claim['article_id']}").json()["text"]
        assert text[claim["start"] : claim["end"]] == claim["quote"]
        start, end = claim["sentence_span"]
        assert text[start:end] == claim["sentence"]
        assert claim["quote"] in claim["sentence"]


def test_a_claim_is_one_request_away(real: httpx.Client) -> None:
    (claim,) = claims(real, metric="killed")
    single = real.get(f"/v1/claims/{claim['id']}")
    assert single.json() == claim
    assert StoredClaim.model_validate_json(single.content, strict=True).low == 31
    assert (claim["metric"], claim["hedge"], claim["high"]) == ("killed", "at_least", None)
    assert (claim["place"], claim["basis"], claim["source_kind"]) == (
        "Kyiv",
        "incident",
        "government",
    )
    assert (claim["publisher"], claim["title"]) == ("The Courier", "Kyiv counts its dead")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ALL),
        ({"metric": "killed"}, {KILLED}),
        ({"population": "Soldier"}, {DEPLOYED}),
        ({"whose": "north korea"}, {DEPLOYED}),
        ({"whose": "KP"}, {DEPLOYED}),
        ({"place": "kyiv"}, {KILLED}),
        ({"source": "OFFICIALS"}, {DEPLOYED}),
        ({"source": "police"}, {WOUNDED}),
        ({"publisher": "courier"}, {KILLED, WOUNDED}),
        ({"hedge": "more_than"}, {WOUNDED}),
        ({"kind": "money"}, set()),
        ({"stance": "asserted"}, ALL),
        ({"stance": "denied"}, set()),
        ({"published_from": "2025-02-10"}, {DEPLOYED, FLED}),
        ({"published_from": "2025-02-10T08:00:01Z"}, set()),
        ({"published_to": "2025-01-05"}, {KILLED, WOUNDED}),
        ({"published_to": "2025-01-05T18:29:59+00:00"}, set()),
        ({"low": 11000, "high": 11500}, {KILLED, WOUNDED, DEPLOYED}),
        ({"high": 50}, {KILLED}),
        ({"q": "fled civilians"}, {FLED}),
        ({"superseded": True}, set()),
        ({"metric": "wounded", "publisher": "The Gazette"}, set()),
    ],
)
def test_filters_choose(real: httpx.Client, asked: dict[str, Any], found: set[str]) -> None:
    assert quotes(real, **asked) == found


def test_ids_choose_exactly(real: httpx.Client) -> None:
    (claim,) = claims(real, metric="killed")
    assert quotes(real, article=claim["article_id"]) == {KILLED, WOUNDED}
    assert quotes(real, series=claim["series_id"]) == {KILLED}
    assert quotes(real, source=claim["source_id"]) == {KILLED}


@pytest.mark.parametrize(
    ("sort", "first"),
    [("published", "The Courier"), ("-published", "The Gazette"), ("-amount", "The Gazette")],
)
def test_claims_come_in_the_order_asked_for(real: httpx.Client, sort: str, first: str) -> None:
    assert claims(real, sort=sort)[0]["publisher"] == first


def test_pages_by_next_and_by_link_are_the_whole_list_once(real: httpx.Client) -> None:
    whole = [claim["id"] for claim in claims(real, sort="amount")]
    by_next, by_link = list(following_next(real)), list(following_links(real))
    assert [claim["id"] for claim in by_next] == whole
    assert [claim["id"] for claim in by_link] == whole


def following_next(client: httpx.Client) -> Iterator[dict[str, Any]]:
    asked: dict[str, Any] = {"sort": "amount", "limit": 1}
    while True:
        page = client.get("/v1/claims", params=asked).json()
        yield from page["items"]
        if page["next"] is None:
            return
        asked["next"] = page["next"]


def following_links(client: httpx.Client) -> Iterator[dict[str, Any]]:
    url: str | None = str(client.base_url.join("/v1/claims?sort=amount&limit=3"))
    while url:
        response = client.get(url)
        yield from response.json()["items"]
        url = response.links.get("next", {}).get("url")


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("articles", ArticlePage),
        ("claims", ClaimPage),
        ("sources", SourcePage),
        ("series", SeriesPage),
    ],
)
def test_pages_are_what_is_documented(real: httpx.Client, path: str, model: Any) -> None:
    for limit in (1, 100):
        content = real.get(f"/v1/{path}", params={"limit": limit}).content
        assert model.model_validate_json(content, strict=True).items


@pytest.mark.parametrize(
    "way", [{"params": {"format": "csv"}}, {"headers": {"accept": "text/csv"}}]
)
def test_csv_has_a_header_and_one_line_a_claim(real: httpx.Client, way: dict[str, Any]) -> None:
    response = real.get("/v1/claims", **way)
    assert response.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(response.text, newline="")))
    assert {row["quote"] for row in rows} == ALL
    (killed,) = (row for row in rows if row["quote"] == KILLED)
    assert (killed["low"], killed["high"], killed["superseded"]) == ("31", "", "false")
    (claim,) = claims(real, metric="killed")
    assert [int(killed["place_start"]), int(killed["place_end"])] == claim["place_span"]


@pytest.mark.parametrize(
    "way", [{"params": {"format": "ndjson"}}, {"headers": {"accept": "application/x-ndjson"}}]
)
def test_ndjson_has_the_same_objects_a_line_each(real: httpx.Client, way: dict[str, Any]) -> None:
    response = real.get("/v1/claims", **way)
    assert response.headers["content-type"].startswith("application/x-ndjson")
    assert [json.loads(line) for line in response.text.splitlines()] == claims(real)


def test_format_wins_over_accept_and_keeps_its_link(real: httpx.Client) -> None:
    asked = {"format": "ndjson", "limit": "1"}
    response = real.get("/v1/claims", params=asked, headers={"accept": "text/html"})
    assert response.status_code == 200
    following = real.get(response.links["next"]["url"])
    assert following.headers["content-type"].startswith("application/x-ndjson")
    assert following.text != response.text


def test_a_source_is_one_entity_with_its_names(real: httpx.Client) -> None:
    (claim,) = claims(real, metric="troops")
    response = real.get(f"/v1/sources/{claim['source_id']}")
    source = StoredSource.model_validate_json(response.content, strict=True)
    assert source.name == "Western officials"
    assert source.claim_count == 1
    found = real.get("/v1/sources", params={"q": "western"}).json()["items"]
    assert [item["id"] for item in found] == [str(source.id)]


def test_a_series_has_its_claims(real: httpx.Client) -> None:
    (claim,) = claims(real, metric="troops")
    path = f"/v1/series/{claim['series_id']}"
    series = WholeSeries.model_validate_json(real.get(path).content, strict=True)
    assert (series.metric, series.whose, series.claim_count) == ("troops", "KP", 1)
    assert series.title.startswith("North Korean soldiers: troops")
    assert real.get(f"{path}/claims").json()["items"] == [claim]
    found = real.get("/v1/series", params={"q": "korean soldiers", "metric": "troops"}).json()
    assert [item["id"] for item in found["items"]] == [str(series.id)]


def test_the_claims_of_a_series_come_in_other_forms_too(real: httpx.Client) -> None:
    (claim,) = claims(real, metric="troops")
    path = f"/v1/series/{claim['series_id']}/claims"
    assert DEPLOYED in real.get(path, params={"format": "csv"}).text


def test_what_is_explained_can_be_followed_to_the_rules(real: httpx.Client) -> None:
    text = "On 3 May two F-16 jets killed at least 12 people in Kyiv, police said."
    answer = real.post("/v1/extract", params={"explain": "true"}, json={"text": text}).json()
    claim = next(claim for claim in answer["claims"] if claim["metric"] == "killed")
    assert claim["rules"]["metric"].startswith("governors.")
    assert claim["rules"]["source"].partition(".")[0] in ("sources", "discourse")
    reasons = {number["quote"]: number["reason"] for number in answer["numbers"]}
    assert reasons["16"] == "designation"


def test_the_example_of_the_documentation_is_what_is_answered(real: httpx.Client) -> None:
    document = examples.DOCUMENTS["text"]["value"]
    answer = real.post("/v1/extract", json=document).json()
    assert answer["article"] == examples.EXTRACTION["article"]
    names = ("quote", "low", "high", "hedge", "metric", "population", "whose", "source", "stance")
    shown = [{name: claim[name] for name in names} for claim in examples.EXTRACTION["claims"]]
    assert [{name: claim[name] for name in names} for claim in answer["claims"]] == shown
