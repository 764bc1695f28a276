"""Claims and scores as tables for a terminal."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from rich.console import Console
from rich.table import Table
from rich.text import Text

from service.evaluation import SURE, Evaluation
from service.values import (
    Basis,
    Claim,
    Number,
    Period,
    Precision,
    Reading,
    Rules,
    Stance,
)
from service.wording import amount

UNATTENDED_WIDTH = 160
"""Columns where the output goes to a file or a pipe."""


def console() -> Console:
    """Standard output, as wide as the terminal."""
    return Console(width=None if sys.stdout.isatty() else UNATTENDED_WIDTH, highlight=False)


def reading_tables(name: str, reading: Reading, explain: bool) -> Iterator[Table]:
    """The claims of one article; where they are to be explained, their rules and every other
    number too."""
    yield claims_table(name, reading.claims)
    if explain:
        yield rules_table(reading.claims)
        yield numbers_table(reading.numbers)


def claims_table(name: str, claims: Iterable[Claim]) -> Table:
    """The claims of one article, a row each."""
    headings = "Quote", "Amount", "Of what", "Metric", "Who says so", "Where", "When", "Sure"
    rows = (
        (
            claim.quote,
            amount(claim.amount),
            claim.item or "",
            claim.metric + ("" if claim.stance is Stance.ASSERTED else f" ({claim.stance})"),
            _who(claim),
            claim.place.place if claim.place else "",
            period(claim.period),
            "" if claim.confidence is None else f"{claim.confidence:.0%}",
        )
        for claim in claims
    )
    return _table(name, headings, rows)


def _who(claim: Claim) -> str:
    if claim.source:
        return claim.source.source
    return "(the article)" if claim.source_span is None else "(somebody it leaves open)"


def rules_table(claims: Iterable[Claim]) -> Table:
    """The rule that gave each field of each claim."""
    names = [field.name for field in fields(Rules)]
    rows = ((c.quote, *(getattr(c.rules, name) or "" for name in names)) for c in claims)
    return _table("Read by", ("Quote", *map(str.capitalize, names)), rows)


def numbers_table(numbers: Iterable[Number]) -> Table:
    """The numbers that are no claims, and why."""
    rows = ((n.quote, amount(n.amount), n.reason) for n in numbers)
    return _table("No claims", ("Quote", "Read as", "Because it is"), rows)


def _table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(title=Text(title), title_justify="left", title_style="bold", show_lines=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(" ".join(cell.split())) for cell in row))
    return table


def period(covered: Period) -> str:
    """A period: `2024-11-01 – 2024-11-30`, `since 2022-02-24`, and its basis."""
    start = day(covered.start, covered.start_precision)
    end = day(covered.end, covered.end_precision)
    words = {
        (True, True): start if start == end else f"{start} – {end}",
        (True, False): f"since {start}" if covered.basis is Basis.CUMULATIVE else f"from {start}",
        (False, True): f"until {end}",
        (False, False): "",
    }[bool(start), bool(end)]
    return " ".join(part for part in (words, covered.basis) if part)


def day(value: object, precision: Precision | None) -> str:
    """A date no more precise than it is known."""
    return "" if value is None else str(value)[: {"year": 4, "month": 7}.get(precision or "", 10)]


def scores(evaluation: Evaluation) -> Iterator[Table | Text]:
    """What the scores rest on, precision, recall and F1 by row, and what confidence is worth."""
    yield Text(
        f"{evaluation.articles} articles, {evaluation.gold} gold claims, "
        f"{evaluation.predicted} predicted"
    )
    table = Table()
    table.add_column("right in")
    for name in ("precision", "recall", "F1"):
        table.add_column(name, justify="right")
    for row, score in evaluation.scores.items():
        table.add_row(row, f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}")
    yield table
    if evaluation.sure:
        share = evaluation.sure_and_right / evaluation.sure
        yield Text(
            f"{evaluation.sure} claims have a confidence of {SURE} or more; {share:.1%} of these "
            "are right as a whole"
        )
