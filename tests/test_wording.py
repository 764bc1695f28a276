from decimal import Decimal

import pytest

from service.values import Amount, Hedge, Kind
from service.wording import amount, number


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        (Amount(Decimal(12), Decimal(12)), "12"),
        (Amount(Decimal(10_000), Decimal(12_000), Hedge.BETWEEN), "10,000–12,000"),
        (Amount(Decimal(700_000), None, Hedge.MORE_THAN), "700,000 or more"),
        (Amount(None, Decimal(50), Hedge.AT_MOST), "up to 50"),
        (Amount(None, None, Hedge.UNKNOWN), "unknown"),
        (Amount(Decimal("2.5"), Decimal("2.5"), kind=Kind.PERCENT, unit="percent"), "2.5 percent"),
        (Amount(None, Decimal(6), Hedge.AT_MOST, Kind.MONEY, "GBP"), "up to 6 GBP"),
    ],
)
def test_an_amount_shows_its_interval_and_no_midpoint(stated: Amount, shown: str) -> None:
    assert amount(stated) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0", "0"), ("1234567", "1,234,567"), ("66.67", "66.67"), ("1E+9", "1,000,000,000")],
)
def test_a_number_shows_every_digit(value: str, shown: str) -> None:
    assert number(Decimal(value)) == shown
