"""How right are the claims? Scores extracted claims against annotated ones.

A predicted claim meets a gold claim when their value spans overlap; each is used once, the
largest overlap first. A row counts a pair as right only if every field that it names is right.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Record = Mapping[str, Any]

TOLERANCE = 0.001
"""Relative difference up to which two ends of an interval are the same."""

ROWS: dict[str, tuple[str, ...]] = {
    "found": (),
    "value": ("value",),
    "hedge": ("value", "hedge"),
    "item": ("value", "item"),
    "metric": ("value", "metric"),
    "source": ("value", "source"),
    "place": ("value", "place"),
    "stance": ("value", "stance"),
    "claim": ("value", "item", "metric", "source", "stance"),
}
"""The rows of the table, each with the fields that must all be right."""

SURE = 0.8
"""Confidence from which on a claim counts as sure."""

_DROPPED = frozenset("the a an of its their his her some other more mr mrs ms".split())
"""Words that make no difference between two names or nouns."""


class UnfitGold(ValueError):
    """A line of a gold file that is no annotated article; says which and why."""


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean, each from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of a set of articles, a row each, and how many claims they rest on."""

    articles: int
    gold: int
    predicted: int
    scores: dict[str, Score]
    sure: int
    """How many claims have a confidence of at least SURE."""
    sure_and_right: int
    """How many of these are right in all of the row `claim`."""


def gold_articles(path: Path) -> Iterator[tuple[str, list[Record]]]:
    """Text and gold claims of each line of a JSONL file. Raises UnfitGold and OSError."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                article = json.loads(line)
                text, claims = article["text"], article["claims"]
                spans = all(
                    text[c["start"] : c["end"]] and {"low", "high"} <= c.keys() for c in claims
                )
            except (ValueError, TypeError, KeyError, AttributeError):
                raise UnfitGold(f"line {number} has no text with claims") from None
            if not spans:
                raise UnfitGold(
                    f"line {number} has a claim without a span of its text, low or high"
                )
            yield text, claims


def evaluate(pairs: Iterable[tuple[Sequence[Record], Sequence[Record]]]) -> Evaluation:
    """Score articles, each given as its gold claims and its predicted ones.

    Claims need `start`, `end`, `low`, `high`; another field that a claim lacks counts as null.
    """
    articles = gold = predicted = 0
    sure = sure_and_right = 0
    right = dict.fromkeys(ROWS, 0)
    for wanted, found in pairs:
        articles, gold, predicted = articles + 1, gold + len(wanted), predicted + len(found)
        sure += sum(map(_is_sure, found))
        for a, b in met(wanted, found):
            good = fields_right(a, b)
            sure_and_right += _is_sure(b) and good.issuperset(ROWS["claim"])
            for row, names in ROWS.items():
                right[row] += good.issuperset(names)
    scores = {
        row: Score(hits / predicted if predicted else 0.0, hits / gold if gold else 0.0)
        for row, hits in right.items()
    }
    return Evaluation(articles, gold, predicted, scores, sure, sure_and_right)


def _is_sure(claim: Record) -> bool:
    return (claim.get("confidence") or 0) >= SURE


def met(gold: Sequence[Record], predicted: Sequence[Record]) -> list[tuple[Record, Record]]:
    """One-to-one pairs of claims whose value spans overlap, the largest overlap first."""
    overlaps = sorted(
        (
            (min(g["end"], p["end"]) - max(g["start"], p["start"]), i, j)
            for i, g in enumerate(gold)
            for j, p in enumerate(predicted)
        ),
        reverse=True,
    )
    left, right = set(range(len(gold))), set(range(len(predicted)))
    pairs = []
    for overlap, i, j in overlaps:
        if overlap > 0 and i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((gold[i], predicted[j]))
    return pairs


def fields_right(gold: Record, predicted: Record) -> set[str]:
    """Names of the fields in which a predicted claim agrees with the gold one."""
    checks = {
        "value": _same_end(gold["low"], predicted["low"])
        and _same_end(gold["high"], predicted["high"]),
        "hedge": gold.get("hedge") == predicted.get("hedge"),
        "metric": gold.get("metric") == predicted.get("metric"),
        "stance": gold.get("stance") == predicted.get("stance", "asserted"),
        **{
            name: alike(gold.get(name), predicted.get(name)) for name in ("item", "source", "place")
        },
    }
    return {name for name, good in checks.items() if good}


def _same_end(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is None and b is None
    a, b = float(a), float(b)
    return abs(a - b) <= max(1e-9, TOLERANCE * max(abs(a), abs(b)))


def alike(a: str | None, b: str | None) -> bool:
    """Whether two names or nouns mean the same: both none, one inside the other, or half of
    their words shared."""
    if not a and not b:
        return True
    left, right = _words(a), _words(b)
    if not left or not right:
        return False
    return left <= right or right <= left or 4 * len(left & right) >= len(left) + len(right)


def _words(name: str | None) -> set[str]:
    plain = re.sub(r"['’]s\b", "", (name or "").lower())
    return {w.rstrip("s") for w in re.findall(r"[^\W_]+", plain) if w not in _DROPPED}
