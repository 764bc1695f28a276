"""The tables of a data package."""

from dataclasses import dataclass

from service.api.package.columns import Column, columns_of
from service.api.schemas import ListedArticle, Model, StoredClaim, StoredSource
from service.storage import items

OF_OTHER_SERIES = {"claim_count", "last_published_at"}
"""Fields that other series change as well: the same series is to give the same tables."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, before its rows."""

    name: str
    fields: tuple[str, ...]
    """What stands in it of each object; a span takes two columns."""
    columns: list[Column]
    title: str
    references: dict[str, str]
    """Which table the ids in a column are of."""

    @property
    def path(self) -> str:
        """Its file."""
        return f"{self.name}.csv"


def _table(
    name: str, fields: tuple[str, ...], model: type[Model], references: dict[str, str]
) -> Table:
    kept = tuple(field for field in fields if field not in OF_OTHER_SERIES)
    title = " ".join((model.__doc__ or "").split())
    return Table(name, kept, columns_of(model, kept), title, references)


TABLES = (
    _table(
        "claims",
        items.fields(items.claims),
        StoredClaim,
        {"article_id": "articles", "source_id": "sources"},
    ),
    _table("articles", items.fields(items.articles), ListedArticle, {}),
    _table("sources", items.fields(items.sources), StoredSource, {}),
)
