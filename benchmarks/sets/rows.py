"""Is what the service tells of published figures what one counts in their rows?

The set holds figures that were published as rows: whose losses, by which source, on which day. All
of them are ingested by `whocounts ingest --rows`, once more to see that nothing is doubled, and ten
of the series, chosen for their size and for what is odd in them, are asked for over HTTP: where
each source stood at the end of each quarter, what was added from day to day, week to week and month
to month, and what each figure is to the one before. `recounted` finds the same in the rows
themselves. Each answer that is not the same is printed.
"""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

import polars as pl

from benchmarks import database
from benchmarks.figures import Aim, Figure, seconds
from benchmarks.serving import PROGRAM, Serving, serving
from benchmarks.sets import recounted
from benchmarks.sets.lines import lines
from benchmarks.sets.recounted import Answers
from service.figures import FigureRow, reading
from service.series import series_key

FILE = "claim_series.jsonl.gz"
CHOSEN = [
    ("ru-personnel", "personnel losses"),
    ("ru-equipment", "tank"),
    ("ru-equipment", "MRL"),
    ("ru-equipment", "special equipment"),
    ("gaza", "killed_cum"),
    ("gaza", "killed_women_cum"),
    ("gaza", "press_killed_cum"),
    ("gaza", "famine_cum"),
    ("west-bank", "injured_children_cum"),
    ("lebanon", "killed_cum_reported"),
]
INTERVALS = ("day", "week", "month")
METRICS = {
    "killed": "killed",
    "famine": "killed",
    "injured": "wounded",
    "displaced": "displaced",
    "massacres": "attacks",
    "attacks": "attacks",
    "personnel": "casualties",
    "prisoners": "captured",
}
"""By a word of a quantity what happened to what is counted."""
POPULATIONS = {
    "killed_cum": "people",
    "injured_cum": "people",
    "killed_children_cum": "child",
    "injured_children_cum": "child",
    "killed_women_cum": "woman",
    "press_killed_cum": "journalist",
    "med_killed_cum": "medical-worker",
    "personnel losses": "soldier",
}
"""What quantities count; every other one counts something of its own."""
PLACES = {"gaza": "Gaza Strip", "west-bank": "West Bank", "lebanon": "Lebanon"}
HEDGES = {"about": "about", "more": "more_than"}


def figures(folder: Path) -> Iterator[Figure]:
    """How long storing takes, and the shares of the answers that are the same."""
    rows = list(lines(folder / FILE))
    with TemporaryDirectory() as scratch, database.server() as server:
        url = database.filled(server, 0)
        table = Path(scratch) / "rows.jsonl"
        table.write_text("".join(json.dumps(figure(row)) + "\n" for row in rows))
        took = seconds(lambda: ingest(table, url))
        yield Figure("seconds to ingest the rows", took, f"{len(rows)} rows", Aim.AT_MOST, 60, "s")
        again = seconds(lambda: ingest(table, url))
        yield Figure("the same again, of which nothing is stored", again / took, f"{again:.1f} s")
        with serving(url) as service:
            yield from compared(rows, service)


