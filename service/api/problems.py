"""What can go wrong, as RFC 9457 problems.

Each problem is a class: its docstring explains it, its example shows it, and both reach OpenAPI
and the page that its `type` points to.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
PREFIX = "/v1/problems/"
SCHEMA = {"$ref": "#/components/schemas/ProblemDocument"}
EXAMPLE_INSTANCE = "urn:uuid:01936c8e-52f7-7d24-9a51-6f2b8f2f7c11"


class Fault(BaseModel):
    """One thing that is wrong, and where."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    detail: str
    """What is wrong."""
    pointer: str | None = None
    """JSON pointer (RFC 6901) to it in the body that was sent."""
    parameter: str | None = None
    """Name of the parameter of the path or query that it stands in."""
    offset: int | None = None
    """Characters of that string before it."""
    allowed: list[str] | None = None
    """What may stand there instead."""


class ProblemDocument(BaseModel):
    """An RFC 9457 problem."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    type: str
    """What sort of problem it is: the path of a page that explains it."""
    title: str
    """The same in a few words."""
    status: int
    """The HTTP status code."""
    detail: str
    """What went wrong this time."""
    instance: str
    """Names this one occurrence; the service's log has it too."""
    errors: list[Fault] | None = None
    """Each thing that is wrong, and where."""


