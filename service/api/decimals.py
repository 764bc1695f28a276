"""Decimals as numbers of JSON, as PostgreSQL writes them; pydantic by itself makes strings."""

import json
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
    return json.dumps(value, default=_plain).encode()


def _plain(value: object) -> object:
    """What JSON has no form for, one level deep."""
    # The names of a dataclass's fields in order: fields() would find them anew for each value.
    names: tuple[str, ...] = getattr(value, "__match_args__", ())
    return {name: getattr(value, name) for name in names} if names else plain(value)


class NumberSchema(GenerateJsonSchema):
    """JSON schemas of what `as_json` writes."""

    def decimal_schema(self, schema: DecimalSchema) -> JsonSchemaValue:
        """A number."""
        return NUMBER
