"""Revisions and timelines over HTTP."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import httpx
import jsonschema_rs
import pytest

UNKNOWN = "01936c8e-52f7-7d24-9a51-6f2b8f2f7c11"
SAID = [
    ("Russia has lost 700,000 soldiers since the invasion began.", "2025-01-02"),
    ("Russia has lost about 700,000 soldiers since the invasion began.", "2025-01-03"),
    ("Russia has lost 712,000 soldiers since the invasion began.", "2025-02-10"),
    ("Russia has lost 709,000 soldiers since the invasion began.", "2025-02-11"),
]


@pytest.fixture(scope="module", autouse=True)
def _articles(real: httpx.Client) -> None:
    for words, day in SAID:
        text = f"{words[:-1]}, Ukraine's General Staff said."
        document = {"text": text, "published_at": f"{day}T08:00:00Z", "publisher": "The Courier"}
        assert real.post("/v1/articles", json=document).status_code == 201
    text = "Hundreds of people were killed in the blast, police said."
    document = {"text": text, "published_at": "2025-01-05T08:00:00Z"}
    assert real.post("/v1/articles", json=document).status_code == 201


@pytest.fixture(scope="module")
def losses(real: httpx.Client) -> str:
    """The series of a total."""
    (series,) = real.get("/v1/series", params={"basis": "cumulative"}).json()["items"]
    return f"/v1/series/{series['id']}"


@pytest.fixture(scope="module")
def blast(real: httpx.Client) -> str:
    """A series that is no total."""
    series = real.get("/v1/series", params={"metric": "killed"}).json()["items"][0]
    assert series["basis"] != "cumulative"
    return f"/v1/series/{series['id']}"


def asked(client: httpx.Client, url: str, **params: str) -> httpx.Response:
    response = client.get(url, params=params)
    assert response.status_code == 200, response.text
    return response


def test_each_claim_has_its_class_its_rule_and_the_reason(real: httpx.Client, losses: str) -> None:
    document = asked(real, f"{losses}/revisions").json()
    assert [each["classed_as"] for each in document["items"]] == [
        "first",
        "rounding",
        "update",
        "correction",
    ]
    first, _, update, correction = document["items"]
    assert (update["rule"], update["compared_to"]) == ("total_grew", first["claim_id"])
    assert correction["difference"] == {
        "low": -3000,
        "high": -3000,
        "low_excluded": False,
        "high_excluded": False,
    }
    assert "taken back" in correction["reason"]
    assert document["vague"] == "default"
    claim = real.get(f"/v1/claims/{correction['claim_id']}").json()
    assert correction["quote"] == claim["quote"] == "709,000"


def test_pages_of_revisions_follow_each_other(real: httpx.Client, losses: str) -> None:
    whole = asked(real, f"{losses}/revisions").json()
    assert whole["next"] is None
    page = asked(real, f"{losses}/revisions", limit="3")
    assert page.json()["items"] == whole["items"][:3]
    after = page.links["next"]["url"]
    assert page.json()["next"] in after
    last = real.get(after)
    assert last.json()["items"] == whole["items"][3:]
    assert (last.json()["next"], last.links) == (None, {})


@pytest.mark.parametrize("table", ["revisions", "timeline"])
def test_a_table_is_told_of_one_source(real: httpx.Client, losses: str, table: str) -> None:
    whole = asked(real, f"{losses}/{table}").json()["items"]
    (source_id,) = {each["source_id"] for each in whole}
    for source in (source_id, whole[0]["source"]):
        assert asked(real, f"{losses}/{table}", source=source).json()["items"] == whole
    assert asked(real, f"{losses}/{table}", source="Kremlin").json()["items"] == []


def test_a_page_after_a_claim_of_another_series_is_refused(real: httpx.Client, losses: str) -> None:
    response = real.get(f"{losses}/revisions", params={"next": UNKNOWN})
    assert response.status_code == 422
    assert {fault["parameter"] for fault in response.json()["errors"]} == {"next"}


def test_a_timeline_has_buckets_gaps_and_differences(real: httpx.Client, losses: str) -> None:
    document = asked(real, f"{losses}/timeline", interval="week", differences="true").json()
    first, gap, last = document["items"]
    assert (document["start"], document["end"]) == ("2024-12-30", "2025-02-16")
    assert (first["start"], first["end"], first["quote"]) == (
        "2024-12-30",
        "2025-01-05",
        "about 700,000",
    )
    assert (gap["start"], gap["end"], gap["buckets"]) == ("2025-01-06", "2025-02-09", 5)
    assert (gap["claim_id"], gap["amount"], gap["difference"]) == (None, None, None)
    assert (last["since"], last["difference"]["low"]) == ("2024-12-30", 9000)


def test_a_timeline_is_of_the_days_that_are_asked_for(real: httpx.Client, losses: str) -> None:
    days = {"from": "2025-02-10", "to": "2025-02-12"}
    document = asked(real, f"{losses}/timeline", interval="day", **days).json()
    assert [each["start"] for each in document["items"]] == [
        "2025-02-10",
        "2025-02-11",
        "2025-02-12",
    ]
    assert [each["change"] and each["change"]["low"] for each in document["items"]] == [
        12000,
        -3000,
        None,
    ]


@pytest.mark.parametrize("path", ["revisions", "timeline"])
def test_the_answers_are_what_is_documented(real: httpx.Client, losses: str, path: str) -> None:
    document = real.get("/openapi.json").json()
    schema = {"$ref": f"#/components/schemas/{path.title()}", "components": document["components"]}
    jsonschema_rs.validate(schema, asked(real, f"{losses}/{path}").json())


def flat(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, dict):
            yield from ((f"{name}_{inner}", each) for inner, each in value.items())
        else:
            yield name, value


@pytest.mark.parametrize("path", ["revisions", "timeline"])
def test_csv_and_ndjson_have_the_same_rows(real: httpx.Client, losses: str, path: str) -> None:
    items = asked(real, f"{losses}/{path}").json()["items"]
    lines = asked(real, f"{losses}/{path}", format="ndjson")
    assert lines.headers["content-type"] == "application/x-ndjson"
    assert [json.loads(line) for line in lines.text.splitlines()] == items
    table = real.get(f"{losses}/{path}", headers={"accept": "text/csv"})
    assert table.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert len(rows) == len(items)
    for row, item in zip(rows, items, strict=True):
        for name, value in flat(item):
            spelled = json.dumps(value) if isinstance(value, bool) else str(value)
            # A nested field that is null has empty columns, none of its own name.
            assert row.get(name, "") == ("" if value is None else spelled)


def test_a_gap_has_the_columns_of_every_other_row(real: httpx.Client, losses: str) -> None:
    text = asked(real, f"{losses}/timeline", interval="week", format="csv").text
    header, *rows = list(csv.reader(io.StringIO(text)))
    assert {"amount_low", "amount_hedge", "change_low", "difference_high_excluded"} <= set(header)
    assert {len(row) for row in rows} == {len(header)}


@pytest.mark.parametrize("path", ["comparison", "revisions", "timeline"])
def test_the_table_of_vague_words_is_asked_for_and_named(
    real: httpx.Client, blast: str, path: str
) -> None:
    for vague, name in (("default", "default-1"), ("conservative", "conservative-1")):
        response = asked(real, f"{blast}/{path}", vague=vague)
        assert response.json()["vague"] == vague
        assert f'"vague_table": "{name}"' in response.text
    assert '"vague_table": "' not in asked(real, f"{blast}/{path}", vague="none").text


def test_differences_of_what_is_no_total_are_refused(real: httpx.Client, blast: str) -> None:
    response = real.get(f"{blast}/timeline", params={"differences": "true"})
    assert response.status_code == 409
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == "/v1/problems/not-cumulative"
    assert "Only a total" in problem["detail"]
    assert problem["errors"][0]["parameter"] == "differences"


@pytest.mark.parametrize(
    ("path", "params", "parameter", "allowed"),
    [
        ("timeline", {"interval": "fortnight"}, "interval", "quarter"),
        ("timeline", {"vague": "some"}, "vague", "conservative"),
        ("revisions", {"vague": ""}, "vague", "none"),
        ("comparison", {"vague": "some"}, "vague", "default"),
        ("revisions", {"format": "xml"}, "format", "ndjson"),
        ("timeline", {"until": "2025-01-01"}, "until", "from"),
        ("revisions", {"interval": "day"}, "interval", "vague"),
    ],
)
def test_a_problem_names_what_is_allowed(
    real: httpx.Client, losses: str, path: str, params: dict[str, str], parameter: str, allowed: str
) -> None:
    response = real.get(f"{losses}/{path}", params=params)
    assert response.status_code == 422
    (fault,) = response.json()["errors"]
    assert fault["parameter"] == parameter
    assert allowed in fault["allowed"]


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"from": "2025-01-01T00:00:00Z"}, "from"),
        ({"to": "yesterday"}, "to"),
        ({"from": "20000"}, "from"),
        ({"from": "2025-02-01", "to": "2025-01-01"}, "from must not be after to"),
        ({"differences": "perhaps"}, "differences"),
    ],
)
def test_days_that_are_none_are_refused(
    real: httpx.Client, losses: str, params: dict[str, str], said: str
) -> None:
    response = real.get(f"{losses}/timeline", params=params)
    assert response.status_code == 422
    assert said in response.json()["detail"]


@pytest.mark.parametrize("path", ["revisions", "timeline"])
def test_an_unknown_series_and_an_unknown_form_are_problems(
    real: httpx.Client, losses: str, path: str
) -> None:
    missing = real.get(f"/v1/series/{UNKNOWN}/{path}")
    assert (missing.status_code, missing.json()["type"]) == (404, "/v1/problems/unknown-id")
    refused = real.get(f"{losses}/{path}", headers={"accept": "text/html"})
    assert (refused.status_code, refused.json()["type"]) == (406, "/v1/problems/not-acceptable")


@pytest.mark.parametrize("interval", ["day", "week", "month", "quarter", "year"])
def test_the_ends_of_the_calendar_are_no_error(
    real: httpx.Client, losses: str, interval: str
) -> None:
    ends = {"from": "0001-01-01", "to": "9999-12-31"}
    document = asked(real, f"{losses}/timeline", interval=interval, **ends).json()
    assert document["items"][0]["start"] == "0001-01-01"
    assert document["items"][-1]["end"] == "9999-12-31"
