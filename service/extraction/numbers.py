"""What are the numbers that are no claims?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.extraction.amounts import every_mention
from service.extraction.exclusions import excluded, exclusions
from service.values import Amount


@dataclass(frozen=True, slots=True)
class Other:
    """A number that is no claim; `start` and `end` are offsets into the sentence."""

    start: int
    end: int
    amount: Amount
    reason: str


def numbers(sentence: str, claimed: Sequence[tuple[int, int]]) -> Iterator[Other]:
    """Every number of a sentence that overlaps no claim, and why it is none."""
    stretches = list(exclusions(sentence))
    for mention in every_mention(sentence):
        if not any(start < mention.end and mention.start < end for start, end in claimed):
            reason = (
                mention.aside or excluded(mention.start, mention.end, stretches) or "not counted"
            )
            yield Other(mention.start, mention.end, mention.amount, reason)
