"""What are the numbers that are no claims? Each with its unit, and why it is none.

"the 3rd attack"            3, an ordinal
"aged 23", "a 23-year-old"  23 years, an age
"nine months later"         9 months, a duration
"155mm howitzers"           155 millimetres, a calibre
"12 May 2022"               12 and 2022, a date
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from service.extraction.amounts import Mention, every_mention
from service.extraction.exclusions import Exclusion, excluded, exclusions
from service.extraction.reckoning import value
from service.extraction.units import time_unit
from service.values import Amount, Hedge, Kind


@dataclass(frozen=True, slots=True)
class Other:
    """A number that is no claim; `start` and `end` are offsets into the sentence."""

    start: int
    end: int
    amount: Amount
    reason: str


UNCOUNTED = "not counted"
"""The reason of a number that counts nothing which a claim could be about."""
DESIGNATION = "designation"
"""The reason of digits that belong to a name or a code."""
LONGEST = 18
"""Digits beyond which they are a code that states no number."""
_DIGITS = re.compile(r"\d+")
PRONOUN = "pronoun"
"""The reason of a "one" that stands for a noun."""
_AGES = ("day", "week", "month", "year")
_TIMED = ("age", "duration", "time")
_TIME = re.compile(
    r"[ \u00a0-]{0,3}(?:(?:consecutive|straight|long|full|more|whole|calendar|of)[ -]){0,2}"
    r"(?P<unit>[^\W\d_]+)"
)


def numbers(sentence: str, claimed: Sequence[tuple[int, int]]) -> Iterator[Other]:
    """Every number of a sentence that overlaps no claim, in order, and why it is none."""
    stretches = list(exclusions(sentence))
    read = list(_read(sentence, claimed, stretches))
    held = [*claimed, *((number.start, number.end) for number in read)]
    yield from sorted([*read, *_left(sentence, held, stretches)], key=lambda number: number.start)


def _read(
    sentence: str, claimed: Sequence[tuple[int, int]], stretches: list[Exclusion]
) -> Iterator[Other]:
    for mention in every_mention(sentence):
        start, end = mention.start, mention.end
        reason = mention.aside or excluded(start, end, stretches) or UNCOUNTED
        if any(s < end and start < e for s, e in claimed):
            continue
        if _is_number(mention, reason):
            yield Other(start, end, _timed(sentence, end, mention.amount, reason), reason)


def _left(
    sentence: str, held: Sequence[tuple[int, int]], stretches: list[Exclusion]
) -> Iterator[Other]:
    """The digits that belong to no numeral: "M|23", "the |1990|s", "an F-|16|s", "27.|10|.|22"."""
    taken = bytearray(len(sentence))
    for start, end in held:
        taken[start:end] = b"\1" * (end - start)
    for run in _DIGITS.finditer(sentence):
        start, end = run.span()
        if not taken[start]:
            number = value(run.group()) if end - start <= LONGEST else None
            hedge = Hedge.UNKNOWN if number is None else Hedge.EXACT
            reason = excluded(start, end, stretches) or DESIGNATION
            amount = _timed(sentence, end, Amount(number, number, hedge), reason)
            yield Other(start, end, amount, reason)


def _is_number(mention: Mention, reason: str) -> bool:
    """ "no doubt", "a number of reasons" and "the other one" state none."""
    unstated = mention.rule == "numerals.zero" or mention.amount.hedge is Hedge.UNKNOWN
    stands_for_noun = reason == PRONOUN and mention.amount.kind is Kind.COUNT
    return not unstated and not stands_for_noun


def _timed(sentence: str, end: int, amount: Amount, reason: str) -> Amount:
    """The amount with the stretch of time that an age or a duration is told in; an age without
    one is told in years."""
    if reason not in _TIMED or amount.kind is not Kind.COUNT:
        return amount
    word = _TIME.match(sentence, end)
    unit = time_unit(word["unit"]) if word else None
    if reason == "age" and unit not in _AGES:
        unit = "year"  # "in his 30s"
    return replace(amount, kind=Kind.MEASURE, unit=unit) if unit else amount
