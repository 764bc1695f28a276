"""Which numbers are no claims? Dates, times, durations, ages, designations and the like.

The patterns stand in `lexicon/exclusions.toml`, each under the reason that a reader is shown. A
mention that overlaps what one of them finds is no claim.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from service.extraction.lexicon import table
from service.extraction.numerals import DIGITS


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A stretch of a sentence whose numbers are no claims, and why."""

    start: int
    end: int
    reason: str


def exclusions(sentence: str) -> Iterator[Exclusion]:
    """Every stretch of a sentence that holds a number which is no claim."""
    standing: dict[re.Pattern[str], bool] = {}
    for reason, needs, pattern in _patterns():
        if needs not in standing:
            standing[needs] = needs.search(sentence) is not None
        for match in pattern.finditer(sentence) if standing[needs] else ():
            yield Exclusion(match.start(), match.end(), reason)


def excluded(start: int, end: int, stretches: list[Exclusion]) -> str | None:
    """Why the words between two offsets are no claim, or None where nothing excludes them."""
    return next((e.reason for e in stretches if start < e.end and e.start < end), None)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    """Each reason with what must stand in a sentence for its pattern to find anything, and the
    pattern."""
    rules = dict(table("exclusions"))
    pieces = {**rules.pop("pieces"), "digits": DIGITS, "currency": _codes()}
    return [
        (reason, re.compile(rule.get("needs", "")), re.compile(_filled(rule["pattern"], pieces)))
        for reason, found in rules.items()
        for rule in found
    ]


def _codes() -> str:
    """The codes of currencies, which look like designations: "USD 40"."""
    signs = table("currencies")["signs"].values()
    codes = [form for forms in signs for form in forms if form.isalpha() and form.isupper()]
    return f"(?:{'|'.join(codes)})"


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    for name, piece in pieces.items():
        pattern = pattern.replace(f"<{name}>", piece)
    return pattern
