"""How the sources of a series revised themselves, and where they stood over time."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from service.api import examples
from service.api.answers import MOVED, found
from service.api.asked import RevisionsQuery, TimelineQuery
from service.api.dependencies import StoreDep
from service.api.problems import FINDING, NotCumulative, documented
from service.api.routes.series import SeriesId
from service.api.routing import StrictRoute
from service.api.tables import table_examples, tabled
from service.compared import ComparedClaim
from service.revisions import Revisions, revisions
from service.storage.filters import AsOf
from service.storage.store import Store
from service.timeline import Timeline, timeline

router = APIRouter(prefix="/series", tags=["series"], route_class=StrictRoute)


@router.get(
    "/{series_id}/revisions",
    summary="Class the claims of a series",
    response_model=Revisions,
    responses=table_examples(examples.REVISIONS) | MOVED | documented(*FINDING),
)
async def series_revisions(
    request: Request,
    series_id: SeriesId,
    query: Annotated[RevisionsQuery, Query()],
    store: StoreDep,
) -> Response:
    """How each source revised itself: every claim classed against the earlier ones of its source,
    with the claim that it is compared to, the difference, and the rule and its reason in words.

    A claim is the `first`, a `repetition`, an `update`, a `correction`, a `restart` of the count, a
    `rounding` of the same number or `retroactive`; what is denied, hypothetical, superseded or
    unknown revises nothing and is `set_aside`.

    ```
    curl http://127.0.0.1:8000/v1/series/01943661-8a00-7b92-a4c8-71e5d3f08b6d/revisions
    ```
    """
    claims = await _claims(store, series_id, query)
    return tabled(request, query.format, revisions(claims, query.vague))


@router.get(
    "/{series_id}/timeline",
    summary="Show a series over time",
    response_model=Timeline,
    responses=table_examples(examples.TIMELINE) | MOVED | documented(*FINDING, NotCumulative),
)
async def series_timeline(
    request: Request,
    series_id: SeriesId,
    query: Annotated[TimelineQuery, Query()],
    store: StoreDep,
) -> Response:
    """Where each source stood, bucket by bucket: the claim by which it stood at the end of each
    bucket in which it made one, what changed since its bucket before, and the gaps in between.

    A gap repeats nothing. By what claim a source still stood in one is told by the comparison `at`
    that time.

    ```
    curl 'http://127.0.0.1:8000/v1/series/01943661-8a00-7b92-a4c8-71e5d3f08b6d/timeline?interval=week&from=2025-01-01'
    ```

    With `differences=true` a total is also turned into what was added to it from bucket to bucket,
    within one source and one count: a restart begins a new one, and a correction takes away.
    """
    claims = await _claims(store, series_id, query)
    shown = timeline(
        claims,
        query.interval,
        query.first,
        query.last,
        differences=query.differences,
        vague=query.vague,
    )
    return tabled(request, query.format, shown)


async def _claims(store: Store, series_id: UUID, query: AsOf) -> list[ComparedClaim]:
    claims = await store.compared_claims(series_id, as_of=query.as_of)
    return found("series", series_id, claims, query.as_of)
