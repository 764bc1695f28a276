"""How what is raised anywhere becomes a problem."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path

from service import compared, curation, documents, readers, rendering, series, timeline
from service.api import problems
from service.api.answers import Absent
from service.api.faults import problem_of
from service.api.problems import Fault, Problem
from service.storage import page, past, store
from service.storage.conditions import uuid


def install(app: FastAPI) -> None:
    """Answers every error that has a translation with its problem."""
    for kind in TRANSLATIONS:
        app.add_exception_handler(kind, _answer)
    app.add_exception_handler(Absent, _elsewhere)


async def _elsewhere(request: Request, error: Any) -> Response:
    """Where that which was merged is answered for, or that it is nowhere."""
    into = await request.app.state.store.merged_into(error.key, error.as_of)
    if into is None:
        return problems.respond(request, problems.UnknownId(str(error)))
    return Response(status_code=308, headers={"Location": _renamed(request, error.key, into)})


def _renamed(request: Request, old: UUID, new: UUID) -> str:
    """The path and query of the request with another id, however the one in it is spelled."""
    path = "/".join(_or_new(part, old, new) for part in request.url.path.split("/"))
    query = [(name, _or_new(value, old, new)) for name, value in request.query_params.multi_items()]
    return path + (f"?{urlencode(query)}" if query else "")


def _or_new(text: str, old: UUID, new: UUID) -> str:
    return str(new) if uuid(text) == old else text


async def _answer(request: Request, error: Exception) -> Response:
    translate = next(TRANSLATIONS[kind] for kind in type(error).__mro__ if kind in TRANSLATIONS)
    return problems.respond(request, translate(request, error))


def _http(request: Request, error: HTTPException) -> Problem:
    """A problem of ours, or what the router and FastAPI raise by themselves."""
    if isinstance(error, Problem):
        return error
    if error.status_code == 404:
        path = request.url.path
        return problems.NoSuchPath(f"Nothing is served under {path}. See /docs for what is.")
    if error.status_code == 405:
        return _method(request)
    if error.status_code == 400:
        return problems.MalformedJson("The body is not JSON in UTF-8, or nested too deeply.")
    raise error


def _method(request: Request) -> Problem:
    """The router's own Allow header has only the methods of one operation of the path."""
    path = request.url.path
    documented = request.app.openapi()["paths"].items()
    found = (methods for each, methods in documented if compile_path(each)[0].match(path))
    allowed = ", ".join(sorted(name.upper() for methods in found for name in methods)) or "GET"
    detail = f"{request.method} is not one of the methods of {path}: {allowed}."
    return problems.MethodNotAllowed(detail, headers={"Allow": allowed})


def _cursor(_: Request, error: page.BadCursor) -> Problem:
    return problems.MalformedCursor(str(error), [Fault(detail=str(error), parameter="next")])


def _future(_: Request, error: past.FutureMoment) -> Problem:
    return problems.Invalid(f"as_of {error}", [Fault(detail=str(error), parameter="as_of")])


def _no_article(_: Request, error: documents.NoArticle) -> Problem:
    return problems.NoArticle(str(error), [Fault(detail=str(error), pointer="/html")])


def _unlike(_: Request, error: compared.UnlikeSeries) -> Problem:
    faults = [Fault(detail=f"differs in {name}", parameter="with") for name in error.differences]
    detail = f"{error}. With side_by_side=true each is compared by itself."
    return problems.UnlikeSeries(detail, faults)


def _unmergeable(_: Request, error: series.Unmergeable) -> Problem:
    faults = [Fault(detail=f"differs in {name}") for name in error.differences]
    return problems.UnlikeSeries(f"{error}. A claim that was misread is corrected instead.", faults)


def _unfit(_: Request, error: curation.Unfit) -> Problem:
    return problems.Invalid(str(error), [Fault(detail=str(error), pointer=error.pointer)])


def _not_cumulative(_: Request, error: timeline.NotCumulative) -> Problem:
    return problems.NotCumulative(str(error), problems.NotCumulative.example_faults)


def _away(_: Request, error: store.DatabaseAway) -> Problem:
    return problems.DatabaseAway(problems.DatabaseAway.example, headers={"Retry-After": "5"})


def _reader_died(_: Request, error: readers.ReaderDied) -> Problem:
    return problems.ReaderDied(str(error), headers={"Retry-After": "1"})


def _drawing_failed(_: Request, error: rendering.DrawingFailed) -> Problem:
    return problems.DrawingFailed(str(error), headers={"Retry-After": "1"})


TRANSLATIONS: dict[type[Exception], Callable[[Request, Any], Problem]] = {
    HTTPException: _http,
    RequestValidationError: lambda _, error: problem_of(error),
    compared.UnlikeSeries: _unlike,
    series.Unmergeable: _unmergeable,
    curation.Unfit: _unfit,
    curation.Conflict: lambda _, error: problems.ConflictingCuration(str(error)),
    timeline.NotCumulative: _not_cumulative,
    documents.NoArticle: _no_article,
    rendering.DrawingFailed: _drawing_failed,
    readers.ReadingTooSlow: lambda _, error: problems.ReadingTooSlow(str(error)),
    readers.ReaderDied: _reader_died,
    page.BadCursor: _cursor,
    past.FutureMoment: _future,
    store.DatabaseAway: _away,
}
