"""One line of log for each request, and an answer where nobody has one."""

import time
from uuid import uuid4

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import Unexpected, respond

log = structlog.get_logger("whocounts")


class Access:
    """ASGI middleware. Gives each request an `instance` that its log lines and problems share."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on, unless it is none."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        instance = scope["instance"] = uuid4().urn
        with structlog.contextvars.bound_contextvars(instance=instance):
            await self._watched(scope, receive, send)

    async def _watched(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            log.exception("unexpected")
            if status:  # too late for another answer: the server has to break the connection off
                raise
            await respond(Request(scope), Unexpected(Unexpected.example))(scope, receive, watched)
        finally:
            took = round((time.perf_counter() - started) * 1000, 1)
            log.info("request", method=scope["method"], path=scope["path"], status=status, ms=took)
