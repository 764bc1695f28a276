"""Extractors that misbehave on demand, for tests of what stands around extraction."""

import os
import re
import signal
import time
from collections.abc import Iterator
from decimal import Decimal

from service.values import (
    Amount,
    Article,
    Claim,
    Extract,
    Metric,
    Number,
    Population,
    Reading,
    Span,
)

READER = "fake-1"


def prepare() -> Extract:
    """Each `N killed` is a claim of N people; some words make the reader misbehave."""
    return extract


def broken() -> Extract:
    """There is no model to load."""
    os._exit(1)


def extract(article: Article, *, explain: bool = False) -> Reading:
    for word, misbehave in MISBEHAVIOURS.items():
        if word in article.text:
            misbehave()
    found = re.finditer(r"(\d+) killed", article.text)
    claims = tuple(_claim(match) for match in found)
    return Reading(article, claims, READER, tuple(_ages(article.text)) if explain else ())


def _ages(text: str) -> Iterator[Number]:
    for match in re.finditer(r"\d+(?= years old)", text):
        years = Decimal(match[0])
        yield Number(match[0], Span(*match.span()), Amount(years, years), "age")


def _claim(match: re.Match[str]) -> Claim:
    return Claim(
        quote=match[1],
        span=Span(*match.span(1)),
        sentence=match.string,
        sentence_span=Span(0, len(match.string)),
        amount=Amount(Decimal(match[1]), Decimal(match[1])),
        metric=Metric.KILLED,
        population=Population("people"),
    )


def _linger() -> None:
    time.sleep(0.5)


def _hang() -> None:
    time.sleep(600)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _fail() -> None:
    raise LookupError("the rules tripped")


MISBEHAVIOURS = {
    "please linger": _linger,
    "please hang": _hang,
    "please die": _die,
    "please fail": _fail,
}
