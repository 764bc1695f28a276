"""What changed in what is stored."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse

from service.api import examples, feed
from service.api.answers import JSON, example
from service.api.decimals import as_json
from service.api.dependencies import StoreDep, WatchDep
from service.api.negotiation import liked
from service.api.problems import COUNTING, documented
from service.api.routing import StrictRoute
from service.api.schemas import ChangePage
from service.storage.filters import ChangesFilter, Since
from service.storage.store import Store

EVENTS = "text/event-stream"
UNBUFFERED = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
"""A proxy that keeps what it is sent until it has more would keep it from the client."""

router = APIRouter(prefix="/changes", tags=["changes"], route_class=StrictRoute)


def answers() -> dict[int | str, dict[str, Any]]:
    """For `responses`: a page, and the same as events."""
    found = example(examples.CHANGES)
    events = "".join(feed.sent(event).decode() for event in examples.CHANGE_EVENTS)
    found[200]["content"][EVENTS] = {"schema": {"type": "string"}, "example": events}
    return found | documented(*COUNTING)


@router.get("", summary="Follow what changes", response_model=ChangePage, responses=answers())
async def changes(
    request: Request,
    query: Annotated[ChangesFilter, Query()],
    store: StoreDep,
    watch: WatchDep,
    last_event_id: Annotated[
        Since | None,
        Header(
            description="The `id` of the last event that was heard: the stream goes on after it."
        ),
    ] = None,
) -> Response:
    """What was recorded, changed, superseded or removed, in the order in which that was recorded.
    Nothing comes to stand before what has been told: whoever goes on from `next`, which the last
    page has as well, misses nothing and hears nothing twice.

    ```
    curl 'http://127.0.0.1:8000/v1/changes?since=2025-01-05'
    curl -N -H 'Accept: text/event-stream' 'http://127.0.0.1:8000/v1/changes?since=2025-01-05'
    ```

    With `Accept: text/event-stream` changes are sent as they are recorded (server-sent events), a
    page's `items` one by one. The `id` of each is its `cursor`; a browser sends it again as
    `Last-Event-ID` when it comes back. Asked for `as_of` a time, the stream ends there.
    """
    if liked(request.headers.get("accept"), (JSON, EVENTS)) == JSON:
        return Response(as_json(await _page(store, query)), media_type=JSON)
    asked = query if last_event_id is None else query.model_copy(update={"since": last_event_id})

    async def read(cursor: str) -> feed.Told:
        return await _page(store, asked.model_copy(update={"since": cursor}))

    first = await _page(store, asked)
    events = feed.stream(first, read, watch, ends=asked.as_of is not None)
    return EventSourceResponse(events, headers=UNBUFFERED)


async def _page(store: Store, asked: ChangesFilter) -> feed.Told:
    return feed.page_of(await store.changes(asked), asked.position)
