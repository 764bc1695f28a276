"""The claims of a series, from their rows to the values that are compared."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
    true,
    tuple_,
    union_all,
)

from service.columns import Asserter, Claims, Coding, Columns, Status
from service.compared import Evidence
from service.series import DECISIVE, SeriesKey
from service.storage.conditions import among
from service.storage.tables import ARTICLE, BRIEF, CLAIM, LONG, SERIES, SOURCE
from service.values import (
    Amount,
    Basis,
    Hedge,
    Kind,
    Metric,
    Period,
    Precision,
    Review,
    SourceKind,
    Stance,
)

NEVER: ColumnElement[datetime] = literal_column("timestamptz 'infinity'")
SLICE = 1000
"""Claims a row, where claims are read column by column: their values are made in some
milliseconds."""


def claims_of(series_id: UUID, at: datetime | None) -> CompoundSelect[Any]:
    """The claims of the series by columns, as `Gathering` takes them; with a time those published
    by then. In the order of publication and slice by slice, each on its way while the next is
    read: there may be very many. At last those that are too long for the index of all others."""
    here = CLAIM.c.series_id == series_id
    known = here if at is None else here & (CLAIM.c.ordered_at <= at)
    rest = _by_columns(_claims(series_id, known & LONG))
    return union_all(_slices(series_id, known & BRIEF), rest.having(func.count() > 0))


def _slices(series_id: UUID, known: ColumnElement[bool]) -> Select[Any]:
    c, starts = CLAIM.c, _starts(known)
    place = tuple_(c.ordered_at, c.id)
    # With an end, or each slice would look at all that comes after it among what ended long ago.
    here = place >= tuple_(starts.c.ordered_at, starts.c.id), place < tuple_(*_end(starts))
    own = _claims(series_id, known & and_(*here)).order_by(c.ordered_at, c.id).limit(SLICE)
    each = _by_columns(own.correlate(starts)).lateral("each")
    slices = select(*each.c).select_from(starts.join(each, true()))
    in_order = slices.order_by(starts.c.ordered_at, starts.c.id).subquery("slices")
    return select(*in_order.c)


def _end(starts: Subquery) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Where the slice after begins; after the last, where nothing is."""
    moment, key = starts.c.next_ordered_at, starts.c.next_id
    return func.coalesce(moment, NEVER), func.coalesce(key, literal(UUID(int=2**128 - 1), key.type))


def _claims(series_id: UUID, known: ColumnElement[bool]) -> Select[Any]:
    claims = select(*_columns(series_id))
    return claims.outerjoin_from(CLAIM, SOURCE, CLAIM.c.source_id == SOURCE.c.id).where(known)


def _by_columns(claims: Select[Any]) -> Select[Any]:
    """All of them in one row."""
    return select(*map(func.array_agg, claims.subquery("own").c))


def _starts(known: ColumnElement[bool]) -> Subquery:
    """The first claim of each slice, and that of the slice after."""
    c = CLAIM.c
    number = func.row_number().over(order_by=(c.ordered_at, c.id)).label("number")
    claims = select(c.ordered_at, c.id, number).where(known).subquery("numbered").c
    order, first = (claims.ordered_at, claims.id), claims.number % SLICE == 1
    after = (func.lead(each).over(order_by=order).label(f"next_{each.name}") for each in order)
    return select(*order, *after).where(first).subquery("starts")


def _columns(series_id: UUID) -> list[ColumnElement[Any]]:
    """All of one table but for the source, without the sentences."""
    c = CLAIM.c
    return [
        c.publisher,
        func.uuid_send(c.source_id).label("source_id"),
        case((SOURCE.c.met_as.is_not(None), SOURCE.c.name), else_=c.source).label("source"),
        SOURCE.c.kind.label("source_kind"),
        SOURCE.c.side,
        c.left_open,
        cast(c.low, Text),
        cast(c.high, Text),
        c.hedge,
        c.vague_table,
        c.period_start,
        c.period_start_precision,
        c.period_end,
        c.period_end_precision,
        c.stance,
        c.superseded_at.is_not(None).label("superseded"),
        c.review,
        func.uuid_send(c.id).label("id"),
        func.uuid_send(c.article_id).label("article_id"),
        c.quote,
        c.wording,
        _where_needed(c.sentence_signature, series_id),
        _where_needed(c.text_signature, series_id),
        c.published_at,
        c.recorded_at,
    ]


