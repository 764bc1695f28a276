"""How many current claims each series and source has, and how new they are: kept in their rows,
so that no list has to count."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ScalarSelect, Table, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from service.storage.conditions import COUNTING, among, of_last_reading
from service.storage.tables import ARTICLE, CLAIM, SERIES, SOURCE, UNDATED

TALLIED = ((SOURCE, CLAIM.c.source_id), (SERIES, CLAIM.c.series_id))
"""The tables with counts, and the columns by which claims are theirs."""


async def tally(connection: AsyncConnection, articles: Collection[UUID]) -> None:
    """Count what changed with articles whose claims the transaction has all inserted, or
    superseded those that counted.

    Whoever counts waits for others to be done with the same rows, and then sees their claims."""
    if articles:
        for table, column in TALLIED:
            await _lock(connection, table, column, articles)
            await _add(connection, table, column, articles)


async def _lock(
    connection: AsyncConnection, table: Table, column: Column[Any], articles: Collection[UUID]
) -> None:
    touched = select(column).where(among(CLAIM.c.article_id, articles))
    rows = select(table.c.id).where(table.c.id.in_(touched)).order_by(table.c.id)
    await connection.execute(rows.with_for_update(key_share=True))


async def _add(
    connection: AsyncConnection, table: Table, column: Column[Any], articles: Collection[UUID]
) -> None:
    current = CLAIM.c.superseded_at.is_(None)
    change = select(column.label("id"), func.sum(case((current, 1), else_=-1)).label("claims"))
    changed = change.join(ARTICLE, ARTICLE.c.id == CLAIM.c.article_id).where(
        among(CLAIM.c.article_id, articles), of_last_reading(ARTICLE)
    )
    of_each = changed.group_by(column).subquery("of_each")
    await connection.execute(
        update(table)
        .where(table.c.id == of_each.c.id)
        .values(
            claim_count=table.c.claim_count + of_each.c.claims,
            last_ordered_at=_newest(table, column),
        )
    )


async def recount(connection: AsyncConnection, ids: Collection[UUID]) -> None:
    """Count anew what series and sources have, those with these ids, while nobody else writes."""
    for table, column in TALLIED:
        claims = select(func.count()).where(column == table.c.id, COUNTING)
        await connection.execute(
            update(table)
            .where(among(table.c.id, ids))
            .values(claim_count=claims.scalar_subquery(), last_ordered_at=_newest(table, column))
        )


def _newest(table: Table, column: Column[Any]) -> ScalarSelect[Any]:
    newest = select(func.coalesce(func.max(CLAIM.c.ordered_at), UNDATED))
    return newest.where(column == table.c.id, COUNTING).scalar_subquery()
