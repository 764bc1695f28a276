"""Readings to store, made without reading."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from service.values import (
    Amount,
    Article,
    Basis,
    Claim,
    Hedge,
    Metric,
    Period,
    Place,
    Population,
    Precision,
    Reading,
    Source,
    SourceKind,
    Span,
)

READER = "test 1"
SENTENCE = "More than 700,000 Russian soldiers were killed or wounded in Ukraine, Kyiv said."
PUBLISHED = datetime(2025, 1, 5, 9, 30, tzinfo=UTC)


def spanned(words: str, text: str = SENTENCE) -> Span:
    """The first place of the words in the text."""
    start = text.index(words)
    return Span(start, start + len(words))


def claim(**changes: Any) -> Claim:
    """The claim of SENTENCE, with some fields changed."""
    fields: dict[str, Any] = {
        "quote": "More than 700,000",
        "span": spanned("More than 700,000"),
        "sentence": SENTENCE,
        "sentence_span": spanned(SENTENCE),
        "amount": Amount(Decimal(700_000), None, Hedge.MORE_THAN),
        "metric": Metric.CASUALTIES,
        "item": "Russian soldiers",
        "item_span": spanned("Russian soldiers"),
        "population": Population("soldier", "RU"),
        "place": Place("Ukraine", spanned("Ukraine"), "UA"),
        "period": Period(
            datetime(2022, 2, 24, tzinfo=UTC).date(), Precision.DAY, None, None, Basis.CUMULATIVE
        ),
        "source": Source("Kyiv", SourceKind.GOVERNMENT, "UA"),
        "source_span": spanned("Kyiv"),
        "cue_span": spanned("said"),
    }
    return Claim(**(fields | changes))


def reading(*claims: Claim, **changes: Any) -> Reading:
    """An article of one sentence with the claims, else with its own."""
    fields: dict[str, Any] = {
        "text": SENTENCE,
        "url": "https://example.org/losses",
        "title": "Russia's losses",
        "publisher": "The Example",
        "published_at": PUBLISHED,
        "language": "en",
    }
    return Reading(Article(**(fields | changes)), claims or (claim(),), READER)