def figure(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a figure by the names that the service has."""
    quantity, total = row["quantity"], row["kind"] == "cumulative"
    military = row["series"].startswith("ru-")
    metric = next((METRICS[word] for word in METRICS if word in quantity), None)
    return {
        "publisher": row["repo"],
        "source": row["source"],
        "date": row["date"],
        "metric": metric or ("destroyed" if military else "other"),
        "item": quantity,
        "population": POPULATIONS.get(quantity),
        "whose": "RU" if military else None,
        "place": PLACES.get(row["series"]),
        "basis": "cumulative" if total else "incident",
        "hedge": HEDGES.get(row.get("text_qualifier", "")),
        "value": row["value"],
    }


def ingest(table: Path, url: str) -> None:
    """Store the rows of a file as a user does."""
    command = [sys.executable, "-c", PROGRAM, "ingest", "--rows", str(table)]
    environment = os.environ | {"DATABASE_URL": url}
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)


def compared(rows: Iterable[Mapping[str, Any]], service: Serving) -> Iterator[Figure]:
    """The shares of answers about the ten series that are what one counts in their rows."""
    table = pl.DataFrame(list(map(_cells, rows)))
    ours: dict[str, Answers] = defaultdict(dict)
    theirs: dict[str, Answers] = defaultdict(dict)
    for series, quantity in CHOSEN:
        own = table.filter(pl.col("series") == series, pl.col("quantity") == quantity)
        counted = recounted.answers(own, INTERVALS)
        told = _told(service, _series_id(service, own), counted)
        for every, own_answers in ((theirs, counted), (ours, told)):
            for question, found in own_answers.items():
                every[question] |= {(series, quantity, *key): found[key] for key in found}
    for question in theirs:
        yield _same(question, ours[question], theirs[question])
    for name in ("correction", "restart"):
        told_of, counted_of = (
            list(each["revisions"].values()).count(name) for each in (ours, theirs)
        )
        detail = f"{told_of} told, {counted_of} counted"
        yield Figure(f"{name}s told of those counted", told_of / counted_of, detail)


def _cells(row: Mapping[str, Any]) -> dict[str, Any]:
    hedge = HEDGES.get(row.get("text_qualifier", ""), "exact")
    names = ("series", "quantity", "source", "value", "kind", "repo")
    return {name: row[name] for name in names} | {
        "day": date.fromisoformat(row["date"]),
        "hedge": hedge,
        "date": row["date"],
        "text_qualifier": row.get("text_qualifier", ""),
    }


def _same(question: str, ours: Answers, theirs: Answers) -> Figure:
    every = ours.keys() | theirs.keys()
    other = sorted(key for key in every if ours.get(key) != theirs.get(key))
    for key in other:
        print(f"  {question} {key}: told {ours.get(key)}, counted {theirs.get(key)}")
    same = len(every) - len(other)
    return Figure(question, same / len(every), f"{same} of {len(every)}", Aim.AT_LEAST, 1)


# What the service tells


def _series_id(service: Serving, rows: pl.DataFrame) -> str:
    read = reading(FigureRow.model_validate(figure(rows.row(0, named=True))))
    key = series_key(read.claims[0], read.article.published_at).key
    listed = _ask(service, "/v1/series", limit=1000, basis="cumulative")
    (found,) = (series["id"] for series in listed["items"] if series["key"] == key)
    return str(found)


def _told(service: Serving, series: str, counted: dict[str, Answers]) -> dict[str, Answers]:
    """The answers to what was counted."""
    path = f"/v1/series/{series}"
    days = sorted({day for day, _ in counted["standing"]})
    standing = (_ask(service, f"{path}/comparison", at=day)["positions"] for day in days)
    timelines = {
        f"differences by {interval}": _ask(
            service, f"{path}/timeline", interval=interval, differences="true"
        )["items"]
        for interval in INTERVALS
    }
    revisions = _all(service, f"{path}/revisions")
    return {
        "standing": {
            (day, each["source"]): _ends(each["standing"]["amount"])
            for day, positions in zip(days, standing, strict=True)
            for each in positions
        },
        **{
            question: {
                (each["start"], each["source"]): _ends(each["difference"])
                for each in items
                if each["claim_id"]
            }
            for question, items in timelines.items()
        },
        "revisions": {
            (each["said_at"][:10], each["source"]): each["classed_as"] for each in revisions
        },
    }


def _ends(range_: Mapping[str, Any] | None) -> object:
    return (range_["low"], range_["high"]) if range_ else None


def _all(service: Serving, path: str) -> list[Any]:
    """The items of all pages."""
    page = _ask(service, path)
    items: list[Any] = page["items"]
    while page["next"]:
        page = _ask(service, path, next=page["next"])
        items += page["items"]
    return items


def _ask(service: Serving, path: str, **parameters: object) -> Any:
    connection = service.connect()
    connection.request("GET", f"{path}?{urlencode(parameters)}")
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {body.decode()}")
    return json.loads(body)
