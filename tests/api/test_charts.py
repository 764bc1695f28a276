"""Charts over HTTP: what a client is sent, what it may keep, and what is refused."""

import json
import re
from typing import Any

import httpx
import pytest

from service.rendering import DrawingFailed, Renderer

PUBLISHED = [
    ("12", "2025-01-05T08:00:00Z", "The Courier"),
    ("15", "2025-01-07T08:00:00Z", "The Courier"),
    ("9", "2025-01-06T08:00:00Z", "The Gazette"),
]
KINDS = {"svg": "image/svg+xml", "png": "image/png", "html": "text/html; charset=utf-8"}
UNKNOWN = "01936c8e-52f7-7d24-9a51-6f2b8f2f7c11"


@pytest.fixture(scope="module", autouse=True)
def _articles(client: httpx.Client) -> None:
    for number, moment, publisher in PUBLISHED:
        text = f"{number} killed, <b>they</b> said</script>"
        document = {"text": text, "published_at": moment, "publisher": publisher}
        assert client.post("/v1/articles", json=document).status_code == 201


@pytest.fixture(scope="module")
def chart(client: httpx.Client) -> str:
    """The path of a chart without its suffix."""
    (series,) = client.get("/v1/series", params={"metric": "killed"}).json()["items"]
    return f"/v1/series/{series['id']}/chart"


@pytest.fixture(scope="module")
def page(client: httpx.Client, chart: str) -> str:
    return client.get(f"{chart}.html").text


def specification(page: str) -> dict[str, Any]:
    held = re.search(r'vegaEmbed\("#chart", (.*), \{\n', page)
    assert held is not None
    found: dict[str, Any] = json.loads(held[1])
    return found


@pytest.mark.parametrize(
    ("suffix", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("html", b"<!DOCTYPE html>")]
)
def test_a_chart_has_the_form_of_its_suffix(
    client: httpx.Client, chart: str, suffix: str, start: bytes
) -> None:
    response = client.get(f"{chart}.{suffix}")
    assert response.status_code == 200
    assert response.headers["content-type"] == KINDS[suffix]
    assert response.content.startswith(start)


def test_sources_are_coloured_by_what_is_asked_for(client: httpx.Client, chart: str) -> None:
    drawn = client.get(f"{chart}.svg", params={"by": "kind"}).text
    assert "what kind of source says so" in drawn
    assert client.get(f"{chart}.svg", params={"by": "colour"}).status_code == 422


def test_marks_link_to_their_claims(client: httpx.Client, chart: str, page: str) -> None:
    svg = client.get(f"{chart}.svg").text
    links = set(re.findall(r'href="([^"]+)"', svg))
    assert links == {row["link"] for row in specification(page)["datasets"]["points"]}
    numbers = {str(client.get(link).json()["low"]) for link in links}
    assert numbers == {number for number, _, _ in PUBLISHED}


def test_the_page_tells_the_sentence_of_each_claim(page: str) -> None:
    sentences = {row["sentence"] for row in specification(page)["datasets"]["points"]}
    assert "12 killed, <b>they</b> said</script>" in sentences
    assert page.count("</script>") == 2


@pytest.mark.parametrize(("at", "count"), [("2025-01-06", 2), ("2025-01-05T07:59:59Z", 0)])
def test_at_shows_what_had_been_published_by_then(
    client: httpx.Client, chart: str, at: str, count: int
) -> None:
    shown = specification(client.get(f"{chart}.html", params={"at": at}).text)
    assert len(shown["datasets"]["points"]) == count
    assert f"as of {at[:10]}" in shown["title"]["subtitle"]


def test_the_scale_is_what_is_asked_for(client: httpx.Client, chart: str) -> None:
    svg = client.get(f"{chart}.svg", params={"scale": "log"}).text
    assert "logarithmic" in svg
    assert "begins at zero" in client.get(f"{chart}.svg").text


def test_what_a_client_has_is_not_sent_again(client: httpx.Client, chart: str) -> None:
    tags = {suffix: client.get(f"{chart}.{suffix}").headers["etag"] for suffix in KINDS}
    assert len(set(tags.values())) == 3
    for suffix, tag in tags.items():
        known = {"If-None-Match": f'"other", W/{tag}'}
        again = client.get(f"{chart}.{suffix}", headers=known)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["cache-control"] == "no-cache"
        other = client.get(f"{chart}.{suffix}", headers=known, params={"at": "2025-01-05"})
        assert other.status_code == 200


@pytest.mark.parametrize("suffix", KINDS)
def test_an_unknown_series_is_a_problem(client: httpx.Client, suffix: str) -> None:
    response = client.get(f"/v1/series/{UNKNOWN}/chart.{suffix}")
    assert response.status_code == 404
    assert response.json()["type"] == "/v1/problems/unknown-id"
    assert UNKNOWN in response.json()["detail"]


@pytest.mark.parametrize(
    "asked", [{"at": "then"}, {"scale": "cubic"}, {"vague": "wild"}, {"colour": "red"}]
)
def test_what_a_chart_cannot_be_asked_for_is_named(
    client: httpx.Client, chart: str, asked: dict[str, str]
) -> None:
    response = client.get(f"{chart}.svg", params=asked)
    assert response.status_code == 422
    assert {fault["parameter"] for fault in response.json()["errors"]} == set(asked)


@pytest.mark.parametrize("suffix", KINDS)
def test_a_client_that_takes_another_form_is_told_which_there_is(
    client: httpx.Client, chart: str, suffix: str
) -> None:
    response = client.get(f"{chart}.{suffix}", headers={"Accept": "application/json"})
    assert response.status_code == 406
    assert KINDS[suffix].split(";")[0] in response.json()["detail"]


def test_a_chart_that_cannot_be_drawn_is_a_problem(
    client: httpx.Client, chart: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> bytes:
        raise DrawingFailed("the chart took longer than 60 s to draw")

    monkeypatch.setattr(Renderer, "picture", fail)
    response = client.get(f"{chart}.svg")
    assert response.status_code == 503
    assert response.json()["type"] == "/v1/problems/drawing-failed"
    assert response.headers["retry-after"]
