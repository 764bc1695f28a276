"""Stored articles are read anew: all of them, one after another, and again after a break."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from service.readers import Readers
from service.reread import BATCH, Summary, reread
from service.storage.filters import ArticleFilter, ClaimFilter
from service.storage.rereading import Changes
from service.storage.store import Store
from service.values import Article, Reading
from tests import fakes


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async with Store(database_url) as store:
        yield store


@pytest.fixture
async def readers() -> AsyncIterator[Readers]:
    async with Readers(1, 5, fakes.prepare) as readers:
        yield readers


async def save(store: Store, *texts: str) -> None:
    """Articles of which another reader found nothing."""
    articles = [Article(text, url=f"u:{at}") for at, text in enumerate(texts)]
    await store.save_many(Reading(each, (), "old") for each in articles)


async def items(page: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((await page).items)
    return found


async def readers_of(store: Store) -> set[str]:
    return {each["reader"] for each in await items(store.articles(ArticleFilter(limit=1000)))}


async def test_what_another_reader_read_is_read_anew(readers: Readers, store: Store) -> None:
    await save(store, "1 killed", "Calm.", "2 killed, 3 killed")
    steps: list[int] = []
    summary = await reread(fakes.READER, readers, store, steps.append)
    assert summary == Summary(articles=3, changes=Changes(new=3))
    assert steps == [3]
    assert {each["quote"] for each in await items(store.claims(ClaimFilter()))} == {"1", "2", "3"}
    assert await readers_of(store) == {fakes.READER}


async def test_what_this_reader_read_is_passed_over_unless_all_is_to_be_read(
    readers: Readers, store: Store
) -> None:
    await save(store, "1 killed")
    await reread(fakes.READER, readers, store, lambda _: None)
    assert await reread(fakes.READER, readers, store, lambda _: None) == Summary()
    again = await reread(None, readers, store, lambda _: None)
    assert again == Summary(articles=1, changes=Changes(again=1))


@pytest.mark.parametrize("trouble", ["please die", "please fail"])
async def test_one_bad_article_does_not_lose_the_others(
    readers: Readers, store: Store, trouble: str
) -> None:
    await save(store, "1 killed", trouble, "3 killed")
    summary = await reread(fakes.READER, readers, store, lambda _: None)
    assert (summary.articles, len(summary.failed)) == (2, 1)
    assert await readers_of(store) == {fakes.READER, "old"}


async def test_a_run_that_is_broken_off_goes_on_where_it_ended(
    readers: Readers, store: Store
) -> None:
    await save(store, *(f"{number} killed" for number in range(BATCH + 2)))
    done = asyncio.Event()
    run = asyncio.create_task(reread(fakes.READER, readers, store, lambda _: done.set()))
    await done.wait()
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert await store.outdated(fakes.READER) == 2
    assert (await reread(fakes.READER, readers, store, lambda _: None)).articles == 2


def test_the_summary_reads_as_a_line() -> None:
    line = Summary(articles=3, changes=Changes(again=7, new=2, gone=1, left=4)).line
    assert line == (
        "3 articles read anew: 7 claims read again, 2 new, 1 not found any more, "
        "4 not found but left to curators"
    )
