"""Claims that are read again are known again."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from service.matching import Known, kept, matches
from service.values import Amount, Claim, Metric, Span

TEXT = "0123456789" * 3


def claim(start: int, end: int, number: int = 1, metric: Metric = Metric.KILLED) -> Claim:
    span = Span(start, end)
    amount = Amount(Decimal(number), Decimal(number))
    return Claim(span.of(TEXT), span, TEXT, Span(0, len(TEXT)), amount, metric)


def known(*claims: Claim) -> list[Known]:
    return [Known(UUID(int=at), each) for at, each in enumerate(claims)]


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


def in_sentence(sentence: str, quote: str, at: int = 0, metric: Metric = Metric.KILLED) -> Claim:
    """A claim of a sentence that stands somewhere in a text."""
    span, start = Span(at, at + len(sentence)), at + sentence.index(quote)
    amount = Amount(Decimal(1), Decimal(1))
    return Claim(quote, Span(start, start + len(quote)), sentence, span, amount, metric)


def carried(old: list[Claim], new: list[Claim]) -> dict[int, int]:
    """By the place of a claim of the newer version that of the older one."""
    return {at: key.int for at, key in kept(known(*old), new).items()}


def test_the_same_quote_of_the_same_sentence_is_the_same_wherever_it_stands() -> None:
    before = [in_sentence("Nine died, 4 fled.", "4"), in_sentence("Nine died, 4 fled.", "Nine")]
    after = [in_sentence("Nine died, 4 fled.", "Nine", 90, Metric.WOUNDED)]
    assert carried(before, after) == {0: 1}


def test_another_sentence_or_another_place_in_it_is_another_claim() -> None:
    before = [in_sentence("Of 4 men 4 died.", "4")]
    assert carried(before, [in_sentence("Of 4 men, 4 died.", "4")]) == {}
    assert carried(before, [in_sentence("Of 4 men 4 died.", "4 died")]) == {}


def test_of_a_sentence_that_is_repeated_it_is_left_open_which_is_meant() -> None:
    one, other = (in_sentence("Nine died.", "Nine", at) for at in (0, 40))
    assert carried([one, other], [one]) == carried([one], [one, other]) == {}


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
