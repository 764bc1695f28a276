"""Decimals as numbers of JSON, as PostgreSQL writes them; pydantic by itself makes strings."""

import json
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import PlainSerializer, TypeAdapter, WithJsonSchema

NUMBER = {"type": "number"}
_STRING = TypeAdapter(Decimal).json_schema(mode="serialization")


def as_number(value: Decimal) -> int | float:
    """The decimal as a number of JSON."""
    return int(value) if value == value.to_integral_value() else float(value)


Number = Annotated[Decimal, PlainSerializer(as_number), WithJsonSchema(NUMBER)]


def as_json(value: Any) -> bytes:
    """A dataclass as JSON."""
    return json.dumps(asdict(value), default=_plain).encode()


def _plain(value: object) -> int | float | str:
    match value:
        case Decimal():
            return as_number(value)
        case datetime():
            return value.isoformat()
        case _:
            return str(value)


def described_as_numbers(schema: Any) -> Any:
    """The same JSON schema, in which decimals are what `as_json` makes of them."""
    match schema:
        case dict() if _STRING.items() <= schema.items():
            kept = {name: value for name, value in schema.items() if name not in _STRING}
            return kept | NUMBER
        case dict():
            return {name: described_as_numbers(value) for name, value in schema.items()}
        case list():
            return [described_as_numbers(value) for value in schema]
        case _:
            return schema
