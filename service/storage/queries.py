"""Builders of the statements that read. None of them needs a database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Table,
    Uuid,
    func,
    literal_column,
    select,
    true,
    tuple_,
)

from service.storage import conditions, items
from service.storage.conditions import Condition
from service.storage.filters import (
    ArticleFilter,
    ClaimFilter,
    PublishedSort,
    SeriesFilter,
    Sort,
    SourceFilter,
)
from service.storage.items import Item
from service.storage.tables import ARTICLE, CLAIM, SERIES, SOURCE

Statement = Select[tuple[bytes, UUID]]
"""Selects JSON objects, each with the id that it has."""
Among = tuple[ColumnElement[UUID], FromClause]
"""A column, and the ids of which it has to hold one."""


@dataclass(frozen=True)
class Order:
    """By columns that together tell all rows of the table apart."""

    table: Table
    columns: tuple[str, ...]
    descending: bool = False

    def of(self, rows: FromClause) -> list[ColumnElement[Any]]:
        """The order for the table, or for rows that have these columns of it."""
        columns = (rows.c[name] for name in self.columns)
        return [column.desc() if self.descending else column for column in columns]

    def after(self, last: UUID) -> Condition:
        """Comes after the row of that id."""
        row = self.table.alias("last")
        at = select(*(row.c[name] for name in self.columns)).where(row.c.id == last)
        here = tuple_(*(self.table.c[name] for name in self.columns))
        there = at.scalar_subquery()
        return here < there if self.descending else here > there


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


def claims(asked: ClaimFilter, after: UUID | None) -> Statement:
    """A page of claims, and one more."""
    order = CLAIM_ORDERS[asked.sort]
    where = list(conditions.of_claims(asked))
    among = list(conditions.entities(asked))
    return page(items.claims(), order, where, asked.limit, after, among)


def articles(asked: ArticleFilter, after: UUID | None) -> Statement:
    """A page of articles, and one more."""
    order = ARTICLE_ORDERS[asked.sort]
    return page(items.articles(), order, conditions.of_articles(asked), asked.limit, after)


def sources(asked: SourceFilter, after: UUID | None) -> Statement:
    """A page of sources by key, and one more."""
    where = conditions.of_sources(asked)
    return page(items.sources(), Order(SOURCE, ("key",)), where, asked.limit, after)


def series(asked: SeriesFilter, after: UUID | None) -> Statement:
    """A page of series by key, and one more."""
    where = conditions.of_series(asked)
    return page(items.series(), Order(SERIES, ("key",)), where, asked.limit, after)


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
    after: UUID | None,
    among: Iterable[Among] = (),
) -> Statement:
    """The first rows after one that fulfil the conditions, one more than the limit."""
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


def as_json(item: Item) -> Statement:
    """Each row as one JSON object."""
    # By their names: to derive the columns of the subquery takes longer than to run it.
    row: ColumnElement[bytes] = literal_column("object")
    row_id = literal_column("object.id", Uuid)
    return select(func.row_to_json(row), row_id.label("id")).select_from(item.subquery("object"))
