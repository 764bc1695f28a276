"""A series as a data package."""

from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import file_digest
from tempfile import SpooledTemporaryFile
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from service.api import caching, examples
from service.api.answers import MOVED, found
from service.api.dependencies import StoreDep
from service.api.negotiation import only
from service.api.package.words import Asked
from service.api.package.writing import write
from service.api.problems import FINDING, documented
from service.api.routing import StrictRoute
from service.storage.filters import AsOf, End
from service.storage.store import Store

ZIP = "application/zip"
IN_MEMORY = 4_000_000
"""Bytes of a package that are not put on disk before they are sent."""
PIECE = 65_536
Packed = SpooledTemporaryFile[bytes]

router = APIRouter(prefix="/series/{series_id}", tags=["series"], route_class=StrictRoute)


class PackageQuery(AsOf):
    """Of which time a package is."""

    at: End | None = None
    """Only claims that had been published by this moment, with its offset from UTC, or by the end
    of this day in UTC. Without it, all that are stored."""


@router.get(
    "/package.zip",
    summary="Download a series as a data package",
    response_class=Response,
    dependencies=[only(ZIP)],
    responses={
        200: {"content": {ZIP: {"schema": {"type": "string"}, "example": examples.PACKAGE}}},
        **caching.NOT_MODIFIED,
        **MOVED,
        **documented(*FINDING),
    },
)
async def package(
    request: Request,
    series_id: Annotated[UUID, Path(description="Id of a series.")],
    store: StoreDep,
    query: Annotated[PackageQuery, Query()],
) -> Response:
    """All claims of the series, their sources and the metadata of their articles as CSV, with a
    README that explains each column and says how to cite it, and a descriptor for programs
    (datapackage.org). Denied, hypothetical, rejected and superseded claims are among them and
    marked. The texts of the articles are not included. The same data give the same bytes.

    ```
    curl -OJ http://127.0.0.1:8000/v1/series/01943661-8a00-7b92-a4c8-71e5d3f08b6d/package.zip
    ```
    """
    keys = await store.series_keys([series_id], query.as_of)
    series = found("series", series_id, keys.get(series_id), query.as_of)
    asked = Asked(series_id, series, str(request.url), query.at, query.as_of)
    file = await _packed(store, asked)
    tag = caching.tag(file_digest(file, "sha256").digest())
    name = f'attachment; filename="whocounts-{series_id}.zip"'
    headers = caching.headers(tag) | {
        "Content-Disposition": name,
        "Content-Length": str(file.tell()),
    }
    if caching.kept(request, tag):
        file.close()
        return Response(status_code=304, headers=caching.headers(tag))
    return StreamingResponse(_pieces(file), headers=headers, media_type=ZIP)


async def _packed(store: Store, asked: Asked) -> Packed:
    """The package in a file. Whole before any of it is sent: whatever goes wrong is a problem
    still, and no slow client keeps a connection to the database."""
    with ExitStack() as on_failure:
        file = on_failure.enter_context(SpooledTemporaryFile(IN_MEMORY))
        async with store.tables_of(asked.series_id, asked.at, asked.as_of) as (since, tables):
            await write(file, asked, since, tables)
        on_failure.pop_all()
    file.seek(0)
    return file


def _pieces(file: Packed) -> Iterator[bytes]:
    with file:
        file.seek(0)
        yield from iter(lambda: file.read(PIECE), b"")
