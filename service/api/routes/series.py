"""Series: the claims that may be compared, and how they do."""

from datetime import UTC, datetime, time
from functools import partial
from itertools import chain
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from service.api import examples
from service.api.answers import JSON, example, found, listed, one, page_examples
from service.api.decimals import as_json
from service.api.dependencies import StoreDep
from service.api.negotiation import JSON_ONLY
from service.api.problems import FINDING, LISTING, UnknownId, UnlikeSeries, documented
from service.api.routing import StrictRoute
from service.api.schemas import ClaimPage, SeriesPage, StoredSeries
from service.comparison import Comparison, compare
from service.storage.filters import ClaimFilter, Moment, PageFilter, SeriesFilter
from service.storage.page import Page
from service.storage.store import Store
from service.vague import Vague

router = APIRouter(prefix="/series", tags=["series"], route_class=StrictRoute)

SeriesId = Annotated[UUID, Path(description="Id of a series.")]


VagueQuery = Annotated[
    Vague,
    Query(
        description="Which table gives vague words their intervals. default: the one that each "
        'claim was read by ("hundreds" are 200 to 999); conservative: the least that the words '
        'bind ("hundreds" are 100 or more); none: what is said in vague words is unknown.'
    ),
]


@router.get(
    "",
    summary="List series",
    response_model=SeriesPage,
    responses=page_examples("series", examples.SERIES) | documented(*LISTING),
)
async def series_list(
    request: Request, query: Annotated[SeriesFilter, Query()], store: StoreDep
) -> Response:
    """Series that meet every filter given, a page at a time.

    ```
    curl 'http://127.0.0.1:8000/v1/series?q=russian+soldiers&metric=casualties'
    ```
    """
    return await listed(request, query, store.series_list)


@router.get(
    "/{series_id}",
    summary="One series",
    response_model=StoredSeries,
    dependencies=[JSON_ONLY],
    responses=example(examples.SERIES) | documented(*FINDING),
)
async def series(series_id: SeriesId, store: StoreDep) -> Response:
    """One series: what its claims have in common.

    ```
    curl http://127.0.0.1:8000/v1/series/01943661-8a00-7b92-a4c8-71e5d3f08b6d
    ```
    """
    return await one("series", series_id, store.series)


@router.get(
    "/{series_id}/claims",
    summary="List the claims of a series",
    response_model=ClaimPage,
    responses=page_examples("claims", examples.CLAIM) | documented(*LISTING, UnknownId),
)
async def series_claims(
    request: Request,
    series_id: SeriesId,
    query: Annotated[PageFilter, Query()],
    store: StoreDep,
) -> Response:
    """The current claims of a series, newest publication first, a page at a time.

    For filters and other orders ask for `/v1/claims?series=`.

    ```
    curl 'http://127.0.0.1:8000/v1/series/01943661-8a00-7b92-a4c8-71e5d3f08b6d/claims?limit=10'
    ```
    """
    asked = ClaimFilter(series=series_id, **query.model_dump())
    return await listed(request, asked, partial(_claims_of, store))


@router.get(
    "/{series_id}/comparison",
    summary="Compare the claims of a series",
    response_model=Comparison,
    dependencies=[JSON_ONLY],
    responses=example(examples.COMPARISON) | documented(*FINDING, UnlikeSeries),
)
async def comparison(
    series_id: SeriesId,
    store: StoreDep,
    at: Annotated[
        Moment | None,
        Query(
            description="The moment to compare at, with its offset from UTC, or a day, which is "
            "meant to its end in UTC. Without it, now."
        ),
    ] = None,
    beside: Annotated[
        UUID | None,
        Query(
            alias="with",
            description="Id of another series to put beside this one. Series that count "
            "different things are refused, and the problem names what differs.",
        ),
    ] = None,
    vague: VagueQuery = Vague.DEFAULT,
) -> Response:
    """Who says how many: each source's standing claim at a time and those before it, where the
    intervals overlap, how far apart they are, and how many origins stand behind them.

    Rival claims are never added up or averaged.

    ```
    curl 'http://127.0.0.1:8000/v1/series/01943661-8a00-7b92-a4c8-71e5d3f08b6d/comparison?at=2025-01-31'
    ```
    """
    moment = _to_the_end(at)
    claims = found("series", series_id, await store.compared_claims(series_id, moment))
    if beside is not None and beside != series_id:
        await _refuse_unlike(store, series_id, beside)
    return Response(as_json(compare(claims, moment, vague)), media_type=JSON)


async def _refuse_unlike(store: Store, *series_ids: UUID) -> None:
    """Raises UnlikeSeries, whatever the series held at the time that is asked for."""
    claims = [found("series", key, await store.compared_claims(key)) for key in series_ids]
    compare(list(chain.from_iterable(claims)), at=None)


async def _claims_of(store: Store, asked: ClaimFilter) -> Page:
    page = await store.claims(asked)
    if not page.rows and asked.series is not None:
        found("series", asked.series, await store.series(asked.series))
    return page


def _to_the_end(at: Moment | None) -> datetime | None:
    """A day stands for its last moment."""
    if isinstance(at, datetime) or at is None:
        return at
    return datetime.combine(at, time.max, UTC)
