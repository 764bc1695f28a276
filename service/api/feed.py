"""The feed of what changed, page by page or as it happens."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from service.api.decimals import as_json
from service.changes import Change
from service.moments import in_utc
from service.storage import since
from service.storage.page import Position
from service.storage.store import DatabaseAway

PATHS = {
    "claim": "/v1/claims",
    "series": "/v1/series",
    "source": "/v1/sources",
    "curation": "/v1/curations",
}
POLL_SECONDS = 1.0
"""How often the database is asked, for all clients together, whether there is something new."""
HEARTBEAT_SECONDS = 15.0
"""How long a client hears nothing: proxies end connections that are silent for a minute or so."""
BEFORE = timedelta(microseconds=1)
"""Before a moment there is no other."""


Event = dict[str, Any]
"""A change with its links, as `schemas.ChangeEvent` documents it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A page of changes, as `schemas.ChangePage` documents it."""

    items: tuple[Event, ...]
    next: str


def page_of(changes: list[Change], position: Position) -> Told:
    """The changes that follow a position, as they are sent."""
    items = tuple(map(event_of, changes))
    return Told(items, items[-1]["cursor"] if items else since.cursor(position))


def event_of(change: Change) -> Event:
    """The change with its links."""
    removed = change.kind.endswith(".removed")
    as_of = f"?as_of={in_utc(change.at - BEFORE if removed else change.at)}"
    of_claim = change.noun == "claim"
    return {field.name: getattr(change, field.name) for field in fields(change)} | {
        "link": f"{PATHS[change.noun]}/{change.id}{as_of}",
        "revisions": f"/v1/series/{change.series_id}/revisions{as_of}" if of_claim else None,
        "cursor": since.cursor(since.position(change)),
    }


def sent(event: Event) -> bytes:
    """The event as it is sent to those who listen."""
    return format_sse_event(
        event=event["kind"], id=event["cursor"], data_str=as_json(event).decode()
    )


class Watch:
    """Tells all who wait that something was recorded. One task asks for all of them, and only while
    somebody waits, so that nobody holds a connection to the database."""

    def __init__(self, clock: Callable[[], Awaitable[datetime]]) -> None:
        """`clock` gives another time whenever something has been recorded."""
        self.heard: datetime | None = None
        self.closed = False
        self._clock = clock
        self._changed = asyncio.Condition()
        self._waiting = 0

    async def news(self, heard: datetime | None) -> bool:
        """Wait until something has been recorded since that was heard, or the service stops.
        False where nothing was for so long that the client needs a sign of life."""
        self._waiting += 1
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS), self._changed:
                await self._changed.wait_for(lambda: self.closed or self.heard != heard)
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1
        return True

    async def run(self) -> None:
        """Ask from time to time, until cancelled."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            if self._waiting:
                with suppress(DatabaseAway):
                    await self._hear(await self._clock())

    async def close(self) -> None:
        """Have all who listen leave."""
        self.closed = True
        async with self._changed:
            self._changed.notify_all()

    async def _hear(self, moment: datetime) -> None:
        if moment != self.heard:
            self.heard = moment
            async with self._changed:
                self._changed.notify_all()


async def stream(
    page: Told, read: Callable[[str], Awaitable[Told]], watch: Watch, ends: bool
) -> AsyncIterator[bytes]:
    """The page and what comes after it as it is recorded, with signs of life in between, until the
    service stops or the database goes away; where it ends, until all is told."""
    heard = None
    with suppress(DatabaseAway):
        while not watch.closed:
            for event in page.items:
                yield sent(event)
            if not page.items and ends:
                return
            while not page.items and not await watch.news(heard):
                yield KEEPALIVE_COMMENT
            heard = watch.heard
            page = await read(page.next)
