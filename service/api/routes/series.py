"""Series: the claims that may be compared, and how they do."""

import json
from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from service.api import examples
from service.api.answers import (
    JSON,
    MOVED,
    example,
    examples_by_name,
    facet_examples,
    found,
    listed,
    one,
    page_examples,
)
from service.api.decimals import as_json
from service.api.dependencies import StoreDep
from service.api.negotiation import JSON_ONLY
from service.api.problems import (
    COUNTING,
    FINDING,
    LISTING,
    Fault,
    Invalid,
    UnknownId,
    UnlikeSeries,
    documented,
)
from service.api.routing import StrictRoute
from service.api.schemas import ClaimPage, SeriesFacets, SeriesPage, StoredSeries
from service.beside import SideBySide, refuse_unlike, side_by_side
from service.comparison import Comparison, compare
from service.grouping import Grouped, Grouping, grouped
from service.series import SeriesKey
from service.storage.filters import (
    AsOf,
    ClaimFilter,
    End,
    SeriesClaimFilter,
    SeriesFacetFilter,
    SeriesFilter,
)
from service.storage.page import Page
from service.storage.store import Store
from service.vague import Vague

router = APIRouter(prefix="/series", tags=["series"], route_class=StrictRoute)

SeriesId = Annotated[UUID, Path(description="Id of a series.")]

MOST_BESIDE = 20
"""Series that one request may put beside another: each is read whole."""
ONE_SERIES = "groups the sources of one series, not those of several side by side"


AsOfQuery = Annotated[End | None, Query(description=AsOf.model_fields["as_of"].description)]
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
    """Series that meet every filter given, those with the most claims first, a page at a time.

    Words are those of the title or others for the same.

    ```
    curl 'http://127.0.0.1:8000/v1/series?q=russian+losses&basis=cumulative'
    curl 'http://127.0.0.1:8000/v1/series?place=Ukraine&source=General+Staff&min_claims=5'
    ```
    """
    return await listed(request, query, store.series_list)


@router.get(
    "/facets",
    summary="Count series by what they have in common",
    response_model=SeriesFacets,
    responses=facet_examples(examples.SERIES_FACETS) | documented(*COUNTING),
)
async def series_facets(
    request: Request, query: Annotated[SeriesFacetFilter, Query()], store: StoreDep
) -> Response:
    """Of the series that meet every filter given, how many there are of each value, and how many
    current claims are in them: what to ask for next. In CSV and NDJSON a row for each value of
    each facet.

    ```
    curl 'http://127.0.0.1:8000/v1/series/facets?q=russian+losses&limit=5'
    ```
    """
    return await listed(request, query, store.series_facets)


@router.get(
    "/{series_id}",
    summary="One series",
    response_model=StoredSeries,
    dependencies=[JSON_ONLY],
    responses=example(examples.SERIES) | MOVED | documented(*FINDING),
)
async def series(series_id: SeriesId, query: Annotated[AsOf, Query()], store: StoreDep) -> Response:
    """One series: what its claims have in common.

    ```
    curl http://127.0.0.1:8000/v1/series/01943661-8a00-7b92-a4c8-71e5d3f08b6d
    ```
    """
    return await one("series", series_id, query, store.series)


@router.get(
    "/{series_id}/claims",
    summary="List the claims of a series",
    response_model=ClaimPage,
    responses=page_examples("claims", examples.CLAIM) | MOVED | documented(*LISTING, UnknownId),
)
async def series_claims(
    request: Request,
    series_id: SeriesId,
    query: Annotated[SeriesClaimFilter, Query()],
    store: StoreDep,
) -> Response:
    """The claims of a series that meet every filter given, a page at a time.

    ```
    curl 'http://127.0.0.1:8000/v1/series/01943661-8a00-7b92-a4c8-71e5d3f08b6d/claims?sort=-amount'
    ```
    """
    asked = ClaimFilter(series=series_id, **query.model_dump())
    return await listed(request, asked, partial(_claims_of, store))


