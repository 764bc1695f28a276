"""Readings to store, made without reading."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from service.values import (
    Amount,
    Article,
    Basis,
    Claim,
    Hedge,
    Kind,
    Metric,
    Period,
    Place,
    Population,
    Precision,
    Reading,
    Source,
    SourceKind,
    Span,
    Stance,
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


KURSK = Place("Kursk region", spanned("Ukraine"), "RU")
GENERAL_STAFF = Source("Ukraine's General Staff", SourceKind.MILITARY, "UA", ("the General Staff",))


def three() -> Iterator[Reading]:
    """Articles of one claim each, from the oldest to the newest: `lost`, `spent`, `denied`."""
    lost = claim(source=GENERAL_STAFF, confidence=0.9)
    spent = claim(
        metric=Metric.MONEY,
        amount=Amount(Decimal(2), Decimal(3), Hedge.BETWEEN, Kind.MONEY, "USD"),
        population=Population("artillery-shell"),
        place=KURSK,
        source=None,
        source_span=None,
        confidence=0.5,
    )
    denied = claim(
        metric=Metric.KILLED,
        amount=Amount(None, None, Hedge.UNKNOWN),
        stance=Stance.DENIED,
        population=Population("100%_\\'x", "Hamas"),
        place=None,
    )
    for day, (title, one) in enumerate({"lost": lost, "spent": spent, "denied": denied}.items()):
        yield reading(
            one,
            url=f"u:{title}",
            title=title,
            publisher=f"The {title} Times",
            published_at=PUBLISHED + timedelta(days=day),
        )
