"""Curators correct what is stored, over HTTP, and take it back."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from service.api import examples
from service.api.schemas import CurationPage, StoredCuration
from service.curation import Action
from tests.api.conftest import served
from tests.api.test_errors import NOWHERE, problem
from tests.conftest import fresh_database

WHO = {"who": "Ada", "why": "The words say so."}


@pytest.fixture
def client(server_url: str, template: str) -> Iterator[httpx.Client]:
    """A client of a service of its own, with three articles."""
    with fresh_database(server_url, template) as url, served(url) as client:
        for number in (10, 20, 30):
            body = {
                "text": f"{number} killed. Nobody else counted the 7 killed or the missing.",
                "url": f"https://courier.example/{number}",
                "published_at": f"2025-01-{number}T12:00:00Z",
            }
            assert client.post("/v1/articles", json=body).status_code == 201
        yield client


@pytest.fixture(scope="module")
def shared(server_url: str, template: str) -> Iterator[httpx.Client]:
    """A client of a service without articles, for what is refused."""
    with fresh_database(server_url, template) as url, served(url) as client:
        yield client


def claims(client: httpx.Client, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/v1/claims", params=asked).json()["items"]
    return found


def the(client: httpx.Client, number: int) -> dict[str, Any]:
    (found,) = claims(client, low=number, high=number)
    return found


def curate(client: httpx.Client, action: str, **fields: Any) -> dict[str, Any]:
    response = client.post("/v1/curations", json={"action": action, **WHO, **fields})
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    assert client.get(response.headers["location"]).json() == made
    return made


def undo(client: httpx.Client, made: dict[str, Any]) -> dict[str, Any]:
    response = client.post(f"/v1/curations/{made['id']}/undo", json=WHO)
    assert response.status_code == 201, response.text
    undone: dict[str, Any] = response.json()
    return undone


def test_a_curation_tells_who_when_why_and_what_was_there_before(client: httpx.Client) -> None:
    claim = the(client, 10)
    fields = {"source": "Ministry of Health", "basis": "cumulative"}
    made = curate(client, "correct_claim", claim=claim["id"], fields=fields)
    corrected = client.get(f"/v1/claims/{claim['id']}").json()
    StoredCuration.model_validate(made)
    assert (made["action"], made["who"], made["why"]) == ("correct_claim", *WHO.values())
    assert made["asked"] == {"claim": claim["id"], "fields": fields}
    before, after = (made[when]["claim"][claim["id"]] for when in ("before", "after"))
    changed = {"source", "source_id", "source_kind", "basis", "series_id"}
    assert before == {name: claim[name] for name in changed}
    assert after == {name: corrected[name] for name in changed}
    assert set(made["targets"]) >= {claim["id"], claim["series_id"], corrected["series_id"]}
    assert corrected["corrected"]


def test_what_was_corrected_leads_to_its_curations(client: httpx.Client) -> None:
    claim = the(client, 10)
    made = curate(client, "correct_claim", claim=claim["id"], fields={"source": "Red Cross"})
    corrected = client.get(f"/v1/claims/{claim['id']}").json()
    source = client.get(f"/v1/sources/{corrected['source_id']}").json()
    series = client.get(f"/v1/series/{corrected['series_id']}").json()
    listed = [client.get(each["curations"]).json()["items"] for each in (corrected, source, series)]
    assert listed == [[made], [made], []]


def test_the_figure_and_its_series_follow_a_correction(client: httpx.Client) -> None:
    claim = the(client, 10)
    amount = {"low": 9, "high": None, "hedge": "at_least"}
    fields = {"amount": amount, "metric": "wounded", "whose": "Ukrainian"}
    made = curate(client, "correct_claim", claim=claim["id"], fields=fields)
    corrected = client.get(f"/v1/claims/{claim['id']}").json()
    assert {name: corrected[name] for name in amount} == amount
    series = client.get(f"/v1/series/{corrected['series_id']}").json()
    assert (series["metric"], series["whose"], series["claim_count"]) == ("wounded", "UA", 1)
    comparison = client.get(f"/v1/series/{series['id']}/comparison").json()
    assert comparison["positions"][0]["standing"]["id"] == claim["id"]
    undo(client, made)
    assert client.get(f"/v1/claims/{claim['id']}").json() == claim


def test_a_rejected_claim_stands_nowhere_and_is_found_where_it_is_asked_for(
    client: httpx.Client,
) -> None:
    claim = the(client, 30)
    before = claims(client)
    path = f"/v1/series/{claim['series_id']}"
    article = client.get(f"/v1/articles/{claim['article_id']}").json()
    made = curate(client, "reject_claim", claim=claim["id"])
    assert [each for each in before if each["id"] != claim["id"]] == claims(client)
    assert [each["id"] for each in claims(client, review="rejected")] == [claim["id"]]
    assert client.get(f"/v1/claims/{claim['id']}").json()["review"] == "rejected"
    now = client.get(f"/v1/articles/{claim['article_id']}").json()
    assert claim["id"] not in [each["id"] for each in now["claims"]]
    assert now["claim_count"] == article["claim_count"] - 1
    positions = client.get(f"{path}/comparison").json()["positions"]
    assert claim["id"] in [each["id"] for of in positions for each in of["set_aside"]]
    revisions = client.get(f"{path}/revisions").json()["items"]
    (revision,) = [each for each in revisions if each["claim_id"] == claim["id"]]
    assert (revision["classed_as"], revision["rule"]) == ("set_aside", "rejected")
    assert "curator" in revision["reason"]
    undo(client, made)
    assert claims(client) == before


def test_an_accepted_claim_is_found_where_it_is_asked_for(client: httpx.Client) -> None:
    claim = the(client, 10)
    curate(client, "accept_claim", claim=claim["id"])
    assert [each["id"] for each in claims(client, review="accepted")] == [claim["id"]]
    assert len(claims(client)) == 6


def test_a_merged_series_leads_to_the_other_whatever_is_asked_of_it(client: httpx.Client) -> None:
    claim = the(client, 10)
    fields = {"population": "civilian"}
    curate(client, "correct_claim", claim=claim["id"], fields=fields)
    one, other = (the(client, number)["series_id"] for number in (10, 20))
    made = curate(client, "merge_series", **{"from": one, "into": other})
    for path in ("", "/claims", "/comparison", "/timeline", "/revisions", "/chart.svg"):
        moved = client.get(f"/v1/series/{one}{path}")
        assert (moved.status_code, moved.headers["location"]) == (308, f"/v1/series/{other}{path}")
        assert client.get(moved.headers["location"]).status_code == 200
    package = client.get(f"/v1/series/{one.upper()}/package.zip?at=2025-01-01")
    assert package.headers["location"] == f"/v1/series/{other}/package.zip?at=2025-01-01"
    beside = client.get(f"/v1/series/{other}/comparison", params={"with": one})
    assert beside.headers["location"] == f"/v1/series/{other}/comparison?with={other}"
    assert claims(client, series=one) == claims(client, series=other) != []
    assert one not in [each["id"] for each in client.get("/v1/series").json()["items"]]
    undo(client, made)
    assert client.get(f"/v1/series/{one}/comparison").status_code == 200


def test_a_merged_source_leads_to_the_other_and_is_found_by_all_names(
    client: httpx.Client,
) -> None:
    for number, name in ((10, "Red Cross"), (20, "ICRC delegation in Kyiv")):
        claim = the(client, number)["id"]
        curate(client, "correct_claim", claim=claim, fields={"source": name})
    one, other = (the(client, number)["source_id"] for number in (10, 20))
    made = curate(client, "merge_sources", **{"from": one, "into": other})
    moved = client.get(f"/v1/sources/{one}")
    assert (moved.status_code, moved.headers["location"]) == (308, f"/v1/sources/{other}")
    assert client.get(f"/v1/sources/{other}").json()["aliases"] == [
        "ICRC delegation in Kyiv",
        "Red Cross",
    ]
    for name in (one, other, "Red Cross", "ICRC delegation in Kyiv"):
        assert len(claims(client, source=name)) == 2
    (source,) = client.get("/v1/sources").json()["items"]
    assert (source["id"], source["claim_count"]) == (other, 2)
    undo(client, made)
    assert len(claims(client, source="Red Cross")) == 1


def test_a_part_of_a_series_counts_by_itself_until_that_is_undone(client: httpx.Client) -> None:
    claim = the(client, 10)
    made = curate(
        client, "split_series", series=claim["series_id"], claims=[claim["id"]], part="in Kursk"
    )
    part = client.get(f"/v1/series/{made['made']}").json()
    assert part["title"].endswith(", in Kursk")
    assert part["key"].endswith("&part=in+Kursk")
    assert part["claim_count"] == 1
    unlike = client.get(f"/v1/series/{part['id']}/comparison", params={"with": claim["series_id"]})
    assert "part" in problem(unlike, 409, "unlike-series")["detail"]
    undo(client, made)
    moved = client.get(f"/v1/series/{part['id']}")
    assert moved.headers["location"] == f"/v1/series/{claim['series_id']}"
    again = curate(
        client, "split_series", series=claim["series_id"], claims=[claim["id"]], part="in Kursk"
    )
    assert again["made"] == part["id"]


def test_a_source_has_a_kind_a_country_and_a_side(client: httpx.Client) -> None:
    claim = the(client, 10)["id"]
    curate(client, "correct_claim", claim=claim, fields={"source": "Red Cross"})
    source = the(client, 10)["source_id"]
    described = {"kind": "medical", "country": "CH", "side": "neither"}
    made = curate(client, "describe_source", source=source, **described)
    found = client.get("/v1/sources", params={"side": "neither"}).json()["items"]
    assert [{name: each[name] for name in described} for each in found] == [described]
    facets = client.get("/v1/sources/facets").json()
    assert facets["side"] == [{"value": "neither", "sources": 1, "claims": 1}]
    undo(client, made)
    assert client.get("/v1/sources", params={"side": "neither"}).json()["items"] == []


def test_what_was_renamed_is_found_under_its_new_name(client: httpx.Client) -> None:
    series = the(client, 10)["series_id"]
    curate(client, "rename_series", series=series, title="Dead by the courier")
    (found,) = client.get("/v1/series", params={"q": "courier"}).json()["items"]
    assert (found["id"], found["title"]) == (series, "Dead by the courier")
    beside = client.get(f"/v1/series/{series}/comparison?side_by_side=true").json()
    assert [each["title"] for each in beside["side_by_side"]] == ["Dead by the courier"]
    assert "Dead by the courier" in client.get(f"/v1/series/{series}/chart.html").text


def test_a_renamed_source_speaks_under_its_new_name(client: httpx.Client) -> None:
    claim = the(client, 10)["id"]
    curate(client, "correct_claim", claim=claim, fields={"source": "Red Cross"})
    source, series = (the(client, 10)[name] for name in ("source_id", "series_id"))
    made = curate(client, "rename_source", source=source, name="The helpers of Kyiv")
    for name in ("helpers", "Red Cross"):
        assert [each["id"] for each in claims(client, source=name)] == [claim]
    speakers = client.get(f"/v1/series/{series}/comparison").json()["positions"]
    assert "The helpers of Kyiv" in [each["source"] for each in speakers]
    undo(client, made)
    assert claims(client, source="helpers") == []


def test_a_claim_is_added_with_the_words_that_carry_it(client: httpx.Client) -> None:
    article = the(client, 10)["article_id"]
    text = client.get(f"/v1/articles/{article}").json()["text"]
    fields = {"amount": {"hedge": "unknown"}, "metric": "missing", "item": "missing"}
    made = curate(client, "add_claim", article=article, quote="the missing", fields=fields)
    added = client.get(f"/v1/claims/{made['made']}").json()
    assert text[added["start"] : added["end"]] == added["quote"] == "the missing"
    start, end = added["sentence_span"]
    assert text[start:end] == added["sentence"] == text.split(". ")[1]
    assert (added["reader"], added["review"], added["metric"]) == ("by hand", "accepted", "missing")
    assert added["item_span"] == [text.rindex("missing"), text.rindex("missing") + 7]
    undo(client, made)
    assert client.get(f"/v1/claims/{made['made']}").json()["review"] == "rejected"
    assert claims(client, metric="missing") == []


def test_a_quote_that_occurs_twice_needs_its_place(client: httpx.Client) -> None:
    article = the(client, 10)["article_id"]
    fields = {"amount": {"low": 1, "high": 1}, "metric": "killed"}
    asked = {"action": "add_claim", **WHO, "article": article, "quote": "killed", "fields": fields}
    document = problem(client.post("/v1/curations", json=asked), 422, "invalid")
    assert document["errors"][0]["pointer"] == "/start"
    assert curate(client, **{k: v for k, v in asked.items() if k not in WHO}, start=3)["made"]


def test_what_was_changed_again_since_is_not_undone_before(client: httpx.Client) -> None:
    claim = the(client, 10)["id"]
    first = curate(client, "correct_claim", claim=claim, fields={"metric": "wounded"})
    other = curate(client, "accept_claim", claim=claim)
    second = curate(client, "correct_claim", claim=claim, fields={"metric": "missing"})
    response = client.post(f"/v1/curations/{first['id']}/undo", json=WHO)
    assert second["id"] in problem(response, 409, "conflicting-curation")["detail"]
    undo(client, second)
    undo(client, first)
    assert client.get(f"/v1/claims/{claim}").json()["review"] == "accepted"
    undo(client, other)
    again = client.post(f"/v1/curations/{other['id']}/undo", json=WHO)
    assert "undone already" in problem(again, 409, "conflicting-curation")["detail"]


def test_curations_are_listed_the_newest_first_and_in_every_form(client: httpx.Client) -> None:
    one, other = the(client, 10)["id"], the(client, 20)["id"]
    first = curate(client, "accept_claim", claim=one)
    second = curate(client, "reject_claim", claim=other)
    third = undo(client, second)
    second |= {"undone_by": third["id"]}
    page = client.get("/v1/curations").json()
    CurationPage.model_validate(page)
    assert page["items"] == [third, second, first]
    for asked, found in (
        ({"sort": "made"}, [first, second, third]),
        ({"target": other}, [third, second]),
        ({"action": "undo"}, [third]),
        ({"who": "Ada"}, [third, second, first]),
        ({"who": "Bob"}, []),
        ({"made_from": second["made_at"]}, [third, second]),
        ({"made_to": second["made_at"]}, [second, first]),
    ):
        assert client.get("/v1/curations", params=asked).json()["items"] == found
    lines = client.get("/v1/curations", params={"format": "ndjson"}).text.splitlines()
    assert list(map(json.loads, lines)) == [third, second, first]
    rows = list(csv.DictReader(io.StringIO(client.get("/v1/curations?format=csv").text)))
    assert [json.loads(row["before"]) for row in rows] == [
        third["before"],
        second["before"],
        first["before"],
    ]
    pages = client.get("/v1/curations?limit=2")
    following = httpx.URL(pages.headers["link"].partition(">")[0][1:])
    assert client.get(following).json()["items"] == [first]


UNFIT = [
    ({"action": "accept_claim", "claim": NOWHERE}, "/claim", "there is no claim"),
    ({"action": "move_claim", "claim": NOWHERE, "series": NOWHERE}, "/claim", "there is no claim"),
    ({"action": "rename_series", "series": NOWHERE, "title": "x"}, "/series", "no series"),
    ({"action": "rename_source", "source": NOWHERE, "name": "x"}, "/source", "no source"),
    ({"action": "merge_series", "from": NOWHERE, "into": examples.SERIES_ID}, "/from", "no series"),
    ({"action": "merge_sources", "from": NOWHERE, "into": NOWHERE}, "/into", "is the same"),
    ({"action": "describe_source", "source": NOWHERE}, "", "needs kind, country or side"),
    ({"action": "describe_source", "source": NOWHERE, "kind": None}, "/kind", "never null"),
    ({"action": "correct_claim", "claim": NOWHERE, "fields": {}}, "/fields", "at least one field"),
    (
        {"action": "correct_claim", "claim": NOWHERE, "fields": {"metric": None}},
        "/fields/metric",
        "never null",
    ),
    (
        {"action": "correct_claim", "claim": NOWHERE, "fields": {"metric": "killd"}},
        "/fields/metric",
        "should be",
    ),
    (
        {
            "action": "correct_claim",
            "claim": NOWHERE,
            "fields": {"amount": {"low": 2, "high": 1, "hedge": "between"}},
        },
        "/fields/amount",
        "low <= high",
    ),
    (
        {"action": "correct_claim", "claim": NOWHERE, "fields": {"amount": {"low": 2}}},
        "/fields/amount",
        "equal ends",
    ),
    (
        {"action": "correct_claim", "claim": NOWHERE, "fields": {"period": {"start": "2024-13"}}},
        "/fields/period/start",
        "month must be in 1..12",
    ),
    (
        {
            "action": "correct_claim",
            "claim": NOWHERE,
            "fields": {"period": {"start": "2024", "end": "2023"}},
        },
        "/fields/period",
        "start <= end",
    ),
    (
        {"action": "correct_claim", "claim": NOWHERE, "fields": {"source_kind": "ngo"}},
        "/fields/source_kind",
        "needs source",
    ),
    (
        {"action": "add_claim", "article": NOWHERE, "quote": "x", "fields": {}},
        "/fields",
        "amount and metric",
    ),
    (
        {
            "action": "correct_claim",
            "claim": NOWHERE,
            "fields": {"amount": {"low": 2, "high": 2, "kind": "money"}},
        },
        "/fields/amount/unit",
        "kind money needs a unit",
    ),
    (
        {
            "action": "correct_claim",
            "claim": NOWHERE,
            "fields": {"place": "Sumy", "place_country": "ZZ"},
        },
        "/fields/place_country",
        "ZZ is no ISO 3166-1",
    ),
    ({"action": "describe_source", "source": NOWHERE, "country": "ZZ"}, "/country", "is no ISO"),
    (
        {"action": "rename_series", "series": NOWHERE, "title": "x" * 301},
        "/title",
        "should have at most 300 characters, not 301",
    ),
    (
        {"action": "split_series", "series": NOWHERE, "claims": [], "part": "x"},
        "/claims",
        "should have at least 1 item, not 0",
    ),
    ({"action": "undo", "claim": NOWHERE}, "/action", "none of those allowed"),
    ({"claim": NOWHERE}, "/action", "is missing"),
    ({"action": "accept_claim", "claim": "12"}, "/claim", "valid UUID"),
    ({"action": "accept_claim", "claim": NOWHERE, "series": NOWHERE}, "/series", "no field here"),
    ({"action": "accept_claim", "claim": NOWHERE, "why": " "}, "/why", "no words"),
]


@pytest.mark.parametrize(("asked", "pointer", "said"), UNFIT)
def test_a_correction_that_cannot_be_made_is_told_where(
    shared: httpx.Client, asked: dict[str, Any], pointer: str, said: str
) -> None:
    document = problem(shared.post("/v1/curations", json=WHO | asked), 422, "invalid")
    (fault,) = document["errors"]
    assert fault["pointer"] == pointer
    assert said in fault["detail"]
    assert shared.get("/v1/curations").json()["items"] == []


def test_an_action_is_refused_with_those_allowed(shared: httpx.Client) -> None:
    document = problem(shared.post("/v1/curations", json=WHO | {"action": "x"}), 422, "invalid")
    assert set(document["errors"][0]["allowed"]) == set(Action) - {"undo"}


def test_series_that_differ_in_more_than_names_are_not_merged(client: httpx.Client) -> None:
    claim = the(client, 10)
    curate(client, "correct_claim", claim=claim["id"], fields={"metric": "wounded"})
    one, other = (the(client, number) for number in (10, 20))
    for asked in (
        {"action": "merge_series", "from": one["series_id"], "into": other["series_id"]},
        {"action": "move_claim", "claim": one["id"], "series": other["series_id"]},
    ):
        refused = client.post("/v1/curations", json=WHO | asked)
        assert "metric (wounded, killed)" in problem(refused, 409, "unlike-series")["detail"]


def test_what_is_of_two_states_is_not_merged(client: httpx.Client) -> None:
    claim = the(client, 10)
    curate(client, "correct_claim", claim=claim["id"], fields={"whose": "Norway"})
    curate(client, "correct_claim", claim=the(client, 20)["id"], fields={"whose": "Sweden"})
    one, other = (the(client, number) for number in (10, 20))
    asked = {"action": "merge_series", "from": one["series_id"], "into": other["series_id"]}
    document = problem(client.post("/v1/curations", json=WHO | asked), 409, "unlike-series")
    assert "whose (NO, SE)" in document["detail"]
    assert [fault["detail"] for fault in document["errors"]] == ["differs in whose"]


def test_a_source_is_not_renamed_to_what_it_is_called(client: httpx.Client) -> None:
    the_claim = the(client, 10)
    curate(client, "correct_claim", claim=the_claim["id"], fields={"source": "Harbour Board"})
    (source,) = client.get("/v1/sources?q=Harbour").json()["items"]
    asked = {"action": "rename_source", "source": source["id"], "name": "Harbour Board"}
    document = problem(client.post("/v1/curations", json=WHO | asked), 409, "conflicting-curation")
    assert "has that name already" in document["detail"]


def test_what_is_so_already_or_was_merged_is_refused(client: httpx.Client) -> None:
    claim = the(client, 10)
    curate(client, "correct_claim", claim=claim["id"], fields={"population": "civilian"})
    one, other = (the(client, number) for number in (10, 20))
    curate(client, "accept_claim", claim=one["id"])
    curate(client, "merge_series", **{"from": one["series_id"], "into": other["series_id"]})
    for asked, said in (
        ({"action": "accept_claim", "claim": one["id"]}, "is so already"),
        ({"action": "move_claim", "claim": other["id"], "series": other["series_id"]}, "already"),
        ({"action": "rename_series", "series": one["series_id"], "title": "x"}, "was merged into"),
        (
            {"action": "merge_series", "from": other["series_id"], "into": one["series_id"]},
            other["series_id"],
        ),
    ):
        refused = client.post("/v1/curations", json=WHO | asked)
        assert said in problem(refused, 409, "conflicting-curation")["detail"]
    assert len(client.get("/v1/curations").json()["items"]) == 3


def test_an_unknown_curation_is_not_undone(shared: httpx.Client) -> None:
    for response in (
        shared.post(f"/v1/curations/{NOWHERE}/undo", json=WHO),
        shared.get(f"/v1/curations/{NOWHERE}"),
    ):
        assert NOWHERE in problem(response, 404, "unknown-id")["detail"]
