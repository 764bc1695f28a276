"""Is the size of a crowd read as its attendance?

The set holds notes on protests, riots and mob attacks, each with the size of the crowd nearly in
the words of the note ("thousands", "at least 2000", "30-40"). A note counts where it has those
very words, commas apart ("several 100" is the set's way of writing "several hundred"), and where
they state a number: "large" and "huge" state none.

A note is right where some claim of metric `attendance` has the bounds that the words state: the
intervals of the gold guidelines, so that "around 15" is 15 to 15, "over 100" is 100 and open
above, "hundreds" is 200 to 999. "At least 15-20" begins at 15; whether it ends at 20 or is open
above, the guidelines leave open, so that either is right (the gold reads "up to 80-90%" as 80 to
90). The score is the share of right notes. It asks for recall alone: another number read as
attendance costs nothing.

The words are read by a small table of this file, not by the reader that is scored.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.figures import Aim, Figure
from benchmarks.sets.lines import lines
from service.extraction import extract
from service.records import record
from service.values import Article, Metric

FILE = "crowd_sizes.jsonl"
AIM = 0.93

Bounds = tuple[Decimal | None, Decimal | None]

VAGUE = {
    "several": (3, 9),
    "few": (3, 9),
    "dozens": (24, 99),
    "scores": (40, 99),
    "hundreds": (200, 999),
    "several hundred": (200, 999),
    "thousands": (2_000, 9_999),
    "several thousand": (2_000, 9_999),
    "tens of thousands": (20_000, 99_999),
    "hundreds of thousands": (200_000, 999_999),
}
WORDS = {"a thousand": 1000, "a 1000": 1000, "one hundred": 100}
SPELT = {"several 1000": "several thousand", "several 100": "several hundred"}
_HEDGED = re.compile(
    r"(?:(?P<open>at least|more than|over)|around|about)?\s*"
    r"(?:(?P<low>\d+)(?:-(?P<high>\d+))?|(?P<word>\D+))"
)


def figures(folder: Path) -> Iterator[Figure]:
    """The share of crowds that were read as attendance."""
    notes = [(n, bounds) for n in lines(folder / FILE) if (bounds := list(_stated(n)))]
    right = sum(bool(_attendances(n["text"]) & {*bounds}) for n, bounds in notes)
    yield Figure(
        "a crowd is read as attendance, with its bounds",
        right / len(notes),
        f"{right} of {len(notes)} notes",
        Aim.AT_LEAST,
        AIM,
        "F1",
    )


def _stated(note: dict[str, Any]) -> Iterator[Bounds]:
    """The bounds that are right for a note; none where its words are not those of the text."""
    words = note["gold"]["crowd"].lower().replace(",", "")
    words = SPELT.get(words, words)
    if not re.search(rf"\b{words}\b", note["text"].lower().replace(",", "")):
        return
    if words in VAGUE:
        yield Decimal(VAGUE[words][0]), Decimal(VAGUE[words][1])
    elif match := _HEDGED.fullmatch(words):
        yield from _of_number(match)


def _of_number(match: re.Match[str]) -> Iterator[Bounds]:
    low = match["low"] or WORDS.get(match["word"])
    if low is None:
        return
    if match["open"]:
        yield Decimal(low), None
    if not match["open"] or match["high"]:
        yield Decimal(low), Decimal(match["high"] or low)


def _attendances(text: str) -> set[Bounds]:
    claims = (record(claim) for claim in extract(Article(text)).claims)
    return {(c["low"], c["high"]) for c in claims if c["metric"] == Metric.ATTENDANCE}
