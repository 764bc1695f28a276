"""Which numbers are no claims? Dates, times, durations, ages, designations and the like.

The patterns stand in `lexicon/exclusions.toml`, each under the reason that a reader is shown. A
mention that overlaps what one of them finds is no claim.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from service.extraction.lexicon import table
from service.extraction.writing import DIGITS


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A stretch of a sentence whose numbers are no claims, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """What is looked for in a sentence. Without regard to case it is looked for in the sentence in
    lower case, several times as fast as by the flag."""

    expression: re.Pattern[str]
    caseless: bool


def exclusions(sentence: str) -> Iterator[Exclusion]:
    """Every stretch of a sentence that holds a number which is no claim."""
    texts, standing = (sentence, _lowered(sentence)), dict[Pattern, bool]()
    for reason, needs, pattern in patterns():
        if needs not in standing:
            found = needs.expression.search(texts[needs.caseless])
            standing[needs] = found is not None
        if standing[needs]:
            for match in pattern.expression.finditer(texts[pattern.caseless]):
                yield Exclusion(match.start(), match.end(), reason)


def excluded(start: int, end: int, stretches: list[Exclusion]) -> str | None:
    """Why the words between two offsets are no claim, or None where nothing excludes them."""
    return next((e.reason for e in stretches if start < e.end and e.start < end), None)


def _lowered(sentence: str) -> str:
    """The sentence in lower case with every letter in its place: some become two."""
    lowered = sentence.lower()
    if len(lowered) == len(sentence):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in sentence)


@cache
def patterns() -> list[tuple[str, Pattern, Pattern]]:
    """Each reason with what must stand in a sentence for its pattern to find anything, and the
    pattern."""
    rules = dict(table("exclusions"))
    letters = f"(?:{'|'.join(table('currencies')['scaled'])})"
    pieces = {**rules.pop("pieces"), "digits": DIGITS, "currency": _codes(), "letters": letters}
    return [
        (
            reason,
            _pattern(_filled(rule["needs"], pieces)),
            _pattern(_filled(rule["pattern"], pieces)),
        )
        for reason, written in rules.items()
        for rule in written
    ]


@cache
def _pattern(expression: str) -> Pattern:
    caseless = expression.startswith(_CASELESS)
    return Pattern(re.compile(expression.removeprefix(_CASELESS)), caseless)


_CASELESS = "(?i)"


def _codes() -> str:
    """The codes of currencies, which look like designations: "USD 40"."""
    signs = table("currencies")["signs"].values()
    codes = [form for forms in signs for form in forms if form.isalpha() and form.isupper()]
    return f"(?:{'|'.join(codes)})"


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    for name, piece in pieces.items():
        pattern = pattern.replace(f"<{name}>", piece)
    return pattern
