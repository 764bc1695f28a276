"""Algebra of the intervals that words state. An open end stays open; nothing is averaged."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

from service.values import DOCUMENTED, Amount, Hedge

_INFINITY = Decimal("Infinity")
_ROUND_DOWN = Context(prec=4, rounding=ROUND_FLOOR)
_ROUND_UP = Context(prec=4, rounding=ROUND_CEILING)

Bound = tuple[Decimal, int]
"""An end that sorts by where it lies: 1 puts it just above its value, -1 just below."""


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers from `low` to `high`."""

    __pydantic_config__ = DOCUMENTED

    low: Decimal | None
    """Lower end; null where it is open or unknown."""
    high: Decimal | None
    """Upper end; null where it is open or unknown."""
    low_excluded: bool = False
    """Whether the lower end itself is outside: "more than 700,000"."""
    high_excluded: bool = False
    """Whether the upper end itself is outside: "fewer than 50"."""

    @property
    def floor(self) -> Bound:
        """Where the range begins."""
        return (-_INFINITY, 0) if self.low is None else (self.low, int(self.low_excluded))

    @property
    def ceiling(self) -> Bound:
        """Where the range ends."""
        return (_INFINITY, 0) if self.high is None else (self.high, -int(self.high_excluded))

    @property
    def bounded(self) -> bool:
        """Whether the range leaves any number out."""
        return self.low is not None or self.high is not None


def stated(amount: Amount) -> Range:
    """The range that an amount's words allow."""
    return _stated(amount.low, amount.high, amount.hedge)


@lru_cache(maxsize=65536)
def _stated(low: Decimal | None, high: Decimal | None, hedge: Hedge) -> Range:
    return Range(
        low,
        high,
        low_excluded=low is not None and hedge is Hedge.MORE_THAN,
        high_excluded=high is not None and hedge is Hedge.LESS_THAN,
    )


def overlap(a: Range, b: Range) -> Range | None:
    """The numbers that both ranges allow; None where there are none."""
    floor, ceiling = max(a.floor, b.floor), min(a.ceiling, b.ceiling)
    return _between(floor, ceiling) if floor <= ceiling else None


def covers(wide: Range, narrow: Range) -> bool:
    """Whether the wide range allows every number that the narrow one does."""
    return wide.floor <= narrow.floor and narrow.ceiling <= wide.ceiling


def minus(a: Range, b: Range) -> Range:
    """By how much a number of the first range may exceed one of the second."""
    low = None if a.low is None or b.high is None else a.low - b.high
    high = None if a.high is None or b.low is None else a.high - b.low
    return Range(
        low,
        high,
        low_excluded=low is not None and (a.low_excluded or b.high_excluded),
        high_excluded=high is not None and (a.high_excluded or b.low_excluded),
    )


def most_allowed(ranges: Iterable[Range]) -> tuple[int, tuple[Range, ...]]:
    """How many of the ranges meet where the most of them meet, and all the places where that many
    do, lowest first."""
    ends = sorted(end for each in ranges for end in ((each.floor, 0), (each.ceiling, 1)))
    depth = deepest = 0
    places: list[Range] = []
    for (bound, closes), (after, _) in pairwise(ends):
        depth += -1 if closes else 1
        if depth > deepest:
            deepest, places = depth, []
        if depth == deepest and not closes:
            places.append(_between(bound, after))
    return deepest, tuple(places)


def meetings(ranges: Sequence[Range], number: int) -> Iterator[tuple[int, ...]]:
    """Which of the ranges, by their places in the sequence, meet wherever so many do that no more
    meet anywhere, lowest first."""
    pairs = ((at, each) for at, each in enumerate(ranges))
    ends = sorted(end for at, each in pairs for end in ((each.floor, 0, at), (each.ceiling, 1, at)))
    inside: set[int] = set()
    for _, closes, at in ends:
        if closes:
            inside.remove(at)
            continue
        inside.add(at)
        if len(inside) == number:
            yield tuple(sorted(inside))


def united(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """The ranges that hold every number that any of them allows, and no other, lowest first."""
    several: list[Range] = []
    for each in sorted(ranges, key=attrgetter("floor", "ceiling")):
        last = several[-1] if several else None
        if last and overlap(last, each):
            several[-1] = _between(last.floor, max(last.ceiling, each.ceiling))
        else:
            several.append(each)
    return tuple(several)


def in_both(some: Iterable[Range], others: Iterable[Range]) -> tuple[Range, ...]:
    """The ranges that one of some and one of the others both allow, lowest first."""
    a, b = list(united(some)), list(united(others))
    found = []
    while a and b:
        found.append(overlap(a[-1], b[-1]))
        (a if a[-1].floor >= b[-1].floor else b).pop()
    return tuple(filter(None, reversed(found)))


def distance(lowest: Range, highest: Range) -> Range:
    """By how much a number of the highest range exceeds one of the lowest; ValueError where the
    ranges overlap."""
    _near_ends(lowest, highest)
    return minus(highest, lowest)


def ratio(lowest: Range, highest: Range) -> Range | None:
    """How many times a number of the lowest range one of the highest is, rounded outwards to four
    digits; None where the lowest range ends at zero or below. ValueError where they overlap."""
    (below, above), far = _near_ends(lowest, highest), _far_ends(lowest, highest)
    if below <= 0:
        return None
    return Range(
        _ROUND_DOWN.divide(above, below),
        _ROUND_UP.divide(far[1], far[0]) if far and far[0] > 0 else None,
    )


def _near_ends(lowest: Range, highest: Range) -> tuple[Decimal, Decimal]:
    if overlap(lowest, highest) or lowest.high is None or highest.low is None:
        raise ValueError("ranges that overlap are not apart")
    return lowest.high, highest.low


def _far_ends(lowest: Range, highest: Range) -> tuple[Decimal, Decimal] | None:
    if lowest.low is None or highest.high is None:
        return None
    return lowest.low, highest.high


def _between(floor: Bound, ceiling: Bound) -> Range:
    (low, above), (high, below) = floor, ceiling
    return Range(
        None if low == -_INFINITY else low,
        None if high == _INFINITY else high,
        low_excluded=above > 0,
        high_excluded=below < 0,
    )
