"""The documentation says everything, and what it shows is true."""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from pydantic import ValidationError

from service.api import examples
from service.api.app import create_app
from service.curation import APART, Action, correction, details
from service.documents import Document
from service.settings import Settings

DOCUMENT: dict[str, Any] = create_app(Settings(database_url="postgresql://nowhere")).openapi()
OPERATIONS = [
    pytest.param(operation, id=f"{method} {path}")
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]


def contents(operation: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every content of the operation: its status (or `body`), media type and description."""
    for media_type, content in operation.get("requestBody", {"content": {}})["content"].items():
        yield "body", media_type, content
    for status, response in operation["responses"].items():
        for media_type, content in response.get("content", {}).items():
            yield status, media_type, content


def shown(content: dict[str, Any]) -> list[Any]:
    named = [each["value"] for each in content.get("examples", {}).values()]
    return named + ([content["example"]] if "example" in content else [])


def fields() -> Iterator[Any]:
    for name, schema in DOCUMENT["components"]["schemas"].items():
        for field, described in schema.get("properties", {}).items():
            yield pytest.param(described, id=f"{name}.{field}")


def meaning(schema: dict[str, Any]) -> Any:
    """The description of a schema, else that of the one that it refers to."""
    referred = schema.get("$ref", "").rpartition("/")[2]
    inherited = DOCUMENT["components"]["schemas"].get(referred, {}).get("description")
    return schema.get("description") or inherited


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_explains_itself_with_a_command_to_try(operation: dict[str, Any]) -> None:
    assert " " in operation["summary"]
    assert "curl" in operation["description"]
    assert operation["tags"]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_body_and_answer_has_an_example(operation: dict[str, Any]) -> None:
    bare = [(status, kind) for status, kind, content in contents(operation) if not shown(content)]
    assert bare == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_example_is_what_the_schema_says(operation: dict[str, Any]) -> None:
    for _, _, content in contents(operation):
        schema = content["schema"] | {"components": DOCUMENT["components"]}
        for example in shown(content):
            jsonschema_rs.validate(schema, example)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_parameter_is_explained(operation: dict[str, Any]) -> None:
    parameters = operation.get("parameters", [])
    assert [each["name"] for each in parameters if not each.get("description")] == []


@pytest.mark.parametrize("described", list(fields()))
def test_every_field_is_explained(described: dict[str, Any]) -> None:
    assert meaning(described)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_error_is_described_as_a_problem(operation: dict[str, Any]) -> None:
    errors = {status for status in operation["responses"] if status >= "400"}
    assert "422" in errors
    for status, media_type, content in contents(operation):
        if status in errors:
            assert media_type == "application/problem+json"
            assert {value["status"] for value in shown(content)} == {int(status)}
            assert operation["responses"][status]["description"]


def test_the_example_offsets_are_those_of_its_text() -> None:
    for claim in (examples.CLAIM, examples.SECOND_CLAIM):
        assert examples.TEXT[claim["start"] : claim["end"]] == claim["quote"]
        start, end = claim["sentence_span"]
        assert examples.TEXT[start:end] == claim["sentence"]


@pytest.mark.parametrize("name", sorted(set(Action) - {"undo"}))
def test_every_correction_has_an_example_that_is_taken(name: str) -> None:
    value = dict(examples.CORRECTIONS[name]["value"])
    kept = {field: value.pop(field) for field in APART}
    assert details(correction({**kept, "asked": value})) == value


@pytest.mark.parametrize("name", examples.DOCUMENTS)
def test_the_example_bodies_are_taken(name: str) -> None:
    try:
        Document.model_validate(examples.DOCUMENTS[name]["value"])
    except ValidationError as error:
        pytest.fail(str(error))
