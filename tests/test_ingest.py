import asyncio
import json
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from service.documents import Document
from service.figures import FigureRow, reading
from service.files import Entry
from service.ingest import BATCH, Summary, ingest, ingest_figures
from service.readers import Readers
from service.storage.filters import ArticleFilter, ClaimFilter, SeriesFilter
from service.storage.saving import Saved
from service.storage.store import BATCH_SIZE, DatabaseAway, Store
from service.values import Reading
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


def figures(count: int, value: int = 7) -> list[Reading]:
    """So many figures of one series, a day each."""
    first = date(2021, 1, 1)
    row = {"source": "The Board", "metric": "killed", "item": "people", "value": value}
    days = (first + timedelta(days=n) for n in range(count))
    return [reading(FigureRow.model_validate(row | {"date": day.isoformat()})) for day in days]


async def test_figures_are_stored_once_and_counted(store: Store) -> None:
    steps: list[int] = []
    count = BATCH_SIZE + 1
    summary = await ingest_figures(figures(count), store, steps.append)
    assert summary == Summary(new=count, claims=count)
    assert steps == [BATCH_SIZE, 1]
    again = await ingest_figures(figures(count), store, steps.append)
    assert (again.new, again.known) == (0, count)
    (series,) = json.loads((await store.series_list(SeriesFilter())).items)
    assert series["claim_count"] == count


async def test_figures_that_changed_supersede_those_before(store: Store) -> None:
    await ingest_figures(figures(3), store, lambda _: None)
    await ingest_figures(figures(2, value=8), store, lambda _: None)
    claims = json.loads((await store.claims(ClaimFilter())).items)
    assert sorted(claim["quote"] for claim in claims) == ["7", "8", "8"]


async def test_a_database_that_goes_away_ends_the_storing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(self: Store, readings: object) -> list[Saved]:
        raise DatabaseAway("gone")

    monkeypatch.setattr(Store, "save_many", gone)
    with pytest.raises(DatabaseAway):
        await ingest_figures(figures(2), store, lambda _: None)


def test_the_summary_reads_as_a_line() -> None:
    line = Summary(new=3, known=2, claims=7).line
    assert line == "3 articles stored with 7 claims, 2 known already"
