import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from service.documents import Document
from service.files import Entry
from service.ingest import BATCH, Summary, ingest
from service.readers import Readers
from service.storage.filters import ArticleFilter, ClaimFilter
from service.storage.store import Store
from tests import fakes


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async with Store(database_url) as store:
        yield store


@pytest.fixture
async def readers() -> AsyncIterator[Readers]:
    async with Readers(1, 5, fakes.prepare) as readers:
        yield readers


def entry(number: int, text: str | None = None) -> Entry:
    """An article of `number` killed, at a url of its own."""
    url = f"https://example.org/{number}"
    return Entry(f"x{number}", Document(text=text or f"{number} killed", url=url))


async def stored(store: Store) -> int:
    return len(json.loads((await store.articles(ArticleFilter(limit=1000))).items))


async def test_articles_are_stored_with_their_claims(readers: Readers, store: Store) -> None:
    steps: list[int] = []
    summary = await ingest([entry(1), entry(2, "Calm.")], readers, store, steps.append)
    assert summary == Summary(new=2, claims=1)
    assert steps == [2]
    claims = json.loads((await store.claims(ClaimFilter())).items)
    assert [claim["quote"] for claim in claims] == ["1"]


async def test_what_is_stored_already_is_known_and_not_doubled(
    readers: Readers, store: Store
) -> None:
    await ingest([entry(1)], readers, store, lambda _: None)
    summary = await ingest([entry(1), entry(2)], readers, store, lambda _: None)
    assert (summary.new, summary.known, summary.claims) == (1, 1, 1)
    assert await stored(store) == 2


async def test_the_same_article_twice_in_one_run_is_stored_once(
    readers: Readers, store: Store
) -> None:
    summary = await ingest([entry(1), entry(1)], readers, store, lambda _: None)
    assert (summary.new, summary.known, summary.claims) == (1, 1, 1)
    assert await stored(store) == 1


async def test_another_text_of_a_url_is_a_new_version(readers: Readers, store: Store) -> None:
    await ingest([entry(1)], readers, store, lambda _: None)
    summary = await ingest([entry(1, "3 killed")], readers, store, lambda _: None)
    assert (summary.new, summary.known) == (1, 0)
    claims = json.loads((await store.claims(ClaimFilter())).items)
    assert [claim["quote"] for claim in claims] == ["3"]


@pytest.mark.parametrize("trouble", ["please die", "please fail"])
async def test_one_bad_article_does_not_lose_the_others(
    readers: Readers, store: Store, trouble: str
) -> None:
    found = [entry(1), entry(2, trouble), entry(3)]
    summary = await ingest(found, readers, store, lambda _: None)
    assert summary.new == 2
    (reason,) = summary.failed
    assert reason.startswith("x2: ")
    assert await stored(store) == 2


async def test_an_article_that_takes_too_long_is_named(store: Store) -> None:
    async with Readers(1, 0.5, fakes.prepare) as hasty:
        summary = await ingest([entry(1, "please hang"), entry(2)], hasty, store, lambda _: None)
    assert summary.new == 1
    assert "x1: " in summary.failed[0]
    assert "https://example.org/1" in summary.failed[0]


async def test_a_page_without_words_is_named(readers: Readers, store: Store) -> None:
    page = Entry("page", Document(html="<html><body></body></html>"))
    summary = await ingest([page, entry(1)], readers, store, lambda _: None)
    assert summary.new == 1
    assert summary.failed == ["page: the page holds no words of an article"]


async def test_a_run_that_is_broken_off_has_stored_its_full_batches(
    readers: Readers, store: Store
) -> None:
    found = [entry(n) for n in range(1, BATCH + 3)]
    done = asyncio.Event()
    run = asyncio.create_task(ingest(found, readers, store, lambda _: done.set()))
    await done.wait()
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert await stored(store) == BATCH
    summary = await ingest(found, readers, store, lambda _: None)
    assert (summary.new, summary.known) == (2, BATCH)


def test_the_summary_reads_as_a_line() -> None:
    line = Summary(new=3, known=2, claims=7).line
    assert line == "3 articles stored with 7 claims, 2 known already"
