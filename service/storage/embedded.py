"""PostgreSQL on a data folder of ours, for as long as it is needed."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg

from service.storage import keeper
from service.storage.cluster import Cluster
from service.storage.programs import installed

START_LIMIT = 120.0
"""Seconds: the recovery of a large database after a crash takes a while."""
POLL = 0.02
LOG_LINES = 8


class EmbeddedError(RuntimeError):
    """The embedded PostgreSQL does not start; the message says why."""


@contextmanager
def postgres(data_dir: Path) -> Iterator[str]:
    """The URL of a server on the folder, which is made where it is missing.

    All processes that use one folder share one server. It is gone when the last of them has left
    or died. EmbeddedError when it does not start.
    """
    cluster = Cluster(data_dir.resolve())
    cluster.folder.mkdir(parents=True, exist_ok=True)
    with open(cluster.users, "w") as users:
        # Waits while a keeper stops the server of the users before.
        fcntl.flock(users, fcntl.LOCK_SH)
        keeper_process = start_keeper(cluster)
        try:
            wait_until_ready(cluster, keeper_process)
            yield cluster.url
        finally:
            fcntl.flock(users, fcntl.LOCK_UN)
            wait_until_stopped(keeper_process, users)


def is_ours(data_dir: Path) -> bool:
    """Whether the folder is one that `postgres` made."""
    return Cluster(data_dir.resolve()).users.exists()


def in_use(data_dir: Path) -> bool:
    """Whether a process uses the folder, or its server is still about to stop."""
    cluster = Cluster(data_dir.resolve())
    if not cluster.users.exists():
        return False
    with open(cluster.users) as users:
        return not keeper.locked(users, fcntl.LOCK_EX)


def start_keeper(cluster: Cluster) -> subprocess.Popen[bytes]:
    """Start a keeper in a session of its own, out of reach of the terminal's Ctrl-C."""
    installed()
    with open(cluster.log, "a") as log:
        return subprocess.Popen(
            [sys.executable, "-m", keeper.__name__, str(cluster.folder)],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def wait_until_ready(cluster: Cluster, process: subprocess.Popen[bytes]) -> None:
    """Return when the server takes connections."""
    deadline = time.monotonic() + START_LIMIT
    while not ready(cluster):
        if process.poll() or time.monotonic() > deadline:
            raise EmbeddedError(f"PostgreSQL does not start on {cluster.folder}:\n{tail(cluster)}")
        time.sleep(POLL)


def ready(cluster: Cluster) -> bool:
    """Whether the server takes connections."""
    try:
        psycopg.connect(cluster.url).close()
    except psycopg.OperationalError:
        return False
    return True


def tail(cluster: Cluster) -> str:
    """The last lines of the log."""
    return "\n".join(cluster.log.read_text(errors="replace").splitlines()[-LOG_LINES:])


def wait_until_stopped(process: subprocess.Popen[bytes], users: IO[str]) -> None:
    """Return when the keeper has ended, or has to stay for the sake of others."""
    while process.poll() is None and not used_by_others(users):
        time.sleep(POLL)


def used_by_others(users: IO[str]) -> bool:
    """Whether anybody shares the lock; a keeper that stops the server has it for itself."""
    alone = keeper.locked(users, fcntl.LOCK_EX)
    shared = not alone and keeper.locked(users, fcntl.LOCK_SH)
    fcntl.flock(users, fcntl.LOCK_UN)
    return shared
