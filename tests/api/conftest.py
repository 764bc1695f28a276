"""The service on a loopback port, in a thread of the test run, with a database of its own."""

import threading
import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import structlog
import uvicorn
from structlog.testing import capture_logs

from service.api.app import create_app
from service.settings import Settings
from tests import fakes
from tests.conftest import fresh_database

MAX_TEXT_BYTES = 20_000
READ_TIMEOUT = 4


@contextmanager
def served(database_url: str) -> Iterator[httpx.Client]:
    """A client of a service that reads with the fake extractor."""
    settings = Settings(
        database_url=database_url, max_text_bytes=MAX_TEXT_BYTES, read_timeout=READ_TIMEOUT
    )
    config = uvicorn.Config(create_app(settings, fakes.prepare), port=0, log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def client(server_url: str, template: str) -> Iterator[httpx.Client]:
    """A client of a service that starts with an empty database for this file's tests."""
    with contextmanager(fresh_database)(server_url, template) as url, served(url) as client:
        yield client


@pytest.fixture
def log() -> Iterator[list[MutableMapping[str, Any]]]:
    """The log lines of the test."""
    processors = [structlog.contextvars.merge_contextvars, structlog.processors.format_exc_info]
    with capture_logs(processors=processors) as lines:
        yield lines
