"""Claims that are read again are known again."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from service.matching import Known, matches
from service.values import Amount, Claim, Metric, Span

TEXT = "0123456789" * 3


def claim(start: int, end: int, number: int = 1, metric: Metric = Metric.KILLED) -> Claim:
    span = Span(start, end)
    amount = Amount(Decimal(number), Decimal(number))
    return Claim(span.of(TEXT), span, TEXT, Span(0, len(TEXT)), amount, metric)


def known(*claims: Claim) -> list[Known]:
    return [
        Known(UUID(int=at), each.span, each.amount, each.metric) for at, each in enumerate(claims)
    ]


def same(old: list[Claim], new: list[Claim]) -> dict[int, int]:
    """By the place of a newer claim that of the older one."""
    return {at: key.int for at, key in matches(known(*old), new).items()}


def test_the_same_words_are_the_same_claim_whatever_is_read_of_them() -> None:
    assert same([claim(0, 3)], [claim(0, 3, 5, Metric.WOUNDED)]) == {0: 0}


def test_of_several_with_the_same_words_those_of_one_metric_are_the_same() -> None:
    both = [claim(0, 3), claim(0, 3, metric=Metric.WOUNDED)]
    assert same(both, both[::-1]) == {0: 1, 1: 0}


def test_words_that_overlap_need_one_amount() -> None:
    assert same([claim(0, 3)], [claim(2, 5)]) == {0: 0}
    assert same([claim(0, 3)], [claim(2, 5, 7)]) == {}
    assert same([claim(0, 3)], [claim(3, 5)]) == {}


def test_the_same_words_go_before_words_that_overlap() -> None:
    assert same([claim(0, 3)], [claim(1, 4), claim(0, 3)]) == {1: 0}


claims = st.lists(
    st.builds(
        lambda start, length, number, metric: claim(start, start + length, number, metric),
        st.integers(0, 9),
        st.integers(1, 4),
        st.integers(1, 2),
        st.sampled_from([Metric.KILLED, Metric.WOUNDED]),
    ),
    max_size=7,
)


@given(claims, claims)
def test_no_two_are_the_same_one_and_all_of_them_touch(old: list[Claim], new: list[Claim]) -> None:
    found = same(old, new)
    assert len(set(found.values())) == len(found)
    for at, before in found.items():
        assert old[before].span.start < new[at].span.end
        assert new[at].span.start < old[before].span.end


@given(claims)
def test_the_same_reading_again_is_all_the_same(old: list[Claim]) -> None:
    again = [replace(each) for each in old]
    assert set(same(old, again)) == set(range(len(old)))
    assert all(
        old[before] == again[at] or old[before].span == again[at].span
        for at, before in same(old, again).items()
    )
