"""The feed of what changed, from the versions of rows: the past tells it, nothing is noted twice.

Every table of the feed has two parts, the versions that began without one before them and those
that ended. A change stands where its time, the noun of its table and its id put it. Moments of
recording are in the order of commits, so nothing can come to stand before what has been read.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    DateTime,
    FromClause,
    MetaData,
    Row,
    Select,
    Subquery,
    Table,
    Text,
    Uuid,
    and_,
    case,
    cast,
    column,
    exists,
    func,
    literal,
    literal_column,
    null,
    select,
    tuple_,
    union_all,
)

from service.changes import Change, ChangeKind, FieldChange
from service.storage.conditions import among
from service.storage.page import Position
from service.storage.tables import CLAIM, CURATION, SERIES, SOURCE

WORDS = {CLAIM: "sentence", SERIES: "title", SOURCE: "name", CURATION: "why"}
"""The tables of the feed, with the column by which people know a row."""
SERIES_ID = {CLAIM: "series_id", SERIES: "id"}
COUNTS = ("claim_count", "last_ordered_at")
"""Columns without a past."""
UNTOLD = (
    "valid_from",
    "valid_to",
    "ordered_at",
    "ordinal",
    "utc_offset",
    "text_length",
    "publisher_key",
    "home_series_id",
    "home_source_id",
    "as_read",
)
"""Columns that follow from others, or that no answer has."""
RENAMED = {"quote_start": "start", "quote_end": "end"}
"""What answers call columns, where it is not their name."""


@dataclass(frozen=True, slots=True)
class Part:
    """Changes of one sort to the rows of one table."""

    table: Table
    at: ColumnElement[datetime]
    """When each was recorded."""
    id: ColumnElement[UUID]
    changes: Select[Any]

    def page(self, since: Position, until: datetime | None, limit: int) -> Select[Any]:
        """The first after a position, with a time only those recorded by then."""
        known = [] if until is None else [self.at <= until]
        later = self.changes.where(self._after(*since), *known)
        return later.order_by(self.at, self.id).limit(limit)

    def _after(self, moment: str, noun: str, key: str) -> ColumnElement[bool]:
        """Comes after the position, as an index by time and id finds it."""
        then = cast(literal(moment, Text), DateTime(timezone=True))
        if self.table.name == noun:
            return tuple_(self.at, self.id) > tuple_(then, cast(literal(key, Text), Uuid))
        return self.at > then if self.table.name < noun else self.at >= then


def changes(since: Position, until: datetime | None, limit: int) -> Select[Any]:
    """The first changes after a position, with a time only those recorded by then."""
    pages = (part.page(since, until, limit).subquery() for part in parts())
    found = union_all(*map(select, pages)).subquery("found")
    noun = func.split_part(found.c.kind, ".", 1)
    return select(found).order_by(found.c.at, noun, found.c.id).limit(limit)


def change_from(row: Row[Any]) -> Change:
    """One of the changes."""
    found = json.loads(row.fields or "{}", parse_float=Decimal)
    named = {RENAMED.get(name, name): values for name, values in found.items()}
    return Change(
        at=row.at,
        kind=ChangeKind(row.kind),
        id=row.id,
        words=row.words,
        series_id=row.series_id,
        fields=tuple(FieldChange(name, *named[name]) for name in sorted(named)),
    )


def parts() -> Iterator[Part]:
    """All that the feed is made of."""
    for table in WORDS:
        yield _begun(table)
        yield _ended(table)


def _begun(table: Table) -> Part:
    """Versions without one before them."""
    version, before = _versions(table, "version"), ended(table).alias("before")
    known = exists().where(before.c.id == version.c.id, before.c.valid_to == version.c.valid_from)
    kind = literal(f"{table.name}.recorded", Text)
    told = _told(table, version, version.c.valid_from, kind, cast(null(), JSON))
    return Part(table, version.c.valid_from, version.c.id, told.where(~known))


def _ended(table: Table) -> Part:
    """Versions that ended, whether another has followed or none."""
    old, new = ended(table).alias("old"), _versions(table, "new")
    follows = and_(new.c.id == old.c.id, new.c.valid_from == old.c.valid_to)
    told = _told(table, old, old.c.valid_to, _what_became_of(table, old, new), _difference())
    return Part(table, old.c.valid_to, old.c.id, told.outerjoin(new, follows))


def _told(
    table: Table,
    version: FromClause,
    at: ColumnElement[datetime],
    kind: ColumnElement[str],
    fields: ColumnElement[Any],
) -> Select[Any]:
    series = version.c[SERIES_ID[table]] if table in SERIES_ID else cast(null(), Uuid)
    return select(
        at.label("at"),
        kind.label("kind"),
        version.c.id,
        version.c[WORDS[table]].label("words"),
        series.label("series_id"),
        fields.label("fields"),
    ).select_from(version)


def _what_became_of(table: Table, old: FromClause, new: FromClause) -> ColumnElement[str]:
    noun = table.name
    removed, changed = (new.c.id.is_(None), f"{noun}.removed"), f"{noun}.changed"
    if table is not CLAIM:
        return case(removed, else_=changed)
    gone = and_(old.c.superseded_at.is_(None), new.c.superseded_at.is_not(None))
    return case(removed, (gone, f"{noun}.superseded"), else_=changed)


def _difference() -> ColumnElement[Any]:
    """The columns that differ between the rows `old` and `new`, each with both values."""
    rows = (func.jsonb_each(func.to_jsonb(literal_column(name))) for name in ("old", "new"))
    before, after = (row.table_valued(column("key", Text), "value") for row in rows)
    pairs = func.json_object_agg(before.c.key, func.json_build_array(before.c.value, after.c.value))
    return (
        select(pairs)
        .select_from(before.join(after, before.c.key == after.c.key))
        .where(before.c.value.is_distinct_from(after.c.value), ~among(before.c.key, UNTOLD))
        .scalar_subquery()
    )


def _versions(table: Table, name: str) -> Subquery:
    """All versions of its rows, those that are and those that ended."""
    past = ended(table).c
    columns = [column.name for column in past if column.name != "valid_to"]
    now, then = ([rows[column] for column in columns] for rows in (table.c, past))
    return union_all(select(*now), select(*then)).subquery(name)


@cache
def ended(table: Table) -> Table:
    """The versions of its rows that are no more."""
    kept = [Column(each.name, each.type) for each in table.c if each.name not in COUNTS]
    until = Column("valid_to", DateTime(timezone=True))
    return Table(table.name, MetaData(schema="history"), *kept, until)
