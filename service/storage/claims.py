"""A claim's row, back to the value that it was made from."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from service.matching import Known
from service.storage.rows import Row
from service.storage.tables import CLAIM
from service.values import (
    Amount,
    Basis,
    Claim,
    Hedge,
    Kind,
    Metric,
    Period,
    Place,
    Population,
    Precision,
    Source,
    SourceKind,
    Span,
    Stance,
)

Columns = Mapping[str, Any]
"""The values of a claim's row, by column."""

_PARSERS: dict[type, Callable[[str], Any]] = {
    Decimal: Decimal,
    date: date.fromisoformat,
    UUID: UUID,
    int: int,
    float: float,
    str: str,
}


def claim_from(columns: Columns) -> Claim:
    """The claim."""
    row = SimpleNamespace(**columns)
    return Claim(
        quote=row.quote,
        span=Span(row.quote_start, row.quote_end),
        sentence=row.sentence,
        sentence_span=Span(row.sentence_start, row.sentence_end),
        amount=amount_from(row),
        metric=Metric(row.metric),
        item=row.item,
        item_span=_span(row.item_start, row.item_end),
        population=Population(row.population, row.whose),
        place=_place(row, "place"),
        scope=_place(row, "scope"),
        period=period_from(row),
        source=row.source and Source(row.source, SourceKind(row.source_kind)),
        source_span=_span(row.source_start, row.source_end),
        cue_span=_span(row.cue_start, row.cue_end),
        relayer=row.relayer,
        stance=Stance(row.stance),
        part_of=_span(row.part_of_start, row.part_of_end),
        confidence=row.confidence,
    )


def amount_from(row: Any) -> Amount:
    """How many."""
    return Amount(
        low=row.low,
        high=row.high,
        hedge=Hedge(row.hedge),
        kind=Kind(row.kind),
        unit=row.unit,
        vague_table=row.vague_table,
    )


def period_from(row: Any) -> Period:
    """What time the number covers."""
    return Period(
        start=row.period_start,
        start_precision=row.period_start_precision and Precision(row.period_start_precision),
        end=row.period_end,
        end_precision=row.period_end_precision and Precision(row.period_end_precision),
        basis=row.basis and Basis(row.basis),
    )


def _place(row: Any, name: str) -> Place | None:
    place, start, end, country = (
        getattr(row, f"{name}{part}") for part in ("", "_start", "_end", "_country")
    )
    return place and Place(place, _span(start, end), country)


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def written(row: Columns, names: Iterable[str]) -> dict[str, str | None]:
    """Values of a row as text that `parsed` takes, by column."""
    return {name: None if row[name] is None else str(row[name]) for name in names}


def parsed(kept: Mapping[str, str | None]) -> Row:
    """The values that `written` was given."""
    return {name: text and _parser(name)(text) for name, text in kept.items()}


def known(row: Mapping[Any, Any]) -> Known:
    """The claim of a row as it was read, whatever curators made of it."""
    return Known(row["id"], claim_from(as_read(row)))


def as_read(row: Mapping[Any, Any]) -> Row:
    """The row as the reader left it."""
    return dict(row) | parsed(row["as_read"] or {})


def _parser(column: str) -> Callable[[str], Any]:
    return _PARSERS[CLAIM.c[column].type.python_type]