@router.get(
    "/{series_id}/comparison",
    summary="Compare the claims of a series",
    response_model=Comparison | Grouped | SideBySide,
    dependencies=[JSON_ONLY],
    responses=examples_by_name(
        {
            "one series": examples.COMPARISON,
            "by=kind": examples.GROUPED,
            "side_by_side=true": examples.SIDE_BY_SIDE,
        }
    )
    | MOVED
    | documented(*FINDING, UnlikeSeries),
)
async def comparison(
    series_id: SeriesId,
    store: StoreDep,
    beside: Annotated[
        list[UUID],
        Query(
            alias="with",
            default_factory=list,
            max_length=MOST_BESIDE,
            description="Id of another series to put beside this one; may be given several times. "
            "Series that count different things are refused, and the problem names what differs.",
        ),
    ],
    at: Annotated[
        End | None,
        Query(
            description="The moment to compare at, with its offset from UTC, or a day, which is "
            "meant to its end in UTC. Without it, now."
        ),
    ] = None,
    as_of: AsOfQuery = None,
    apart: Annotated[
        bool,
        Query(
            alias="side_by_side",
            description="true: each series is compared by itself and labelled with what it counts; "
            "nothing is said about them together.",
        ),
    ] = False,
    vague: VagueQuery = Vague.DEFAULT,
    by: Annotated[
        Grouping | None,
        Query(
            description="kind or side: the sources are also compared within groups of one kind or "
            "side, and it is told where the groups agree. A source is on the side that a curator "
            "gave it. Not for `side_by_side`."
        ),
    ] = None,
) -> Response:
    """Who says how many: each source's standing claim at a time and those before it, where the
    intervals overlap, how far apart they are, and how many origins stand behind them.

    Rival claims are never added up or averaged. What repeats another claim is no agreement:
    `origins` tells what was folded together and why.

    ```
    curl 'http://127.0.0.1:8000/v1/series/01943661-8a00-7b92-a4c8-71e5d3f08b6d/comparison?at=2025-01-31'
    curl 'http://127.0.0.1:8000/v1/series/01943661-8a00-7b92-a4c8-71e5d3f08b6d/comparison?by=kind'
    ```
    """
    if apart and by:
        raise Invalid(f"by {ONE_SERIES}.", [Fault(detail=ONE_SERIES, parameter="by")])
    if apart or beside:
        series = await _keys(store, [series_id, *beside], as_of)
        if apart:
            return _json(await _side_by_side(store, series, at, as_of, vague))
        refuse_unlike(*series.values())
    claims = found("series", series_id, await store.compared_claims(series_id, at, as_of), as_of)
    made = grouped(claims, at, vague, by, as_of) if by else compare(claims, at, vague, as_of)
    return _json(made)


async def _keys(
    store: Store, series_ids: list[UUID], as_of: datetime | None
) -> dict[UUID, SeriesKey]:
    """What each series counts, each once and in their order. Raises Absent."""
    keys = await store.series_keys(series_ids, as_of)
    return {key: found("series", key, keys.get(key), as_of) for key in series_ids}


async def _side_by_side(
    store: Store,
    series: dict[UUID, SeriesKey],
    at: datetime | None,
    as_of: datetime | None,
    vague: Vague,
) -> SideBySide:
    claims = {key: await store.compared_claims(key, at, as_of) or [] for key in series}
    compared = {key: compare(own, at, vague, as_of) for key, own in claims.items()}
    return side_by_side(series, compared)


def _json(answer: object) -> Response:
    return Response(as_json(answer), media_type=JSON)


async def _claims_of(store: Store, asked: ClaimFilter) -> Page:
    page = await store.claims(asked)
    if asked.series is not None and not _are_of(asked.series, page):
        found("series", asked.series, await store.series(asked.series, asked.as_of), asked.as_of)
    return page


def _are_of(series: UUID, page: Page) -> bool:
    """Whether there are any, and not those of another series that this was merged into."""
    return bool(page.rows) and json.loads(page.rows[0])["series_id"] == str(series)
