"""What stands in each column of a table: from the models that explain what is answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from service.api.schemas import Model
from service.storage.page import columns, is_span

Schema = dict[str, Any]
FORMATS = {"date-time": "datetime", "date": "date"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    type: str
    """As Table Schema names it: string, integer, number, boolean, date or datetime."""
    meaning: str
    required: bool
    """Whether it is never empty."""
    values: tuple[str, ...] = ()
    """All that may stand in it; empty where anything may."""

    @property
    def descriptor(self) -> Schema:
        """The field of a Table Schema."""
        held = {"required": True} if self.required else {}
        allowed = {"enum": list(self.values)} if self.values else {}
        constraints = held | allowed
        field = {"name": self.name, "type": self.type, "description": self.meaning}
        return field | ({"constraints": constraints} if constraints else {})


def columns_of(model: type[Model], fields: tuple[str, ...]) -> list[Column]:
    """The columns of a table with these fields of the model, in order."""
    schema = model.model_json_schema(mode="serialization")
    return [
        column
        for name in fields
        for column in _columns(name, schema["properties"][name], schema.get("$defs", {}))
    ]


def _columns(field: str, schema: Schema, definitions: Schema) -> Iterator[Column]:
    variants = schema.get("anyOf", [schema])
    held = _referred(variants[0], definitions)
    required = {"type": "null"} not in variants
    meaning = " ".join(schema["description"].split())
    if is_span(field):
        for name, end in zip(
            columns(field), ("Where they begin.", "Where they end, exclusive."), strict=True
        ):
            yield Column(name, "integer", f"{meaning} {end}", required)
    elif held["type"] == "array":
        yield Column(field, "string", f"{meaning} Put together by `; `.", required)
    else:
        yield Column(field, _type(held), meaning, required, tuple(held.get("enum", ())))


def _type(schema: Schema) -> str:
    return FORMATS.get(schema.get("format", ""), str(schema["type"]))


def _referred(schema: Schema, definitions: Schema) -> Schema:
    """The schema, or that which it refers to."""
    name = schema.get("$ref", "").rpartition("/")[2]
    referred: Schema = definitions.get(name, schema)
    return referred
