"""The numbers that the words of a numeral state."""

from decimal import Decimal

import pytest

from service.extraction.reckoning import ordinal, value


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1,200", "1200"),
        ("12 345", "12345"),
        ("1.234.567,89", "1234567.89"),
        ("5,25", "5.25"),
        (".08", "0.08"),
        ("12,34,567", "1234567"),
        ("2.5bn", "2500000000"),
        ("40k", "40000"),
        ("forty-two", "42"),
        ("twelve hundred", "1200"),
        ("one hundred and five thousand", "105000"),
        ("3 hundred and 21", "321"),
        ("three lakh crore", "3000000000000"),
        ("1 million 200 thousand", "1200000"),
        ("half a million", "500000"),
        ("two and a half million", "2500000"),
        ("a million and a half", "1500000"),
        ("one billion and a half million", "1000500000"),
        ("two point five million", "2500000"),
        ("a fifth", "0.2"),
        ("three quarters", "0.75"),
        ("one hundred and three quarters", "100.75"),
        ("one hundred and thirty fifths", "26"),
        ("10 1/2", "10.5"),
        ("10 and 1/2", "10.5"),
        ("one hundred and three and 1/4", "103.25"),
        ("1/4 million", "250000"),
        ("three halves", "1.5"),
        ("five-and-a-half", "5.5"),
        ("one-hundred-and-five", "105"),
        ("2½", "2.5"),
        ("1'234'567", "1234567"),
        ("1 234 567,89", "1234567.89"),
        ("one thousand point eleven", "1000.11"),
        ("two hundred over eight", "25"),
        ("2 * 10^9", "2000000000"),
        ("one over 20", "0.05"),
        ("1e10", "10000000000"),
        ("6.2x10^-4", "0.00062"),
        ("2.5^-1", "0.4"),
        ("minus five", "-5"),
        ("zero", "0"),
        ("٣", "3"),
    ],
)
def test_a_numeral_states_a_number(words: str, number: str) -> None:
    assert value(words) == Decimal(number)


@pytest.mark.parametrize(
    "words", ["fifty fifty", "men", "1/0", "9" * 40, "9e99", "million men", "half men", ""]
)
def test_other_words_state_none(words: str) -> None:
    assert value(words) is None


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("3rd", 3),
        ("1,000th", 1000),
        ("twenty-first", 21),
        ("hundredth", 100),
        ("one hundred and third", 103),
        ("two thousandth", 2000),
    ],
)
def test_an_ordinal_names_a_place(words: str, place: int) -> None:
    assert ordinal(words) == place
