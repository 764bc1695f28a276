"""What one amount is to another that the same source gave before, whenever it gave them.

"710" after "700"            grew
"about 700" after "712"      the same number, said more roughly
"40" after "700,000"         less than half of it
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from service.intervals import Range, overlap, stated
from service.rounding import said_more_roughly
from service.values import Amount

SMALL = 10
"""A count below this can lose most of itself to one mistake."""


@dataclass(frozen=True)
class Change:
    """From an earlier amount to a later one. What follows from the two is found once, and only
    where it is asked for: among many claims the same two amounts meet again and again."""

    before: Amount
    after: Amount

    @cached_property
    def rougher(self) -> bool:
        """Whether the later can be the number of the earlier, said more roughly."""
        return said_more_roughly(self.after, self.before)

    @cached_property
    def finer(self) -> bool:
        """Whether the later can be the number of the earlier, said more exactly."""
        return said_more_roughly(self.before, self.after)

    @cached_property
    def grew(self) -> bool:
        """Whether the number that is said is greater: no end is lower and one is higher, or the
        lower end is and there was no upper one."""
        before, after = stated(self.before), stated(self.after)
        higher = after.floor >= before.floor and after.ceiling >= before.ceiling
        return (higher and after != before) or (before.high is None and after.floor > before.floor)

    @cached_property
    def may_be_one(self) -> bool:
        """Whether one number would fulfil both."""
        return overlap(stated(self.before), stated(self.after)) is not None

    @cached_property
    def halved(self) -> bool:
        """Whether it fell below its half, by the words of both."""
        return _is_less_than_half(stated(self.after), stated(self.before))

    @cached_property
    def doubled(self) -> bool:
        """Whether it rose to more than twice itself, by the words of both."""
        return _is_less_than_half(stated(self.before), stated(self.after))


def _is_less_than_half(less: Range, of: Range) -> bool:
    """Whether all that one amount allows is below the half of all that another, which is not
    small, does."""
    if less.high is None or of.low is None:
        return False
    return of.low >= Decimal(SMALL) and 2 * less.high < of.low
