"""The counts that series and sources keep are those that counting gives."""

import asyncio
from datetime import datetime, timedelta
from random import Random

import psycopg
import pytest

from service.storage.store import Store
from service.values import Metric, Reading, Source, SourceKind
from tests.storage.counting import counted, kept
from tests.storage.readings import PUBLISHED, SENTENCE, claim, reading

METRICS = tuple(Metric)
CHANGED = SENTENCE + " It gave no source."


def about(*metrics: Metric, text: str = SENTENCE, url: str = "u:1", day: int = 0) -> Reading:
    """An article with a claim of each metric, published so many days after the first day."""
    claims = [claim(metric=metric, source=_source(metric)) for metric in metrics]
    published_at = PUBLISHED + timedelta(days=day) if day else None
    return reading(*claims, text=text, url=url, published_at=published_at)


def _source(metric: Metric) -> Source | None:
    name = {Metric.KILLED: None, Metric.MISSING: None}.get(metric, f"Ministry of {metric}")
    return Source(name, SourceKind.GOVERNMENT) if name else None


def of_metrics(url: str) -> dict[str, tuple[int, datetime | None]]:
    series = {name: found for name, found in kept(url).items() if name.startswith("series")}
    return {name.partition("metric=")[2].partition("&")[0]: found for name, found in series.items()}


async def test_every_article_adds_its_claims(store: Store, database_url: str) -> None:
    await store.save(about(Metric.KILLED, Metric.KILLED, Metric.WOUNDED, day=1))
    await store.save(about(Metric.KILLED, url="u:2", day=3))
    await store.save(about(Metric.WOUNDED, url="u:3"))
    assert of_metrics(database_url) == {
        "killed": (3, PUBLISHED + timedelta(days=3)),
        "wounded": (2, PUBLISHED + timedelta(days=1)),
    }
    assert kept(database_url) == counted(database_url)


async def test_a_new_version_takes_away_what_it_does_not_repeat(
    store: Store, database_url: str
) -> None:
    await store.save(about(Metric.KILLED, Metric.WOUNDED, day=2))
    await store.save(about(Metric.WOUNDED, text=CHANGED, day=1))
    assert of_metrics(database_url) == {
        "killed": (0, None),
        "wounded": (1, PUBLISHED + timedelta(days=1)),
    }
    assert kept(database_url) == counted(database_url)


async def test_a_version_without_claims_takes_all_away(store: Store, database_url: str) -> None:
    await store.save(about(Metric.KILLED, day=1))
    await store.save(Reading(reading(text=CHANGED, url="u:1").article, (), "test 1"))
    assert of_metrics(database_url) == {"killed": (0, None)}
    assert kept(database_url) == counted(database_url)


async def test_what_is_stored_already_is_not_counted_again(store: Store, database_url: str) -> None:
    await store.save(about(Metric.KILLED, day=1))
    await store.save(about(Metric.KILLED, day=1))
    assert of_metrics(database_url) == {"killed": (1, PUBLISHED + timedelta(days=1))}


async def test_writers_of_the_same_series_at_once_count_right_and_never_wait_forever(
    store: Store, database_url: str
) -> None:
    random = Random(1)

    def some(writer: int) -> Reading:
        metrics = random.choices(METRICS, k=30)
        text = SENTENCE + " " * random.randint(0, 3)
        url = f"u:{writer if random.random() < 0.9 else 0} {random.randint(1, 3)}"
        return about(*metrics, text=text, url=url, day=random.randint(0, 9))

    async def write(writer: int) -> None:
        for _ in range(4):
            await store.save_many([some(writer) for _ in range(4)])

    await asyncio.gather(*(write(writer) for writer in range(1, 10)))
    assert kept(database_url) == counted(database_url)
    assert sum(claims for claims, _ in counted(database_url).values()) > 0


@pytest.mark.parametrize("table", ["series", "source"])
async def test_no_writer_can_count_below_nothing(
    store: Store, database_url: str, table: str
) -> None:
    await store.save(about(Metric.WOUNDED))
    with (
        psycopg.connect(database_url) as connection,
        pytest.raises(psycopg.errors.CheckViolation, match=f"ck_{table}_claim_count"),
    ):
        connection.execute(f"UPDATE {table} SET claim_count = -1".encode())
