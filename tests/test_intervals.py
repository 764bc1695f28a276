"""Intervals with open and excluded ends, by example and by property."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.intervals import (
    Range,
    covers,
    distance,
    in_both,
    meetings,
    minus,
    most_allowed,
    overlap,
    ratio,
    stated,
    united,
)
from service.values import Amount, Hedge

ENDS = st.none() | st.integers(-5, 20).map(Decimal)
EVERYTHING = Range(None, None)


def span(low: int | None, high: int | None, *, above: bool = False, below: bool = False) -> Range:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    return Range(ends[0], ends[1], low_excluded=above, high_excluded=below)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    low, high = draw(ENDS), draw(ENDS)
    if low is not None and high is not None and low >= high:
        return Range(high, low)
    return Range(
        low,
        high,
        low_excluded=low is not None and draw(st.booleans()),
        high_excluded=high is not None and draw(st.booleans()),
    )


def allows(allowed: Range, number: Decimal) -> bool:
    """Whether the range allows the number, told without the algebra."""
    above = allowed.low is None or number > allowed.low
    below = allowed.high is None or number < allowed.high
    at_low = number == allowed.low and not allowed.low_excluded
    at_high = number == allowed.high and not allowed.high_excluded
    return (above or at_low) and (below or at_high)


NUMBERS = [Decimal(half) / 2 for half in range(-12, 44)]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Amount(Decimal(12), Decimal(12)), span(12, 12)),
        (Amount(Decimal(12), None, Hedge.AT_LEAST), span(12, None)),
        (Amount(Decimal(12), None, Hedge.MORE_THAN), span(12, None, above=True)),
        (Amount(None, Decimal(12), Hedge.LESS_THAN), span(None, 12, below=True)),
        (Amount(None, None, Hedge.UNKNOWN), EVERYTHING),
    ],
)
def test_an_amount_allows_what_its_words_allow(amount: Amount, expected: Range) -> None:
    assert stated(amount) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (span(1, 5), span(3, 9), span(3, 5)),
        (span(1, 5), span(5, 9), span(5, 5)),
        (span(1, 5), span(6, 9), None),
        (span(700, None, above=True), span(700, 700), None),
        (span(700, None), span(700, 700), span(700, 700)),
        (span(None, 700, below=True), span(700, None), None),
        (span(5, None), span(None, 9), span(5, 9)),
    ],
)
def test_overlap(a: Range, b: Range, expected: Range | None) -> None:
    assert overlap(a, b) == expected


@given(ranges(), ranges())
@settings(deadline=None)
def test_overlap_is_commutative_and_allows_just_what_both_allow(a: Range, b: Range) -> None:
    both = overlap(a, b)
    assert both == overlap(b, a)
    for number in NUMBERS:
        expected = allows(a, number) and allows(b, number)
        assert expected == (both is not None and allows(both, number))


@given(ranges())
@settings(deadline=None)
def test_the_unknown_changes_nothing(a: Range) -> None:
    assert overlap(a, EVERYTHING) == a


@given(ranges(), ranges())
@settings(deadline=None)
def test_the_overlap_is_never_wider_than_either_part(a: Range, b: Range) -> None:
    both = overlap(a, b)
    assert both is None or (covers(a, both) and covers(b, both))


@given(ranges(), ranges())
@settings(deadline=None)
def test_a_range_covers_another_if_their_overlap_is_the_other(a: Range, b: Range) -> None:
    assert covers(a, b) == (overlap(a, b) == b)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (span(15, 15), span(10, 10), span(5, 5)),
        (span(10, 10), span(15, 20), span(-10, -5)),
        (span(200, 999), span(20, 99), span(101, 979)),
        (span(700, None, above=True), span(690, 690), span(10, None, above=True)),
        (span(690, 690), span(700, None, above=True), span(None, -10, below=True)),
        (span(12, None), span(10, None), EVERYTHING),
        (span(None, 5, below=True), span(3, None, above=True), span(None, 2, below=True)),
    ],
)
def test_minus(a: Range, b: Range, expected: Range) -> None:
    assert minus(a, b) == expected


@given(ranges(), ranges())
@settings(deadline=None)
def test_a_difference_allows_those_of_all_numbers_that_are_allowed(a: Range, b: Range) -> None:
    difference = minus(a, b)
    firsts, seconds = ([n for n in NUMBERS[::3] if allows(each, n)] for each in (a, b))
    assert all(allows(difference, first - second) for first in firsts for second in seconds)


@given(st.lists(ranges(), max_size=6))
@settings(deadline=None)
def test_the_most_allowed_are_the_numbers_that_most_ranges_allow(several: list[Range]) -> None:
    count, places = most_allowed(several)
    by_number = {number: sum(allows(each, number) for each in several) for number in NUMBERS}
    assert max(by_number.values(), default=0) <= count
    for number, allowing in by_number.items():
        there = any(allows(place, number) for place in places)
        assert there == (allowing == count and count > 0)


def test_two_groups_of_equal_size_are_both_told() -> None:
    several = [span(1, 3), span(2, 4), span(10, 12), span(11, None)]
    assert most_allowed(several) == (2, (span(2, 3), span(11, 12)))
    assert list(meetings(several, 2)) == [(0, 1), (2, 3)]


@given(st.lists(ranges(), min_size=1, max_size=6))
@settings(deadline=None)
def test_who_meets_is_told_for_each_place_where_the_most_do(several: list[Range]) -> None:
    count, places = most_allowed(several)
    told = list(meetings(several, count))
    assert [
        tuple(at for at, each in enumerate(several) if covers(each, place)) for place in places
    ] == told


@pytest.mark.parametrize(
    ("lowest", "highest", "expected"),
    [
        (span(10, 10), span(15, 15), span(5, 5)),
        (span(10, 12), span(15, 20), span(3, 10)),
        (span(6, 6), span(700, None, above=True), span(694, None, above=True)),
        (span(None, 50), span(60, 70), span(10, None)),
        (span(1, 2), span(5, 6, below=True), span(3, 5, below=True)),
    ],
)
def test_distance(lowest: Range, highest: Range, expected: Range) -> None:
    assert distance(lowest, highest) == expected


@pytest.mark.parametrize(
    ("lowest", "highest", "expected"),
    [
        (span(10, 10), span(20, 20), Range(Decimal(2), Decimal(2))),
        (span(3, 3), span(10, 10), Range(Decimal("3.333"), Decimal("3.334"))),
        (span(10, 20), span(40, 50), Range(Decimal(2), Decimal(5))),
        (span(0, 20), span(40, 50), Range(Decimal(2), None)),
        (span(10, 20), span(40, None), Range(Decimal(2), None)),
        (span(0, 0), span(40, 50), None),
    ],
)
def test_ratio(lowest: Range, highest: Range, expected: Range | None) -> None:
    assert ratio(lowest, highest) == expected


def test_ranges_that_overlap_are_not_apart() -> None:
    with pytest.raises(ValueError, match="not apart"):
        distance(span(1, 5), span(5, 9))


@given(st.integers(1, 10**9), st.integers(1, 10**9))
@settings(deadline=None)
def test_a_rounded_ratio_holds_the_true_one(low: int, more: int) -> None:
    times = ratio(span(low, low), span(low + more, low + more))
    assert times is not None
    assert times.low is not None
    assert times.high is not None
    assert times.low * low <= low + more <= times.high * low


def allowed(several: Iterable[Range]) -> list[Decimal]:
    """The numbers that any of the ranges allows."""
    return [number for number in NUMBERS if any(allows(each, number) for each in several)]


@given(st.lists(ranges()))
@settings(deadline=None)
def test_united_ranges_allow_what_any_of_them_does_and_do_not_overlap(several: list[Range]) -> None:
    whole = united(several)
    assert allowed(whole) == allowed(several)
    assert all(overlap(*two) is None for two in pairwise(whole))
    assert list(whole) == sorted(whole, key=lambda each: each.floor)


@given(st.lists(ranges()), st.lists(ranges()))
@settings(deadline=None)
def test_in_both_is_what_one_of_each_allows(some: list[Range], others: list[Range]) -> None:
    found = in_both(some, others)
    assert allowed(found) == [number for number in allowed(some) if number in allowed(others)]
    assert found == in_both(others, some)
    assert in_both(some, some) == united(some)


def test_in_both_of_several() -> None:
    some = [span(1, 5), span(4, 9), span(20, None)]
    assert in_both(some, [span(3, 6), span(8, 30)]) == (span(3, 6), span(8, 9), span(20, 30))
    assert in_both(some, [span(9, 20, above=True, below=True)]) == ()
