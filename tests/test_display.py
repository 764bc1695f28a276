from datetime import date
from decimal import Decimal

import pytest
from rich.console import Console
from rich.table import Table
from rich.text import Text

from service.display import claims_table, period, scores
from service.evaluation import ROWS, Evaluation, Score
from service.values import (
    Amount,
    Basis,
    Claim,
    Hedge,
    Metric,
    Period,
    Place,
    Precision,
    Source,
    SourceKind,
    Span,
    Stance,
)


def printed(table: Table | Text) -> str:
    """A table or a line as it stands in a pipe."""
    console = Console(width=160, highlight=False)
    with console.capture() as capture:
        console.print(table)
    return capture.get()


DAY, MONTH, YEAR = Precision.DAY, Precision.MONTH, Precision.YEAR


@pytest.mark.parametrize(
    ("covered", "shown"),
    [
        (Period(), ""),
        (Period(basis=Basis.LEVEL), "level"),
        (
            Period(date(2022, 2, 24), DAY, basis=Basis.CUMULATIVE),
            "since 2022-02-24 cumulative",
        ),
        (Period(date(2022, 2, 24), DAY, basis=Basis.INCIDENT), "from 2022-02-24 incident"),
        (Period(end=date(2024, 11, 15), end_precision=DAY), "until 2024-11-15"),
        (Period(date(2024, 11, 3), DAY, date(2024, 11, 3), DAY), "2024-11-03"),
        (Period(date(2024, 11, 1), MONTH, date(2024, 11, 30), MONTH), "2024-11"),
        (Period(date(2023, 1, 1), YEAR, date(2024, 12, 31), YEAR), "2023 – 2024"),
        (Period(date(2024, 11, 19), DAY, date(2024, 11, 20), DAY), "2024-11-19 – 2024-11-20"),
    ],
)
def test_a_period_is_no_more_precise_than_it_is_known(covered: Period, shown: str) -> None:
    assert period(covered) == shown


TEXT = "Up to 40 men\nmay have died in Kyiv, police said."


def claim(**changes: object) -> Claim:
    fields: dict[str, object] = {
        "quote": "Up to 40",
        "span": Span(0, 8),
        "sentence": TEXT,
        "sentence_span": Span(0, len(TEXT)),
        "amount": Amount(None, Decimal(40), Hedge.AT_MOST),
        "metric": Metric.KILLED,
        "item": "men",
        "place": Place("Kyiv", Span(31, 35)),
        "source": Source("police", SourceKind.GOVERNMENT),
        "stance": Stance.HYPOTHETICAL,
        "confidence": 0.83,
    }
    return Claim(**(fields | changes))  # type: ignore[arg-type]


def test_a_row_says_how_many_of_what_and_who_says_so() -> None:
    table = printed(claims_table("a.txt", [claim()]))
    (row,) = [line for line in table.splitlines() if "Up to 40" in line]
    cells = [cell.strip() for cell in row.strip("│").split("│")]
    wanted = ["Up to 40", "up to 40", "men", "killed (hypothetical)", "police", "Kyiv", "", "83%"]
    assert cells == wanted
    assert "a.txt" in table


def test_a_claim_without_a_source_is_the_articles_own() -> None:
    assert "(the article)" in printed(claims_table("a.txt", [claim(source=None)]))


def test_words_of_an_article_are_no_markup_and_keep_to_one_line() -> None:
    table = printed(claims_table("[red]a[/red]", [claim(item="[bold]men\nat arms[/bold]")]))
    assert "[red]a[/red]" in table
    assert "[bold]men at arms[/bold]" in table


def test_a_source_that_the_article_leaves_open_is_not_the_article() -> None:
    open_to_doubt = printed(claims_table("a.txt", [claim(source=None, source_span=Span(0, 2))]))
    its_own = printed(claims_table("a.txt", [claim(source=None)]))
    assert "(somebody it leaves open)" in open_to_doubt
    assert "(the article)" in its_own


def test_scores_stand_in_their_rows() -> None:
    measured = dict.fromkeys(ROWS, Score(0.5, 1.0))
    heading, table, sure = map(printed, scores(Evaluation(1, 2, 4, measured, 3, 2)))
    assert heading == "1 articles, 2 gold claims, 4 predicted\n"
    assert sure.startswith("3 claims have a confidence of 0.8 or more; 66.7% of these are right")
    for row in ROWS:
        (line,) = [x for x in table.splitlines() if f" {row} " in x]
        assert [cell.strip() for cell in line.strip("│").split("│")][1:] == [
            "0.500",
            "1.000",
            "0.667",
        ]
