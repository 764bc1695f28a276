"""Is the right source found for a number?

The set holds whole articles in which people marked who says what: the words of a source, and the
words that are theirs. Only attributions whose words hold a number are in it, so that a number
outside all of them is the article's own.

A number is a run of digits with its commas and points, or a number word from two to trillion,
several of them side by side being one ("2.5 million"). It is annotated where it stands inside the
words of an attribution; where these are nested, the innermost counts. It is read where a claim that
covers part of it, or else one of the other numbers, has a source.

A reading is right where its `source_span` shares a character with the annotated words of the
source, or where their names are alike as `whocounts evaluate` takes names. Precision is over the
annotated numbers that are read with a source, recall over all annotated numbers. The stricter
figure counts against precision also every source of a number that nobody was marked to say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.figures import Aim, Figure
from benchmarks.sets.lines import lines
from benchmarks.sets.matching import Fields, Tally, readings
from service.evaluation import alike

FILE = "attribution.jsonl.gz"
SPLIT = "dev"
AIM = 0.76

_WORD = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    "seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|"
    "thousands?|millions?|billions?|trillions?|dozens?"
)
_PART = rf"(?:(?<![^\W_])\d+(?:[.,]\d+)*|\b(?:{_WORD})\b)"
NUMBER = re.compile(rf"{_PART}(?:[\s-]{_PART})*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of an article: offsets, the attribution that holds it, and how it was read."""

    start: int
    end: int
    annotated: Fields | None
    read: Fields | None


def figures(folder: Path) -> Iterator[Figure]:
    """F1 of the sources of numbers, over all of them, the strict way, and over digits alone."""
    articles = [article for article in lines(folder / FILE) if article["split"] == SPLIT]
    inside, strict, digits = Tally(), Tally(), Tally()
    for article in articles:
        for number in numbers(article):
            right = is_right(article["text"], number)
            _count(strict, number, right)
            if number.annotated:
                _count(inside, number, right)
                if article["text"][number.start].isdigit():
                    _count(digits, number, right)
    yield Figure("the source of numbers", inside.f1, f"{inside}", Aim.AT_LEAST, AIM, "F1")
    yield Figure("the same with digits alone", digits.f1, f"{digits}", unit="F1")
    yield Figure("the same with sources of unattributed ones", strict.f1, f"{strict}", unit="F1")


def numbers(article: dict[str, Any]) -> Iterator[Number]:
    """Every number of an article, in order."""
    text, read = article["text"], readings(article["text"])
    for match in NUMBER.finditer(text):
        span = match.span()
        covering = [fields for fields in read if _overlap((fields["start"], fields["end"]), span)]
        named = next((fields for fields in covering if fields["source_span"]), None)
        yield Number(*span, _innermost(article["attributions"], match.start()), named)


def is_right(text: str, number: Number) -> bool:
    """Whether whoever was read is whoever was annotated."""
    if number.annotated is None or number.read is None:
        return False
    source = number.annotated["source"]
    at = number.read.get("source_span")
    if at is not None and _overlap(at, source):
        return True
    return alike(number.read["source"], text[source[0] : source[1]])


def _innermost(attributions: list[Fields], offset: int) -> Fields | None:
    holding = [a for a in attributions if any(s <= offset < e for s, e in a["content_frags"])]
    return min(holding, key=_length, default=None)


def _length(attribution: Fields) -> int:
    return sum(end - start for start, end in attribution["content_frags"])


def _count(tally: Tally, number: Number, right: bool) -> None:
    tally.gold += number.annotated is not None
    tally.read += number.read is not None
    tally.right += right


def _overlap(one: tuple[int, int] | list[int], other: tuple[int, int] | list[int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
