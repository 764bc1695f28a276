"""Curations: what people correct of what was read."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Path, Query, Request, Response

from service.api import examples
from service.api.answers import JSON, example, found, listed, one, page_examples
from service.api.dependencies import StoreDep
from service.api.negotiation import JSON_ONLY
from service.api.problems import (
    CURATING,
    FINDING,
    LISTING,
    UnknownId,
    UnlikeSeries,
    documented,
)
from service.api.routing import StrictRoute
from service.api.schemas import CurationPage, StoredCuration
from service.curation import Correction, Undo
from service.storage.filters import AsOf, CurationFilter
from service.storage.store import Store

router = APIRouter(prefix="/curations", tags=["curations"], route_class=StrictRoute)

CurationId = Annotated[UUID, Path(description="Id of a curation.")]
CorrectionBody = Annotated[Correction, Body(openapi_examples=examples.CORRECTIONS)]
UndoBody = Annotated[Undo, Body(openapi_examples={"undo": {"value": examples.UNDO}})]


def made(value: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """For `responses`: such a curation has been made."""
    path = {"description": "Path of the curation.", "schema": {"type": "string"}}
    return {201: example(value, 201)[201] | {"headers": {"Location": path}}}


@router.post(
    "",
    summary="Correct what is stored",
    status_code=201,
    response_model=StoredCuration,
    dependencies=[JSON_ONLY],
    responses=made(examples.CURATION) | documented(*CURATING, UnlikeSeries),
)
async def curate(asked: CorrectionBody, store: StoreDep) -> Response:
    """Accept, reject, correct, move or add a claim; merge, split or rename series; merge, rename or
    describe sources. Each correction is kept with who made it, when, why and what was there before;
    it holds for whatever a newer reader reads of the same text, and can be undone. What holds of a
    claim is made again for the next version of its article, if the same quote stands in the same
    sentence there, as a curation that tells which one it `carries`.

    Nobody is asked to prove who they are: `who` is what the caller says. Let in only those whom you
    trust, by what stands before this service.

    ```
    curl http://127.0.0.1:8000/v1/curations -H 'Content-Type: application/json' -d '{
      "action": "reject_claim", "claim": "01943661-8a00-7d51-8b6a-90d3f6a1c7b2",
      "who": "Ada Kaminska", "why": "That is a house number."}'
    ```
    """
    return await _made(store, await store.curate(asked))


@router.get(
    "",
    summary="List curations",
    response_model=CurationPage,
    responses=page_examples("curations", examples.CURATION) | documented(*LISTING),
)
async def curations(
    request: Request, query: Annotated[CurationFilter, Query()], store: StoreDep
) -> Response:
    """Curations that meet every filter given, the newest first, a page at a time. Those that were
    undone are among them, and so is what undid them.

    ```
    curl 'http://127.0.0.1:8000/v1/curations?target=01943661-8a00-7d51-8b6a-90d3f6a1c7b2'
    ```
    """
    return await listed(request, query, store.curations)


@router.get(
    "/{curation_id}",
    summary="One curation",
    response_model=StoredCuration,
    dependencies=[JSON_ONLY],
    responses=example(examples.CURATION) | documented(*FINDING),
)
async def curation(
    curation_id: CurationId, query: Annotated[AsOf, Query()], store: StoreDep
) -> Response:
    """One curation: who changed what, when and why, and what was there before.

    ```
    curl http://127.0.0.1:8000/v1/curations/01943a71-2c00-7f4a-8d36-b1e07c95a2f9
    ```
    """
    return await one("curation", curation_id, query, store.curation)


@router.post(
    "/{curation_id}/undo",
    summary="Undo a curation",
    status_code=201,
    response_model=StoredCuration,
    dependencies=[JSON_ONLY],
    responses=made(examples.UNDOING) | documented(*CURATING, UnknownId),
)
async def undo(curation_id: CurationId, asked: UndoBody, store: StoreDep) -> Response:
    """Take a curation back: what it changed is again as it was before. To undo an undoing does it
    again. Where a later curation changed the same, that has to be undone first.

    What a curation made does not vanish: a series that was split off leads to the one that it came
    from, a claim that was added counts as rejected, and a series or source that only the corrected
    claim had stays, without claims.

    ```
    curl http://127.0.0.1:8000/v1/curations/01943a71-2c00-7f4a-8d36-b1e07c95a2f9/undo \\
      -H 'Content-Type: application/json' -d '{"who": "Ada Kaminska", "why": "I misread it."}'
    ```
    """
    undone = found("curation", curation_id, await store.undo(curation_id, asked))
    return await _made(store, undone)


async def _made(store: Store, key: UUID) -> Response:
    return Response(
        found("curation", key, await store.curation(key)),
        status_code=201,
        headers={"Location": f"/v1/curations/{key}"},
        media_type=JSON,
    )
