"""A store on a database of its own."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from service.storage.store import Store
from tests.conftest import fresh_database
from tests.storage.readings import three


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async with Store(database_url) as store:
        yield store


@pytest.fixture(scope="module")
def few_url(server_url: str, template: str) -> Iterator[str]:
    """A database of three articles, for tests that only read."""

    async def save(url: str) -> None:
        async with Store(url) as store:
            await store.save_many(three())

    with fresh_database(server_url, template) as url:
        asyncio.run(save(url))
        yield url


@pytest.fixture
async def few(few_url: str) -> AsyncIterator[Store]:
    async with Store(few_url) as store:
        yield store
