"""The service on a loopback port, in a thread of the test run, with a database of its own."""

import threading
import time
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import structlog
import uvicorn
from structlog.testing import capture_logs
from structlog.typing import Processor

from service.api.app import create_app
from service.readers import trained
from service.settings import Settings
from service.values import Extract
from tests import fakes
from tests.conftest import fresh_database

MAX_TEXT_BYTES = 20_000
READ_TIMEOUT = 4


@contextmanager
def served(
    database_url: str, prepare: Callable[[], Extract] = fakes.prepare, **changes: Any
) -> Iterator[httpx.Client]:
    """A client of a service with these settings."""
    values = {"max_text_bytes": MAX_TEXT_BYTES, "read_timeout": READ_TIMEOUT} | changes
    app = create_app(Settings(database_url=database_url, **values), prepare)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def module_database_url(server_url: str, template: str) -> Iterator[str]:
    """The URL of a migrated database that this file's tests fill together."""
    with fresh_database(server_url, template) as url:
        yield url


@pytest.fixture(scope="module")
def client(module_database_url: str) -> Iterator[httpx.Client]:
    """A client of a service that reads with the fake extractor."""
    with served(module_database_url) as client:
        yield client


@pytest.fixture(scope="module")
def real(module_database_url: str) -> Iterator[httpx.Client]:
    """A client of a service that reads with the real extractor."""
    with served(module_database_url, trained, read_timeout=60) as client:
        yield client


@pytest.fixture
def log() -> Iterator[list[MutableMapping[str, Any]]]:
    """The log lines of the test."""
    processors: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.format_exc_info,
    ]
    with capture_logs(processors=processors) as lines:
        yield lines
