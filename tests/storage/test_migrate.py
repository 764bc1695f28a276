"""What a caller learns when there is no database to migrate."""

import socket
from collections.abc import Iterator

import pytest

from service.storage import migrate


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that nobody listens on, and that nobody else is given meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


def test_a_database_that_is_away_is_unreachable(closed_port: int) -> None:
    with pytest.raises(migrate.Unreachable, match=f"does not answer.* port {closed_port}"):
        migrate.upgrade(f"postgresql://user:hunter2@127.0.0.1:{closed_port}/counts")


def test_a_database_that_does_not_exist_is_unreachable(server_url: str) -> None:
    with pytest.raises(migrate.Unreachable, match='database "nowhere" does not exist'):
        migrate.upgrade(server_url.replace("/postgres?", "/nowhere?"))


@pytest.mark.parametrize("url", ["nonsense", "mysql://user:hunter2@127.0.0.1/counts"])
def test_what_is_no_url_is_named_without_its_password(url: str) -> None:
    with pytest.raises(migrate.Unreachable) as refused:
        migrate.upgrade(url)
    assert "hunter2" not in str(refused.value)
    assert "URL" in str(refused.value)


def test_a_migrated_database_is_left_as_it_is(database_url: str) -> None:
    migrate.upgrade(database_url)
