"""What is wrong with what was handed in, in words that do not need pydantic to be understood."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

Fault = Mapping[str, Any]
"""One of the `errors()` of a pydantic ValidationError."""

_SUBJECT = re.compile(r"^(?:Value error, |(?:Input|Value|String|List|\w+ input) (?=should))")
_COUNTED = re.compile(r"(\d+) item(s?) after validation, not")
_PLAINER = {
    "extra_forbidden": "is no field here",
    "missing": "is missing",
    "model_attributes_type": "should be a JSON object",
    "model_type": "should be a JSON object",
    "uuid_parsing": "should be a valid UUID, like 01936c8e-52f7-7d24-9a51-6f2b8f2f7c11",
    "datetime_parsing": "is not spelled like 2025-01-05T09:30:00+02:00",
    "datetime_from_date_parsing": "is not spelled like 2025-01-05T09:30:00+02:00",
}
"""What pydantic says in its own terms, by its types of error."""


def amiss(field: str, what: str) -> PydanticCustomError:
    """An error that a check of several fields raises about one of them."""
    return PydanticCustomError("amiss", "{what}", {"what": what, "field": field})


def place(fault: Fault) -> list[str | int]:
    """Where it is, from the outside in."""
    field = fault.get("ctx", {}).get("field") if fault["type"] == "amiss" else None
    return [*fault["loc"], *([field] if field else [])]


def message(fault: Fault) -> str:
    """What is wrong, to be said behind the name of the place: "is missing"."""
    if plainer := _PLAINER.get(fault["type"]):
        return plainer
    counted = "item" if fault.get("ctx", {}).get("field_type") == "List" else "character"
    said = _SUBJECT.sub("", fault["msg"])
    return _COUNTED.sub(rf"\1 {counted}\2, not", said)
