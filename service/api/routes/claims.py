"""Claims: one numeric statement each."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from service.api import examples
from service.api.answers import example, listed, one, page_examples
from service.api.dependencies import StoreDep
from service.api.negotiation import JSON_ONLY
from service.api.problems import FINDING, LISTING, documented
from service.api.routing import StrictRoute
from service.api.schemas import ClaimPage, StoredClaim
from service.storage.filters import AsOf, ClaimFilter

router = APIRouter(prefix="/claims", tags=["claims"], route_class=StrictRoute)

ClaimId = Annotated[UUID, Path(description="Id of a claim.")]


@router.get(
    "",
    summary="List claims",
    response_model=ClaimPage,
    responses=page_examples("claims", examples.CLAIM) | documented(*LISTING),
)
async def claims(
    request: Request, query: Annotated[ClaimFilter, Query()], store: StoreDep
) -> Response:
    """Claims that meet every filter given, a page at a time.

    Each carries its sentence, its quote and the offsets of all its evidence. Names are forgiving
    (`source=General Staff` finds every source that goes by such a name), ids are exact.

    ```
    curl 'http://127.0.0.1:8000/v1/claims?metric=casualties&whose=Russia&source=General+Staff'
    curl 'http://127.0.0.1:8000/v1/claims?published_from=2025-01-01&low=700000&format=csv'
    ```
    """
    return await listed(request, query, store.claims)


@router.get(
    "/{claim_id}",
    summary="One claim",
    response_model=StoredClaim,
    dependencies=[JSON_ONLY],
    responses=example(examples.CLAIM) | documented(*FINDING),
)
async def claim(claim_id: ClaimId, query: Annotated[AsOf, Query()], store: StoreDep) -> Response:
    """One claim.

    ```
    curl http://127.0.0.1:8000/v1/claims/01943661-8a00-7d51-8b6a-90d3f6a1c7b2
    ```
    """
    return await one("claim", claim_id, query, store.claim)
