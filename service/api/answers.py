"""How answers are sent, and how they are described to OpenAPI."""

import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from service.api.negotiation import MEDIA_TYPES, format_for
from service.api.openapi import without_nulls
from service.storage.facets import Facets
from service.storage.filters import AsOf, Filter, Format
from service.storage.page import Page, encode_cursor

F = TypeVar("F", bound=Filter)

JSON = MEDIA_TYPES[Format.JSON]
LINK = {
    "Link": {
        "description": 'Url of the next page, `rel="next"` (RFC 8288); absent on the last page.',
        "schema": {"type": "string"},
    }
}


MOVED: dict[int | str, dict[str, Any]] = {
    308: {
        "description": "It was merged into another, and Location is where the same is answered of "
        "that.",
        "headers": {
            "Location": {
                "description": "The same path and query with the other's id.",
                "schema": {"type": "string"},
            }
        },
    }
}
"""For `responses`: what may be said of a series or source that curators merged."""


class Absent(Exception):
    """Nothing is stored under an id, or nothing was at a time, at least not under that id."""

    def __init__(self, noun: str, key: UUID, as_of: datetime | None) -> None:
        then = f"No {noun} {key} was stored at {as_of.isoformat()}." if as_of else None
        super().__init__(then or f"There is no {noun} {key}.")
        self.key = key
        self.as_of = as_of


async def one(
    noun: str,
    key: UUID,
    query: AsOf,
    read: Callable[[UUID, datetime | None], Awaitable[bytes | None]],
) -> Response:
    """The stored JSON, passed through. Raises Absent."""
    as_of = query.as_of
    return Response(found(noun, key, await read(key, as_of), as_of), media_type=JSON)


T = TypeVar("T")


def found(noun: str, key: UUID, answer: T | None, as_of: datetime | None = None) -> T:
    """The answer. Raises Absent where there is none, or was none at that time."""
    if answer is None:
        raise Absent(noun, key, as_of)
    return answer


async def listed(request: Request, query: F, read: Callable[[F], Awaitable[Page]]) -> Response:
    """A page in the form that `format` or Accept asks for."""
    form = query.format or format_for(request.headers.get("accept"), list(Format))
    page = await read(query)
    return Response(
        _written(page, form), headers=_link(request, page.next), media_type=MEDIA_TYPES[form]
    )


def _written(page: Page, form: Format) -> bytes:
    match form:
        case Format.CSV:
            return page.csv
        case Format.NDJSON:
            return page.ndjson
        case Format.JSON:
            return page.json


def _link(request: Request, cursor: str | None) -> dict[str, str]:
    if cursor is None:
        return {}
    return {"Link": f'<{request.url.include_query_params(next=cursor)}>; rel="next"'}


def example(value: Any, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """For `responses`: a JSON answer like this."""
    return {status: {"content": {JSON: {"example": without_nulls(value)}}}}


def examples_by_name(values: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """For `responses`: JSON answers like these, each under what it is an answer to."""
    shown = {name: {"summary": name, "value": without_nulls(each)} for name, each in values.items()}
    return {200: {"content": {JSON: {"examples": shown}}}}


def page_examples(kind: str, item: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """For `responses`: a page of such a list with this one item, in each form."""
    cursor = encode_cursor(kind, (item["id"],))
    page = Page(tuple(item), (json.dumps(item).encode(),), cursor)
    return _in_each_form(page)


def facet_examples(rows: Sequence[dict[str, Any]]) -> dict[int | str, dict[str, Any]]:
    """For `responses`: these rows of facets, in each form."""
    names = tuple(dict.fromkeys(row["facet"] for row in rows))
    return _in_each_form(
        Facets(tuple(rows[0]), tuple(json.dumps(row).encode() for row in rows), None, names)
    )


def _in_each_form(page: Page) -> dict[int | str, dict[str, Any]]:
    written = {form: _written(page, form).decode() for form in Format}
    content: dict[str, Any] = {
        MEDIA_TYPES[form]: {"schema": {"type": "string"}, "example": written[form]}
        for form in (Format.CSV, Format.NDJSON)
    }
    content[JSON] = {"example": without_nulls(json.loads(written[Format.JSON]))}
    return {200: {"content": content, "headers": LINK if page.next else {}}}
