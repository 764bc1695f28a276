"""Reading without keeping."""

from typing import Annotated

from fastapi import APIRouter, Query

from service.api import examples
from service.api.answers import example
from service.api.dependencies import DocumentDep, ReadersDep
from service.api.negotiation import JSON_ONLY
from service.api.problems import READING, documented
from service.api.routing import StrictRoute
from service.api.schemas import ExplainedExtraction, Extraction

Explain = Annotated[
    bool, Query(description="Also say which rule gave each field, and why other numbers are none.")
]

router = APIRouter(prefix="/extract", tags=["articles"], route_class=StrictRoute)


@router.post(
    "",
    summary="Read an article without keeping it",
    dependencies=[JSON_ONLY],
    responses=example(examples.EXTRACTION) | documented(*READING),
)
async def extract(
    document: DocumentDep, readers: ReadersDep, explain: Explain = False
) -> Extraction | ExplainedExtraction:
    """The same reading as for an article that is kept. Nothing is stored.

    ```
    curl http://127.0.0.1:8000/v1/extract -H 'Content-Type: application/json' \\
      -d '{"text": "Between 10,000 and 12,000 troops were deployed, officials said."}'
    ```

    With `?explain=true` each claim also names the rule that gave each of its fields, and every
    other number of the text is listed with what it was read as and why it is no claim.
    """
    reading = await readers.read(await readers.article(document), explain=explain)
    return (ExplainedExtraction if explain else Extraction).of(reading)
