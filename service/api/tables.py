"""Answers that are tables: as one document, or line by line."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, ClassVar, Protocol, get_args, get_type_hints

from starlette.requests import Request
from starlette.responses import Response

from service.api.answers import JSON, link_to_next
from service.api.decimals import as_json
from service.api.negotiation import MEDIA_TYPES, format_for
from service.api.openapi import without_nulls
from service.records import plain
from service.storage.filters import Format


class Table(Protocol):
    """A dataclass with the rows of a table in `items`."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def items(self) -> tuple[Any, ...]:
        """The rows, each of one and the same dataclass."""


def tabled(request: Request, form: Format | None, answer: Table, after: object = None) -> Response:
    """The table in the form that is asked for, or that Accept asks for, with a link to the page
    after where there is one."""
    chosen = form or format_for(request.headers.get("accept"), list(Format))
    headers = link_to_next(request, None if after is None else str(after))
    return Response(_written(answer, chosen), headers=headers, media_type=MEDIA_TYPES[chosen])


def table_examples(answer: Table) -> dict[int | str, dict[str, Any]]:
    """For `responses`: such a table, in each form."""
    content: dict[str, Any] = {
        MEDIA_TYPES[form]: {
            "schema": {"type": "string"},
            "example": _written(answer, form).decode(),
        }
        for form in (Format.CSV, Format.NDJSON)
    }
    content[JSON] = {"example": without_nulls(json.loads(as_json(answer)))}
    return {200: {"content": content}}


def _written(answer: Table, form: Format) -> bytes:
    match form:
        case Format.CSV:
            return _csv(_row_type(type(answer)), answer.items)
        case Format.NDJSON:
            return b"".join(as_json(item) + b"\n" for item in answer.items)
        case Format.JSON:
            return as_json(answer)


def _csv(kind: type, items: Iterable[Any]) -> bytes:
    """A header line and one line a row, as RFC 4180 has them."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(_columns(kind))
    writer.writerows(list(_cells(kind, item)) for item in items)
    return lines.getvalue().encode()


def _columns(kind: type) -> Iterator[str]:
    """The fields of a row; one that holds fields itself has a column for each."""
    for name, inner in _fields(kind).items():
        if inner:
            yield from (f"{name}_{column}" for column in _columns(inner))
        else:
            yield name


def _cells(kind: type, row: Any) -> Iterator[object]:
    """What stands in the columns of a row; nothing in any where there is none."""
    for name, inner in _fields(kind).items():
        value = None if row is None else getattr(row, name)
        if inner:
            yield from _cells(inner, value)
        else:
            yield _cell(value)


def _cell(value: object) -> object:
    match value:
        case bool():
            return json.dumps(value)
        case None | str() | int():
            return value
        case _:
            return plain(value)


@cache
def _fields(kind: type) -> dict[str, type | None]:
    """The fields of a dataclass by name, each with the dataclass that it holds, if any."""
    hints = get_type_hints(kind)
    return {field.name: _dataclass_in(hints[field.name]) for field in fields(kind)}


def _dataclass_in(hint: Any) -> type | None:
    held: tuple[type, ...] = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return next(filter(is_dataclass, held), None)


@cache
def _row_type(answer: type) -> type:
    """The dataclass of the rows of a table."""
    row: type = get_args(get_type_hints(answer)["items"])[0]
    return row
