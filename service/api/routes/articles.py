"""Articles: kept exactly as received, each with its claims."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from service.api import examples
from service.api.answers import JSON, example, found, listed, one, page_examples
from service.api.dependencies import DocumentDep, ReadersDep, StoreDep
from service.api.negotiation import JSON_ONLY
from service.api.problems import FINDING, LISTING, READING, DatabaseAway, documented
from service.api.routing import StrictRoute
from service.api.schemas import ArticlePage, StoredArticle
from service.storage.filters import ArticleFilter, AsOf
from service.storage.saving import Saved

router = APIRouter(prefix="/articles", tags=["articles"], route_class=StrictRoute)

ArticleId = Annotated[UUID, Path(description="Id of an article.")]
LOCATION = {"Location": {"description": "Path of the article.", "schema": {"type": "string"}}}
EXAMPLE = example(examples.ARTICLE)[200]

STORED: dict[int | str, dict[str, Any]] = {
    201: {
        "description": "A new article, or a new version of one, is stored with its claims.",
        "headers": LOCATION,
        **EXAMPLE,
    },
    200: {
        "description": "This text was stored before, under this url; nothing is stored again.",
        "model": StoredArticle,
        "headers": LOCATION,
        **EXAMPLE,
    },
}


@router.post(
    "",
    summary="Read an article and keep it",
    status_code=201,
    response_model=StoredArticle,
    dependencies=[JSON_ONLY],
    responses=STORED | documented(*READING, DatabaseAway),
)
async def add(document: DocumentDep, store: StoreDep, readers: ReadersDep) -> Response:
    """Read an article and keep it with its claims.

    The same url with the same text again is answered with what is stored. The same url with
    another text is a new version: the claims of the one before stay readable, marked as
    superseded. All is stored, or nothing, before the answer leaves.

    ```
    curl http://127.0.0.1:8000/v1/articles -H 'Content-Type: application/json' -d '{
      "text": "At least 31 people were killed in Kyiv, the mayor said.",
      "url": "https://courier.example/kyiv", "published_at": "2025-01-05T18:30:00Z"}'
    ```
    """
    article = await readers.article(document)
    stored = await store.find(article)
    saved = Saved(stored, False) if stored else await store.save(await readers.read(article))
    key = saved.article_id
    return Response(
        found("article", key, await store.article(key)),
        status_code=201 if saved.created else 200,
        headers={"Location": f"/v1/articles/{key}"},
        media_type=JSON,
    )


@router.get(
    "",
    summary="List articles",
    response_model=ArticlePage,
    responses=page_examples("articles", examples.LISTED_ARTICLE) | documented(*LISTING),
)
async def articles(
    request: Request, query: Annotated[ArticleFilter, Query()], store: StoreDep
) -> Response:
    """Articles that meet every filter given, a page at a time, without their texts.

    ```
    curl 'http://127.0.0.1:8000/v1/articles?publisher=Courier&published_from=2025-01-01'
    ```
    """
    return await listed(request, query, store.articles)


@router.get(
    "/{article_id}",
    summary="One article with its claims",
    response_model=StoredArticle,
    dependencies=[JSON_ONLY],
    responses=example(examples.ARTICLE) | documented(*FINDING),
)
async def article(
    article_id: ArticleId, query: Annotated[AsOf, Query()], store: StoreDep
) -> Response:
    """One version of an article: its text exactly as received, and its claims in their order.

    ```
    curl http://127.0.0.1:8000/v1/articles/01943661-8a00-7c3e-9f0d-2b7c51d0a9e4
    ```
    """
    return await one("article", article_id, query, store.article)
