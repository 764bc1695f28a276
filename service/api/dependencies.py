"""What operations are handed. All of it without waiting: what is no coroutine would be run in a
thread, and to change to one and back takes longer than many an answer."""

from typing import Annotated, cast

from fastapi import Body, Depends, Request

from service.api import examples
from service.api.problems import Fault, TooLarge
from service.documents import Document
from service.readers import Readers
from service.rendering import Renderer
from service.settings import Settings
from service.storage.store import Store


async def _settings(request: Request) -> Settings:
    return cast(Settings, request.app.state.settings)


async def _store(request: Request) -> Store:
    return cast(Store, request.app.state.store)


async def _readers(request: Request) -> Readers:
    return cast(Readers, request.app.state.readers)


async def _renderer(request: Request) -> Renderer:
    return cast(Renderer, request.app.state.renderer)


SettingsDep = Annotated[Settings, Depends(_settings)]
StoreDep = Annotated[Store, Depends(_store)]
ReadersDep = Annotated[Readers, Depends(_readers)]
RendererDep = Annotated[Renderer, Depends(_renderer)]


async def _fitting(
    document: Annotated[Document, Body(openapi_examples=examples.DOCUMENTS)], settings: SettingsDep
) -> Document:
    size, limit = len(document.body.encode()), settings.max_text_bytes
    if size > limit:
        detail = f"takes {size:,} bytes of UTF-8, more than the {limit:,} allowed"
        where = "text" if document.html is None else "html"
        raise TooLarge(f"{where} {detail}", [Fault(detail=detail, pointer=f"/{where}")])
    return document


DocumentDep = Annotated[Document, Depends(_fitting)]
