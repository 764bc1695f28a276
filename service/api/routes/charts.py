"""Charts of a series: who says how many, over time."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from service import moments
from service.api import caching, examples
from service.api.answers import MOVED, found
from service.api.dependencies import RendererDep, StoreDep
from service.api.negotiation import only
from service.api.problems import FINDING, DrawingFailed, documented
from service.api.routing import StrictRoute
from service.charts import Specification, chart
from service.compared import ComparedClaim
from service.comparison import compare
from service.drawing import Scale, drawing
from service.grouping import Grouping
from service.rendering import Picture
from service.series import SeriesKey
from service.storage.filters import AsOf, End
from service.thinning import Thinned, thinned
from service.vague import Vague

SVG, PNG, HTML = "image/svg+xml", "image/png", "text/html"

router = APIRouter(prefix="/series/{series_id}", tags=["series"], route_class=StrictRoute)

SeriesId = Annotated[UUID, Path(description="Id of a series.")]


class ChartQuery(AsOf):
    """Of which time, and how, a chart is drawn."""

    at: End | None = None
    """Draw only what had been published by this moment, with its offset from UTC, or by the end of
    this day in UTC. Without it, all that is stored."""
    vague: Vague = Vague.DEFAULT
    """Which table gives vague words their intervals: `default`, `conservative` ("hundreds" are 100
    or more) or `none`, which leaves them out."""
    scale: Scale = Scale.LINEAR
    """How the axis of numbers is divided: `linear`, which begins at zero unless the numbers would
    all look alike from there, or `log`, which has no place for zero and less. The caption says
    which."""
    by: Grouping | None = None
    """kind or side: sources of one kind or side have one colour, and the legend names the kinds or
    sides. A source is on the side that a curator gave it."""


async def _chart(
    request: Request, series_id: SeriesId, query: Annotated[ChartQuery, Query()], store: StoreDep
) -> tuple[SeriesKey, Specification]:
    """What the series counts, and its chart. Raises Absent."""
    at, as_of = query.at, query.as_of
    keys = await store.series_keys([series_id], as_of)
    series = found("series", series_id, keys.get(series_id), as_of)
    claims = await store.compared_claims(series_id, at, as_of) or ()
    # Beside the event loop: thousands of claims take a second.
    comparison = await asyncio.to_thread(compare, claims, at, query.vague, 0, as_of)
    shown = await asyncio.to_thread(_shown, claims, query)
    evidence = await store.evidence([mark.claim.id for mark in shown.drawing.marks], as_of)
    link = _links(request, as_of)
    return series, await asyncio.to_thread(chart, comparison, shown, series, evidence, link)


def _shown(claims: Sequence[ComparedClaim], query: ChartQuery) -> Thinned:
    return thinned(drawing(claims, query.scale, query.at, query.vague, query.by))


def _links(request: Request, as_of: datetime | None) -> Callable[[UUID], str]:
    """Where each claim is found, as it was at that time."""
    base, query = request.url_for("claims"), f"?as_of={moments.in_utc(as_of)}" if as_of else ""
    return lambda claim: f"{base}/{claim}{query}"


ChartDep = Annotated[tuple[SeriesKey, Specification], Depends(_chart)]


def answers(media_type: str, example: str) -> dict[int | str, dict[str, Any]]:
    """For `responses`: a chart, and what can go wrong."""
    content = {media_type: {"schema": {"type": "string"}, "example": example}}
    problems = documented(*FINDING, DrawingFailed)
    return {200: {"content": content}} | caching.NOT_MODIFIED | MOVED | problems


@router.get(
    "/chart.svg",
    summary="Draw a series as SVG",
    response_class=Response,
    dependencies=[only(SVG)],
    responses=answers(SVG, examples.SVG),
)
async def chart_svg(request: Request, drawn: ChartDep, renderer: RendererDep) -> Response:
    """Who says how many over time. Each claim is drawn at its own numbers: a point, a bar from its
    lower to its upper end, or an arrow where an end is open. Lines are what stood of a source until
    it said something else: nothing is interpolated. What is denied, hypothetical, rejected or
    superseded is faint; what cannot be drawn is counted in the caption. A series without anything
    to draw gives a chart that says so. Marks link to `/v1/claims/{id}`.

    ```
    curl -O http://127.0.0.1:8000/v1/series/01943661-8a00-7b92-a4c8-71e5d3f08b6d/chart.svg
    ```
    """
    _, specification = drawn
    draw = partial(renderer.picture, Picture.SVG, specification)
    return await _drawn(request, SVG, specification, draw)


@router.get(
    "/chart.png",
    summary="Draw a series as PNG",
    response_class=Response,
    dependencies=[only(PNG)],
    responses=answers(PNG, examples.PNG),
)
async def chart_png(request: Request, drawn: ChartDep, renderer: RendererDep) -> Response:
    """The same chart as pixels.

    ```
    curl -O 'http://127.0.0.1:8000/v1/series/01943661-8a00-7b92-a4c8-71e5d3f08b6d/chart.png?scale=log'
    ```
    """
    _, specification = drawn
    draw = partial(renderer.picture, Picture.PNG, specification)
    return await _drawn(request, PNG, specification, draw)


@router.get(
    "/chart.html",
    summary="Draw a series as a page",
    response_class=Response,
    dependencies=[only(HTML)],
    responses=answers(HTML, examples.PAGE),
)
async def chart_html(request: Request, drawn: ChartDep, renderer: RendererDep) -> Response:
    """The same chart to look into: hovering shows each claim's words, sentence, source, publisher
    and date, a click opens the claim, and scrolling zooms in on a time. The page holds all that it
    needs, opens without a network and asks nobody for anything.

    ```
    curl -O 'http://127.0.0.1:8000/v1/series/01943661-8a00-7b92-a4c8-71e5d3f08b6d/chart.html?at=2025-01-31'
    ```
    """
    series, specification = drawn
    draw = partial(renderer.page, series.title, specification)
    return await _drawn(request, HTML, specification, draw)


async def _drawn(
    request: Request,
    media_type: str,
    specification: Specification,
    draw: Callable[[], Awaitable[bytes]],
) -> Response:
    """The picture, which is only drawn where the client does not have it."""
    tag = caching.tag(media_type.encode(), json.dumps(specification).encode())
    headers = caching.headers(tag)
    if caching.kept(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(await draw(), headers=headers, media_type=media_type)
