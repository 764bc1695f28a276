"""Whether the service says how it is, and what it logs."""

import json
import subprocess
import sys
import time
from collections.abc import MutableMapping
from typing import Any

import httpx
import structlog

from service.api import log as logging
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


def test_each_request_is_one_line_of_log(
    module_database_url: str, log: list[MutableMapping[str, Any]]
) -> None:
    with served(module_database_url, log_level="info") as client:
        pass
    del log[:]
