"""A store on a database of its own."""

from collections.abc import AsyncIterator

import pytest

from service.storage.store import Store


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async with Store(database_url) as store:
        yield store
