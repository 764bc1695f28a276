"""Claims to compare, made without reading."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from hypothesis import strategies as st

from service.compared import ComparedClaim
from service.series import SeriesKey
from service.values import Amount, Basis, Hedge, Kind, Metric, Period, Stance

SERIES = SeriesKey(Metric.CASUALTIES, "soldier", "RU", None, Basis.CUMULATIVE, None, Kind.COUNT)
START = datetime(2024, 11, 1, tzinfo=UTC)
ROOT = UUID(int=0)
UNKNOWN = Amount(None, None, Hedge.UNKNOWN)
SINCE_THE_BEGINNING = Period(basis=Basis.CUMULATIVE)


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def exactly(number: int) -> Amount:
    return Amount(Decimal(number), Decimal(number))


def more_than(number: int) -> Amount:
    return Amount(Decimal(number), None, Hedge.MORE_THAN)


def between(low: int, high: int) -> Amount:
    return Amount(Decimal(low), Decimal(high), Hedge.BETWEEN)


def claim(
    name: str,
    amount: Amount,
    source: str | None = None,
    *,
    on: float = 0,
    publisher: str | None = "The Courier",
    sentence: str | None = None,
    period: Period = SINCE_THE_BEGINNING,
) -> ComparedClaim:
    """A claim of an article of its own, called by a letter or word."""
    return ComparedClaim(
        id=uuid5(ROOT, name),
        article_id=uuid5(ROOT, f"article {name}"),
        url=f"https://example.org/{name}",
        publisher=publisher,
        source_id=uuid5(ROOT, source) if source else None,
        source=source,
        quote=str(amount.low),
        sentence=sentence or f"Sentence {name} counts {amount.low}.",
        amount=amount,
        period=period,
        stance=Stance.ASSERTED,
        published_at=day(on),
        recorded_at=day(400),
        superseded=False,
        series=SERIES,
    )


AMOUNTS = st.one_of(
    st.integers(0, 9).map(exactly),
    st.integers(0, 9).map(more_than),
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda ends: between(*sorted(ends))),
    st.just(UNKNOWN),
)
