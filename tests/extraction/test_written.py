"""A number that is written out is read back, in whatever way it is written."""

from hypothesis import given, settings
from hypothesis import strategies as st

from service.extraction.amounts import every_mention
from service.extraction.reckoning import ONES, TEENS, TENS
from service.values import Amount

SCALES = ("", " thousand", " million", " billion", " trillion")
SMALL = ["", *ONES, *TEENS]

thorough = settings(max_examples=300, deadline=None)


def below_hundred(number: int) -> str:
    if number < len(SMALL):
        return SMALL[number]
    tens, ones = divmod(number, 10)
    return f"{TENS[tens - 2]}-{SMALL[ones]}" if ones else TENS[tens - 2]


def below_thousand(number: int, joint: str) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return below_hundred(rest)
    return f"{SMALL[hundreds]} hundred" + (f"{joint}{below_hundred(rest)}" if rest else "")


def in_words(number: int, joint: str, comma: str) -> str:
    """A number below 10^15; `joint` stands before its last two digits, `comma` after a scale that
    hundreds follow."""
    groups = []
    for scale in SCALES:
        number, group = divmod(number, 1_000)
        groups.append((group, scale))
    words = ""
    for group, scale in reversed(groups):
        if group and words:
            words += joint if group < 100 and not scale else comma if group >= 100 else " "
        words += f"{below_thousand(group, joint)}{scale}" if group else ""
    return words


def only(sentence: str) -> tuple[str, Amount]:
    """The quote and the amount of the one mention of a sentence, an ordinal or a fraction too."""
    (mention,) = every_mention(sentence)
    return sentence[mention.start : mention.end], mention.amount


WHOLE = st.integers(1, 10**15 - 1) | st.integers(1, 10_000)


@thorough
@given(WHOLE, st.sampled_from([" and ", " "]), st.sampled_from([" ", ", "]), st.booleans())
def test_a_number_in_words_is_read_back(number: int, joint: str, comma: str, capital: bool) -> None:
    words = in_words(number, joint, comma)
    words = words.capitalize() if capital else words
    quote, amount = only(f"{words} of them")
    assert (quote, amount.low, amount.high) == (words, number, number)
