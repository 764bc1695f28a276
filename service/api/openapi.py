"""The OpenAPI document: FastAPI's, and what FastAPI cannot say."""

from typing import Any

from fastapi import FastAPI
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from service.api.decimals import NumberSchema
from service.api.problems import ProblemDocument
from service.beside import SideBySide
from service.comparison import Comparison
from service.revisions import Revisions
from service.timeline import Timeline

NULL = "\0null"
"""Stands for null in an example, because FastAPI drops whatever is null in its document."""

ANSWERS: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = [
    ("problem", "serialization", TypeAdapter(ProblemDocument)),
    ("comparison", "serialization", TypeAdapter(Comparison)),
    ("side by side", "serialization", TypeAdapter(SideBySide)),
    ("revisions", "serialization", TypeAdapter(Revisions)),
    ("timeline", "serialization", TypeAdapter(Timeline)),
]
"""What is answered without FastAPI, which would describe it wrongly or not at all."""


class DocumentedApp(FastAPI):
    """A FastAPI whose document has its nulls, and the schemas of what is answered without it."""

    def openapi(self) -> dict[str, Any]:
        """The document, made once."""
        if not self.openapi_schema:
            document = super().openapi()
            document["components"]["schemas"] |= _schemas()
            self.openapi_schema = with_nulls(document)
        return self.openapi_schema


def _schemas() -> dict[str, Any]:
    _, definitions = TypeAdapter.json_schemas(
        ANSWERS, ref_template="#/components/schemas/{model}", schema_generator=NumberSchema
    )
    schemas: dict[str, Any] = definitions["$defs"]
    return schemas


def without_nulls(example: Any) -> Any:
    """The example with `NULL` for null."""
    return _mapped(example, None, NULL)


def with_nulls(document: Any) -> Any:
    """The document with null for `NULL`."""
    return _mapped(document, NULL, None)


def _mapped(value: Any, old: object, new: object) -> Any:
    match value:
        case dict():
            return {name: _mapped(each, old, new) for name, each in value.items()}
        case list():
            return [_mapped(each, old, new) for each in value]
        case _:
            return new if value == old else value
