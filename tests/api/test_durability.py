"""Whatever is killed, what was acknowledged is there, whole, and nothing is there by halves."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from service.storage import embedded, migrate
from service.storage.cluster import Cluster
from tests.api.conftest import served

CLIENTS = 4
SERVER = """
import sys, uvicorn
from service.api.app import create_app
from service.settings import Settings
from tests import fakes
app = create_app(Settings(database_url=sys.argv[1]), fakes.prepare)
uvicorn.run(app, port=int(sys.argv[2]), log_level="warning")
"""


class Crowd:
    """Clients that post one new article after another, and remember what was acknowledged."""

    def __init__(self, base_url: str) -> None:
        self.acknowledged: list[tuple[str, str]] = []
        self.refused: list[httpx.Response] = []
        self._base_url = base_url
        self._leaving = threading.Event()
        self._threads = [threading.Thread(target=self._post, args=(n,)) for n in range(CLIENTS)]

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._leaving.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, count: int) -> None:
        """Returns when so many more articles are acknowledged."""
        enough, deadline = len(self.acknowledged) + count, time.monotonic() + 60
        while len(self.acknowledged) < enough:
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def _post(self, client_number: int) -> None:
        with httpx.Client(base_url=self._base_url, timeout=30) as client:
            number = 0
            while not self._leaving.is_set():
                number += 1
                text = f"{client_number}: {number} killed and {number + 1} killed"
                try:
                    response = client.post("/v1/articles", json={"text": text})
                except httpx.TransportError:
                    return
                if response.status_code == 201:
                    self.acknowledged.append((response.json()["id"], text))
                else:
                    self.refused.append(response)
                    time.sleep(0.05)


def check(client: httpx.Client, crowd: Crowd) -> None:
    """Every acknowledged article is there, and every article that is there is whole."""
    for article_id, text in crowd.acknowledged:
        article = client.get(f"/v1/articles/{article_id}").json()
        assert article["text"] == text
        assert len(article["claims"]) == 2
    articles = client.get("/v1/articles", params={"limit": 1000}).json()["items"]
    assert len(articles) >= len(crowd.acknowledged)
    assert {article["claim_count"] for article in articles} == {2}


@contextmanager
def process(database_url: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A serving process and where it listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base_url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([sys.executable, "-c", SERVER, database_url, str(port)])
    try:
        wait_until_alive(server, base_url)
        yield server, base_url
    finally:
        server.kill()
        server.wait()


def wait_until_alive(server: subprocess.Popen[bytes], base_url: str) -> None:
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        try:
            httpx.get(f"{base_url}/healthz")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the server did not start")


def test_a_killed_server_loses_nothing_that_it_acknowledged(database_url: str) -> None:
    with process(database_url) as (server, base_url), Crowd(base_url) as crowd:
        crowd.wait_for(20)
        os.kill(server.pid, signal.SIGKILL)
    assert len(crowd.acknowledged) >= 20
    with served(database_url) as client:
        check(client, crowd)


def test_a_killed_database_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    with embedded.postgres(tmp_path) as database_url:
        migrate.upgrade(database_url)
        with served(database_url) as client:
            with Crowd(str(client.base_url)) as crowd:
                for _ in range(2):
                    crowd.wait_for(10)
                    os.kill(postmaster(tmp_path), signal.SIGKILL)
                    crowd.wait_for(10)  # the service finds the new server by itself
            check(client, crowd)
    for response in crowd.refused:
        assert response.status_code == 503
        assert response.json()["type"] == "/v1/problems/database-away"
        assert int(response.headers["retry-after"]) > 0


def postmaster(folder: Path) -> int:
    """The process of the embedded server on the folder."""
    return int((Cluster(folder.resolve()).data / "postmaster.pid").read_text().split()[0])


def test_without_a_database_every_operation_says_so() -> None:
    nowhere = "postgresql:///whocounts?host=/nonexistent"
    an_id = "01936c8e-52f7-7d24-9a51-6f2b8f2f7c11"
    with served(nowhere) as client:
        paths = ["articles", "claims", "sources", "series"]
        paths += [f"{path}/{an_id}" for path in paths] + [f"series/{an_id}/comparison"]
        answers = [client.get(f"/v1/{path}") for path in paths] + [client.get("/readyz")]
        answers.append(client.post("/v1/articles", json={"text": "12 killed"}))
        for response in answers:
            assert response.status_code == 503
            assert response.headers["content-type"] == "application/problem+json"
            assert int(response.headers["retry-after"]) > 0
        assert client.get("/healthz").status_code == 200
        assert client.post("/v1/extract", json={"text": "12 killed"}).status_code == 200
