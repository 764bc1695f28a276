"""Where to begin, whether the service lives, and whether it can work."""

from typing import Annotated

from fastapi import APIRouter, Path

from service.api import examples
from service.api.answers import example
from service.api.dependencies import ReadersDep, StoreDep
from service.api.problems import (
    CATALOGUE,
    DatabaseAway,
    NoSuchPath,
    NotReady,
    UnknownParameter,
    documented,
)
from service.api.routing import StrictRoute
from service.api.schemas import Explanation, Start, Status, explanation_of

router = APIRouter(tags=["status"], route_class=StrictRoute)


@router.get(
    "/", summary="Where to begin", responses=example(examples.START) | documented(UnknownParameter)
)
async def start() -> Start:
    """What is here, and where its documentation is.

    ```
    curl http://127.0.0.1:8000/
    ```
    """
    return Start()


@router.get(
    "/healthz",
    summary="Whether the process lives",
    responses=example({"status": "alive"}) | documented(UnknownParameter),
)
async def alive() -> Status:
    """Whether the process answers. It asks nobody else.

    ```
    curl http://127.0.0.1:8000/healthz
    ```
    """
    return Status(status="alive")


@router.get(
    "/readyz",
    summary="Whether it can work",
    responses=example({"status": "ready"}) | documented(UnknownParameter, DatabaseAway, NotReady),
)
async def ready(store: StoreDep, readers: ReadersDep) -> Status:
    """Whether the database is there and migrated, and the readers have loaded their model.

    ```
    curl http://127.0.0.1:8000/readyz
    ```
    """
    await store.ready()
    if not readers.warm:
        raise NotReady(NotReady.example, headers={"Retry-After": "1"})
    return Status(status="ready")


@router.get(
    "/v1/problems/{name}",
    summary="What a problem means",
    responses=example(examples.EXPLANATION) | documented(UnknownParameter, NoSuchPath),
)
async def explain(
    name: Annotated[str, Path(description="Last part of the `type` of a problem.")],
) -> Explanation:
    """What the `type` of a problem means.

    ```
    curl http://127.0.0.1:8000/v1/problems/reading-too-slow
    ```
    """
    if name not in CATALOGUE:
        raise NoSuchPath(f"There is no problem {name}. There are: {', '.join(CATALOGUE)}.")
    return explanation_of(CATALOGUE[name])
