"""Answers that a client may keep, and has to ask about: RFC 9110, section 13."""

from hashlib import sha256
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    304: {"description": "What `If-None-Match` names is still the answer."}
}
"""For `responses`."""

AS_OF = "max-age=86400, immutable"
"""What was stored at a time stays what it was. No longer than a day, because a newer version of
this service may say more about it."""


def tag(*parts: bytes) -> str:
    """An entity tag of an answer that follows from these parts."""
    digest = sha256(b"\0".join(parts)).hexdigest()
    return f'"{digest}"'


def kept(request: Request, tag: str) -> bool:
    """Whether the client has the answer of that tag."""
    asked = request.headers.get("if-none-match", "")
    known = {each.strip().removeprefix("W/") for each in asked.split(",")}
    return not known.isdisjoint({tag, "*"})


def settle(request: Request, response: Response) -> Response:
    """The response, kept without asking where what it answers cannot change any more."""
    if "as_of" in request.query_params and response.status_code in (200, 304):
        response.headers["Cache-Control"] = AS_OF
    return response


def headers(tag: str) -> dict[str, str]:
    """Keep it, but ask before each use whether it has changed."""
    return {"ETag": tag, "Cache-Control": "no-cache"}
