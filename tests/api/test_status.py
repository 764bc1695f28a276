"""Whether the service says how it is, and what it logs."""

import json
import time

import httpx
import pytest

from tests import fakes
from tests.api.conftest import served


def test_the_root_leads_to_everything(client: httpx.Client) -> None:
    start = client.get("/").json()
    assert start["docs"] == "/docs"
    for name in ("docs", "openapi", "articles", "claims", "sources", "series"):
        assert client.get(start[name]).status_code == 200


def test_it_is_alive_at_once_and_ready_when_a_reader_is_warm(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    deadline = time.monotonic() + 30
    while (ready := client.get("/readyz")).status_code != 200 and time.monotonic() < deadline:
        assert ready.json()["type"] == "/v1/problems/not-ready"
        assert int(ready.headers["retry-after"]) > 0
        time.sleep(0.05)
    assert ready.json() == {"status": "ready"}


def test_a_database_without_tables_is_not_ready(empty_database_url: str) -> None:
    with served(empty_database_url) as client:
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["type"] == "/v1/problems/database-away"


def test_a_service_whose_model_does_not_load_lives_and_is_not_ready(
    module_database_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    said, deadline = "", time.monotonic() + 30
    with served(module_database_url, fakes.broken) as client:
        while "the model does not load" not in said and time.monotonic() < deadline:
            time.sleep(0.05)
            said += capfd.readouterr().err
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").json()["type"] == "/v1/problems/not-ready"
    assert "the model does not load" in said


def test_each_request_is_one_line_of_log_where_that_is_asked_for(
    module_database_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with served(module_database_url, log_level="info") as client:
        client.get("/v1/claims", params={"q": "secret"})
        problem = client.get("/v1/claim").json()
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    requests = [(line["method"], line["path"], line["status"]) for line in lines]
    assert requests == [("GET", "/v1/claims", 200), ("GET", "/v1/claim", 404)]
    assert lines[1]["instance"] == problem["instance"]
    assert lines[0]["ms"] > 0


def test_it_is_quiet_by_default(
    module_database_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with served(module_database_url) as client:
        client.get("/v1/claims")
    assert capfd.readouterr() == ("", "")


def test_what_is_logged_of_the_unexpected_is_no_article(
    module_database_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with served(module_database_url) as client:
        client.post("/v1/articles", json={"text": "The whole text, please fail"})
    (line,) = capfd.readouterr().err.splitlines()
    assert "LookupError: the rules tripped" in line
    assert "The whole text" not in line
