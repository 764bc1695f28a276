"""Sources: who asserts the numbers."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from service.api import examples
from service.api.answers import MOVED, example, facet_examples, listed, one, page_examples
from service.api.dependencies import StoreDep
from service.api.negotiation import JSON_ONLY
from service.api.problems import COUNTING, FINDING, LISTING, documented
from service.api.routing import StrictRoute
from service.api.schemas import SourceFacets, SourcePage, StoredSource
from service.storage.filters import AsOf, SourceFacetFilter, SourceFilter

router = APIRouter(prefix="/sources", tags=["sources"], route_class=StrictRoute)

SourceId = Annotated[UUID, Path(description="Id of a source.")]


@router.get(
    "",
    summary="List sources",
    response_model=SourcePage,
    responses=page_examples("sources", examples.SOURCE) | documented(*LISTING),
)
async def sources(
    request: Request, query: Annotated[SourceFilter, Query()], store: StoreDep
) -> Response:
    """Sources that meet every filter given, those with the most claims first, a page at a time.

    ```
    curl 'http://127.0.0.1:8000/v1/sources?kind=military&q=general+staff'
    ```
    """
    return await listed(request, query, store.sources)


@router.get(
    "/facets",
    summary="Count sources by kind, country and side",
    response_model=SourceFacets,
    responses=facet_examples(examples.SOURCE_FACETS) | documented(*COUNTING),
)
async def source_facets(
    request: Request, query: Annotated[SourceFacetFilter, Query()], store: StoreDep
) -> Response:
    """Of the sources that meet every filter given, how many are of each kind, country and side,
    and how many current claims they stand behind. In CSV and NDJSON a row for each value of each
    facet.

    ```
    curl 'http://127.0.0.1:8000/v1/sources/facets?q=ministry'
    ```
    """
    return await listed(request, query, store.source_facets)


@router.get(
    "/{source_id}",
    summary="One source",
    response_model=StoredSource,
    dependencies=[JSON_ONLY],
    responses=example(examples.SOURCE) | MOVED | documented(*FINDING),
)
async def source(source_id: SourceId, query: Annotated[AsOf, Query()], store: StoreDep) -> Response:
    """One source with every name that it goes by.

    ```
    curl http://127.0.0.1:8000/v1/sources/01943661-8a00-7a07-b1f5-4c9e0d2a6318
    ```
    """
    return await one("source", source_id, query, store.source)
