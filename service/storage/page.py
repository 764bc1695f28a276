"""One page of a list, in the forms that it can be handed out in."""

import csv
import io
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID


class BadCursor(ValueError):
    """A `next` that no page of this list gave."""


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
    return _written(
        (cell for field in fields for cell in cells(field, values[field])) for values in objects
    )


def _written(rows: Iterable[Iterable[object]]) -> bytes:
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    return lines.getvalue().encode()


def columns(field: str) -> tuple[str, ...]:
    """The columns of a field in CSV: a span has two."""
    name = field.removesuffix("_span")
    return (f"{name}_start", f"{name}_end") if is_span(field) else (field,)


def cells(field: str, value: Any) -> Iterator[str | int | None]:
    """What stands in the columns of a field."""
    if is_span(field):
        yield from value or (None, None)
    elif isinstance(value, bool):
        yield json.dumps(value)
    elif isinstance(value, list):
        yield "; ".join(value)
    else:
        yield value


def is_span(field: str) -> bool:
    """Whether the field holds the two offsets of a span."""
    return field.endswith("_span") or field == "part_of"


def encode_cursor(kind: str, last: UUID) -> str:
    """The `next` of a page of that kind of rows that ends with the row of this id.

    The id is enough: rows are never deleted and never move.
    """
    return urlsafe_b64encode(kind.encode() + last.bytes).decode().rstrip("=")


def decode_cursor(kind: str, cursor: str | None) -> UUID | None:
    """The id of the row that the page before ended with; None on the first page."""
    if cursor is None:
        return None
    try:
        decoded = urlsafe_b64decode(cursor.encode("ascii") + b"==")
        start, last = decoded[: len(kind)], UUID(bytes=decoded[len(kind) :])
    except (Error, ValueError):
        start = b""
    if start != kind.encode():
        raise BadCursor(f"not the `next` of a page of this list: {cursor}")
    return last
