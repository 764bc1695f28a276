"""The numbers that are no claims: each with its unit, and why it is none."""

from decimal import Decimal

import pytest

from service.extraction.numbers import UNCOUNTED, numbers
from service.values import Kind


def listed(sentence: str) -> list[tuple[str, str, str | None, str]]:
    """Quote, number, unit and reason of every number of a sentence without claims."""
    return [
        (sentence[n.start : n.end], str(n.amount.low), n.amount.unit, n.reason)
        for n in numbers(sentence, [])
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The boy is five years old.", [("five", "5", "year", "age")]),
        ("A 23-year-old man spoke.", [("23", "23", "year", "age")]),
        ("She turned 40 then.", [("40", "40", "year", "age")]),
        ("The child is ten months of age.", [("ten", "10", "month", "age")]),
        ("It lasted nine months.", [("nine", "9", "month", "duration")]),
        ("It lasted 2.5 hrs.", [("2.5", "2.5", "hour", "duration")]),
        ("It was the 3rd time.", [("3rd", "3", None, "ordinal")]),
        ("It was the twenty-first vote.", [("twenty-first", "21", None, "ordinal")]),
        ("He fired 155mm shells.", [("155mm", "155", "millimetre", "calibre")]),
        ("They met at 2:30.", [("2", "2", None, "time"), ("30", "30", None, "time")]),
        ("On 12 May 2022 it fell.", [("12", "12", None, "date"), ("2022", "2022", None, "date")]),
        ("An F-16 flew by.", [("16", "16", None, "designation")]),
        ("The F-16s flew by.", [("16", "16", None, "designation")]),
        ("The 1990s were calm.", [("1990", "1990", None, "year")]),
        (
            "It was 27.10.22 then.",
            [("27", "27", None, "date"), ("10", "10", None, "date"), ("22", "22", None, "date")],
        ),
        (
            "The 24703 L9x code.",
            [("24703", "24703", None, UNCOUNTED), ("9", "9", None, "designation")],
        ),
        ("The score is a fifth.", [("a fifth", "0.2", None, "fraction")]),
        (
            "It is above one fifth and below a half.",
            [("above one fifth and below a half", "0.2", None, "fraction")],
        ),
    ],
)
def test_a_number_is_listed_with_its_unit_and_reason(
    sentence: str, expected: list[tuple[str, str, str | None, str]]
) -> None:
    assert listed(sentence) == expected


def test_an_age_is_a_measure() -> None:
    (age,) = numbers("A 23-year-old man spoke.", [])
    assert (age.amount.kind, age.amount.low) == (Kind.MEASURE, Decimal(23))


@pytest.mark.parametrize(
    "sentence", ["There is no doubt.", "The other one fell.", "A number of reasons stand."]
)
def test_words_that_state_no_number_are_not_listed(sentence: str) -> None:
    assert listed(sentence) == []


def test_a_claimed_number_is_not_listed() -> None:
    sentence = "In 2022 some 40 men fell."
    assert [n.reason for n in numbers(sentence, [(8, 15)])] == ["year"]


def test_a_number_that_nothing_excludes_counts_nothing() -> None:
    assert [n.reason for n in numbers("The answer is 42.", [])] == [UNCOUNTED]
