"""What operations are handed."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Body, Depends, Request
from pydantic import Field, TypeAdapter, WrapValidator

from service.api import examples
from service.api.problems import Fault, Invalid, TooLarge
from service.api.watch import Watch
from service.documents import Document
from service.figures import CLASH, FigureRow, clashes, reading
from service.readers import Readers
from service.rendering import Renderer
from service.settings import Settings
from service.storage.store import Store
from service.values import Reading


def _settings(request: Request) -> Settings:
    return cast(Settings, request.app.state.settings)


def _store(request: Request) -> Store:
    return cast(Store, request.app.state.store)


def _readers(request: Request) -> Readers:
    return cast(Readers, request.app.state.readers)


def _renderer(request: Request) -> Renderer:
    return cast(Renderer, request.app.state.renderer)


def _watch(request: Request) -> Watch:
    return cast(Watch, request.app.state.watch)


SettingsDep = Annotated[Settings, Depends(_settings)]
StoreDep = Annotated[Store, Depends(_store)]
ReadersDep = Annotated[Readers, Depends(_readers)]
WatchDep = Annotated[Watch, Depends(_watch)]
RendererDep = Annotated[Renderer, Depends(_renderer)]


def _fitting(
    document: Annotated[Document, Body(openapi_examples=examples.DOCUMENTS)], settings: SettingsDep
) -> Document:
    size, limit = len(document.body.encode()), settings.max_text_bytes
    if size > limit:
        detail = f"takes {size:,} bytes of UTF-8, more than the {limit:,} allowed"
        where = "text" if document.html is None else "html"
        raise TooLarge(f"{where} {detail}", [Fault(detail=detail, pointer=f"/{where}")])
    return document


ROW, ROWS = (
    TypeAdapter(FigureRow),
    TypeAdapter(Annotated[list[FigureRow], Field(min_length=1, max_length=1000)]),
)


def _by_shape(body: object, _: object) -> FigureRow | list[FigureRow]:
    """What a body is meant to be, so that its faults are told as those of that alone."""
    return ROWS.validate_python(body) if isinstance(body, list) else ROW.validate_python(body)


@dataclass(frozen=True, slots=True)
class Figures:
    """Published figures as they were sent."""

    readings: list[Reading]
    """Each once."""
    several: bool
    """Whether they were sent as a list."""


def _figures(
    body: Annotated[
        FigureRow | list[FigureRow],
        WrapValidator(_by_shape),
        Body(openapi_examples=examples.ROWS),
    ],
) -> Figures:
    readings = [reading(row) for row in (body if isinstance(body, list) else [body])]
    faults = [
        Fault(detail=CLASH.format(first=f"/{a}"), pointer=f"/{b}") for a, b in clashes(readings)
    ]
    if faults:
        raise Invalid(
            "; ".join(f"{(each.pointer or '')[1:]} {each.detail}" for each in faults), faults
        )
    once = {each.article.url: each for each in readings}
    return Figures(list(once.values()), isinstance(body, list))


FiguresDep = Annotated[Figures, Depends(_figures)]
DocumentDep = Annotated[Document, Depends(_fitting)]
