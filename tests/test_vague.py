"""How many "hundreds" are, by each table."""

from decimal import Decimal

import pytest

from service import vague
from service.vague import Vague, amount_by, interval
from service.values import Amount, Hedge, Kind


def ends(low: int, high: int | None) -> tuple[Decimal, Decimal | None]:
    return Decimal(low), None if high is None else Decimal(high)


def stored(phrase: str, hedge: Hedge = Hedge.VAGUE) -> Amount:
    """What the default table makes of a phrase that is all of a quote's number."""
    found = interval(phrase)
    assert found
    low, high = found
    return Amount(low, high, hedge, vague_table=vague.name())


@pytest.mark.parametrize(
    ("phrase", "default", "conservative"),
    [
        ("hundreds", ends(200, 999), ends(100, None)),
        ("several hundred", ends(200, 999), ends(100, None)),
        ("dozens", ends(24, 99), ends(12, None)),
        ("scores", ends(40, 99), ends(20, None)),
        ("tens of thousands", ends(20_000, 99_999), ends(10_000, None)),
        ("hundreds of thousands", ends(200_000, 999_999), ends(100_000, None)),
        ("many thousands", ends(2_000, 9_999), ends(1_000, None)),
        ("a few", ends(3, 9), ends(2, None)),
        ("a couple of thousand", ends(2_000, 9_999), ends(1_000, None)),
    ],
)
def test_a_vague_phrase_has_an_interval_in_each_table(
    phrase: str,
    default: tuple[Decimal, Decimal],
    conservative: tuple[Decimal, Decimal | None],
) -> None:
    assert interval(phrase) == default
    assert interval(phrase, Vague.CONSERVATIVE) == conservative
    assert interval(phrase, Vague.NONE) is None


@pytest.mark.parametrize("phrase", ["", "of", "several trillion", "hundreds of dollars", "700"])
def test_what_the_tables_do_not_know_has_none(phrase: str) -> None:
    assert interval(phrase) is None


def test_the_tables_know_the_same_words() -> None:
    default, conservative = vague.words(), vague.words(Vague.CONSERVATIVE)
    assert default.keys() == conservative.keys()
    assert all(conservative[word][0] <= default[word][0] for word in default)


def test_the_default_leaves_an_amount_as_it_is_stored() -> None:
    older = Amount(Decimal(100), Decimal(900), Hedge.VAGUE, vague_table="default-0")
    assert amount_by(Vague.DEFAULT, older, "hundreds") is older


@pytest.mark.parametrize("asked", Vague)
def test_what_no_table_gave_stays_whatever_is_asked(asked: Vague) -> None:
    exact = Amount(Decimal(200), Decimal(999), Hedge.BETWEEN)
    assert amount_by(asked, exact, "between two hundred and 999") is exact


@pytest.mark.parametrize(
    ("quote", "before", "after"),
    [
        ("Hundreds", stored("hundreds"), ends(100, None)),
        ("hundreds of dollars", stored("hundreds"), ends(100, None)),
        ("some tens of thousands", stored("tens of thousands"), ends(10_000, None)),
    ],
)
def test_another_table_is_asked_for_the_words_of_the_quote(
    quote: str, before: Amount, after: tuple[Decimal, None]
) -> None:
    amount = amount_by(Vague.CONSERVATIVE, before, quote)
    assert (amount.low, amount.high) == after
    assert (amount.hedge, amount.vague_table) == (Hedge.VAGUE, "conservative-1")


def test_a_hedge_keeps_its_open_end_and_the_kind_its_unit() -> None:
    before = Amount(Decimal(200), None, Hedge.AT_LEAST, Kind.MONEY, "USD", vague_table=vague.name())
    assert amount_by(Vague.CONSERVATIVE, before, "at least several hundred dollars") == Amount(
        Decimal(100), None, Hedge.AT_LEAST, Kind.MONEY, "USD", vague_table="conservative-1"
    )


def test_an_end_that_other_words_give_stays() -> None:
    before = Amount(Decimal(10), Decimal(99), Hedge.BETWEEN, vague_table=vague.name())
    after = amount_by(Vague.CONSERVATIVE, before, "at least 10 and as many as several dozen")
    assert (after.low, after.high) == ends(10, None)


@pytest.mark.parametrize(
    ("asked", "quote"),
    [(Vague.NONE, "hundreds"), (Vague.CONSERVATIVE, "700"), (Vague.CONSERVATIVE, "thousands")],
)
def test_what_cannot_be_told_is_unknown_and_no_table_is_named(asked: Vague, quote: str) -> None:
    assert amount_by(asked, stored("hundreds"), quote) == Amount(None, None, Hedge.VAGUE)
