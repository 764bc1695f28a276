"""What pydantic found wrong with a request, as problems."""

import re
from collections.abc import Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError

from service.api.problems import Fault, Invalid, MalformedJson, Problem
from service.faults import message, place

UNTOLD = {"union_tag_invalid": "is none of those allowed", "union_tag_not_found": "is missing"}
"""Of what comes in several forms, what is wrong with the field that tells them apart."""


def problem_of(error: RequestValidationError) -> Problem:
    """The problem that tells every fault and its place."""
    raw = error.errors()
    if raw[0]["type"] == "json_invalid":
        return _malformed(raw[0], error.body)
    faults = [_fault(_in_its_place(fault, error.body)) for fault in raw]
    return Invalid("; ".join(_line(fault) for fault in faults), faults)


def _in_its_place(fault: dict[str, Any], body: object) -> dict[str, Any]:
    """Of what comes in several forms pydantic names the form as if it were a field, and the field
    that tells them apart in its own terms."""
    part, *path = fault["loc"]
    if message := UNTOLD.get(fault["type"]):
        context = fault["ctx"]
        told_by = context["discriminator"].strip("'")
        expected = {"expected": context.get("expected_tags", "")}
        return fault | {"loc": (part, *path, told_by), "msg": message, "ctx": expected}
    if path and isinstance(body, dict) and path[0] == body.get("action"):
        return fault | {"loc": (part, *path[1:])}
    return fault


def _malformed(fault: Mapping[str, Any], document: str) -> MalformedJson:
    before = document[: fault["loc"][1]]
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return MalformedJson(f"{fault['ctx']['error']} at line {line}, column {column}.")


def _fault(fault: Mapping[str, Any]) -> Fault:
    part, *path = place(fault)
    context = fault.get("ctx", {})
    return Fault(
        detail=message(fault),
        pointer=_pointer(path) if part == "body" else None,
        parameter=str(path[0]) if part != "body" and path else None,
        offset=context.get("offset"),
        allowed=re.findall(r"'([^']*)'", str(context.get("expected", ""))) or None,
    )


def _pointer(path: list[str | int]) -> str:
    """RFC 6901."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in path)


def _line(fault: Fault) -> str:
    where = fault.parameter or (fault.pointer or "").removeprefix("/")
    return f"{where} {fault.detail}".strip()
