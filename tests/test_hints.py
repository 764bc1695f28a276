import json
import re
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from service.hints import try_this
from service.storage.store import Store
from service.values import Metric
from tests.storage.readings import claim, reading

ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async with Store(database_url) as store:
        yield store


async def test_the_series_with_most_claims_is_the_example(store: Store) -> None:
    few = reading(claim(metric=Metric.KILLED), url="https://example.org/few")
    await store.save(few)
    for number in range(3):
        await store.save(reading(url=f"https://example.org/{number}"))
    hints = await try_this(store, ADDRESS)
    (series,) = re.findall(rf"{ADDRESS}/v1/series/([0-9a-f-]+)/comparison", hints)
    found = await store.series(UUID(series))
    assert found
    assert json.loads(found)["metric"] == "casualties"
    assert json.loads(found)["title"] in hints


async def test_where_nothing_is_stored_the_hints_still_hold(store: Store) -> None:
    hints = await try_this(store, ADDRESS)
    assert f"curl -s {ADDRESS}/v1/series\n" in hints
    assert f"{ADDRESS}/docs" in hints