class Problem(HTTPException):
    """Base of all problems that this service answers with."""

    status: ClassVar[int]
    title: ClassVar[str]
    example: ClassVar[str]
    example_faults: ClassVar[Sequence[Fault]] = ()

    def __init__(
        self, detail: str, faults: Iterable[Fault] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(self.status, detail, headers)
        self.faults = list(faults)

    @classmethod
    def slug(cls) -> str:
        """The class's name as it stands in its `type`."""
        return re.sub(r"\B(?=[A-Z])", "-", cls.__name__).lower()

    @classmethod
    def explanation(cls) -> str:
        """The docstring in one line."""
        return " ".join((cls.__doc__ or "").split())

    def document(self, instance: str) -> ProblemDocument:
        """What is sent."""
        return ProblemDocument(
            type=PREFIX + self.slug(),
            title=self.title,
            status=self.status,
            detail=self.detail,
            instance=instance,
            errors=self.faults or None,
        )


class MalformedJson(Problem):
    """The body is not JSON. The detail says at which line and column."""

    status = 400
    title = "Malformed JSON"
    example = "Expecting ',' delimiter at line 3, column 14."


class NoSuchPath(Problem):
    """Nothing is served under this path."""

    status = 404
    title = "No such path"
    example = "Nothing is served under /v1/claim. See /docs for what is."


class UnknownId(Problem):
    """The id is well formed, and nothing of this sort is stored under it."""

    status = 404
    title = "Unknown id"
    example = "There is no claim 01936c8e-52f7-7d24-9a51-6f2b8f2f7c11."


class MethodNotAllowed(Problem):
    """The path exists, but not for this method. The Allow header lists those that it takes."""

    status = 405
    title = "Method not allowed"
    example = "DELETE is not one of the methods of /v1/claims: GET, POST."


class NotAcceptable(Problem):
    """None of the media types in the Accept header is among those that are offered here."""

    status = 406
    title = "Not acceptable"
    example = "This is served as application/json, text/csv or application/x-ndjson."


class UnlikeSeries(Problem):
    """The series count different things and may be neither compared nor merged, and no claim of
    one belongs into the other. The detail names what differs. Of a comparison `side_by_side=true`
    shows each by itself; a claim that was misread is corrected instead."""

    status = 409
    title = "Unlike series"
    example = (
        "what counts different things is not compared: unlike in metric (killed, casualties). "
        "With side_by_side=true each is compared by itself."
    )


class NotCumulative(Problem):
    """Differences were asked for of a series that is no total since a beginning. A level or the
    count of one incident has nothing added to it from one time to the next, so that a difference
    would tell of nothing that happened. Ask without them: `change` says how the numbers differ."""

    status = 409
    title = "Not cumulative"
    example = (
        "Only a total since a beginning has something added to it from one time to the next; "
        "the basis of this series is level."
    )
    example_faults = (Fault(detail="is for cumulative series only", parameter="differences"),)


class ConflictingCuration(Problem):
    """The correction does not fit what curators made before: it is so already, what it names was
    merged into something else, or what is to be undone was changed again since. The detail names
    what stands in the way, and the curation that has to be undone first."""

    status = 409
    title = "Conflicting curation"
    example = (
        "curation 01943a71-2c00-7f4a-8d36-b1e07c95a2f9 has changed the same since: undo that first"
    )


class TooLarge(Problem):
    """The text or the body is larger than this service is set to take."""

    status = 413
    title = "Too large"
    example = "The text takes 2,400,118 bytes of UTF-8, more than the 2,000,000 allowed."


class UnsupportedMediaType(Problem):
    """The body is sent as something other than JSON."""

    status = 415
    title = "Unsupported media type"
    example = "The body is text/plain; send it as application/json."


class Invalid(Problem):
    """The request is well formed, but something in it is missing or not allowed. `errors` says
    what and where."""

    status = 422
    title = "Invalid request"
    example = "text holds NUL (U+0000) at offset 27"
    example_faults = (Fault(detail="holds NUL (U+0000) at offset 27", pointer="/text", offset=27),)


class UnknownParameter(Problem):
    """A query parameter that is not known here. `errors` names it and those that are allowed."""

    status = 422
    title = "Unknown parameter"
    example = "metrik is not a parameter here. Allowed: limit, metric, next."
    example_faults = (
        Fault(detail="unknown", parameter="metrik", allowed=["limit", "metric", "next"]),
    )


class MalformedCursor(Problem):
    """`next` is not one that this list gave out for this order."""

    status = 422
    title = "Malformed cursor"
    example = "next is not a cursor of this list."
    example_faults = (Fault(detail="is not a cursor of this list", parameter="next"),)


class NoArticle(Problem):
    """The HTML page holds no words of an article."""

    status = 422
    title = "No article"
    example = "The page holds no words of an article."
    example_faults = (Fault(detail="holds no words of an article", pointer="/html"),)


class ReadingTooSlow(Problem):
    """The article took longer to read than one may, and was given up. Nothing is stored. It would
    take as long again, so retrying does not help; splitting the text does."""

    status = 422
    title = "Reading too slow"
    example = "https://news.example/long-read took longer than 60 s to read."


class Unexpected(Problem):
    """A fault of this service. Its log has the rest under the same `instance`."""

    status = 500
    title = "Unexpected error"
    example = "Something went wrong here. The log has it under this instance."


class ReaderDied(Problem):
    """The process that read the article ended before it was done. Nothing is stored. Retry."""

    status = 503
    title = "Reader died"
    example = "The process that read https://news.example/toll ended before it was done."


class DrawingFailed(Problem):
    """The chart was not drawn: it took too long, or the process that draws ended before it was
    done. Retry, or ask for it `at` an earlier time, when it had fewer claims."""

    status = 503
    title = "Drawing failed"
    example = "The chart took longer than 60 s to draw."


class DatabaseAway(Problem):
    """The database cannot be reached. Nothing is stored. Retry after the time in Retry-After."""

    status = 503
    title = "Database away"
    example = "The database cannot be reached."


class NotReady(Problem):
    """The service has started, but cannot work yet. The detail says what is missing."""

    status = 503
    title = "Not ready"
    example = "The readers are still loading their model."


ALWAYS = (Invalid, UnknownParameter, NotAcceptable, Unexpected)
COUNTING = (*ALWAYS, DatabaseAway)
LISTING = (*COUNTING, MalformedCursor)
FINDING = (*COUNTING, UnknownId)
TAKING = (*ALWAYS, MalformedJson, TooLarge, UnsupportedMediaType)
READING = (*TAKING, NoArticle, ReadingTooSlow, ReaderDied)
WRITING = (*TAKING, DatabaseAway)
CURATING = (*WRITING, ConflictingCuration)
"""The problems of operations that count, that list, that find one by its id, that take a body, that
read an article, that keep what they are sent, and that correct what is stored."""

CATALOGUE: dict[str, type[Problem]] = {cls.slug(): cls for cls in Problem.__subclasses__()}


def respond(request: Request, problem: Problem) -> Response:
    """The problem as a response to the request."""
    document = problem.document(request.scope["instance"])
    # ASCII, because a key that the caller sent may hold what UTF-8 cannot.
    body = json.dumps(document.model_dump(exclude_none=True))
    return Response(
        body, problem.status, headers=dict(problem.headers or {}), media_type=MEDIA_TYPE
    )


def documented(*problems: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """The problems for the `responses` of an operation in OpenAPI."""
    by_status = sorted(problems, key=lambda cls: cls.status)
    return {
        status: _response(list(classes))
        for status, classes in groupby(by_status, key=lambda cls: cls.status)
    }


def _response(classes: list[type[Problem]]) -> dict[str, Any]:
    examples = {cls.slug(): _example(cls) for cls in classes}
    return {
        "description": "\n\n".join(f"**{cls.title}**: {cls.explanation()}" for cls in classes),
        "content": {MEDIA_TYPE: {"schema": SCHEMA, "examples": examples}},
    }


def _example(cls: type[Problem]) -> dict[str, Any]:
    document = cls(cls.example, cls.example_faults).document(EXAMPLE_INSTANCE)
    return {"summary": cls.title, "value": document.model_dump(exclude_none=True)}
