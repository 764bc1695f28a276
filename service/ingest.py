"""Files into the store, in batches: articles, which are read in parallel, and published figures."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

from service.documents import NoArticle
from service.files import Entry
from service.readers import ReaderDied, Readers, ReadingFailed, ReadingTooSlow
from service.storage.saving import Saved
from service.storage.store import BATCH_SIZE, Store
from service.values import Reading

BATCH = 50
"""Articles that are read before they are stored together."""


@dataclass(slots=True)
class Summary:
    """What became of the articles."""

    new: int = 0
    """Articles, or new versions of them, that were stored."""
    known: int = 0
    """Articles that had been stored before, with the same text."""
    claims: int = 0
    """Claims of the new ones."""
    failed: list[str] = field(default_factory=list)
    """Why each of the others could not be read."""

    @property
    def line(self) -> str:
        """The summary in one line."""
        return f"{self.new} articles stored with {self.claims} claims, {self.known} known already"

    def count(self, readings: Sequence[Reading], saved: Sequence[Saved]) -> None:
        """Add what became of them."""
        for reading, each in zip(readings, saved, strict=True):
            self.new += each.created
            self.known += not each.created
            self.claims += len(reading.claims) if each.created else 0


async def ingest(
    entries: Sequence[Entry], readers: Readers, store: Store, advance: Callable[[int], None]
) -> Summary:
    """Store the articles of files; `advance` is told how many more are done.

    Each batch is stored for good before the next is read, so that a run that was broken off can
    be run again. Raises storage.DatabaseAway.
    """
    summary = Summary()
    for start in range(0, len(entries), BATCH):
        batch = entries[start : start + BATCH]
        readings = [reading async for reading in _unknown(batch, readers, store, summary)]
        summary.count(readings, await store.save_many(readings))
        advance(len(batch))
    return summary


async def ingest_figures(
    readings: Sequence[Reading], store: Store, advance: Callable[[int], None]
) -> Summary:
    """Store published figures, which need no reading; the rest as `ingest` does."""
    summary = Summary()
    for start in range(0, len(readings), BATCH_SIZE):
        batch = readings[start : start + BATCH_SIZE]
        summary.count(batch, await store.save_many(batch))
        advance(len(batch))
    return summary


async def _unknown(
    batch: Sequence[Entry], readers: Readers, store: Store, summary: Summary
) -> AsyncIterator[Reading]:
    """Readings of those articles that are not stored yet."""
    tasks = [asyncio.create_task(_read(entry, readers, store)) for entry in batch]
    for entry, task in zip(batch, tasks, strict=True):
        try:
            reading = await task
        except (NoArticle, ReadingTooSlow, ReaderDied, ReadingFailed) as error:
            summary.failed.append(f"{entry.id}: {error}")
            continue
        if reading is None:
            summary.known += 1
        else:
            yield reading


async def _read(entry: Entry, readers: Readers, store: Store) -> Reading | None:
    article = await readers.article(entry.document)
    return None if await store.find(article) else await readers.read(article)
