"""What a column-wise count finds in the rows of one series: no claim, no rule, no state, but
windows over sorted columns.

The rows have the columns source, day, value and hedge (exact, about or more_than), one a day and
source.
"""

from collections.abc import Iterable
from datetime import date

import polars as pl

Answers = dict[tuple[str, ...], object]
"""By the day and the source what is told of them."""

TRUNCATED = {"day": "1d", "week": "1w", "month": "1mo"}
SMALL = 10
"""A total below it that falls does not begin anew."""


def answers(rows: pl.DataFrame, intervals: Iterable[str]) -> dict[str, Answers]:
    """Who stood where, what was added, and what each row is to the one before."""
    ends = rows.with_columns(
        low=pl.col("value"),
        high=pl.when(pl.col("hedge") != "more_than").then("value"),
    ).sort("source", "day")
    return {
        "standing": standing(ends),
        **{f"differences by {each}": differences(ends, each) for each in intervals},
        "revisions": revisions(ends),
    }


def standing(rows: pl.DataFrame) -> Answers:
    """The ends of the last row of each source at the end of each quarter, and after all."""
    first, last = rows["day"].min(), rows["day"].max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    quarters = pl.date_range(first, last, "1q", eager=True).alias("at").append(pl.Series([last]))
    met = quarters.to_frame().join(rows.with_columns(at="day"), how="cross", suffix="_row")
    newest = met.filter(pl.col("day") <= pl.col("at")).sort("day").group_by("at", "source").last()
    return {
        (str(row["at"]), row["source"]): (row["low"], row["high"])
        for row in newest.iter_rows(named=True)
    }


def differences(rows: pl.DataFrame, interval: str) -> Answers:
    """The ends of what the last row of each bucket exceeds the one of the bucket before by. What
    begins a count has none, nor what is said in other words of the same number."""
    buckets = rows.with_columns(bucket=pl.col("day").dt.truncate(TRUNCATED[interval]))
    last = buckets.group_by("source", "bucket").last().sort("source", "bucket")
    marked = _marked(last)
    firm = marked.filter(~pl.col("reworded"))
    since = firm.with_columns(
        least=pl.col("low") - pl.col("high").shift().over("source", order_by="day"),
        most=pl.col("high") - pl.col("low").shift().over("source", order_by="day"),
    )
    found: Answers = {
        (str(row["bucket"]), row["source"]): _difference(row["begins"], row["least"], row["most"])
        for row in since.iter_rows(named=True)
    }
    found |= {
        (str(row["bucket"]), row["source"]): None
        for row in marked.filter("reworded").iter_rows(named=True)
    }
    return found


def _difference(begins: bool, least: int | None, most: int | None) -> object:
    return None if begins or (least is None and most is None) else (least, most)


def revisions(rows: pl.DataFrame) -> Answers:
    """What each row is to those of its source before it."""
    value, before = pl.col("value"), pl.col("before")
    named = (
        pl.when(before.is_null())
        .then(pl.lit("first"))
        .when(pl.col("begins"))
        .then(pl.lit("restart"))
        .when((value == before) & (pl.col("times_said") == 1))
        .then(pl.lit("rounding"))
        .when(value == before)
        .then(pl.lit("repetition"))
        .when(value > before)
        .then(pl.lit("update"))
        .otherwise(pl.lit("correction"))
    )
    classed = _marked(rows).with_columns(classed=named)
    return {
        (str(row["day"]), row["source"]): row["classed"] for row in classed.iter_rows(named=True)
    }


def _marked(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the value `before`, whether a count `begins` with them (at first, and where a
    total falls below its half), whether they are the number before them `reworded`, and how many
    times it has been said so."""
    value = pl.col("value")
    before = value.shift().over("source", order_by="day")
    fell = (before >= SMALL) & (2 * value < before)
    marked = rows.with_columns(before=before, begins=before.is_null() | fell).with_columns(
        run=(value != pl.col("before")).cum_sum().over("source", order_by="day").fill_null(0)
    )
    first = pl.col("hedge").first().over("source", "run", order_by="day")
    return marked.with_columns(
        reworded=pl.col("hedge") != first,
        times_said=pl.int_range(1, pl.len() + 1).over("source", "run", "hedge", order_by="day"),
    )
