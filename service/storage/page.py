"""One page of a list, in the forms that it can be handed out in."""

import csv
import io
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Position = tuple[str, ...]
"""Where a row stands in a list: the values that the list is ordered by, as PostgreSQL reads
them."""


class BadCursor(ValueError):
    """A `next` that no page of this list in this order gave."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in their order, each an object of JSON as PostgreSQL wrote it."""

    fields: tuple[str, ...]
    """The keys of every row, in order."""
    rows: tuple[bytes, ...]
    next: str | None
    """Asks for the page after; None on the last one."""

    @property
    def items(self) -> bytes:
        """A JSON array."""
        return b"[" + b",".join(self.rows) + b"]"

    @property
    def json(self) -> bytes:
        """An object of JSON with the items and what asks for the page after."""
        return b'{"items":%b,"next":%b}' % (self.items, json.dumps(self.next).encode())

    @property
    def ndjson(self) -> bytes:
        """One JSON object a line."""
        return b"".join(row + b"\n" for row in self.rows)

    @property
    def csv(self) -> bytes:
        """A header line and one line a row, as RFC 4180 has them."""
        return csv_header(self.fields) + csv_lines(self.fields, map(parsed, self.rows))


def parsed(row: bytes) -> dict[str, Any]:
    """The object of a row. Numbers keep the digits that they are written with."""
    values: dict[str, Any] = json.loads(row, parse_float=str)
    return values


def csv_header(fields: Iterable[str]) -> bytes:
    """The names of the columns."""
    return _written([(name for field in fields for name in columns(field))])


def csv_lines(fields: Sequence[str], objects: Iterable[dict[str, Any]]) -> bytes:
    """A line for each object."""
    pairs = {field for field in fields if is_span(field)}
    return _written(_cells(values, fields, pairs) for values in objects)


def _cells(values: dict[str, Any], fields: Iterable[str], pairs: Container[str]) -> list[object]:
    """What stands in the columns of the fields."""
    cells: list[object] = []
    for field in fields:
        value = values[field]
        if field in pairs:
            cells += value or (None, None)
        elif isinstance(value, bool | dict | list):
            cells.append(_text(value))
        else:
            cells.append(value)
    return cells


def _text(value: bool | dict[str, Any] | list[str]) -> str:
    """What a cell shows of a value that is no text or number."""
    return "; ".join(value) if isinstance(value, list) else json.dumps(value, ensure_ascii=False)


def _written(rows: Iterable[Iterable[object]]) -> bytes:
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    return lines.getvalue().encode()


def columns(field: str) -> tuple[str, ...]:
    """The columns of a field in CSV: a span has two."""
    name = field.removesuffix("_span")
    return (f"{name}_start", f"{name}_end") if is_span(field) else (field,)


def is_span(field: str) -> bool:
    """Whether the field holds the two offsets of a span."""
    return field.endswith("_span") or field == "part_of"


def encode_cursor(kind: str, position: Position) -> str:
    """The `next` of a page of that kind of list that ends with the row at that position.

    The row's id would not be enough: rows move while their list is read.
    """
    written = json.dumps([kind, *position], ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(written.encode()).decode().rstrip("=")


def decode_cursor(kind: str, size: int, cursor: str | None) -> Position | None:
    """The position, of so many values, that the page before ended at; None on the first page."""
    if cursor is None:
        return None
    try:
        decoded = json.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=="))
    except (Error, ValueError, RecursionError):
        decoded = None
    match decoded:
        case [str() as start, *position] if start == kind and len(position) == size:
            return tuple(map(str, position))
    raise BadCursor(f"not the `next` of a page of this list in this order: {cursor}")
