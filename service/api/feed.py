"""The feed of what changed, page by page or as it happens."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from service.api.decimals import as_json
from service.api.watch import Watch
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
