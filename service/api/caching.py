"""Answers that a client may keep, and has to ask about: RFC 9110, section 13."""

from hashlib import sha256
from typing import Any

from starlette.requests import Request

NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    304: {"description": "What `If-None-Match` names is still the answer."}
}
"""For `responses`."""


def tag(*parts: bytes) -> str:
    """An entity tag of an answer that follows from these parts."""
    digest = sha256(b"\0".join(parts)).hexdigest()
    return f'"{digest}"'


def kept(request: Request, tag: str) -> bool:
    """Whether the client has the answer of that tag."""
    asked = request.headers.get("if-none-match", "")
    known = {each.strip().removeprefix("W/") for each in asked.split(",")}
    return not known.isdisjoint({tag, "*"})


def headers(tag: str) -> dict[str, str]:
    """Keep it, but ask before each use whether it has changed."""
    return {"ETag": tag, "Cache-Control": "no-cache"}
