"""Decimals as numbers of JSON, as PostgreSQL writes them; pydantic by itself makes strings."""

import json
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import PlainSerializer, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DecimalSchema

NUMBER: JsonSchemaValue = {"type": "number"}


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


class NumberSchema(GenerateJsonSchema):
    """JSON schemas of what `as_json` writes."""

    def decimal_schema(self, schema: DecimalSchema) -> JsonSchemaValue:
        """A number."""
        return NUMBER
