"""What every operation asks of a request before anything else is done with it."""

from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Mapping, Set
from email.message import Message as Header
from typing import Any, get_origin

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive

from service.api import caching
from service.api.problems import Fault, Invalid, TooLarge, UnknownParameter, UnsupportedMediaType

BYTES_PER_ESCAPE = 6
"""JSON may spell one byte of text in six: `\\u0041`."""
BYTES_BESIDE_TEXT = 100_000
"""What a body may hold beside the text: title, url and the like."""


class StrictRoute(APIRoute):
    """Refuses unknown query parameters, bodies that are not JSON, and bodies without end."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler behind the checks."""
        handle = super().get_route_handler()
        known = dict(_parameters(self.dependant))

        async def checked(request: Request) -> Response:
            _refuse_unknown(request, known.keys())
            _refuse_repeated(request, known)
            if self.body_field is None:
                return caching.settle(request, await handle(request))
            _require_json(request)
            return await handle(Request(request.scope, _limited(request)))

        return checked


def _parameters(dependant: Dependant) -> Iterator[tuple[str, Any]]:
    """The names of the query parameters, those in a query object included, and their types."""
    for field in dependant.query_params:
        kind = field.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for name, each in kind.model_fields.items():
                yield each.alias or name, each.annotation
        else:
            yield field.alias, kind
    for dependency in dependant.dependencies:
        yield from _parameters(dependency)


def _refuse_repeated(request: Request, known: Mapping[str, Any]) -> None:
    given = Counter(name for name, _ in request.query_params.multi_items())
    repeated = [
        Fault(detail=f"is given {count} times", parameter=name)
        for name, count in given.items()
        if count > 1 and get_origin(known[name]) is not list
    ]
    if repeated:
        told = "; ".join(f"{fault.parameter} {fault.detail}" for fault in repeated)
        raise Invalid(told, repeated)


def _refuse_unknown(request: Request, known: Set[str]) -> None:
    unknown = sorted(set(request.query_params) - known)
    if not unknown:
        return
    allowed = sorted(known)
    faults = [Fault(detail="is unknown", parameter=name, allowed=allowed) for name in unknown]
    named = f"{', '.join(unknown)}: no such parameter here."
    raise UnknownParameter(f"{named} Allowed: {', '.join(allowed) or 'none'}.", faults)


def _require_json(request: Request) -> None:
    sent = Header()
    sent["content-type"] = request.headers.get("content-type", "")
    kind, subtype = sent.get_content_maintype(), sent.get_content_subtype()
    if kind != "application" or not (subtype == "json" or subtype.endswith("+json")):
        named = request.headers.get("content-type") or "of no stated type"
        raise UnsupportedMediaType(f"The body is {named}; send it as application/json.")


def _limited(request: Request) -> Receive:
    """The request's `receive`, which raises TooLarge as soon as the body is larger than any that
    is allowed; where Content-Length says so, this does, before anything is read."""
    limit = request.app.state.settings.max_text_bytes * BYTES_PER_ESCAPE + BYTES_BESIDE_TEXT
    _refuse_above(limit, int(request.headers.get("content-length", 0)))
    received = 0

    async def receive() -> Message:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        _refuse_above(limit, received)
        return message

    return receive


def _refuse_above(limit: int, size: int) -> None:
    if size > limit:
        raise TooLarge(f"The body takes more than the {limit:,} bytes that any allowed one can.")
