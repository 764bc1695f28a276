"""Reading without keeping."""

from fastapi import APIRouter

from service.api import examples
from service.api.answers import example
from service.api.dependencies import DocumentDep, ReadersDep
from service.api.negotiation import JSON_ONLY
from service.api.problems import READING, documented
from service.api.routing import StrictRoute
from service.api.schemas import Extraction

router = APIRouter(prefix="/extract", tags=["articles"], route_class=StrictRoute)


@router.post(
    "",
    summary="Read an article without keeping it",
    dependencies=[JSON_ONLY],
    responses=example(examples.EXTRACTION) | documented(*READING),
)
async def extract(document: DocumentDep, readers: ReadersDep) -> Extraction:
    """The same reading as for an article that is kept. Nothing is stored.

    ```
    curl http://127.0.0.1:8000/v1/extract -H 'Content-Type: application/json' \\
      -d '{"text": "Between 10,000 and 12,000 troops were deployed, officials said."}'
    ```
    """
    return Extraction.of(await readers.read(await readers.article(document)))
