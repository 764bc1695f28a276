"""Does an incident's toll stand among what was read of it?

The set holds reports of incidents, each with the toll that analysts settled on: the least and the
greatest number of civilians killed, and of those wounded. Sources disagree within a report, so
that a report gives many figures, of which the toll is only one.

An incident counts for `killed` where its report has a toll of killed and each end of it stands in
some sentence with a word of dying: in digits, in words up to ninety-nine ("twenty-four", "a
dozen"), as "both" or "couple" for 2, or as a vague word that begins at that number ("dozens" for
24). Dates, clock times and ages are blanked out first. A toll of 2 to 2 is often the analysts'
rule for "a number of" or "others", so that it counts only where at most four words stand between
the 2 and a word of dying, with no comma and no "and" among them. The same for `wounded`, with the
words of hurt.

An incident that counts is right where each end of its toll is a bound (`low` or `high`) of some
claim of that very metric: casualties, which may be killed or wounded, do not do. The score is the
share of right ones. It asks for recall alone: that other killed claims are read too costs nothing.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.figures import Aim, Figure
from benchmarks.sets.lines import lines
from service import vague
from service.extraction import extract
from service.records import record
from service.values import Article, Metric

FILE = "incident_tolls.jsonl.gz"
AIMS = {Metric.KILLED: 0.93, Metric.WOUNDED: 0.91}
FATES = {
    Metric.KILLED: re.compile(
        r"kill|dead|death|\bdie[sd]?\b|dying|deceased|fatalit|martyr|\bbod(?:y|ies)\b|\blives\b"
    ),
    Metric.WOUNDED: re.compile(r"injur|wound|\bhurt\b"),
}
"""The words of each fate, in lower case."""
HOUSE_RULE = [2, 2]
NEAR = 5
"""How many words away from a word of a fate a number of it may stand, for that rule."""

_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
_NO_TOLL = re.compile(
    rf"{_MONTH}\s\d+|\d+(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}|\b\d+:\d+|\b\d+\s?[ap]\.?m\b|"
    r"\b\w+(?:-|\s)(?:year|month|day|week)s?(?:-|\s)old|\(\d+\)|\baged?\s\w+"
)
_SENTENCE = re.compile(r"[^.\n]+(?:\.\d[^.\n]*)*")
_PIECE = re.compile(r"(?:(?!\sand\s)[^.,;:\n])+")
_FIGURE = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?!\d)|(?<![\w.,])\d+|[a-z]+(?:-[a-z]+)?")


def figures(folder: Path) -> Iterator[Figure]:
    """The share of incidents whose toll was read, for each metric."""
    incidents = list(lines(folder / FILE))
    for metric, bound in AIMS.items():
        counting = [i for i in incidents if counts(i, metric)]
        right = sum(is_right(i, metric) for i in counting)
        yield Figure(
            f"the toll stands among the {metric} claims",
            right / len(counting),
            f"{right} of {len(counting)} incidents",
            Aim.AT_LEAST,
            bound,
            "F1",
        )


def counts(incident: dict[str, Any], metric: Metric) -> bool:
    """Whether the incident's toll of that metric stands in its text."""
    toll = incident["gold"].get(metric)
    return bool(toll) and set(toll) <= _standing(incident["text"], metric, toll == HOUSE_RULE)


def is_right(incident: dict[str, Any], metric: Metric) -> bool:
    """Whether each end of the toll is a bound of a claim of that metric."""
    return set(incident["gold"][metric]) <= _bounds(incident["text"], metric)


def _standing(text: str, metric: Metric, close: bool) -> set[int]:
    """The numbers in a sentence with a word of the fate; with `close`, those right beside one."""
    told = _told(text, metric)
    pieces = (p for s in told for p in (_beside(s, FATES[metric]) if close else [s]))
    return set(_values(pieces))


def numbers_beside(text: str, metric: Metric) -> list[int]:
    """The numbers in sentences with a word of the fate, in their order."""
    return list(_values(_told(text, metric)))


def _told(text: str, metric: Metric) -> Iterator[str]:
    plain = _NO_TOLL.sub("~", text.lower())
    return (s for s in _SENTENCE.findall(plain) if FATES[metric].search(s))


def _values(pieces: Iterable[str]) -> Iterator[int]:
    values = (_value(word) for piece in pieces for word in _FIGURE.findall(piece))
    return (value for value in values if value is not None)


def _beside(sentence: str, fate: re.Pattern[str]) -> Iterator[str]:
    """The words around each word of a fate."""
    for piece in _PIECE.findall(sentence):
        words = piece.split()
        for index in (i for i, word in enumerate(words) if fate.search(word)):
            yield " ".join(words[max(0, index - NEAR) : index + NEAR + 1])


def _value(word: str) -> int | None:
    digits = word.replace(",", "")
    return int(digits) if digits.isdigit() else _numbers().get(word)


@cache
def _numbers() -> dict[str, int]:
    numbers = {word: bounds[0] for word, bounds in vague.words().items()}
    numbers |= {"both": 2, "couple": 2, "dozen": 12}
    numbers |= {word: number for number, word in enumerate(_UNITS, 1)}
    for ten, word in enumerate(_TENS, 2):
        numbers[word] = 10 * ten
        numbers |= {f"{word}-{unit}": 10 * ten + n for n, unit in enumerate(_UNITS[:9], 1)}
    return numbers


@cache
def _claims(text: str) -> list[dict[str, Any]]:
    return [record(claim) for claim in extract(Article(text)).claims]


def _bounds(text: str, metric: Metric) -> set[int]:
    claims = [claim for claim in _claims(text) if claim["metric"] == metric]
    return {
        int(claim[end]) for claim in claims for end in ("low", "high") if claim[end] is not None
    }