def _where_needed(signature: Column[bytes], series_id: UUID) -> ColumnElement[bytes]:
    """The signature of a claim, empty where nobody gives its amount without a source: then nothing
    is told by what is near-identical, and most are by sources."""
    nameless = CLAIM.alias("nameless").c
    amounts = select(nameless.ordinal).where(
        nameless.series_id == series_id, nameless.source_id.is_(None)
    )
    return case((CLAIM.c.ordinal.in_(amounts), signature), else_=b"").label(signature.name)


def evidence_of(claim_ids: Collection[UUID]) -> Select[Any]:
    """What each of the claims can be checked by."""
    c, a = CLAIM.c, ARTICLE.c
    statement = select(c.id, c.sentence, a.url).join_from(CLAIM, ARTICLE, c.article_id == a.id)
    return statement.where(among(c.id, claim_ids))


def series_of(series_ids: Collection[UUID]) -> Select[Any]:
    """What each of the series counts, but for those that were merged."""
    names = ("id", "title", *DECISIVE)
    of_each = select(*(SERIES.c[name] for name in names)).where(among(SERIES.c.id, series_ids))
    return of_each.where(SERIES.c.merged_into.is_(None))


class Gathering:
    """The claims of a series, as slices of their columns come in."""

    CODED = slice(0, 6), slice(6, 10), slice(10, 14), slice(14, 17)
    """Columns that make one value together: who says so, how many, when, and the status."""
    PLAIN = slice(17, 25)

    def __init__(self, series: SeriesKey) -> None:
        self._series = series
        self._coded: list[Coding[Any]] = [Coding() for _ in self.CODED]
        self._plain: list[list[Any]] = [[] for _ in range(self.PLAIN.start, self.PLAIN.stop)]

    def add(self, part: Sequence[Sequence[Any]]) -> None:
        """Another slice."""
        for coding, several in zip(self._coded, self.CODED, strict=True):
            coding.extend(zip(*part[several], strict=True))
        for column, values in zip(self._plain, part[self.PLAIN], strict=True):
            column.extend(values)

    def claims(self) -> Claims:
        """All of them."""
        asserters, amounts, periods, states = self._coded
        ids, article_ids, quotes, wordings, sentences, texts, published, recorded = self._plain
        return Claims(
            Columns(
                series=self._series if ids else None,
                ids=ids,
                article_ids=article_ids,
                asserters=asserters.column(_asserter),
                quotes=quotes,
                wordings=wordings,
                sentence_signatures=sentences,
                text_signatures=texts,
                amounts=amounts.column(partial(_amount, self._series)),
                periods=periods.column(partial(_period, self._series)),
                states=states.column(_status),
                published=published,
                recorded=recorded,
            )
        )


Told = tuple[str | None, bytes | None, str | None, str | None, str | None, str | None]


def _asserter(told: Told) -> Asserter:
    publisher, source_id, source, kind, side, left_open = told
    return Asserter(
        publisher=publisher,
        source_id=UUID(bytes=source_id) if source_id else None,
        source=source,
        source_kind=SourceKind(kind) if kind else None,
        side=side,
        left_open=left_open,
    )


def _amount(series: SeriesKey, told: tuple[str | None, str | None, str, str | None]) -> Amount:
    low, high, hedge, vague_table = told
    return Amount(
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        hedge=Hedge(hedge),
        kind=series.kind,
        unit=series.unit,
        vague_table=vague_table,
    )


def _period(
    series: SeriesKey, told: tuple[date | None, str | None, date | None, str | None]
) -> Period:
    start, start_precision, end, end_precision = told
    return Period(
        start=start,
        start_precision=Precision(start_precision) if start_precision else None,
        end=end,
        end_precision=Precision(end_precision) if end_precision else None,
        basis=series.basis,
    )


def _status(told: tuple[str, bool, str | None]) -> Status:
    stance, superseded, review = told
    return Status(Stance(stance), superseded, Review(review) if review else None)


def evidence_from(row: Row[Any]) -> Evidence:
    """What a claim can be checked by."""
    return Evidence(row.sentence, row.url)


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
