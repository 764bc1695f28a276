"""Whether two amounts can be one number, said more roughly and more exactly.

"12,340" and "about 12,000"   about 12,000 is what rounds to it, half a thousand up or down
"12,340" and "at least 12,000"   at least 12,000 is rounded down to the thousand
"450" and "hundreds"   hundreds are what the table says
"""

from decimal import Decimal
from functools import lru_cache

from service.intervals import Range, covers, stated
from service.values import Amount, Hedge

_MOST = Decimal("0.1")
"""What "about" may leave out at the most, as a part of the number: "about 100" is not 140."""


def said_more_roughly(rough: Amount, fine: Amount) -> bool:
    """Whether the first amount can be the number of the second, said more roughly.

    Where the second is "about" so much itself, it is taken at its word: "about 14,000" is not
    "about 14,200" said more roughly, and "more than 11,000" can be "about 11,000"."""
    if rough.hedge is Hedge.EXACT or rough.hedge is fine.hedge is Hedge.ABOUT:
        return False
    if fine.hedge is Hedge.ABOUT:
        return covers(_numbers_meant(rough.low, rough.high, Hedge.UNKNOWN), stated(fine))
    return covers(
        _numbers_meant(rough.low, rough.high, rough.hedge),
        _numbers_meant(fine.low, fine.high, fine.hedge),
    )


@lru_cache(maxsize=65536)
def _numbers_meant(low: Decimal | None, high: Decimal | None, hedge: Hedge) -> Range:
    """The numbers of which one would say that they are so much. What is open ends before the next
    round number."""
    if low is not None and high is None:
        return Range(low, low + _place(low), hedge is Hedge.MORE_THAN, high_excluded=True)
    if high is not None and low is None:
        return Range(high - _place(high), high, True, hedge is Hedge.LESS_THAN)
    if hedge is Hedge.ABOUT and low is not None and high is not None:
        return Range(low - _slack(low), high + _slack(high))
    return Range(low, high)


def _slack(number: Decimal) -> Decimal:
    return min(_place(number) / 2, abs(number) * _MOST)


def _place(number: Decimal) -> Decimal:
    """What the last digit that is no zero counts: 1,000 in 12,000."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))
