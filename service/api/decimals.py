"""Decimals as numbers of JSON, as PostgreSQL writes them; pydantic by itself makes strings."""

import json
from dataclasses import asdict
from decimal import Decimal
from typing import Annotated, Any

from pydantic import PlainSerializer, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DecimalSchema

from service.records import as_number, plain

NUMBER: JsonSchemaValue = {"type": "number"}


Number = Annotated[Decimal, PlainSerializer(as_number), WithJsonSchema(NUMBER)]


def as_json(value: Any) -> bytes:
    """A dataclass as JSON."""
    return json.dumps(asdict(value), default=plain).encode()


class NumberSchema(GenerateJsonSchema):
    """JSON schemas of what `as_json` writes."""

    def decimal_schema(self, schema: DecimalSchema) -> JsonSchemaValue:
        """A number."""
        return NUMBER
