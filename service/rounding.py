"""Whether two amounts can be one number, said more roughly and more exactly.

"12,340" and "about 12,000"   about 12,000 is what rounds to it, half a thousand up or down
"12,340" and "at least 12,000"   at least 12,000 is rounded down to the thousand
"450" and "hundreds"   hundreds are what the table says
"""

from dataclasses import replace
from decimal import Decimal

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
        return covers(_numbers_meant(replace(rough, hedge=Hedge.UNKNOWN)), stated(fine))
    return covers(_numbers_meant(rough), _numbers_meant(fine))


def _numbers_meant(amount: Amount) -> Range:
    """The numbers of which one would say that they are the amount."""
    said = stated(amount)
    if said.low is not None and said.high is None:
        return Range(said.low, said.low + _place(said.low), said.low_excluded, high_excluded=True)
    if said.high is not None and said.low is None:
        return Range(said.high - _place(said.high), said.high, True, said.high_excluded)
    if amount.hedge is Hedge.ABOUT and said.low is not None and said.high is not None:
        return Range(said.low - _slack(said.low), said.high + _slack(said.high))
    return said


def _slack(number: Decimal) -> Decimal:
    return min(_place(number) / 2, abs(number) * _MOST)


def _place(number: Decimal) -> Decimal:
    """What the last digit that is no zero counts: 1,000 in 12,000."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))
