"""Counts how often each rule is right in annotated articles, and how well that foretells others.

    python -m benchmarks.reliability GOLD… [--write]

With --write the counts become those that the confidence of claims rests on. What is printed is
measured on articles that the counts do not know: each tenth by the counts of the other nine.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from service.evaluation import Record, fields_right, gold_articles, met
from service.extraction import confidence, extract
from service.extraction.confidence import FIELDS, NONE, likelihood
from service.records import record
from service.values import Article, Rules

TENTHS = 10
TABLE = Path(confidence.__file__).parent / "lexicon" / "reliability.toml"
HEAD = """\
# In how many claims of annotated articles each rule gave its field right, and out of how many.
# Provenance: written by `python -m benchmarks.reliability GOLD… --write`; not for editing.
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim that was read, with the fields that are right."""

    article: int
    rules: Rules
    right: frozenset[str]

    @property
    def whole(self) -> bool:
        """Whether all is right that the confidence speaks of."""
        return self.right.issuperset(FIELDS)


def main(
    gold: Annotated[
        list[Path], typer.Argument(metavar="GOLD", help="JSONL of annotated articles.")
    ],
    write: Annotated[bool, typer.Option("--write", help="Keep the counts.")] = False,
) -> None:
    """Count how often each rule is right, and say how well that foretells other articles."""
    judged = list(_judged(gold))
    print(f"{len(judged)} claims; the likelihood of each by the counts of other articles")
    for line in _bands(_foretold(judged)):
        print(line)
    if write:
        TABLE.write_text(_written(_counts(judged)), encoding="utf-8")


def _judged(paths: Iterable[Path]) -> Iterator[Judged]:
    articles = (article for path in paths for article in gold_articles(path))
    for number, (text, wanted) in enumerate(articles):
        claims = extract(Article(text)).claims
        records = [record(claim) for claim in claims]
        right = {found["start"]: _right(gold, found) for gold, found in met(wanted, records)}
        for claim in claims:
            yield Judged(number, claim.rules, right.get(claim.span.start, frozenset()))


def _right(gold: Record, found: Record) -> frozenset[str]:
    fields = fields_right(gold, found)
    return frozenset(fields | {"amount"} if "value" in fields else fields)


def _counts(judged: Iterable[Judged]) -> dict[str, dict[str, list[int]]]:
    counts: dict[str, dict[str, list[int]]] = {
        field: defaultdict(lambda: [0, 0]) for field in FIELDS
    }
    for claim in judged:
        for field in FIELDS:
            pair = counts[field][getattr(claim.rules, field) or NONE]
            pair[0] += field in claim.right
            pair[1] += 1
    return counts


def _foretold(judged: list[Judged]) -> Iterator[tuple[float, bool]]:
    """The likelihood of each claim and whether it is right, the counts from other articles."""
    for tenth in range(TENTHS):
        counts = _counts(claim for claim in judged if claim.article % TENTHS != tenth)
        for claim in judged:
            if claim.article % TENTHS == tenth:
                yield likelihood(claim.rules, counts), claim.whole


def _bands(foretold: Iterable[tuple[float, bool]]) -> Iterator[str]:
    tenths = sorted((min(int(likely * 10), 9), right) for likely, right in foretold)
    for band, group in groupby(tenths, key=lambda pair: pair[0]):
        whole = [right for _, right in group]
        share = sum(whole) / len(whole)
        yield f"0.{band} or more: {len(whole):4} claims, {share:.0%} of them right"


def _written(counts: dict[str, dict[str, list[int]]]) -> str:
    parts = [HEAD]
    for field, rules in counts.items():
        parts.append(f"\n[{field}]\n")
        parts.extend(f'"{rule}" = {pair}\n' for rule, pair in sorted(rules.items()))
    return "".join(parts)


if __name__ == "__main__":
    typer.run(main)
