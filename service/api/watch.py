"""How all who listen learn that something was recorded."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime

from service.storage.store import DatabaseAway

POLL_SECONDS = 1.0
"""How often the database is asked, for all clients together, whether there is something new."""
HEARTBEAT_SECONDS = 15.0
"""How long a client hears nothing: proxies end connections that are silent for a minute or so."""


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
