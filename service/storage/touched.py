"""The statement that finds when what is told of a series was last changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, Table, func, select

from service.storage.changes import ended
from service.storage.conditions import Condition
from service.storage.tables import ARTICLE, CLAIM, SERIES, SOURCE, SOURCE_ALIAS


def last_changed(series_id: UUID) -> Select[tuple[datetime]]:
    """When a claim of it, its own row, or an article or a source of its claims was last recorded
    or changed, or a claim left it: since then all has been as it is now."""
    own, gone = CLAIM.c.series_id == series_id, ended(CLAIM)
    articles = select(CLAIM.c.article_id).where(own)
    sources = select(CLAIM.c.source_id).where(own)
    left = select(func.max(gone.c.valid_to)).where(gone.c.series_id == series_id)
    return select(
        func.greatest(
            _newest(SERIES, SERIES.c.id == series_id),
            _newest(CLAIM, own),
            left.scalar_subquery(),
            _newest(ARTICLE, ARTICLE.c.id.in_(articles)),
            _newest(SOURCE, SOURCE.c.id.in_(sources)),
            _newest(SOURCE_ALIAS, SOURCE_ALIAS.c.source_id.in_(sources)),
        )
    )


def _newest(table: Table, condition: Condition) -> ScalarSelect[Any]:
    return select(func.max(table.c.valid_from)).where(condition).scalar_subquery()
