"""Keeps PostgreSQL running on a data folder for as long as any process uses it.

Run as `python -m service.storage.keeper FOLDER`. Whoever uses the folder holds a shared lock on its
`users` file; the operating system lets go of the lock however the user ends, kill -9 included. As
soon as the keeper can have that lock for itself, it stops PostgreSQL and ends. A second keeper of
the same folder ends at once. It needs the standard library alone, so that it starts quickly.
"""

import fcntl
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from tempfile import mkdtemp
from typing import IO

from service.storage.cluster import Cluster
from service.storage.programs import (
    FAST_SHUTDOWN,
    Account,
    account_for,
    binary,
    installed,
    program,
    reachable,
)

INITDB = [
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--no-instructions",
    "--no-locale",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
]
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "jit": "off",
}
POLL = 0.05
PAUSE = 0.3
"""Seconds before the next start: the children of a killed server need a moment to notice."""
SETTLED = 5.0
"""A server that lived for so many seconds had started well."""
FAILED_STARTS = 8


def main(cluster: Cluster) -> None:
    """Keep the server, unless another keeper does, until the last user has gone."""
    # The users come last, when no keeper is left that could turn away the next one.
    with open(cluster.users, "w") as users, open(cluster.keeper, "w") as keeper:
        if locked(keeper, fcntl.LOCK_EX):
            keep(cluster, unused=lambda: locked(users, fcntl.LOCK_EX))


def locked(file: IO[str], kind: int) -> bool:
    """Whether the lock could be had at once."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def keep(cluster: Cluster, unused: Callable[[], bool]) -> None:
    """Make what the server needs, and run it until there is no use for it."""
    account = account_for(cluster.data)
    package = reachable(installed(), account)
    make_data(cluster, package, account)
    with socket_folder(cluster.socket, account):
        run_until(unused, cluster, package, account)


def run_until(
    unused: Callable[[], bool], cluster: Cluster, package: Path, account: Account
) -> None:
    """Run the server, again whenever it dies. RuntimeError when it does not stay up."""
    failures = 0
    while failures < FAILED_STARTS:
        started = time.monotonic()
        if run(cluster, package, account, unused):
            return
        failures = 0 if time.monotonic() - started > SETTLED else failures + 1
        time.sleep(PAUSE)
    raise RuntimeError(f"PostgreSQL does not stay up on {cluster.data}")


def run(cluster: Cluster, package: Path, account: Account, unused: Callable[[], bool]) -> bool:
    """Run the server until there is no use for it; False when it died before that."""
    options = OPTIONS | {
        "unix_socket_directories": str(cluster.socket),
        "shared_buffers": f"{cache_megabytes()}MB",
    }
    arguments = [word for item in options.items() for word in ("-c", "=".join(item))]
    with program([binary(package, "postgres"), *arguments], cluster.data, account) as server:
        while server.poll() is None:
            if unused():
                stop(server)
                return True
            time.sleep(POLL)
    return False


def cache_megabytes() -> int:
    """What PostgreSQL may keep in memory of what it read: a quarter of all, of which it takes no
    more than it needs, and at most a gigabyte."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(memory // 2**20 // 4, 1024)


def stop(server: Popen[bytes]) -> None:
    """Stop the server without waiting for its clients."""
    server.send_signal(FAST_SHUTDOWN)
    server.wait()


def make_data(cluster: Cluster, package: Path, account: Account) -> None:
    """Make PostgreSQL's folder where there is none. RuntimeError when that fails."""
    if cluster.data.exists():
        return
    # A folder half made never gets the name of a whole one.
    part = Path(mkdtemp(prefix="part-", dir=cluster.folder))
    account.own(part)
    with program([binary(package, "initdb"), *INITDB], part, account) as initdb:
        if initdb.wait() != 0:
            shutil.rmtree(part)
            raise RuntimeError(f"initdb failed on {cluster.folder}")
    part.rename(cluster.data)


@contextmanager
def socket_folder(folder: Path, account: Account) -> Iterator[None]:
    """A folder that only the account can enter. RuntimeError where somebody else made it."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), account.uid):
        raise RuntimeError(f"{folder} belongs to somebody else")
    account.own(folder)
    try:
        yield
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    try:
        main(Cluster(Path(sys.argv[1])))
    except (OSError, RuntimeError) as error:
        sys.exit(f"keeper: {error}")
