"""The claims of a series, from their rows to the values that are compared."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, case, select

from service.compared import ComparedClaim
from service.series import DECISIVE, SeriesKey
from service.storage.claims import amount_from, period_from
from service.storage.conditions import among
from service.storage.tables import ARTICLE, CLAIM, SERIES, SOURCE
from service.values import Basis, Kind, Metric, Review, SourceKind, Stance


def claims_of(series_id: UUID, at: datetime | None) -> Select[Any]:
    """The claims of the series in the order of publication; with a time those published by then."""
    c, a, s = CLAIM.c, ARTICLE.c, SERIES.c
    statement = (
        select(
            c.id,
            c.article_id,
            a.url,
            a.publisher,
            c.source_id,
            case((SOURCE.c.met_as.is_not(None), SOURCE.c.name), else_=c.source).label("source"),
            c.quote,
            c.sentence,
            c.low,
            c.high,
            c.hedge,
            c.kind,
            c.unit,
            c.vague_table,
            c.period_start,
            c.period_start_precision,
            c.period_end,
            c.period_end_precision,
            c.stance,
            c.review,
            c.published_at,
            a.recorded_at,
            c.superseded_at,
            s.metric,
            s.population,
            s.whose,
            s.place_scope,
            s.basis,
            s.period,
            s.part,
            SOURCE.c.kind.label("source_kind"),
            SOURCE.c.side,
            c.left_open,
            c.sentence_signature,
            c.text_signature,
        )
        .join_from(CLAIM, ARTICLE, c.article_id == a.id)
        .outerjoin(SOURCE, c.source_id == SOURCE.c.id)
        .join(SERIES, c.series_id == s.id)
        .where(c.series_id == series_id)
        .order_by(c.ordered_at, c.id)
    )
    return statement if at is None else statement.where(c.ordered_at <= at)


def series_of(series_ids: Collection[UUID]) -> Select[Any]:
    """What each of the series counts, but for those that were merged."""
    names = ("id", "title", *DECISIVE)
    of_each = select(*(SERIES.c[name] for name in names)).where(among(SERIES.c.id, series_ids))
    return of_each.where(SERIES.c.merged_into.is_(None))


def claim_from(row: Row[Any]) -> ComparedClaim:
    """One of the claims."""
    return ComparedClaim(
        id=row.id,
        article_id=row.article_id,
        url=row.url,
        publisher=row.publisher,
        source_id=row.source_id,
        source=row.source,
        quote=row.quote,
        sentence=row.sentence,
        amount=amount_from(row),
        period=period_from(row),
        stance=Stance(row.stance),
        published_at=row.published_at,
        recorded_at=row.recorded_at,
        superseded=row.superseded_at is not None,
        series=series_from(row),
        review=row.review and Review(row.review),
        source_kind=row.source_kind and SourceKind(row.source_kind),
        side=row.side,
        left_open=row.left_open,
        sentence_signature=row.sentence_signature,
        text_signature=row.text_signature,
    )


def series_from(row: Any) -> SeriesKey:
    """What the series counts."""
    return SeriesKey(
        metric=Metric(row.metric),
        population=row.population,
        whose=row.whose,
        place_scope=row.place_scope,
        basis=Basis(row.basis) if row.basis else None,
        period=row.period,
        unit=row.unit,
        kind=Kind(row.kind),
        part=row.part,
    )


def titled_from(row: Row[Any]) -> SeriesKey:
    """What the series counts, with the title that a curator gave it, if any did."""
    series = series_from(row)
    return series if row.title == series.title else replace(series, renamed=row.title)
