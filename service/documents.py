"""What a caller hands in: a text or an HTML page, and what is known about it."""

import re
from dataclasses import replace
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from service.faults import message, place
from service.moments import Moment
from service.values import Article

LINE_BYTES = 2000
"""Longest url, title or publisher, in bytes of UTF-8: what a PostgreSQL index can hold."""


class NoArticle(ValueError):
    """A page that holds no words of an article."""


def storable(text: str) -> str:
    """The same text; ValueError where it holds what no PostgreSQL text can, with the offset."""
    if (offset := text.find("\0")) >= 0:
        raise PydanticCustomError(
            "nul", "holds NUL (U+0000) at offset {offset}", {"offset": offset}
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise PydanticCustomError(
            "surrogate",
            "holds the unpaired surrogate {code} at offset {offset}",
            {"code": f"U+{ord(text[error.start]):04X}", "offset": error.start},
        ) from None
    return text


def worded(text: str) -> str:
    """The same text; ValueError where there is nothing in it but white space."""
    if not text.strip():
        raise PydanticCustomError("empty", "holds no words")
    return text


def short(text: str) -> str:
    """The same text; ValueError where it takes more than `LINE_BYTES`."""
    if (size := len(text.encode())) > LINE_BYTES:
        raise PydanticCustomError(
            "too_long",
            "takes {size} bytes of UTF-8, more than {limit}",
            {"size": size, "limit": LINE_BYTES},
        )
    return text


def web_address(url: str) -> str:
    """The same url; ValueError where it is not an absolute http or https one."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise PydanticCustomError("url", "is no url: {why}", {"why": str(error)}) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", url):
        raise PydanticCustomError("url", "is no absolute http or https url without white space")
    return url


Words = Annotated[
    str,
    AfterValidator(storable),
    AfterValidator(worded),
    Field(json_schema_extra={"minLength": 1, "pattern": r"\S"}),
]
Line = Annotated[Words, AfterValidator(short), Field(json_schema_extra={"maxLength": LINE_BYTES})]
Url = Annotated[Line, AfterValidator(web_address), Field(json_schema_extra={"format": "uri"})]
Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", max_length=35)]


class Document(BaseModel):
    """One article to read, as `text` or as an `html` page."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    text: Words | None = None
    """The article's text. It is kept exactly as given, and every offset points into it. Give
    either this or `html`."""
    html: Words | None = None
    """The article as an HTML page. Its text is lifted out and kept, and every offset points into
    that; title, publisher and published time are taken from the page where you give none. A page
    that tells only the day counts as published at the first moment of that day in UTC."""
    url: Url | None = None
    """Where it was published. The same url with another text is a new version of the article."""
    title: Line | None = None
    """Its headline."""
    publisher: Line | None = None
    """Who published it: not the source of its claims."""
    published_at: Moment | None = None
    """When it was published, as ISO 8601 with an offset from UTC."""
    language: Language | None = None
    """BCP 47 tag of the language that it is written in."""

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        if (self.text is None) == (self.html is None):
            raise PydanticCustomError("one_body", "needs either text or html, and not both")
        return self

    @property
    def body(self) -> str:
        """Its text or its page, whichever it has."""
        return self.text or self.html or ""


def name_of(given: Document | Article) -> str:
    """What to call it in a message: its url, else its title, else its first words."""
    body = given.body if isinstance(given, Document) else given.text
    return given.url or given.title or " ".join(body[:80].split())


def to_article(document: Document) -> Article:
    """The article that the document holds; `NoArticle` where its page holds none.

    What the caller says of it wins over what its page says.
    """
    known = document.model_dump(exclude={"html"}, exclude_none=True)
    if document.html is None:
        return Article(**known)
    # Only who reads a page pays for trafilatura: half a second and 30 MB.
    from service.pages import read_page

    page = read_page(document.html)
    if page is None:
        raise NoArticle("the page holds no words of an article")
    return replace(page, **known)


def complaint(error: ValidationError) -> str:
    """What is wrong with a document and where, in one line."""
    return "; ".join(
        " ".join(str(part) for part in (*place(fault), message(fault))) for fault in error.errors()
    )
