"""A comparison over HTTP: who says how many, at a time, and what may not be compared."""

from typing import Any

import httpx
import jsonschema_rs
import pytest

from service.origins import Sameness

WIRE = (
    "At least 14 people were killed in Poland when a ferry capsized on Saturday. The vessel had "
    "left the island at dusk with many families on board who were returning from a harvest fair. "
    "Survivors described how water came through the car deck within minutes of a loud bang."
)
REPORT = (
    "How the old boat had gone down in calm water nobody on the quay could say. The sinking killed "
    "at least 14 people in Poland on Saturday."
)
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


def compared(client: httpx.Client, series_id: str, **asked: Any) -> dict[str, Any]:
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


@pytest.fixture(scope="module")
def others(real: httpx.Client) -> list[str]:
    """Two series that count something else, each of one claim of February 2025."""
    text = "More than 100 people were wounded, police said. At least 20 soldiers were captured."
    document = {"text": text, "published_at": "2025-02-01T08:00:00Z"}
    claims = real.post("/v1/articles", json=document).json()["claims"]
    return [claim["series_id"] for claim in claims]


def test_unlike_series_are_refused_with_all_that_differs(
    client: httpx.Client, series_id: str, others: list[str]
) -> None:
    for asked in ({"with": others}, {"with": others, "at": "2020-01-01"}):
        response = client.get(f"/v1/series/{series_id}/comparison", params=asked)
        assert response.status_code == 409
        problem = response.json()
        assert problem["type"] == "/v1/problems/unlike-series"
        assert "metric (killed, wounded, captured)" in problem["detail"]
        assert "population (people, soldier)" in problem["detail"]
        assert {fault["parameter"] for fault in problem["errors"]} == {"with"}
        assert "differs in metric" in [fault["detail"] for fault in problem["errors"]]


def side_by_side(client: httpx.Client, series_id: str, **asked: Any) -> dict[str, Any]:
    return compared(client, series_id, side_by_side="true", **asked)


def test_unlike_series_stand_side_by_side_where_that_is_asked_for(
    client: httpx.Client, series_id: str, others: list[str]
) -> None:
    found = side_by_side(client, series_id, **{"with": others})
    assert {"metric", "population"} <= set(found["differences"])
    assert [each["series_id"] for each in found["side_by_side"]] == [series_id, *others]
    assert [each["series"]["metric"] for each in found["side_by_side"]] == [
        "killed",
        "wounded",
        "captured",
    ]
    for each in found["side_by_side"]:
        assert each["comparison"] == compared(client, each["series_id"])
        assert each["title"] == client.get(f"/v1/series/{each['series_id']}").json()["title"]


def test_what_was_not_there_yet_keeps_its_label(
    client: httpx.Client, series_id: str, others: list[str]
) -> None:
    found = side_by_side(client, series_id, at="2025-01-31", **{"with": others[0]})
    there, not_yet = found["side_by_side"]
    assert there["comparison"]["counts"]["claims"] == 3
    assert not_yet["comparison"]["counts"]["claims"] == 0
    assert not_yet["series"]["metric"] == "wounded"


def test_each_series_stands_there_once(client: httpx.Client, series_id: str) -> None:
    found = side_by_side(client, series_id, **{"with": [series_id, series_id]})
    assert [each["series_id"] for each in found["side_by_side"]] == [series_id]
    assert found["differences"] == []


def test_side_by_side_is_what_is_documented(
    client: httpx.Client, series_id: str, others: list[str]
) -> None:
    document = client.get("/openapi.json").json()
    schema = {"$ref": "#/components/schemas/SideBySide", "components": document["components"]}
    jsonschema_rs.validate(schema, side_by_side(client, series_id, **{"with": others}))


def test_the_number_of_series_side_by_side_has_a_limit(
    client: httpx.Client, series_id: str
) -> None:
    path = f"/v1/series/{series_id}/comparison"
    assert client.get(path, params={"with": [series_id] * 20}).status_code == 200
    response = client.get(path, params={"with": [series_id] * 21})
    assert response.status_code == 422
    assert {fault["parameter"] for fault in response.json()["errors"]} == {"with"}


@pytest.fixture(scope="module")
def wire(real: httpx.Client) -> str:
    """A series of one story under five publishers, and of what a reporter of their own wrote."""
    reprints = {
        f"https://paper{number}.example/ferry": f"{before}{WIRE}{after}"
        for number, (before, after) in enumerate(
            [
                ("", ""),
                ("ODRA (By our staff) – ", ""),
                ("", " All rights reserved."),
                ("Sunday. ", " Read on."),
                ("Ferry sinks. ", " This story was updated."),
            ]
        )
    }
    for url, text in (reprints | {"https://own.example/ferry": REPORT}).items():
        publisher = url.split("/")[2]
        document = {
            "text": text,
            "url": url,
            "publisher": publisher,
            "published_at": "2025-03-02T08:00:00Z",
        }
        assert real.post("/v1/articles", json=document).status_code == 201
    found = real.get("/v1/series", params={"metric": "killed", "place": "Poland"}).json()
    (series,) = found["items"]
    return str(series["id"])


def test_five_reprints_are_one_origin_and_a_second_report_is_another(
    client: httpx.Client, wire: str
) -> None:
    comparison = compared(client, wire)
    counts = comparison["counts"]
    assert (counts["articles"], counts["publishers"], counts["origins"]) == (6, 6, 2)
    (folded,) = (each["folded"] for each in comparison["origins"] if each["folded"])
    assert len(folded) == 4
    assert {each["reason"] for each in folded} <= {sameness.reason for sameness in Sameness}
    assert comparison["agreement"]["of"] == 2


def test_sources_are_grouped(client: httpx.Client, series_id: str) -> None:
    found = compared(client, series_id, by="kind")
    (media,) = found["groups"]
    assert (media["group"], media["counts"]) == ("media", found["comparison"]["counts"])
    assert found["comparison"] == compared(client, series_id)
    (unknown,) = compared(client, series_id, by="side")["groups"]
    assert (unknown["group"], unknown["name"]) == (None, "no side given")


def test_groups_are_what_is_documented(client: httpx.Client, wire: str) -> None:
    document = client.get("/openapi.json").json()
    schema = {"$ref": "#/components/schemas/Grouped", "components": document["components"]}
    jsonschema_rs.validate(schema, compared(client, wire, by="kind"))


def test_series_side_by_side_are_not_grouped(client: httpx.Client, series_id: str) -> None:
    path = f"/v1/series/{series_id}/comparison"
    response = client.get(path, params={"by": "kind", "side_by_side": "true"})
    assert response.status_code == 422
    assert {fault["parameter"] for fault in response.json()["errors"]} == {"by"}


@pytest.mark.parametrize(
    "asked", [{"with": "12"}, {"side_by_side": "perhaps"}, {"by": "continent"}]
)
def test_what_is_no_id_or_no_answer_is_named(
    client: httpx.Client, series_id: str, asked: dict[str, str]
) -> None:
    response = client.get(f"/v1/series/{series_id}/comparison", params=asked)
    assert response.status_code == 422
    assert {fault["parameter"] for fault in response.json()["errors"]} == set(asked)


@pytest.mark.parametrize("apart", ["true", "false"])
def test_an_unknown_series_beside_is_named(
    client: httpx.Client, series_id: str, apart: str
) -> None:
    unknown = "01936c8e-52f7-7d24-9a51-6f2b8f2f7c11"
    asked = {"with": unknown, "side_by_side": apart}
    response = client.get(f"/v1/series/{series_id}/comparison", params=asked)
    assert response.status_code == 404
    assert unknown in response.json()["detail"]
