"""Stored articles read anew by this version's reader: in parallel, stored in batches."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from service.readers import ReaderDied, Readers, ReadingFailed, ReadingTooSlow
from service.storage.rereading import Changes
from service.storage.store import Store
from service.values import Article, Reading

BATCH = 50
"""Articles that are read before they are stored together."""


@dataclass(slots=True)
class Summary:
    """What became of the articles."""

    articles: int = 0
    """Articles that were read anew."""
    changes: Changes = field(default_factory=Changes)
    """What became of their claims."""
    failed: list[str] = field(default_factory=list)
    """Why each of the others could not be read."""

    @property
    def line(self) -> str:
        """The summary in one line."""
        claims = self.changes
        return (
            f"{self.articles} articles read anew: {claims.again} claims read again, {claims.new} "
            f"new, {claims.gone} not found any more, {claims.left} not found but left to curators"
        )


async def reread(
    reader: str | None, readers: Readers, store: Store, advance: Callable[[int], None]
) -> Summary:
    """Read anew what another reader than that read, with None all; `advance` is told how many more
    are done.

    Each batch is stored for good before the next is read, so that a run that was broken off can
    be run again. Raises storage.DatabaseAway.
    """
    summary = Summary()
    after: UUID | None = None
    while articles := await store.to_reread(reader, after, BATCH):
        readings = {key: each async for key, each in _read(articles, readers, summary)}
        summary.changes += await store.reread(readings)
        summary.articles += len(readings)
        advance(len(articles))
        after = max(articles)
    return summary


async def _read(
    articles: Mapping[UUID, Article], readers: Readers, summary: Summary
) -> AsyncIterator[tuple[UUID, Reading]]:
    tasks = {key: asyncio.create_task(readers.read(each)) for key, each in articles.items()}
    for key, task in tasks.items():
        try:
            yield key, await task
        except (ReadingTooSlow, ReaderDied, ReadingFailed) as error:
            summary.failed.append(f"{key}: {error}")
