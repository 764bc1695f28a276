"""Claims: one numeric statement each."""

import json
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from service.api import examples
from service.api.answers import JSON, example, examples_by_name, listed, one, page_examples
from service.api.dependencies import FiguresDep, StoreDep
from service.api.negotiation import JSON_ONLY
from service.api.problems import FINDING, LISTING, WRITING, documented
from service.api.routing import StrictRoute
from service.api.schemas import ClaimPage, StoredClaim, StoredFigures
from service.storage.filters import AsOf, ClaimFilter

router = APIRouter(prefix="/claims", tags=["claims"], route_class=StrictRoute)

ClaimId = Annotated[UUID, Path(description="Id of a claim.")]


LOCATION = "Path of the claim, where one figure was sent by itself."
ANSWER = {
    "headers": {"Location": {"description": LOCATION, "schema": {"type": "string"}}},
    **examples_by_name({"one": examples.FIGURE, "several": examples.FIGURES})[200],
}
STORED: dict[int | str, dict[str, Any]] = {
    201: {"description": "A figure is new, or a new version of one.", **ANSWER},
    200: {
        "description": "All figures were stored before; nothing is stored again.",
        "model": StoredClaim | StoredFigures,
        **ANSWER,
    },
}


@router.post(
    "",
    summary="Keep published figures",
    status_code=201,
    response_model=StoredClaim | StoredFigures,
    dependencies=[JSON_ONLY],
    responses=STORED | documented(*WRITING),
)
async def add(rows: FiguresDep, store: StoreDep) -> Response:
    """Keep figures that were published as rows, each as a claim: one object, or a list of up to
    1,000 of them.

    The article of such a claim is the row, written out in one line. The same row again is answered
    with what is stored. A row with the same publisher, source, date and series (or `id` in place of
    the date) that says something else is a new version: the claim of the one before stays readable,
    marked as superseded. All is stored, or nothing, before the answer leaves.

    ```
    curl http://127.0.0.1:8000/v1/claims -H 'Content-Type: application/json' -d '{
      "source": "General Staff of Ukraine", "date": "2025-01-05", "value": 798040,
      "metric": "casualties", "population": "soldier", "whose": "RU", "basis": "cumulative",
      "link": "https://figures.example/losses.csv"}'
    ```
    """
    saved = await store.save_many(rows.readings)
    claims = await store.claims_of([each.article_id for each in saved])
    new = sum(each.created for each in saved)
    status = 201 if new else 200
    if not rows.several:
        headers = {"Location": f"/v1/claims/{json.loads(claims[0])['id']}"}
        return Response(claims[0], status, headers, media_type=JSON)
    counts = b'{"new": %d, "known": %d, "items": [' % (new, len(saved) - new)
    return Response(counts + b",".join(claims) + b"]}", status, media_type=JSON)


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
