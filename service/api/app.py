"""The application: everything put together."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from service.api import access, docs, errors, log
from service.api.openapi import DocumentedApp
from service.api.routes import (
    articles,
    changes,
    charts,
    claims,
    curations,
    extraction,
    packages,
    revisions,
    series,
    sources,
    status,
)
from service.api.watch import Watch
from service.readers import ReaderDied, Readers, trained
from service.rendering import Renderer
from service.settings import Settings
from service.storage.store import Store
from service.values import Extract

DESCRIPTION = """
**Who says how many?** whocounts reads news articles, lifts out each numeric claim with the words
that carry it, who said it, what is counted, where and over what time, keeps it for good, and
answers how the figures for one thing compare across sources, articles and time.

Every claim carries its sentence and the offsets of its evidence, half-open and in characters of
the article's text as it was received: `text[start:end] == quote`. `null` means unknown or not
said, never zero. Rival claims are never added up or averaged.

Nothing that was ever answered becomes unanswerable: with `as_of` every read answers from what was
stored at that time, the same for good, and `/v1/changes` tells what has changed since.

Errors are [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problems; the `type` of each points
to a page that explains it.
"""
TAGS = [
    {"name": "articles", "description": "Published texts, exactly as received, and their reading."},
    {"name": "claims", "description": "Numeric statements, each with its evidence."},
    {"name": "sources", "description": "Who asserts the numbers: not the publishers."},
    {"name": "series", "description": "Claims that may be compared, and their comparison."},
    {"name": "changes", "description": "What is new, in the order in which it was recorded."},
    {"name": "curations", "description": "What curators corrected, and how to correct more."},
    {"name": "status", "description": "Where to begin, and whether the service works."},
]


def create_app(settings: Settings, prepare: Callable[[], Extract] = trained) -> FastAPI:
    """The application on a migrated database. `prepare` gives each reader its extractor."""
    app = DocumentedApp(
        title="whocounts",
        version="1",
        summary="Who says how many: numeric claims of news articles, kept, and compared.",
        description=DESCRIPTION,
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.readers = Readers(settings.readers, settings.read_timeout, prepare)
    app.state.renderer = Renderer()
    app.add_middleware(access.Access)
    errors.install(app)
    app.include_router(status.router)
    app.include_router(_v1())
    docs.mount(app)
    return app


def _v1() -> APIRouter:
    router = APIRouter(prefix="/v1")
    for part in (
        articles,
        extraction,
        claims,
        sources,
        series,
        revisions,
        charts,
        packages,
        changes,
        curations,
    ):
        router.include_router(part.router)
    return router


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings, readers = app.state.settings, app.state.readers
    log.configure(settings.log_level)
    async with Store(settings.database_url) as app.state.store, readers:
        app.state.watch = Watch(app.state.store.clock)
        tasks = [asyncio.create_task(each) for each in (_warm_up(readers), app.state.watch.run())]
        yield
        for task in tasks:
            task.cancel()


async def _warm_up(readers: Readers) -> None:
    """Loads the model, again where that fails: the service is not ready before."""
    while not readers.warm:
        try:
            await readers.warm_up()
        except ReaderDied:
            access.log.error("the model does not load")
            await asyncio.sleep(1)
