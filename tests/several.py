"""Claims to compare, made without reading."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from hypothesis import strategies as st

from service.compared import ComparedClaim
from service.series import SeriesKey
from service.signatures import signature
from service.values import Amount, Basis, Hedge, Kind, Metric, Period, Precision, Stance

SERIES = SeriesKey(Metric.CASUALTIES, "soldier", "RU", None, Basis.CUMULATIVE, None, Kind.COUNT)
START = datetime(2024, 11, 1, tzinfo=UTC)
ROOT = UUID(int=0)
UNKNOWN = Amount(None, None, Hedge.UNKNOWN)
SINCE_THE_BEGINNING = Period(basis=Basis.CUMULATIVE)


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def exactly(number: int) -> Amount:
    return Amount(Decimal(number), Decimal(number))


def about(number: int) -> Amount:
    return Amount(Decimal(number), Decimal(number), Hedge.ABOUT)


def at_least(number: int) -> Amount:
    return Amount(Decimal(number), None, Hedge.AT_LEAST)


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
    text: str | None = None,
    period: Period = SINCE_THE_BEGINNING,
) -> ComparedClaim:
    """A claim of an article of its own, called by a letter or word."""
    sentence = sentence or f"Sentence {name} counts {amount.low}."
    return ComparedClaim(
        id=uuid5(ROOT, name),
        article_id=uuid5(ROOT, f"article {name}"),
        url=f"https://example.org/{name}",
        publisher=publisher,
        source_id=uuid5(ROOT, source) if source else None,
        source=source,
        quote=str(amount.low),
        sentence=sentence,
        amount=amount,
        period=period,
        stance=Stance.ASSERTED,
        published_at=day(on),
        recorded_at=day(400),
        superseded=False,
        series=SERIES,
        sentence_signature=signature(sentence),
        text_signature=signature(text or name),
    )


AMOUNTS = st.one_of(
    st.integers(0, 9).map(exactly),
    st.sampled_from([10, 20, 40, 100]).map(exactly),
    st.sampled_from([10, 20, 40, 100]).map(about),
    st.integers(0, 9).map(more_than),
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda ends: between(*sorted(ends))),
    st.just(UNKNOWN),
)


PERIODS = st.builds(
    lambda start, last: Period(
        start and date(start, 1, 1),
        start and Precision.YEAR,
        last and date(2024, 11, last),
        last and Precision.DAY,
        Basis.CUMULATIVE,
    ),
    st.sampled_from([None, None, 2022, 2024]),
    st.sampled_from([None, None, None, 1, 2, 3]),
)


@st.composite
def mixed(draw: st.DrawFn) -> list[ComparedClaim]:
    """Claims of a few sources over a few days, of every stance, about this day or that."""
    return [
        replace(
            claim(
                f"claim {number}",
                draw(AMOUNTS),
                draw(st.sampled_from([None, "BBC", "Kremlin", "General Staff"])),
                on=draw(st.integers(0, 4)),
                publisher=draw(st.sampled_from([None, "BBC", "Wire"])),
                sentence=draw(st.sampled_from(["One.", "Two.", "Three."])),
                period=draw(PERIODS),
            ),
            stance=draw(st.sampled_from([*[Stance.ASSERTED] * 3, *Stance])),
            superseded=draw(st.sampled_from([False, False, True])),
        )
        for number in range(draw(st.integers(0, 8)))
    ]
