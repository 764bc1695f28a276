"""A service of its own process on loopback, gone afterwards."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection

HOST = "127.0.0.1"
START_LIMIT = 60.0
PROGRAM = "from service.cli import app; app()"


@dataclass(frozen=True, slots=True)
class Serving:
    """Where it listens, and its process."""

    port: int
    pid: int

    def connect(self) -> HTTPConnection:
        """A connection to it."""
        return HTTPConnection(HOST, self.port, timeout=START_LIMIT)


@contextmanager
def serving(database_url: str) -> Iterator[Serving]:
    """The service on a migrated database, its model loaded. TimeoutError when it is never ready."""
    port = free_port()
    settings = {"DATABASE_URL": database_url, "WHOCOUNTS_HOST": HOST, "WHOCOUNTS_PORT": str(port)}
    command = [sys.executable, "-c", PROGRAM, "serve"]
    with subprocess.Popen(command, env=os.environ | settings, stdout=subprocess.DEVNULL) as process:
        try:
            service = Serving(port, process.pid)
            wait_until_ready(service)
            yield service
        finally:
            process.terminate()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_ready(service: Serving) -> None:
    """Return when it can read articles."""
    deadline = time.monotonic() + START_LIMIT
    while not ready(service):
        if time.monotonic() > deadline:
            raise TimeoutError(f"the service is not ready after {START_LIMIT:g} s")
        time.sleep(0.1)


def ready(service: Serving) -> bool:
    """Whether it says so."""
    connection = service.connect()
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except ConnectionError:
        return False
    finally:
        connection.close()
