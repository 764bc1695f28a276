"""Series: the claims that may be compared, and how they do."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
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
from service.api.schemas import ClaimPage, SeriesFacets, SeriesPage, WholeSeries
from service.beside import SideBySide, refuse_unlike, side_by_side
from service.columns import Claims
from service.comparison import (
    EARLIER,
    Comparison,
    compare,
    origin_of,
    shown,
    with_evidence,
)
from service.grouping import Grouped, Grouping, grouped
from service.origins import Origin
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
MOST_EARLIER = 100
"""Claims that are shown of each source beside the standing one: who wants all takes pages."""
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

    Words are those of the title or others for the same. A place is asked for with all that lies in
    it: Kherson oblast with the cities in it, or with `within=false` alone.

    ```
    curl 'http://127.0.0.1:8000/v1/series?q=russian+losses&basis=cumulative'
    curl 'http://127.0.0.1:8000/v1/series?place=Ukraine&source=General+Staff&min_claims=5'
    curl 'http://127.0.0.1:8000/v1/series?metric=killed&place=Kherson+oblast'
    curl 'http://127.0.0.1:8000/v1/series?metric=killed&place=Kiev&within=false'
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
    response_model=WholeSeries,
    dependencies=[JSON_ONLY],
    responses=example(examples.WHOLE_SERIES) | MOVED | documented(*FINDING),
)
async def series(series_id: SeriesId, query: Annotated[AsOf, Query()], store: StoreDep) -> Response:
    """One series: what its claims have in common, and the series that count the same in a wider or
    a narrower scope, as in all of Ukraine and in Kyiv on one day, or perhaps in the same, where one
    of the two leaves the place open.

    ```
    curl http://127.0.0.1:8000/v1/series/01943661-8a00-7b92-a4c8-71e5d3f08b6d
    ```
    """
    series = found("series", series_id, await store.series(series_id, query.as_of), query.as_of)
    nested = await store.nested(series_id, query.as_of)
    return Response(json.dumps(json.loads(series) | json.loads(as_json(nested))), media_type=JSON)


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
    earlier: Annotated[
        int,
        Query(
            ge=0,
            le=MOST_EARLIER,
            description="How many of a source's earlier claims are shown, of those set aside and "
            "of those folded into an origin. All are counted; `/revisions` lists them.",
        ),
    ] = EARLIER,
    by: Annotated[
        Grouping | None,
        Query(
            description="kind or side: the sources are also compared within groups of one kind or "
            "side, and it is told where the groups agree. A source is on the side that a curator "
            "gave it. Not for `side_by_side`."
        ),
    ] = None,
) -> Response:
    """Who says how many: each source's standing claim at a time and the newest before it, where the
    intervals overlap, how far apart they are, and how many origins stand behind them.

    Rival claims are never added up or averaged. What repeats another claim is no agreement:
    `origins` tells what was folded together, and why.

    ```
    curl 'http://127.0.0.1:8000/v1/series/01943661-8a00-7b92-a4c8-71e5d3f08b6d/comparison?at=2025-01-31'
    curl 'http://127.0.0.1:8000/v1/series/01943661-8a00-7b92-a4c8-71e5d3f08b6d/comparison?by=kind'
    ```
    """
    if apart and by:
        raise Invalid(f"by {ONE_SERIES}.", [Fault(detail=ONE_SERIES, parameter="by")])
    alone = partial(compare, vague=vague, earlier=earlier, as_of=as_of)
    compared = partial(_comparison, store, at, as_of, alone)
    if apart or beside:
        series = await _keys(store, [series_id, *beside], as_of)
        if apart:
            several = {key: await compared(key) for key in series}
            return await _json(side_by_side(series, several))
        refuse_unlike(*series.values())
    if by:
        in_groups = partial(grouped, vague=vague, earlier=earlier, by=by, as_of=as_of)
        return await _json(await _grouped(store, at, as_of, in_groups, series_id))
    return await _json(await compared(series_id))


async def _keys(
    store: Store, series_ids: list[UUID], as_of: datetime | None
) -> dict[UUID, SeriesKey]:
    """What each series counts, each once and in their order. Raises Absent."""
    keys = await store.series_keys(series_ids, as_of)
    return {key: found("series", key, keys.get(key), as_of) for key in series_ids}


@router.get(
    "/{series_id}/origins/{claim_id}",
    summary="One statement of a series",
    response_model=Origin,
    dependencies=[JSON_ONLY],
    responses=example(examples.ORIGIN) | MOVED | documented(*FINDING),
)
async def series_origin(
    series_id: SeriesId,
    claim_id: Annotated[UUID, Path(description="Id of a claim that the statement is made by.")],
    store: StoreDep,
    at: Annotated[
        End | None,
        Query(
            description="Of what had been published by this moment, with its offset from UTC, or "
            "by the end of this day in UTC. Without it, of all that is stored."
        ),
    ] = None,
    as_of: AsOfQuery = None,
) -> Response:
    """Every claim that repeats the same statement, what each repeats and why. What is denied,
    hypothetical or superseded makes no statement.

    ```
    curl http://127.0.0.1:8000/v1/series/01943661-8a00-7b92-a4c8-71e5d3f08b6d/origins/01943661-8a00-7d51-8b6a-90d3f6a1c7b2
    ```
    """
    claims = await _compared(store, series_id, at, as_of)
    origin = await asyncio.to_thread(origin_of, claims, claim_id, at)
    return await _json(found("statement by claim", claim_id, origin, as_of))


async def _comparison(
    store: Store,
    at: datetime | None,
    as_of: datetime | None,
    compared: Callable[[Claims, datetime | None], Comparison],
    series_id: UUID,
) -> Comparison:
    """The comparison with its evidence. Raises Absent.

    Beside the event loop: for a hundred thousand claims it takes some tenths of a second."""
    claims = await _compared(store, series_id, at, as_of)
    return await _checkable(store, series_id, await asyncio.to_thread(compared, claims, at))


async def _compared(
    store: Store, series_id: UUID, at: datetime | None, as_of: datetime | None
) -> Claims:
    claims = await store.compared_claims(series_id, at, as_of)
    return found("series", series_id, claims, as_of)


async def _grouped(
    store: Store,
    at: datetime | None,
    as_of: datetime | None,
    in_groups: Callable[[Claims, datetime | None], Grouped],
    series_id: UUID,
) -> Grouped:
    """The same in groups."""
    claims = await _compared(store, series_id, at, as_of)
    answer = await asyncio.to_thread(in_groups, claims, at)
    return replace(answer, comparison=await _checkable(store, series_id, answer.comparison))


async def _checkable(store: Store, series_id: UUID, comparison: Comparison) -> Comparison:
    evidence = await store.evidence([*shown(comparison)], comparison.as_of)
    nested = await store.nested(series_id, comparison.as_of)
    return replace(with_evidence(comparison, evidence), nested=nested)


async def _json(answer: object) -> Response:
    return Response(await asyncio.to_thread(as_json, answer), media_type=JSON)


async def _claims_of(store: Store, asked: ClaimFilter) -> Page:
    page = await store.claims(asked)
    if asked.series is not None and not _are_of(asked.series, page):
        found("series", asked.series, await store.series(asked.series, asked.as_of), asked.as_of)
    return page


def _are_of(series: UUID, page: Page) -> bool:
    """Whether there are any, and not those of another series that this was merged into."""
    return bool(page.rows) and json.loads(page.rows[0])["series_id"] == str(series)
