"""Builders of the statements that read. None of them needs a database."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    FromClause,
    Select,
    Table,
    Text,
    cast,
    func,
    literal,
    literal_column,
    select,
    true,
    tuple_,
    union_all,
)

from service.storage import conditions, items
from service.storage.conditions import Condition, among
from service.storage.filters import (
    ArticleFilter,
    ClaimFilter,
    CurationFilter,
    CurationSort,
    PublishedSort,
    SeriesFilter,
    SeriesSort,
    Sort,
    SourceFilter,
    SourceSort,
)
from service.storage.items import Item
from service.storage.page import Position
from service.storage.tables import ARTICLE, CLAIM, CURATION, SERIES, SOURCE

Statement = Select[tuple[bytes]]
"""Selects JSON objects."""
Among = tuple[ColumnElement[UUID], FromClause]
"""A column, and the ids of which it has to hold one."""
NOTHING = "-infinity"
"""What an order takes for a value that is not there."""
FIELDS = {
    "ordered_at": ("published_at",),
    "last_ordered_at": ("last_published_at",),
    "ordinal": ("low", "high"),
}
"""For columns that objects do not have the fields of which they hold the first that is there."""


@dataclass(frozen=True)
class Order:
    """By columns that together tell all rows of the table apart."""

    table: Table
    columns: tuple[str, ...]
    descending: bool = False

    @property
    def name(self) -> str:
        """Tells it from all other orders."""
        return f"{self.table.name} {'-' if self.descending else ''}{self.columns[0]}"

    def of(self, rows: FromClause) -> list[ColumnElement[Any]]:
        """The order for the table, or for rows that have these columns of it."""
        columns = (rows.c[name] for name in self.columns)
        return [column.desc() if self.descending else column for column in columns]

    def after(self, position: Position) -> Condition:
        """Comes after that position."""
        columns = [self.table.c[name] for name in self.columns]
        here = tuple_(*columns)
        values = zip(columns, position, strict=True)
        there = tuple_(*(cast(literal(value, Text), column.type) for column, value in values))
        return here < there if self.descending else here > there

    def position(self, row: bytes) -> Position:
        """Where a row stands, by its object."""
        fields = json.loads(row, parse_int=str, parse_float=str)
        given = (FIELDS.get(name, (name,)) for name in self.columns)
        return tuple(next(filter(None, map(fields.get, names)), NOTHING) for names in given)


CLAIM_ORDERS = {
    Sort.PUBLISHED: Order(CLAIM, ("ordered_at", "id")),
    Sort.PUBLISHED_DOWN: Order(CLAIM, ("ordered_at", "id"), descending=True),
    Sort.AMOUNT: Order(CLAIM, ("ordinal", "id")),
    Sort.AMOUNT_DOWN: Order(CLAIM, ("ordinal", "id"), descending=True),
}
ARTICLE_ORDERS = {
    PublishedSort.PUBLISHED: Order(ARTICLE, ("ordered_at", "id")),
    PublishedSort.PUBLISHED_DOWN: Order(ARTICLE, ("ordered_at", "id"), descending=True),
}
SOURCE_ORDERS = {
    SourceSort.CLAIMS: Order(SOURCE, ("claim_count", "id")),
    SourceSort.CLAIMS_DOWN: Order(SOURCE, ("claim_count", "id"), descending=True),
    SourceSort.PUBLISHED: Order(SOURCE, ("last_ordered_at", "id")),
    SourceSort.PUBLISHED_DOWN: Order(SOURCE, ("last_ordered_at", "id"), descending=True),
    SourceSort.NAME: Order(SOURCE, ("name", "id")),
}
SERIES_ORDERS = {
    SeriesSort.CLAIMS: Order(SERIES, ("claim_count", "id")),
    SeriesSort.CLAIMS_DOWN: Order(SERIES, ("claim_count", "id"), descending=True),
    SeriesSort.PUBLISHED: Order(SERIES, ("last_ordered_at", "id")),
    SeriesSort.PUBLISHED_DOWN: Order(SERIES, ("last_ordered_at", "id"), descending=True),
    SeriesSort.TITLE: Order(SERIES, ("title", "id")),
}

CURATION_ORDERS = {
    CurationSort.MADE: Order(CURATION, ("id",)),
    CurationSort.MADE_DOWN: Order(CURATION, ("id",), descending=True),
}


def claims(asked: ClaimFilter, after: Position | None) -> Statement:
    """A page of claims, and one more."""
    order = CLAIM_ORDERS[asked.sort]
    where = list(conditions.of_claims(asked))
    among = list(conditions.entities(asked))
    return page(items.claims(), order, where, asked.limit, after, among)


def articles(asked: ArticleFilter, after: Position | None) -> Statement:
    """A page of articles, and one more."""
    order = ARTICLE_ORDERS[asked.sort]
    return page(items.articles(), order, conditions.of_articles(asked), asked.limit, after)


def sources(asked: SourceFilter, after: Position | None) -> Statement:
    """A page of sources, and one more."""
    order = SOURCE_ORDERS[asked.sort]
    return page(items.sources(), order, conditions.of_sources(asked), asked.limit, after)


def series(asked: SeriesFilter, after: Position | None) -> Statement:
    """A page of series, and one more."""
    order = SERIES_ORDERS[asked.sort]
    return page(items.series(), order, conditions.of_series(asked), asked.limit, after)


def curations(asked: CurationFilter, after: Position | None) -> Statement:
    """A page of curations, and one more."""
    order = CURATION_ORDERS[asked.sort]
    where = conditions.of_curations(asked)
    return page(items.curations_made(), order, where, asked.limit, after)


def rows_of(table: Table) -> Select[Any]:
    """Whole rows, but for what is made to sort by, of which no datetime can hold all values."""
    return select(*(column for column in table.c if not column.name.endswith("ordered_at")))


def merged_into(key: UUID) -> Select[tuple[UUID]]:
    """What the series or source with the id was merged into."""
    own = (
        select(table.c.merged_into).where(table.c.id == key, table.c.merged_into.is_not(None))
        for table in (SERIES, SOURCE)
    )
    return select(union_all(*own).subquery().c.merged_into)


def tables_of(series_id: UUID, at: datetime | None) -> dict[str, Statement]:
    """All claims of the series, with a time those published by then, their articles and their
    sources, each in an order that does not change."""
    own = [CLAIM.c.series_id == series_id]
    if at is not None:
        own.append(CLAIM.c.ordered_at <= at)
    of_articles = ARTICLE.c.id.in_(select(CLAIM.c.article_id).where(*own))
    of_sources = SOURCE.c.id.in_(select(CLAIM.c.source_id).where(*own))
    claim, article = ((table.c.ordered_at, table.c.id) for table in (CLAIM, ARTICLE))
    return {
        "claims": as_json(items.claims().where(*own).order_by(*claim)),
        "articles": as_json(items.articles().where(of_articles).order_by(*article)),
        "sources": as_json(items.sources().where(of_sources).order_by(SOURCE.c.key)),
    }


def page(
    item: Item,
    order: Order,
    where: Iterable[Condition],
    limit: int,
    after: Position | None,
    among: Iterable[Among] = (),
) -> Statement:
    """The first rows after a position that fulfil the conditions, one more than the limit."""
    count, pairs = limit + 1, list(among)
    conditions = [*where, *([order.after(after)] if after else [])]
    if pairs:
        conditions = [order.table.c.id.in_(first_among(pairs, order, conditions, count))]
    return as_json(item.where(*conditions).order_by(*order.of(order.table)).limit(count))


def first_among(
    among: list[Among], order: Order, where: list[Condition], count: int
) -> Select[tuple[UUID]]:
    """Ids of the first rows that also have one of the ids in each of the columns.

    An index gives them in their order for each id apart, so that the rows of an entity with many
    of them are never sorted, and only those of the page are read whole.
    """
    keys = select(*(order.table.c[name] for name in order.columns)).where(*where)
    own = keys.where(*(column == ids.c.id for column, ids in among))
    each = own.order_by(*order.of(order.table)).limit(count).lateral("each")
    sides = [*(ids for _, ids in among), each]
    merged = reduce(lambda left, right: left.join(right, true()), sides)
    return select(each.c.id).select_from(merged).order_by(*order.of(each)).limit(count)


def claims_of(article_ids: Sequence[UUID]) -> Statement:
    """The claims of the articles, in the order of these."""
    article = CLAIM.c.article_id
    order = func.array_position(literal(list(article_ids), ARRAY(article.type)), article)
    return as_json(
        items.claims().where(among(article, article_ids)).order_by(order, CLAIM.c.quote_start)
    )


def as_json(item: Item) -> Statement:
    """Each row as one JSON object."""
    # By its name: to derive the columns of the subquery takes longer than to run it.
    row: ColumnElement[bytes] = literal_column("object")
    return select(func.row_to_json(row)).select_from(item.subquery("object"))
