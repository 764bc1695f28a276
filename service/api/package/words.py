"""What a data package says of itself: its README and its descriptor."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from service import vague
from service.api.package.columns import Column
from service.api.package.tables import Table
from service.moments import in_utc
from service.series import SeriesKey

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RIGHTS = (
    "The texts of the articles are not in this package. Quotes and sentences are quoted from them; "
    "the rights in these stay with the publishers that `articles.csv` names."
)

AGAIN = "`as_of` with this time gives the same for good"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a package is of."""

    series_id: UUID
    series: SeriesKey
    url: str
    """Where it was asked for."""
    at: datetime | None
    """Only claims that had been published by then; None for all."""
    as_of: datetime | None
    """As stored at that time; None for the present."""


@dataclass(frozen=True, slots=True)
class Written:
    """A table that has been written."""

    table: Table
    rows: int
    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What has been written of a package."""

    asked: Asked
    tables: tuple[Written, ...]
    since: datetime | None
    """When it was last changed: until then it was otherwise, and since then as it is."""
    vague_tables: frozenset[str]
    """Names of the tables that gave vague words their intervals."""
    readers: frozenset[str]
    """Names and versions of the rules that read the claims."""

    @property
    def as_of(self) -> datetime | None:
        """The time that was asked for, else since when it has been as it is."""
        return self.asked.as_of or self.since

    def rows(self, name: str) -> int:
        """How many rows a table has."""
        return next(each.rows for each in self.tables if each.table.name == name)


def descriptor(contents: Contents) -> str:
    """`datapackage.json`: the package for programs."""
    asked = contents.asked
    package = {
        "$schema": PROFILE,
        "name": f"whocounts-{asked.series_id}",
        "id": str(asked.series_id),
        "title": asked.series.title,
        "description": citation(contents),
        "homepage": asked.url,
        "resources": [_resource(each) for each in contents.tables],
    } | ({"created": contents.as_of.isoformat()} if contents.as_of else {})
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def _resource(written: Written) -> dict[str, Any]:
    table = written.table
    return {
        "name": table.name,
        "path": table.path,
        "type": "table",
        "title": table.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": written.size,
        "hash": f"sha256:{written.sha256}",
        "schema": {
            "fields": [column.descriptor for column in table.columns],
            "primaryKey": ["id"],
            "foreignKeys": [_reference(*each) for each in table.references.items()],
        },
    }


def _reference(column: str, table: str) -> dict[str, Any]:
    return {"fields": [column], "reference": {"resource": table, "fields": ["id"]}}


def citation(contents: Contents) -> str:
    """How to cite the package."""
    asked = contents.asked
    count = f"{contents.rows('claims'):,} claims in {contents.rows('articles'):,} articles"
    as_of = f", as of {in_utc(contents.as_of)}" if contents.as_of else ""
    until = f", published by {_moment(asked.at)}" if asked.at else ""
    return f"whocounts: {asked.series.title}. {count}{until}{as_of}. {asked.url}"


def readme(contents: Contents) -> str:
    """`README.md`: the package for people."""
    return "\n\n".join(_sections(contents)) + "\n"


def _sections(contents: Contents) -> Iterator[str]:
    asked = contents.asked
    yield f"# {asked.series.title}"
    yield (
        "Who says how many: every claim of one series, with the words that carry it, and the "
        "articles and sources that it comes from. Claims that were denied, are hypothetical, "
        "were rejected by a curator or stand in a superseded version or reading of an article are "
        "among them and marked. Rival claims are not to be added up or averaged, and a claim that "
        "repeats another is no second witness."
    )
    yield "\n".join(_facts(contents))
    yield f"## How to cite\n\n> {citation(contents)}"
    yield f"## Rights\n\n{RIGHTS}"
    yield from map(_explained, contents.tables)
    yield f"## Vague words\n\n{_vague(contents)}"


def _facts(contents: Contents) -> Iterator[str]:
    asked = contents.asked
    yield f"- Series: `{asked.series.key}`, id `{asked.series_id}`"
    if asked.as_of:
        yield f"- As of: {in_utc(asked.as_of)}: what was stored then, as it was"
    elif contents.since:
        yield f"- As of: {in_utc(contents.since)}, when it was last changed: {AGAIN}"
    if asked.at:
        yield f"- Only what had been published by {_moment(asked.at)}"
    yield f"- Read by: {', '.join(sorted(contents.readers)) or 'nothing'}"
    yield f"- From: <{asked.url}>"
    yield "- CSV in UTF-8 with a header line; an empty cell stands for null"
    yield "- `datapackage.json` says the same for programs (Data Package 2.0)"


def _explained(written: Written) -> str:
    table = written.table
    heading = f"## {table.path}\n\n{table.title} Rows: {written.rows:,}."
    return f"{heading}\n\n| column | type | meaning |\n| --- | --- | --- |\n{_rows(table.columns)}"


def _rows(columns: Iterable[Column]) -> str:
    return "\n".join(f"| `{each.name}` | {each.type} | {each.meaning} |" for each in columns)


def _vague(contents: Contents) -> str:
    used = contents.vague_tables
    if not used:
        return "No claim has its interval from a table of vague words."
    named = ", ".join(f"`{name}`" for name in sorted(used))
    said = f"Intervals of claims with a `vague_table` are by convention, not by the words: {named}."
    if vague.name() not in used:
        return said
    meanings = "\n".join(f"| {word} | {_ends(*ends)} |" for word, ends in vague.words().items())
    return f"{said}\n\n| `{vague.name()}` | |\n| --- | --- |\n{meanings}"


def _ends(low: int, high: int | None = None) -> str:
    return f"{low:,} or more" if high is None else f"{low:,} to {high:,}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
